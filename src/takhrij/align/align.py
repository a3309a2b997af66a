"""Aligns a quotation with a stretch of a source: the word operations that turn the source into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.kernel import DELETE, code_points, rows

if TYPE_CHECKING:
    from takhrij.library.store import Store
    from takhrij.model import Span

ELLIPSIS: Final = re.compile(r"…|\.\.")
GAP: Final = 6
"""After the kinds of edits of `takhrij.kernel`: words left out where the document writes an ellipsis."""
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
    base = span.start
    steps = [
        (kind, base + start, base + end, low, high)
        for kind, start, end, low, high in rows(store.kernel.align(encoded(text, span), *source, False)[1], 5)
    ]
    return _gaps(text, steps, span) if ELLIPSIS.search(text, base, span.end) else steps


def _gaps(text: str, steps: list[Step], span: Span) -> list[Step]:
    """Words left out where the document writes an ellipsis are a gap it shows, not words dropped."""
    made: list[Step] = []
    for number, (kind, start, end, low, high) in enumerate(steps):
        if kind == DELETE:
            following = next((later[1] for later in steps[number + 1 :] if later[0] != DELETE), span.end)
            if ELLIPSIS.search(text, end, following):
                kind = GAP
        made.append((kind, start, end, low, high))
    return made
