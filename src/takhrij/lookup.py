"""Passages by their reference or their words, with what stands beside them, as every door of the program shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import ConfigError
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.library.library import Library
    from takhrij.model import Passage

_VERSES: Final = re.compile(r"(\d{1,20})\s*:\s*(\d{1,20})(?:\s*[-–]\s*(\d{1,20}))?")
_ACROSS: Final = re.compile(r"\d+\s*:\s*\d+\s*[-–]\s*\d+\s*:\s*\d+")
_REFERENCE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*:[\w:./-]+")
_DIGITS: Final = re.compile(r"\d+")


class Shown(NamedTuple):
    """A passage found, its neighbours, and its translation if one was asked for."""

    passage: Passage
    before: Sequence[Passage] = ()
    after: Sequence[Passage] = ()
    translation: str | None = None

    @classmethod
    def of(cls, library: Library, passage: Passage, context: int, translation: str | None = None) -> Shown:
        """A passage of the library, with so many neighbours on either side."""
        before, after = library.neighbours(passage.id, context) if context else ((), ())
        return cls(passage, before, after, library.translation(passage.id, translation) if translation else None)


def passage_id(query: str) -> str | None:
    """The passage that a reference names; `None` when the query is words.

    Raises:
        ConfigError: it is empty, or a range of verses runs backwards.

    >>> passage_id("4:59-60"), passage_id("٤:٥٩"), passage_id("bukhari:6018"), passage_id("قال: نعم")
    ('quran:4:59-60', 'quran:4:59', 'bukhari:6018', None)
    """
    query = query.strip()
    if not query:
        raise ConfigError("nothing to show: give a reference such as 4:59 or bukhari:6018, or some words")
    if verses := _VERSES.fullmatch(query.removeprefix("quran:")):
        surah, first, last = (int(number) if number else 0 for number in verses.groups())
        if last and last < first:
            raise ConfigError(f"{query}: the range of verses runs backwards")
        return f"quran:{surah}:{first}-{last}" if last > first else f"quran:{surah}:{first}"
    if _ACROSS.fullmatch(query):
        raise ConfigError(f"{query}: a range of verses is of one surah, such as 4:58-59")
    if _REFERENCE.fullmatch(query):
        work, _, rest = query.partition(":")
        return f"{work.lower()}:" + _DIGITS.sub(lambda number: str(int(number[0])), rest)
    if query.isdecimal():
        raise ConfigError(
            f"{query} alone names no passage: give surah and verse (4:59) or collection and number (bukhari:6018)"
        )
    return None


def written_out(query: str) -> str | None:
    """The passage that a reference names as people write it, "سورة النساء 59" or "البخاري: 6018"; `None` for words."""
    from takhrij.library.tables import tables
    from takhrij.resolve.references import ReferenceReader

    read = ReferenceReader(tables()).read(query, 0, len(query))
    if len(read) != 1 or (read[0].span.start, read[0].span.end) != (0, len(query)):
        return None
    [stated] = read
    if stated.surah is not None and len(stated.ayah_ranges) == 1:
        first, last = stated.ayah_ranges[0]
        return f"quran:{stated.surah}:{first}" + (f"-{last}" if last > first else "")
    if len(stated.numbers) == 1 and stated.numbers[0][0]:
        work, number = stated.numbers[0]
        return f"{work}:{number}"
    return None


def value(query: str, shown: list[Shown], translation: str | None) -> dict[str, Any]:
    """What was found as JSON values."""
    from takhrij.model import SCHEMA_VERSION, to_json

    return {
        "schema_version": SCHEMA_VERSION,
        "query": query,
        "passages": [
            {
                "passage": to_json(each.passage),
                "before": to_json(each.before),
                "after": to_json(each.after),
                "translation": {"edition": translation, "text": each.translation} if translation else None,
            }
            for each in shown
        ],
    }
