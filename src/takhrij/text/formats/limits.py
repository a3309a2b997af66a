"""How large, deep and long a document of a format may be: more is refused, for it is an attack or a mistake."""

from __future__ import annotations

import time
from typing import Final

from takhrij.errors import InputError

MARKUP: Final = 100_000_000
"""Bytes of a file of markup, and of each file of markup in an archive."""
MARKDOWN: Final = 25_000_000
"""Characters of Markdown that has to be taken apart, which takes fifty times its size in memory."""
ARCHIVE: Final = 500_000_000
"""Bytes of an archive, or of a PDF."""
UNPACKED: Final = 500_000_000
"""Bytes of all that is read of an archive, unpacked."""
RATIO: Final = 300
"""How many times larger than packed a file of an archive may be, once it is over a megabyte."""
MEMBERS: Final = 20_000
"""Files in an archive."""
DEPTH: Final = 500
"""Elements of XML inside each other."""
SECONDS: Final = 120.0
"""Seconds that reading one document may take."""
PDF_SECONDS: Final = 600.0
"""Seconds that taking a PDF apart may take: a book of a thousand pages needs two minutes."""


def check_size(size: int, most: int) -> None:
    """Refuse what is larger.

    Raises:
        InputError: it is.
    """
    if size > most:
        raise InputError(f"{size / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB of this format are read: split it")


class Deadline:
    """Ends a reading that takes too long."""

    __slots__ = ("_calls", "_end")

    def __init__(self) -> None:
        self._end = time.monotonic() + SECONDS
        self._calls = 0

    def check(self) -> None:
        """Note that work goes on.

        Raises:
            InputError: it has taken too long.
        """
        self._calls += 1
        if not self._calls & 15:
            self.passed()

    def passed(self) -> None:
        """As `check`, looking at the clock every time."""
        if time.monotonic() > self._end:
            raise InputError(f"reading it takes longer than {SECONDS:.0f} seconds: split it")
