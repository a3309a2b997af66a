"""Cuts a document that comes in pieces into stretches that workers check alone, alike to one check of the whole.

A stretch has whole windows of `takhrij.check`, at the places where these lie in the whole document. Beside them it has the
text that their edges need, and, unless it is the first, the window before: what that window reads decides whose a
quotation is that lies on the edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.check import MARGIN, WINDOW
from takhrij.errors import InputError
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WINDOWS: Final = 8
"""Windows in a stretch: four million code points."""
PIECE: Final = 1 << 16
"""Code points that are written out as UTF-8 at once, to count their bytes."""


class Document(NamedTuple):
    """A document to be read: where it is from, and its text in pieces; making one may raise `InputError`."""

    id: str
    path: str
    pieces: Iterable[str]
    openiti: bool = False
    """Whether it is OpenITI mARkdown, whose marks are no words."""


class Stretch(NamedTuple):
    """A stretch of a document. Offsets are code points of the document, half-open; `low_byte` counts UTF-8 bytes."""

    document: str
    path: str
    text: str
    """The stretch with what lies around it: it begins at `low`."""
    low: int
    low_byte: int
    start: int
    stop: int
    last: bool
    openiti: bool = False
    error: str | None = None
    """Why the document could not be read from here on."""

    @property
    def size(self) -> int:
        """Its code points, without those around it."""
        return self.stop - self.start


def stretches(document: Document, windows: int = WINDOWS) -> Iterator[Stretch]:
    """The stretches of a document, in order of place; no more than two are held at once, however long it is.

    Args:
        document: the document.
        windows: how many windows of a check a stretch has; the last one may have fewer.

    >>> [(each.start, each.stop, each.last) for each in stretches(Document("a", "a.txt", ["one ", "two"]))]
    [(0, 7, True)]
    """
    held, low, low_byte, start = "", 0, 0, 0
    length = windows * WINDOW

    def made(text: str, stop: int, *, last: bool, error: str | None = None) -> Stretch:
        return Stretch(
            document.id, document.path, text, low, low_byte, start, stop, last, document.openiti, error
        )  # fmt: skip

    def ready(beyond: int) -> Iterator[Stretch]:
        nonlocal held, low, low_byte, start
        while low + len(held) > start + length + beyond:
            yield made(held[: start - low + length + MARGIN], start + length, last=False)
            start += length
            gone = max(0, start - WINDOW - MARGIN) - low
            low_byte += utf8_length(held, 0, gone)
            held, low = held[gone:], low + gone

    try:
        for piece in document.pieces:
            held += piece
            yield from ready(MARGIN)
    except InputError as problem:  # what was read and is not yet given away is left out: a short document has no rows
        held, low_byte, low = "", 0, start
        yield made("", start, last=True, error=str(problem))
        return
    yield from ready(0)
    yield made(held, low + len(held), last=True)


def utf8_length(text: str, start: int, end: int) -> int:
    """How many bytes `text[start:end]` has in UTF-8, no copy of the whole made.

    >>> utf8_length("aé\U0001f54c", 1, 3)
    6
    """
    cuts = (text[at : min(at + PIECE, end)] for at in range(start, end, PIECE))
    return sum(len(cut.encode("utf-8", "surrogatepass")) for cut in cuts)
