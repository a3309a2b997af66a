"""Texts of any kind, as documents are read: a passage for each paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPHS: Final = re.compile(r"\r?\n[ \t]*\r?\n\s*")
_HEADING: Final = re.compile(r"\s*#{1,6}[ \t]+([^\n]{1,200})")
_FIRST_LINE: Final = re.compile(r"\s*([^\n]{1,120})\r?\n[ \t]*\r?\n")
_NO_SENTENCE: Final = re.compile(r"[^.!?؟。]\s*\Z")


def records(text: str, path: str) -> Iterator[Record]:
    r"""The paragraphs of a file, which are one text.

    Args:
        text: the file's text, as it was read.
        path: its name.

    >>> [record.label for record in records("# The bridge\n\nIt opens.\n\nIn May.", "news/bridge.md")]
    ['The bridge, paragraph 1', 'The bridge, paragraph 2', 'The bridge, paragraph 3']
    """
    title = title_of(text) or path.rpartition("/")[2].rpartition(".")[0] or path
    yield from paragraphs(Record(path, text, title=title))


def title_of(text: str) -> str:
    """The heading of a text: marked as one, or a first line by itself that is no sentence."""
    if heading := _HEADING.match(text):
        return heading[1].strip(" #*_")
    first = _FIRST_LINE.match(text)
    return first[1].strip() if first and _NO_SENTENCE.search(first[1]) else ""


def paragraphs(record: Record) -> Iterator[Record]:
    """A text as its paragraphs, a passage each; a quotation may run across them."""
    text, at, number = record.text, 0, 0
    edges = [match.span() for match in _PARAGRAPHS.finditer(text)]
    title = record.label or record.title or record.id
    for end, following in [*edges, (len(text), len(text))]:
        if text[at:end].strip():
            number += 1
            yield record._replace(
                id=f"{record.id}:{number}", text=text[at:end], group=record.group or record.id,
                label=f"{title}, paragraph {number}",
            )  # fmt: skip
        at = following
