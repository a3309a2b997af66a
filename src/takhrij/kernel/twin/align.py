"""Word operations that turn a stretch of the source into a quotation, and how well it fits.

Dynamic programming over words: the cell of i quoted and j source words holds the least cost of turning those j words
into those i, and the way it was reached. Costs are in tenths of a replaced word. Unless the stretch is to be compared
whole, source words before and after the quotation cost nothing: the first row is zero, and the cheapest cell of the
last row, the first of equals, is where the quotation ends. Of ways that cost the same, the first of these is taken:
keep or replace, two source words for one quoted, one for two, delete, insert.

Where it is known how the quotation lies in the stretch, only a band of cells is filled; those beside it are too far for
any path.

The path back from the cheapest cell gives the operations. A fit sums them up: what of the rarity of the words is in
common.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.tokens import MOST_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

KEEP, SPELL, REPLACE, INSERT, DELETE, RESEMBLE = range(6)
COST_REPLACE: Final = 10
COST_RESEMBLE: Final = 5
"""A word with at most a third of its letters changed."""
COST_INSERT: Final = 8
COST_DELETE: Final = 8
COST_JOIN: Final = 2
"""Two words written as one, or one as two."""
COST_FOLD: Final = 1
"""The same word, spelt otherwise even at the folded level."""
RESEMBLANCE: Final = 7
"""Tenths that a word counts as the one it resembles."""
STRANGE: Final = 200
"""Rarity of a word that stands in no source, in fortieths of a bit."""
CELLS: Final = 1 << 22
FAR: Final = 0x3FFFFFFF
NOWHERE, PAIR, JOIN, SPLIT, GONE, ADDED = range(6)
"""The ways into a cell."""
STEPS: Final = {PAIR: (1, 1), JOIN: (1, 2), SPLIT: (2, 1), GONE: (0, 1), ADDED: (1, 0)}
"""How many quoted and source words each way takes."""
KINDS: Final = {JOIN: SPELL, SPLIT: SPELL, GONE: DELETE, ADDED: INSERT}
"""The operation that each way is; of a pair, the two words tell."""


class Stretch(NamedTuple):
    """A stretch of the stream to look in, half-open."""

    low: int
    high: int
    band: tuple[int, int] | None = None
    """The cells to be filled: how many words more of the source (from `low` on) than of the quotation, from and to."""


class Edit(NamedTuple):
    """One operation, or several of one kind in a row."""

    kind: int
    quoted_start: int
    """Words, half-open."""
    quoted_end: int
    src_start: int
    """Stream positions, half-open."""
    src_end: int


class Fit(NamedTuple):
    """How a stretch of the source fits a quotation."""

    src_start: int
    """Stream positions that the quotation covers, half-open."""
    src_end: int
    cost: int
    """Tenths of a replaced word."""
    common: int
    """Rarity of the words in common, in fortieths of a bit."""
    other: int
    """Rarity of the others."""
    kept: int
    """Words that are the same letter for letter."""
    spelt: int
    """Words in another spelling."""

    @property
    def likeness(self) -> int:
        """The share of rarity in common, in thousandths."""
        return self.common * 1000 // (self.common + self.other) if self.common or self.other else 0


def align(index: Index, words: Sequence[Word], stretch: Stretch, whole: bool) -> tuple[Fit, list[Edit]]:
    """The fit of a stretch of the stream, and the operations.

    Raises:
        OverflowError: the words to compare are too many.
    """
    table = _Table(index, words, stretch, whole)
    return table.fit(), list(_merged(table.path))


def measure(index: Index, words: Sequence[Word], stretch: Stretch) -> Fit | None:
    """The fit of the best part of a stretch of the stream; `None` when the words to compare are too many."""
    try:
        return _Table(index, words, stretch, whole=False).fit()
    except OverflowError:
        return None


class _Table:
    """The cells, one row for each quoted word and one before them, and the path to the best of the last row."""

    def __init__(self, index: Index, words: Sequence[Word], stretch: Stretch, whole: bool) -> None:
        high = min(stretch.high, len(index.stream))
        low = min(stretch.low, high)
        if len(words) + 1 > CELLS // (high - low + 1):
            raise OverflowError("too many words to align at once")
        self.index = index
        self.words = words
        self.low = low
        self.ids: list[int] = index.stream[low:high].tolist()
        self.source = [_skeleton(index, word) for word in self.ids]
        self.folds = index.stream_fold[low:high]
        self.letters = index.stream_letters[low:high]
        self.ways: list[bytearray] = []
        # Of the last row, the cells from left to right are filled; of those before it, each time one less.
        n, m = len(words), high - low
        left, right = 0, n + m
        if stretch.band is not None:
            left = min(max(n + stretch.band[0], 0), m)
            right = min(max(n + stretch.band[1], left), n + m)
        costs = self._fill(whole, left - n, right - n)
        last = range(left if left > 1 else 0, min(right, m) + 1)
        end = m if whole else min(last, key=costs.__getitem__)
        self.cost = costs[end]
        self.path = self._way_back(end, whole)
        self.start, self.end = (self.path[0].src_start if self.path else low + end), low + end

    def _fill(self, whole: bool, left: int, right: int) -> list[int]:
        """Fills the cells of i quoted and i + left to i + right source words; returns the costs of the last row."""
        width = len(self.ids) + 1
        now = [at * COST_DELETE if whole else 0 for at in range(width)]
        self.ways.append(bytearray([NOWHERE] + [GONE if whole else NOWHERE] * (width - 1)))
        before = [FAR] * width
        previous = b""
        for i, word in enumerate(self.words, 1):
            two_before, before, now = before, now, [FAR] * width
            ways = bytearray(width)
            skeleton, source = word.skeleton, self.source
            first, last = max(i + left, 1), min(i + right, width - 1)
            if first == 1:
                now[0], ways[0] = before[0] + COST_INSERT, ADDED
            for j in range(first, last + 1):
                best, way = before[j - 1] + self._pair_cost(word, j - 1), PAIR
                if j > 1 and before[j - 2] + COST_JOIN < best and _joined(skeleton, source[j - 2], source[j - 1]):
                    best, way = before[j - 2] + COST_JOIN, JOIN
                if two_before[j - 1] + COST_JOIN < best and _joined(source[j - 1], previous, skeleton):
                    best, way = two_before[j - 1] + COST_JOIN, SPLIT
                if now[j - 1] + COST_DELETE < best:
                    best, way = now[j - 1] + COST_DELETE, GONE
                if before[j] + COST_INSERT < best:
                    best, way = before[j] + COST_INSERT, ADDED
                now[j], ways[j] = best, way
            self.ways.append(ways)
            previous = skeleton
        return now

    def _way_back(self, end: int, whole: bool) -> list[Edit]:
        """The operations that lead to a cell of the last row, in their order, each by itself."""
        path: list[Edit] = []
        i, j = len(self.words), end
        while i or (whole and j):
            way = self.ways[i][j]
            quoted, source = STEPS[way]
            kind = self._pair_kind(self.words[i - 1], j - 1) if way == PAIR else KINDS[way]
            path.append(Edit(kind, i - quoted, i, self.low + j - source, self.low + j))
            i, j = i - quoted, j - source
        path.reverse()
        return path

    def _pair_kind(self, word: Word, at: int) -> int:
        """What it is to have a quoted word for a source word."""
        same = word.id == self.ids[at] if word.id else word.skeleton == self.source[at] != b""
        if same:
            return KEEP if word.letters_check == self.letters[at] else SPELL
        return RESEMBLE if near(word.skeleton, self.source[at]) else REPLACE

    def _pair_cost(self, word: Word, at: int) -> int:
        """What that costs."""
        kind = self._pair_kind(word, at)
        if kind == SPELL:
            return COST_FOLD if word.fold_check != self.folds[at] else 0
        return 0 if kind == KEEP else COST_RESEMBLE if kind == RESEMBLE else COST_REPLACE

    def fit(self) -> Fit:
        """The sum of the path."""
        common = other = kept = spelt = 0
        for edit in self.path:
            weights = [10 * self._weight(at) for at in range(edit.src_start, edit.src_end)]
            if edit.kind in (KEEP, SPELL):
                common += sum(weights)
                kept += edit.kind == KEEP
                spelt += edit.kind == SPELL
            elif edit.kind == RESEMBLE:
                common += weights[0] // 10 * RESEMBLANCE
                other += weights[0] // 10 * (10 - RESEMBLANCE)
            elif edit.kind == REPLACE:
                other += max(weights[0], STRANGE)
            else:
                other += STRANGE if edit.kind == INSERT else weights[0] // 2
        return Fit(self.start, self.end, self.cost, common, other, kept, spelt)

    def _weight(self, position: int) -> int:
        return number_at(self.index.weight, self.ids[position - self.low])


def _merged(path: Iterable[Edit]) -> Iterator[Edit]:
    """The operations with those of one kind in a row made one; replaced words stay single."""
    held: Edit | None = None
    for edit in path:
        if held is not None and held.kind == edit.kind and edit.kind not in (REPLACE, RESEMBLE):
            held = held._replace(quoted_end=edit.quoted_end, src_end=edit.src_end)
            continue
        if held is not None:
            yield held
        held = edit
    if held is not None:
        yield held


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
