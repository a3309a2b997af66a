"""Finds passages by their words, whatever a document says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.hadiths import fit_hadiths
from takhrij.align.verses import fit_verses
from takhrij.kernel import THOROUGH
from takhrij.model import Alignment, Span

if TYPE_CHECKING:
    from takhrij.library.library import Library

LEAST: Final = 0.4
"""Likeness from which a passage is listed."""


def search(library: Library, words: str, limit: int = 10) -> list[Alignment]:
    """The passages that have some words, or most of them, the likeliest first; `words` in Arabic letters.

    >>> from takhrij.library.library import Library
    >>> [found.passage.id for found in search(Library.open(), "الله لا إله إلا هو الحي القيوم لا تأخذه سنة ولا نوم")][:1]
    ['quran:2:255']
    """
    store, span = library.store, Span(0, len(words))
    found = fit_verses(store, words, span) + fit_hadiths(store, words, span, THOROUGH)[0]
    found.sort(key=lambda match: (-match.likeness, match.first))
    made = []
    for match in found[:limit]:
        first, base = match.first, store.starts[match.first]
        if match.likeness >= LEAST:
            passage = (
                store.passage(store.modern(first), store.modern(match.last))
                if first < store.first_hadith
                else store.passage(first)
            )
            made.append(Alignment(passage, (match.start - base, match.end - base), round(match.likeness, 3)))
    return made
