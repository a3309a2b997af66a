"""Edits of a Word part, written into its bytes: as tracked changes with marks of comments, or in place."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from takhrij.fix.runs import Range, encoded
from takhrij.namedtuple import NamedTuple
from takhrij.text.formats.word import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from takhrij.fix.runs import Part, Run, Text

_CHANGED: Final = re.compile(rb"<([\w.-]+:rPrChange)\b.*?</\1\s*>|<[\w.-]+:rPrChange\b[^>]*/>", re.DOTALL)
_ID: Final = re.compile(rb"""(\s[\w.-]+:id\s*=\s*)(?:"[^"]*"|'[^']*')""")
PREFIX: Final = "\0"
"""Stands for the prefix of a part's names, in content that is not yet of one part."""
_SPACES: Final = b" \t\r\n"
_PRESERVED: Final = b' xml:space="preserve"'


class Cut(NamedTuple):
    """Bytes of a text that go, and what comes behind them."""

    run: Run
    text: Text
    place: Range
    words: str = ""
    like: Run | None = None
    """The run whose properties the words have; none: that of the text."""
    opens: int = -1
    """The number of the comment that begins before."""
    closes: int = -1
    """The number of the comment that ends behind."""


class Tracking:
    """How tracked changes are written.

    Args:
        date: when they are made, as `2026-01-31T12:00:00Z`.
        numbers: numbers that no mark of the document has.
    """

    def __init__(self, date: str, numbers: Iterator[int]) -> None:
        self.date, self.numbers = date, numbers

    @property
    def author(self) -> str:
        """The attributes of a change or of a comment; the prefix of the part goes where `PREFIX` stands."""
        return f'{PREFIX}author="{AUTHOR}" {PREFIX}date="{self.date}"'


def revised(part: Part, cuts: Sequence[Cut], tracking: Tracking | None) -> bytes:
    """A part with cuts made.

    Args:
        part: the part.
        cuts: in order of place; none overlaps another.
        tracking: how they are tracked; without it the text is changed in place.
    """
    data = part.data
    patches: list[tuple[Range, bytes]] = []
    for _, grouped in groupby(cuts, key=lambda cut: cut.run.whole.start):
        of_run = [*grouped]
        if tracking:
            patches.append((of_run[0].run.whole, _Tracked(part, of_run[0].run, tracking).of(of_run)))
            continue
        for _, of_text in groupby(of_run, key=lambda cut: cut.text.inner.start):
            patches.append(_in_place(data, [*of_text]))
    out, reached = bytearray(), 0
    for place, new in sorted(patches):
        out += data[reached : place.start] + new
        reached = place.end
    return bytes(out + data[reached:])


def _in_place(data: bytes, cuts: Sequence[Cut]) -> tuple[Range, bytes]:
    text = cuts[0].text
    new, reached = bytearray(), text.inner.start
    for cut in cuts:
        new += data[reached : cut.place.start] + encoded(escape(cut.words), data)
        reached = cut.place.end
    new += data[reached : text.inner.end]
    return Range(text.tag.start, text.inner.end), _tag(text.tag.of(data), bytes(new)) + new


def _tag(tag: bytes, content: bytes) -> bytes:
    """The tag of a text whose spaces count, where it has some at an edge."""
    if b"preserve" in tag or content.strip(_SPACES) == content:
        return tag
    return tag[:-1] + _PRESERVED + b">"


class _Tracked:
    """Writes one run with tracked changes: its pieces in runs of their own, with its properties."""

    def __init__(self, part: Part, run: Run, tracking: Tracking) -> None:
        self._data, self._run, self._tracking = part.data, run, tracking
        opening = run.tag.of(part.data)
        self._prefix = opening[1:].split(b":")[0].decode("ascii", "replace") + ":"
        self._opening = part.data[run.tag.start : run.properties.end]
        self._closing = part.data[part.data.rindex(b"<", 0, run.whole.end) : run.whole.end]
        self._out = bytearray()
        self._kept = bytearray()

    def of(self, cuts: Iterable[Cut]) -> bytes:
        """The run with cuts made."""
        data, run = self._data, self._run
        reached = run.properties.end
        for start, grouped in groupby(cuts, key=lambda cut: cut.text.inner.start):
            of_text = [*grouped]
            text = of_text[0].text
            self._kept += data[reached : text.tag.start]
            reached = start
            for cut in of_text:
                self._keep(text, Range(reached, cut.place.start))
                self._cut(cut)
                reached = cut.place.end
            self._keep(text, Range(reached, text.inner.end))
            reached = text.end
        self._kept += data[reached : run.whole.end - len(self._closing)]
        self._flush()
        return bytes(self._out)

    def _keep(self, text: Text, place: Range) -> None:
        content = place.of(self._data)
        if content:
            self._kept += _tag(text.tag.of(self._data), content) + content
            self._kept += self._data[text.inner.end : text.end]

    def _flush(self) -> None:
        """Writes what is kept so far as a run."""
        if self._kept.strip():
            self._out += self._opening + self._kept + self._closing
        self._kept.clear()

    def _cut(self, cut: Cut) -> None:
        self._flush()
        if cut.opens >= 0:
            self._out += self._element("commentRangeStart", cut.opens)
        properties = self._run.properties.of(self._data)
        if cut.place.start < cut.place.end:
            self._out += self._change("del", "delText", properties, cut.place.of(self._data))
        behind = b""
        if cut.words:
            like = (cut.like or self._run).properties.of(self._data)
            behind = self._change("ins", "t", _CHANGED.sub(b"", like), encoded(escape(cut.words), self._data))
        if cut.closes >= 0:
            reference = self._element("commentReference", cut.closes)
            behind += self._element("commentRangeEnd", cut.closes) + self._wrap("r", reference)
        self._out += self._outside(behind)

    def _outside(self, content: bytes) -> bytes:
        """Content that may not be part of the insertion in which the run stands: it ends before, and goes on behind."""
        if self._run.inserted is None or not content:
            return content
        tag = self._run.inserted.of(self._data)
        again = _ID.sub(lambda found: b'%s"%d"' % (found[1], next(self._tracking.numbers)), tag, count=1)
        return b"</" + tag[1:-1].split()[0] + b">" + content + again

    def _change(self, element: str, holder: str, properties: bytes, content: bytes) -> bytes:
        attributes = self._tracking.author.replace(PREFIX, self._prefix)
        run = self._wrap("r", properties + self._wrap(holder, content, _PRESERVED.decode()))
        return self._wrap(element, run, f' {self._prefix}id="{next(self._tracking.numbers)}" {attributes}')

    def _wrap(self, element: str, content: bytes, attributes: str = "") -> bytes:
        name = self._prefix + element
        return f"<{name}{attributes}>".encode() + content + f"</{name}>".encode()

    def _element(self, element: str, number: int) -> bytes:
        return f'<{self._prefix}{element} {self._prefix}id="{number}"/>'.encode()
