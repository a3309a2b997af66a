"""The counts of verses: which numbers a verse has where the verses of a surah are counted otherwise than by the Kufans."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takhrij.library.tables import Tables

Verses = tuple[int, int, int]
"""Surah, first verse, last verse."""


def counted(tables: Tables, count: str, surah: int, ayah: int) -> tuple[int, int]:
    """The first and the last number, in another count, of the verses that have words of a verse of the Kufan count.

    >>> from takhrij.library.tables import tables
    >>> counted(tables(), "madani-last", 2, 255), counted(tables(), "basri", 2, 2), counted(tables(), "makki", 94, 5)
    ((253, 254), (1, 1), (5, 5))
    """
    boundaries = tables.verse_boundaries.get(surah, ())
    before = sum(
        (count in each.counts) if each.within else -(count not in each.counts)
        for each in boundaries
        if each.ayah < ayah
    )
    within = sum(each.within and count in each.counts for each in boundaries if each.ayah == ayah)
    return ayah + before, ayah + before + within


def counts_with(tables: Tables, stated: tuple[int, int], verses: Verses) -> list[str]:
    """The counts, by the names they go by, in which verses have the numbers that a document states for them.

    Args:
        tables: the data tables.
        stated: the first and the last number stated.
        verses: the verses, in the Kufan count.
    """
    surah, first, last = verses
    found = []
    for count, name in tables.verse_counts.items():
        (low, low_end), (high_start, high) = counted(tables, count, surah, first), counted(tables, count, surah, last)
        if low <= stated[0] <= low_end and high_start <= stated[1] <= high:
            found.append(name)
    return found
