"""Two hadiths blended in one quotation. The blends are made up for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check

if TYPE_CHECKING:
    from takhrij.library.library import Library

ONE = "من غشنا فليس منا"
SMILE = "تبسمك في وجه أخيك لك صدقة"
LOVE = "لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه"
GUEST = "من كان يؤمن بالله واليوم الآخر فليكرم ضيفه"
BLENDED = [(ONE, SMILE), (SMILE, GUEST), (LOVE, SMILE), (SMILE, LOVE), ("إنما الأعمال بالنيات", LOVE)]


@pytest.mark.parametrize("between", [" و", ". ", "، "])
@pytest.mark.parametrize(("first", "second"), BLENDED)
def test_two_hadiths_blended_are_joined(library: Library, first: str, second: str, between: str) -> None:
    said = f"{first}{between}{second}"
    text = f"قال رسول الله ﷺ: «{said}»"
    [citation] = check(text, library=library).citations
    wording = citation.findings[0]
    assert (wording.name, wording.severity) == ("wording.joined", "warning")
    assert wording.evidence["pieces"] == [each.passage.id for each in citation.passages]
    before, behind = citation.passages
    for piece, words in (before, first), (behind, second):
        quoted = [each.quoted for each in piece.operations if each.quoted_text]
        covered = text[quoted[0].start : quoted[-1].end]
        assert words in covered
        assert len(covered) <= len(words) + 2


@pytest.mark.parametrize(
    "said",
    [
        f"{LOVE} ويسقي شجرة جاره كل صباح",  # what is added is of no hadith
        f"{LOVE} وقال رسول الله صلى الله عليه وسلم",  # common words tell no hadith
        f"{LOVE} صدق رسول الله",
        "من أدرك ركعة من صلاة العصر قبل أن تغرب الشمس فليتم صلاته",  # one report, told in two ways
        "من توضأ كما أمر وصلى كما أمر غفر له ما تقدم من ذنبه",  # its end is that of many
        "إن أفضل ما تداويتم به الحجامة أو إن من أمثل ما تداويتم به الحجامة",
        "بني الإسلام على ست",
        "لا يؤمن أحدكم حتى يحب لجاره ما يحب لولده",
    ],
)
def test_one_hadith_altered_is_not_joined(library: Library, said: str) -> None:
    [citation] = check(f"قال رسول الله ﷺ: «{said}»", library=library).citations
    assert "wording.joined" not in {finding.name for finding in citation.findings}


def test_two_that_have_words_in_common_are_told_apart_only_by_their_other_words(library: Library) -> None:
    """What is not told as joined is told as altered, never as right: the two share a word and one like it."""
    for said, name in ((f"{GUEST} و{ONE}", "wording.joined"), (f"{GUEST}. {ONE}", "wording.altered")):
        [citation] = check(f"قال رسول الله ﷺ: «{said}»", library=library).citations
        assert citation.findings[0].name == name
