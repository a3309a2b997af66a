"""A stretch of the sources that fits a quotation, as the kernel measured it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.kernel import rows
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.library.store import Store


class Match(NamedTuple):
    """A hadith, or a run of verses, that fits a quotation, and how well."""

    start: int
    """The first stream position that the quotation covers."""
    end: int
    """The position after the last."""
    cost: int
    """Tenths of a replaced word."""
    common: int
    """Rarity of the words in common, fortieths of a bit; a word that resembles the source's counts for the most part."""
    other: int
    """Rarity of the words of either side that the other lacks."""
    kept: int
    """Words that are the same letter for letter."""
    spelt: int
    """Words that are the same in another spelling."""
    first: int
    """The passage of the first word: the hadith, or the first verse, in the edition whose words fit."""
    last: int
    """The passage of the last word."""
    likeness: float
    """Share of the rarity of all words, quoted and left out, that the two have in common: 0 to 1."""

    @property
    def exact(self) -> bool:
        """Whether every word is the source's, letter for letter."""
        return not self.cost and not self.spelt and self.end > self.start


def matches_of(data: bytes) -> list[Match]:
    """The matches that the kernel returns."""
    # Past the constructor of a NamedTuple, which takes twice as long as all else here.
    return [tuple.__new__(Match, (*row, row[3] / (row[3] + row[4]) if row[3] else 0.0)) for row in rows(data, 9)]


def match_of_region(store: Store, start: int, end: int, weight: int, words: int, lettered: int) -> Match:
    """The match of words that all stand in a region of the stream, `lettered` of them letter for letter."""
    return Match(start, end, 0, 10 * weight, 0, lettered, words - lettered, *store.run(start, end), 1.0)
