"""Terms: what renderings into other languages are compared by. Words without their endings, and pairs of them side by side.

A term is handed to the kernel as a number: the CRC-32 of its letters. That two share one happens to a few in a million.
"""

from __future__ import annotations

import re
from array import array
from itertools import pairwise
from typing import Final
from unicodedata import normalize
from zlib import crc32

from takhrij.library.tables import tables

WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_POSSESSIVE: Final = ("'s", "’s", "ʼs")
_DROPPED: Final = {ord(char): None for char in "'’ʼ`ʿʾ"}
"""Signs within names, written or left out: Qur'an, Quran."""
_LEAST_WITH_E: Final = 4
_MEMO_LIMIT: Final = 60_000


class _Stems(dict[str, str]):
    """Each word as written, and its stem, worked out when first met."""

    def __missing__(self, word: str) -> str:
        made = _stem(word)
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = made
        return made


def _stem(word: str) -> str:
    word = word.lower()
    if word.endswith(_POSSESSIVE):
        word = word[:-2]
    if not word.isascii():
        word = "".join(char for char in normalize("NFKD", word) if char.isalpha() or char in "'’")
    word = word.translate(_DROPPED)
    for ending, instead, least in tables().endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word.removesuffix(ending) + instead
            break
    if len(word) >= _LEAST_WITH_E and word.endswith("e"):
        word = word[:-1]
    return word[:-1] if len(word) >= _LEAST_WITH_E and word[-1] == word[-2] else word


_STEMS: Final = _Stems()


def stems(text: str) -> list[str]:
    """The words of a text without case, marks and endings, in order.

    >>> stems("Actions are judged by intentions; the Qur’an's verses")
    ['action', 'are', 'judg', 'by', 'intention', 'the', 'quran', 'vers']
    """
    return [_STEMS[word] for word in WORD.findall(text)]


def numbers(words: list[str]) -> array[int]:
    """The terms of words: first each word's number, then each pair's; unsigned, 32 bits.

    >>> len(numbers(["judg", "by", "intention"]))
    5
    """
    return array(
        "I", [crc32(word.encode()) for word in words] + [crc32(f"{a} {b}".encode()) for a, b in pairwise(words)]
    )
