"""Word (.docx): body, tables, text boxes, footnotes, endnotes, comments, headers and footers.

They are read as they stand when every tracked change is accepted. What is deleted, moved away or hidden is left out, and so
are the codes of fields, and the comments that `takhrij fix` wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.text.formats.archive import Archive, resolved
from takhrij.text.formats.limits import Deadline
from takhrij.text.formats.paragraphs import PARAGRAPH, Paragraphs
from takhrij.text.formats.xml import Elements, parse

if TYPE_CHECKING:
    from takhrij.text.formats.paragraphs import StoryName
    from takhrij.text.formats.reading import Reading

AUTHOR: Final = "Takhrij"
"""Who writes the comments and the tracked changes of `takhrij fix`."""
WORD: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
)  # fmt: skip
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""What stands for a thing once more, for older programs."""
_LEFT_OUT: Final = frozenset(("del", "moveFrom", "pPr", "rt"))
_SIGNS: Final = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}  # fmt: skip
_OFF: Final = ("0", "false", "off")
_STORIES: Final[dict[str, tuple[StoryName, str]]] = {
    "footnotes": ("footnote", "footnote"), "endnotes": ("endnote", "endnote"), "comments": ("comment", "comment"),
}  # fmt: skip
"""For the type of a part: what it holds, and the element of each."""
_MARGINS: Final[dict[str, StoryName]] = {"header": "header", "footer": "footer"}
_WHITE: Final = str.maketrans("\t\r\n", "   ")


def read(data: bytes) -> Reading:
    """The reading of a Word document.

    Raises:
        InputError: it is damaged, encrypted or too large.
    """
    deadline = Deadline()
    archive = Archive(data, "a Word (.docx)", deadline)
    main = main_part(archive, deadline)
    paragraphs = Paragraphs()
    body = _Text(paragraphs, main)
    parse(archive.read(main), body, main, deadline)
    if not body.found:
        raise InputError(f"not a Word (.docx) file: {main} is no Word document")
    margins: dict[StoryName, int] = {}
    own = 0
    for relation, member in related(archive, main, deadline):
        kind = relation.rpartition("/")[2]
        if member not in archive:
            continue
        if kind in _STORIES:
            name, element = _STORIES[kind]
            order = {note: number for number, note in enumerate(body.references[name], 1)}
            notes = _Text(paragraphs, member, name, element, order)
            parse(archive.read(member), notes, member, deadline)
            own += notes.own
        elif kind in _MARGINS:
            margin = _MARGINS[kind]
            margins[margin] = margins.get(margin, 0) + 1
            paragraphs.story(margin, margins[margin])
            parse(archive.read(member), _Text(paragraphs, member), member, deadline)
    said = f"{own} comment{'s' if own > 1 else ''} that takhrij fix wrote"
    return paragraphs.reading((said,) if own else ())


def main_part(archive: Archive, deadline: Deadline) -> str:
    """The name of the file that holds the body."""
    kinds = related(archive, "", deadline)
    return next((target for kind, target in kinds if kind.endswith("/officeDocument")), "word/document.xml")


class _Relations(Elements):
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            self.found.append((attributes.get("Type", ""), attributes.get("Target", "")))


def relations_of(member: str) -> str:
    """The name of the file that says which others a file of an archive names; of no file, that of the archive.

    >>> relations_of("word/document.xml"), relations_of("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, _, name = member.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def related(archive: Archive, member: str, deadline: Deadline) -> list[tuple[str, str]]:
    """The type and the name of each file that one of an archive names; of no file, those of the archive."""
    relations = relations_of(member)
    if relations not in archive:
        return []
    found = _Relations()
    parse(archive.read(relations), found, relations, deadline)
    return [(kind, resolved(member, target)) for kind, target in found.found]


class _Text(Elements):
    """Hands the text of one file on.

    Args:
        paragraphs: where it goes.
        member: the name of the file.
        story: what the file has several of; nothing where the file is one story.
        element: the element of each.
        order: the number of each by its id, as the body refers to them.
    """

    def __init__(
        self,
        paragraphs: Paragraphs,
        member: str,
        story: StoryName = "body",
        element: str = "",
        order: dict[str, int] | None = None,
    ) -> None:
        self._paragraphs, self._member = paragraphs, member
        self._story, self._element, self._order = story, element, order or {}
        self.found = False
        """Whether it has a body."""
        self.references: dict[str, dict[str, None]] = {"footnote": {}, "endnote": {}, "comment": {}}
        """The ids of the notes that it refers to, in order."""
        self.own = 0
        """The comments that were left out because `takhrij fix` wrote them."""
        self._left_out = self._texts = 0
        self._hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        namespace, _, element = name.rpartition(" ")
        if self._left_out:
            self._left_out += 1
            return
        if name == _FALLBACK:
            self._left_out = 1
            return
        if namespace not in WORD:
            return
        value = attributes.get(f"{namespace} val", "")
        if element in _LEFT_OUT:
            self._left_out = 1
        elif element == "p":
            self._paragraphs.begin()
        elif element == "t":
            self._texts += 1
        elif element == "r":
            self._hidden = False
        elif element in ("vanish", "webHidden"):
            self._hidden = element == "vanish" and value not in _OFF
        elif element in _SIGNS:
            self._add(_SIGNS[element])
        elif element == "sym":
            self._add(_symbol(attributes.get(f"{namespace} char", "")))
        elif element.endswith("Reference") and element[:-9] in self.references:
            self.references[element[:-9]].setdefault(attributes.get(f"{namespace} id", ""))
        elif element == self._element:
            note = attributes.get(f"{namespace} id", "")
            kind = attributes.get(f"{namespace} type", "normal")
            own = self._story == "comment" and attributes.get(f"{namespace} author") == AUTHOR
            self.own += own
            self._left_out = int(own or kind != "normal")  # lines between the text and its notes
            self._paragraphs.story(self._story, self._order.setdefault(note, len(self._order) + 1))
        self.found = self.found or element == "body"

    def end(self, name: str) -> None:
        """Take note of an element's end."""
        if self._left_out:
            self._left_out -= 1
            return
        namespace, _, element = name.rpartition(" ")
        if namespace not in WORD:
            return
        if element == "t":
            self._texts -= 1
        elif element == "p":
            self._paragraphs.end()
        elif element == "r":
            self._hidden = False
        elif element in ("tc", "tr", "tbl") and not self._paragraphs.within:
            self._paragraphs.separate({"tc": "\t", "tr": "\n", "tbl": PARAGRAPH}[element])

    def text(self, text: str) -> None:
        """Take text over, where it is a run's."""
        if self._texts and not self._left_out:
            self._add(text.translate(_WHITE), self.byte())

    def _add(self, text: str, byte: int = -1) -> None:
        if not self._hidden:
            self._paragraphs.add(text, self._member, byte)


def _symbol(code: str) -> str:
    """The character of a symbol's font, mostly a private one."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0 < number < 0xD800 or 0xE000 <= number < 0x10000 else ""
