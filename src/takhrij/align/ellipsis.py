"""Fits a quotation that says that it leaves words out, "…" or "up to His words": its pieces must all stand in one place, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.align.match import Match
from takhrij.kernel import code_points, rows
from takhrij.model import Span
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.library.store import Store
    from takhrij.library.tables import Tables

ELLIPSIS: Final = r"…+|\.{2,}"
BEHIND: Final = ' .…،)]}﴾»"\n'
"""What may stand behind a phrase that ends a quotation."""
MOST_PIECES: Final = 12
LIKE: Final = 0.6
"""Likeness from which a piece is taken for the words of the source that it is like."""


def parted(tables: Tables, text: str, span: Span) -> list[Span]:
    """The pieces of a quotation that leaves words out and says so, by an ellipsis or in words; none of any other.

    >>> from takhrij.library.tables import tables
    >>> for text in ("قل هو الله أحد ... ولم يكن له كفوا أحد", "إن جاءكم فاسق بنبأ...الآية", "قل هو الله أحد…"):
    ...     print([text[start:end] for start, end in parted(tables(), text, Span(0, len(text)))])
    ['قل هو الله أحد ', ' ولم يكن له كفوا أحد']
    ['إن جاءكم فاسق بنبأ']
    []
    """
    between, ends = tables.omissions["between"], tables.omissions["end"]
    quoted = text[span.start : span.end]
    told = quoted.rstrip(BEHIND).endswith(ends) or any(map(quoted.__contains__, between))
    if not told and "…" not in quoted and ".." not in quoted:
        return []
    phrases = rf"(?<!\w)(?:{'|'.join(between)})(?!\w)[\s:]*|(?<!\w)(?:{'|'.join(ends)})[{re.escape(BEHIND)}]*\Z"
    left_out = [match.span() for match in rarely(rf"{ELLIPSIS}|{phrases}").finditer(text, span.start, span.end)]
    edges = zip([span.start, *(end for _, end in left_out)], [*(start for start, _ in left_out), span.end], strict=True)
    parts = [Span(start, end) for start, end in edges if any(map(str.isalpha, text[start:end]))]
    said = any(any(map(str.isalpha, text[start:end])) for start, end in left_out)
    return parts if said or len(parts) > 1 else []


def over_gaps(
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
                [fit] = rows(store.kernel.align(code_points(text[part.start : part.end]), at, ceiling, False)[0], 7)
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
