"""The API and the pages, over HTTP: reports are those of the command line, passages those of the library."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import pytest
from serving import FILES, WRONG, served

from takhrij import check
from takhrij.cli.arguments import FORMATS as OFFERED
from takhrij.report.document import Document
from takhrij.report.json import render
from takhrij.serve import words, work
from takhrij.serve.settings import REFUSALS
from takhrij.text.readers import Source, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Running

    from takhrij.library.library import Library

TEMPLATES = Path(words.__file__).parent / "templates"


class Loads(HTMLParser):
    """What a page loads, and where its forms lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {("link", "href"), ("script", "src"), ("form", "action")}
        self.found += [str(value) for name, value in attrs if (tag, name) in wanted]


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with served() as made:
        yield made


def test_a_text_is_checked_as_by_the_program(running: Running, library: Library) -> None:
    expected = json.loads(
        "".join(render([Document("text", WRONG, check(WRONG, library=library), None, Source(WRONG))]))
    )
    answer = running.check()
    assert answer.status_code == 200
    assert answer.json() == expected
    assert answer.json()["documents"][0]["citations"][0]["findings"][0]["code"] == "altered"


@pytest.mark.parametrize(
    "name", ["libreoffice.docx", "libreoffice.odt", "answer.epub", "answer.html", "libreoffice.pdf"]
)
def test_a_file_is_read_by_the_end_of_its_name(running: Running, library: Library, name: str) -> None:
    source = read(str(FILES / name))
    report = check(source, library=library)
    answer = running.client.post("/api/check", files={"file": (f"C:\\x\\{name}", (FILES / name).read_bytes())})
    [told] = answer.json()["documents"]
    [expected] = json.loads("".join(render([Document(name, source.received, report, None, source)])))["documents"]
    assert told == expected


@pytest.mark.parametrize("name", [*work.FORMATS])
def test_every_format_is_written(running: Running, name: str) -> None:
    answer = running.check(format=name)
    kind = work.FORMATS[name]
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind.media.partition(";")[0])
    assert ("attachment" in answer.headers.get("content-disposition", "")) == (name != "json")
    assert answer.content
    saved = running.client.post("/check", data={"text": WRONG, "format": name})
    assert saved.headers["content-disposition"].endswith(f'.{kind.suffix}"')
    assert saved.content == answer.content


def test_every_format_of_the_command_line_is_offered() -> None:
    assert sorted(work.FORMATS) == sorted(OFFERED)


def test_options_are_heeded(running: Running) -> None:
    plain, told = (
        running.check(format="jsonl", **options).json() for options in ({}, {"explain": True, "max_passages": 1})
    )
    assert not any(each["reasons"] for each in plain["citations"])
    assert all(each["reasons"] and len(each["passages"]) <= 1 for each in told["citations"])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": "a", "unknown-to-us": "x"}, "request"),
        ({}, "request"),
        ({"text": "a", "max_passages": 0}, "request"),
        ({"text": "a", "format": "unknown-to-us"}, "request"),
        ({"text": "a", "sources": ["unknown-to-us"]}, "choice"),
        ({"text": "a\ud800unknown-to-us"}, "request"),
    ],
)
def test_what_is_not_of_the_shape_is_refused_and_not_repeated(
    running: Running, given: dict[str, object], code: str
) -> None:
    answer = running.client.post("/api/check", content=json.dumps(given), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (REFUSALS[code][0], code)
    assert "unknown-to-us" not in answer.text
    assert "\n" not in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("text/plain", b"{}", "type"),
        ("application/json", b"{", "request"),
        ("application/json", b"[" * 100_000, "request"),
        ("multipart/form-data", b"x", "request"),
        ("multipart/form-data; boundary=b", b"x", "request"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "request"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 50,
            "request",
        ),
    ],
)
def test_bodies_that_are_no_document(running: Running, kind: str, body: bytes, code: str) -> None:
    answer = running.client.post("/api/check", content=body, headers={"content-type": kind})
    assert answer.json()["error"]["code"] == code


def test_passages_by_reference_have_an_address_that_stays(running: Running, library: Library) -> None:
    answer = running.client.get("/api/passages/4:58", params={"context": 1}).json()
    assert answer["passage"]["id"] == "quran:4:58"
    assert answer["passage"]["text"] == library.passage("quran:4:58").text
    assert [each["id"] for each in answer["before"] + answer["after"]] == ["quran:4:57", "quran:4:59"]
    assert {each["edition"] for each in answer["translations"]}
    page = running.client.get("/passages/quran:4:58", headers={"accept-language": "ar"})
    assert page.status_code == 200
    assert 'lang="ar" dir="rtl"' in page.text
    assert library.passage("quran:4:58").text in page.text
    for reference in ("400:1", "nothing", "5", "quran:4:58-57", "%00", "%FF", "..%2F..%2Fetc"):
        assert running.client.get(f"/passages/{reference}").status_code == 404
        assert running.client.get(f"/api/passages/{reference}").status_code == 404
    assert running.client.get("/api/passages/4:58", params={"context": "many"}).status_code == 400


