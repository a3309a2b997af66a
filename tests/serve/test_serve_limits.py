"""Hostile documents, and processes that hang, die or grow: each costs one answer, and the next one is right."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import pytest
from serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRET = "الكلمةالسرية"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with served("--seconds", "3", "--memory", "600") as made:
        yield made


def packed(document: str, **others: bytes) -> bytes:
    """A Word file with this for its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in others.items():
            archive.writestr(name, content)
    return out.getvalue()


def text_of(words: str, before: str = "") -> str:
    return f"{before}<w:document {W}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
HOSTILE = {
    "outside.docx": packed(text_of("&e;", OUTSIDE)),
    "laughs.docx": packed(text_of("&l9;", f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>')),
    "bomb.docx": packed(text_of("ا" * 40_000_000)),
    "deep.docx": packed(text_of("<w:r>" * 100_000)),
    "many.docx": packed(text_of("a"), **{f"{number}": b"" for number in range(20_001)}),
    "cut.docx": packed(text_of("a"))[:-40],
    "binary.txt": b"\x00\x01\x02",
    "wide.txt": "قال".encode("utf-16"),
    "latin.txt": b"caf\xe9",
    "not.pdf": b"%PDF-1.7 " + b"<<" * 1000,
    "not.epub": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("name", [*HOSTILE])
def test_a_hostile_file_is_refused_in_a_line(running: Running, name: str) -> None:
    answer = running.client.post("/api/check", files={"file": (name, HOSTILE[name])})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "input")
    assert "\n" not in answer.json()["error"]["message"]
    assert Path("/etc/hostname").read_text().strip() not in answer.text
    assert running.check().status_code == 200


def test_an_external_entity_of_html_is_not_read(running: Running) -> None:
    answer = running.client.post("/api/check", files={"file": ("a.xhtml", f"{OUTSIDE}<p>&e;</p>".encode())})
    assert answer.status_code == 200
    assert Path("/etc/hostname").read_text().strip() not in answer.text


def test_what_takes_too_long_is_ended_and_the_process_replaced(running: Running) -> None:
    stopped = running.workers()
    assert len(stopped) == 3
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    answer = running.check()
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "time")
    for process in stopped:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGCONT)
    assert running.check().status_code == 200
    for _ in range(100):
        if len({*running.workers()} - {*stopped}) == 1:
            break
        sleep(0.1)
    assert len({*running.workers()} - {*stopped}) == 1


def test_a_process_that_died_is_replaced_before_anyone_asks_it(running: Running) -> None:
    dead = running.workers()
    for process in dead:
        os.kill(process, signal.SIGKILL)
    sleep(0.5)
    assert running.check().status_code == 200
    assert not {*dead} & {*running.workers()}


def test_one_that_dies_at_its_work_costs_one_answer(running: Running) -> None:
    import threading

    before = running.workers()
    for process in before:
        os.kill(process, signal.SIGSTOP)

    def end() -> None:
        for process in before:
            os.kill(process, signal.SIGKILL)

    threading.Timer(0.7, end).start()
    answer = running.check()
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "memory")
    assert running.check().status_code == 200


def test_a_document_that_needs_too_much_memory_is_refused() -> None:
    """Markdown that has to be taken apart takes many times its size."""
    pytest.importorskip("pyromark")
    with served("--memory", "400") as running:
        answer = running.client.post("/api/check", files={"file": ("a.md", b"*a* _b_ [c](d) " * 900_000)})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "memory")
        assert running.check().status_code == 200


def test_a_process_can_write_no_file_and_has_limits(running: Running) -> None:
    running.check()
    for process in running.workers():
        limits = Path(f"/proc/{process}/limits").read_text()
        assert re.search(r"Max file size +0 +0 ", limits)
        assert re.search(r"Max address space +600000000 +600000000 ", limits)
        assert re.search(r"Max core file size +0 +0 ", limits)


