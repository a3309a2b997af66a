"""Tanzil's texts and translations of the Qur'an: `surah|verse|words` a line with notes behind, or XML."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.packs.record import Record
from takhrij.text.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE: Final = re.compile(r"(\d{1,3})\|(\d{1,3})\|(.*)")
_XML: Final = re.compile(r'<sura\s[^<>]*?\bindex="(\d{1,3})"|<aya\s[^<>]*?\bindex="(\d{1,3})"[^<>]*?\btext="([^"<>]*)"')
_HEAD: Final = re.compile(r"\ufeff?\s*(?:#[^\n]*\n|<\?xml|<!--|<quran\b|\s)*\s*(?:\d{1,3}\|\d{1,3}\||<sura\s)")


def recognises(head: str) -> bool:
    r"""Whether a file that begins so is of this layout.

    >>> recognises("1|1|In the name"), recognises('<quran type="x">\n<sura index="1"'), recognises("1|one")
    (True, True, False)
    """
    return (
        head.lstrip("\ufeff \r\n").startswith("<quran")
        or _HEAD.match(head) is not None
        or ("<quran" in head and "<sura " in head)
    )


def records(data: bytes, path: str) -> Iterator[Record]:
    """The verses of a file. A quotation may run across those of one surah.

    Raises:
        InputError: it is not of this layout.
    """
    text = decode(data)
    found = _of_xml(text) if "<sura" in text else _of_lines(text)
    empty = True
    for surah, verse, words in found:
        empty = False
        yield Record(
            f"{surah}:{verse}", words, label=f"{surah}:{verse}", group=str(surah), book=f"surah {surah}",
            numbers=(("surah and verse of this text", f"{surah}:{verse}"),),
        )  # fmt: skip
    if empty:
        raise InputError(f"{path}: no verse; surah|verse|words a line are wanted, or XML")


def _of_lines(text: str) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        row = _LINE.fullmatch(line.strip())
        if row is None:
            raise InputError(f"line {number}: surah|verse|words are wanted")
        yield int(row[1]), int(row[2]), row[3]


def _of_xml(text: str) -> Iterator[tuple[int, int, str]]:
    surah = 0
    for match in _XML.finditer(text):
        if match[1]:
            surah = int(match[1])
        else:
            yield surah, int(match[2]), unescape(match[3])
