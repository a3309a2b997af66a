"""How much work something is: the same on every machine, whatever else it has to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of Python a call runs; what compiled code does is not counted."""
    count = 0

    def trace(_frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
