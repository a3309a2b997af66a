"""Features of what may be a quotation, as numbers, and their weights.

A feature is a field and a value of it, in one number: 256 times the field, and the value.
"""

from __future__ import annotations

from array import array
from enum import IntEnum
from typing import Final

MOST: Final = 64
"""Features of one stretch of words that count; those beyond are left out."""
NONE: Final = 0xFFFF
"""In a row of features, stands where there is no more."""
MOST_EVIDENCE: Final = 0x3FFFFFFF


class Field(IntEnum):
    """What a feature tells of. The names of fields and values are in `takhrij.library.features`, in the same order."""

    CLAIM = 0
    MARK = 1
    BEFORE_MARK = 2
    CUE = 3
    CUE_SIGN = 4
    CUE_END = 5
    LINE = 6
    WORDS = 7
    VOWELS = 8
    CONTENT = 9
    STARTS = 10
    LEAD = 11
    LEAD_LAST = 12
    FAR = 13
    HEADING = 14
    WORD_BEFORE = 15
    QURAN = 16
    QURAN_WEIGHT = 17
    HADITH = 18
    HADITH_WEIGHT = 19
    DOCUMENT_MARKS = 20
    AFTER = 21
    MATCH = 22
    WEIGHT = 23
    MATCH_WORDS = 24
    ALIKE = 25
    MATCH_CUE = 26
    RUN = 27
    WEIGHT_CUE = 28
    SIGN_BEFORE = 29
    SIGN_AFTER = 30
    NEIGHBOUR_BEFORE = 31
    NEIGHBOUR_AFTER = 32
    VERSE = 33
    RIVAL = 34
    DENSE = 35
    WEIGHT_DENSE = 36


class Features:
    """The features of one stretch of words, in the order in which they were found."""

    __slots__ = ("codes",)

    def __init__(self) -> None:
        self.codes: list[int] = []

    def add(self, field: Field, value: int) -> None:
        """Notes a feature."""
        if len(self.codes) < MOST:
            self.codes.append(field << 8 | value & 0xFF)

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
