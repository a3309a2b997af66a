"""The documentation as a site: it is built without a warning, has every page, and loads nothing from elsewhere."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("mkdocs", reason="mkdocs is not installed")

from tools.site import PAGES, site_path

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
LOADED = re.compile(r"""<(?:script|img|iframe)\b[^>]*\bsrc=["']?([^"' >]+)|<link\b[^>]*\bhref=["']?([^"' >]+)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def in_nav(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    return [page for each in (entry.values() if isinstance(entry, dict) else entry) for page in in_nav(each)]


def test_every_page_is_in_the_navigation_once(site: Path) -> None:
    pages = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")]
    nav = in_nav(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    assert sorted(nav) == sorted(site_path(page) for page in (*pages, *PAGES))
    for page in nav:
        assert (site / re.sub(r"(README)?\.md$", lambda end: "index.html" if end[1] else ".html", page)).is_file()


def test_links_to_other_files_lead_to_them(site: Path) -> None:
    for page, link, file in (
        ("index.html", "LICENSE.txt", "LICENSE"),
        ("accuracy.html", "bench/floors.json", "bench/floors.json"),
        ("schema/index.html", "../src/takhrij/data/report.schema.json", "src/takhrij/data/report.schema.json"),
        ("examples/index.html", "sermon.txt", "examples/sermon.txt"),
    ):
        assert f'href="{link}"' in (site / page).read_text(encoding="utf-8")
        assert ((site / page).parent / link).read_bytes() == (ROOT / file).read_bytes()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = [one or other for one, other in LOADED.findall(page.read_text(encoding="utf-8"))]
        assert loaded
        assert [url for url in loaded if "//" in url] == []
    for style in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_in_a_browser(address: str) -> None:
    """At the width of a phone and of a desk: nothing sticks out, no other server is asked, Arabic runs as it should."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    asked: list[str] = []
    said: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for width in (390, 1360):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda message: said.append(message.text))
            for name in ("index.html", "findings.html", "examples/answer.html"):
                page.goto(address + name)
                page.evaluate("document.fonts.ready")
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate("document.fonts.check('16px \"Amiri Quran\"', 'قال')")
            style = "getComputedStyle(document.querySelector('{}')).direction"
            assert page.evaluate(style.format(".md-content li")) == "rtl"
            assert page.evaluate(style.format(".md-nav li")) == "ltr"
            item, column = (
                page.locator(each).first.bounding_box() for each in (".md-content li", ".md-content article")
            )
            assert item["x"] + item["width"] + 12 < column["x"] + column["width"]
        browser.close()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
