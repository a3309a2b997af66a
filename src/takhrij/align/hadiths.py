"""The hadiths that a quotation can be of: from shared regions and from shared rarity, each with its likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.align.align import Fit, align
from takhrij.align.verses import scan_regions
from takhrij.kernel import Region, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.library.store import Store
    from takhrij.model import Span

NEAREST: Final = 12
NEAREST_SHORT: Final = 32
SHORT: Final = 4
MARGIN: Final = 24
"""Words of the source around a region in which the rest of the quotation is looked for."""


@dataclass(frozen=True, slots=True)
class HadithMatch:
    """A hadith that fits a quotation."""

    number: int
    """The number of its passage."""
    fit: Fit


def fit_hadiths(store: Store, text: str, span: Span, regions: Iterable[Region] = ()) -> list[HadithMatch]:
    """The hadiths that fit a quotation, the likeliest first.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
        regions: regions of the document that overlap it; others are looked for in the quotation alone.
    """
    quoted = text[span.start : span.end].encode("utf-8", "surrogatepass")
    words = len(store.kernel.words(quoted)[1]) // 16
    numbers: dict[int, None] = {}
    for region in (*regions, *scan_regions(store, quoted)):
        if region.src_start >= store.quran_end:
            numbers[store.at(region.src_start)] = None
    count = NEAREST_SHORT if words <= SHORT else NEAREST
    for number, _ in rows(store.kernel.nearest(quoted, store.first_hadith, len(store.starts) - 1, count), 2):
        numbers[number] = None
    matches = []
    for number in numbers:
        low, high = store.starts[number], store.starts[number + 1]
        if high - low > 1:
            fit = align(store, text, span, (low, high - 1))
            matches.append(HadithMatch(number, fit))
    return sorted(matches, key=lambda match: (-match.fit.likeness, match.fit.cost, match.number))
