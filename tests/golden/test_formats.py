"""The reports on the examples in every other format: golden files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from test_examples import DOCUMENTS, EXAMPLES
from test_reports import REPORTS

from takhrij import __version__
from takhrij.check import check
from takhrij.report import annotations, csv, github, sarif
from takhrij.report.document import Document
from takhrij.report.html import HtmlReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.library.library import Library


@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden(golden: Callable[[object, str], None], library: Library, name: str) -> None:
    text = (EXAMPLES / name).read_bytes().decode("utf-8")
    document = Document(f"examples/{name}", text, check(text, library=library))
    for kind, render in (("csv", csv.render), ("annotations", annotations.render), ("github", github.render)):
        golden(REPORTS / f"{name}.{kind}", "".join(render([document])).replace("\r\n", "\n"))
    golden(REPORTS / f"{name}.sarif", "".join(sarif.render([document])).replace(f'"{__version__}"', '"VERSION"'))
    page = "".join(HtmlReport(lambda known: library.neighbours(known, 1)).render([document]))
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    golden(REPORTS / f"{name}.html", re.sub(r"'sha256-[^']+'", "'sha256-'", page))
