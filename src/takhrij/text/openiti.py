"""OpenITI mARkdown: its marks are put out of sight, each by as many spaces, so that every offset stays what it was."""

from __future__ import annotations

import re
from typing import Final

MAGIC: Final = "######OpenITI#"
_HEADER_END: Final = "#META#Header#End#"
_MARKS: Final = re.compile(
    r"^###\s[|$]+|^#\s|^~~|(?<=\s)%~%(?=\s)|\bms[A-Z]?\d+\b|PageV[^P\s]{1,4}P[A-Z]?\d+[A-Z]?|^#META#[^\n]*"
    r"|@[A-Z]{3,}[\w@]*|\bfootnotes:",
    re.MULTILINE,
)


def blanked(text: str, *, first: bool) -> str:
    r"""The text with spaces for what is a mark of the format and no word of the book.

    Args:
        text: a stretch of the file.
        first: whether it begins the file, and so may have a header.

    >>> blanked("# قال\n~~كذا PageV01P003 ms012 وكذا", first=False)
    '  قال\n  كذا                   وكذا'
    """
    head = 0
    if first and text.startswith(MAGIC) and (end := text.find(_HEADER_END)) >= 0:
        head = end + len(_HEADER_END)
    return " " * head + _MARKS.sub(lambda mark: " " * len(mark[0]), text[head:])
