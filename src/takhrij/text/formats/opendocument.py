"""OpenDocument text (.odt): body, tables, text boxes, footnotes, endnotes, comments, headers and footers.

What tracked changes have deleted is left out; white space counts as the format says: many are one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.text.formats.archive import Archive
from takhrij.text.formats.limits import Deadline
from takhrij.text.formats.paragraphs import PARAGRAPH, Paragraphs
from takhrij.text.formats.xml import Elements, parse

if TYPE_CHECKING:
    from takhrij.text.formats.paragraphs import StoryName, _Aside
    from takhrij.text.formats.reading import Reading

_SPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _OFFICE, _TABLE, _STYLE = (f"{_SPACE}{name}:1.0 " for name in ("text", "office", "table", "style"))
_DUBLIN: Final = "http://purl.org/dc/elements/1.1/ "
_PARAGRAPHS: Final = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_LEFT_OUT: Final = frozenset((
    f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_TEXT}ruby-text", f"{_TEXT}hidden-text", f"{_OFFICE}forms",
    f"{_OFFICE}binary-data", f"{_DUBLIN}creator", f"{_DUBLIN}date",
))  # fmt: skip
_SIGNS: Final = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_ROWS: Final = {f"{_TABLE}table-cell": "\t", f"{_TABLE}table-row": "\n", f"{_TABLE}table": PARAGRAPH}
_NOTES: Final[dict[str, StoryName]] = {"footnote": "footnote", "endnote": "endnote"}
_MARGINS: Final[dict[str, StoryName]] = {
    **dict.fromkeys((f"{_STYLE}header{page}" for page in ("", "-left", "-first")), "header"),
    **dict.fromkeys((f"{_STYLE}footer{page}" for page in ("", "-left", "-first")), "footer"),
}  # fmt: skip
_MOST_SPACES: Final = 1000
_WHITE: Final = re.compile(r"[ \t\r\n]+")


def read(data: bytes) -> Reading:
    """The reading of an OpenDocument text.

    Raises:
        InputError: it is damaged, encrypted or too large.
    """
    deadline = Deadline()
    archive = Archive(data, "an OpenDocument (.odt)", deadline)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise InputError("encrypted: save it without a password")
    paragraphs = Paragraphs()
    body = _Text(paragraphs, "content.xml", within=f"{_OFFICE}body")
    parse(archive.read("content.xml"), body, "content.xml", deadline)
    if not body.found:
        raise InputError("not an OpenDocument (.odt) file: content.xml has no body")
    if "styles.xml" in archive:
        margins = _Text(paragraphs, "styles.xml", within=f"{_OFFICE}master-styles")
        parse(archive.read("styles.xml"), margins, "styles.xml", deadline)
    return paragraphs.reading()


class _Text(Elements):
    """Hands the text of one file on.

    Args:
        paragraphs: where it goes.
        member: the name of the file.
        within: the element that has all the text.
    """

    def __init__(self, paragraphs: Paragraphs, member: str, *, within: str) -> None:
        self._paragraphs, self._member, self._within = paragraphs, member, within
        self.found = False
        """Whether it has that element."""
        self._inside = False
        self._left_out = 0
        self._counts: dict[StoryName, int] = {}
        self._aside: list[_Aside] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        if name == self._within:
            self.found = self._inside = True
        if self._left_out or not self._inside or name in _LEFT_OUT:
            self._left_out += self._inside
        elif name in _PARAGRAPHS:
            self._paragraphs.begin()
        elif name in _SIGNS:
            self._paragraphs.add(_SIGNS[name], self._member)
        elif name == f"{_TEXT}s":
            count = attributes.get(f"{_TEXT}c", "1")
            number = int(count) if count.isascii() and count.isdigit() and len(count) < 9 else 1
            self._paragraphs.add(" " * min(number, _MOST_SPACES), self._member)
        elif name == f"{_TEXT}note":
            self._begin_story(_NOTES.get(attributes.get(f"{_TEXT}note-class", ""), "footnote"))
        elif name == f"{_OFFICE}annotation":
            self._begin_story("comment")
        elif name in _MARGINS:
            self._begin_story(_MARGINS[name])

    def end(self, name: str) -> None:
        """Take note of an element's end."""
        if self._left_out:
            self._left_out -= 1
        elif name == self._within:
            self._inside = False
        elif not self._inside:
            return
        elif name in _PARAGRAPHS:
            self._paragraphs.end()
        elif name in _ROWS and not self._paragraphs.within:
            self._paragraphs.separate(_ROWS[name])
        elif name in (f"{_TEXT}note", f"{_OFFICE}annotation") or name in _MARGINS:
            self._paragraphs.resume(self._aside.pop())

    def text(self, text: str) -> None:
        """Take text over, its white space as the format says."""
        if self._left_out or not self._paragraphs.within:
            return
        at, start = self.byte(), 0
        for white in _WHITE.finditer(text):
            if white[0] == " " and white.start() > start:
                continue
            self._add(text, at, start, white.start())
            if not self._paragraphs.ends_with_space():
                self._paragraphs.add(" ", self._member)
            start = white.end()
        self._add(text, at, start, len(text))

    def _add(self, text: str, at: int, start: int, end: int) -> None:
        if start < end:
            byte = at + len(text[:start].encode("utf-8", "replace")) if at >= 0 else -1
            self._paragraphs.add(text[start:end], self._member, byte)

    def _begin_story(self, name: StoryName) -> None:
        self._counts[name] = self._counts.get(name, 0) + 1
        self._aside.append(self._paragraphs.suspend(name, self._counts[name]))
