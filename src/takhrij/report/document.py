"""What a renderer is given for each input: the document with its report, or why there is none."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Literal

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from takhrij.model import Citation, Finding, Narrator, Passage, Report, Span
    from takhrij.text.readers import Source
    from takhrij.unchecked import Unchecked

FailureCode = Literal["input", "config", "source", "internal"]


class Failure(NamedTuple):
    """An input that could not be checked, and why, in one line."""

    path: str
    code: FailureCode
    message: str


class Rest:
    """The citations of a long document after those of its report: gone through once, while they are found.

    Args:
        citations: the citations; to make one may fail.
        unchecked: gathers what could not be checked.
        failed: what is to be said of a failure; may raise it instead.

    Attributes:
        failure: why the document could not be checked to its end, once its citations were gone through.
        severities: the severities of the findings that were gone through.
    """

    def __init__(
        self, citations: Iterator[Citation], unchecked: Unchecked, failed: Callable[[Exception], Failure]
    ) -> None:
        self._citations = citations
        self._failed = failed
        self.unchecked = unchecked
        self.failure: Failure | None = None
        self.severities: set[str] = set()

    def __iter__(self) -> Iterator[Citation]:
        """The citations in order of place, until one cannot be made."""
        try:
            for citation in self._citations:
                self.unchecked.add(citation)
                self.severities.update(finding.severity for finding in citation.findings)
                yield citation
        except Exception as problem:  # noqa: BLE001 (said in the report, or raised by `failed`)
            self.failure = self._failed(problem)


class Document(NamedTuple):
    """A checked document: its path as given, its text as received, its report."""

    path: str
    text: str
    report: Report
    """The report; of a long document, that on its first part."""
    rest: Rest | None = None
    """The citations of a long document that are not in the report."""
    source: Source | None = None
    """How it was read; it names the places of other formats than text."""

    @property
    def read(self) -> str:
        """The text as it was read, without the markup of its format."""
        return self.text if self.source is None else self.source.text

    def as_read(self, span: Span) -> tuple[int, int]:
        """Where a span of the text as received lies in the text as it was read."""
        reading = None if self.source is None else self.source.reading
        if reading is None or reading.offsets is None:
            return span
        start, end = (reading.offsets.offset(offset) for offset in span)
        return start, max(start, end)

    def citations(self) -> Iterator[Citation]:
        """Every citation, in order of place; those of a long document can be gone through once."""
        return chain(self.report.citations, self.rest or ())

    def unchecked(self) -> tuple[str, ...]:
        """What could not be checked, once the citations were gone through."""
        return self.rest.unchecked.lines() if self.rest else self.report.unchecked

    def failure(self) -> Failure | None:
        """Why it could not be checked to its end, once the citations were gone through."""
        return self.rest.failure if self.rest else None


Result = Document | Failure


def ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings from the gravest to the least; among equals in the order of `takhrij.codes.ABOUTS`."""
    from takhrij.codes import ABOUTS, SEVERITIES

    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), ABOUTS.index(finding.about)))


def verdict(citation: Citation) -> Finding | None:
    """The most severe finding of a citation, the wording first among equals; `None` when it has none."""
    return ordered(citation.findings)[0] if citation.findings else None


class Chain(NamedTuple):
    """The narrators that a document names, beside those of a passage."""

    passage: Passage
    named: int
    """How many the document names."""
    differing: tuple[Narrator, ...]
    """Those whom only one of the two has, or has by another name."""


def nearest_chain(citation: Citation) -> Chain | None:
    """The chain of the listed passage that differs least; nothing where the document names no narrators."""
    made = []
    for found in citation.passages:
        if found.narrators:
            named = sum(bool(each.quoted) for each in found.narrators)
            differing = tuple(each for each in found.narrators if not each.same)
            made.append(Chain(found.passage, named, differing))
    return min(made, key=lambda each: len(each.differing), default=None)
