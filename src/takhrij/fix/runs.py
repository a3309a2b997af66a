"""Where the text of a Word part stands in its bytes: runs, their properties, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.text.formats.word import AUTHOR, WORD
from takhrij.text.formats.xml import Elements, parse

if TYPE_CHECKING:
    from takhrij.text.formats.limits import Deadline

FIELD: Final = "it stands in a field, which Word works out anew"
CONTROL: Final = "it stands in a control whose content is locked or comes from elsewhere"
UNUSUAL: Final = "it stands in markup that cannot be edited safely"
OWN: Final = "it stands in an insertion of takhrij fix; accept or reject that first"
_BARRED: Final = {
    "fldSimple": FIELD,
    "moveTo": "it stands in text that was moved, as a tracked change",
    "ruby": "it stands in text with a phonetic guide",
    "txbxContent": "it stands in a text box",
    "AlternateContent": "it stands in a text box",
}
"""Elements in which nothing is edited, and why."""
_THROUGH: Final = frozenset(("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo"))
"""What may stand between a paragraph and its runs and hold tracked changes too."""
_BOUND: Final = frozenset(("dataBinding", "dropDownList", "comboBox", "date"))
_LOCKS: Final = frozenset(("contentLocked", "sdtContentLocked"))
_TAG: Final = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ASCII: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']us-ascii""", re.IGNORECASE)
_UNSEEN: Final = re.compile(rb"""\s+[\w.-]+:hint="[^"]*"|<[\w.-]+:(?:lang|noProof)\b[^>]*/>""")
_NO_FONTS: Final = re.compile(rb"<[\w.-]+:rFonts\s*/>")


class Range(NamedTuple):
    """Bytes of a part, half-open."""

    start: int
    end: int

    def of(self, data: bytes) -> bytes:
        """These bytes."""
        return data[self.start : self.end]


class Text(NamedTuple):
    """An element `w:t`."""

    tag: Range
    inner: Range
    end: int
    why: str
    """Why it cannot be edited; empty where it can."""


class Run:
    """An element `w:r`."""

    __slots__ = ("inserted", "paragraph", "properties", "tag", "texts", "whole")

    def __init__(self, tag: Range, paragraph: int, inserted: Range | None) -> None:
        self.tag = tag
        self.whole = tag
        self.paragraph = paragraph
        """The number of its paragraph in the part."""
        self.inserted = inserted
        """The tag of the tracked insertion that it stands in."""
        self.properties = Range(tag.end, tag.end)
        self.texts: list[Text] = []


class Part:
    """A part of a Word document, with its runs.

    Args:
        data: its bytes.
        name: what to call it in messages.
        deadline: when reading has to be done.

    Raises:
        InputError: it is damaged.
    """

    def __init__(self, data: bytes, name: str, deadline: Deadline) -> None:
        self.data = data
        found = _Runs(data)
        parse(data, found, name, deadline)
        texts = sorted((text.inner.start, at, text) for at, run in enumerate(found.runs) for text in run.texts)
        self._starts = [start for start, _, _ in texts]
        self._texts = [(found.runs[at], text) for _, at, text in texts]

    def at(self, byte: int) -> tuple[Run, Text] | None:
        """The run and its text that has a byte; nothing where there is none."""
        place = bisect_right(self._starts, byte) - 1
        if place < 0 or byte >= self._texts[place][1].inner.end:
            return None
        return self._texts[place]

    def look(self, run: Run) -> bytes:
        """What of a run's properties can be seen."""
        return _NO_FONTS.sub(b"", _UNSEEN.sub(b"", run.properties.of(self.data)))


def tag_at(data: bytes, start: int) -> Range:
    """The tag that begins at a byte of well-formed XML.

    >>> tag_at(b'<a b=">"/>c', 0)
    Range(start=0, end=10)
    """
    found = _TAG.match(data, start)
    return Range(start, found.end() if found else len(data))


def encoded(text: str, data: bytes) -> bytes:
    """Text as a part may hold it: by the numbers of its characters where the part says that it is ASCII.

    >>> encoded("نص", b"<?xml version='1.0' encoding='us-ascii'?><a/>")
    b'&#1606;&#1589;'
    """
    return text.encode("ascii" if _ASCII.match(data) else "utf-8", "xmlcharrefreplace")


class _Open(NamedTuple):
    """An element that did not end yet."""

    element: str
    tag: int
    why: str
    run: Run | None = None
    own: bool = False
    """Whether it is a tracked change of `takhrij fix`."""


class _Runs(Elements):
    def __init__(self, data: bytes) -> None:
        self.runs: list[Run] = []
        self._data = data
        self._open: list[_Open] = []
        self._paragraph = self._fields = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        namespace, _, element = name.rpartition(" ")
        ours = namespace in WORD
        why = self._open[-1].why if self._open else ""
        if ours or element == "AlternateContent":
            why = why or _BARRED.get(element, "")
        if element in _BOUND or (element == "lock" and attributes.get(f"{namespace} val") in _LOCKS):
            self._bind()
        run = None
        begins = self.byte()
        if ours and element == "p":
            self._paragraph += 1
        elif ours and element == "r":
            run, barred = self._run(begins)
            why = why or barred
        elif ours and element == "fldChar":
            kind = attributes.get(f"{namespace} fldCharType")
            self._fields += {"begin": 1, "end": -1}.get(str(kind), 0)
            self._fields = max(self._fields, 0)
        own = ours and attributes.get(f"{namespace} author") == AUTHOR
        self._open.append(_Open(element if ours else "", begins, why, run, own))

    def _bind(self) -> None:
        """What follows in the control whose properties are open is not edited."""
        if len(self._open) > 1 and self._open[-1].element == "sdtPr":
            self._open[-2] = self._open[-2]._replace(why=CONTROL)

    def _run(self, begins: int) -> tuple[Run | None, str]:
        if begins < 0:
            return None, UNUSUAL
        around = [each.element for each in reversed(self._open)]
        inserted = around[:1] == ["ins"]
        outer = around[inserted : around.index("p")] if "p" in around else ["", *around]
        tag = tag_at(self._data, begins)
        run = Run(tag, self._paragraph, tag_at(self._data, self._open[-1].tag) if inserted else None)
        self.runs.append(run)
        if inserted and self._open[-1].own:
            return run, OWN
        prefixed = b":" in tag.of(self._data).split()[0]
        return run, "" if prefixed and _THROUGH.issuperset(outer) else UNUSUAL

    def end(self, _name: str) -> None:
        """Take note of an element's end."""
        ended = self._open.pop()
        byte = self.byte()
        if ended.run is not None:
            ended.run.whole = Range(ended.tag, tag_at(self._data, byte).end)
            return
        run = self._open[-1].run if self._open else None
        if run is None or byte < 0:
            return
        if ended.element == "rPr":
            run.properties = Range(ended.tag, tag_at(self._data, byte).end)
        elif ended.element == "t" and byte > ended.tag:
            tag = tag_at(self._data, ended.tag)
            inner = Range(tag.end, byte)
            why = ended.why or (FIELD if self._fields else "") or (UNUSUAL if b"<" in inner.of(self._data) else "")
            run.texts.append(Text(tag, inner, tag_at(self._data, byte).end, why))
