"""Compares two reports on the same documents: the findings that are gone, that are new, that changed.

Documents go together by their path, quotations by kind and words, the first with the first; so a quotation that was moved
is the same, and one whose words were corrected is another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final, Literal

from takhrij.codes import ABOUTS, SEVERITIES
from takhrij.model import Finding, Report, Span
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation

Change = Literal["gone", "new", "changed"]
CHANGES: Final[tuple[Change, ...]] = ("new", "changed", "gone")


class Difference(NamedTuple):
    """One finding that is not what it was; `old` or `new` is `None` where there is none."""

    change: Change
    path: str
    quoted: str
    span: Span
    """Where the quotation stands: in the new document, of what is gone in the old one."""
    old: Finding | None
    new: Finding | None

    @property
    def severity(self) -> int:
        """The index of the worse severity of both, in `takhrij.codes.SEVERITIES`."""
        return min(SEVERITIES.index(each.severity) for each in (self.old, self.new) if each is not None)

    def worse(self, level: int) -> bool:
        """Whether it brings a finding of that severity (an index) or worse that was not as bad before."""
        if self.new is None or SEVERITIES.index(self.new.severity) > level:
            return False
        return self.old is None or self.old.severity != self.new.severity or self.old.name != self.new.name


class Documents(NamedTuple):
    """What became of the documents themselves, by path."""

    gone: list[str]
    new: list[str]
    failed: list[tuple[str, str]]
    """Those that the new report could not check, with its message."""
    mended: list[str]
    """Those that only the old report could not check."""


class Comparison(NamedTuple):
    """The differences in order of place, document by document, and what became of the documents."""

    differences: list[Difference]
    documents: Documents
    same: int
    """Findings that are as they were."""


def compare(old: Iterable[tuple[str, Report | str]], new: Iterable[tuple[str, Report | str]]) -> Comparison:
    """Compare two reports, each the path of every document with its report, or with why it could not be checked.

    >>> report = Report((), 0)
    >>> compare([("a.md", report)], [("a.md", report), ("b.md", report)]).documents.new
    ['b.md']
    """
    before, after = dict(old), dict(new)
    differences: list[Difference] = []
    same = 0
    for path in dict.fromkeys([*after, *before]):
        made, unchanged = _document(path, _citations(before.get(path)), _citations(after.get(path)))
        differences += made
        same += unchanged
    documents = Documents(
        [path for path in before if path not in after],
        [path for path in after if path not in before],
        [(path, result) for path, result in after.items() if isinstance(result, str)],
        [path for path, result in before.items() if isinstance(result, str) and isinstance(after.get(path), Report)],
    )
    return Comparison(differences, documents, same)


def _citations(result: Report | str | None) -> tuple[Citation, ...]:
    return result.citations if isinstance(result, Report) else ()


def _document(path: str, old: tuple[Citation, ...], new: tuple[Citation, ...]) -> tuple[list[Difference], int]:
    waiting: defaultdict[tuple[str, str], list[Citation]] = defaultdict(list)
    for citation in reversed(old):
        waiting[_key(citation)].append(citation)
    found: list[Difference] = []
    same = 0
    for citation in new:
        held = waiting[_key(citation)]
        partner = held.pop() if held else None
        made, unchanged = _findings(path, citation, partner.findings if partner else (), citation.findings)
        found += made
        same += unchanged
    left = [citation for held in waiting.values() for citation in held]
    for citation in left:
        found += _findings(path, citation, citation.findings, ())[0]
    return sorted(found, key=lambda each: (each.span, CHANGES.index(each.change), each.severity)), same


def _findings(
    path: str, citation: Citation, old: tuple[Finding, ...], new: tuple[Finding, ...]
) -> tuple[list[Difference], int]:
    """The findings on one quotation that differ; those about the same thing that changed are paired."""
    kept = Counter(map(_said, old)) & Counter(map(_said, new))
    gone, come = _without(old, kept), _without(new, kept)
    quotation = citation.quotation
    found = []
    for about in ABOUTS:
        before = [finding for finding in gone if finding.about == about]
        after = [finding for finding in come if finding.about == about]
        for number in range(max(len(before), len(after))):
            first = before[number] if number < len(before) else None
            second = after[number] if number < len(after) else None
            change: Change = "changed" if first and second else "new" if second else "gone"
            found.append(Difference(change, path, quotation.text, quotation.span, first, second))
    return found, kept.total()


def _key(citation: Citation) -> tuple[str, str]:
    return citation.quotation.kind, " ".join(citation.quotation.text.split())


def _said(finding: Finding) -> tuple[str, str, str, str | None]:
    return finding.name, finding.severity, finding.message, finding.correction


def _without(findings: tuple[Finding, ...], kept: Counter[tuple[str, str, str, str | None]]) -> list[Finding]:
    left = Counter(kept)
    out = []
    for finding in findings:
        if left[_said(finding)]:
            left[_said(finding)] -= 1
        else:
            out.append(finding)
    return out


def to_dict(comparison: Comparison) -> Iterator[tuple[str, Any]]:
    """The parts of a comparison as JSON values, by name."""
    yield (
        "differences",
        [
            {
                "change": each.change,
                "path": each.path,
                "quoted": each.quoted,
                "start": each.span.start,
                "end": each.span.end,
                "old": _finding(each.old),
                "new": _finding(each.new),
            }
            for each in comparison.differences
        ],
    )
    documents = comparison.documents
    failed = [{"path": path, "message": message} for path, message in documents.failed]
    yield "documents", {"gone": documents.gone, "new": documents.new, "failed": failed, "mended": documents.mended}
    yield "same", comparison.same


def _finding(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "finding": finding.name, "severity": finding.severity, "message": finding.message, "correction": finding.correction,
    }  # fmt: skip
