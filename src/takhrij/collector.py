"""Holds the garbage collector back while a text is checked.

All that is made is kept, and sweeping it time and again finds nothing, for a quarter of the whole time on a long text. Nor
is it swept once when the check is done: it counts as old from then on, and is looked at when all that is old is.
"""

from __future__ import annotations

import gc
from typing import Final

SPARING: Final = 1_000_000
"""Objects made before the youngest are swept."""


class HeldBack:
    """A context in which the collector runs seldom. What somebody else has set higher, or switched off, is left alone.

    >>> with HeldBack():
    ...     gc.get_threshold()[0] >= SPARING
    True
    """

    def __enter__(self) -> None:
        self._before = gc.get_threshold()
        self._changed = 0 < self._before[0] < SPARING
        if self._changed:
            gc.set_threshold(SPARING, *self._before[1:])

    def __exit__(self, *problem: object) -> None:
        if self._changed:
            gc.set_threshold(*self._before)
            if not gc.get_freeze_count():  # what somebody else has frozen would be thawed
                gc.freeze()
                gc.unfreeze()
