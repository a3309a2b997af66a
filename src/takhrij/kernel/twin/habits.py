"""How a document introduces its verses: words that often lead up to verses in it, whatever they are.

A grammar says "such as", a commentary "that is", a book of law "for His word"; no list has them all. A verse of many rare
words is one wherever it stands, so what stands before such verses is learned from the document, and speaks for lighter
ones behind the same word.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.kernel.twin.chain import Chain
    from takhrij.kernel.twin.document import Document

TELLING: Final = 80
"""A region of this weight, in quarter bits, is a verse wherever it stands."""
DOUBT: Final = 10
"""Occurrences without a verse that are taken for granted."""
SHARES: Final = (5, 20, 50, 100, 200, 350)
"""Of the occurrences of a word, those before a verse; thousandths."""


class Habits:
    """The words that stand before verses of a document that tell themselves.

    Args:
        document: the document.
        regions: its verses.
    """

    def __init__(self, document: Document, regions: Iterable[Chain]) -> None:
        self._words = [word.fold_hash for word in document.tokens.words]
        self._telling = Counter(self._words[region.doc_start - 1] for region in regions if _is_telling(region))
        self._seen = Counter(word for word in self._words if word in self._telling)

    def before(self, region: Chain) -> int:
        """How often a verse stands behind the word before a region, in steps from 0 to 6; it does not count itself."""
        if not region.doc_start:
            return 0
        word, own = self._words[region.doc_start - 1], _is_telling(region)
        telling = self._telling[word] - own
        seen = self._seen[word] - own + DOUBT
        return sum(telling * 1000 >= share * seen for share in SHARES) if telling > 0 else 0


def _is_telling(region: Chain) -> bool:
    return region.weight >= TELLING and region.doc_start > 0
