"""What of a checked document can be corrected: edits where the answer is certain, suggestions where it is not.

Certain are the words of a verse that stands in one place, or where the document says it stands; the number of a verse in
the surah named; and Qur'an brackets around a hadith. Hadith has many wordings, a reading is no error, and what is not
presented as a quotation is the author's own: these are never rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from takhrij.judge.words import HAS_VOWEL
from takhrij.model import Span
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.library.tables import Tables
    from takhrij.model import Alignment, Citation, Finding, Operation
    from takhrij.resolve.references import ReferenceReader

VERSE_MARKS: Final = {"﴿": "«", "﴾": "»"}
"""The brackets of verses, and the marks that stand instead around other quotations."""
PAUSES: Final = re.compile("\\s*[\u06d6-\u06dc\u06de\u06e9]")
"""Signs of waqf and of the parts of the mushaf: an author who quotes a word does not quote them."""
NUMBER: Final = re.compile(r"\d+")
NEAR: Final = 8
"""Code points between a quotation and its brackets."""
ALIKE: Final = 0.5
"""Share of letters from which a word at an end of a quotation is the source's word, misspelt, and not another."""
CHANGING: Final = frozenset({"replace", "insert", "delete"})
LEFT: Final = {
    "matn": "a hadith may have other wordings, and other numberings",
    "translation": "traced by a translation, which may be of another verse",
}
"""Why a quotation of another kind than a verse is left as it is."""


class Edit(NamedTuple):
    """Code points of the text as received, half-open, and what is to stand there."""

    span: Span
    words: str


class Correction(NamedTuple):
    """The edits that answer one finding, in order of place; none overlaps another."""

    finding: Finding
    quotation: Span
    edits: tuple[Edit, ...]
    source: str = ""
    """The passage that is the answer, and its edition, as a reader should see them."""


class Suggestion(NamedTuple):
    """A finding that is left to the author, and why."""

    finding: Finding
    quotation: Span
    why: str


class Corrector:
    """Finds corrections in reports.

    Args:
        tables: the data tables.
        reader: reads references.
        vowels: whether written vowels are corrected too.
    """

    def __init__(self, tables: Tables, reader: ReferenceReader, *, vowels: bool = False) -> None:
        self._letters = tables.letters
        self._reader = reader
        self._vowels = vowels

    def of(self, text: str, citations: Sequence[Citation]) -> tuple[list[Correction], list[Suggestion]]:
        """The corrections of a document, in order of place, and what is only suggested.

        Args:
            text: the document as received.
            citations: what was found in it, with spans of `text`.
        """
        corrections: list[Correction] = []
        suggestions: list[Suggestion] = []
        for citation in citations:
            span = citation.quotation.span
            for finding in citation.findings:
                answer = self._answer(text, citation, finding)
                if isinstance(answer, str):
                    suggestions.append(Suggestion(finding, span, answer))
                elif answer:
                    corrections.append(Correction(finding, span, tuple(answer), self._source(text, citation, finding)))
        return _apart(corrections, suggestions)

    def _answer(self, text: str, citation: Citation, finding: Finding) -> Sequence[Edit] | str:
        """The edits that answer a finding, why there are none although it could be answered, or nothing."""
        if finding.name == "marks.verse-marks":
            return self._marks(text, citation.quotation.span)
        if finding.correction is None:
            return ()
        if any(other.name == "marks.unmarked" for other in citation.findings):
            return "not presented as a quotation"
        if citation.quotation.kind != "ayah":
            return LEFT.get(citation.quotation.kind, "only the Qur'an is rewritten")
        if finding.name == "wording.altered" or (finding.name == "wording.vowels" and self._vowels):
            return self._words(text, citation)
        if finding.name == "wording.vowels":
            return "vowels are corrected with --vowels"
        if finding.name == "reference.wrong" and finding.span is not None:
            return self._reference(text, citation, finding.span)
        return "no certain answer"

    def _words(self, text: str, citation: Citation) -> Sequence[Edit] | str:
        stated = any(finding.name == "reference.right" for finding in citation.findings)
        if not citation.passages or (not stated and (len(citation.passages) > 1 or citation.more_passages)):
            return "several verses are as like"
        span = citation.quotation.span
        bare = HAS_VOWEL.isdisjoint(text[span.start : span.end])
        operations = citation.passages[0].operations
        edits = []
        for place, each in enumerate(operations):
            if each.kind not in CHANGING and not (each.kind == "vowel" and self._vowels):
                continue
            if each.quoted_text != text[each.quoted.start : each.quoted.end]:
                return "markup stands within the words"
            if not 0 < place < len(operations) - 1 and not self._is_misspelt(each):
                return "at its end another word stands: the author may mean to quote less, or more"
            edits.append(_edit(text, each, self._written(each.source_text, bare=bare)))
        return edits

    def _is_misspelt(self, operation: Operation) -> bool:
        """Whether the quoted word is the source's, but for some letters."""
        if operation.kind == "vowel":
            return True
        quoted, source = (self._letters.fold(words) for words in (operation.quoted_text, operation.source_text))
        return SequenceMatcher(None, quoted, source, autojunk=False).ratio() > ALIKE

    def _written(self, words: str, *, bare: bool) -> str:
        """Words of the source as the author writes: without vowels where the quotation has none."""
        plain = " ".join(PAUSES.sub("", words).split())
        return " ".join(map(self._letters.letters, plain.split())) if bare else plain

    def _reference(self, text: str, citation: Citation, span: Span) -> Sequence[Edit] | str:
        """The number of the verse, where the surah named has the words once."""
        written = text[span.start : span.end]
        named = self._named(written, citation)
        if isinstance(named, str):
            return named
        [number] = NUMBER.finditer(written)
        zero = ord(number[0][0]) - int(number[0][0])  # the author's digits
        digits = "".join(chr(zero + int(digit)) for digit in named.passage.id.rpartition(":")[2])
        return [Edit(Span(span.start + number.start(), span.start + number.end()), digits)]

    def _named(self, reference: str, citation: Citation) -> Alignment | str:
        """The passage that has the words in the surah that a reference names, or why there is not the one."""
        stated = self._reader.read(reference, 0, len(reference))
        if (
            len(stated) != 1
            or stated[0].surah is None
            or stated[0].surah_number is not None
            or len(NUMBER.findall(reference)) != 1
        ):
            return "the form of the reference leaves it open what is to be written"
        there = [each for each in citation.passages if int(each.passage.id.split(":")[1]) == stated[0].surah]
        if len(there) != 1 or citation.more_passages or not there[0].passage.id.rpartition(":")[2].isdigit():
            return "the surah named does not have the words, or has them in several places"
        return there[0]

    def _source(self, text: str, citation: Citation, finding: Finding) -> str:
        """The passage that answers a finding, as a reader should see it."""
        answer = citation.passages[0] if citation.passages else None
        if finding.name == "reference.wrong" and finding.span is not None:
            named = self._named(text[finding.span.start : finding.span.end], citation)
            answer = None if isinstance(named, str) else named
        return f"{answer.passage.label} ({answer.passage.edition})" if answer else ""

    @staticmethod
    def _marks(text: str, span: Span) -> Sequence[Edit] | str:
        low, high = max(0, span.start - NEAR), span.end + NEAR
        before = low + len(text[low : span.start].rstrip()) - 1
        after = span.end + len(text[span.end : high]) - len(text[span.end : high].lstrip(" .،"))
        if before < low or after >= min(high, len(text)) or {text[before], text[after]} != set(VERSE_MARKS):
            return "the brackets enclose more than the quotation"
        return [Edit(Span(at, at + 1), VERSE_MARKS[text[at]]) for at in (before, after)]


