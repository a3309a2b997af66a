"""Where a quotation comes from: gathers the stretches of the sources that it may be of, and measures how each fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.align import Fit, Stretch, measure
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
BAND: Final = 8
"""Words, and an eighth of the quotation's, by which it may stray from where its region lies."""
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
COMES_NEAR: Final = 45
"""Hundredths of what the stretch with most of the quotation's words has of them, by rarity."""
FAIR: Final = 40
"""Hundredths of the quotation's rarity: where no stretch has so much, the one with most is measured."""
MOST_CELLS: Final = 1 << 20
"""Filled for one quotation."""
UNLIKE: Final = 450
"""Thousandths of likeness under which verses are looked for by their words alone."""
MASK: Final = 0xFFFFFFFF


def trace_verses(index: Index, words: Sequence[Word], stated: Sequence[int]) -> list[Fit]:
    """The stretches of the Qur'an that a quotation may be of, the one that costs least first.

    Args:
        index: the index.
        words: the quotation.
        stated: pairs of stream positions between which it is said to stand.
    """
    end = min(index.quran_end, len(index.stream))
    modern = min(number_at(index.quran, 0), end)
    found: list[Stretch] = []
    if 0 < len(words) <= SHORT:
        found += (Stretch(at, at + len(words)) for at in exact(index, words, PLACES))
    for region in _regions(index, words):
        if region.src_start < modern:
            found.append(_around(region, len(words), 0, modern))
        elif region.src_start < end:
            found.append(_around(region, len(words), modern, end))
    rarity = _Rarity(index, words)
    first = rarity.hopeful(_distinct(found))
    first = _distinct([*first, *(Stretch(*pair) for pair in zip(stated[::2], stated[1::2], strict=False))])
    fits = _measured(index, words, first)
    if max((fit.likeness for fit in fits), default=0) < UNLIKE:
        second: list[Stretch] = []
        last = index.passage_at(max(modern - 1, 0))
        for verse, _ in nearest(index, words, 0, last + 1 & MASK, NEAREST_VERSES):
            low, high = _passage(index, verse)
            second.append(rarity.densest(max(low - len(words), 0), min(high + len(words) & MASK, modern)))
        second = _distinct([*first, *second])[len(first) :]
        fits += _measured(index, words, rarity.hopeful(second))
    return sorted(fits, key=lambda fit: (fit.cost, -fit.likeness, *fit))


def trace_hadiths(index: Index, words: Sequence[Word]) -> list[Fit]:
    """The hadiths that a quotation may be of, the likeliest first, each once."""
    if not words:
        return []
    passages: set[int] = set()
    stretches: list[Stretch] = []
    for region in _regions(index, words):
        if len(passages) == COMPARED:
            break
        passage = index.passage_at(region.src_start)
        if region.src_start >= index.quran_end and passage not in passages:
            passages.add(passage)
            stretches.append(_around(region, len(words), *_passage(index, passage)))
    count = NEAREST_SHORT if len(words) <= SHORT_HADITH else NEAREST
    rarity = _Rarity(index, words)
    for passage, _ in nearest(index, words, number_at(index.quran, 2), len(index.passage_start), count):
        if passage not in passages:
            passages.add(passage)
            stretches.append(rarity.densest(*_passage(index, passage)))
    fits = _measured(index, words, rarity.hopeful(_distinct(stretches)))
    return sorted(fits, key=lambda fit: (-fit.likeness, fit.cost, *fit))


def _passage(index: Index, passage: int) -> tuple[int, int]:
    """Where a passage begins and where the next one does."""
    return number_at(index.passage_start, passage), number_at(index.passage_start, passage + 1)


def _distinct(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches, each place once: as the first says."""
    places: dict[tuple[int, int], Stretch] = {}
    for stretch in stretches:
        places.setdefault((stretch.low, stretch.high), stretch)
    return list(places.values())


def _regions(index: Index, words: Sequence[Word]) -> list[Chain]:
    chains = chain_runs(index, words, find_runs(index, words), LIGHTEST, LIGHTEST)
    return select_chains(index, chains, len(words))


def _around(region: Chain, words: int, floor: int, ceiling: int) -> Stretch:
    """A region with the words of the source that the quotation leaves over on both sides, and some more.

    The quotation lies along the region.
    """
    before = region.doc_start + MARGIN
    after = words - region.doc_end + MARGIN
    low = (region.src_start - before if region.src_start > (floor + before & MASK) else floor) & MASK
    low = min(low, region.src_start)  # a damaged floor
    start = region.src_start - low - region.doc_start
    end = region.src_end - low - region.doc_end
    stray = BAND + words // 8
    return Stretch(low, min(region.src_end + after, ceiling), (min(start, end) - stray, max(start, end) + stray))


def _measured(index: Index, words: Sequence[Word], stretches: Iterable[Stretch]) -> list[Fit]:
    """How each stretch fits; those that come first, which are the best, while the bound on the work allows."""
    fits: list[Fit] = []
    cells_left = MOST_CELLS
    for number, stretch in enumerate(stretches):
        width = max(stretch.high - stretch.low, 0) + 1
        if stretch.band is not None:
            width = min(width, stretch.band[1] - stretch.band[0])
        cells = (len(words) + 1) * width
        if number and cells > cells_left:
            continue
        cells_left = max(cells_left - cells, 0)
        fit = measure(index, words, stretch)
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
        """The stretches that have enough of the quotation's words, in whatever order, the one that has most first.

        Those do that come near the one that has most; where none has many, that one alone does.
        """
        known = [(self._shared(stretch), stretch) for stretch in stretches]
        most = max((shared for shared, _ in known), default=0)
        known = [(shared, stretch) for shared, stretch in known if shared * 100 >= most * COMES_NEAR]
        known.sort(key=lambda each: -each[0])
        return [stretch for _, stretch in (known[:1] if most * 100 < self.total * FAIR else known)]

    def _shared(self, stretch: Stretch) -> int:
        return sum(self.of_word.get(word, 0) for word in self.index.stream[stretch.low : stretch.high])
