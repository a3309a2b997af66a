"""Aligns a quotation with a stretch of a source: the word operations that turn the source into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.ellipsis import ELLIPSIS, parted
from takhrij.kernel import DELETE, code_points, rows
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.library.store import Store
    from takhrij.model import Span

GAP: Final = 6
"""After the kinds of edits of `takhrij.kernel`: words left out where the document says that some are; there may be none."""
Step = tuple[int, int, int, int, int]
"""A word operation before it is worded: its kind; start and end in the document, code points; first and last stream position of
the source, half-open."""


def encoded(text: str, span: Span) -> bytes:
    """A stretch of a document as the kernel takes it."""
    return code_points(text[span.start : span.end])


def align(store: Store, text: str, span: Span, source: tuple[int, int]) -> list[Step]:
    """The operations, in order, of the best fit of `text[span.start:span.end]` to a stretch of the stream.

    Args:
        store: the library's passages.
        text: the document.
        span: the quotation.
        source: stream positions between which to look, half-open. Words of it before and after the quotation are free.

    Raises:
        OverflowError: the two are too long to align at once (more than four million pairs of words).
    """
    cost, steps = _fit(store, text, span, source)
    parts = parted(store.tables, text, span) if cost else []
    apart = _piece_by_piece(store, text, span, parts, source, cost) if parts else None
    return apart or (_gaps(text, steps, span) if parts else steps)


def _fit(store: Store, text: str, span: Span, source: tuple[int, int]) -> tuple[int, list[Step]]:
    """The cost of the best fit, in tenths of a replaced word, and its operations."""
    base = span.start
    fit, edits = store.kernel.align(encoded(text, span), *source, False)
    steps = [(kind, base + start, base + end, low, high) for kind, start, end, low, high in rows(edits, 5)]
    return int.from_bytes(fit[8:12], "little"), steps


def _piece_by_piece(
    store: Store, text: str, span: Span, parts: Sequence[Span], source: tuple[int, int], cost: int
) -> list[Step] | None:
    """The operations where each piece of a quotation is fitted by itself, if that costs less than to fit it all at once."""
    steps: list[Step] = []
    low, high = source
    for part in parts:
        spent, its = _fit(store, text, part, (low, high))
        cost -= spent
        if cost <= 0 or not its:
            return None
        if steps:
            steps.append((GAP, steps[-1][2], its[0][1], low, its[0][3]))
        steps += its
        low = its[-1][4]
    if any(map(str.isalpha, text[steps[-1][2] : span.end])):  # it is said in words that the rest is left out
        steps.append((GAP, steps[-1][2], span.end, low, low))
    return steps


def _gaps(text: str, steps: list[Step], span: Span) -> list[Step]:
    """Words left out where the document writes an ellipsis are a gap it shows, not words dropped."""
    made: list[Step] = []
    for number, (kind, start, end, low, high) in enumerate(steps):
        if kind == DELETE:
            following = next((later[1] for later in steps[number + 1 :] if later[0] != DELETE), span.end)
            if rarely(ELLIPSIS).search(text, end, following):
                kind = GAP
        made.append((kind, start, end, low, high))
    return made
