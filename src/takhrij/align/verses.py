"""The verses that a quotation can be of."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from takhrij.align.align import Fit, encoded, fits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.library.store import Store
    from takhrij.model import Span


class VerseMatch(NamedTuple):
    """A run of verses that fits a quotation."""

    first: int
    """The number of the first verse's passage, in the edition whose words fit."""
    last: int
    fit: Fit


def fit_verses(store: Store, text: str, span: Span, stated: Iterable[tuple[int, int]] = ()) -> list[VerseMatch]:
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
    return distinct(store, fits(store.kernel.trace_verses(encoded(text, span), ranges.tobytes())))


def distinct(store: Store, found: Iterable[Fit]) -> list[VerseMatch]:
    """The matches of fits, the first for each run of verses: of the two editions of the Qur'an, the one that fits better."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for fit in found:
        first, last = store.run(fit.start, fit.end)
        place = (store.modern(first), store.modern(last))
        if place not in seen:
            seen.add(place)
            kept.append(VerseMatch(first, last, fit))
    return kept
