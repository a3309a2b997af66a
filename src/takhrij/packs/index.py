"""A pack's index as it is read: mapped, looked up, and never trusted beyond its sections (`takhrij.packs.build`)."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import SourceError
from takhrij.library.indexfile import IndexFile
from takhrij.packs.record import Grading, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

MULTIPLIER: Final = 0x9E3779B97F4A7C15
UNKNOWN: Final = 0xFFFFFFFF
"""The number of a word that the pack does not have."""
_SECTIONS: Final = {
    "text": "B", "start": "I", "end": "I", "stream": "I", "key": "I", "vocab": "Q", "word_start": "I", "word_at": "I",
    "pair_start": "I", "pair_at": "I", "unit_word": "I", "unit_text": "I", "meta_start": "I", "meta": "B", "ids": "Q",
}  # fmt: skip


def hash_of(word: str) -> int:
    """The 64-bit hash of a word's letters."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def rows_for(words: int) -> int:
    """How many rows the table of pairs has: a power of two, about one a word."""
    return 1 << max(8, min(28, max(words, 1).bit_length()))


def pair_row(first: Any, second: Any, multiplier: Any, rows: int) -> Any:
    """The row of two words, or of arrays of them."""
    mixed = (first * multiplier + second) * multiplier
    if isinstance(mixed, int):
        mixed &= 0xFFFFFFFFFFFFFFFF
    shift = 64 - (rows.bit_length() - 1)
    return mixed >> (shift if isinstance(mixed, int) else type(multiplier)(shift))


class PackIndex:
    """The index of a pack.

    Args:
        data: the whole file.

    Raises:
        SourceError: it is no index of a pack, or is damaged.
    """

    def __init__(self, data: memoryview | bytes) -> None:
        self.file = IndexFile(data)
        try:
            found = {name: self.file.numbers(name, code) for name, code in _SECTIONS.items()}
        except TypeError as problem:
            raise SourceError("the index of the pack is damaged") from problem
        self.text, self.start, self.end = found["text"], found["start"], found["end"]
        self.stream, self.key, self.vocab = found["stream"], found["key"], found["vocab"]
        self._word_start, self._word_at = found["word_start"], found["word_at"]
        self._pair_start, self._pair_at = found["pair_start"], found["pair_at"]
        self._unit_word, self._unit_text = found["unit_word"], found["unit_text"]
        self._meta_start, self._meta, self._ids = found["meta_start"], found["meta"], found["ids"]
        count, units = len(self.stream), len(self._unit_word) - 1
        sound = (
            len(self.start) == len(self.end) == len(self.key) == len(self._word_at) == count > 0
            and len(self._word_start) == len(self.vocab) + 2
            and len(self._pair_start) == rows_for(count) + 1
            and units > 0
            and len(self._unit_text) == len(self._meta_start) == units + 1
            and len(self._ids) == 2 * units
        )
        if not sound:
            raise SourceError("the index of the pack is damaged")
        self.units = units

    def number(self, fold: str) -> int:
        """The number of a folded word, `UNKNOWN` when the pack does not have it."""
        wanted = hash_of(fold)
        at = bisect_left(self.vocab, wanted)
        return at + 1 if at < len(self.vocab) and self.vocab[at] == wanted else UNKNOWN

    def places_of(self, number: int) -> memoryview:
        """Where a word stands."""
        if not 0 < number <= len(self.vocab):
            return self._word_at[:0]
        return self._row(self._word_start, self._word_at, number)

    def places_of_pair(self, first: int, second: int) -> memoryview:
        """Where two words stand together, and where others do that share the row: to be looked at."""
        if UNKNOWN in (first, second):
            return self._pair_at[:0]
        return self._row(
            self._pair_start, self._pair_at, pair_row(first, second, MULTIPLIER, len(self._pair_start) - 1)
        )

    @staticmethod
    def _row(starts: memoryview, places: memoryview, row: int) -> memoryview:
        return places[starts[row] : starts[row + 1]]

    def unit_of(self, position: int) -> int:
        """The passage that has a position of the stream."""
        return min(max(bisect_right(self._unit_word, position) - 1, 0), self.units - 1)

    def words_of(self, unit: int) -> tuple[int, int]:
        """The positions of a passage's words, half-open, without the break that may follow."""
        low, high = self._unit_word[unit], self._unit_word[unit + 1]
        while high > low and high <= len(self.stream) and not self.stream[high - 1]:
            high -= 1
        return low, high

    def group_of(self, position: int) -> tuple[int, int]:
        """The first passage and the last of the text that has a position: a quotation may run across them."""
        first = last = self.unit_of(position)
        while first > 0 and not self.breaks(first):
            first -= 1
        while last + 1 < self.units and not self.breaks(last + 1):
            last += 1
        return first, last

    def breaks(self, unit: int) -> bool:
        """Whether a passage begins a text of its own."""
        at = self._unit_word[unit]
        return at == 0 or at > len(self.stream) or not self.stream[at - 1]

    def first_byte(self, unit: int) -> int:
        """The first byte of a passage in the pack's text."""
        return int(self._unit_text[unit])

    def text_of(self, first: int, last: int) -> str:
        """The text of a run of passages."""
        data = self.text[self._unit_text[first] : self._unit_text[last + 1]]
        return bytes(data).decode("utf-8", "replace").rstrip("\n")

    def slice(self, low: int, high: int) -> str:
        """The text from the start of one word to the end of the one before another position."""
        if high <= low:
            return ""
        return bytes(self.text[self.start[low] : self.end[high - 1]]).decode("utf-8", "replace")

    def offset(self, unit: int, byte: int) -> int:
        """The code points of a passage's text up to a byte of the whole."""
        return len(bytes(self.text[self._unit_text[unit] : byte]).decode("utf-8", "replace"))

    def between(self, position: int) -> str:
        """What stands between a word and the next; before the first and behind the last, what is there."""
        low = self.end[position - 1] if position else 0
        high = self.start[position] if position < len(self.start) else len(self.text)
        return bytes(self.text[low:high]).decode("utf-8", "replace")

    def known(self, unit: int) -> Record:
        """What is known of a passage; its text is not in it.

        Raises:
            SourceError: the index is damaged.
        """
        data = bytes(self._meta[self._meta_start[unit] : self._meta_start[unit + 1]])
        try:
            read = json.loads(data)
            read["gradings"] = tuple(Grading(*grading) for grading in read.get("gradings", ()))
            read["numbers"] = tuple((str(scheme), str(value)) for scheme, value in read.get("numbers", ()))
            return Record(text="", **read)
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise SourceError("the index of the pack is damaged") from problem

    def unit_called(self, name: str) -> int | None:
        """The passage of an id."""
        wanted, low, high = hash_of(name), 0, self.units
        while low < high:
            middle = (low + high) // 2
            if self._ids[2 * middle] < wanted:
                low = middle + 1
            else:
                high = middle
        found = low < self.units and self._ids[2 * low] == wanted
        unit = self._ids[2 * low + 1] if found else self.units
        return unit if unit < self.units and self.known(unit).id == name else None

    def stands(self, numbers: Sequence[int], position: int) -> bool:
        """Whether some words stand at a position, one after the other."""
        if position < 0 or position + len(numbers) > len(self.stream):
            return False
        done, size = 0, 8
        while done < len(numbers):  # most places differ soon
            part = numbers[done : done + size]
            if self.stream[position + done : position + done + len(part)].tolist() != list(part):
                return False
            done, size = done + size, size * 8
        return True
