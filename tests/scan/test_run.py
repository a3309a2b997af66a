"""A scan as a user meets it: rows, exit codes, resuming after real kills, refusing what has changed."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from corpora import PIECE, command, environment, everything, rows, scan, small_corpus

if TYPE_CHECKING:
    from pathlib import Path

PART = ("--part", "1", "--workers", "2")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_corpus(tmp_path_factory.mktemp("scan") / "corpus")


@pytest.fixture(scope="module")
def whole(corpus: Path) -> Path:
    """The run of the corpus that nothing interrupted."""
    folder = corpus.parent / "whole"
    done = scan(folder, corpus, *PART)
    assert (done.returncode, done.stderr) == (1, "")
    return folder


def test_rows_and_manifest(corpus: Path, whole: Path) -> None:
    citations, documents = rows(whole, "citations"), rows(whole, "documents")
    assert len(documents) == 30
    assert len(citations) == sum(row["citations"] for row in documents) == sum(2 * (1 + n % 7) + 1 for n in range(30))
    for row in citations:
        text = (corpus / row["path"].rpartition("/")[2]).read_text(encoding="utf-8")
        assert text[row["start"] : row["end"]] == row["text"]
    assert {row["label"] for row in citations if row["wording"] == "exact"} >= {"ash-Sharh 94:6"}
    manifest = json.loads((whole / "manifest.json").read_text())
    assert manifest["complete"]
    assert manifest["counts"]["citations"] == len(citations)
    assert manifest["counts"]["errors"] == sum(row["severity"] == "error" for row in rows(whole, "findings"))
    first = corpus / "000.txt"
    assert manifest["sha256"][str(first)] == sha256(first.read_bytes()).hexdigest()
    assert {*manifest["identity"]} == {"schema_version", "version", "code", "options", "sources", "inputs"}


def test_workers_and_formats_do_not_matter(corpus: Path, whole: Path, tmp_path: Path) -> None:
    scan(tmp_path / "one", corpus, "--part", "1", "--workers", "1")
    assert everything(tmp_path / "one") == everything(whole)
    scan(tmp_path / "lines", corpus, "--format", "jsonl", "--part", "50")
    for table in ("documents", "citations", "findings"):
        assert rows(tmp_path / "lines", table) == rows(whole, table)


def test_killed_at_random_moments_it_goes_on_to_the_same_rows(corpus: Path, whole: Path, tmp_path: Path) -> None:
    chance, folder, killed = random.Random(5), tmp_path / "run", 0
    journal = folder / "journal.jsonl"
    for parts in (0, 1, 4, 9, 16):
        process = subprocess.Popen(
            command("scan", corpus, "--output", folder, *PART), env=environment(), stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= parts):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    assert killed >= 3
    done = scan(folder, corpus, *PART)
    assert done.returncode == 1, done.stderr
    assert everything(folder) == everything(whole)
    assert not [*folder.rglob("*.aside")]


def test_a_torn_journal_and_a_part_it_does_not_name_are_made_again(corpus: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    subprocess.run(["cp", "-r", whole, folder], check=True)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({"complete": False, "identity": manifest["identity"]}))
    journal = (folder / "journal.jsonl").read_bytes()
    (folder / "journal.jsonl").write_bytes(journal[: len(journal) // 2])
    (folder / "citations" / "part-0000029.parquet").write_bytes(b"torn")
    (folder / "findings" / ".part-0000001.parquet.1.aside").write_bytes(b"left by the dead")
    assert scan(folder, corpus, *PART).returncode == 1
    assert everything(folder) == everything(whole)


def test_a_finished_run_says_the_same_again(corpus: Path, whole: Path) -> None:
    before = everything(whole)
    done = scan(whole, corpus, *PART)
    assert done.returncode == 1
    assert everything(whole) == before


def test_what_has_changed_is_refused(tmp_path: Path) -> None:
    corpus, folder = small_corpus(tmp_path / "corpus", 3), tmp_path / "run"
    scan(folder, corpus, *PART)
    before = everything(folder)

    def refused(said: str, *arguments: str) -> None:
        done = scan(folder, corpus, *PART, *arguments)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert everything(folder) == before

    refused("its options were others (max_passages was 10, is 3)", "--max-passages", "3")
    refused("its options were others", "--source", "bukhari")
    (corpus / "new.txt").write_text("more")
    refused("its inputs were others, or have changed since")
    (corpus / "new.txt").unlink()
    (corpus / "001.txt").write_text("other")
    refused("001.txt")


def test_standard_input_that_differs_is_refused(tmp_path: Path) -> None:
    texts = [json.dumps({"text": PIECE * (n % 3 + 1)}).encode() + b"\n" for n in range(12)]
    options = ("-", "--stdin-format", "jsonl", *PART)
    folder = tmp_path / "run"
    assert scan(folder, *options, stdin=b"".join(texts)).returncode == 0
    before, path = everything(folder), folder / "manifest.json"
    path.write_text(json.dumps({"complete": False, "identity": json.loads(path.read_text())["identity"]}))
    other = scan(folder, *options, stdin=b"".join([*texts[:-1], b'{"text": "other"}\n']))
    assert (other.returncode, "is not what it was" in other.stderr) == (2, True)
    assert scan(folder, *options, stdin=b"".join(texts)).returncode == 0
    assert everything(folder) == before


def test_documents_that_fail_are_rows_and_the_exit_code_says_so(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus", 3)
    (corpus / "bad.txt").write_bytes(b"caf\xe9")
    done = scan(tmp_path / "run", corpus)
    assert done.returncode == 2
    assert "1 of them failed" in done.stderr
    found = {row["path"].rpartition("/")[2]: row["error"] for row in rows(tmp_path / "run", "documents")}
    assert "not UTF-8" in found.pop("bad.txt")
    assert found == dict.fromkeys(("000.txt", "001.txt", "002.txt"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-such-file",), "no-such-file: No such file or directory"),
        (("*.nothing",), "no file that is read"),
        (("-", "--source", "nothing"), "no work that can be loaded is called 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = scan(tmp_path / "run", *arguments)
    assert (done.returncode, said in done.stderr, done.stderr.count("\n")) == (2, True, 1)


def test_a_folder_of_something_else_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear")
    assert "is not empty and has no scan" in scan(tmp_path, corpus).stderr
    assert "is a file" in scan(tmp_path / "letter", corpus).stderr
    assert [each.name for each in tmp_path.iterdir()] == ["letter"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_target_that_cannot_be_written(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    done = scan(tmp_path / "shut" / "run", corpus)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_disk_that_is_full_ends_the_run_and_it_goes_on_later(corpus: Path, whole: Path, tmp_path: Path) -> None:
    """The system's limit on the size of a file stands for the disk: writing fails in the midst of a part."""
    folder = tmp_path / "run"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    full = scan(folder, corpus, *PART, preexec_fn=limit)
    assert full.returncode == 2
    assert full.stderr.count("\n") == 1
    assert "Traceback" not in full.stderr
    assert scan(folder, corpus, *PART).returncode == 1
    assert everything(folder) == everything(whole)


def test_lines_where_there_is_no_terminal() -> None:
    from io import StringIO

    from takhrij.scan.progress import Lines

    stream = StringIO()
    shown = Lines(stream, every_s=0)
    shown.start(2_000_000)
    shown.show(0, 0, 0)
    shown.show(1_000_000, 1234, 1)
    assert "scanned 1 of 2 MB" in stream.getvalue()
    assert "1,234 quotations, 1 failed" in stream.getvalue()
