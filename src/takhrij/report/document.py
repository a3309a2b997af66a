"""What a renderer is given for each input: the document with its report, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from takhrij.model import Citation, Finding, Report

FailureCode = Literal["input", "config", "source", "internal"]


class Document(NamedTuple):
    """A checked document: its path as given, its text as received, its report."""

    path: str
    text: str
    report: Report


class Failure(NamedTuple):
    """An input that could not be checked, and why, in one line."""

    path: str
    code: FailureCode
    message: str


Result = Document | Failure


def ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings from the gravest to the least; among equals in the order of `takhrij.codes.ABOUTS`."""
    from takhrij.codes import ABOUTS, SEVERITIES

    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), ABOUTS.index(finding.about)))


def verdict(citation: Citation) -> Finding | None:
    """The most severe finding of a citation, the wording first among equals; `None` when it has none."""
    return ordered(citation.findings)[0] if citation.findings else None
