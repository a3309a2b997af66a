"""The hadith-json layout: a book with `metadata`, `chapters` and `hadiths`, each in Arabic and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from takhrij.errors import InputError
from takhrij.packs.importers.fields import rows_of, words_of
from takhrij.packs.record import COUNT, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def recognises(value: Any) -> bool:
    """Whether JSON is of this layout."""
    hadiths = value.get("hadiths") if isinstance(value, dict) else None
    return isinstance(hadiths, list) and bool(hadiths) and isinstance(hadiths[0], dict) and "arabic" in hadiths[0]


def records(value: Any, path: str, language: str = "ar") -> Iterator[Record]:
    """The hadiths of a book. Its `idInBook` is a running count, and not a number that is cited.

    Raises:
        InputError: it is not of this layout.
    """
    stem = path.rpartition("/")[2].partition(".")[0]
    if not isinstance(value, dict):
        raise InputError("an object with hadiths is wanted")
    english = language == "en"
    metadata = value.get("metadata")
    told = metadata.get("english" if english else "arabic") if isinstance(metadata, dict) else None
    title = words_of(told.get("title")) if isinstance(told, dict) else ""
    chapters = {
        words_of(row.get("id")): words_of(row.get("english" if english else "arabic"))
        for row in rows_of(value.get("chapters") or [], "chapters")
    }
    for row in rows_of(value.get("hadiths"), "hadiths"):
        number = words_of(row.get("idInBook")) or words_of(row.get("id"))
        second = row.get("english")
        translated = second if isinstance(second, dict) else {}
        yield Record(
            f"{stem}:{number}", words_of(translated.get("text")) if english else words_of(row.get("arabic")),
            label=f"{title or stem}, {number} of this text", title=title,
            book=chapters.get(words_of(row.get("chapterId")), ""), narrator=words_of(translated.get("narrator")),
            numbers=((COUNT, number),),
        )  # fmt: skip
