"""Whether a quotation is run together from pieces of several verses, or where two hadiths may be blended in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.align import encoded
from takhrij.align.match import Match, match_of_region
from takhrij.judge.correction import regions_of
from takhrij.judge.wording import FREE, PREFIX
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.judge.wording import Wording
    from takhrij.kernel import Region
    from takhrij.library.store import Store

COVERED: Final = 0.7
"""Share of the words of a quotation that pieces of several verses must cover for it to be joined of them."""
LEAST_PIECE, LEAST_NEW, LEAST_PIECES = 3, 2, 2
"""Words of a piece, those of them that no other piece has, and pieces."""

CONJUNCTIONS: Final = "وف"


def joined_pieces(store: Store, text: str, span: Span) -> tuple[Match, ...]:
    """The verses whose pieces make up most of a quotation, when they are several and not in one run; in order of place.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
    """
    quoted = encoded(text, span)
    words = len(store.kernel.words(quoted)[1]) // 16
    pieces: list[Region] = []
    covered: set[int] = set()
    for region in sorted(regions_of(store, quoted), key=lambda region: -region.weight):
        own = range(region.doc_start, region.doc_end)
        if region.words >= LEAST_PIECE and len(own) - len(covered.intersection(own)) >= LEAST_NEW:
            pieces.append(region)
            covered.update(own)
    parts: dict[tuple[int, int], Match] = {}
    for region in sorted(pieces):
        _, _, start, end, weight, shared, _, lettered, _ = region
        match = match_of_region(store, start, end, weight, shared, lettered)
        parts.setdefault(store.verse(match.first), match)
    return tuple(parts.values()) if len(parts) >= LEAST_PIECES and len(covered) >= COVERED * words else ()


def parts_that_may_be_joined(text: str, span: Span, wording: Wording) -> Iterator[tuple[Span, Span]]:
    """The ways to part a quotation in two where its beginning, or its end, is a hadith's and the rest is not.

    Args:
        text: the document.
        span: the quotation.
        wording: its wording against the hadith that takes least change.

    Yields:
        The two parts in order of place.
    """
    kinds = [step[0] for step in wording.steps]
    changed = [kind not in FREE and kind != PREFIX for kind in kinds]
    if True not in changed:
        return
    first = next(at for at, kind in enumerate(kinds) if kind not in FREE and (at or kind != PREFIX))
    last = len(changed) - 1 - changed[::-1].index(True)
    places = [wording.steps[first - 1][2]] if first else []  # the beginning is the hadith's
    if last < len(changed) - 1:
        places.append(wording.steps[last + 1][1])
    for place in places:
        word = text[span.start : place].split()[-1:]
        if word and word[0][0] in CONJUNCTIONS:  # the other hadith, or its own, begins with the conjunction
            yield from _long_enough(text, span, text.rfind(word[0], span.start, place))
        yield from _long_enough(text, span, place)


def _long_enough(text: str, span: Span, place: int) -> Iterator[tuple[Span, Span]]:
    """The two parts of a quotation that a place parts, where each has words enough to be a piece."""
    parts = Span(span.start, place), Span(place, span.end)
    if all(sum(any(map(str.isalpha, word)) for word in text[start:end].split()) >= LEAST_PIECE for start, end in parts):
        yield parts
