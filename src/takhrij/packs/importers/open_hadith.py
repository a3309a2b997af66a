"""Open-Hadith-Data: CSV without a head, the number, the hadith, and in some files what it elaborates, which is left out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from takhrij.errors import InputError
from takhrij.packs.record import COUNT, Record
from takhrij.text.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterator


def recognises(head: str) -> bool:
    r"""Whether a file that begins so is of this layout.

    >>> recognises('"1"," حدثنا فلان "\n'), recognises("name,text\n")
    (True, False)
    """
    try:
        row = next(csv.reader(head.splitlines(keepends=True)), [])
    except csv.Error:
        return False
    return len(row) in (2, 3) and row[0].strip().isdecimal() and any(map(str.isalpha, row[1]))


def records(data: bytes, path: str) -> Iterator[Record]:
    """The hadiths of a file. Their numbers count them as the files do; whose numbering that is the files do not say.

    Raises:
        InputError: it is not of this layout.
    """
    stem = path.rpartition("/")[2].partition(".")[0]
    rows = csv.reader(decode(data).lstrip("\ufeff").splitlines(keepends=True))
    try:
        for row in rows:
            if not any(row):
                continue
            if len(row) < 2 or not row[0].strip().isdecimal():
                raise InputError(f"line {rows.line_num}: a number and a hadith are wanted")
            number = row[0].strip()
            yield Record(
                f"{stem}:{number}", row[1].strip(), label=f"{stem} {number}", title=stem, numbers=((COUNT, number),)
            )
    except csv.Error as problem:
        raise InputError(f"line {rows.line_num}: not CSV: {problem}") from problem