def _edit(text: str, operation: Operation, words: str) -> Edit:
    """A word operation undone in the document, with the space that it takes or leaves."""
    start, end = operation.quoted
    if operation.kind == "insert":  # words too many go with one of the spaces beside them
        spaced = text[end : end + 1] == " " and (
            start == 0 or text[start - 1].isspace() or not text[start - 1].isalnum()
        )
        return Edit(Span(start, end + spaced), "")
    if operation.kind == "delete":
        before = " " if start and (text[start - 1].isalnum() or text[start - 1] in HAS_VOWEL) else ""
        after = " " if text[start : start + 1].isalnum() else ""
        return Edit(Span(start, start), before + words + after)
    return Edit(Span(start, end), words)


def _apart(corrections: list[Correction], suggestions: list[Suggestion]) -> tuple[list[Correction], list[Suggestion]]:
    """Corrections of which no edit overlaps one of another; of two that do, the later becomes a suggestion."""
    kept: list[Correction] = []
    taken: set[int] = set()
    for each in corrections:
        places = {at for edit in each.edits for at in range(edit.span.start, max(edit.span.end, edit.span.start + 1))}
        if taken.isdisjoint(places):
            kept.append(each)
            taken |= places
        else:
            suggestions.append(Suggestion(each.finding, each.quotation, "another correction stands there"))
    return kept, suggestions


def applied(text: str, corrections: Sequence[Correction]) -> str:
    """A text with corrections made."""
    return "".join(_pieces(text, sorted(edit for each in corrections for edit in each.edits)))


def _pieces(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    reached = 0
    for edit in edits:
        yield text[reached : edit.span.start]
        yield edit.words
        reached = edit.span.end
    yield text[reached:]


class Moved:
    """Where the places of a text are once corrections are made.

    >>> from takhrij.model import Finding
    >>> finding = Finding("wording", "altered", "error", "")
    >>> moved = Moved([Correction(finding, Span(0, 9), (Edit(Span(2, 4), "longer"), Edit(Span(6, 8), "")))])
    >>> [moved.of(place) for place in (0, 2, 3, 4, 6, 9)]
    [0, 2, 7, 8, 10, 11]
    """

    def __init__(self, corrections: Sequence[Correction]) -> None:
        edits = sorted(edit for each in corrections for edit in each.edits)
        self._starts = [edit.span.start for edit in edits]
        self._shifts = [0, *accumulate(len(edit.words) - (edit.span.end - edit.span.start) for edit in edits)]

    def of(self, place: int) -> int:
        """The new place of one of the text; one within an edit keeps its distance from the edit's end."""
        return place + self._shifts[bisect_left(self._starts, place)]
