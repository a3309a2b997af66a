"""The reference of a quotation that stands in a footnote: behind the quotation its number, and with that the note begins."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    import re
    from collections.abc import Container

    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS: Final = str.maketrans(SUPERSCRIPTS, "0123456789")
NUMBER: Final = rf"\[\^?\d{{1,3}}\]|\(\d{{1,3}}\)|[{SUPERSCRIPTS}]{{1,3}}"
"""How the number of a note is written."""
CALL: Final = rf"(?:[^\S\n]|[*_.،,؛؟!:]){{0,4}}({NUMBER})"
"""The number right behind a quotation, in its line."""
BEGINS: Final = rf"\n[^\S\n]*({NUMBER})"
"""How the line of a note begins, from the end of the line before: a pattern that begins with a letter is soon searched."""
NOTE: Final = rf"{BEGINS}[^\S\n]*[:.–—-]?[^\S\n]*(?=\S)"
"""The number of a note, and what stands between it and the words."""
LONGEST: Final = 300
"""Code points of a note in which its references are looked for."""
OPENS: Final = 24
"""Code points at the beginning of a note within which the reference begins that is the quotation's own."""


class Notes:
    """The footnotes of a document: the lines that begin with a number as notes do."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at: dict[str, list[int]] = defaultdict(list)
        for match in rarely(NOTE).finditer(text):
            self._at[_number(match[1])].append(match.end())

    def of(self, call: str, end: int) -> tuple[int, int] | None:
        r"""Where the next note with a number begins and ends, behind the place `end`, code points.

        >>> text = "«…»[1] «…»(٢)\n\n[1] Muslim\n(٢) Abu Dawud"
        >>> notes = Notes(text)
        >>> [text[slice(*notes.of(call, 12))] for call in ("[1]", "(٢)")], notes.of("(1)", 12)
        (['Muslim', 'Abu Dawud'], None)
        """
        places = self._at.get(_number(call), [])
        number = bisect_left(places, end)
        if number == len(places):
            return None
        start = places[number]
        line = self._text.find("\n", start, start + LONGEST)
        return start, line if line >= 0 else min(len(self._text), start + LONGEST)


def _number(written: str) -> str:
    """The number of a note with its brackets, the same for all digits."""
    translated = written.translate(DIGITS)
    return "".join(str(int(char)) if char.isdigit() else char for char in translated)


def has_note(between: str) -> bool:
    """Whether a note begins in a stretch of a document."""
    return rarely(BEGINS).search(between) is not None


def call_behind(text: str, end: int) -> re.Match[str] | None:
    """The number of a note right behind a quotation that ends at `end`."""
    return rarely(CALL).match(text, end)


def in_note(
    reader: ReferenceReader, text: str, notes: Notes, call: re.Match[str], wanted: Container[str]
) -> list[Reference]:
    """The references of a wanted kind with which a note begins.

    Args:
        reader: reads references.
        text: the document.
        notes: its footnotes.
        call: the note's number behind the quotation.
        wanted: `quran`, `hadith`, or both.
    """
    place = notes.of(call[1], call.end())
    if place is None:
        return []
    start, end = place
    found = [each for each in reader.read(text, start, end) if each.kind in wanted and _sure(each)]
    if not found or found[0].span.start > start + OPENS:
        return []
    return found


def _sure(reference: Reference) -> bool:
    return reference.certainty != "weak" or bool(reference.ayah_ranges)
