"""The hadiths that a quotation can be of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from takhrij.align.align import Fit, encoded, fits

if TYPE_CHECKING:
    from takhrij.library.store import Store
    from takhrij.model import Span


class HadithMatch(NamedTuple):
    """A hadith that fits a quotation."""

    number: int
    """The number of its passage."""
    fit: Fit


def fit_hadiths(store: Store, text: str, span: Span, depth: int) -> tuple[list[HadithMatch], int]:
    """The hadiths that fit a quotation, the likeliest first, and how many more may fit that were not looked at.

    They come from runs of words that the two share, and from rare words.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
        depth: `CLOSEST`, `FITTING` or `THOROUGH` (`takhrij.kernel`): how far to look, thoroughly where the document says
            which collections have it.
    """
    data, left = store.kernel.trace_hadiths(encoded(text, span), depth)
    return [HadithMatch(store.at(fit.start), fit) for fit in fits(data)], left
