"""The command line on the real library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import pytest

SOURCE = Path(__file__).parent.parent.parent / "src"


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "100"}
    command = [sys.executable, "-m", "takhrij", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, env=environment, encoding="utf-8", timeout=600, check=False
    )


def test_a_verse_with_its_neighbours() -> None:
    done = run("show", "4:59", "--format", "json")
    assert done.returncode == 0, done.stderr
    [shown] = json.loads(done.stdout)["passages"]
    assert shown["passage"]["id"] == "quran:4:59"
    assert normalize("NFC", shown["passage"]["text"]).startswith("يَا أَيُّهَا الَّذِينَ آمَنُوا أَطِيعُوا اللَّهَ")
    assert [verse["id"] for verse in shown["before"] + shown["after"]] == ["quran:4:58", "quran:4:60"]


def test_the_first_and_the_last_verse_have_one_neighbour() -> None:
    for query, neighbour in (("2:1", "quran:2:2"), ("2:286", "quran:2:285")):
        [shown] = json.loads(run("show", query, "--format", "json").stdout)["passages"]
        assert [verse["id"] for verse in shown["before"] + shown["after"]] == [neighbour]


def test_a_run_of_verses_with_a_translation() -> None:
    done = run("show", "94:5-6", "--context", "0", "--translation", "pickthall")
    assert "quran:94:5-6" in done.stdout
    assert "But lo! with hardship goeth ease" in done.stdout
    assert "rights not verified" in done.stdout


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("النساء:59", "quran:4:59"),
        ("سورة النساء 59", "quran:4:59"),
        ("An-Nisaa 59-60", "quran:4:59-60"),
        ("Bukhari:6018", "bukhari:seq:5790"),
        ("البخاري: 6018", "bukhari:seq:5790"),
        ("bukhari:abd-al-baqi:6018", "bukhari:seq:5790"),
    ],
)
def test_references_as_people_write_them(query: str, found: str) -> None:
    [shown] = json.loads(run("show", query, "--format", "json").stdout)["passages"]
    assert shown["passage"]["id"] == found


def test_a_hadith_by_the_number_that_nobody_cites() -> None:
    done = run("show", "bukhari:seq:616", "--context", "0")
    assert done.returncode == 0
    assert "not cited" in done.stdout


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("2:287", "no verse 2:287"),
        ("115:1", "no verse 115:1"),
        ("4:58-5:2", "a range of verses is of one surah"),
        ("0:0", "no verse 0:0"),
        ("muslim:46", "no citable number"),
        ("bukhari:seq:99999", "no sequential number 99999"),
        ("ahmad:1", "Musnad Ahmad is not loaded"),
        ("nothing:1", "no work is called 'nothing'"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(query: str, said: str) -> None:
    done = run("show", query)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_sources_name_licence_count_scheme_and_what_is_not_loaded() -> None:
    data = json.loads(run("sources", "--format", "json").stdout)
    loaded = {edition["id"]: edition for edition in data["loaded"]}
    assert loaded["quran-simple"]["count"] == 6236
    assert loaded["bukhari"]["scheme"] == "seq"
    assert all(edition["licence"] and edition["digest"] and edition["url"] for edition in data["loaded"])
    assert "ahmad" in {work["id"] for work in data["not_loaded"]}
    assert data["index"]["bytes"] < 150_000_000
    assert Path(data["index"]["path"]).is_file()
    assert data["kernel"] in ("compiled", "pure Python")


def test_words_lead_to_the_passages_that_have_them() -> None:
    done = run("show", "إن مع العسر يسرا", "--format", "json", "--limit", "2")
    assert "quran:94:6" in {each["passage"]["id"] for each in json.loads(done.stdout)["passages"]}
    hadith = run("show", "لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه", "--context", "0", "--limit", "3")
    assert "Sahih al-Bukhari" in hadith.stdout


def test_sources_that_cannot_be_opened_are_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "100", "TAKHRIJ_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "takhrij", "sources"],
        capture_output=True, env=environment, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "can be written by others" in done.stderr
    assert "quran-simple" in done.stdout
    assert "bukhari" in done.stdout


def test_context_is_shown_where_it_is_asked_for() -> None:
    text = "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]"
    plain, shown = run("check", "-", stdin=text).stdout, run("check", "--context", "2", "-", stdin=text).stdout
    rows = [line.split()[0] for line in shown.splitlines() if line.startswith(("  before ", "  in full ", "  after "))]
    assert "in full" not in plain
    assert rows == ["before", "before", "in", "after", "after"]
    assert "ash-Sharh 94:4" in shown
