"""Runs of words that the document shares with the sources.

Every three words in a row are looked up, and every two: the table holds all triples that are not too common, and the
rare pairs (see `takhrij.library.seeds`). A hit pairs a word of the document with a place of the stream; from there the
run is extended to both sides as far as the words agree. All hits of one run lie on one *diagonal* (stream position less
word), so a table of diagonals remembers how far each has been extended, and a run is found once whatever its length.
The table has some thousand rows: when two diagonals clash, a run is found twice, which chaining drops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.index import number_at
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

LEAST_WEIGHT: Final = 20
"""A run of less (five bits) says nothing even inside a chain."""
DIAGONALS: Final = 8192
"""Rows of the table of diagonals at most."""
DIAGONALS_A_WORD: Final = 32
DIAGONAL_SHIFT: Final = 19
LEAST_ROWS: Final = 64
MANY: Final = 0x80000000
"""Set in an entry of the table of seeds: the seed has several places, listed elsewhere."""
MASK: Final = 0xFFFFFFFF
MASK_64: Final = 0xFFFFFFFFFFFFFFFF
MIX: Final = 0x9E3779B1


class Run(NamedTuple):
    """Words that stand in the document as in the stream, one by one."""

    doc_start: int
    """Words of the document, half-open."""
    doc_end: int
    src_start: int
    """Stream positions, half-open."""
    src_end: int
    weight: int
    """Rarity of the words in quarter bits."""
    words: int


def find_runs(index: Index, words: Sequence[Word], low: int = 0, high: int = MASK) -> list[Run]:
    """The runs of weight that the seeds of the document lead to, in a part of the stream."""
    if not len(index.seed_table) or not len(index.seed_bitmap) or len(words) < 2:
        return []
    ids = [word.id for word in words]
    finder = _RunFinder(index, ids, low, min(high, len(index.stream)))
    for at in range(len(ids) - 1):
        first, second = ids[at], ids[at + 1]
        if not first or not second:
            continue
        third = ids[at + 2] if at + 2 < len(ids) else 0
        if third:
            finder.look_up(at, (first, second, third))
        finder.look_up(at, (first, second))
    return finder.runs


def seed_key(first: int, second: int, third: int = 0) -> int:
    """The 64-bit key of two or three words in a row."""
    key = first * 0x9E3779B97F4A7C15 + second * 0xC2B2AE3D27D4EB4F + third * 0x165667B19E3779F9 & MASK_64
    key ^= key >> 29
    key = key * 0xBF58476D1CE4E5B9 & MASK_64
    return key ^ key >> 32


def table_rows(wanted: int, most: int) -> int:
    """The rows of a table: a power of two, as many as are wanted if there may be so many."""
    rows = LEAST_ROWS
    while rows < wanted and rows < most:
        rows *= 2
    return rows


class _RunFinder:
    """Looks seeds up one after the other; remembers what they led to."""

    def __init__(self, index: Index, ids: list[int], low: int, high: int) -> None:
        self.index = index
        self.low, self.high = low, high
        self.ids = ids
        self.runs: list[Run] = []
        self.rows = table_rows(DIAGONALS_A_WORD * len(ids), DIAGONALS)
        self.extended: dict[int, tuple[int, int]] = {}
        """By row: the diagonal extended last, and the word up to which it was."""

    def look_up(self, token: int, seed: tuple[int, ...]) -> None:
        """Extends every place of a seed that begins with this word of the document."""
        key = seed_key(*seed)
        bit = key >> 32 & len(self.index.seed_bitmap) * 32 - 1
        if self.index.seed_bitmap[bit >> 5] >> (bit & 31) & 1:
            for position in self._positions(key, seed):  # in order
                if position >= self.high:
                    break
                if position >= self.low:
                    self._extend(token, position)

    def _positions(self, key: int, seed: tuple[int, ...]) -> Sequence[int]:
        """The places of a seed; its entry is searched from its key on, up to an empty one.

        The table holds no keys: whether an entry is the seed's own, the words at its first place tell.
        """
        table, postings = self.index.seed_table, self.index.seed_postings
        for tried in range(len(table)):
            entry: int = table[key + tried & len(table) - 1]
            if not entry:
                break
            if not entry & MANY:
                if self._stands_at(entry - 1, seed):
                    return (entry - 1,)
                continue
            at = entry & ~MANY
            count = number_at(postings, at)
            if count and at + count < len(postings) and self._stands_at(postings[at + 1], seed):
                return postings[at + 1 : at + 1 + count]
        return ()

    def _stands_at(self, position: int, seed: tuple[int, ...]) -> bool:
        return tuple(self.index.stream[position : position + len(seed)]) == seed

    def _extend(self, token: int, position: int) -> None:
        stream, ids = self.index.stream, self.ids
        diagonal = position - token & MASK
        row = (diagonal * MIX & MASK) >> DIAGONAL_SHIFT & self.rows - 1
        known, known_end = self.extended.get(row, (MASK, 0))
        if known == diagonal and known_end > token:
            return
        start, end, shift = token, token, position - token
        while start > 0 and start + shift > 0 and ids[start - 1] and ids[start - 1] == stream[start + shift - 1]:
            start -= 1
        while end < len(ids) and end + shift < len(stream) and ids[end] and ids[end] == stream[end + shift]:
            end += 1
        self.extended[row] = (diagonal, end)
        weight = sum(number_at(self.index.weight, ids[at]) for at in range(start, end))
        if weight >= LEAST_WEIGHT:
            self.runs.append(Run(start, end, start + shift, end + shift, weight, end - start))
