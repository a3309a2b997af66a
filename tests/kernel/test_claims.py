"""Claims: what a document presents as a quotation, and the evidence for it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from documents import encode
from invariants import signed

from small_library import HADITHS, MODERN
from takhrij.kernel import AS_REFERENCE, HAS_SAID, LEAD_KIND, MAY_FOLLOW, UNSUPPORTED, VERSE_BEFORE, WORK_BEFORE
from takhrij.library.features import field_names
from takhrij.library.layout import KINDS
from takhrij.library.tables import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worlds import World

FIELDS = field_names(tables())
NO_CODE = 0xFFFF
CODES = 128
NEVER = -(1 << 28)
FLAGS = {
    MAY_FOLLOW: "may follow", HAS_SAID: "has said", VERSE_BEFORE: "verse before", WORK_BEFORE: "work before",
    AS_REFERENCE: "as reference",
}  # fmt: skip


def claims(world: World, text: str) -> list[str]:
    """The words of the claims."""
    scan = world.both.scan(encode(text))
    return [text[row[0] : row[1]] for row in signed(scan.claims(scan.pairs, world.weights, True)[0], 13)]


def evidence(world: World, text: str) -> list[str]:
    """The names of the features of the first claim of a text."""
    scan = world.both.scan(encode(text))
    return named(scan.claims(scan.pairs, world.weights, True)[1][:CODES])


def named(codes: bytes) -> list[str]:
    return [str(FIELDS[code >> 8][1](code & 255)) for code in memoryview(codes).cast("H") if code != NO_CODE]


FOUND = [
    ("قرأت «كذا وكذا» اليوم", ["كذا وكذا"]),
    ("«، . » و«»", []),  # no words
    ("« “كذا”. »", ["كذا", "كذا"]),  # marks and full stops at its ends are left out
    ("قال الله تعالى: كذا وكذا. ثم", ["كذا وكذا"]),  # to the end of the sentence
    ("قال الله تعالى كذا وكذا\nثم", ["كذا وكذا"]),  # or of the line
    ("قال الله تعالى: «كذا»", ["كذا"]),  # to a mark: what that encloses is found there
    ("قال الله تعالى:\nكذا", ["كذا"]),  # over the end of a line after a colon
    ("قال الله تعالى\nكذا", []),
    (f"قال الله تعالى: {MODERN['55:13']}، وهذا كثير", [MODERN["55:13"]]),  # a whole verse ends where the author goes on
    (f"قال الله تعالى: {MODERN['55:13']} وهذا كثير", [f"{MODERN['55:13']} وهذا كثير"]),
    ("قال رسول الله عليه الصلاة والسلام: كذا", ["كذا"]),  # behind an honorific
    ("قال رسول الله ﷺ كذا", ["كذا"]),
    ("في حديث عظيم: كذا", ["كذا"]),  # after a noun only behind a colon
    ("في حديث عظيم كذا", []),
    ("قال: كذا", []),  # of a speaker
    ("سورة البقرة: كذا", []),  # or a surah nothing is claimed
    ("«قال الله تعالى كذا»", ["قال الله تعالى كذا"]),  # what stands in marks is found there
    ("```\nكذا\n``` و ```وكذا```", ["كذا", "وكذا"]),
    ("```\nكذا", []),
    ("كان (كذا) اليوم", []),  # a bracket needs something that speaks for it:
    ("كان: (كذا) اليوم", ["كذا"]),  # a colon,
    ("قال الله تعالى (كذا)", ["كذا"]),  # an introducer,
    ("كان (كذا) (2:255)", ["كذا"]),  # another bracket right behind,
    (f"كان ({MODERN['55:13']}) اليوم", [MODERN["55:13"]]),  # words of a source
    ("كان ((كذا)) اليوم", ["كذا"]),  # or that it is a mark of its own
]


@pytest.mark.parametrize(("text", "wanted"), FOUND, ids=range(len(FOUND)))
def test_found(small: World, text: str, wanted: list[str]) -> None:
    assert claims(small, text) == wanted


EVIDENCE = [
    ("«كذا وكذا»", "mark:guillemets before-mark:other line:alone words:2 vowels:no lead-last:none far:none"),
    ("﴿كذا وكذا كذا﴾", "mark:ornate words:3"),
    ("- «كذا»", "line:listed words:1"),
    ("# قرأت «كذا»", "line:heading before-mark:word word-before:*"),
    ("قرأت: «كذا»", "before-mark::"),
    ("قال الله تعالى: «كذا»", "lead:quran-said:0 lead-last:quran-said:0"),
    ("قال الله تعالى في كتابه: «كذا»", "lead:quran-said:1-2 lead-last:quran-said:1-2"),
    ("قال الله تعالى:\n\n«كذا»", "lead:quran-said:0"),  # a colon above an empty line leads up
    ("قال الله تعالى\n\n«كذا»", "lead-last:none far:quran"),
    ("# حديث\nثم كان هذا كله «كذا»", "heading:hadith"),
    ("حديث:\nثم كان هذا كله «كذا»", "heading:hadith"),
    ("حديث\nثم كان هذا كله «كذا»", "far:hadith"),
    ("قال الله تعالى كذا وكذا", "cue:quran-said cue-sign:quran-said:word cue-end:quran-said:line"),
    ("قال الله تعالى: كذا وكذا وكذا وكذا (2:255)", "cue:quran-said cue-sign:quran-said:: cue-end:quran-said:bracket"),
    ("«قال رسول الله كذا»", "inside:hadith-said starts:hadith-said words:4-5"),
    ("«سبحان الله»", "all:formula words:2"),
    ("«Allah is one»", "script:latin"),
    ("«كذا 12؟»", "has:digit"),
    ("«كذا وكذا؟ »", "ends:question"),
    ("«كذا» وهذه الآية وكل حديث", "follow:quran-noun:1-2 follow:hadith-noun:3-6"),
    ("12 «كذا»", "word-before:number"),
    ("قوله «كذا»", "word-before:قوله"),
    (f"«{MODERN['55:13']}»", "match:quran:all match:quran:weight1 match:hadith:none vowels:full"),
    (f"«{HADITHS[2]}»", "match:hadith:all match:quran:none"),
    (f"«{MODERN['55:13']} {'كذا ' * 4}»", "match:quran:some"),
    (f"{MODERN['55:13']} {MODERN['55:14'][:22]}«{MODERN['55:14'][22:]}»", "match:quran:all match:quran:beyond"),
]


@pytest.mark.parametrize(("text", "wanted"), EVIDENCE, ids=range(len(EVIDENCE)))
def test_evidence(small: World, text: str, wanted: str) -> None:
    assert set(wanted.split()) <= set(evidence(small, text))


LEADING = [
    ("«كذا»", set()),
    ("«كذا» (البقرة: 3)", {"may follow"}),
    ("«كذا». * [كذا]", {"may follow"}),
    ("«كذا» (12)", set()),  # a footnote
    ("«كذا» (12345)", {"may follow"}),
    ("«كذا» Quran 2:255", {"may follow"}),
    ("«كذا» رواه البخاري", {"may follow"}),
    ("«كذا» ثم كان هذا كله وكذلك فقد رواه البخاري", set()),  # too far
    ("سورة البقرة «كذا»", {"verse before"}),
    ("آية 3 «كذا»", {"verse before"}),
    ("كان 2:255 «كذا»", {"verse before"}),
    ("255 «كذا»", set()),
    ("رواه البخاري «كذا»", {"work before"}),
    ("«قال رسول الله: كذا»", {"has said"}),
    ("«قال رسول الله كذا»", set()),
    ("«قال رسول الله»: كذا", set()),
    ("«رواه البخاري»", {"as reference"}),
    ("«كذا رواه البخاري»", set()),
]


@pytest.mark.parametrize(("text", "wanted"), LEADING, ids=range(len(LEADING)))
def test_flags(small: World, text: str, wanted: set[str]) -> None:
    scan = small.both.scan(encode(text))
    flags = signed(scan.claims(scan.pairs, small.weights, True)[0], 13)[0][10]
    assert {name for flag, name in FLAGS.items() if flags & flag} == wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قال الله «كذا»", ("quran", "said")),
        ("رواه البخاري ثم كان «كذا»", ("hadith", "source")),
        ("رواه البخاري ثم كان هذا كله وكذلك أيضا فقد «كذا»", None),
        ("عليه الصلاة والسلام «كذا»", None),
    ],
)
def test_the_kind_of_cue_that_leads_up(small: World, text: str, kind: tuple[str, str] | None) -> None:
    scan = small.both.scan(encode(text))
    found = [row for row in signed(scan.claims(scan.pairs, small.weights, True)[0], 13) if row[6]]
    assert found[0][10] >> LEAD_KIND == (KINDS[kind] + 1 if kind else 0)


def test_words_in_other_letters_are_no_quotation(small: World) -> None:
    scan = small.both.scan(encode("He said: “only this”"))
    assert signed(scan.claims(scan.pairs, small.weights, True)[0], 13)[0][11:] == (NEVER, NEVER)


def test_how_much_a_document_uses_marks(small: World) -> None:
    def usage(text: str) -> str:
        return next(name for name in evidence(small, text) if name.startswith("document-marks:"))

    assert usage("قال الله تعالى كذا") == "document-marks:none:out"
    assert usage("«كذا»") == "document-marks:none:in"  # one word tells nothing
    assert usage("«كذا وكذا كذا»") == "document-marks:few:in"
    assert usage("«كذا وكذا كذا» " * 3) == "document-marks:many:in"


def weighed(world: World, text: str, *stretches: Sequence[int]) -> list[tuple[int, ...]]:
    rows = array("I", [number for row in stretches for number in row]).tobytes()
    return signed(world.both.scan(encode(text)).weigh(rows, world.weights)[0], 13)


def test_stretches_are_weighed(small: World) -> None:
    text = f"قال الله «{MODERN['55:13']}»"
    [claim] = weighed(small, text, (10, len(text) - 1, 9, len(text), 3, 255))
    assert claim[:9] == (10, len(text) - 1, 2, 6, 9, len(text), 3, 255, 1)
    assert weighed(small, text, (4, 4, 4, 4, 0, 255), (5, 2, 2, 5, 0, 255)) == []
    assert weighed(small, text, (0, 8, 1, 8, 0, 255), (0, 8, 0, 7, 0, 255)) == []
    assert weighed(small, text, (9, 0xFFFFFFFF, 9, 0xFFFFFFFF, 0, 255))[0][1] == len(text)


def test_weights_decide_who_is_hopeful(small: World) -> None:
    scan = small.both.scan(encode("قال الله «كذا» كذا"))
    weights = array("i", bytes(8 << 14))
    assert scan.claims(scan.pairs, weights.tobytes(), False) == (b"", b"")
    weights[1] = 7  # each is a claim: for a hadith
    assert signed(scan.claims(scan.pairs, weights.tobytes(), False)[0], 13)[0][11:] == (0, 7)
    weights[0] = weights[1] = -7
    assert scan.claims(scan.pairs, weights.tobytes(), False)[0] == b""
    assert scan.claims(scan.pairs, weights.tobytes()[:4], True)[0] == scan.claims(scan.pairs, b"", True)[0]
    followed = small.both.scan(encode("قال الله «كذا» (البقرة: 3)"))  # a sure reference would decide
    assert signed(followed.claims(followed.pairs, weights.tobytes(), False)[0], 13)[0][11:] == (-7, -7)


def claims_of(world: World, text: str) -> list[tuple[int, ...]]:
    scan = world.both.scan(encode(text))
    return signed(scan.claims(scan.pairs, world.weights, True)[0], 13)


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("قال كذا «كذا كذا وكذا»", False),
        ("قال الله «كذا كذا وكذا»", True),
        ("قال البخاري «كذا كذا وكذا»", False),
        (f"كذا «{MODERN['55:13']}»", True),
        ("كذا ﴿كذا كذا وكذا﴾", True),
        ("«كذا كذا وكذا» هذا حديث", True),
        ("# حديث\n«كذا كذا وكذا»", True),
    ],
)
def test_marks_alone_are_no_claim(small: World, text: str, supported: bool) -> None:
    [claim] = [row for row in claims_of(small, text) if row[6]]
    assert bool(claim[10] & UNSUPPORTED) is not supported
    if not supported and not claim[10] & WORK_BEFORE:  # a work that is named before may yet give it as its words
        assert max(claim[11:]) < -(1 << 27)


def test_brackets_of_verses_are_claims_whatever_else_is_weighed(small: World) -> None:
    against = array("i", [-9] * (1 << 14)).tobytes()
    for text, kinds in (("كذا ﴿كذا كذا﴾", 1), ("كذا «كذا كذا»", 0)):
        scan = small.both.scan(encode(text))
        rows = signed(scan.claims(scan.pairs, against, False)[0], 13)
        assert len([row for row in rows if max(row[11:]) > 0]) == kinds


def test_who_reports_it_is_no_part_of_what_is_introduced(small: World) -> None:
    text = "قال رسول الله: كذا كذا وكذا أخرجه البخاري"
    [claim] = [row for row in claims_of(small, text) if not row[6] and row[7] == 8]
    assert text[claim[0] : claim[1]] == "كذا كذا وكذا"


def test_marks_around_no_word_are_no_claim(small: World) -> None:
    assert claims_of(small, "قال الله: «\u200f» «!» [\u200f][البقرة: 3") == []
