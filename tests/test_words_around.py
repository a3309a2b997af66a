"""What stands behind a quotation in its source: the word with which the source goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from takhrij import check
from takhrij.judge.extent import continuation

if TYPE_CHECKING:
    from takhrij.library.library import Library

GOES_ON = [
    # written, the word with which the source goes on, and what it begins; empty where it is none that limits
    ("قال تعالى: ﴿لا تقربوا الصلاة﴾", "وَأَنْتُمْ", "state"),
    ("قال تعالى: ﴿لا تأكلوا أموالكم بينكم بالباطل﴾", "إِلَّا", "exception"),
    ("قال تعالى: ﴿وكلوا واشربوا﴾ [البقرة: 187]", "حَتَّىٰ", "limit"),
    ("قال تعالى: ﴿وذروا ما بقي من الربا﴾", "إِنْ", "condition"),
    ("قال النبي ﷺ: «لا حسد»", "إِلاَّ", "exception"),
    ("قال تعالى: ﴿ولا تقتلوا أنفسكم﴾ [النساء: 29]", "", ""),  # goes on with إِنَّ, which is another word than إِنْ
    ("قال تعالى: ﴿ومن يقتل مؤمنا متعمدا﴾", "", ""),
    ("قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]", "", ""),
]


@pytest.mark.parametrize(("text", "word", "begins"), GOES_ON)
def test_what_the_source_goes_on_with(library: Library, text: str, word: str, begins: str) -> None:
    [citation] = check(text, library=library).citations
    [extent] = [finding for finding in citation.findings if finding.about == "extent"]
    goes_on = str(extent.evidence.get("goes_on", ""))
    assert (normalize("NFC", goes_on), extent.evidence.get("begins", "")) == (normalize("NFC", word), begins)
    assert (f"goes on with {goes_on}" in extent.message) == bool(word)
    assert extent.severity == "note"


@pytest.mark.parametrize(
    ("word", "begins"),
    [("إِلَّا", "exception"), ("أَلَا", ""), ("إِنْ", "condition"), ("إِنَّ", ""), ("أَنْ", ""), ("وَلَٰكِنَّ", "contrast"), ("بَلْ", "contrast")],
)  # fmt: skip
def test_a_word_spelt_alike_is_another(library: Library, word: str, begins: str) -> None:
    assert continuation(library.store, word) == begins
