"""How much of a quotation's rarity stands in a stretch of the stream, in whatever order: which are worth comparing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.align import Stretch
from takhrij.kernel.twin.index import number_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

MARGIN: Final = 6
"""Words of the source beyond those that a quotation would cover."""
STRANGE: Final = 20
"""Rarity of a word that stands in no source, in quarter bits."""
MOST_TIMES: Final = 255
"""A word counts no more often."""
COMES_NEAR: Final = 45
"""Hundredths of what the stretch with most of the quotation's words has of them, by rarity."""
NEAR_THOROUGH: Final = 35
FAIR: Final = 40
"""Hundredths of the quotation's rarity: where no stretch has so much, only the one with most is measured."""
FAIR_THOROUGH: Final = 25
FEW: Final = 6
"""Thoroughly, so many of them are."""


class Shared:
    """What stretches of the stream share with a quotation.

    Args:
        index: the index.
        words: the quotation.
    """

    def __init__(self, index: Index, words: Sequence[Word]) -> None:
        weights = index.weight
        self._index = index
        self._width = 2 * len(words) + MARGIN
        self._total = sum(number_at(weights, word.id) if word.id else STRANGE for word in words)
        times = Counter(word.id for word in words if 0 < word.id < len(weights))
        self._times = {word: min(count, MOST_TIMES) for word, count in times.items()}
        self._rarity = {word: weights[word] for word in times}

    def densest(self, low: int, high: int) -> Stretch:
        """The part of a passage, twice as long as the quotation, whose words are most of the quotation's."""
        high = min(high, len(self._index.stream))
        low = min(low, high)
        shared = [self._rarity.get(word, 0) for word in self._index.stream[low:high]]
        best, found = 0, Stretch(low, min(low + self._width, high))
        held = 0
        for at, weight in enumerate(shared):
            held += weight - (shared[at - self._width] if at >= self._width else 0)
            if held > best:
                end = low + at + 1
                best, found = held, Stretch(max(end - self._width, low), min(end + MARGIN, high))
        return found

    def hopeful(self, stretches: Iterable[Stretch], *, thorough: bool) -> list[Stretch]:
        """The stretches that have enough of the quotation's words, the one that has most first.

        Those do that come near the one that has most; where none has many, that one alone does, or, thoroughly, a few.
        """
        fair, near, few = (FAIR_THOROUGH, NEAR_THOROUGH, FEW) if thorough else (FAIR, COMES_NEAR, 1)
        known = [(self._has(stretch), stretch) for stretch in stretches]
        most = max((has for has, _ in known), default=0)
        known = [(has, stretch) for has, stretch in known if has * 100 >= most * near]
        known.sort(key=lambda each: -each[0])
        return [stretch for _, stretch in (known[:few] if most * 100 < self._total * fair else known)]

    def _has(self, stretch: Stretch) -> int:
        """The rarity of the quotation's words that a stretch has, each as often as the quotation has it."""
        left = dict(self._times)
        has = 0
        for word in self._index.stream[stretch.low : stretch.high]:
            if left.get(word):
                left[word] -= 1
                has += self._rarity[word]
        return has
