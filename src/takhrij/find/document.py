"""A document as the kernel read it: words, marks, cues and regions, with offsets in code points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.kernel import LEAST_HADITH, LEAST_QURAN, Region, rows

if TYPE_CHECKING:
    from takhrij.library.store import Store


HEADING_LINES: Final = 8
HEADING_REACH: Final = 400


class Cue(NamedTuple):
    """A phrase of the cue table in the document, by its words."""

    token: int
    end: int
    role: str
    value: str


class Document:
    """The text of a document with what one pass over it found. Tokens are words, counted from 0.

    Attributes:
        text: the text as received.
        starts, ends: where each word begins and ends, code points, half-open.
        words: the word of the sources that each word is, 0 when it is none.
        quotes: the marks that may open or close a quotation: place and character.
        cues: the cue phrases, in order, none inside another.
        slots: the regions shared with the sources, one list for each place, best first, in order of place.
    """

    __slots__ = ("_cue_tokens", "_headings", "cues", "ends", "quotes", "slots", "starts", "store", "text", "words")

    def __init__(self, text: str, store: Store) -> None:
        self.text = text
        self.store = store
        offsets, words, quotes, cues, regions = store.kernel.scan(
            text.encode("utf-8", "surrogatepass"), LEAST_QURAN, LEAST_HADITH
        )
        numbers = memoryview(offsets).cast("I")
        self.starts, self.ends = numbers[::2], numbers[1::2]
        self.words = memoryview(words).cast("I")
        self.quotes: list[tuple[int, str]] = [(at, chr(code)) for at, code in rows(quotes, 2)]
        known = store.cues
        self.cues: list[Cue] = [Cue(at, at + count, *known[cue]) for at, count, cue in rows(cues, 3)]
        self._headings: dict[int, str] = {}
        self._cue_tokens = [cue.token for cue in self.cues]
        found = map(Region._make, rows(regions, 9))
        self.slots: list[list[Region]] = [list(group) for _, group in groupby(found, key=lambda region: region.slot)]
        self.slots.sort(key=lambda slot: slot[0].doc_start)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie wholly in a range of code points, as a half-open range of tokens."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end, lo=first))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The code points from the word `first` through the word before `last`."""
        return self.starts[first], self.ends[last - 1]

    def cues_between(self, first: int, last: int) -> list[Cue]:
        """The cues whose words all lie in the tokens [first, last)."""
        low = bisect_left(self._cue_tokens, first)
        high = bisect_left(self._cue_tokens, last, lo=low)
        return [cue for cue in self.cues[low:high] if cue.end <= last]

    def cues_before(self, token: int, words: int) -> list[Cue]:
        """The cues that begin in the `words` words before a token, but in its paragraph's part of the document or above."""
        high = bisect_left(self._cue_tokens, token)
        return self.cues[bisect_left(self._cue_tokens, token - words, hi=high) : high]

    def heading(self, end: int) -> str:
        """What the nearest heading above speaks of: `quran`, `hadith`, or empty; it ends at most at the code point `end`.

        A heading is a line that begins with #, is bold as a whole, or ends in a colon.
        """
        known = self._headings.get(end)
        if known is not None:
            return known
        role, line_end = "", end
        for _ in range(HEADING_LINES):
            if line_end <= 0:
                break
            start = self.text.rfind("\n", max(0, line_end - HEADING_REACH), line_end) + 1
            line = self.text[start:line_end].strip(" \t->*•")
            if line and (self.text[start:line_end].lstrip().startswith("#") or line.endswith((":", "：", ":**"))):
                first, last = self.tokens(start, line_end)
                role = next((cue.role for cue in reversed(self.cues_between(first, last)) if cue.role in ("quran", "hadith")), "")
                if role:
                    break
            line_end = start - 1
        self._headings[end] = role
        return role
