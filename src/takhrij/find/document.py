"""A document as the kernel read it: words, cues and regions, with offsets in code points."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from takhrij.kernel import LEAST_HADITH, LEAST_QURAN, Region, code_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.find.notes import Notes
    from takhrij.library.store import Store


class Document:
    """The text of a document with what one pass over it found. Tokens are words, counted from 0.

    Attributes:
        text: the text as received.
        store: the library.
        scan: what the kernel keeps of it.
        starts, ends: where each word begins and ends, code points, half-open.
        marked: its pairs of marks and tags, and
        referred: the stretches before references, both noted by `takhrij.find.claims` as rows of numbers.
    """

    def __init__(self, text: str, store: Store) -> None:
        self.text = text
        self.store = store
        self.scan = store.kernel.scan(code_points(text), LEAST_QURAN, LEAST_HADITH)
        numbers = memoryview(self.scan.offsets).cast("I")
        self.starts, self.ends = numbers[::2], numbers[1::2]
        self.marked = self.referred = array("I")

    @cached_property
    def _cue_numbers(self) -> memoryview:
        return memoryview(self.scan.cues).cast("I")

    @cached_property
    def _regions(self) -> memoryview:
        return memoryview(self.scan.regions).cast("I")

    @cached_property
    def _slots(self) -> memoryview:
        return memoryview(self.scan.slots).cast("I")

    @cached_property
    def notes(self) -> Notes:
        """Its footnotes, read when the first is asked for."""
        from takhrij.find.notes import Notes

        return Notes(self.text)

    def slot(self, number: int) -> list[Region]:
        """The regions that compete for one place, best first; slots are numbered from 1."""
        return [Region._make(row) for row in zip(*[iter(self.slot_numbers(number).tolist())] * 9, strict=True)]

    def slot_numbers(self, number: int) -> memoryview:
        """The same as numbers, nine for each region (`Region`)."""
        slots = self._slots
        first = slots[3 * number - 3]
        return self._regions[9 * first : 9 * (first + slots[3 * number - 2])]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie wholly in a range of code points, as a half-open range of tokens."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end, lo=first))

    def cues_of(self, kind: tuple[str, str], first: int, last: int) -> Iterator[tuple[int, int]]:
        """The first word, and the word after the last, of the cues of a role and value that lie in the tokens [first, last)."""
        numbers, known = self._cue_numbers, self.store.cues
        for place in range(3 * bisect_left(numbers[::3], first), len(numbers), 3):
            at, count, cue = numbers[place : place + 3]
            if at >= last:
                break
            if known[cue] == kind and at + count <= last:
                yield at, at + count
