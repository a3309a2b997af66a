"""Speech in news: documents that quote the articles of a pack with known alterations, and every alteration classified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from news_articles import ARABIC, ARTICLES, FRENCH, RUSSIAN, SPEECHES, Speech

from takhrij.check import check
from takhrij.packs.shelf import Shelf, Told

if TYPE_CHECKING:
    from takhrij.library.library import Library
    from takhrij.model import Citation
    from takhrij.packs.pack import Pack

WORDS = {
    "en": ("purple", "quickly"),
    "ar": ("بنفسجية", "سريعا"),
    "ru": ("сиреневый", "быстро"),
    "fr": ("violette", "vite"),
}
"""Words that stand in no article."""
SAID = {
    "en": ("“{words},” said {speaker}.", "{speaker} said: “{words}.”", "According to {speaker}, \"{words}\"."),
    "ar": ("وقال {speaker}: «{words}».", "«{words}»، قال {speaker}."),
    "ru": ("«{words}», — сказал {speaker}.", "{speaker} сообщил: «{words}»."),
    "fr": ("« {words} », a déclaré {speaker}.",),
}  # fmt: skip
ALL = [(speech, language) for language, speeches in
       (("en", SPEECHES), ("ar", ARABIC), ("ru", RUSSIAN), ("fr", FRENCH)) for speech in speeches]  # fmt: skip
NAMED = [pytest.param(*each, id=f"{each[1]}{number}") for number, each in enumerate(ALL)]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    shelf = Shelf(str(tmp_path_factory.mktemp("data")))
    shelf.add("news", str(folder), "2026-01-31", Told("Made-up News"))
    return shelf.open("news")


def cited(text: str, library: Library, pack: Pack) -> list[Citation]:
    found = list(check(text, library=library, packs=[pack]).citations)
    for citation in found:
        for fragment in citation.fragments:
            assert text[fragment.span.start : fragment.span.end] == fragment.text
        for aligned in citation.passages:
            rebuilt = [operation.quoted_text for operation in aligned.operations]
            assert all(text[each.quoted.start : each.quoted.end] == each.quoted_text for each in aligned.operations)
            assert rebuilt
    return found


def codes(text: str, library: Library, pack: Pack) -> set[str]:
    [citation] = cited(text, library, pack)
    return {finding.name for finding in citation.findings}


def said(speech: Speech, language: str, words: str, speaker: str | None = None) -> list[str]:
    return [form.format(words=words, speaker=speaker or speech.speaker) for form in SAID[language]]


@pytest.mark.parametrize(("speech", "language"), NAMED)
def test_as_it_was_said(speech: Speech, language: str, library: Library, pack: Pack) -> None:
    for text in said(speech, language, speech.words):
        found = codes(text, library, pack)
        assert {"wording.exact", "speaker.agrees"} <= found, text
        assert not {"speaker.differs", "wording.altered"} & found


@pytest.mark.parametrize(("speech", "language"), NAMED)
def test_a_word_replaced_added_or_dropped(speech: Speech, language: str, library: Library, pack: Pack) -> None:
    words = speech.words.split()
    strange, adverb = WORDS[language]
    middle = len(words) // 2
    for altered in (
        [*words[:middle], strange, *words[middle + 1 :]],
        [*words[:middle], adverb, *words[middle:]],
        [*words[:middle], *words[middle + 1 :]],
        [strange, *words[1:]],
        [*words[:-1], strange],
    ):
        for text in said(speech, language, " ".join(altered)):
            [citation] = cited(text, library, pack)
            names = {finding.name for finding in citation.findings}
            assert "wording.altered" in names, text
            assert "speaker.agrees" in names, text
            changed = [each for each in citation.passages[0].operations if each.kind not in ("keep", "spell")]
            assert len(changed) == 1, text
            [finding] = [each for each in citation.findings if each.name == "wording.altered"]
            assert finding.message.startswith("1 change against ")


@pytest.mark.parametrize(("speech", "language"), NAMED)
def test_cut_short(speech: Speech, language: str, library: Library, pack: Pack) -> None:
    words = speech.words.split()
    kept = " ".join(words[: len(words) - 3]).rstrip(",،")
    for ending in ("", " …"):
        for text in said(speech, language, kept + ending):
            [citation] = cited(text, library, pack)
            names = {finding.name for finding in citation.findings}
            assert {"wording.exact", "extent.part", "speaker.agrees"} <= names, text
            [extent] = [finding for finding in citation.findings if finding.about == "extent"]
            assert extent.severity == "note"
            assert str(extent.evidence["goes_on"]).split()[0] == words[len(words) - 3]
            assert ("as the document says" in extent.message) == bool(ending)


@pytest.mark.parametrize(("speech", "language"), NAMED)
def test_what_is_left_out_and_shown(speech: Speech, language: str, library: Library, pack: Pack) -> None:
    words = speech.words.split()
    low, high = 3, len(words) - 3
    if high - low < 2:
        return
    shown = " ".join([*words[:low], "…", *words[high:]])
    for text in said(speech, language, shown):
        [citation] = cited(text, library, pack)
        names = {finding.name for finding in citation.findings}
        assert {"wording.exact", "extent.part"} <= names, text
        [extent] = [finding for finding in citation.findings if finding.about == "extent"]
        assert extent.evidence["left_out"] == high - low


@pytest.mark.parametrize(("speech", "language"), NAMED)
def test_given_to_somebody_else(speech: Speech, language: str, library: Library, pack: Pack) -> None:
    for text in said(speech, language, speech.words, speech.other):
        [citation] = cited(text, library, pack)
        [speaker] = [finding for finding in citation.findings if finding.about == "speaker"]
        assert (speaker.name, speaker.severity) == ("speaker.differs", "warning"), text
        assert speaker.evidence["said"] == speech.other
        assert speaker.span is not None
        assert text[speaker.span.start : speaker.span.end] == speech.other


@pytest.mark.parametrize("number", range(len(SPEECHES)))
def test_spliced(number: int, library: Library, pack: Pack) -> None:
    """Two pieces of different speeches within one pair of marks."""
    one = SPEECHES[number]
    for other in (SPEECHES[(number + 4) % len(SPEECHES)], SPEECHES[(number + 7) % len(SPEECHES)]):
        words = f"{one.words}. {other.words[0].upper()}{other.words[1:]}"
        [citation] = cited(f"“{words},” said {one.speaker}.", library, pack)
        [wording] = [finding for finding in citation.findings if finding.about == "wording"]
        assert (wording.name, wording.severity) == ("wording.joined", "error"), words
        assert len(citation.passages) == 2
        first, second = (each.passage.id for each in citation.passages)
        assert one.article.split(".")[0] in first
        assert other.article.split(".")[0] in second


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("“The bridge is a waste of public money and everybody knows it,” said {}.", "en"),
        ("“The library should have been a swimming pool,” said {}.", "en"),
        ("“Rain fell on every single day of June,” said {}.", "en"),
        ("وقال {}: «لن يدفع السكان أي رسوم جديدة قبل السنة المقبلة».", "ar"),
        ("«Новая школа будет построена через три года», — сказал {}.", "ru"),
        ("« Il faudra reconstruire toute la halle », a dit {}.", "fr"),
    ],
)
def test_what_nobody_said(text: str, language: str, library: Library, pack: Pack) -> None:
    speaker = next(speech.speaker for speech, its in ALL if its == language)
    [citation] = cited(text.format(speaker), library, pack)
    [finding] = citation.findings
    assert (finding.name, finding.severity) == ("wording.not-found", "warning")
    assert finding.message == "no passage of the loaded sources reads so"
    assert finding.evidence["said"] == speaker


ROWS = [
    # speech that the article parts by "said"
    ("“We will open the bridge in May if the last tests go well. It will carry buses, bicycles and people on foot,” said Lina Haddad.",
     {"wording.exact", "extent.part", "speaker.agrees"}),
    # and that the document parts
    ("“The small apples are sweet,” said Peter Lindqvist, “but there are few of them.”", {"wording.exact", "speaker.agrees"}),
    # a word turned into its opposite
    ("“We will not open the bridge in May if the last tests go well,” said Lina Haddad.", {"wording.altered"}),
    ("“Nobody has to sit at a table here to buy a coffee,” said Ann-Marie O'Neil.", {"wording.altered"}),
    # whoever quotes puts in words of his own, and says so
    ("“[The bridge] will carry buses, bicycles and people on foot, but no private cars,” said Lina Haddad.", {"wording.exact"}),
    # one article, two speeches
    ("“It will carry buses, bicycles and people on foot. I am afraid that half of them will stay away,” said Lina Haddad.",
     {"wording.joined", "speaker.differs"}),
    # the article's own words as speech
    ("“The bridge cost eleven million and took four years to build,” said Lina Haddad.", {"wording.exact", "speaker.differs"}),
    # a pronoun
    ("Lina Haddad spoke on Monday. “We will open the bridge in May if the last tests go well,” she said.", {"wording.exact"}),
    # capital letters, other marks, other apostrophes
    ("«WE WILL OPEN THE BRIDGE IN MAY IF THE LAST TESTS GO WELL» (Lina Haddad)", {"wording.exact"}),
    ("'Nobody has to buy a coffee here to sit at a table', said Ann-Marie O’Neil.", {"wording.exact", "speaker.agrees"}),
    ("„Nobody has to buy a coffee here to sit at a table“, said director O’Neil.", {"wording.exact", "speaker.agrees"}),
    # a block quote with its author
    ("> A library is the last room in town where you may stay all day without paying.\n> — Ann-Marie O'Neil", {"wording.exact", "speaker.agrees"}),
    ("> A library is the only room in town where you may stay all day without paying.\n> — Tomás Vega",
     {"wording.altered", "speaker.differs"}),
    # accents left out
    ("« Le marche rouvrira avant Noel, avec quarante etals et une fontaine », a déclaré Jeanne Morel.", {"wording.spelling", "speaker.agrees"}),
    # vowels written
    ("قالت أم يوسف: «نَمْلأُ القُدورَ كُلَّ مَساءٍ ونَغْسِلُ الثِّيابَ عند الجيران».", {"wording.exact", "speaker.agrees"}),
    # a script without spaces
    ("市長は「新しい駅は来年の春に開きます」と話した。", {"wording.exact", "extent.whole"}),
    ("市長は「新しい駅は来年の秋に開きます」と話した。", {"wording.altered"}),
    ("市長は「新しい駅は来年の春に開きます。人が増えるのは少し心配です」と話した。", {"wording.joined"}),
    # transcripts
    ("“The trucks come at four in the morning and leave their engines running,” said Leyla Aydin.", {"wording.exact", "speaker.differs"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=range(len(ROWS)))
def test_rows(text: str, wanted: set[str], library: Library, pack: Pack) -> None:
    names: set[str] = set()
    for citation in cited(text, library, pack):
        names |= {finding.name for finding in citation.findings}
    assert wanted <= names
    for about in ("wording", "speaker"):
        assert {name for name in names if name.startswith(about)} <= wanted | {"speaker.agrees"}


@pytest.mark.parametrize(
    "text", ["", "A “word” in quotation marks.", "It's the dogs' bone, 'tis true.", "“", "”", '"', "> ", "«»"]
)
def test_what_is_no_quotation(text: str, library: Library, pack: Pack) -> None:
    assert cited(text, library, pack) == []


def test_without_a_pack_nothing_of_it_is_said(library: Library) -> None:
    assert check("“We will open the bridge in June,” said Lina Haddad.", library=library).citations == ()


def test_what_is_not_asked_for_is_not_loaded() -> None:
    """A check that names no pack imports nothing of packs."""
    import subprocess
    import sys

    program = "import sys; from takhrij.cli import main; main(['check', '-']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], input="“We will open the bridge.”".encode(), capture_output=True, check=True
    )
    loaded = [name for name in done.stderr.decode().split() if name.startswith(("takhrij.packs", "httpx"))]
    assert loaded == []


@pytest.mark.parametrize(
    "text",
    [
        "“" * 30_000,
        "“the bridge ” " * 3_000,
        "“" + "the bridge in May " * 8_000 + "”",
        "“" + "We will open the bridge in May if the last tests go well. " * 400 + "”",
        "“" + "bridge … " * 3_000 + "”",
        "“a [b] " * 3_000,
        "> " + "of the to and " * 10_000,
        "“" + "\u0300" * 20_000 + "a”",
        "“We will open the bridge” said " * 2_000,
    ],
    ids=range(9),
)
def test_hostile_texts_are_read_to_their_end(text: str, library: Library, pack: Pack) -> None:
    cited(text, library, pack)
