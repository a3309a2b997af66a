"""Features of what may be a quotation, as numbers, and their weights.

A feature is a field and a value of it, in one number: 256 times the field, and the value.
"""

from __future__ import annotations

from array import array
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 64
"""Features of one stretch of words that count; those beyond are left out."""
NONE: Final = 0xFFFF
"""In a row of features, stands where there is no more."""
MOST_EVIDENCE: Final = 0x3FFFFFFF


class Field(IntEnum):
    """What a feature tells of. The names of fields and values are in `takhrij.library.features`, in the same order."""

    CLAIM = 0
    MARK = auto()
    BEFORE_MARK = auto()
    CUE = auto()
    CUE_SIGN = auto()
    CUE_END = auto()
    LINE = auto()
    WORDS = auto()
    VOWELS = auto()
    CONTENT = auto()
    STARTS = auto()
    LEAD = auto()
    LEAD_LAST = auto()
    FAR = auto()
    HEADING = auto()
    WORD_BEFORE = auto()
    QURAN = auto()
    QURAN_WEIGHT = auto()
    HADITH = auto()
    HADITH_WEIGHT = auto()
    DOCUMENT_MARKS = auto()
    AFTER = auto()
    FOLLOW = auto()
    MATCH = auto()
    WEIGHT = auto()
    MATCH_WORDS = auto()
    ALIKE = auto()
    MATCH_CUE = auto()
    RUN = auto()
    WEIGHT_CUE = auto()
    SIGN_BEFORE = auto()
    SIGN_AFTER = auto()
    NEIGHBOUR_BEFORE = auto()
    NEIGHBOUR_AFTER = auto()
    VERSE = auto()
    RIVAL = auto()
    DENSE = auto()
    WEIGHT_DENSE = auto()
    HABIT = auto()


class Features:
    """The features of one stretch of words, in the order in which they were found."""

    __slots__ = ("codes",)

    def __init__(self) -> None:
        self.codes: list[int] = []

    def add(self, field: Field, value: int) -> None:
        """Notes a feature."""
        if len(self.codes) < MOST:
            self.codes.append(field << 8 | value & 0xFF)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Field and value of each."""
        return ((code >> 8, code & 0xFF) for code in self.codes)

    def row(self) -> bytes:
        """The features as a row of 16-bit numbers."""
        return array("H", self.codes + [NONE] * (MOST - len(self.codes))).tobytes()


class Weights:
    """For each feature what it says for a verse and for a hadith, in thousandths.

    Args:
        data: two signed 32-bit numbers for each feature, by its code.
    """

    def __init__(self, data: bytes) -> None:
        self._numbers = memoryview(data[: len(data) // 4 * 4]).cast("i")

    def sums(self, features: Features) -> tuple[int, int]:
        """What features say together for a verse and for a hadith."""
        verse = hadith = 0
        for code in features.codes:
            if 2 * code + 1 < len(self._numbers):
                verse += self._numbers[2 * code]
                hadith += self._numbers[2 * code + 1]
        return _bounded(verse), _bounded(hadith)

    def most(self, field: Field, values: int) -> int:
        """The most that one of the first values of a field says for either; 0 when all speak against."""
        start = 2 * (field << 8)
        return max(0, *self._numbers[start : start + 2 * values], 0)


def _bounded(number: int) -> int:
    return max(-MOST_EVIDENCE, min(MOST_EVIDENCE, number))
