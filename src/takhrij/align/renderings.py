"""Passages whose known renderings into other languages have the words of a text, whatever their order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from takhrij.kernel import rows
from takhrij.library.layout import NAT
from takhrij.library.terms import numbers, stems
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.library.store import Store

LISTED: Final = 12
"""Verses, and hadiths, looked at of a quotation."""
Bar = tuple[float, float]
"""A likelihood in nats: that of all words of a text together, and of each."""
CLEAR: Final[Bar] = (24, 1.3)
CLEAR_HADITH: Final[Bar] = (40, 2)
"""From which a text is a rendering whatever stands around it: in 75,428 words of English news and sentences (tools/prose.py) none is.
Hadiths are many, and told in everyday words."""
LIKELY: Final[Bar] = (12, 1.15)
LIKELY_HADITH: Final[Bar] = (20, 0.9)
"""From which one that is said to be a quotation is: of translations that are not known, about 19 of 20
verses of seven words or more are, and 9 of 10 hadiths."""


class Rendered(NamedTuple):
    """A passage, and how much likelier its renderings make the words of a text than all renderings together do."""

    passage: int
    nats: float
    """The natural logarithm of that likelihood ratio."""
    rate: float
    """The same for each word of the text."""

    def reaches(self, bar: Bar) -> bool:
        """Whether it is as likely as that."""
        return self.nats >= bar[0] and self.rate >= bar[1]


UNLIKELY: Final = Rendered(0, 0.0, 0.0)


class Rendering:
    """What a text in another language is likely to be a rendering of.

    Args:
        store: the library.
        text: the text.

    >>> from takhrij.library.library import Library
    >>> store = Library.open().store
    >>> store.label(Rendering(store, "God is the light of the heavens and the earth").verse.passage)
    'an-Nur 24:35'
    """

    def __init__(self, store: Store, text: str) -> None:
        self.words: Final = stems(text)
        """Its words as renderings are compared by."""
        self._store = store

    @cached_property
    def _terms(self) -> bytes:
        return numbers(self.words).tobytes()

    def _ranked(self, low: int, high: int, count: int) -> list[Rendered]:
        size = len(self.words)
        found = self._store.rank(self._terms, size, low, high, count)
        return [Rendered(passage, score / NAT, score / NAT / size) for passage, score in rows(found, 2)]

    def of(self, first: int, last: int) -> Rendered:
        """The likeliest of the passages from `first` to `last`, both included; `UNLIKELY` where none is likely."""
        return next(iter(self._ranked(first, last + 1, 1)), UNLIKELY)

    @cached_property
    def verses(self) -> list[Rendered]:
        """The likeliest verses, best first, by their passages in modern spelling."""
        return self._ranked(0, self._store.quran_verses, LISTED)

    @cached_property
    def hadiths(self) -> list[Rendered]:
        """The likeliest hadiths, best first."""
        return self._ranked(self._store.first_hadith, len(self._store.keys), LISTED)

    @property
    def verse(self) -> Rendered:
        """The likeliest verse."""
        return self.verses[0] if self.verses else UNLIKELY

    @property
    def hadith(self) -> Rendered:
        """The likeliest hadith."""
        return self.hadiths[0] if self.hadiths else UNLIKELY

    @property
    def is_likely(self) -> bool:
        """Whether what is said to be a quotation of some passage is one."""
        return self.verse.reaches(LIKELY) or self.hadith.reaches(LIKELY_HADITH)

    @property
    def is_clear(self) -> bool:
        """Whether it is a quotation, whatever it is said to be."""
        return self.verse.reaches(CLEAR) or self.hadith.reaches(CLEAR_HADITH)
