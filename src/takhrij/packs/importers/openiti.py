"""OpenITI mARkdown: a passage for each paragraph, with the section it stands in and its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.packs.record import Record
from takhrij.text.openiti import MAGIC, blanked
from takhrij.text.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_META: Final = re.compile(r"^#META#\s*(?:\d+\.)?(\w+)\s*:: *([^\n]*)", re.MULTILINE)
_HEADER_END: Final = "#META#Header#End#"
_BLOCK: Final = re.compile(r"^#[^\n]*(?:\n(?!#)[^\n]*)*", re.MULTILINE)
_SECTION: Final = re.compile(r"###\s[|$]+\s*([^\n]*)")
_PAGE: Final = re.compile(r"PageV(\d{2,3})P(\d{3,4})")


def recognises(head: str) -> bool:
    """Whether a file that begins so is of this layout."""
    return head.lstrip("\ufeff").startswith(MAGIC)


def records(data: bytes, path: str) -> Iterator[Record]:
    """The paragraphs of a book, which are one text. A page's mark stands at its end.

    Raises:
        InputError: it is not of this layout.
    """
    text = decode(data).lstrip("\ufeff").replace("\r\n", "\n")
    end = text.find(_HEADER_END)
    if not text.startswith(MAGIC) or end < 0:
        raise InputError(f"{path}: {MAGIC} and the end of its header are wanted")
    stem = path.rpartition("/")[2]
    known = {name.casefold(): value.strip() for name, value in _META.findall(text, 0, end)}
    title = _stated(known, "booktitle") or stem
    author = _stated(known, "authorname")
    section, number = "", 0
    waiting: list[Record] = []
    for block in _BLOCK.finditer(text, end + len(_HEADER_END)):
        pages = _PAGE.findall(block[0])
        if heading := _SECTION.match(block[0]):
            section = _clean(heading[1]) or section
            words = _clean(heading[1])
        else:
            words = _clean(block[0])
        if words:
            number += 1
            waiting.append(Record(f"{stem}:{number}", words, group=stem, title=title, book=section, speaker=author))
        if pages:
            volume, page = (str(int(each)) for each in pages[0])
            yield from (_paged(record, f"{volume}/{page}") for record in waiting)
            waiting.clear()
    yield from (record._replace(label=f"{title}, paragraph {record.id.rpartition(':')[2]}") for record in waiting)


def _paged(record: Record, page: str) -> Record:
    return record._replace(label=f"{record.title} {page}", numbers=(("volume and page", page),))


def _clean(text: str) -> str:
    return " ".join(blanked(text, first=False).replace("\n", " ").split())


def _stated(known: dict[str, str], name: str) -> str:
    value = known.get(name, "")
    return "" if value.upper() in ("NODATA", "NOTGIVEN", "NA") else value.partition(" :: ")[0]
