"""The hadiths that a quotation can be of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.align.align import encoded
from takhrij.align.match import Match, matches_of

if TYPE_CHECKING:
    from takhrij.library.store import Store
    from takhrij.model import Span


def fit_hadiths(store: Store, text: str, span: Span, depth: int) -> tuple[list[Match], int]:
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
    return matches_of(data), left
