"""Whether a quotation is run together from pieces of several verses, or where two hadiths may be blended in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.align import encoded
from takhrij.align.match import Match, match_of_region
from takhrij.judge.correction import regions_of
from takhrij.judge.wording import FREE, PREFIX
from takhrij.kernel import DELETE
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.align.align import Step
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
    """The ways to part a quotation in two where its beginning, or its end, is a hadith's and most of the rest is not.

    Args:
        text: the document.
        span: the quotation.
        wording: its wording against the hadith that takes least change.

    Yields:
        The part that is not the hadith's, and the one that is.
    """
    steps = wording.steps
    kinds = [step[0] for step in steps]
    changed = [kind not in FREE and kind != PREFIX for kind in kinds]
    if True not in changed:
        return
    first = next(at for at, kind in enumerate(kinds) if kind not in FREE and (at or kind != PREFIX))
    last = len(changed) - changed[::-1].index(True)
    if first and _mostly_changed(text, steps[first:]):  # the beginning is the hadith's
        yield from ((other, own) for own, other in _parted(text, span, steps[first - 1][2]))
    if last < len(changed) and _mostly_changed(text, steps[:last]):
        yield from _parted(text, span, steps[last][1])


def _mostly_changed(text: str, steps: Sequence[Step]) -> bool:
    """Whether more words of a part are changed than not, and enough to be a piece; soon told, and seldom so."""
    changed, kept = 0, 0
    for kind, start, end, _, _ in steps:
        if kind in FREE:
            kept += len(text[start:end].split())
        elif kind != DELETE:
            changed += len(text[start:end].split())
    return changed >= LEAST_NEW and changed > kept


def _parted(text: str, span: Span, place: int) -> Iterator[tuple[Span, Span]]:
    """The two parts that a place parts a quotation in, and those before a conjunction there, where both are long enough."""
    word = next(iter(text[span.start : place].split()[-1:]), " ")
    places = [text.rfind(word, span.start, place), place] if word[0] in CONJUNCTIONS else [place]
    for each in places:
        parts = Span(span.start, each), Span(each, span.end)
        if all(
            sum(any(map(str.isalpha, word)) for word in text[low:high].split()) >= LEAST_PIECE for low, high in parts
        ):
            yield parts
