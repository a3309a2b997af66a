"""Places in a document: code points, UTF-8 bytes, lines and columns of one offset, and what people call it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.model import Fragment, Span
    from takhrij.text.readers import Source

_BLOCK: Final = 1024
_REMEMBERED: Final = 4096
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Place(NamedTuple):
    """One place: `offset` in code points and `byte` in UTF-8 bytes, both from 0; `line` and `column` from 1.

    A line ends with LF, CR LF or CR. A column counts code points; a byte order mark at the start counts as one.
    """

    offset: int
    byte: int
    line: int
    column: int


class Places:
    r"""The places of one text. Making it costs one pass over the text, a look-up at most 1,024 characters.

    >>> Places("one\r\nاثنان two").at(11)
    Place(offset=11, byte=16, line=2, column=7)
    """

    __slots__ = ("_bytes", "_known", "_reading", "_starts", "_text")

    def __init__(self, text: str, source: Source | None = None) -> None:
        self._text = text
        self._reading = None if source is None else source.reading
        self._starts = array("Q", [0])
        self._starts.extend(match.end() for match in _LINE_END.finditer(text))
        self._known: dict[int, Place] = {}
        self._bytes = array("Q")
        """Bytes before each block of the text; empty when every character is one byte."""
        if not text.isascii():
            blocks = (_size(text[start : start + _BLOCK]) for start in range(0, len(text), _BLOCK))
            self._bytes.extend(accumulate(blocks, initial=0))

    def at(self, offset: int) -> Place:
        """The place of an offset, which may be the end of the text.

        Raises:
            ValueError: the offset lies outside the text.
        """
        place = self._known.get(offset)
        if place is None:
            if not 0 <= offset <= len(self._text):
                raise ValueError(f"offset {offset} lies outside a text of {len(self._text)}")
            byte = offset
            if self._bytes:
                block = offset // _BLOCK
                byte = self._bytes[block] + _size(self._text[block * _BLOCK : offset])
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            line = bisect_right(self._starts, offset)
            place = self._known[offset] = Place(offset, byte, line, offset - self._starts[line - 1] + 1)
        return place

    def part(self, offset: int) -> dict[str, int | str]:
        """The part of the document at an offset, by names and numbers; empty where lines and columns say it all."""
        parts = None if self._reading is None else self._reading.parts
        return {} if parts is None else parts.at(offset)

    def label(self, offset: int) -> str:
        """The place in words: line and column, and the part; of a container, which has no lines, the part alone."""
        place = self.at(offset)
        return self._named(offset, f"{place.line}:{place.column}")

    @property
    def lined(self) -> bool:
        """Whether the file has lines: a container of several texts has none."""
        parts = None if self._reading is None else self._reading.parts
        return parts is None or parts.lines

    def line(self, offset: int) -> str:
        """The place in words, to begin a sentence with: the line, and the part, or the part alone."""
        said = self._named(offset, f"Line {self.at(offset).line}")
        return said[0].upper() + said[1:]

    def _named(self, offset: int, line: str) -> str:
        parts = None if self._reading is None else self._reading.parts
        if parts is None or not (part := parts.at(offset)):
            return line
        from takhrij.text.formats.parts import place_label

        return f"{line} ({place_label(part)})" if parts.lines else place_label(part)

    def within(self, fragment: Fragment, span: Span) -> tuple[int, int]:
        """Where a span lies in the words of a fragment, which go without markup that the document has between them."""
        offsets = None if self._reading is None else self._reading.offsets
        if offsets is None:
            return span.start - fragment.span.start, span.end - fragment.span.start
        base = offsets.offset(fragment.span.start)
        return offsets.offset(span.start) - base, offsets.offset(span.end) - base


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
