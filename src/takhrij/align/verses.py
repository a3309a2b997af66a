"""The verses that a quotation can be of: from shared regions, exact words, shared rarity and the reference it states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.align.align import Fit, align
from takhrij.kernel import Region, rows
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.library.store import Store

MARGIN: Final = 6
"""Words of the source beyond a region, on top of the words of the quotation that the region leaves over."""
LISTED: Final = 40
NEAREST: Final = 8
SHORT: Final = 5
"""Up to so many words, every place where exactly these words stand is looked up."""
LEAST: Final = 16
"""Weight of a region, in quarter bits, from which a claimed quotation is compared with it."""
AGAINST_NONE: Final = 0.45
"""Likeness under which a quotation is said to read like no verse."""


@dataclass(frozen=True, slots=True)
class VerseMatch:
    """A run of verses that fits a quotation."""

    first: int
    """The number of the first verse's passage, in the edition whose words fit."""
    last: int
    fit: Fit


def fit_verses(
    store: Store, text: str, span: Span, regions: Iterable[Region], first_token: int, stated: Iterable[tuple[int, int]] = ()
) -> list[VerseMatch]:
    """The runs of verses that fit a quotation, best first; those as good as the best all stand before the others.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
        regions: regions of the document that overlap the quotation, with tokens of the document.
        first_token: the first token of the quotation.
        stated: passages (first and last, of the edition in modern spelling) that the document names.
    """
    quoted = text[span.start : span.end].encode("utf-8", "surrogatepass")
    offsets = store.kernel.words(quoted)[1]
    words = len(offsets) // 16
    ranges: dict[tuple[int, int], None] = {}
    if words <= SHORT:
        for position in memoryview(store.kernel.exact(quoted, LISTED * 2)).cast("I"):
            ranges[position, position + words] = None
    for region in regions:
        if region.src_start < store.quran_end:
            _around(ranges, store, region, region.doc_start - first_token, first_token + words - region.doc_end)
    if not ranges:
        for region in scan_regions(store, quoted):
            if region.src_start < store.quran_end:
                _around(ranges, store, region, region.doc_start, words - region.doc_end)
    for first, last in stated:
        ranges[store.starts[first], store.starts[last + 1]] = None
        second = store.uthmani(first)
        ranges[store.starts[second], store.starts[second + last - first + 1]] = None
    matches = _fitted(store, text, span, ranges)
    if not matches or matches[0].fit.likeness < AGAINST_NONE:
        more: dict[tuple[int, int], None] = {}
        for number, _ in rows(store.kernel.nearest(quoted, 0, store.quran_verses, NEAREST), 2):
            more[max(0, store.starts[number] - words), min(store.quran_modern, store.starts[number + 1] + words)] = None
        matches = sorted([*matches, *_fitted(store, text, span, more)], key=_rank)
    return _distinct(store, matches)


def scan_regions(store: Store, quoted: bytes) -> list[Region]:
    """The regions of a quotation alone, light ones included; tokens are those of the quotation."""
    return [Region(*row) for row in rows(store.kernel.scan(quoted, LEAST, LEAST)[4], 9)]


def _around(ranges: dict[tuple[int, int], None], store: Store, region: Region, before: int, after: int) -> None:
    low = region.src_start - max(0, before) - MARGIN
    high = region.src_end + max(0, after) + MARGIN
    modern = region.src_start < store.quran_modern
    floor, ceiling = (0, store.quran_modern) if modern else (store.quran_modern, store.quran_end)
    ranges[max(floor, low), min(ceiling, high)] = None


def _fitted(store: Store, text: str, span: Span, ranges: Iterable[tuple[int, int]]) -> list[VerseMatch]:
    matches = []
    for low, high in ranges:
        fit = align(store, text, span, (low, high))
        if fit.source[1] <= fit.source[0]:
            continue
        matches.append(VerseMatch(store.at(fit.source[0]), store.at(fit.source[1] - 1), fit))
    return sorted(matches, key=_rank)


def _rank(match: VerseMatch) -> tuple[int, float, int]:
    return (match.fit.cost, -match.fit.likeness, match.first)


def _distinct(store: Store, matches: list[VerseMatch]) -> list[VerseMatch]:
    """One match a place: of the two editions of the Qur'an, the one that fits better, or the one in modern spelling."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for match in matches:
        place = (store.modern(match.first), store.modern(match.last))
        if place not in seen:
            seen.add(place)
            kept.append(match)
    return kept
