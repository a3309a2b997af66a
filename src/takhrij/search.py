"""Finds passages by their words, whatever a document says of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.align.hadiths import fit_hadiths
from takhrij.align.verses import fit_verses
from takhrij.kernel import THOROUGH
from takhrij.model import Alignment, Span
from takhrij.text.patterns import ARABIC

if TYPE_CHECKING:
    from takhrij.library.library import Library

LEAST: Final = 0.4
"""Likeness from which a passage is listed."""
RENDERED_NATS, RENDERED_SHARE = 6.0, 0.4
"""Of words in another language, the likelihood from which a passage is listed, and its share of that of the likeliest."""


def search(library: Library, words: str, limit: int = 10) -> list[Alignment]:
    """The passages that have some words, or most of them, the likeliest first.

    Words in English are looked for in translations, whatever their order; `score` is then the likeness to the closest that is loaded.

    >>> from takhrij.library.library import Library
    >>> [found.passage.id for found in search(Library.open(), "الله لا إله إلا هو الحي القيوم لا تأخذه سنة ولا نوم")][:1]
    ['quran:2:255']
    >>> [found.passage.id for found in search(Library.open(), "with every hardship comes ease", limit=2)]
    ['quran:94:6', 'quran:94:5']
    """
    if not re.search(f"[{ARABIC}]", words):
        return _rendered(library, words, limit)
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


def _rendered(library: Library, words: str, limit: int) -> list[Alignment]:
    """The passages of which words in another language are likeliest to be a rendering."""
    from takhrij.align.renderings import Rendering
    from takhrij.align.translations import closest

    store, rendering = library.store, Rendering(library.store, words)
    found = sorted([*rendering.verses, *rendering.hadiths], key=lambda each: (-each.nats, each.passage))
    least = max(RENDERED_NATS, RENDERED_SHARE * found[0].nats) if found else 0.0
    made = []
    for each in found[:limit]:
        if each.nats >= least:
            passage, published = store.passage(each.passage), closest(store, words, each.passage, each.passage)
            likeness = round(published.likeness, 3) if published is not None else 0.0
            made.append(Alignment(passage, (0, len(passage.parts[1].split())), likeness))
    return made
