"""The verses that a quotation can be of."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from takhrij.align.align import encoded
from takhrij.align.match import Match, matches_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.library.store import Store
    from takhrij.model import Span


def fit_verses(store: Store, text: str, span: Span, stated: Iterable[tuple[int, int]] = ()) -> list[Match]:
    """The runs of verses that fit a quotation, the one that takes least change first; each place once.

    They come from the runs of words the two share, from the places where exactly these words stand, from what is stated, and
    for want of better from the rare words in common.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
        stated: passages (first and last, of the edition in modern spelling) that the document names.
    """
    ranges = array("I")
    for first, last in stated:
        second = store.uthmani(first)
        ranges.extend((store.starts[first], store.starts[last + 1]))
        ranges.extend((store.starts[second], store.starts[second + last - first + 1]))
    return distinct(store, matches_of(store.kernel.trace_verses(encoded(text, span), ranges.tobytes())))


def distinct(store: Store, found: Iterable[Match]) -> list[Match]:
    """The first match for each run of verses: of the two editions of the Qur'an, the one that fits better."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for match in found:
        place = (store.modern(match.first), store.modern(match.last))
        if place not in seen:
            seen.add(place)
            kept.append(match)
    return kept
