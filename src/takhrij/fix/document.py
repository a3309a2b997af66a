"""Corrects one document: checks it, edits it, and checks the outcome, so that no edit stays that does not hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, Protocol

from takhrij.check import check
from takhrij.errors import InputError
from takhrij.fix.edits import Corrector, Moved, Suggestion, applied
from takhrij.fix.word import WordDocument
from takhrij.namedtuple import NamedTuple
from takhrij.resolve.references import ReferenceReader
from takhrij.text.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from takhrij.fix.edits import Correction
    from takhrij.library.library import Library
    from takhrij.model import Citation
    from takhrij.options import Options
    from takhrij.text.readers import Source

FORMATS: Final = ("text", "markdown", "html")
"""Formats whose text is the file's own, so that an edit of it is one of the file."""

NOT_HELD: Final = "the outcome would not hold"
ROUNDS: Final = 3
"""Times that an outcome is checked, without the corrections that did not hold before."""


class Fixed(NamedTuple):
    """A document, and what it is once corrected."""

    before: str
    after: str
    corrections: tuple[Correction, ...]
    suggestions: tuple[Suggestion, ...]
    data: bytes
    """The file's new bytes."""


class Document(Protocol):
    """A document that can be corrected."""

    source: Source

    def refused(self, correction: Correction) -> str:
        """Why a correction cannot be made here; nothing where it can."""

    def written(self, corrections: Sequence[Correction]) -> bytes:
        """The file with corrections made."""


class _TextFile:
    """A document whose text is the file's own."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.source = read_bytes(data, kind)
        if self.source.received.encode("utf-8", "surrogatepass") != data:
            raise InputError("not UTF-8 throughout, so that it cannot be rewritten byte for byte; convert it first")

    def refused(self, _: Correction) -> str:
        return ""

    def written(self, corrections: Sequence[Correction]) -> bytes:
        return applied(self.source.received, corrections).encode("utf-8")


class Fixer:
    """Corrects documents against one library.

    Args:
        library: the sources.
        options: how to check.
        vowels: whether written vowels are corrected too.
        tracked: when corrections of Word documents are made, as tracked changes with comments; without it they are
            made in place.
    """

    def __init__(
        self, library: Library, options: Options, *, vowels: bool = False, tracked: datetime | None = None
    ) -> None:
        tables = library.store.tables
        self._library, self._options, self._tracked = library, options, tracked
        self._corrector = Corrector(tables, ReferenceReader(tables), vowels=vowels)

    def fix(self, data: bytes, kind: str) -> Fixed:
        """A document corrected.

        Args:
            data: the file's bytes.
            kind: its format (`takhrij.text.readers.format_of`).

        Raises:
            InputError: it cannot be read, or not be rewritten byte for byte.
        """
        document = self._document(data, kind)
        before = document.source.received
        corrections, suggestions = self._corrector.of(before, self._citations(document.source))
        refused = [(each, document.refused(each)) for each in corrections]
        suggestions += [Suggestion(each.finding, each.quotation, why) for each, why in refused if why]
        corrections = [each for each, why in refused if not why]
        for _ in range(ROUNDS if corrections else 0):
            new = document.written(corrections)
            source = read_bytes(new, kind)
            if source.received != applied(before, corrections):
                raise InputError("it is written in a way that cannot be rewritten safely; save it anew and try again")
            holds = _Outcome(self._citations(source), corrections).holds
            failed = [each for each in corrections if not holds(each)]
            if not failed:
                return Fixed(before, source.received, tuple(corrections), tuple(suggestions), new)
            suggestions += [Suggestion(each.finding, each.quotation, NOT_HELD) for each in failed]
            dropped = set(map(id, failed))
            corrections = [each for each in corrections if id(each) not in dropped]
        suggestions += [Suggestion(each.finding, each.quotation, NOT_HELD) for each in corrections]
        return Fixed(before, before, (), tuple(suggestions), data)

    def _document(self, data: bytes, kind: str) -> Document:
        if kind == "docx":
            return WordDocument(data, self._tracked)
        if kind not in FORMATS:
            raise InputError(
                f"fix rewrites text, Markdown, HTML and Word; of {kind}, takhrij check tells the corrections"
            )
        return _TextFile(data, kind)

    def _citations(self, source: Source) -> Sequence[Citation]:
        return check(source, library=self._library, options=self._options).citations


class _Outcome:
    """What is found in a document once corrections are made."""

    def __init__(self, citations: Sequence[Citation], corrections: Sequence[Correction]) -> None:
        self._citations = sorted(citations, key=_start)
        self._moved = Moved(corrections)

    def holds(self, correction: Correction) -> bool:
        """Whether the quotation is found where it stands now, once, and without the finding that was answered."""
        start, end = map(self._moved.of, correction.quotation)
        first = bisect_right(self._citations, start, key=_start) - 1
        here = [
            each
            for each in self._citations[max(0, first) : bisect_left(self._citations, end, key=_start)]
            if start < each.quotation.span.end
        ]
        return len(here) == 1 and all(finding.name != correction.finding.name for finding in here[0].findings)


def _start(citation: Citation) -> int:
    return citation.quotation.span.start
