"""The chain that leads up to a hadith, as far as the document gives it: from "عن أبي هريرة" to the colon before the words.

The kernel reads chains in Arabic; one in Latin letters is looked for where no Arabic word opens one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel import IN_LATIN
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.find.chain_latin import LatinNames
    from takhrij.find.document import Document

DECORATION: Final = " \t\r\n*_>#-–—•\"'«“({[﴿‘`"
"""What may stand between what leads up to a quotation and its words."""


class Chain(NamedTuple):
    """A chain in the document: its code points, half-open, and the companion it names, empty when it names none."""

    start: int
    end: int
    companion: str


class ChainReader:
    """Reads the chain before a quotation.

    Args:
        companions: the ids of companions by the kernel's numbers; number 0 is none.
        latin: finds names in Latin letters.
    """

    def __init__(self, companions: tuple[str, ...], latin: LatinNames) -> None:
        self.companions = companions
        self.latin = latin

    def before(self, document: Document, limit: int, end: int) -> Chain | None:
        """The chain that ends where a quotation begins.

        Args:
            document: the document.
            limit: no chain begins before this place.
            end: where the quotation's marks begin, or the quotation itself.
        """
        found = document.scan.isnad_before(limit, end)
        return self._read(document, *found) if found else None

    def within(self, document: Document, start: int, end: int) -> Chain | None:
        """The chain that reaches from its first opener in a range of code points to the range's end."""
        found = document.scan.isnad(start, end)
        return self._read(document, *found) if found else None

    def _read(self, document: Document, start: int, end: int, companion: int) -> Chain | None:
        if companion != IN_LATIN:
            return Chain(start, end, self.companions[companion])
        named = self.latin.find(document.text, start, end)
        return Chain(named[0].start, end, named[-1].companion) if named else None
