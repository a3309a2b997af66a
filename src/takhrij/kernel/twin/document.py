"""A document as one pass over it found it: words, marks, cues, regions; and what stands where in it.

Places are code points, tokens are words counted from 0; ranges are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.chain import chain_runs, select_chains
from takhrij.kernel.twin.cues import find_cues
from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.seeds import find_runs
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel.twin.chain import Chain
    from takhrij.kernel.twin.cues import Cue
    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Reader

OVERLAPPING: Final = 5
"""Slots that are looked at for a stretch of words: only a few may overlap."""
NEIGHBOUR_OF_CLAIM, NEIGHBOUR_BEFORE, NEIGHBOUR_AFTER = range(3)
"""The sets of words beside a quotation."""
NOTHING: Final = "\0"
"""The character beyond the end of a text."""


class Slot(NamedTuple):
    """The regions that compete for one place."""

    start: int
    """The first token of the best."""
    first: int
    """The number of the best: the others follow it."""
    regions: int


class Document:
    """A text that was read.

    Attributes:
        text: its code points.
        reader: what read its words.
        tokens: its words and marks.
        ids: for each word the word of the sources that it is, 0 when it is none.
        cues: in order of place.
        regions: by slot, best first within one.
        slots: in order of place.
        usage: how much it uses marks of quotation: 0 not at all, 1 little, 2 much; known once its claims were found.
    """

    def __init__(self, index: Index, reader: Reader, text: str, least_quran: int, least_hadith: int) -> None:
        """Read a text.

        Args:
            index: the index.
            reader: reads words by it.
            text: its code points.
            least_quran: the weight from which a region of the Qur'an is kept.
            least_hadith: the same for the collections.
        """
        self.index = index
        self.text = text
        self.tokens = reader.read(text)
        words = self.tokens.words
        self.reader = reader
        self.word_characters = reader.word_characters
        self.digits = reader.digits
        self.ids = [word.id for word in words]
        self.cues = list(find_cues(index, words, self._behind))
        chains = chain_runs(index, words, find_runs(index, words), least_quran, least_hadith)
        self.regions = select_chains(index, chains, len(words))
        self.slots = _slots(self.regions)
        self.usage = 0
        self._cue_tokens = [cue.token for cue in self.cues]
        self._slot_starts = [slot.start for slot in self.slots]
        self._slot_places = [self.tokens.starts[slot.start] for slot in self.slots]
        self._lines = [at + 1 for at, character in enumerate(self.text) if character == "\n"]

    def _behind(self, token: int) -> str:
        """What stands behind a word, up to the next."""
        starts, end = self.tokens.starts, self.tokens.ends[token]
        return self.text[end : starts[token + 1] if token + 1 < len(starts) else len(self.text)]

    def char_at(self, at: int) -> str:
        """The character at a place; beyond the end, `NOTHING`."""
        return self.text[at] if at < len(self.text) else NOTHING

    def stripped(self, start: int, end: int, characters: str) -> tuple[int, int]:
        """A range without these characters at its ends."""
        start = self.stripped_start(start, end, characters)
        return start, self.stripped_end(start, end, characters)

    def stripped_start(self, start: int, end: int, characters: str) -> int:
        """Where a range begins without these characters."""
        part = self.text[start:end]
        return start + len(part) - len(part.lstrip(characters))

    def stripped_end(self, start: int, end: int, characters: str) -> int:
        """Where a range ends without these characters."""
        return start + len(self.text[start:end].rstrip(characters)) if start < end else end

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie wholly between two places."""
        first = bisect_left(self.tokens.starts, start)
        return first, bisect_right(self.tokens.ends, end, lo=first)

    def line_start(self, at: int) -> int:
        """Where the line of a place begins."""
        line = bisect_right(self._lines, at)
        return self._lines[line - 1] if line else 0

    def cue_from(self, token: int) -> int:
        """The number of the first cue that begins at a token or later."""
        return bisect_left(self._cue_tokens, token)

    def cues_between(self, first: int, last: int) -> Sequence[Cue]:
        """The cues that lie wholly in the tokens [first, last)."""
        found = self.cues[self.cue_from(first) : self.cue_from(last)]
        return found[:-1] if found and found[-1].end > last else found

    def cue_end(self, cue: Cue) -> int:
        """The place at which the last word of a cue ends."""
        return self.tokens.ends[cue.end - 1]

    def slot_of_words(self, first: int, last: int) -> int:
        """1 + the number of the slot whose best region shares most words with [first, last); 0 when none does."""
        best = most = 0
        place = bisect_left(self._slot_starts, last)
        for number in range(place, max(place - OVERLAPPING, 0), -1):
            region = self.regions[self.slots[number - 1].first]
            shared = min(region.doc_end, last) - max(region.doc_start, first)
            if shared > most:
                best, most = number, shared
        return best

    def slot_regions(self, number: int) -> Sequence[Chain]:
        """The regions of a slot, by 1 + its number; none for 0."""
        if not number:
            return ()
        slot = self.slots[number - 1]
        return self.regions[slot.first : slot.first + slot.regions]

    def slot_begins(self, start: int, end: int) -> bool:
        """Whether the best region of a slot begins between two places."""
        place = bisect_left(self._slot_places, start)
        return place < len(self._slot_places) and self._slot_places[place] < end

    def neighbour(self, which: int, token: int) -> int:
        """The number of a word in a set of neighbours; 0 when it is none of them."""
        table, wanted = self.index.neighbours, (which, self.tokens.words[token].fold_hash)
        rows = len(table) // 3
        row = 3 * bisect_left(range(rows), wanted, key=lambda row: (table[3 * row], table[3 * row + 1]))
        return number_at(table, row + 2) if row < 3 * rows and (table[row], table[row + 1]) == wanted else 0


def _slots(regions: Sequence[Chain]) -> list[Slot]:
    """The slots of regions that stand together by slot."""
    slots: list[Slot] = []
    first = 0
    for after in range(1, len(regions) + 1):
        if after == len(regions) or regions[after].slot != regions[first].slot:
            slots.append(Slot(regions[first].doc_start, first, after - first))
            first = after
    return sorted(slots)
