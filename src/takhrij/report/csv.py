"""The CSV report: a row for each finding, for a spreadsheet; RFC 4180, UTF-8 with a byte order mark.

A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from takhrij.report.document import Failure, ordered
from takhrij.report.links import links
from takhrij.report.places import Places
from takhrij.report.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation
    from takhrij.report.document import Document, Result

COLUMNS: Final = (
    "path", "quotation", "place", "line", "column", "start", "end", "kind", "quoted", "severity", "finding", "message",
    "passage", "label", "edition", "likeness", "link", "correction",
)  # fmt: skip
_FORMULA: Final = r"[\W_]*[=+\-@＝＋－﹣＠|%]"
"""How a formula may begin, whatever marks stand before its sign."""
_MOST: Final = 32_000
"""Characters of a cell: spreadsheets hold 32,767."""


class _Line:
    """Takes a row from the writer and hands it back."""

    def write(self, text: str) -> str:
        return text


def render(results: Iterable[Result]) -> Iterator[str]:
    """The heading, then a row for each finding; a document that could not be checked is a row with its error."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def row(*values: object) -> str:
        return str(writer.writerow([cell(value) if isinstance(value, str) else value for value in values]))

    yield "\ufeff" + row(*COLUMNS)
    for result in results:
        if isinstance(result, Failure):
            yield row(*_failed(result))
            continue
        places = Places(result.text, result.source)
        for number, citation in enumerate(result.citations(), start=1):
            for values in _rows(result, number, citation, places):
                yield row(*values)
        if (failure := result.failure()) is not None:
            yield row(*_failed(failure))


def cell(text: str) -> str:
    r"""Text as a cell: one line, no control characters, no formula, at most 32,000 characters.

    >>> cell("=1+2"), cell("\t @SUM(A1)"), cell("al-Nisa 4:58"), cell("قال")
    ("'=1+2", "'@SUM(A1)", 'al-Nisa 4:58', 'قال')
    """
    text = clean(text)
    if len(text) > _MOST:
        text = text[:_MOST] + "…"
    return "'" + text if re.match(_FORMULA, text) else text


def _rows(document: Document, number: int, citation: Citation, places: Places) -> Iterator[tuple[object, ...]]:
    quotation = citation.quotation
    place = places.at(quotation.span.start)
    lines = (place.line, place.column) if places.lined else ("", "")
    head = (document.path, number, places.label(place.offset), *lines, *quotation.span, quotation.kind, quotation.text)
    best = citation.passages[0] if citation.passages else None
    tail: tuple[object, ...] = ("", "", "", "", "")
    if best is not None:
        found = best.passage
        url = next((link.url for link in links(found)), "")
        tail = (found.id, found.label, found.edition, f"{best.score:.3f}", url)
    for finding in ordered(citation.findings):
        yield (*head, finding.severity, finding.name, finding.message, *tail, finding.correction or "")


def _failed(failure: Failure) -> tuple[object, ...]:
    said = ("error", f"could not be checked ({failure.code})", failure.message)
    return (failure.path, "", "", "", "", "", "", "", "", *said, "", "", "", "", "", "")
