"""The command line as a user meets it: exit codes, streams, errors. Run on a made-up library (fake.py)."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import jsonschema
import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "src"
GOOD, ODD, BAD = "he said «peace»\n", "he said «odd peace»\n", "he said «bad peace»\n"


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "PYTHONUTF8")}
    return kept | {"PYTHONPATH": str(SOURCE), "TERM": "xterm", **more}


def run(*arguments: str, stdin: bytes = b"", cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(HERE / "fake.py"), *arguments],
        input=stdin, capture_output=True, cwd=cwd, env=environment(**more), timeout=60, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "good.txt": GOOD, "b/odd.md": ODD, "b/.hidden.md": BAD, ".git/bad.md": BAD, "a.py": BAD, "z.TXT": GOOD,
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "linked").symlink_to(tmp_path / "b")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, (), 0),
        ("", (), 0),
        (ODD, (), 0),
        (BAD, (), 1),
        (ODD, ("--fail-level", "warning"), 1),
        (BAD, ("--fail-level", "warning"), 1),
        (GOOD, ("--fail-level", "warning"), 0),
        (GOOD, ("--fail-level", "note"), 1),
        ("nothing quoted", ("--fail-level", "note"), 0),
        (BAD, ("--exit-zero",), 0),
        ("CRASH", (), 2),
        ("REFUSE", ("--exit-zero",), 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "takhrij"])
def test_exit_codes(text: str, options: tuple[str, ...], code: int, form: str) -> None:
    done = run("check", "-", "--format", form, *options, stdin=text.encode())
    assert done.returncode == code, done.stderr
    assert bool(done.stderr) == (code == 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "the following arguments are required: FILE|FOLDER|-"),
        (("check", "-", "--bogus"), "unrecognized arguments: --bogus"),
        (("check", "-", "--form", "json"), "unrecognized arguments"),
        (("check", "-", "--format", "xml"), "invalid choice: 'xml'"),
        (("check", "-", "--max-passages", "0"), "'0' is not a number from 1 to 1000"),
        (("check", "-", "--source", "nothing"), "no work that can be loaded is called 'nothing'"),
        (("check", "no-such-file.txt"), "no-such-file.txt: No such file or directory"),
        (("check", "bad\x1b]0;\nname.txt"), "bad]0; name.txt: No such file or directory"),
        (("check", "-", "--output", "/no/such/folder/report"), "/no/such/folder/report: No such file or directory"),
        (("check", "-", "--no-library"), "fake-texts is not installed"),
        (("show", ""), "nothing to show"),
        (("show", "CRASH"), "internal error, please report it: RuntimeError: crash"),
        (("show", "59"), "59 alone names no passage"),
        (("show", "4:59-57"), "the range of verses runs backwards"),
        (("show", "fake:9"), "fake:9: no such passage"),
        (("show", "bukhari:seq:616"), "bukhari:seq:616: no such passage"),
        (("show", "fake:1", "--translation", "none"), "no translation is called 'none'"),
        (("show", "fake:1", "--context", "-1"), "argument --context"),
        (("sources", "--no-library"), "fake-texts is not installed"),
        ((), "the following arguments are required: COMMAND"),
        (("teach",), "invalid choice: 'teach'"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, stdin=b"text")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.startswith("takhrij: ")
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caf\xe9", "not UTF-8: byte 0xe9 at offset 3, line 1"),
        (b"one\ntwo \xff", "not UTF-8: byte 0xff at offset 8, line 2"),
        (b"a\0b", "a binary file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive"),
        ("text".encode("utf-16"), "UTF-16 text"),
        (b"\xed\xa0\x80", "not UTF-8"),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_still_checked(folder: Path, data: bytes, said: str) -> None:
    (folder / "b" / "broken.txt").write_bytes(data)
    done = run("check", str(folder), "--format", "jsonl")
    assert done.returncode == 2
    assert f"b/broken.txt: {said}" in done.stderr
    assert done.stderr.count("\n") == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(record["path"]).name for record in records] == ["broken.txt", "odd.md", "good.txt", "z.TXT"]
    assert records[0]["error"] == {"code": "input", "message": done.stderr.split("broken.txt: ")[1].strip()}
    assert all("citations" in record for record in records[1:])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_and_an_unreadable_folder(folder: Path) -> None:
    (folder / "good.txt").chmod(0)
    (folder / "b").chmod(0)
    try:
        done = run("check", str(folder))
    finally:
        (folder / "b").chmod(0o700)
    assert done.returncode == 2
    assert done.stderr.count("Permission denied") == 2


def test_a_link_that_leads_nowhere_is_an_error(folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "gone.md").symlink_to(folder / "gone")
    done = run("check", str(folder))
    assert done.returncode == 2
    assert "loop.txt: Too many levels of symbolic links" in done.stderr
    assert "gone.md: No such file or directory" in done.stderr
    assert "3 quotations in 3 documents" in done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    done = run("check", str(folder))
    assert done.returncode == 2
    assert "pipe.md: not a regular file" in done.stderr
    assert "3 quotations in 3 documents" in done.stdout


def test_a_folder_is_walked_in_order_without_hidden_files_and_linked_folders(folder: Path) -> None:
    done = run("check", ".", "b/odd.md", "./good.txt", "--format", "json", cwd=folder)
    assert done.returncode == 0
    assert [document["path"] for document in json.loads(done.stdout)["documents"]] == [
        "./b/odd.md",
        "./good.txt",
        "./z.TXT",
    ]


def test_a_linked_folder_named_itself_is_walked(folder: Path) -> None:
    assert (
        json.loads(run("check", "linked", "--format", "json", cwd=folder).stdout)["documents"][0]["path"]
        == "linked/odd.md"
    )


def test_a_folder_without_documents_is_no_success(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert (done.returncode, done.stderr) == (
        2,
        f"takhrij: {tmp_path}: a folder without documents (*.txt, *.md, *.html, *.docx …)\n",
    )


def test_standard_input_has_a_name() -> None:
    done = run("check", "-", "--stdin-filename", "رسالة.md", stdin=BAD.encode())
    assert "رسالة.md" in done.stdout
    assert done.returncode == 1


def test_offsets_are_into_the_bytes_as_received() -> None:
    data = b"\xef\xbb\xbf" + "سطر\r\nقال «bad 🌿 peace»\r\n".encode()
    done = run("check", "-", "--format", "json", stdin=data)
    [citation] = json.loads(done.stdout)["documents"][0]["citations"]
    span = citation["fragments"][0]["span"]
    assert data[span["start_byte"] : span["end_byte"]].decode() == citation["fragments"][0]["text"] == "bad 🌿 peace"
    assert data.decode()[span["start"] : span["end"]] == "bad 🌿 peace"
    assert (span["line"], span["column"]) == (2, 6)


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    (tmp_path / "doc.txt").write_text(GOOD, encoding="utf-8")
    for _ in range(2):
        done = run("check", str(tmp_path), "--format", "json", "--output", str(report))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert len(json.loads(report.read_text(encoding="utf-8"))["documents"]) == 1
    text = tmp_path / "report.txt"
    for _ in range(2):
        run("check", str(tmp_path), "--output", str(text))
        assert "1 quotation in 1 document" in text.read_text(encoding="utf-8")


def test_a_report_never_overwrites_a_document(tmp_path: Path) -> None:
    document = tmp_path / "doc.txt"
    document.write_text(GOOD, encoding="utf-8")
    done = run("check", str(document), "--output", str(tmp_path / "." / "doc.txt"))
    assert done.returncode == 2
    assert "is one of the documents" in done.stderr
    assert document.read_text(encoding="utf-8") == GOOD


def test_nothing_is_written_when_the_library_cannot_be_opened(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("kept", encoding="utf-8")
    done = run("check", "-", "--no-library", "--format", "json", "--output", str(report), stdin=b"text")
    assert (done.returncode, report.read_text(encoding="utf-8")) == (2, "kept")
    assert run("check", "-", "--no-library", "--format", "json").stdout == ""


@pytest.mark.parametrize(
    ("choice", "no_color", "colored"),
    [("auto", "", False), ("always", "", True), ("always", "1", True), ("never", "", False)],
)
def test_color_in_a_pipe(choice: str, no_color: str, colored: bool) -> None:
    done = run("check", "-", "--color", choice, stdin=BAD.encode(), NO_COLOR=no_color)
    assert ("\x1b[" in done.stdout) == colored


@pytest.mark.parametrize(
    ("choice", "more", "colored"),
    [("auto", {}, True), ("auto", {"NO_COLOR": "1"}, False), ("never", {}, False), ("auto", {"TERM": "dumb"}, False)],
)
def test_color_on_a_terminal(tmp_path: Path, choice: str, more: dict[str, str], colored: bool) -> None:
    document = tmp_path / "doc.txt"
    document.write_text(BAD, encoding="utf-8")
    main, side = pty.openpty()
    command = [sys.executable, str(HERE / "fake.py"), "check", str(document), "--color", choice]
    try:
        subprocess.run(command, stdout=side, stderr=side, env=environment(**more), timeout=60, check=False)
        shown = os.read(main, 100_000).decode()
    finally:
        os.close(main)
        os.close(side)
    assert ("\x1b[1;31m" in shown) == colored
    assert "building the index" in shown


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    command = [sys.executable, str(HERE / "fake.py"), "check", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write((BAD * 10_000).encode())
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 2


def test_an_interrupt_is_no_traceback() -> None:
    command = [sys.executable, str(HERE / "fake.py"), "check", "-"]
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs are started deaf to it
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), preexec_fn=heed
    ) as process:
        assert process.stdin
        assert process.stderr
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"takhrij: interrupted\n"
        assert process.wait(60) == 130


def test_a_crash_can_be_looked_into() -> None:
    done = run("check", "-", stdin=b"CRASH")
    assert done.stderr == "takhrij: -: internal error, please report it: RuntimeError: crash\n"
    assert "Traceback" in run("check", "-", stdin=b"CRASH", TAKHRIJ_DEBUG="1").stderr


def test_ascii_locale() -> None:
    done = run("check", "-", stdin="قال «bad سلام»".encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "سلام" in done.stdout


def test_show() -> None:
    done = run("show", "fake:2")
    assert done.returncode == 0
    for part in ("Fake 1 ", "Fake 2 · Fake edition, 1st printing", "2 (fake count)", "الكلام رقم 2", "Fake 3 "):
        assert part in done.stdout
    alone = run("show", "fake:٢", "--context", "0", "--translation", "fake").stdout
    assert "Fake 1" not in alone
    assert "words of fake:2" in alone
    assert "rights not verified" in alone


def test_show_words() -> None:
    done = run("show", "الكلام", "--limit", "2", "--context", "0", "--format", "json")
    data = json.loads(done.stdout)
    assert [each["passage"]["id"] for each in data["passages"]] == ["fake:1", "fake:2"]
    none = run("show", "كلمات لا توجد")
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr == "takhrij: no passage of the loaded sources has these words\n"


def test_sources() -> None:
    done = run("sources")
    for part in ("Fake edition, 1st printing", "CC0-1.0", "rights in the text not verified", "fake count", "abababab",
                 "Musnad Ahmad", "/cache/takhrij/index (12 MB)", "pure Python"):  # fmt: skip
        assert part in done.stdout
    assert "Verify" not in done.stdout
    data = json.loads(run("sources", "--format", "json").stdout)
    assert data["loaded"][0]["digest"] == "ab" * 32
    assert data["not_loaded"][0]["id"] == "ahmad"
    assert data["problems"] is None


def test_sources_verify() -> None:
    assert "known count and digest" in run("sources", "--verify").stdout
    broken = run("sources", "--verify", "--broken", "--format", "json")
    assert (broken.returncode, json.loads(broken.stdout)["problems"]) == (1, ["fake: the digest changed"])
    assert broken.stderr == "takhrij: fake: the digest changed\n"


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("takhrij ")
    done = subprocess.run(
        [sys.executable, "-m", "takhrij", "--help"], capture_output=True, env=environment(), check=True
    )
    assert b"check the quotations of documents" in done.stdout


def test_json_holds_to_the_schema(folder: Path) -> None:
    schema = json.loads((SOURCE / "takhrij" / "data" / "report.schema.json").read_text(encoding="utf-8"))
    (folder / "broken.txt").write_bytes(b"\xff")
    data = json.loads(run("check", str(folder), "--format", "json").stdout)
    jsonschema.Draft202012Validator(schema).validate(data)


def test_starting_stays_cheap() -> None:
    program = "import sys; from takhrij.cli.arguments import parser; parser(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment(), check=True, text=True
    )
    heavy = {"dataclasses", "pathlib", "json", "mmap", "numpy", "shutil", "importlib.metadata", "takhrij.model"}
    assert not heavy & set(done.stdout.split())
