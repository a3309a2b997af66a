"""Checks text while it is written: takes a stream of chunks and lets go of what was checked, marked where it is wrong.

    for piece in guarded(answer_of_a_model):
        print(piece, end="")

What is let go depends on the text alone, not on how it came: it is cut into blocks at its empty lines, and a block is checked
together with what stands before it and with the first code points behind it, where its references may be. So it waits for at most
`LONGEST` + `AHEAD` code points. The report at the end is that of the whole text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from takhrij.check import check
from takhrij.errors import ConfigError
from takhrij.library.library import Library
from takhrij.namedtuple import NamedTuple
from takhrij.options import Options

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator

    from takhrij.model import Citation, Report

LONGEST: Final = 2000
"""Code points of a block; one without an empty line is cut at the last line end before, or else at the last space."""
AHEAD: Final = 2500
"""Code points behind a block that are read with it: one of its quotations may go on there, and a reference stand further on."""
SHORTEST: Final = 400
"""Code points before which no block ends: to check short ones one by one would read what stands before them time and again."""
BEHIND: Final = 2000
"""Code points before a block that are."""
EMPTY_LINE: Final = re.compile(r"\n[ \t\r]*\n[\s]*")
CLOSING: Final = "﴾»”\"'’)]}>*_"
Mode = Literal["mark", "withhold"]
MODES: Final = ("mark", "withhold")


class _Edit(NamedTuple):
    start: int
    end: int
    words: str


class Guard:
    """Checks one stream.

    Args:
        library: the sources; `Library.open()` without it.
        options: how to check.
        mode: whether a wrong quotation is followed by a mark that says what is wrong (`mark`), or the mark stands in its
            place (`withhold`).
        marked: what makes the mark of a citation, and an empty string where it is to have none; `mark_of` without it.

    Raises:
        ConfigError: there is no such mode.
        SourceError: a source is missing or changed.

    >>> guard = Guard(mode="withhold")
    >>> pieces = [*guard.feed("قال تعالى: ﴿إن مع العسر "), *guard.feed("يسرى﴾ [الشرح: 6]."), *guard.close()]
    >>> made = "".join(pieces)
    >>> made.startswith("قال تعالى: ﴿[withheld: wording.altered: 1 change against ash-Sharh 94:6"), made[-14:]
    (True, ']﴾ [الشرح: 6].')
    """

    def __init__(
        self, *, library: Library | None = None, options: Options | None = None, mode: Mode = "mark",
        marked: Callable[[Citation], str] | None = None,
    ) -> None:  # fmt: skip
        if mode not in MODES:
            raise ConfigError(f"mode is {mode!r}; it can be {' or '.join(MODES)}")
        self._library = library or Library.open()
        self._options = options or Options()
        self._mode, self._mark = mode, marked or mark_of
        self._chunks: list[str] = []
        self._text = ""  # the end of what came: what is not let go, and what is read again with it
        self._starts: list[int] = []  # of the blocks let go, in that
        self._done = 0  # up to where it is let go
        self._report: Report | None = None

    @property
    def report(self) -> Report:
        """The report on the whole text, once the stream is closed: that of `takhrij.check`.

        Raises:
            ValueError: it is not closed.
        """
        if self._report is None:
            raise ValueError("the stream is not closed: what is still to come may bear on what came")
        return self._report

    def feed(self, chunk: str) -> Iterator[str]:
        """The text that can be let go now that a chunk has come."""
        if self._report is not None:
            raise ValueError("the stream is closed")
        self._chunks.append(chunk)
        self._text += chunk
        if len(self._text) - self._done > AHEAD:
            yield from self._ready(closed=False)

    def close(self) -> Iterator[str]:
        """The rest of the text."""
        yield from self._ready(closed=True)
        self._report = self._checked("".join(self._chunks))

    def _ready(self, *, closed: bool) -> Iterator[str]:
        while self._done < len(self._text):
            end = self._block_end(closed=closed)
            if end is None or (not closed and len(self._text) < end + AHEAD):
                return
            yield self._released(end)

    def _block_end(self, *, closed: bool) -> int | None:
        """Where the first block that is not let go ends; nothing while that is not known."""
        most = self._done + LONGEST
        empty = EMPTY_LINE.search(self._text, self._done + SHORTEST, most)
        # Where the line ends with what has come, it may go on to be longer.
        if empty is not None and (empty.end() < min(most, len(self._text)) or closed or empty.end() == most):
            return empty.end()
        if len(self._text) < most:
            return len(self._text) if closed and empty is None else None
        cuts = (self._text.rfind(space, self._done + SHORTEST, most) for space in "\n ")
        return next((cut + 1 for cut in cuts if cut >= 0), most)

    def _released(self, end: int) -> str:
        """A block as it is let go; one whose last quotation goes on behind it ends with that."""
        low = next((start for start in self._starts if start >= self._done - BEHIND), self._done)
        edits: list[_Edit] = []
        known = end + AHEAD  # what stands behind may not have come yet, and has no say
        for citation in self._checked(self._text[low:known]).citations:
            start, stop = (place + low for place in citation.quotation.span)
            if self._done <= start < end and (words := self._mark(citation)):
                edits.append(self._edit(start, stop, known, words))
                end = max(end, edits[-1].end)
        pieces, reached = [], self._done
        for edit in sorted(edits):
            if edit.start >= reached:
                pieces += [self._text[reached : edit.start], edit.words]
                reached = edit.end
        pieces.append(self._text[reached:end])
        self._forget(end)
        return "".join(pieces)

    def _forget(self, end: int) -> None:
        """Lets go of what is too far before the end of a block to be read again."""
        near = [start for start in (*self._starts, self._done) if start >= end - BEHIND]
        gone = near[0] if near else end
        self._text = self._text[gone:]
        self._starts = [start - gone for start in near]
        self._done = end - gone

    def _checked(self, text: str) -> Report:
        return check(text, library=self._library, options=self._options)

    def _edit(self, start: int, stop: int, known: int, words: str) -> _Edit:
        if self._mode == "withhold":
            return _Edit(start, stop, f"[withheld: {words}]")
        while stop < min(known, len(self._text)) and self._text[stop] in CLOSING:
            stop += 1
        return _Edit(stop, stop, f" [{words}]")


def mark_of(citation: Citation) -> str:
    """What is said of a citation: its first error, with what would be right; nothing where there is none."""
    for finding in citation.findings:
        if finding.severity == "error":
            meant = f"; correct to: {finding.correction}" if finding.correction else ""
            return f"{finding.name}: {finding.message}{meant}"
    return ""


def guarded(chunks: Iterable[str], *, mode: Mode = "mark", library: Library | None = None) -> Iterator[str]:
    """The checked text of a generator of chunks.

    >>> "".join(guarded(["قال تعالى: ﴿إن مع العسر", " يسرا﴾ [الشرح: 6]"]))
    'قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]'
    """
    guard = Guard(mode=mode, library=library)
    for chunk in chunks:
        yield from guard.feed(chunk)
    yield from guard.close()


async def guarded_async(
    chunks: AsyncIterable[str], *, mode: Mode = "mark", library: Library | None = None
) -> AsyncIterator[str]:
    """The same of an asynchronous iterator. A block is checked between two chunks, and nothing else runs meanwhile."""
    guard = Guard(mode=mode, library=library)
    async for chunk in chunks:
        for piece in guard.feed(chunk):
            yield piece
    for piece in guard.close():
        yield piece
