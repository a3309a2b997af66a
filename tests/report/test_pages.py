"""HTML reports of every kind that the records allow: nested right, nothing lost, and how much of a long document."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import samples
from evil import evil
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents, texts

from takhrij.model import Citation, Finding, Fragment, Report, Span
from takhrij.report import html
from takhrij.report.blocks import Quotation, blocks
from takhrij.report.document import Document
from takhrij.report.html import HtmlReport
from takhrij.report.terminal import visible

if TYPE_CHECKING:
    import pytest

    from takhrij.report.document import Result

TAGS = frozenset({
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "span", "p",
    "fieldset", "legend", "label", "input", "main", "section", "div", "mark", "details", "summary", "figure",
    "figcaption", "blockquote", "ul", "li", "dl", "dt", "dd", "bdi", "code", "footer", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "strong",
})  # fmt: skip
VOID = {"meta", "input"}


class Page(HTMLParser):
    """Reads a page: refuses what a report never has, and holds that elements are nested and ids are one of a kind."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.shown: list[str] = []
        self._depth: list[int] = []
        self.feed(page)
        self.close()
        assert self.open == []
        assert len(self.ids) == len({*self.ids})
        assert {link[1:] for link in self.links if link.startswith("#")} <= {*self.ids}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        given = dict(attrs)
        assert not [name for name in given if name.startswith("on") or name in ("style", "src", "srcdoc", "action")]
        self.ids += [str(given["id"])] if "id" in given else []
        if "href" in given:
            self.links.append(str(given["href"]))
            assert re.match(r"#\w+$|https://(quran|sunnah)\.com/[\w:/-]+$", self.links[-1])
        if tag not in VOID:
            self.open.append(tag)
        if given.get("class") == "text":
            self._depth.append(len(self.open))
            self.shown.append("")
        elif self._depth and str(given.get("class", "")).startswith("number"):
            self._depth.append(-len(self.open))

    def handle_endtag(self, tag: str) -> None:
        if self._depth and abs(self._depth[-1]) == len(self.open):
            self._depth.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._depth and self._depth[-1] > 0:
            self.shown[-1] += data


def page_of(*results: Result) -> str:
    return "".join(HtmlReport(explain=True).render(results))


def test_the_samples() -> None:
    page = page_of(*samples.RESULTS)
    read = Page(page)
    assert "".join(read.shown) == visible(samples.TEXT)
    assert page.count('<details class="panel ') == len(samples.REPORT.citations)
    assert page.count('class="panel error" open') == 2
    assert "not UTF-8" in page
    assert '<span class="step replace">تردوا</span>' in page
    assert '<span class="step replace">تُؤَدُّوا</span>' in page


def test_it_asks_for_nothing_and_runs_nothing() -> None:
    page = page_of(*samples.RESULTS)
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.search(r"<(script|link|img|iframe|object|form)\b|@import|url\((?!\"data:font)", page)


def test_hostile_documents_are_text() -> None:
    page = page_of(*evil())
    Page(page)
    assert "<script" not in page.lower()
    assert "49" not in page.partition("</style>")[2].partition("<footer")[0]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028]", page)


@settings(max_examples=80)
@given(st.lists(documents(), max_size=2))
def test_any_report_is_a_page_that_shows_its_documents(checked: list[Document]) -> None:
    read = Page(page_of(*checked))
    shown = "".join(read.shown).replace("\n", " ")
    assert shown == "".join(visible(document.text) for document in checked).replace("\n", " ")


@given(texts.map(lambda text: text * 80), st.data())
@settings(max_examples=80)
def test_blocks_have_no_holes(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    quotations = [
        Quotation(number, *span, samples.EASE) for number, span in enumerate(zip(ends[::2], ends[1::2], strict=False))
    ]
    made = [*blocks(text, quotations)]
    assert "".join(text[block.start : block.end] for block in made) == text
    assert [each for block in made for each in block.quotations] == quotations


def long_document(quotations: int) -> Document:
    piece = "words that quote nothing " * 30 + "«verse» "
    text = piece * quotations
    span = piece.index("verse")
    citations = []
    for number in range(quotations):
        start = number * len(piece) + span
        severity = "error" if number % 2 else "note"
        finding = Finding("wording", "altered" if number % 2 else "exact", severity, "said")  # type: ignore[arg-type]
        citations.append(Citation((Fragment("ayah", Span(start, start + 5), "verse"),), (finding,)))
    return Document("long.txt", text, Report(tuple(citations), len(text)))


def test_a_long_document_is_shown_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST", 100)
    document = long_document(500)
    page = page_of(document)
    Page(page)
    assert page.count('<details class="panel ') == 200
    assert "300 more quotations of this document are counted and not shown" in page
    assert "characters are not shown" in page
    assert "A long document" in page
    assert "500 quotations:" in page
    assert len(page) < len(document.text) + 1_000_000


def test_ten_megabytes_of_text() -> None:
    text = "<b>&\u202e" * 2_500_000
    page = page_of(Document("big.txt", text, Report((), len(text))))
    Page(page)
    assert "12,499,400 characters are not shown" in page
    assert len(page) < 200_000


def test_a_pause_mark_by_itself_has_a_carrier() -> None:
    finding = Finding("extent", "part", "note", "ends at a pause (\u06da: a pause is allowed)")
    report = samples.REPORT._replace(citations=(samples.EASE._replace(findings=(finding,)),))
    assert ">\u0640\u06da</bdi>" in page_of(samples.DOCUMENT._replace(report=report))
