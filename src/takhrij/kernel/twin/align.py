"""Word operations that turn a stretch of the source into a quotation, and how well it fits.

Dynamic programming over words: the cell of i quoted and j source words holds the least cost of turning those j words
into those i, and the way it was reached. Costs are in tenths of a replaced word. Unless the stretch is to be compared
whole, source words before and after the quotation cost nothing: the first row is zero, and the cheapest cell of the
last row is where the quotation ends: of equals the first that does not insert the last word, or the first. Of ways that
cost the same, the first of these is taken: keep or replace, two source words for one quoted, one for two, delete, insert.

Where it is known how the quotation lies in the stretch, only a band of cells is filled; those beside it are too far for
any path. A source word is compared with the words of a quotation once, however many stretches have it.

The path back from the cheapest cell gives the operations. It costs least but for a word or two at the ends: where the
passage goes on, they stand for its words, which were replaced by them. A fit sums the operations up: what of the rarity
of the words is in common.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.tokens import MOST_LETTERS
from takhrij.namedtuple import NamedTuple

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
EDGE: Final = 2
"""Words at an end of a quotation that may stand for others of the passage."""
COST_FOLD: Final = 1
"""The same word, spelt otherwise even at the folded level."""
RESEMBLANCE: Final = 7
"""Tenths that a word counts as the one it resembles."""
STRANGE: Final = 200
"""Rarity of a word that stands in no source, in fortieths of a bit."""
CELLS: Final = 1 << 22
FAR: Final = 0x3FFFFFFF
DOUBTFUL: Final = 8
"""With the kind of an edit: the letters decide whether these are one word in two spellings."""
JOIN, SPLIT = 6, 7
"""The ways into a cell are these two, and the kinds of operations."""
STEPS: Final = {
    KEEP: (1, 1), SPELL: (1, 1), REPLACE: (1, 1), RESEMBLE: (1, 1), INSERT: (1, 0), DELETE: (0, 1), JOIN: (1, 2),
    SPLIT: (2, 1),
}  # fmt: skip
"""How many quoted and source words each way takes."""


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


class Compared:
    """A quotation, and every word of a source compared with its words once.

    Args:
        index: the index.
        words: the quotation.
    """

    def __init__(self, index: Index, words: Sequence[Word]) -> None:
        self.index = index
        self.words = words
        self._kinds: dict[int, bytes] = {}
        self._skeletons: dict[int, bytes] = {}

    def align(self, stretch: Stretch, whole: bool) -> tuple[Fit, list[Edit]]:
        """The fit of a stretch of the stream, and the operations.

        Raises:
            OverflowError: the words to compare are too many.
        """
        table = _Table(self, stretch, whole)
        return table.fit(), list(_merged(map(table.doubted, table.path)))

    def measure(self, stretch: Stretch) -> Fit | None:
        """The fit of the best part of a stretch of the stream; `None` when the words to compare are too many."""
        try:
            return _Table(self, stretch, whole=False).fit()
        except OverflowError:
            return None

    def kinds(self, word: int) -> bytes:
        """For each word of the quotation what it is to have it for a source word: `KEEP`, `RESEMBLE` or `REPLACE`."""
        kinds = self._kinds.get(word)
        if kinds is None:
            source = self.skeleton(word)
            kinds = self._kinds[word] = bytes(_kind(quoted, word, source) for quoted in self.words)
        return kinds

    def skeleton(self, word: int) -> bytes:
        """The skeleton of a source word; the 0 between two segments has none."""
        skeleton = self._skeletons.get(word)
        if skeleton is None:
            starts = self.index.vocab_start
            known = word and number_at(starts, word + 1) - number_at(starts, word) <= MOST_LETTERS
            skeleton = self._skeletons[word] = bytes(self.index.skeleton(word)) if known else b""
        return skeleton


def _kind(quoted: Word, word: int, source: bytes) -> int:
    if quoted.id == word if quoted.id else quoted.skeleton == source != b"":
        return KEEP
    return RESEMBLE if near(quoted.skeleton, source) else REPLACE


class _Table:
    """The cells, one row for each quoted word and one before them, and the path to the best of the last row."""

    def __init__(self, compared: Compared, stretch: Stretch, whole: bool) -> None:
        index, words = compared.index, compared.words
        high = min(stretch.high, len(index.stream))
        low = min(stretch.low, high)
        if len(words) + 1 > CELLS // (high - low + 1):
            raise OverflowError("too many words to align at once")
        self.index = index
        self.words = words
        self.low = low
        self.ids: list[int] = index.stream[low:high].tolist()
        self.source = [compared.skeleton(word) for word in self.ids]
        self.pairs = [b"", *(_joined(one, two) for one, two in zip(self.source, self.source[1:], strict=False))]
        """For each source word, the one before it and it, written together."""
        self.kinds = [compared.kinds(word) for word in self.ids]
        self.folds: list[int] = index.stream_fold[low:high].tolist()
        self.letters: list[int] = index.stream_letters[low:high].tolist()
        self.ways: list[bytearray] = []
        # Of the last row, the cells from left to right are filled; of those before it, each time one less.
        n, m = len(words), high - low
        left, right = 0, n + m
        if stretch.band is not None:
            left = min(max(n + stretch.band[0], 0), m)
            right = min(max(n + stretch.band[1], left), n + m)
        costs = self._fill(whole, left - n, right - n)
        last = range(left if left > 1 else 0, min(right, m) + 1)
        ways = self.ways[-1]
        end = m if whole else min(last, key=lambda at: (costs[at], ways[at] == INSERT))
        self.cost = costs[end]
        replaced = 0 if whole else self._at_the_end(end)
        self.path = self._way_back(end + replaced, replaced, whole)
        self.end = low + end + replaced
        self.start = self.path[0].src_start if self.path else self.end

    def _fill(self, whole: bool, left: int, right: int) -> list[int]:
        """Fills the cells of i quoted and i + left to i + right source words; returns the costs of the last row."""
        width = len(self.ids) + 1
        now = [at * COST_DELETE if whole else 0 for at in range(width)]
        self.ways.append(bytearray([DELETE]) * width)
        before = [FAR] * width
        previous = b""
        for i, word in enumerate(self.words, 1):
            two_before, before, now = before, now, [FAR] * width
            first, last = max(i + left, 1), min(i + right, width - 1)
            ways = bytearray(width)
            if first == 1:
                now[0], ways[0] = before[0] + COST_INSERT, INSERT
            skeleton = word.skeleton
            self._fill_row(i - 1, range(first, last + 1), (two_before, before, now), ways, _joined(previous, skeleton))
            self.ways.append(ways)
            previous = skeleton
        return now

    def _fill_row(
        self, i: int, cells: range, rows: tuple[list[int], list[int], list[int]], ways: bytearray, joined: bytes
    ) -> None:
        """Fills some cells of a word's row; `joined` is the word before it and it, written together."""
        two_before, before, now = rows
        word, source, pairs, kinds = self.words[i], self.source, self.pairs, self.kinds
        skeleton, letters, fold = word.skeleton, word.letters_check, word.fold_check
        for j in cells:
            at = j - 1
            best, way = before[at], kinds[at][i]
            if way != KEEP:
                best += COST_RESEMBLE if way == RESEMBLE else COST_REPLACE
            elif letters != self.letters[at]:
                way = SPELL
                if fold != self.folds[at]:
                    best += COST_FOLD
            if skeleton == pairs[at] and skeleton and before[at - 1] + COST_JOIN < best:
                best, way = before[at - 1] + COST_JOIN, JOIN
            if joined == source[at] and joined and two_before[at] + COST_JOIN < best:
                best, way = two_before[at] + COST_JOIN, SPLIT
            if now[at] + COST_DELETE < best:
                best, way = now[at] + COST_DELETE, DELETE
            if before[j] + COST_INSERT < best:
                best, way = before[j] + COST_INSERT, INSERT
            now[j], ways[j] = best, way

    def _way_back(self, end: int, replaced: int, whole: bool) -> list[Edit]:
        """The operations that lead to a place of the source, in their order, each by itself; adds up what they cost.

        The last words replace others when some are `replaced`, and so may the first.
        """
        path: list[Edit] = []
        i, j = len(self.words), end
        self.cost += replaced * (COST_REPLACE - COST_INSERT)
        while i or (whole and j):
            more = path and path[-1].kind == INSERT
            if not whole and not replaced and not more and self._at_the_beginning(i, j):
                replaced = i
                self.cost += replaced * (COST_REPLACE - COST_INSERT)
            way = REPLACE if replaced else self.ways[i][j]
            replaced = max(replaced - 1, 0)
            quoted, source = STEPS[way]
            kind = SPELL if way in (JOIN, SPLIT) else way
            path.append(Edit(kind, i - quoted, i, self.low + j - source, self.low + j))
            i, j = i - quoted, j - source
        path.reverse()
        return path

    def _at_the_end(self, end: int) -> int:
        """How many of the last words, which the path inserts, stand for words of the passage after `end`."""
        words = self._inserted(len(self.words), end)
        few = 0 < words <= EDGE and words < len(self.words)
        return words if few and end and self._is_one_passage(end - 1, end + words) else 0

    def _at_the_beginning(self, i: int, j: int) -> bool:
        """Whether the first i words, which the path inserts, stand for words of the passage before j."""
        return i <= EDGE and i <= j and self._inserted(i, j) == i and self._is_one_passage(j - i, j + 1)

    def _inserted(self, i: int, j: int) -> int:
        """How many words up to the i-th the path inserts one after the other before source word j."""
        words = 0
        while i > words and self.ways[i - words][j] == INSERT:
            words += 1
        return words

    def _is_one_passage(self, low: int, high: int) -> bool:
        """Whether these source words are of one passage, no place between passages among them."""
        if high > len(self.ids) or 0 in self.ids[low:high]:
            return False
        return self.index.passage_at(self.low + low) == self.index.passage_at(self.low + high - 1)

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

    def doubted(self, edit: Edit) -> Edit:
        """An operation on single words, doubtful where only the letters tell if they are the same in another spelling."""
        quoted, at = self.words[edit.quoted_start : edit.quoted_end], edit.src_start - self.low
        if edit.kind == SPELL:
            single = len(quoted) == 1 and edit.src_end - edit.src_start == 1
            doubtful = not single or quoted[0].fold_check != self.folds[at]
        else:
            doubtful = edit.kind in (REPLACE, RESEMBLE) and self._may_be_one(quoted[0].skeleton, self.source[at])
        return edit._replace(kind=edit.kind | DOUBTFUL) if doubtful else edit

    def _may_be_one(self, quoted: bytes, source: bytes) -> bool:
        """Whether two words that are not the same here may be one in two spellings, or with a conjunction.

        They have the same letters but for alef, waw and ya, for a ta that is written as ha, and for a fa before one of them.
        """
        alef, waw, ya, _, ha, ta, fa = (bytes([code]) for code in self.index.codes[:7])
        to_ta, weak = bytes.maketrans(ha, ta), alef + waw + ya
        ours, theirs = (
            [each.translate(to_ta, weak) for each in (word, word.removeprefix(fa))] for word in (quoted, source)
        )
        return ours[0] in theirs or ours[1] == theirs[0]

    def _weight(self, position: int) -> int:
        return number_at(self.index.weight, self.ids[position - self.low])


def _merged(path: Iterable[Edit]) -> Iterator[Edit]:
    """The operations with those of one kind in a row made one, doubtful if one of them is; replaced words stay single."""
    held: Edit | None = None
    for edit in path:
        kind = edit.kind & ~DOUBTFUL
        if held is not None and held.kind & ~DOUBTFUL == kind and kind not in (REPLACE, RESEMBLE):
            held = Edit(held.kind | edit.kind, held.quoted_start, edit.quoted_end, held.src_start, edit.src_end)
            continue
        if held is not None:
            yield held
        held = edit
    if held is not None:
        yield held


def _joined(first: bytes, second: bytes) -> bytes:
    """Two words written together; nothing when one of them has no letters."""
    return first + second if first and second else b""


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
