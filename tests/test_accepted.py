"""Findings that somebody accepts. The wrong quotations were made for the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from takhrij import check
from takhrij.accepted import digest, entries
from takhrij.errors import ConfigError
from takhrij.text.readers import read_bytes

if TYPE_CHECKING:
    from takhrij.library.library import Library

SOURCE = Path(__file__).parent.parent / "src"
TEXT = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]\n\nقال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 150]\n"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "takhrij", "check", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", timeout=600, check=False)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_is_accepted_is_told_and_fails_no_more(document: Path, tmp_path: Path) -> None:
    template = run("--format", "accept", str(document)).stdout
    assert [each["finding"] for each in tomllib.loads(template)["accept"]] == ["wording.altered", "reference.wrong"]
    accept = tmp_path / "accept.toml"
    accept.write_text(
        template.replace('reason = ""', 'reason = "a pun"').replace('who = ""', 'who = "A. Editor"'), encoding="utf-8"
    )
    done = run("--accept", str(accept), "--format", "json", str(document))
    assert (done.returncode, done.stderr) == (0, "")
    found = [
        f
        for c in json.loads(done.stdout)["documents"][0]["citations"]
        for f in c["findings"]
        if "accepted" in f["evidence"]
    ]
    assert [f"{each['about']}.{each['code']}" for each in found] == ["wording.altered", "reference.wrong"]
    assert all(each["severity"] == "note" and "accepted by A. Editor: a pun" in each["message"] for each in found)
    assert [each["evidence"]["accepted"]["severity"] for each in found] == ["error", "error"]


def test_another_wording_of_it_is_not_accepted(document: Path, tmp_path: Path) -> None:
    accept = tmp_path / "accept.toml"
    accept.write_text(
        f'[[accept]]\nfragment = "{digest("إن مع اليسر عسرا")}"\nfinding = "wording.altered"\nreason = "a pun"\nwho = "A. Editor"\n',
        encoding="utf-8",
    )
    done = run("--accept", str(accept), str(document))
    assert done.returncode == 1
    assert "accepted by A. Editor and not found any more: wording.altered" in done.stderr


GOOD = {"fragment": "0123456789abcdef", "finding": "wording.altered", "reason": "a pun", "who": "A. Editor"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "say why"),
        ({"who": " "}, "by whom"),
        ({"finding": "wording.odd"}, "no finding is called 'wording.odd'"),
        ({"fragment": "12"}, "no digest"),
        ({"reason": 3}, "the texts"),
        ({"more": "x"}, "the texts"),
    ],
)
def test_a_wrong_entry_is_refused(change: dict[str, object], said: str) -> None:
    assert [each.who for each in entries({"accept": [GOOD]}, "a")] == ["A. Editor"]
    with pytest.raises(ConfigError, match=said):
        entries({"accept": [GOOD | change]}, "a")


@pytest.mark.parametrize(
    ("content", "said"), [("x = 1", "[[accept]]"), ("= 1", "not TOML"), (None, "No such file"), ("\x00", "not TOML")]
)
def test_a_wrong_file_is_one_line(document: Path, tmp_path: Path, content: str | None, said: str) -> None:
    accept = tmp_path / "accept.toml"
    if content is not None:
        accept.write_text(content, encoding="utf-8")
    done = run("--accept", str(accept), str(document))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr


ALTERED = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]"
MARK = "<!-- takhrij: accept wording.altered: a pun on the verse -->"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        (f"{ALTERED} {MARK}\n", [True]),
        (f"{MARK}\n{ALTERED}\n", [True]),
        (f"{MARK}\n\n{ALTERED}\n", [True]),
        (f"{ALTERED}\n\n{MARK}\n", [False]),
        (f"{ALTERED} {MARK}\n\n{ALTERED}\n", [True, False]),
        (f"{MARK}\n{ALTERED}\n{ALTERED}\n\n{ALTERED}\n", [True, True, False]),
        (f"{ALTERED} [takhrij: accept reference.right, wording.altered: a pun]", [True]),
        (f"{ALTERED} takhrij: accept wording.altered: a pun", [True]),
        (f"{ALTERED} <!-- takhrij: accept wording.joined: a pun -->", [False]),
        (f"{ALTERED} <!-- takhrij: accept wording.altered: -->", [False]),  # why?
        (f"{ALTERED} <!-- takhrij: accept wording.altered -->", [False]),
        (f"{ALTERED} <!-- takhrij: accept -->", [False]),
    ],
)
def test_a_mark_in_the_text_accepts_what_stands_beside_it(library: Library, text: str, accepted: list[bool]) -> None:
    found = check(text, library=library).citations
    wording = [next(each for each in citation.findings if each.name == "wording.altered") for citation in found]
    assert [each.severity == "note" for each in wording] == accepted
    for each, taken in zip(wording, accepted, strict=True):
        assert ("accepted" in each.evidence) == taken
        assert not taken or "; accepted by line " in each.message


def test_what_a_mark_does_not_find_is_told(library: Library) -> None:
    text = f"قال ﷺ: «كل معروف صدقة»\n\n{MARK}\n\n<!-- takhrij: accept wording.strange: why not -->\n"
    told = check(text, library=library).unchecked
    assert told[-2:] == (
        "accepted in line 3 and not found there: wording.altered",
        "accepted in line 5, and no finding is called so: wording.strange",
    )


def test_a_mark_holds_in_a_markdown_file_as_received(library: Library) -> None:
    source = read_bytes(f"# *A* title &amp; more\n\n{MARK}\n{ALTERED}\n".encode(), "markdown")
    [citation] = check(source, library=library).citations
    assert {finding.severity for finding in citation.findings} == {"note"}
