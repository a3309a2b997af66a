"""The page in Chromium: pasting, dropping, filtering, saving, by keyboard, at phone width, in Arabic, without scripts, and attacked."""

from __future__ import annotations

import base64
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from serving import FILES, WRONG, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Running

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
EVIL = (
    '</textarea></section></main><script>document.title="owned"</script><img src=x onerror="document.title=1">'
    '<iframe src="https://example.org"></iframe><iframe srcdoc="<script>parent.document.title=2</script>"></iframe>'
    '<style>*{display:none!important}</style><link rel=stylesheet href="https://example.org/x.css"><base href="https://example.org/">'
    '<form action="https://example.org"><input name=text></form><svg onload="document.title=3"></svg>'
    '<a href="javascript:document.title=4">x</a><meta http-equiv=refresh content="0;url=https://example.org">'
    "{{ 7*7 }} {% raw %} \u202eevil\u202c\u2066\u2067\u2069\u200f\u2028\x1b[31m\x9b"
)
PHONE, DESK = 390, 1360


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with served("--seconds", "120") as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


class Tab:
    """A page, what it asked for elsewhere, and what it complained of."""

    def __init__(
        self, browser: Any, running: Running, path: str = "/?lang=en", width: int = DESK, **options: Any
    ) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        self.elsewhere: list[str] = []
        self.said: list[str] = []
        self.page.set_default_timeout(600_000)
        self.page.on(
            "request", lambda asked: self.elsewhere.append(asked.url) if not asked.url.startswith(running.url) else None
        )
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(running.url + path)

    def check(self, text: str) -> Any:
        """The report on a text."""
        self.page.fill("#text", text)
        self.page.click("button.main")
        return self.report()

    def report(self) -> Any:
        """The report that is shown."""
        self.page.wait_for_selector("#result #summary")
        return self.page.locator("#result")

    def is_calm(self, width: int = DESK) -> None:
        """It asked for nothing elsewhere, complained of nothing, and is as wide as the window."""
        assert self.elsewhere == []
        assert self.said == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_pasted_text_is_marked(browser: Any, running: Running) -> None:
    tab = Tab(browser, running)
    report = tab.check(WRONG)
    assert report.locator("mark.error").inner_text() == "إن مع العسر يسرى"
    assert report.locator("details.panel").count() == 2
    assert tab.page.url == running.url + "/?lang=en"
    assert tab.page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    tab.is_calm()
    tab.page.click("button[type=reset]")
    assert not tab.page.locator("#result").is_visible()
    assert tab.page.input_value("#text") == ""


def test_severities_are_filtered_and_panels_open(browser: Any, running: Running) -> None:
    tab = Tab(browser, running)
    report = tab.check(WRONG)
    assert report.locator("details.panel:visible").count() == 2
    tab.page.check("#show-error")
    assert report.locator("details.panel:visible").count() == 1
    tab.page.check("#show-all")
    note = report.locator("details.panel.note")
    assert not note.locator(".inside").is_visible()
    note.locator("summary").first.click()
    assert note.locator(".inside").is_visible()
    report.locator("a.number").first.click()
    assert tab.page.url.endswith("#d1q1")
    tab.is_calm()


def test_a_word_file_is_dropped(browser: Any, running: Running) -> None:
    tab = Tab(browser, running)
    data = base64.b64encode((FILES / "libreoffice.docx").read_bytes()).decode()
    tab.page.evaluate(
        """data => {
            const bytes = Uint8Array.from(atob(data), each => each.charCodeAt(0));
            const dropped = new DataTransfer();
            dropped.items.add(new File([bytes], "article.docx"));
            for (const type of ["dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(type, {dataTransfer: dropped, bubbles: true, cancelable: true}));
        }""",
        data,
    )
    report = tab.report()
    assert report.locator("h2").first.inner_text() == "article.docx"
    assert report.locator("mark").count() > 3
    tab.is_calm()


def test_a_file_is_chosen_and_refused_in_a_line(browser: Any, running: Running) -> None:
    tab = Tab(browser, running)
    tab.page.set_input_files("#file", {"name": "a.docx", "mimeType": "", "buffer": b"nothing"})
    tab.page.click("button.main")
    tab.page.wait_for_selector("#state.failed")
    assert "not a Word" in tab.page.inner_text("#state")
    tab.page.click("button[type=reset]")
    tab.page.click("button.main")
    assert "nothing to check" in tab.page.inner_text("#state")
    assert tab.page.locator("#result").is_hidden()


@pytest.mark.parametrize("name", ["html", "json", "csv", "takhrij", "sarif"])
def test_a_report_is_saved(browser: Any, running: Running, name: str) -> None:
    tab = Tab(browser, running)
    tab.check(WRONG)
    with tab.page.expect_download() as saving:
        tab.page.click(f"button[value={name}]")
    path = saving.value.path()
    assert saving.value.suggested_filename.startswith("takhrij-report.")
    content = path.read_text(encoding="utf-8")
    assert "94:6" in content
    if name == "json":
        assert json.loads(content)["documents"][0]["citations"]
    assert tab.page.locator("#result #summary").is_visible()
    tab.is_calm()


