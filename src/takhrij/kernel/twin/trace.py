"""Where a quotation comes from: gathers the stretches of the sources that it may be of, and measures how each fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.kernel.twin.align import Fit, measure
from takhrij.kernel.twin.chain import Chain, chain_runs, select_chains
from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.nearest import exact, nearest
from takhrij.kernel.twin.seeds import find_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

LIGHTEST: Final = 16
"""Regions of this weight, in quarter bits, are compared."""
MARGIN: Final = 6
"""Words of the source beyond those that the quotation leaves over beside a region."""
SHORT: Final = 5
"""Up to so many words, every place of exactly these words in the Qur'an is compared."""
PLACES: Final = 80
NEAREST_VERSES: Final = 8
NEAREST: Final = 10
NEAREST_SHORT: Final = 32
SHORT_HADITH: Final = 4
COMPARED: Final = 24
"""Hadiths compared for their regions."""
STRANGE: Final = 20
"""Rarity of a word that stands in no source, in quarter bits."""
HOPELESS: Final = 25
"""Hundredths of the quotation's rarity: a stretch with less of it is measured only for want of others."""
MOST_CELLS: Final = 1 << 24
"""Filled for one quotation."""
UNLIKE: Final = 450
"""Thousandths of likeness under which verses are looked for by their words alone."""
MASK: Final = 0xFFFFFFFF


class Stretch(NamedTuple):
    """Stream positions, half-open."""

    low: int
    high: int


def trace_verses(index: Index, words: Sequence[Word], stated: Sequence[int]) -> list[Fit]:
    """The stretches of the Qur'an that a quotation may be of, the one that costs least first.

    Args:
        index: the index.
        words: the quotation.
        stated: pairs of stream positions between which it is said to stand.
    """
    end = min(index.quran_end, len(index.stream))
    modern = min(number_at(index.quran, 0), end)
    stretches: dict[Stretch, None] = {}
    if 0 < len(words) <= SHORT:
        stretches.update((Stretch(at, at + len(words)), None) for at in exact(index, words, PLACES))
    for region in _regions(index, words):
        if region.src_start < modern:
            stretches[_around(region, len(words), 0, modern)] = None
        elif region.src_start < end:
            stretches[_around(region, len(words), modern, end)] = None
    stretches.update((Stretch(*pair), None) for pair in zip(stated[::2], stated[1::2], strict=False))
    fits = _measured(index, words, stretches)
    if max((fit.likeness for fit in fits), default=0) < UNLIKE:
        more: list[Stretch] = []
        last = index.passage_at(max(modern - 1, 0))
        for verse, _ in nearest(index, words, 0, last + 1 & MASK, NEAREST_VERSES):
            low = number_at(index.passage_start, verse)
            high = number_at(index.passage_start, verse + 1) + len(words) & MASK
            more.append(Stretch(low - len(words) if low > len(words) else 0, min(high, modern)))
        fits += _measured(index, words, dict.fromkeys(stretch for stretch in more if stretch not in stretches))
    return sorted(fits, key=lambda fit: (fit.cost, -fit.likeness, *fit))


def trace_hadiths(index: Index, words: Sequence[Word]) -> list[Fit]:
    """The hadiths that a quotation may be of, the likeliest first, each once."""
    if not words:
        return []
    passages: set[int] = set()
    stretches: dict[Stretch, None] = {}
    for region in _regions(index, words):
        if len(passages) == COMPARED:
            break
        passage = index.passage_at(region.src_start)
        if region.src_start >= index.quran_end and passage not in passages:
            passages.add(passage)
            stretches[_around(region, len(words), *_passage(index, passage))] = None
    count = NEAREST_SHORT if len(words) <= SHORT_HADITH else NEAREST
    rarity = _Rarity(index, words)
    for passage, _ in nearest(index, words, number_at(index.quran, 2), len(index.passage_start), count):
        if passage not in passages:
            passages.add(passage)
            stretches[rarity.densest(*_passage(index, passage))] = None
    fits = _measured(index, words, rarity.hopeful(stretches))
    return sorted(fits, key=lambda fit: (-fit.likeness, fit.cost, *fit))


def _passage(index: Index, passage: int) -> Stretch:
    return Stretch(number_at(index.passage_start, passage), number_at(index.passage_start, passage + 1))


def _regions(index: Index, words: Sequence[Word]) -> list[Chain]:
    chains = chain_runs(index, find_runs(index, words), LIGHTEST, LIGHTEST)
    return select_chains(index, chains, len(words))


def _around(region: Chain, words: int, floor: int, ceiling: int) -> Stretch:
    """A region with the words of the source that the quotation leaves over on both sides, and some more."""
    before = region.doc_start + MARGIN
    after = words - region.doc_end + MARGIN
    low = region.src_start - before if region.src_start > (floor + before & MASK) else floor
    return Stretch(low & MASK, min(region.src_end + after, ceiling))


def _measured(index: Index, words: Sequence[Word], stretches: Iterable[Stretch]) -> list[Fit]:
    """How each stretch fits; those that come first, which are the best, while the bound on the work allows."""
    fits: list[Fit] = []
    cells_left = MOST_CELLS
    for low, high in stretches:
        cells = (len(words) + 1) * (max(high - low, 0) + 1)
        if cells > cells_left:
            continue
        cells_left -= cells
        fit = measure(index, words, low, high)
        if fit is not None and fit.src_start < fit.src_end:
            fits.append(fit)
    return fits


class _Rarity:
    """How much of a quotation's rarity stands in a stretch, in whatever order."""

    def __init__(self, index: Index, words: Sequence[Word]) -> None:
        weights = index.weight
        self.index = index
        self.width = 2 * len(words) + MARGIN
        self.total = sum(number_at(weights, word.id) if word.id else STRANGE for word in words)
        self.of_word = {word.id: weights[word.id] for word in words if 0 < word.id < len(weights)}

    def densest(self, low: int, high: int) -> Stretch:
        """The part of a passage, twice as long as the quotation, whose words are most of the quotation's."""
        high = min(high, len(self.index.stream))
        low = min(low, high)
        shared = [self.of_word.get(word, 0) for word in self.index.stream[low:high]]
        best, found = 0, Stretch(low, min(low + self.width, high))
        held = 0
        for at, weight in enumerate(shared):
            held += weight - (shared[at - self.width] if at >= self.width else 0)
            if held > best:
                end = low + at + 1
                best, found = held, Stretch(max(end - self.width, low), min(end + MARGIN, high))
        return found

    def hopeful(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """The stretches that have enough of the quotation's words, or else the one that has most."""
        known = [(self._shared(stretch), stretch) for stretch in stretches]
        kept = [stretch for shared, stretch in known if shared * 100 >= self.total * HOPELESS]
        if kept or not known:
            return kept
        most = max(shared for shared, _ in known)
        return [stretch for shared, stretch in known if shared == most][-1:]

    def _shared(self, stretch: Stretch) -> int:
        return sum(self.of_word.get(word, 0) for word in self.index.stream[stretch.low : stretch.high])
