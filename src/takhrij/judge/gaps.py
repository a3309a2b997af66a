"""Where a quotation stands that leaves words out and shows it by an ellipsis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.ellipsis import over_gaps, parted
from takhrij.align.hadiths import fit_hadiths
from takhrij.kernel import FITTING

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.align.match import Match
    from takhrij.library.store import Store
    from takhrij.model import Span

WITHIN: Final = 12
"""Verses before and after one piece within which the others are looked for."""


def verses_over_gaps(
    store: Store, text: str, span: Span, matches: Callable[[Span], list[Match]], cost: int
) -> list[Match]:
    """The runs of verses of one surah that have all pieces of a quotation, in order, for less than some cost; the cheapest first.

    Args:
        store: the library.
        text: the document.
        span: the quotation; one without an ellipsis has no pieces.
        matches: finds the runs of verses that its longest piece may be of.
        cost: tenths of a replaced word.
    """
    parts = parted(store.tables, text, span)
    if not parts:
        return []
    anchor = max(parts, key=_length)
    found = over_gaps(store, text, parts, anchor, [(match, *_around(store, match)) for match in matches(anchor)])
    return [match for match in found if match.cost < cost]


def hadiths_over_gaps(store: Store, text: str, span: Span, cost: int) -> list[Match]:
    """The same of hadiths, the likeliest first."""
    parts = parted(store.tables, text, span)
    if not parts:
        return []
    anchor = max(parts, key=_length)
    fitting, _ = fit_hadiths(store, text, anchor, FITTING)
    within = [(match, store.starts[match.first], store.starts[match.first + 1]) for match in fitting]
    found = [match for match in over_gaps(store, text, parts, anchor, within) if match.cost < cost]
    return sorted(found, key=lambda match: -match.likeness)


def _length(span: Span) -> int:
    return span.end - span.start


def _around(store: Store, match: Match) -> tuple[int, int]:
    """The stream positions between which the verses near a match stand that are of its surah."""
    surah, ayah = store.verse(match.first)
    after = store.tables.surahs[surah - 1].ayahs - ayah - (match.last - match.first)
    first, last = match.first - min(ayah - 1, WITHIN), match.last + max(0, min(after, WITHIN))
    return store.starts[first], store.starts[last + 1]
