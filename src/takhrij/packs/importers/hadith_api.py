"""The editions of hadith-api: `metadata` and `hadiths`, each with its numbers and what named scholars graded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from takhrij.errors import InputError
from takhrij.packs.importers.fields import gradings_of, rows_of, words_of
from takhrij.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def recognises(value: Any) -> bool:
    """Whether JSON is of this layout."""
    hadiths = value.get("hadiths") if isinstance(value, dict) else None
    return isinstance(hadiths, list) and bool(hadiths) and isinstance(hadiths[0], dict) and "hadithnumber" in hadiths[0]


def records(value: Any, path: str) -> Iterator[Record]:
    """The hadiths of an edition, each with its gradings as they are given. Those without text are left out.

    Raises:
        InputError: it is not of this layout.
    """
    stem = path.rpartition("/")[2].partition(".")[0]
    if not isinstance(value, dict):
        raise InputError("an object with hadiths is wanted")
    metadata = value.get("metadata")
    told = metadata if isinstance(metadata, dict) else {}
    title = words_of(told.get("name")) or stem
    given = told.get("sections") or told.get("section")
    sections = given if isinstance(given, dict) else {}
    for row in rows_of(value.get("hadiths"), "hadiths"):
        number, arabic = words_of(row.get("hadithnumber")), words_of(row.get("arabicnumber"))
        stated = row.get("reference")
        reference = stated if isinstance(stated, dict) else {}
        book, within = words_of(reference.get("book")), words_of(reference.get("hadith"))
        numbers = [("hadith-api hadithnumber", number)]
        if arabic and arabic != number:
            numbers.append(("hadith-api arabicnumber", arabic))
        if book and within:
            numbers.append(("book and hadith", f"{book}:{within}"))
        yield Record(
            f"{stem}:{number}", words_of(row.get("text")), label=f"{title} {number}", title=title,
            book=words_of(sections.get(book)), numbers=tuple(numbers), gradings=gradings_of(row.get("grades"), stem),
        )  # fmt: skip
