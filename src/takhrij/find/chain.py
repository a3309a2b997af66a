"""The chain that leads up to a hadith, as far as the document gives it: from "عن أبي هريرة" to the colon before the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.chain_latin import LatinNames
    from takhrij.find.document import Document
    from takhrij.library.companions import CompanionNames
    from takhrij.text.letters import Letters

ATTACHED: Final = "وف"
HONOUR: Final = "رضي"
PROPHET: Final = frozenset({"النبي", "رسول", "الرسول", "نبي", "نبينا", "المصطفي"})
FROM: Final = frozenset({"عن", "وعن", "ان"})
CLAUSE: Final = 9
"""Words after a verb of narration within which it says from whom."""
LONGEST: Final = 420
"""Code points before a quotation in which its chain may begin."""
BREAK: Final = re.compile(r"(?<!\bb)[.؟!](?=\s)|[»﴾”]|\n\s*\n")
DECORATION: Final = " \t\r\n*_>#-–—•\"'«“({[﴿‘`"
REMEMBERED: Final = 20_000
"""Words that are kept folded, and of which it is kept whether a name begins with them."""
HONOURED: Final = 8
"""Words after an opener within which an honorific shows that a companion was named."""


class Chain(NamedTuple):
    """A chain in the document: its code points, half-open, and the companion it names, empty when it names none."""

    start: int
    end: int
    companion: str


class ChainReader:
    """Reads the chain before a quotation.

    Args:
        letters: how words are folded.
        names: the names of companions.
        openers: for a folded word that may open a chain, what it needs (`data/chain_openers.tsv`).
        latin: finds names in Latin letters.
    """

    def __init__(self, letters: Letters, names: CompanionNames, openers: dict[str, str], latin: LatinNames) -> None:
        self.letters = letters
        self.names = names
        self.latin = latin
        self.openers = openers
        self._opening = frozenset(openers) | {mark + word for mark in ATTACHED for word in openers}
        self._folded: dict[str, str] = {}
        self._beginning: dict[str, bool] = {}

    def before(self, document: Document, limit: int, end: int) -> Chain | None:
        """The chain that ends where a quotation begins.

        Args:
            document: the document.
            limit: no chain begins before this place.
            end: where the quotation's marks begin, or the quotation itself.
        """
        text, low = document.text, max(limit, end - LONGEST)
        bare_end = low + len(text[low:end].rstrip(DECORATION))
        for found in BREAK.finditer(text, low, bare_end):
            low = found.end()
        return self.within(document, low, bare_end)

    def within(self, document: Document, start: int, end: int) -> Chain | None:
        """The chain that reaches from its first opener in a range of code points to the range's end."""
        text, known = document.text, self._folded
        places = document.places(start, end)
        words = [known.get(word) or self._fold(word) for word in [text[low:high] for low, high in places]]
        if self._opening.isdisjoint(words):
            named = self.latin.find(text, start, end)
            return Chain(named[0].start, end, named[-1].companion) if named else None
        for at, word in enumerate(words):
            if word not in self._opening:
                continue
            attached = 0
            need = self.openers.get(word)
            if need is None:
                attached, need = 1, self.openers[word[1:]]
            if self._opens(text, words, places, at, need):
                # A mark may stand between the conjunction and the word: the word begins at its own first letter.
                return Chain(places[at][0] + attached, end, self._companion(words, at + 1))
        return None

    def _fold(self, word: str) -> str:
        folded = self.letters.fold(word)
        if len(self._folded) >= REMEMBERED:
            self._folded.clear()
        self._folded[word] = folded
        return folded

    def _opens(self, text: str, words: Sequence[str], places: Sequence[tuple[int, int]], at: int, need: str) -> bool:
        if need == "any":
            return True
        if need == "clause":
            if at:
                before = text[places[at - 1][1] : places[at][0]]
                if not any(mark in before for mark in ":،-–*\n."):
                    return False
            if self.names.match(words[at + 1 : at + 12]):
                return True
            return any(self._names(words[place + 1 : place + 12])
                       for place in range(at, min(len(words), at + CLAUSE)) if words[place] in FROM)  # fmt: skip
        return self._names(words[at + 1 : at + 12])

    def _names(self, following: Sequence[str]) -> bool:
        if not following or following[0] in PROPHET:
            return False
        if self.names.match(following):
            return True
        honour = next((at for at, word in enumerate(following[:HONOURED]) if word == HONOUR), 0)
        return honour > 0 and FROM.isdisjoint(following[:honour])

    def _companion(self, words: Sequence[str], at: int) -> str:
        """The last companion named before the Prophet is."""
        found, beginning = "", self._beginning
        while at < len(words):
            word = words[at]
            if word in PROPHET and found:
                break
            begins = beginning.get(word)
            if begins is None:
                if len(beginning) >= REMEMBERED:
                    beginning.clear()
                begins = beginning[word] = self.names.begins(word)
            match = self.names.match(words[at : at + 9]) if begins else None
            if match:
                found = match[0]
                at += match[1]
            else:
                at += 1
        return found
