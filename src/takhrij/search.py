"""Finds passages by their words, whatever a document says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.hadiths import fit_hadiths
from takhrij.align.verses import fit_verses
from takhrij.kernel import THOROUGH
from takhrij.model import Alignment, Span

if TYPE_CHECKING:
    from takhrij.align.align import Fit
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
    found: list[tuple[float, int, int, Fit]] = [
        (verse.fit.likeness, verse.first, verse.last, verse.fit) for verse in fit_verses(store, words, span)
    ]
    found += [
        (hadith.fit.likeness, hadith.number, hadith.number, hadith.fit)
        for hadith in fit_hadiths(store, words, span, THOROUGH)[0]
    ]
    found.sort(key=lambda entry: (-entry[0], entry[1]))
    made = []
    for likeness, first, last, fit in found[:limit]:
        base = store.starts[first]
        if likeness >= LEAST:
            passage = (
                store.passage(store.modern(first), store.modern(last))
                if first < store.first_hadith
                else store.passage(first)
            )
            made.append(Alignment(passage, (fit.start - base, fit.end - base), round(likeness, 3)))
    return made
