"""Passages whose known renderings into other languages have the words of a text, whatever their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from takhrij.kernel import rows
from takhrij.library.terms import numbers, stems

if TYPE_CHECKING:
    from takhrij.library.store import Store


class Rendered(NamedTuple):
    """A passage, and how much likelier its rendering has these words than any text, in sixteenths of a nat."""

    passage: int
    score: int


def rendered_verses(store: Store, text: str, count: int) -> list[Rendered]:
    """The verses, by their passages in modern spelling, of which a text most likely is a rendering, best first.

    >>> from takhrij.library.library import Library
    >>> store = Library.open().store
    >>> [(best, *_)] = [rendered_verses(store, "God is the light of the heavens and the earth", 3)]
    >>> store.verse(best.passage)
    (24, 35)
    """
    return _ranked(store, text, 0, store.quran_verses, count)


def rendered_hadiths(store: Store, text: str, count: int) -> list[Rendered]:
    """The hadiths of which a text most likely is a rendering, best first."""
    return _ranked(store, text, store.first_hadith, len(store.keys), count)


def _ranked(store: Store, text: str, low: int, high: int, count: int) -> list[Rendered]:
    words = stems(text)
    found = store.kernel.rank(numbers(words).tobytes(), len(words), low, high, count)
    return [Rendered(passage, score) for passage, score in rows(found, 2)]
