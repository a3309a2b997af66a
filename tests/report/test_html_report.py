"""The HTML report of an example on the real library: every quotation is marked, and links have numbers that are loaded."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from takhrij import check
from takhrij.report.document import Document
from takhrij.report.html import HtmlReport

if TYPE_CHECKING:
    from takhrij.library.library import Library

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def example(library: Library, name: str = "answer.md") -> Document:
    text = (EXAMPLES / name).read_bytes().decode("utf-8")
    return Document(f"examples/{name}", text, check(text, library=library))


def page(library: Library, *results: Any) -> str:
    return "".join(HtmlReport(lambda identifier: library.neighbours(identifier, 1)).render(results))


class Elements(HTMLParser):
    """Notes the elements of a page, their attributes, and the text of the document that stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._inside = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.marked[-1] += data


def elements(text: str) -> Elements:
    made = Elements()
    made.feed(text)
    return made


def test_every_quotation_is_marked_with_its_words_and_has_a_panel(library: Library) -> None:
    document = example(library)
    found = elements(page(library, document))
    quoted = [document.text[slice(*each.quotation.span)].split() for each in document.report.citations]
    assert [each.split() for each in found.marked] == quoted
    anchors = {attributes["id"] for _, attributes in found.tags if attributes.get("id")}
    targets = [attributes["href"] for tag, attributes in found.tags if tag == "a"]
    assert {str(each)[1:] for each in targets if str(each).startswith("#")} <= anchors


def test_links_lead_to_numbers_that_are_loaded(library: Library) -> None:
    found = re.findall(r'href="(https://[^"]+)"', page(library, example(library), example(library, "article.md")))
    assert found
    assert {re.match(r"https://[^/]+", each)[0] for each in found} == {"https://quran.com", "https://sunnah.com"}  # type: ignore[index]
    assert not any("muslim" in each or "seq" in each for each in found)


def test_without_its_library_the_format_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(Exception, match=r'pip install "takhrij\[report\]"'):
        HtmlReport()
