"""Word operations that turn a stretch of the source into a quotation.

Dynamic programming over words: the cell of i quoted and j source words holds the least cost of turning those j words
into those i, and the way it was reached. Costs are in tenths of a replaced word. Unless the stretch is to be compared
whole, source words before and after the quotation cost nothing: the first row is zero, and the cheapest cell of the
last row, the first of equals, is where the quotation ends.

Of ways that cost the same, the first of these is taken: keep or replace, two source words for one quoted, one for two,
delete, insert.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.tokens import MOST_LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

KEEP, SPELL, REPLACE, INSERT, DELETE, RESEMBLE = range(6)
COST_REPLACE: Final = 10
COST_NEAR: Final = 5
"""A word with at most a third of its letters changed."""
COST_INSERT: Final = 8
COST_DELETE: Final = 8
COST_JOIN: Final = 2
"""Two words written as one, or one as two."""
COST_FOLD: Final = 1
"""The same word, spelt otherwise even at the folded level."""
CELLS: Final = 1 << 22
FAR: Final = 0x3FFFFFFF
NOWHERE, PAIR, JOIN, SPLIT, GONE, ADDED = range(6)
"""The ways into a cell."""
STEPS: Final = {PAIR: (1, 1), JOIN: (1, 2), SPLIT: (2, 1), GONE: (0, 1), ADDED: (1, 0)}
"""How many quoted and source words each way takes."""
Edit = tuple[int, int, int, int, int]


def align(index: Index, words: Sequence[Word], low: int, high: int, whole: bool) -> tuple[int, list[Edit]]:
    """The cost, and the edits: kind, quoted start and end, source start and end (words; stream positions).

    Raises:
        OverflowError: the words to compare are too many.
    """
    high = min(high, len(index.stream))
    low = min(low, high)
    if len(words) + 1 > CELLS // (high - low + 1):
        raise OverflowError("too many words to align at once")
    table = _Table(index, words, low, high)
    costs = table.fill(whole)
    end = high - low if whole else min(range(len(costs)), key=costs.__getitem__)
    return costs[end], table.way_back(end, whole)


class _Table:
    """The cells, one row for each quoted word and one before them."""

    def __init__(self, index: Index, words: Sequence[Word], low: int, high: int) -> None:
        self.words = words
        self.low = low
        self.source = [_skeleton(index, word) for word in index.stream[low:high]]
        self.source_ids = index.stream[low:high].tolist()
        self.source_folds = index.stream_fold[low:high]
        self.source_letters = index.stream_letters[low:high]
        self.ways: list[bytearray] = []

    def fill(self, whole: bool) -> list[int]:
        """Fills all cells; returns the costs of the last row."""
        width = len(self.source) + 1
        now = [at * COST_DELETE if whole else 0 for at in range(width)]
        self.ways.append(bytearray([NOWHERE] + [GONE if whole else NOWHERE] * (width - 1)))
        before = [FAR] * width
        last = b""
        for word in self.words:
            two_before, before, now = before, now, [now[0] + COST_INSERT]
            ways = bytearray([ADDED])
            pairs = self._pair_costs(word)
            for j in range(1, width):
                best, way = before[j - 1] + pairs[j - 1], PAIR
                if j > 1 and before[j - 2] + COST_JOIN < best and _joined(word.skeleton, *self.source[j - 2 : j]):
                    best, way = before[j - 2] + COST_JOIN, JOIN
                if two_before[j - 1] + COST_JOIN < best and _joined(self.source[j - 1], last, word.skeleton):
                    best, way = two_before[j - 1] + COST_JOIN, SPLIT
                if now[j - 1] + COST_DELETE < best:
                    best, way = now[j - 1] + COST_DELETE, GONE
                if before[j] + COST_INSERT < best:
                    best, way = before[j] + COST_INSERT, ADDED
                now.append(best)
                ways.append(way)
            self.ways.append(ways)
            last = word.skeleton
        return now

    def way_back(self, end: int, whole: bool) -> list[Edit]:
        """The edits that lead to a cell of the last row, in their order."""
        edits: list[Edit] = []
        i, j = len(self.words), end
        while i or (whole and j):
            way = self.ways[i][j]
            quoted, source = STEPS[way]
            kind = self._kind(way, i - 1, j - 1)
            edits.append((kind, i - quoted, i, self.low + j - source, self.low + j))
            i, j = i - quoted, j - source
        edits.reverse()
        return edits

    def _pair_costs(self, word: Word) -> list[int]:
        """What it costs to have the word for each of the source words."""
        return [
            (COST_FOLD if word.fold_check != self.source_folds[at] else 0)
            if self._same(word, at)
            else COST_NEAR if near(word.skeleton, self.source[at])
            else COST_REPLACE
            for at in range(len(self.source))
        ]  # fmt: skip

    def _same(self, word: Word, at: int) -> bool:
        if word.id:
            return bool(word.id == self.source_ids[at])
        return word.skeleton != b"" and word.skeleton == self.source[at]

    def _kind(self, way: int, i: int, j: int) -> int:
        if way == PAIR:
            if not self._same(self.words[i], j):
                return RESEMBLE if near(self.words[i].skeleton, self.source[j]) else REPLACE
            return KEEP if self.words[i].letters_check == self.source_letters[j] else SPELL
        return {JOIN: SPELL, SPLIT: SPELL, GONE: DELETE}.get(way, INSERT)


def _skeleton(index: Index, word: int) -> bytes:
    """The skeleton of a word of the stream; the 0 between two segments has none."""
    if not word or number_at(index.vocab_start, word + 1) - number_at(index.vocab_start, word) > MOST_LETTERS:
        return b""
    return bytes(index.skeleton(word))


def _joined(one: bytes, first: bytes, second: bytes) -> bool:
    """Whether one word is two others written together."""
    return first != b"" and second != b"" and one == first + second


@lru_cache(maxsize=1 << 16)
def near(a: bytes, b: bytes) -> bool:
    """Whether one word is the other with at most a third of its letters changed.

    >>> near(bytes([1, 2, 3]), bytes([1, 4, 3])), near(bytes([1, 2, 3]), bytes([4, 5, 3])), near(bytes([1]), bytes([1]))
    (True, False, False)
    """
    most = max(len(a), len(b)) // 3
    # No letter changed adds or removes more than two kinds of letters: this is quick, and most pairs fail it.
    if not most or abs(len(a) - len(b)) > most or len(set(a) ^ set(b)) > 2 * most:
        return False
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            best = min(diagonal + (letter != other), row[j] + 1, row[j - 1] + 1)
            diagonal, row[j] = row[j], best
    return row[-1] <= most
