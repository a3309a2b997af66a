"""The parts of a document as people know them, and where in its file their text stands."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Place = dict[str, int | str]
"""How a part is called: its name and number, from the whole to the part, such as `{"page": 3, "line": 12}`."""


class Run(NamedTuple):
    """A stretch of text that stands in one piece in a file of a container."""

    start: int
    """Where it begins in the text as received."""
    end: int
    member: str
    """The name of the file in the container."""
    byte: int
    """Where its first character begins in that file, unpacked: bytes from 0."""


class Parts:
    """The parts of a document, in order.

    >>> parts = Parts([(0, {"paragraph": 1}), (7, {"paragraph": 2})])
    >>> parts.at(6), parts.at(7)
    ({'paragraph': 1}, {'paragraph': 2})
    """

    __slots__ = ("_places", "_runs", "_starts", "lines")

    def __init__(self, parts: Iterable[tuple[int, Place]], runs: Iterable[Run] = (), *, lines: bool = False) -> None:
        listed = [*parts]
        self._starts = [start for start, _ in listed]
        self._places = [place for _, place in listed]
        self._runs = [*runs]
        self.lines = lines
        """Whether lines and columns, too, are places of the file as people see it."""

    def at(self, offset: int) -> Place:
        """The part at an offset of the text as received; nothing before the first."""
        part = bisect_right(self._starts, offset) - 1
        return self._places[part] if part >= 0 else {}

    def runs(self, start: int, end: int) -> list[Run]:
        """The runs that a range of the text as received touches, in order."""
        first = bisect_right(self._runs, start, key=lambda run: run.end)
        last = bisect_right(self._runs, end - 1, key=lambda run: run.start)
        return self._runs[first:last]

    def __len__(self) -> int:
        return len(self._starts)


def place_label(place: Mapping[str, int | str]) -> str:
    """A place in words.

    >>> place_label({"page": 3, "line": 12}), place_label({"cue": 4, "time": "00:01:02,500"})
    ('page 3, line 12', 'cue 4 at 00:01:02,500')
    """
    said = ", ".join(f"{name} {value}" for name, value in place.items() if name not in ("time", "file"))
    return f"{said} at {place['time']}" if "time" in place else said
