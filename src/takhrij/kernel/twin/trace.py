"""Where a quotation comes from: gathers the stretches of the sources that it may be of, and measures how each fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.align import Compared, Fit, Stretch
from takhrij.kernel.twin.chain import Chain, chain_runs, select_chains
from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.nearest import exact, nearest
from takhrij.kernel.twin.numbers import MASK
from takhrij.kernel.twin.seeds import find_runs
from takhrij.kernel.twin.shared import MARGIN, Shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

LIGHTEST: Final = 16
"""Regions of this weight, in quarter bits, are compared."""
BAND: Final = 8
"""Words, and an eighth of the quotation's, by which it may stray from where its region lies."""
MOST_BAND: Final = 24
SHORT: Final = 5
"""Up to so many words, every place of exactly these words in the Qur'an is compared."""
PLACES: Final = 80
NEAREST_VERSES: Final = 8
NEAREST: Final = 10
NEAREST_SHORT: Final = 32
SHORT_HADITH: Final = 4
LONG: Final = 60
"""Words of a quotation that would share a run with its source."""
CLOSEST, FITTING, THOROUGH = range(3)
"""How far hadiths are traced, as `takhrij.kernel` tells of it."""
CLOSEST_FEW: Final = 3
"""Hadiths measured where the closest is asked for."""
COMPARED: Final = 24
"""Hadiths compared for their regions."""
MOST_CELLS: Final = 1 << 20
"""Filled for one quotation."""
UNLIKE: Final = 450
"""Thousandths of likeness under which verses are looked for by their words alone."""


def trace_verses(index: Index, words: Sequence[Word], stated: Iterable[tuple[int, int]]) -> list[Fit]:
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
    for region in _regions(index, words, 0, end):
        edition = (0, modern) if region.src_start < modern else (modern, end)
        found.append(_around(region, len(words), *edition))
    compared, shared = Compared(index, words), Shared(index, words)
    first = shared.hopeful(_distinct(found), thorough=False)
    first = _distinct([*first, *(Stretch(low, high) for low, high in stated)])
    fits = _measured(compared, first)
    if max((fit.likeness for fit in fits), default=0) < UNLIKE:
        second: list[Stretch] = []
        last = index.passage_at(max(modern - 1, 0))
        for verse, _ in nearest(index, words, 0, last + 1 & MASK, NEAREST_VERSES):
            low, high = _passage(index, verse)
            second.append(shared.densest(max(low - len(words), 0), min(high + len(words) & MASK, modern)))
        second = _distinct([*first, *second])[len(first) :]
        fits += _measured(compared, shared.hopeful(second, thorough=False))
    return sorted(fits, key=lambda fit: (fit.cost, -fit.likeness, *fit))


def trace_hadiths(index: Index, words: Sequence[Word], depth: int) -> tuple[list[Fit], int]:
    """The hadiths that a quotation may be of, the likeliest first, each once; and how many more might be measured.

    Args:
        index: the index.
        words: the quotation.
        depth: `CLOSEST` for the few that have most of its words, `FITTING`, or `THOROUGH` for those too that are less like
            it: where it is asked which collections have it.
    """
    if not words:
        return [], 0
    passages: set[int] = set()
    stretches: list[Stretch] = []
    for region in _regions(index, words, index.quran_end, MASK):
        if len(passages) == COMPARED:
            break
        passage = index.passage_at(region.src_start)
        if passage not in passages:
            passages.add(passage)
            stretches.append(_around(region, len(words), *_passage(index, passage)))
    compared, shared = Compared(index, words), Shared(index, words)
    if depth == THOROUGH or len(words) <= LONG or not stretches:
        count = NEAREST_SHORT if len(words) <= SHORT_HADITH else NEAREST
        for passage, _ in nearest(index, words, number_at(index.quran, 2), len(index.passage_start), count):
            if passage not in passages:
                stretches.append(shared.densest(*_passage(index, passage)))
    hopeful = shared.hopeful(_distinct(stretches), thorough=depth == THOROUGH)
    measured = hopeful[:CLOSEST_FEW] if depth == CLOSEST else hopeful
    fits = _measured(compared, measured)
    return sorted(fits, key=lambda fit: (-fit.likeness, fit.cost, *fit)), len(hopeful) - len(measured)


def _passage(index: Index, passage: int) -> tuple[int, int]:
    """Where a passage begins and where the next one does."""
    return number_at(index.passage_start, passage), number_at(index.passage_start, passage + 1)


def _distinct(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches, each place once: as the first says."""
    places: dict[tuple[int, int], Stretch] = {}
    for stretch in stretches:
        places.setdefault((stretch.low, stretch.high), stretch)
    return list(places.values())


def _regions(index: Index, words: Sequence[Word], low: int, high: int) -> list[Chain]:
    """What a quotation alone shares with a part of the stream."""
    chains = chain_runs(index, words, find_runs(index, words, low, high), LIGHTEST, LIGHTEST)
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
    stray = min(BAND + words // 8, MOST_BAND)
    return Stretch(low, min(region.src_end + after, ceiling), (min(start, end) - stray, max(start, end) + stray))


def _measured(compared: Compared, stretches: Iterable[Stretch]) -> list[Fit]:
    """How each stretch fits; those that come first, which are the best, while the bound on the work allows."""
    fits: list[Fit] = []
    cells_left = MOST_CELLS
    for number, stretch in enumerate(stretches):
        width = max(stretch.high - stretch.low, 0) + 1
        if stretch.band is not None:
            width = min(width, stretch.band[1] - stretch.band[0])
        cells = (len(compared.words) + 1) * width
        if number and cells > cells_left:
            continue
        cells_left = max(cells_left - cells, 0)
        fit = compared.measure(stretch)
        if fit is not None and fit.src_start < fit.src_end:
            fits.append(fit)
    return fits
