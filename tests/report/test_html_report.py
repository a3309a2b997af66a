"""The HTML report, as text and in a browser: it shows everything and runs nothing."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hostile import hostile

from takhrij import check
from takhrij.report.document import Document
from takhrij.report.html import LONG, HtmlReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.library.library import Library

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
            "--disable-component-update", "--disable-sync")  # fmt: skip


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


def test_nothing_is_fetched_and_nothing_runs(library: Library) -> None:
    text = page(library, *hostile(library), example(library))
    assert "default-src 'none'" in text
    for tag, attributes in elements(text).tags:
        assert tag not in ("script", "iframe", "img", "link", "object", "embed", "form", "base")
        assert not any(name.startswith("on") or name in ("src", "srcset", "style") for name in attributes), attributes
        assert not str(attributes.get("href", "#")).lower().startswith(("javascript:", "data:"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", text)


def test_links_lead_to_numbers_that_are_loaded(library: Library) -> None:
    found = re.findall(r'href="(https://[^"]+)"', page(library, example(library), example(library, "article.md")))
    assert found
    assert {re.match(r"https://[^/]+", each)[0] for each in found} == {"https://quran.com", "https://sunnah.com"}  # type: ignore[index]
    assert not any("muslim" in each or "seq" in each for each in found)


def test_a_long_document_says_what_it_leaves_out(library: Library) -> None:
    filler = "كلام يومي عن الجيران والماء. " * (LONG // 20)
    text = f"{filler}\n\nقال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]\n\n{filler}"
    made = page(library, Document("long.txt", text, check(text, library=library)))
    assert "characters are not shown" in made
    assert len(made) < len(text)


def test_without_its_library_the_format_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(Exception, match=r'pip install "takhrij\[report\]"'):
        HtmlReport()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


def test_in_a_browser(library: Library, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(library, *hostile(library), example(library)), encoding="utf-8")
    shown = browser.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    dialogs: list[Any] = []
    shown.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    shown.goto(path.as_uri())
    assert shown.title() == "Takhrij report"
    assert [each for each in asked if not each.startswith(("data:", path.as_uri()))] == []
    assert not dialogs
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert shown.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Amiri Quran\"', 'قال'))")
    arabic = shown.locator(".sides blockquote[lang=ar]").first
    assert arabic.evaluate("each => getComputedStyle(each).fontFamily").startswith('"Amiri Quran"')
    panel = shown.query_selector("details.panel:not([open])")
    panel.query_selector("summary").focus()
    shown.keyboard.press("Enter")
    assert panel.evaluate("each => each.open")
    shown.locator("#show-error").focus()
    shown.keyboard.press("Space")
    assert shown.locator("details.panel.note:visible").count() == 0
    assert shown.locator("details.panel.error:visible").count() > 0
    shown.close()
