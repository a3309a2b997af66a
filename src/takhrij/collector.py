"""Holds the garbage collector back while a text is checked.

All that is made is kept, and sweeping it time and again finds nothing, for a quarter of the whole time on a long text.
"""

from __future__ import annotations

import gc
from threading import Lock
from typing import Final

SPARING: Final = 50_000
"""Objects made before the youngest are swept."""


class HeldBack:
    """A context in which the collector runs seldom; the thresholds before it are set again when the last one is left.

    >>> with HeldBack():
    ...     gc.get_threshold()[0] >= SPARING
    True
    """

    _lock = Lock()
    _held = 0
    _before: tuple[int, int, int] = (0, 0, 0)

    def __enter__(self) -> None:
        kind = type(self)
        with kind._lock:
            if not kind._held:
                kind._before = gc.get_threshold()
                if 0 < kind._before[0] < SPARING:
                    gc.set_threshold(SPARING, *kind._before[1:])
            kind._held += 1

    def __exit__(self, *problem: object) -> None:
        kind = type(self)
        with kind._lock:
            kind._held -= 1
            if not kind._held:
                gc.set_threshold(*kind._before)
