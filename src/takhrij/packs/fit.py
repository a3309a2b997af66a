"""Fits a quotation to a stretch of a pack by the alignment of the kernel, over words of any script."""

from __future__ import annotations

from array import array
from itertools import accumulate
from math import log2
from typing import TYPE_CHECKING, Final

from takhrij.kernel import DELETE, DOUBTFUL
from takhrij.kernel.twin.align import Compared, Stretch
from takhrij.kernel.twin.index import Index
from takhrij.kernel.twin.tokens import LATIN
from takhrij.kernel.twin.tokens import Word as KernelWord
from takhrij.namedtuple import NamedTuple
from takhrij.packs.index import UNKNOWN, hash_of
from takhrij.packs.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.packs.index import PackIndex
    from takhrij.packs.words import Word

MOST_AT_ONCE: Final = 400
"""Words of a quotation that are aligned at once; a longer one is aligned in pieces."""
_CODES: Final = memoryview(bytes(7))
_LETTERS: Final = 255


class Quoted(NamedTuple):
    """A word of a quotation, and its number in the pack."""

    word: Word
    number: int


class Step(NamedTuple):
    """A word operation: its kind as the kernel numbers it; words of the quotation and positions of the stream, half-open."""

    kind: int
    first: int
    last: int
    low: int
    high: int


class _Window(Index):
    """A stretch of a pack as the kernel's alignment reads an index: its words numbered as they come."""

    __slots__ = ("local",)

    def __init__(self, index: PackIndex, low: int, high: int) -> None:
        known: list[bytes] = [b""]
        self.local: dict[int | str, int] = {0: 0}
        weights = array("B", [0])
        total = len(index.stream)
        stream = array("I")
        for position in range(low, high):
            number = index.stream[position]
            here = self.local.get(number)
            if here is None:
                here = self.local[number] = len(known)
                found = words(index.slice(position, position + 1))
                known.append(_letters(found[0].fold) if found else b"\1")
                common = max(1, len(index.places_of(number)))
                weights.append(min(255, max(4, round(4 * log2(max(2.0, total / common))))))
            stream.append(here)
        self.codes = _CODES
        self.weight = memoryview(weights)
        self.vocab_codes = memoryview(b"".join(known))
        self.vocab_start = memoryview(array("I", accumulate(map(len, known), initial=0)))
        self.stream = memoryview(stream)
        self.stream_letters = memoryview(array("I", [index.key[position] & 0xFFFF for position in range(low, high)]))
        self.stream_fold = memoryview(array("I", bytes(4 * (high - low))))

    def passage_at(self, position: int) -> int:  # noqa: ARG002 (a break between texts is a word 0)
        """The passage of a position: within a window all are one."""
        return 0

    def kernel_word(self, quoted: Quoted) -> KernelWord:
        """A word of the quotation as the kernel takes it."""
        name: int | str = quoted.number if quoted.number != UNKNOWN else quoted.word.fold
        number = self.local.setdefault(name, (1 << 20) + len(self.local))
        return KernelWord(LATIN, number, 0, hash_of(quoted.word.key) & 0xFFFF, _letters(quoted.word.fold))


def _letters(fold: str) -> bytes:
    """Letters as bytes: two that share one are only ever taken for a letter that did not change."""
    return bytes(ord(letter) % _LETTERS + 1 for letter in fold[:64])


def fit(index: PackIndex, quoted: Sequence[Quoted], low: int, high: int, start: int) -> tuple[int, list[Step]]:
    """What it costs to turn a stretch of the stream into a quotation, in tenths of a replaced word, and the operations.

    Args:
        index: the pack.
        quoted: the quotation's words.
        low: where the stretch begins; what of it lies before and behind the quotation costs nothing.
        high: where it ends.
        start: where the quotation's first word is thought to stand.
    """
    if len(quoted) > MOST_AT_ONCE:
        cost, steps = 0, list[Step]()
        for at in range(0, len(quoted), MOST_AT_ONCE):
            part = quoted[at : at + MOST_AT_ONCE]
            here = start + at
            reached = steps[-1].high if steps else low
            spent, more = fit(index, part, max(reached, here - 40), min(high, here + len(part) + 40), here)
            if steps and more and more[0].low > reached:
                steps.append(Step(DELETE, at, at, reached, more[0].low))
                spent += 8 * (more[0].low - reached)
            steps += [step._replace(first=step.first + at, last=step.last + at) for step in more]
            cost += spent
        return cost, steps
    low, high = max(0, low), min(high, len(index.stream))
    if high <= low:
        return 10 * len(quoted), []
    window = _Window(index, low, high)
    band = (max(0, start - low - 24), start - low + 24) if len(quoted) > 60 else None
    compared = Compared(window, [window.kernel_word(each) for each in quoted])
    found, edits = compared.align(Stretch(0, high - low, band), whole=False)
    steps = [
        Step(edit.kind & ~DOUBTFUL, edit.quoted_start, edit.quoted_end, edit.src_start + low, edit.src_end + low)
        for edit in edits
    ]
    return found.cost, steps
