"""The hadiths that a quotation can be of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.align.align import encoded
from takhrij.align.match import Match, matches_of
from takhrij.kernel import rows

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


def likeness_to(store: Store, text: str, span: Span, number: int) -> float:
    """How like a quotation is to the whole of a hadith, by the rarity of the words that they have in common: 0 to 1.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
        number: the passage.
    """
    low, high = store.starts[number : number + 2]
    fit = rows(store.kernel.align(encoded(text, span), low, high, False)[0], 7)[0]
    common, other = fit[3:5]
    return common / max(1, common + other)
