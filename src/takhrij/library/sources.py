"""The sources: the passages of each edition one by one, as its file has them.

The texts come as ordinary dependencies from the package index. Their files are found and read; the packages are never
imported (some print, read `.env` or load numpy when they are). What is known of each edition, its count and digest
included, is data: `data/editions.json`. A text whose count or digest changed is refused by name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.errors import SourceError
from takhrij.library import isnad, narrators
from takhrij.library.editions import locate
from takhrij.library.hadith import Voices, voices
from takhrij.library.layout import BASMALA
from takhrij.library.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.library.editions import Edition
    from takhrij.library.hadith import Speaker

SURAH: Final = re.compile(r'<sura index="(\d+)"')
VERSE: Final = re.compile(r'<aya index="(\d+)" text="([^"]*)"')
"""A verse in the files of translations, a line each. They are not well-formed XML: their comment has `--` in it."""
UNNAMED: Final = frozenset({1, 9})
"""Surahs before whose first verse the files put no basmala: it is verse 1:1 itself, and surah 9 has none."""


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A verse or a hadith of an edition, as its file has it."""

    key: str
    """`2:255` for a verse; for a hadith the package's own sequential number, `616`, which nobody cites."""
    text: str
    """Verbatim, but for the basmala that the files put before the first verse of 112 surahs."""
    matn: tuple[int, int]
    """The body of a hadith as a half-open range of code points of `text`; the whole text where it could not be told
    apart from the chain, an empty range at the end where the hadith is a chain that refers to another's words."""
    companion: str = ""
    """The id of the companion (or other first narrator) whom the chain ends in; empty when the table has no such."""
    narrator: str = ""
    """The name as the chain writes it."""
    book: str = ""
    book_en: str = ""
    english: str = ""
    narrator_en: str = ""
    speaker: Speaker = ""
    """Whom the hadith is ascribed to (`takhrij.library.hadith`); empty where its wording does not tell."""
    god: tuple[int, int] = (0, 0)
    """The words of God in a hadith qudsi, as a half-open range of code points of `text`; `(0, 0)` elsewhere."""


def digest(path: str) -> str:
    """SHA-256 of a file, in hexadecimal."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(wanted: Edition) -> None:
    """Checks that the installed text is the one known: its digest, then its count.

    Raises:
        SourceError: the text is missing, or its digest or count changed.
    """
    path = locate(wanted)
    if (found := digest(path)) != wanted.digest:
        raise SourceError(
            f"{wanted.id}: the text of {wanted.package} changed (sha256 {found[:12]}…, not {wanted.digest[:12]}…); "
            "install the version that this program names"
        )
    count = len(read_translation(wanted)) if wanted.language != "ar" else sum(1 for _ in _raw(wanted, path))
    if count != wanted.count:
        raise SourceError(f"{wanted.id}: {wanted.package} has {count:,} passages, {wanted.count:,} are known")


def read_edition(wanted: Edition) -> Iterator[SourcePassage]:
    """The passages of an Arabic edition in the order of the book.

    Raises:
        SourceError: the text is missing or not of the shape known.
    """
    if wanted.language != "ar":
        raise SourceError(f"{wanted.id}: a translation; read it with read_translation")
    return _raw(wanted, locate(wanted), split=True)


def read_translation(wanted: Edition) -> dict[tuple[int, int], str]:
    """The verses of a translation of the Qur'an by surah and number of the verse, both from 1.

    Raises:
        SourceError: the text is missing or not of the shape known.
    """
    from html import unescape

    verses: dict[tuple[int, int], str] = {}
    surah = 0
    try:
        with open(locate(wanted), encoding="utf-8") as lines:
            for line in lines:
                if match := SURAH.search(line):
                    surah = int(match[1])
                elif match := VERSE.search(line):
                    verses[surah, int(match[1])] = unescape(match[2]).strip()
    except (OSError, ValueError) as problem:
        raise SourceError(f"{wanted.id}: {wanted.file} is not of the shape known ({problem})") from problem
    return verses


def _raw(wanted: Edition, path: str, *, split: bool = False) -> Iterator[SourcePassage]:
    try:
        yield from _verses(path) if wanted.work == "quran" else _hadiths(path, split=split)
    except (OSError, EOFError, KeyError, ValueError, TypeError) as problem:
        raise SourceError(f"{wanted.id}: {wanted.file} is not of the shape known ({problem})") from problem


def _verses(path: str) -> Iterator[SourcePassage]:
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            surah, verse, text = line.split("|", 2)
            if verse == "1" and int(surah) not in UNNAMED:
                text = without_basmala(text)
            yield SourcePassage(f"{surah}:{verse}", text, (0, len(text)))


def without_basmala(text: str) -> str:
    """`text` without the four words of the basmala that it begins with.

    Raises:
        ValueError: it does not begin so.

    >>> without_basmala("بِسْمِ اللَّهِ الرَّحْمَـٰنِ الرَّحِيمِ الم")
    'الم'
    """
    words = text.split(" ", 4)
    if len(words) < 5 or tables().letters.fold(" ".join(words[:4])) != BASMALA:
        raise ValueError(f"no basmala before {text[:20]!r}")
    return words[4]


def _hadiths(path: str, *, split: bool) -> Iterator[SourcePassage]:
    import gzip

    with gzip.open(path, "rb") as file:
        data = json.load(file)
    books = {chapter["id"]: (chapter["arabic"], chapter["english"]) for chapter in data["chapters"]}
    hadiths = data.pop("hadiths")
    hadiths.reverse()
    while hadiths:  # each is let go when it was handed on
        hadith = hadiths.pop()
        text = hadith["arabic"]
        book, book_en = books[hadith["chapterId"]]
        reading = isnad.read(text) if split else None
        matn = reading.matn() if reading else (0, len(text))
        who = narrators.narrator(reading) if reading else narrators.NOBODY
        heard = voices(reading, who) if reading else Voices("")
        yield SourcePassage(
            str(hadith["id"]), text, matn, who.id, who.name, book, book_en,
            hadith["english"]["text"], hadith["english"]["narrator"], heard.speaker, heard.god,
        )  # fmt: skip
