"""The passages that a quotation fits which says that it leaves words out: its pieces must all stand in one place, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.align import encoded
from takhrij.align.ellipsis import parted
from takhrij.align.hadiths import fit_hadiths
from takhrij.align.match import Match
from takhrij.kernel import FITTING, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from takhrij.library.store import Store
    from takhrij.model import Span

WITHIN: Final = 12
"""Verses before and after one piece within which the others are looked for."""
MOST_PIECES: Final = 12
LIKE: Final = 0.6
"""Likeness from which a piece is taken for the words of the source that it is like."""


def verses_over_gaps(
    store: Store, text: str, span: Span, matches: Callable[[Span], list[Match]], cost: int
) -> list[Match]:
    """The runs of verses of one surah that have all pieces of a quotation, in order, for less than some cost; the cheapest first.

    Args:
        store: the library.
        text: the document.
        span: the quotation; one that leaves nothing out has no pieces.
        matches: finds the runs of verses that its longest piece may be of.
        cost: tenths of a replaced word.
    """
    parts = parted(store.tables, text, span)
    if not parts:
        return []
    anchor = max(parts, key=_length)
    found = _over_gaps(store, text, parts, anchor, [(match, *_around(store, match)) for match in matches(anchor)])
    return [match for match in found if match.cost < cost]


def hadiths_over_gaps(store: Store, text: str, span: Span, cost: int) -> list[Match]:
    """The same of hadiths, the likeliest first."""
    parts = parted(store.tables, text, span)
    if not parts:
        return []
    anchor = max(parts, key=_length)
    fitting, _ = fit_hadiths(store, text, anchor, FITTING)
    within = [(match, store.starts[match.first], store.starts[match.first + 1]) for match in fitting]
    found = [match for match in _over_gaps(store, text, parts, anchor, within) if match.cost < cost]
    return sorted(found, key=lambda match: -match.likeness)


def _length(span: Span) -> int:
    return span.end - span.start


def _around(store: Store, match: Match) -> tuple[int, int]:
    """The stream positions between which the verses near a match stand that are of its surah."""
    surah, ayah = store.verse(match.first)
    after = store.tables.surahs[surah - 1].ayahs - ayah - (match.last - match.first)
    first, last = match.first - min(ayah - 1, WITHIN), match.last + max(0, min(after, WITHIN))
    return store.starts[first], store.starts[last + 1]


def _over_gaps(
    store: Store, text: str, parts: list[Span], anchor: Span, matches: Iterable[tuple[Match, int, int]]
) -> list[Match]:
    """The places where all pieces of a quotation stand, in order; those first that cost least.

    Args:
        store: the library.
        text: the document.
        parts: the pieces; of more than `MOST_PIECES` none is looked for.
        anchor: the piece by which the place is looked for.
        matches: where it may stand, each with the stream positions between which the others must.
    """
    if len(parts) > MOST_PIECES:
        return []
    found = [_bridged(store, text, parts, anchor, match, low, high) for match, low, high in matches]
    return sorted((match for match in found if match is not None), key=lambda match: match.cost)


def _bridged(
    store: Store, text: str, parts: list[Span], anchor: Span, match: Match, low: int, high: int
) -> Match | None:
    """The run of passages from the first piece to the last, if every one is found there."""
    fits: list[tuple[int, ...]] = []
    at, ceiling = low, match.start
    for part in parts:
        if part == anchor:
            fit = tuple(match[:7])
            ceiling = high
        else:
            try:
                [fit] = rows(store.kernel.align(encoded(text, part), at, ceiling, False)[0], 7)
            except OverflowError:  # too long to look for
                return None
        start, end, _, common, other, kept, spelt = fit
        if end <= start or not kept + spelt or common < LIKE * (common + other):
            return None
        fits.append(fit)
        at = end
    cost, common, other, kept, spelt = (sum(column) for column in list(zip(*fits, strict=True))[2:])
    start, end = fits[0][0], fits[-1][1]
    return Match(start, end, cost, common, other, kept, spelt, *store.run(start, end), common / (common + other))
