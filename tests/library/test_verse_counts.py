"""The counts of verses: what the table sums up to, and what number a verse has in another count."""

from __future__ import annotations

import pytest

from takhrij.judge.counts import counted, counts_with
from takhrij.library.tables import tables

TOTALS = {"madani-first": 6217, "madani-last": 6214, "makki": 6219, "basri": 6204, "dimashqi": 6226}
"""Verses in all, as the works on the counting of verses give them."""


def numbers(count: str, surah: int) -> list[tuple[int, int]]:
    return [counted(tables(), count, surah, ayah) for ayah in range(1, tables().surahs[surah - 1].ayahs + 1)]


@pytest.mark.parametrize(("count", "total"), TOTALS.items())
def test_all_verses_of_a_count(count: str, total: int) -> None:
    assert count in tables().verse_counts
    assert sum(max(last for _, last in numbers(count, surah)) for surah in range(1, 115)) == total


@pytest.mark.parametrize("count", TOTALS)
def test_numbers_go_up_by_one_at_most(count: str) -> None:
    for surah in range(1, 115):
        reached = 0
        for first, last in numbers(count, surah):
            assert reached <= first <= reached + 1 <= last + 1
            assert first >= 1
            reached = last


@pytest.mark.parametrize(
    ("count", "surah", "ayah", "wanted"),
    [
        ("madani-last", 2, 2, (1, 1)),  # الم is no verse
        ("madani-last", 2, 255, (253, 254)),
        ("madani-last", 2, 286, (285, 285)),
        ("makki", 1, 1, (1, 1)),  # the basmala
        ("basri", 1, 7, (6, 7)),
        ("dimashqi", 20, 40, (40, 43)),
        ("madani-first", 94, 5, (5, 5)),  # no count differs
    ],
)
def test_a_verse(count: str, surah: int, ayah: int, wanted: tuple[int, int]) -> None:
    assert counted(tables(), count, surah, ayah) == wanted


def test_the_counts_that_have_a_number() -> None:
    assert counts_with(tables(), (253, 253), (2, 255, 255)) == ["earlier Madani", "later Madani (Nafi')", "Makkan"]
    assert counts_with(tables(), (1, 2), (2, 2, 3)) == [
        "earlier Madani",
        "later Madani (Nafi')",
        "Makkan",
        "Basran",
        "Damascene",
    ]
    assert counts_with(tables(), (250, 250), (2, 255, 255)) == []
