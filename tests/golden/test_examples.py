"""The examples: the tables of examples/README.md fit the documents and name known findings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from takhrij.codes import FINDINGS

EXAMPLES: Final = Path(__file__).parent.parent.parent / "examples"
DOCUMENTS: Final = ("article.md", "sermon.txt", "answer.md")


class Row(NamedTuple):
    """A row of a table: a quotation of a document and the findings it must have."""

    document: str
    words: str
    planted: str
    findings: tuple[str, ...]


def rows() -> list[Row]:
    found = []
    document = ""
    for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            document = line[3:]
        elif document and line.startswith("| ") and not line.startswith("| quotation"):
            words, planted, findings = (cell.strip() for cell in line.strip("|").split("|"))
            found.append(Row(document, words, planted, tuple(findings.split())))
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.document}: {row.words}")
def test_each_row_is_a_quotation_of_the_document(row: Row) -> None:
    text = (EXAMPLES / row.document).read_text(encoding="utf-8")
    assert len(re.findall(re.escape(row.words), text)) == 1
    assert row.findings
    assert {*row.findings} <= {*FINDINGS}


def test_each_document_has_a_table_and_says_that_it_is_an_example() -> None:
    assert {row.document for row in rows()} == {*DOCUMENTS}
    for name in DOCUMENTS:
        assert "examples/README.md" in (EXAMPLES / name).read_text(encoding="utf-8")[:400]
