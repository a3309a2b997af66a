"""The basmala that opens the quotation of a surah: it is read before 113 surahs, and is a verse of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.library.layout import BASMALA
from takhrij.model import Span
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from takhrij.text.letters import Letters

WORD: Final = r"[^\W\d_](?:[^\W\d_]|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed])*"
"""A word in Arabic letters with its vowel signs."""
WORDS: Final = len(BASMALA.split())


def behind_basmala(letters: Letters, text: str, span: Span) -> Span | None:
    """The words of a quotation behind the basmala that it begins with; `None` where it has none, or nothing else."""
    words = []
    for match in rarely(WORD).finditer(text, span.start, span.end):
        words.append(match)
        if len(words) > WORDS:
            break
    if len(words) <= WORDS or letters.fold(" ".join(word[0] for word in words[:WORDS])) != BASMALA:
        return None
    return Span(words[WORDS].start(), span.end)
