"""The HTML report in Chromium: light and dark, narrow and wide, from right to left, from the text to a panel by keyboard."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import samples
from evil import evil

from takhrij.report.html import HtmlReport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def opened(browser: Any, folder: Path, results: Any, **options: Any) -> tuple[Any, list[str], list[str]]:
    """The page of a report, what it asked for, and what it complained of."""
    path = folder / "report.html"
    path.write_bytes("".join(HtmlReport().render(results)).encode("utf-8", "replace"))
    page = browser.new_page(**options)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    return page, [url for url in asked if not url.startswith("data:")], said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_it_fits_the_width_and_asks_for_nothing(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": 800}
    page, asked, said = opened(browser, tmp_path, samples.RESULTS, viewport=size, color_scheme=scheme)
    assert [url.rpartition("/")[2] for url in asked] == ["report.html"]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.check('16px \"Amiri Quran\"', 'قال')")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]


def test_a_panel_opens_by_keyboard(browser: Any, tmp_path: Path) -> None:
    page, _, _ = opened(browser, tmp_path, samples.RESULTS)
    inside = page.locator("#d1q3")
    assert not inside.is_visible()
    page.locator("#d1q3t").focus()
    page.keyboard.press("Enter")
    inside.wait_for(state="visible")
    page.locator("details:has(> #d1q2) > summary").focus()
    page.keyboard.press("Space")
    assert not page.locator("#d1q2").is_visible()


def test_arabic_runs_from_right_to_left(browser: Any, tmp_path: Path) -> None:
    page, _, _ = opened(browser, tmp_path, samples.RESULTS)
    first, second = page.evaluate(
        """() => {
            const words = document.querySelector("figure:not(.source) blockquote").firstChild;
            const start = document.createRange();
            const at = words.data.search(/\\S/);
            start.setStart(words, at);
            start.setEnd(words, at + 1);
            return [start, document.querySelector(".step.replace")].map(each => each.getBoundingClientRect().x);
        }"""
    )
    assert first > second


def test_a_hostile_document_neither_runs_nor_breaks(browser: Any, tmp_path: Path) -> None:
    page, asked, said = opened(browser, tmp_path, evil())
    assert len(asked) == 1
    assert said == []
    assert page.title() == "Takhrij report"
    assert page.locator("script, iframe, img").count() == 0
    assert page.locator("#summary").is_visible()
    assert page.locator("details.panel").count() == 1
