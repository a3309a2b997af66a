"""A region of the Qur'an that is more than one quotation, in its pieces.

Regions go on over a few words that differ, since a verse may be quoted with a word changed or left out. Where what lies
between is an introducer, or a sentence ends there, the author has begun anew: "... wise. His saying: O you who believe".
And an author whose own sentence ends in the words that lead up to the verse has not quoted these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.chain import QURAN_GAPS, Chain, count_alike
from takhrij.kernel.twin.cues import QURAN_SAID
from takhrij.kernel.twin.index import number_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.kernel.twin.document import Document

STOP: Final = "."
MOST: Final = 64
"""Pieces of one region."""


def pieces_of(document: Document, region: Chain) -> list[Chain]:
    """The pieces in order; one that has no seam is the region as it was."""
    pieces: list[Chain] = []
    for doc, src, words in _runs(document, region):
        for number in range(words):
            token, position = doc + number, src + number
            parted = (_is_stopped(document, token, position) if number
                      else bool(pieces) and _is_seam(document, pieces[-1].doc_end - 1, token))  # fmt: skip
            if not pieces or (parted and len(pieces) < MOST):
                pieces.append(Chain(token, token, position, position, 0, 0))
            piece = pieces[-1]
            piece.doc_end, piece.src_end = token + 1, position + 1
            piece.weight += number_at(document.index.weight, document.ids[token])
            piece.words += 1
    if len(pieces) < 2:
        return [region]
    for piece in pieces:
        count_alike(document.index, document.tokens.words, piece)
    return pieces


def _runs(document: Document, region: Chain) -> Iterator[tuple[int, int, int]]:
    """The runs of a region: first word, position in the source, words."""
    doc, src = region.doc_start, region.src_start
    words = _alike_from(document, region, doc, src)
    while words:
        yield doc, src, words
        doc, src, words = _next_run(document, region, doc + words, src + words)


def _alike_from(document: Document, region: Chain, doc: int, src: int) -> int:
    words = 0
    while doc + words < region.doc_end and src + words < region.src_end:
        word = document.ids[doc + words]
        if not word or word != number_at(document.index.stream, src + words):
            break
        words += 1
    return words


def _next_run(document: Document, region: Chain, doc: int, src: int) -> tuple[int, int, int]:
    """The longest run of shared words that a gap parts from two places; of those as long, with the least gap in the source."""
    places = [
        (doc + inserted, src + skipped)
        for skipped in range(QURAN_GAPS.src + 1)
        for inserted in range(QURAN_GAPS.doc + 1)
    ]
    return max(((*place, _alike_from(document, region, *place)) for place in places), key=lambda found: found[2])


def _is_seam(document: Document, before: int, after: int) -> bool:
    """Whether the author begins anew between two words.

    A sentence or a line ends, a colon leads up to the second, or verses are introduced.
    """
    between = _between(document, before, after)
    if STOP in between or "\n" in between or between.rstrip().endswith(":"):
        return True
    cues = document.cues[document.cue_from(before + 1) : document.cue_from(after)]
    return any(cue.kind == QURAN_SAID for cue in cues)


def _is_stopped(document: Document, token: int, position: int) -> bool:
    """Whether a sentence ends before a word that follows another within a verse: the first was the author's own."""
    index = document.index
    return STOP in _between(document, token - 1, token) and position != number_at(
        index.passage_start, index.passage_at(position)
    )


def _between(document: Document, before: int, after: int) -> str:
    return document.text[document.tokens.ends[before] : document.tokens.starts[after]]
