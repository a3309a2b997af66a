"""Passages by the words they share with a quotation, whatever their order; and exact runs of words in the Qur'an."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.tokens import ARABIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

LEAST_RARE: Final = 12
"""Three bits: a word of less stands in an eighth of all passages and chooses none."""
TELLING: Final = 75
"""Hundredths of the rarity after which the commoner words choose no passage."""
LEAST_WORDS: Final = 3
UNKNOWN: Final = 60
"""The rarity of a word that stands in no source, in quarter bits."""
MASK: Final = 0xFFFFFFFF


def nearest(index: Index, words: Sequence[Word], low: int, high: int, count: int) -> list[tuple[int, int]]:
    """The passages of [low, high) that share most of the rarity of the words, best first, then in their order.

    The rarest words, those that make up most of the rarity, choose and score them: common ones have long lists and tell
    little. A score is in thousandths of the rarity of all words.
    """
    passages = max(len(index.passage_start) - 1, 0)
    high = min(high, passages)
    if low >= high or not words or not count:
        return []
    rarest = sorted((-number_at(index.weight, word), word) for word in {word.id for word in words} - {0})
    telling = -sum(weight for weight, _ in rarest)
    total = telling + sum(UNKNOWN for word in words if not word.id and word.kind == ARABIC)
    shared: dict[int, int] = {}
    told = 0
    for used, (negative, word) in enumerate(rarest):
        weight = -negative
        if weight < LEAST_RARE or (used >= LEAST_WORDS and told * 100 >= telling * TELLING):
            break
        told += weight
        for passage in _within(_listed(word, index.word_start, index.word_passages), low, high):
            if passage < passages:
                shared[passage] = shared.get(passage, 0) + weight
    best = sorted(shared.items(), key=lambda scored: (-scored[1], scored[0]))[:count]
    return [(passage, weight * 1000 // total) for passage, weight in best]


def _within(passages: Sequence[int], low: int, high: int) -> Sequence[int]:
    """Of ascending numbers those from `low` on and below `high`."""
    start = bisect_left(passages, low)
    end = bisect_left(passages, high, start)
    return passages[start:end]


def exact(index: Index, words: Sequence[Word], count: int) -> list[int]:
    """The stream positions in the Qur'an at which exactly these words begin.

    The word that stands least often gives the places to look at.
    """
    ids = [word.id for word in words]
    if not ids or not all(ids):
        return []
    starts, stream = index.quran_start, index.stream
    rarest = min(range(len(ids)), key=lambda at: number_at(starts, ids[at] + 1) - number_at(starts, ids[at]) & MASK)
    found: list[int] = []
    for position in _listed(ids[rarest], starts, index.quran_positions):
        start = position - rarest
        if len(found) == count:
            break
        if start >= 0 and start + len(ids) <= len(stream) and stream[start : start + len(ids)].tolist() == ids:
            found.append(start)
    return found


def _listed(word: int, starts: memoryview, listed: memoryview) -> Sequence[int]:
    """What is listed of a word; as much of it as the list has."""
    return listed[number_at(starts, word) : number_at(starts, word + 1)]
