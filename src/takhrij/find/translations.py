"""Translations beside quotations in Arabic: behind them or before them, in marks, a paragraph, a cell of a table or a footnote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.align.renderings import Rendering
from takhrij.model import Span
from takhrij.text.patterns import ARABIC, rarely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.find.attach import Found
    from takhrij.find.document import Document
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

LEAST_WORDS: Final = 3
"""Of a translation; of one that no marks set apart, one more."""
LONGEST: Final = 3000
"""Code points of a translation."""
REFERENCE: Final = 120
"""Code points from a bracket on in which a reference is read."""
IN_ARABIC: Final = re.compile(f"[{ARABIC}]")
BETWEEN: Final = r"[\s*_>»﴾”\"')\],.:;|–—-]"
AFTER: Final = BETWEEN + '{0,12}?(?P<open>[“"«‘(]|\\*{1,2}|_{1,2})?(?=[^\\W\\d_])'
"""What stands between a quotation and the translation behind it, and the mark that this opens with."""
BEFORE_CLOSING: Final = " \t\n.,;:!?)"
"""What may stand between the last letter of a translation and the mark that closes it."""
LAST_LETTER: Final = r"([^\W\d_])[\W\d_]*$"
CLOSING: Final = {"“": "”", '"': '"', "«": "»", "‘": "’", "(": ")", "*": "*", "**": "**", "_": "_", "__": "__"}
OPENING: Final = {closing: opening for opening, closing in CLOSING.items()}
STOP: Final = rf"[{ARABIC}|]|\n\s*\n"
"""Where a translation without marks ends: an Arabic letter, the end of a cell of a table, a blank line."""
BRACKET: Final = r"[(\[]\s?"
MARKS: Final = 40
"""Code points of marks between a quotation and its translation, at most."""
LINES: Final = 2
"""Line ends that may stand between a quotation and its translation."""


class Pairer:
    """Pairs quotations in Arabic with their translations.

    Args:
        reader: reads references, which may stand between the two.
    """

    def __init__(self, reader: ReferenceReader) -> None:
        self.reader = reader

    def pair(self, document: Document, found: Sequence[Found]) -> None:
        """Notes with each quotation which words are its translation.

        What stands in the same line goes before what stands in the next, and what leads up to the quotation from the line
        before goes before what follows it: where documents begin with the Arabic, that is the translation of another.

        Args:
            document: the document.
            found: what is presented as quotations in Arabic, in order of place, without their references yet.
        """
        text, low = document.text, 0
        for number, entry in enumerate(found):
            high = found[number + 1].candidate.outer_start if number + 1 < len(found) else len(text)
            if entry.marked:
                entry.translation = next(
                    (each for each in self._places(document, entry, low, high) if each is not None), None
                )
            low = entry.candidate.outer_end
            if entry.translation is not None:
                low = max(low, entry.translation.end if entry.translation.end <= high else 0)

    def _places(self, document: Document, entry: Found, low: int, high: int) -> Iterator[Span | None]:
        """Where the translation may stand, the likeliest place first."""
        begins, ends = entry.candidate.outer_start, entry.candidate.outer_end
        last = rarely(LAST_LETTER).search(document.text, max(low, begins - MARKS), begins)
        foreign = last is not None and IN_ARABIC.match(last[1]) is None
        yield self._behind(document, ends, high, lines=0)
        if last is not None and foreign:
            yield self._ahead(document, last, low, begins, lines=0)
        yield self._in_note(document, ends)
        if last is not None and foreign:
            yield self._ahead(document, last, low, begins, lines=LINES)
        yield self._behind(document, ends, high, lines=LINES)

    def _in_note(self, document: Document, end: int) -> Span | None:
        """The translation in the footnote whose number stands right behind a quotation."""
        from takhrij.find.notes import call_behind

        call = call_behind(document.text, end)
        note = document.notes.of(call[1], call.end()) if call is not None else None
        return self._behind(document, *note, lines=0) if note is not None else None

    def _behind(self, document: Document, at: int, high: int, *, lines: int) -> Span | None:
        """The translation that follows a place, references and marks between."""
        text = document.text
        match = rarely(AFTER).match(text, at, min(high, at + MARKS))
        if match is None or self._begins_reference(text, match.end(), match["open"]):
            references = self._references(text, at)
            if not references:
                return None
            at = references[-1].span.end
            match = rarely(AFTER).match(text, at, min(high, at + MARKS))
        if match is None or IN_ARABIC.match(text, match.end()):
            return None
        if text.count("\n", at, match.end()) > (0 if "|" in match[0] else lines):
            return None  # what follows a row of a table belongs to the next
        start, opening = match.end(), match["open"] or ""
        high = min(high, start + LONGEST)
        end = text.find(CLOSING[opening], start, high) if opening else self._end_of_plain(text, start, high)
        return self._translation(document, start, end, marked=bool(opening) and opening != "(") if end >= 0 else None

    def _references(self, text: str, at: int) -> list[Reference]:
        """The references right behind a place, where a letter may follow them."""
        near = text[at : at + MARKS]
        if not any(char.isascii() and char.isalpha() for char in near) and not rarely(BRACKET).search(near):
            return []
        return self.reader.after(text, at, REFERENCE)

    def _begins_reference(self, text: str, at: int, opening: str | None) -> bool:
        """Whether what begins there is a reference and no translation."""
        if opening in ("“", '"', "«", "‘"):
            return False
        found = self.reader.after(text, at, REFERENCE)[:1]
        return (
            bool(found) and found[0].span.start == at and (found[0].certainty != "weak" or bool(found[0].ayah_ranges))
        )

    def _end_of_plain(self, text: str, start: int, high: int) -> int:
        """Where a translation without marks ends; -1 where what follows is no translation, but leads up to marks."""
        stop = rarely(STOP).search(text, start, high)
        end = stop.start() if stop is not None else high
        if _has_quotes(text[start:end]):
            return -1
        for bracket in rarely(BRACKET).finditer(text, start, end):
            if self._begins_reference(text, bracket.end(), None):
                return bracket.start()
        return end

    def _ahead(self, document: Document, last: re.Match[str], low: int, begins: int, *, lines: int) -> Span | None:
        """The translation that leads up to a quotation: in marks or emphasis, a cell of a table, or a paragraph."""
        text = document.text
        between = text[last.end(1) : begins]
        newlines = between.count("\n")
        if newlines > lines or (lines and not newlines):
            return None
        low = max(low, last.start() - LONGEST)
        closing = between.lstrip(BEFORE_CLOSING)[:2]
        closing = closing if closing in OPENING else closing[:1]
        if closing in OPENING:
            opening = OPENING[closing]
            start = text.rfind(opening, low, last.end(1))
            if start < 0:
                return None
            return self._translation(document, start + len(opening), last.end(1), marked=not newlines)
        if ("|" not in between and not newlines) or ":" in between:  # what a colon ends leads up to the quotation
            return None
        start = max(low, *(text.rfind(mark, low, last.start()) + len(mark) for mark in ("\n\n", "|")))
        if _has_quotes(text[start : last.end(1)]):
            return None
        return self._translation(document, start, last.end(1), marked=False)

    @staticmethod
    def _translation(document: Document, start: int, end: int, *, marked: bool) -> Span | None:
        """The words, if they may be a translation: all in other letters, and set apart by marks or likely to be a rendering."""
        start, end = trimmed_words(document.text, start, end)
        text = document.text[start:end]
        if IN_ARABIC.search(text):
            return None
        rendering = Rendering(document.store, text)
        if len(rendering.words) < LEAST_WORDS + (not marked) or not (marked or rendering.is_likely):
            return None
        return Span(start, end)


def _has_quotes(text: str) -> bool:
    """Whether a quotation begins in a stretch: then it is not itself a translation, but leads up to one."""
    return "“" in text or "«" in text or '"' in text


def trimmed_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the marks and spaces at its ends; what ends a sentence is left off too."""
    while start < end and not text[start].isalnum() and text[start] not in "([":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ")]":
        end -= 1
    return start, end
