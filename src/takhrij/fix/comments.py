"""Comments of a Word document: added to those that it has, or to a part made for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from takhrij.errors import InputError
from takhrij.fix.revisions import PREFIX
from takhrij.fix.runs import encoded, tag_at
from takhrij.namedtuple import NamedTuple
from takhrij.text.formats.archive import resolved
from takhrij.text.formats.word import WORD, related, relations_of
from takhrij.text.formats.xml import Elements, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.text.formats.archive import Archive
    from takhrij.text.formats.limits import Deadline

TYPES: Final = "[Content_Types].xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
)  # fmt: skip
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Comment(NamedTuple):
    """A comment: its number, and its paragraphs."""

    number: int
    lines: tuple[str, ...]


def commented(
    archive: Archive, main: str, comments: Sequence[Comment], author: str, deadline: Deadline
) -> dict[str, bytes]:
    """The files of an archive that say its comments, with more of them.

    Args:
        archive: the document.
        main: the name of its body.
        comments: what is added.
        author: attributes of a comment, with `PREFIX` where their prefix goes.
        deadline: when reading has to be done.

    Raises:
        InputError: a file that has to be changed is damaged, or not UTF-8.
    """
    strict = any(kind.startswith(_OFFICE[1]) for kind, _ in related(archive, "", deadline))
    listed = [target for kind, target in related(archive, main, deadline) if kind.endswith("/comments")]
    files: dict[str, bytes] = {}
    if listed:
        [member, *_] = listed
    else:
        member = _free(archive, resolved(main, "comments.xml"))
        relations = relations_of(main)
        known = archive.read(relations) if relations in archive else _empty("Relationships", _RELATIONS)
        number = 1
        while f'"rIdTakhrij{number}"'.encode() in known:
            number += 1
        added = f'Relationship Id="rIdTakhrij{number}" Type="{_OFFICE[strict]}/comments" Target="/{member}"'
        files[relations] = _within(known, relations, f"<{PREFIX}{added}/>", deadline)
    if member in archive:
        present = archive.read(member)
    else:
        present = f'{_HEAD}<w:comments xmlns:w="{WORD[strict]}"></w:comments>'.encode()
        types = archive.read(TYPES)
        files[TYPES] = _within(
            types, TYPES, f'<{PREFIX}Override PartName="/{escape(member)}" ContentType="{_TYPE}"/>', deadline
        )
    body = "".join(_comment(comment, author) for comment in comments)
    files[member] = _within(present, member, body, deadline)
    return files


def _comment(comment: Comment, author: str) -> str:
    paragraphs = "".join(map(_paragraph, comment.lines))
    return (
        f'<{PREFIX}comment {PREFIX}id="{comment.number}" {author} {PREFIX}initials="T">{paragraphs}</{PREFIX}comment>'
    )


def _paragraph(line: str) -> str:
    first = re.search(r"\w", line)
    right = first is not None and _ARABIC.match(first[0])
    before, run = ("<\0pPr><\0bidi/></\0pPr>", "<\0rPr><\0rtl/></\0rPr>") if right else ("", "")
    text = f'<\0t xml:space="preserve">{escape(_CONTROL.sub("", line))}</\0t>'
    return f"<\0p>{before}<\0r>{run}{text}</\0r></\0p>".replace("\0", PREFIX)


def _free(archive: Archive, name: str) -> str:
    stem, number = name.removesuffix(".xml"), 0
    while name in archive:
        number += 1
        name = f"{stem}{number}.xml"
    return name


def _empty(element: str, namespace: str) -> bytes:
    return f'{_HEAD}<{element} xmlns="{namespace}"></{element}>'.encode()


class _Root(Elements):
    """Where the outermost element begins and ends."""

    def __init__(self) -> None:
        self.first, self.last = -1, -1

    def start(self, _name: str, _attributes: dict[str, str]) -> None:
        """Take note of the first."""
        if self.first < 0:
            self.first = self.byte()

    def end(self, _name: str) -> None:
        """Take note of the last."""
        self.last = self.byte()


def _within(data: bytes, name: str, content: str, deadline: Deadline) -> bytes:
    """A file of XML with content at the end of its outermost element."""
    root = _Root()
    parse(data, root, name, deadline)
    if root.last < 0:
        raise InputError(f"{name} is not UTF-8, so that it cannot be rewritten byte for byte; save it anew in Word")
    tag = tag_at(data, root.first).of(data)
    named = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0].decode()
    prefix = named[: named.find(":") + 1]
    if not prefix and f" {PREFIX}" in content:
        raise InputError(f"{name} is written in a way that cannot be added to; save it anew in Word")
    new = encoded(content.replace(PREFIX, prefix), data)
    if root.last == root.first:
        end = root.first + len(tag)
        return data[: end - 2] + b">" + new + f"</{named}>".encode() + data[end:]
    return data[: root.last] + new + data[root.last :]
