"""Quotations damaged as a bad scan damages them, with the number that the document states for them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij import check
from takhrij.judge.damaged import _distances

if TYPE_CHECKING:
    from takhrij.library.library import Library

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
STATED = "قال رسول الله ﷺ: «{}» (صحيح البخاري: {})"


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", max_size=16), st.booleans())
def test_distances_are_those_of_the_table(pattern: str, text: str, anchored: bool) -> None:
    column = list(range(len(pattern) + 1))
    wanted = [len(pattern)]
    for place, letter in enumerate(text, 1):
        before, column = column, [place if anchored else 0]
        for at, own in enumerate(pattern, 1):
            column.append(min(before[at - 1] + (own != letter), before[at] + 1, column[-1] + 1))
        wanted.append(column[-1])
    assert list(_distances(pattern, text, anchored=anchored)) == wanted


@pytest.mark.parametrize(
    ("quoted", "number", "meant"),
    [
        ("لا يومن احذكم حنى يحت لاخبه مابحب لبفسه", 13, "لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه"),
        ("من كار يومز باللخ واليوم الاحر فلا يود جاره", 6018, "من كان يؤمن بالله واليوم الآخر فلا يؤذ جاره"),
    ],
)
def test_the_stated_hadith_restores_the_words(library: Library, quoted: str, number: int, meant: str) -> None:
    fold = library.store.tables.letters.fold
    [citation] = check(STATED.format(quoted, number), library=library).citations
    [wording] = [finding for finding in citation.findings if finding.about == "wording"]
    assert (wording.code, fold(wording.correction or "")) == ("altered", fold(meant))
    assert citation.passages[0].passage.label == f"Sahih al-Bukhari {number}"


@pytest.mark.parametrize("number", [13, 6018, 1])
def test_a_number_alone_restores_nothing(library: Library, number: int) -> None:
    """The words are made up for the test: no passage has them, whatever number is stated."""
    text = STATED.format("ازرع شجرة كل صباح واسقها كل مساء بماء نظيف", number)
    [citation] = check(text, library=library).citations
    assert "wording.not-found" in [finding.name for finding in citation.findings]


def test_one_letter_in_five_may_be_wrong(library: Library) -> None:
    """Of hadiths whose number is stated, most are told though every fifth letter of their first words is another."""
    random, store = Random(7), library.store
    [known] = [each for each in store.ranges if each.edition.work == "bukhari"]
    told = tried = 0
    for number in random.sample(range(known.first, known.first + known.passages), 60):
        words = store.tables.letters.fold(store.matn(number)).split()[:14]
        cited = store.citable(number)
        if len(words) < 14 or not cited:
            continue
        quoted = " ".join(words)
        damaged = "".join(
            random.choice(LETTERS) if letter != " " and random.random() < 0.2 else letter for letter in quoted
        )
        tried += 1
        for citation in check(STATED.format(damaged, cited[0]), library=library).citations[:1]:
            told += any(finding.name == "wording.altered" for finding in citation.findings)
    assert told >= 0.6 * tried > 20
