"""Passages whose known renderings into other languages have the words of a text, whatever their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.kernel import rows
from takhrij.library.layout import NAT
from takhrij.library.terms import numbers, stems

if TYPE_CHECKING:
    from takhrij.library.store import Store

LISTED: Final = 12
"""Verses, and hadiths, looked at of a quotation."""


class Bar(NamedTuple):
    """A likelihood, in nats, for all words of a text together and for each."""

    nats: float
    rate: float


CLEAR, CLEAR_HADITH = Bar(24, 1.3), Bar(40, 2)
"""From which a text is a rendering whatever stands around it: in 76,000 words of English news and sentences (tools/prose.py) none is.
Hadiths are many, and told in everyday words."""
LIKELY, LIKELY_HADITH = Bar(12, 1.15), Bar(20, 0.9)
"""From which one that is said to be a quotation is: of translations that are not known, 19 of 20 verses and hadiths are."""


class Rendered(NamedTuple):
    """A passage, and how much likelier its renderings make the words of a text than all renderings together do."""

    passage: int
    nats: float
    """The natural logarithm of that likelihood ratio."""
    rate: float
    """The same for each word of the text."""

    def reaches(self, bar: Bar) -> bool:
        """Whether it is as likely as that."""
        return self.nats >= bar.nats and self.rate >= bar.rate


class Terms:
    """The words of a text as renderings are compared by.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self.words: Final = stems(text)
        self._data = numbers(self.words).tobytes()

    def ranked(self, store: Store, low: int, high: int, count: int) -> list[Rendered]:
        """The passages of [low, high) of which the text most likely is a rendering, best first; up to 64."""
        size = len(self.words)
        found = store.kernel.rank(self._data, size, low, high, count)
        return [Rendered(passage, score / NAT, score / NAT / size) for passage, score in rows(found, 2)]

    def verses(self, store: Store, count: int) -> list[Rendered]:
        """The likeliest verses, by their passages in modern spelling.

        >>> from takhrij.library.library import Library
        >>> store = Library.open().store
        >>> [best] = Terms("God is the light of the heavens and the earth").verses(store, 1)
        >>> store.verse(best.passage)
        (24, 35)
        """
        return self.ranked(store, 0, store.quran_verses, count)

    def hadiths(self, store: Store, count: int) -> list[Rendered]:
        """The likeliest hadiths."""
        return self.ranked(store, store.first_hadith, len(store.keys), count)

    def of(self, store: Store, first: int, last: int) -> Rendered | None:
        """The likeliest of the passages from `first` to `last`, both included; `None` where none is."""
        return next(iter(self.ranked(store, first, last + 1, 1)), None)


UNLIKELY: Final = Rendered(0, 0.0, 0.0)


class Rendering(NamedTuple):
    """What the words of a quotation in translation are likely to be of."""

    verses: tuple[Rendered, ...]
    """The likeliest verses, best first."""
    hadiths: tuple[Rendered, ...]
    """The likeliest hadiths, best first."""
    terms: Terms

    @classmethod
    def of(cls, store: Store, terms: Terms) -> Rendering:
        """What some words are likely to be of."""
        return cls(tuple(terms.verses(store, LISTED)), tuple(terms.hadiths(store, LISTED)), terms)

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
