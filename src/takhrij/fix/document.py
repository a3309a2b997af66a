"""Corrects one document: checks it, edits it, and checks the outcome, so that no edit stays that does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.check import check
from takhrij.errors import InputError
from takhrij.fix.edits import Corrector, Suggestion, applied, moved
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
        while corrections:
            after = applied(before, corrections)
            again = self._citations(after.encode("utf-8"), kind)
            failed = [each for each in corrections if not _holds(each, corrections, again)]
            if not failed:
                return Fixed(before, after, tuple(corrections), tuple(suggestions))
            suggestions += [Suggestion(each.finding, each.quotation, "the outcome would not hold") for each in failed]
            corrections = [each for each in corrections if each not in failed]
        return Fixed(before, before, (), tuple(suggestions))

    def _citations(self, data: bytes, kind: str) -> Sequence[Citation]:
        return check(read_bytes(data, kind), library=self._library, options=self._options).citations


def _holds(correction: Correction, all_of_them: Sequence[Correction], again: Sequence[Citation]) -> bool:
    """Whether the quotation is found again where it stands now, without the finding that was answered."""
    start, end = (moved(place, all_of_them) for place in correction.quotation)
    here = [each for each in again if each.quotation.span.start < end and start < each.quotation.span.end]
    return len(here) == 1 and all(finding.name != correction.finding.name for finding in here[0].findings)