def test_all_of_it_by_keyboard(browser: Any, running: Running) -> None:
    tab = Tab(browser, running)
    page = tab.page

    def to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
        raise AssertionError(selector)

    to("a.skip")
    to("nav a")
    to("textarea")
    page.keyboard.insert_text(WRONG)
    to("#file")
    to("details.options > summary")
    page.keyboard.press("Enter")
    to("[name=sources]")
    to("[name=explain]")
    page.keyboard.press("Space")
    to("button.main")
    page.keyboard.press("Enter")
    tab.report()
    assert page.evaluate("document.activeElement.id") == "result"
    to("input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("details.panel:visible").count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    to("details.panel.note > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.panel.note .inside").is_visible()
    tab.is_calm()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [PHONE, 320, DESK])
def test_every_page_fits_in_both_languages(browser: Any, running: Running, width: int, language: str) -> None:
    tab = Tab(browser, running, f"/?lang={language}", width)
    assert tab.page.evaluate("document.dir") == {"en": "ltr", "ar": "rtl"}[language]
    tab.check(WRONG)
    tab.is_calm(width)
    for path in ("/search", "/sources", "/docs", "/passages/bukhari:6018", "/passages/quran:4:58-59", "/nothing"):
        tab.page.goto(f"{running.url}{path}?lang={language}")
        assert tab.page.evaluate("document.documentElement.lang") == language
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_arabic_runs_from_right_to_left(browser: Any, running: Running) -> None:
    tab = Tab(browser, running, "/?lang=ar")
    first, last = (
        tab.page.locator(each).bounding_box()["x"] for each in ("header.site .name", "header.site .languages")
    )
    assert first > last
    button, clear = (tab.page.locator(each).bounding_box()["x"] for each in ("button.main", "button[type=reset]"))
    assert button > clear
    tab.check(WRONG)
    assert tab.page.inner_text("#state") == "تم التحقق."
    tab.page.click("header.site .languages a")
    assert tab.page.evaluate("document.dir") == "ltr"
    tab.is_calm()


def test_the_library_is_searched(browser: Any, running: Running) -> None:
    tab = Tab(browser, running, "/search?lang=ar", PHONE)
    tab.page.fill("#words", "إنما الأعمال بالنيات")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(".found")
    assert "الأعمال" not in tab.page.url
    tab.page.click(".found a >> nth=0")
    assert tab.page.url.endswith("/passages/bukhari:seq:1?lang=ar")
    tab.page.goto(running.url + "/search?lang=en")
    tab.page.fill("#words", "4:59")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/passages/quran:4:59*")
    tab.is_calm(PHONE)


def test_it_works_without_scripts(browser: Any, running: Running) -> None:
    tab = Tab(browser, running, java_script_enabled=False)
    report = tab.check(WRONG)
    assert report.locator("mark.error").inner_text() == "إن مع العسر يسرى"
    assert tab.page.input_value("#text") == WRONG
    tab.page.check("#show-error")
    assert report.locator("details.panel:visible").count() == 1
    with tab.page.expect_download() as saving:
        tab.page.click("button[value=csv]")
    assert saving.value.suggested_filename == "takhrij-report.csv"
    assert tab.elsewhere == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hostile_document_neither_runs_nor_breaks(browser: Any, running: Running, scripts: bool) -> None:
    tab = Tab(browser, running, java_script_enabled=scripts)
    report = tab.check(f"{EVIL}\n\nقال تعالى: ﴿إن مع العسر يسرى {EVIL}﴾\n\n{WRONG}\n")
    inside = report.locator("script, iframe, img, link, base, form, svg, meta, style, a[href^=javascript]")
    assert inside.count() == 0
    assert report.locator("mark.error").last.is_visible()
    assert tab.page.title() == "Check a document · Takhrij"
    assert tab.page.locator("footer.site").is_visible()
    assert "\u202e" not in report.inner_text()
    tab.is_calm()


@pytest.mark.slow
def test_ten_megabytes_of_markup_neither_run_nor_break(browser: Any, running: Running) -> None:
    tab = Tab(browser, running)
    markup = f"<div>{EVIL}</div><p>{WRONG}</p>\n"
    content = (markup * (10_000_000 // len(markup.encode()))).encode()
    for name in ("large.html", "large.txt"):
        tab.page.set_input_files("#file", {"name": name, "mimeType": "text/html", "buffer": content})
        tab.page.click("button.main")
        tab.page.locator("#state", has_text=re.compile("^Checked|takes")).wait_for()
        assert tab.page.title() == "Check a document · Takhrij"
        assert tab.page.locator("#result :is(script, iframe, img, link, base, form, svg, meta, style)").count() == 0
    tab.page.click("button[type=reset]")
    assert tab.check(WRONG).locator("mark.error").count() == 1
    assert tab.elsewhere == []


def test_another_site_cannot_send_a_form(browser: Any, running: Running) -> None:
    """A form elsewhere that leads here is refused; one of the page itself is not."""
    page = browser.new_page()
    page.goto(running.url + "/sources")
    page.set_content(
        f'<form method=post action="{running.url}/check"><input name=text value=a><button>send</button></form>'
    )
    other = browser.new_page()
    other.goto("data:text/html," + page.content().replace("#", "%23"))
    with other.expect_navigation():
        other.click("button")
    assert "403" in str(other.evaluate("performance.getEntriesByType('navigation')[0].responseStatus"))
