"""Patterns that few documents need are compiled when one does: a start takes long over them (docs/decisions/start.md)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

ARABIC: Final = r"\u0621-\u064a\u066e-\u06d3"
"""Arabic letters, as part of a class of characters: those of Persian and Urdu too, and no presentation forms."""


@cache
def rarely(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern, compiled when it is first used.

    >>> rarely("[0-9]+").findall("1, 22")
    ['1', '22']
    """
    return re.compile(pattern, flags)
