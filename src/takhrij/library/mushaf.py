"""What the printed mushaf marks beyond the words: the quarters of the hizb, from the package `quran-text`."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Final

from takhrij.errors import SourceError
from takhrij.library.editions import find

PACKAGE: Final = "quran-text"
FILE: Final = "quran_text_data/hafs.json"
QUARTER: Final = "۞"
VERSES: Final = 6236


def locate() -> str:
    """Where the mushaf's file lies.

    Raises:
        SourceError: the package is not installed, or has no such file.
    """
    return find(FILE, PACKAGE)


def quarters() -> bytes:
    """One bit a verse, in the order of the mushaf, the lowest bit of the first byte first: set where a quarter begins.

    Raises:
        SourceError: the file is missing or not of the shape known.
    """
    path = locate()
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        starts: list[int] = data["ayah_starts"]
        signs = [kind["sign"] for kind in data["mark_types"]]
        words = [word for word, kind in data["marks"] if signs[kind] == QUARTER]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as problem:
        raise SourceError(f"quran-text: {FILE} is not of the shape known ({problem})") from problem
    if len(starts) != VERSES:
        raise SourceError(f"quran-text: {FILE} has {len(starts):,} verses, {VERSES:,} are known")
    bits = bytearray(-(-VERSES // 8))
    for word in words:
        verse = bisect_right(starts, word) - 1
        bits[verse >> 3] |= 1 << (verse & 7)
    return bytes(bits)
