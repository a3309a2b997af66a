"""What a quotation leaves out where it writes an ellipsis is no change. The wrong quotations are made up for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check
from takhrij.align.ellipsis import parted
from takhrij.library.tables import tables
from takhrij.model import Span

if TYPE_CHECKING:
    from takhrij.library.library import Library

RIGHT = [
    # written, the passage, words left out
    ("قال تعالى: ﴿الله لا إله إلا هو الحي القيوم … وهو العلي العظيم﴾", "quran:2:255", 40),
    ("قال تعالى: ﴿اللَّهُ لَا إِلَٰهَ إِلَّا هُوَ الْحَيُّ الْقَيُّومُ [...] وَهُوَ الْعَلِيُّ الْعَظِيمُ﴾", "quran:2:255", 40),
    ("قال تعالى: ﴿قل هو الله أحد ... ولم يكن له كفوا أحد﴾ [الإخلاص: 1-4]", "quran:112:1-4", 6),
    (
        "قال تعالى: ﴿يا أيها الذين آمنوا إذا تداينتم بدين إلى أجل مسمى فاكتبوه ... واتقوا الله ويعلمكم الله﴾ [البقرة: 282]",
        "quran:2:282",
        110,
    ),
    ("قال رسول الله ﷺ: «آية المنافق ثلاث ... وإذا اؤتمن خان»", "bukhari:seq:33", 6),
]


@pytest.mark.parametrize(("text", "passage", "left_out"), RIGHT)
def test_words_left_out_where_an_ellipsis_says_so(library: Library, text: str, passage: str, left_out: int) -> None:
    [citation] = check(text, library=library).citations
    wording, extent = citation.findings[:2]
    assert wording.name == "wording.exact"
    assert citation.passages[0].passage.id == passage
    assert extent.name == "extent.part"
    assert extent.evidence["left_out"] == left_out
    [gap] = [each for each in citation.passages[0].operations if each.kind == "gap"]
    assert sum(any(map(str.isalpha, word)) for word in gap.source_text.split()) == left_out
    assert text[gap.quoted.start : gap.quoted.end].strip(" []") in ("…", "...")
    assert all(each.kind in ("keep", "gap") for each in citation.passages[0].operations)


def test_pieces_in_another_order_are_not_the_verse(library: Library) -> None:
    [citation] = check("قال تعالى: ﴿ولم يكن له كفوا أحد ... قل هو الله أحد﴾", library=library).citations
    assert citation.findings[0].name in ("wording.altered", "wording.joined", "wording.not-found")


def test_what_no_source_has_beside_an_ellipsis_is_a_change(library: Library) -> None:
    text = "قال تعالى: ﴿الله لا إله إلا هو الحي القيوم ... واسقوا الحدائق كل صباح﴾"
    [citation] = check(text, library=library).citations
    assert citation.findings[0].name == "wording.altered"


def test_a_correction_leaves_out_what_the_quotation_does(library: Library) -> None:
    text = "قال تعالى: ﴿الله لا إله إلا هو الحي القيوم ... وهو الغني العظيم﴾ [البقرة: 255]"  # العلي
    [citation] = check(text, library=library).citations
    assert citation.findings[0].name == "wording.altered"
    assert citation.findings[0].correction is not None
    assert [len(part.split()) for part in citation.findings[0].correction.split("…")] == [7, 3]


SAID_IN_WORDS = [
    "قال تعالى: ﴿إن جاءكم فاسق بنبأ...الآية﴾",
    "قال تعالى: ﴿أفلا ينظرون إلى الإبل كيف خلقت … الآيات﴾",
    "قال تعالى: ﴿إنما الصدقات للفقراء والمساكين إلى آخر الآية﴾",
    "قال تعالى: ﴿لا يستأذنك الذين يؤمنون بالله واليوم الآخر... إلى آخرها﴾",
    "قال تعالى: ﴿إنما الصدقات للفقراء والمساكين الآية إلى آخرها﴾",
    "قال تعالى: ﴿إنما الصدقات للفقراء والمساكين... الآيات، إلخ﴾",
    "قال تعالى: ﴿أجعلتم سقاية الحاج وعمارة المسجد الحرام... إلى قوله: وأولئك هم الفائزون﴾",
    "قال تعالى: ﴿أجعلتم سقاية الحاج وعمارة المسجد الحرام إلى قوله تعالى وأولئك هم الفائزون﴾",
]


@pytest.mark.parametrize("text", SAID_IN_WORDS)
def test_words_left_out_where_the_author_says_so(library: Library, text: str) -> None:
    [citation] = check(text, library=library).citations
    assert citation.quotation.kind == "ayah"
    assert citation.findings[0].name in ("wording.exact", "wording.spelling")
    operations = citation.passages[0].operations
    assert {each.kind for each in operations} <= {"keep", "spell", "gap"}
    assert operations[-1].quoted.end <= citation.quotation.span.end


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("... أول", []),
        ("أول … ثان.. ثالث", ["أول", "ثان", "ثالث"]),
        ("أول. ثان", []),
        ("… … ...", []),
        ("أول، الآية.", ["أول،"]),
        ("أول الآية ثان", []),
        ("أول إلى قوله: ثان", ["أول", "ثان"]),
    ],
)
def test_pieces(text: str, parts: list[str]) -> None:
    assert [text[start:end].strip() for start, end in parted(tables(), text, Span(0, len(text)))] == parts
