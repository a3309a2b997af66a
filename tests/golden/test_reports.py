"""The reports on the examples: golden files, and every finding that the tables of examples/README.md ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_examples import DOCUMENTS, EXAMPLES, Row, rows

from takhrij.report import footnote
from takhrij.report.document import Document
from takhrij.report.terminal import Paper
from takhrij.report.text import TextReport

if TYPE_CHECKING:
    from collections.abc import Callable

takhrij_check = pytest.importorskip("takhrij.check")
REPORTS = Path(__file__).parent / "reports"


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    texts = {name: (EXAMPLES / name).read_bytes().decode("utf-8") for name in DOCUMENTS}
    return {name: Document(f"examples/{name}", text, takhrij_check.check(text)) for name, text in texts.items()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden(golden: Callable[[Path, str], None], documents: dict[str, Document], name: str) -> None:
    document = documents[name]
    golden(REPORTS / f"{name}.text", "".join(TextReport(Paper(100)).render([document])))
    golden(REPORTS / f"{name}.codes", codes(document))
    golden(REPORTS / f"{name}.takhrij", "".join(footnote.render([document])))


def codes(document: Document) -> str:
    """A line for each citation: its span, its kind, its best passage, its findings with their severities."""
    lines = []
    for citation in document.report.citations:
        span = citation.quotation.span
        passage = citation.passages[0].passage.id if citation.passages else "-"
        names = sorted(f"{finding.name}:{finding.severity}" for finding in citation.findings)
        lines.append(" ".join([f"{span.start}-{span.end}", citation.quotation.kind, passage, *names]) + "\n")
    return "".join(lines)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.document}: {row.words}") for row in rows()])
def test_each_quotation_has_its_findings(documents: dict[str, Document], row: Row) -> None:
    document = documents[row.document]
    start = document.text.index(row.words)
    names = [
        {finding.name for finding in citation.findings}
        for citation in document.report.citations
        if citation.quotation.span.start <= start + 1 and citation.quotation.span.end >= start + len(row.words) - 1
    ]
    assert names, "not found as a quotation"
    assert any({*row.findings} <= found for found in names), f"has {names}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_else_is_taken_for_a_quotation(documents: dict[str, Document], name: str) -> None:
    document = documents[name]
    wanted = [row.words for row in rows() if row.document == name]
    others = [
        citation.quotation.text
        for citation in document.report.citations
        if not any(
            words in document.text[citation.quotation.span.start - 1 : citation.quotation.span.end + 1]
            for words in wanted
        )
    ]
    assert others == []