def test_the_library_is_searched_by_words_and_by_reference(running: Running) -> None:
    found = running.client.post("/api/search", json={"words": "إنما الأعمال بالنيات", "limit": 1}).json()
    assert [row["passage"]["id"] for row in found["passages"]] == ["bukhari:seq:1"]
    assert found["passages"][0]["likeness"] == 1
    page = running.client.post("/search", data={"words": "إنما الأعمال بالنيات"})
    assert "/passages/bukhari:seq:1?" in page.text
    for reference in ("4:59", "سورة النساء 59"):
        led = running.client.post("/search?lang=ar", data={"words": reference})
        assert (led.status_code, led.headers["location"]) == (303, "/passages/quran:4:59?lang=ar")
    assert running.client.post("/search", data={"words": ""}).status_code == 200
    assert running.client.post("/search", data={"words": "400:1"}).status_code == 404
    assert words.table()["ar"]["search.none"] in running.client.post("/search?lang=ar", data={"words": "abc xyz"}).text


def test_sources_and_licences_are_linked(running: Running, library: Library) -> None:
    told = running.client.get("/api/sources").json()
    assert [row["id"] for row in told["loaded"]] == [each.id for each in library.editions]
    assert not {"index", "path"} & {*told}  # where files of this machine lie is nobody's concern
    page = running.client.get("/sources").text
    for edition in library.editions:
        assert edition.digest in page
        assert f'href="{edition.url}"' in page
        assert edition.licence in page


@pytest.mark.slow
def test_sources_can_be_chosen(running: Running) -> None:
    """The index of a choice is built when it is asked for, in a process of its own."""
    first = running.check(sources=["muslim"])
    if first.status_code == 503:
        assert first.json()["error"]["code"] == "preparing"
        assert int(first.headers["retry-after"]) > 0
    for _ in range(300):
        if (answer := running.check(sources=["muslim"])).status_code != 503:
            break
        sleep(0.5)
    assert answer.status_code == 200
    sources = answer.json()["documents"][0]["sources"]
    assert any("Muslim" in each for each in sources)
    assert not any("Bukhari" in each for each in sources)
    everything = running.check().json()["documents"][0]["sources"]
    assert any("Bukhari" in each for each in everything)


def test_the_state_is_told(running: Running) -> None:
    running.check()
    assert running.client.get("/healthz").json()["status"] == "ok"
    told = running.client.get("/metrics").text
    assert re.search(
        r'^takhrij_requests_total\{method="POST",route="/api/check",status="200"\} \d+$', told, re.MULTILINE
    )
    assert re.search(r"^takhrij_processes 3$", told, re.MULTILINE)
    for line in told.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{\w+=\"[^\"]*\"(,\w+=\"[^\"]*\")*\})? [0-9.]+", line)


def test_the_api_describes_itself(running: Running) -> None:
    described = running.client.get("/openapi.json").json()
    assert {*described["paths"]} == {
        "/api/check", "/api/search", "/api/passages/{reference}", "/api/sources", "/healthz", "/metrics",
    }  # fmt: skip
    told = json.dumps(described["paths"]["/api/check"]["post"]["responses"])
    for code in {*REFUSALS} - {"not-found", "method"}:
        assert f"{code}: " in told
    page = running.client.get("/docs").text
    for path in described["paths"]:
        assert path in page


def test_pages_load_nothing_from_elsewhere(running: Running) -> None:
    for path in ("/", "/search", "/sources", "/docs", "/passages/bukhari:1"):
        answer = running.client.get(path)
        reader = Loads()
        reader.feed(answer.text)
        loaded = reader.found
        assert loaded
        assert all(each.startswith("/") and not each.startswith("//") for each in loaded)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "<script>" not in answer.text
        assert not re.search(r"<[^>]+ (on\w+|style)=", answer.text)
        for each in loaded:
            if each.startswith("/static/"):
                file = running.client.get(each)
                assert file.status_code == 200
                assert running.client.get(each, headers={"if-none-match": file.headers["etag"]}).status_code == 304


def test_what_is_not_there(running: Running) -> None:
    for path in ("/nothing", "/static/../app.py", "/static/nothing"):
        answer = running.client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert running.client.get("/api/nothing").json()["error"]["code"] == "not-found"
    assert running.client.get("/api/check").json()["error"]["code"] == "method"
    assert running.client.get("/nothing", headers={"accept": "application/json"}).json()["error"]["code"] == "not-found"


def test_the_words_of_the_pages_are_there_in_each_language() -> None:
    table = words.table()
    assert {*table} == {*words.LANGUAGES}
    for key, english in table["en"].items():
        arabic = table["ar"][key]
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", arabic)), key
        assert arabic, key
    used = set()
    for path in TEMPLATES.glob("*.html"):
        used |= set(re.findall(r't\("([a-z.-]+)"', path.read_text(encoding="utf-8")))
    assert {key for key in used if not key.endswith(".")} <= {*table["en"]}
