"""What a reader of a format makes: the text that is checked, the text as received, and how they belong together."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.text.formats.parts import Parts


class Reading(NamedTuple):
    """A document of a format."""

    text: str
    """What is checked."""
    received: str
    """What spans of the report count: the decoded file, or the text of a container's parts."""
    offsets: OffsetMap | None = None
    """From places of `text` to places of `received`; `None` where both are one."""
    parts: Parts | None = None
    """The parts of the document as people know them; `None` where lines say it all."""
    unchecked: tuple[str, ...] = ()
    """What of the document is not in the text, in words."""


class OffsetMap:
    """From offsets of a text that was read to offsets of the text as received.

    It is made of *pieces*, in order. Those of a verbatim piece stand in both texts alike, character for character. Those of
    another stand, all together, for a range as received: a character for an entity, a line end for a tag. What is received
    and belongs to no piece was left out.
    """

    __slots__ = ("_ends", "_starts", "_texts")

    def __init__(self) -> None:
        self._texts = array("Q")
        self._starts = array("Q")
        self._ends = array("q")
        """The end of the range that a piece stands for; -1 of a verbatim piece."""

    def add(self, text: int, start: int, end: int = -1) -> None:
        """Add a piece: where it begins in the text, where as received; with `end` it stands for a range."""
        self._texts.append(text)
        self._starts.append(start)
        self._ends.append(end)

    def start(self, offset: int) -> int:
        """Where the character at an offset of the text begins as received."""
        piece = max(bisect_right(self._texts, offset) - 1, 0)
        verbatim = self._ends[piece] < 0
        return self._starts[piece] + (offset - self._texts[piece] if verbatim else 0)

    def end(self, offset: int) -> int:
        """Where the character before an offset of the text ends as received."""
        if offset <= 0:
            return self.start(0)
        piece = bisect_right(self._texts, offset - 1) - 1
        end = self._ends[piece]
        return self._starts[piece] + offset - self._texts[piece] if end < 0 else end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range as received of a range of the text; an empty one is empty."""
        if start == end:
            return self.end(end), self.end(end)
        return self.start(start), self.end(end)

    def offset(self, received: int) -> int:
        """The offset of the text at or after an offset as received."""
        piece = bisect_right(self._starts, received) - 1
        if piece < 0:
            return 0
        size = (self._texts[piece + 1] if piece + 1 < len(self._texts) else 1 << 62) - self._texts[piece]
        if self._ends[piece] < 0:
            return self._texts[piece] + min(received - self._starts[piece], size)
        return self._texts[piece] + (0 if received == self._starts[piece] else size)

    def pieces(self) -> Iterator[tuple[int, int, int]]:
        """Each piece: where it begins in the text and as received, and the end of what it stands for or -1."""
        yield from zip(self._texts, self._starts, self._ends, strict=True)


class Builder:
    """Builds the text of a document from what was received, piece by piece, in order.

    >>> builder = Builder("a &amp; b")
    >>> builder.keep(0, 2)
    >>> builder.stand("&", 2, 7)
    >>> builder.keep(7, 9)
    >>> builder.text(), builder.offsets.span(2, 3)
    ('a & b', (2, 7))
    """

    __slots__ = ("_at", "_end", "_out", "offsets", "received")

    def __init__(self, received: str) -> None:
        self.received = received
        self.offsets = OffsetMap()
        self._out: list[str] = []
        self._at = 0
        self._end = -1

    def keep(self, start: int, end: int) -> None:
        """Take over a range as it is."""
        if start < end:
            if start != self._end:
                self.offsets.add(self._at, start)
            self._out.append(self.received[start:end])
            self._at += end - start
            self._end = end

    def stand(self, text: str, start: int, end: int) -> None:
        """Let a text stand for a range; none leaves it out."""
        if text:
            self.offsets.add(self._at, start, end)
            self._out.append(text)
            self._at += len(text)
            self._end = -1

    def tail(self) -> str:
        """The last piece of text, or nothing."""
        return self._out[-1] if self._out else ""

    def text(self) -> str:
        """The text that was built."""
        return "".join(self._out)

    def reading(self, parts: Parts | None = None, unchecked: tuple[str, ...] = ()) -> Reading:
        """The reading; its text and the text received are one where nothing was changed."""
        text = self.text()
        offsets = None if text == self.received else self.offsets
        return Reading(text, self.received, offsets, parts, unchecked)
