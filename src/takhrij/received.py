"""Citations in terms of the document as received: what was found in the text that a reader made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.judge.deferred import Deferred
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.model import Alignment, Citation, Operation
    from takhrij.text.formats.reading import OffsetMap


def as_received(citation: Citation, offsets: OffsetMap) -> Citation:
    """A citation whose spans count the text as received; its words stay those that were read."""
    quotation = citation.quotation.span
    bounds = Span(*offsets.span(*quotation))
    return citation._replace(
        fragments=tuple(each._replace(span=Span(*offsets.span(*each.span))) for each in citation.fragments),
        findings=tuple(
            each if each.span is None else each._replace(span=Span(*offsets.span(*each.span)))
            for each in citation.findings
        ),
        passages=Deferred(None, _passages, citation.passages, offsets, bounds),
    )


def _passages(passages: Sequence[Alignment], offsets: OffsetMap, bounds: Span) -> tuple[tuple[Alignment, ...], int]:
    """The passages with their operations moved, and how many more there are."""
    moved = tuple(
        each._replace(operations=tuple(_moved(operation, offsets, bounds) for operation in each.operations))
        for each in passages
    )
    return moved, getattr(passages, "more", 0)


def _moved(operation: Operation, offsets: OffsetMap, bounds: Span) -> Operation:
    start, end = offsets.span(*operation.quoted)
    start = min(max(start, bounds.start), bounds.end)  # an empty one lies before what was left out beside it
    return operation._replace(quoted=Span(start, max(start, min(end, bounds.end))))
