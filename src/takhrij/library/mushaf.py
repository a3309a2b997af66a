"""What the printed mushaf marks beyond the words: the quarters of the hizb, from the package `quran-text`."""

from __future__ import annotations

import importlib.util
import json
from bisect import bisect_right
from pathlib import Path
from typing import Final

from takhrij.errors import SourceError

PACKAGE: Final = "quran_text_data"
FILE: Final = "hafs.json"
QUARTER: Final = "۞"
VERSES: Final = 6236


def locate() -> Path:
    """Where the mushaf's file lies; the package is looked for on the module path and never imported.

    Raises:
        SourceError: the package is not installed, or has no such file.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / FILE
        if path.is_file():
            return path
    raise SourceError("the package quran-text is not installed (pip install quran-text)")


def quarters() -> bytes:
    """One bit a verse, in the order of the mushaf, the lowest bit of the first byte first: set where a quarter begins.

    Raises:
        SourceError: the file is missing or not of the shape known.
    """
    path = locate()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        starts: list[int] = data["ayah_starts"]
        signs = [kind["sign"] for kind in data["mark_types"]]
        words = [word for word, kind in data["marks"] if signs[kind] == QUARTER]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as problem:
        raise SourceError(f"quran-text: {path.name} is not of the shape known ({problem})") from problem
    if len(starts) != VERSES:
        raise SourceError(f"quran-text: {path.name} has {len(starts):,} verses, {VERSES:,} are known")
    bits = bytearray(-(-VERSES // 8))
    for word in words:
        verse = bisect_right(starts, word) - 1
        bits[verse >> 3] |= 1 << (verse & 7)
    return bytes(bits)
