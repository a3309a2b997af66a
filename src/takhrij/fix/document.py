"""Corrects one document: checks it, edits it, and checks the outcome, so that no edit stays that does not hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.check import check
from takhrij.errors import InputError
from takhrij.fix.edits import Corrector, Moved, Suggestion, applied
from takhrij.resolve.references import ReferenceReader
from takhrij.text.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.fix.edits import Correction
    from takhrij.library.library import Library
    from takhrij.model import Citation
    from takhrij.options import Options

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

    @property
    def data(self) -> bytes:
        """The file's new bytes."""
        return self.after.encode("utf-8")


class Fixer:
    """Corrects documents against one library.

    Args:
        library: the sources.
        options: how to check.
        vowels: whether written vowels are corrected too.
    """

    def __init__(self, library: Library, options: Options, *, vowels: bool = False) -> None:
        tables = library.store.tables
        self._library, self._options = library, options
        self._corrector = Corrector(tables, ReferenceReader(tables), vowels=vowels)

    def fix(self, data: bytes, kind: str) -> Fixed:
        """A document corrected.

        Args:
            data: the file's bytes.
            kind: its format (`takhrij.text.readers.format_of`).

        Raises:
            InputError: it cannot be read, or not be rewritten byte for byte.
        """
        if kind not in FORMATS:
            raise InputError(f"fix rewrites text, Markdown and HTML; of {kind}, takhrij check tells the corrections")
        before = read_bytes(data, kind).received
        if before.encode("utf-8", "surrogatepass") != data:
            raise InputError("not UTF-8 throughout, so that it cannot be rewritten byte for byte; convert it first")
        corrections, suggestions = self._corrector.of(before, self._citations(data, kind))
        for _ in range(ROUNDS if corrections else 0):
            after = applied(before, corrections)
            holds = _Outcome(self._citations(after.encode("utf-8"), kind), corrections).holds
            failed = [each for each in corrections if not holds(each)]
            if not failed:
                return Fixed(before, after, tuple(corrections), tuple(suggestions))
            suggestions += [Suggestion(each.finding, each.quotation, NOT_HELD) for each in failed]
            dropped = set(map(id, failed))
            corrections = [each for each in corrections if id(each) not in dropped]
        suggestions += [Suggestion(each.finding, each.quotation, NOT_HELD) for each in corrections]
        return Fixed(before, before, (), tuple(suggestions))

    def _citations(self, data: bytes, kind: str) -> Sequence[Citation]:
        return check(read_bytes(data, kind), library=self._library, options=self._options).citations


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