def test_what_is_sent_is_in_no_log_metric_or_error(running: Running) -> None:
    words = f"قال تعالى: ﴿{SECRET} إن مع العسر يسرى﴾ {SECRET}"
    client = running.client
    hidden = [
        client.post("/api/check", json={"text": words, SECRET: 1}),
        client.post("/api/check", json={"text": words, "format": SECRET}),
        client.post("/api/check", json={"text": words, "sources": [SECRET]}),
        client.post("/api/check", files={"file": (f"{SECRET}.docx", words.encode())}),
        client.post("/api/check", content=words.encode()),
        client.get("/metrics"),
        client.get("/healthz"),
        client.get("/openapi.json"),
    ]
    client.post("/api/check", json={"text": words})
    client.post("/check", data={"text": words})
    client.post("/search", data={"words": SECRET})
    client.post("/api/search", json={"words": SECRET})
    client.get(f"/passages/{SECRET}")
    client.get(f"/{SECRET}", params={SECRET: SECRET})
    client.request(SECRET.encode().hex().upper(), "/")
    hidden.append(client.get("/metrics"))
    for answer in hidden:
        assert SECRET not in answer.text
    sleep(0.2)
    assert any("POST /api/check 200" in line for line in running.said)
    log = "".join(running.said)
    assert SECRET not in log
    assert SECRET.encode().hex().upper() not in log + client.get("/metrics").text


def test_a_large_file_stays_in_memory(running: Running) -> None:
    """Forms over a megabyte are put on disk by the library that reads them, unless it is told not to."""
    with open(f"/proc/{running.process.pid}/io", encoding="ascii") as file:  # noqa: PTH123
        before = int(re.findall(r"^write_bytes: (\d+)", file.read(), re.MULTILINE)[0])
    answer = running.client.post("/api/check", files={"file": ("a.txt", b"word " * 800_000)})
    assert answer.status_code == 200
    with open(f"/proc/{running.process.pid}/io", encoding="ascii") as file:  # noqa: PTH123
        after = int(re.findall(r"^write_bytes: (\d+)", file.read(), re.MULTILINE)[0])
    assert after - before < 1_000_000


def test_over_the_most_it_takes(running: Running) -> None:
    answer = running.client.post("/api/check", files={"file": ("a.txt", b"word " * 4_000_000)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "large")
    page = running.client.post("/check", files={"file": ("a.txt", b"word " * 4_000_000)})
    assert (page.status_code, page.headers["content-type"]) == (413, "text/html; charset=utf-8")


@pytest.mark.parametrize(("signalled", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_ends_and_leaves_no_process(signalled: signal.Signals, code: int) -> None:
    with served() as running:
        workers = running.workers()
        running.process.send_signal(signalled)
        assert running.process.wait(60) == code
        for _ in range(100):
            if not any(Path(f"/proc/{process}").exists() for process in workers):
                break
            sleep(0.1)
        assert not any(Path(f"/proc/{process}").exists() for process in workers)
        assert not [line for line in running.said if not line.startswith("takhrij: ")]


def test_two_servers_do_not_share_a_port(running: Running) -> None:
    from takhrij.cli import main

    assert main(["serve", "--port", running.url.rpartition(":")[2]]) == 2


def test_other_machines_are_served_only_under_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    from takhrij.cli import main

    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "--name" in capsys.readouterr().err


def test_without_its_libraries_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from takhrij.cli import main

    monkeypatch.setitem(sys.modules, "fastapi", None)
    assert main(["serve"]) == 2
    assert capsys.readouterr().err.strip().endswith('fastapi is not installed; pip install "takhrij[serve]" brings it')


def test_it_is_a_page_for_this_machine_alone(running: Running) -> None:
    assert running.url.startswith("http://127.0.0.1:")
    answer = running.client.post("/api/check", json={"text": "a"}, headers={"origin": "https://example.org"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin")
    answer = running.client.get("/", headers={"host": "example.org"})
    assert answer.status_code == 421
