"""What is asked of a scan is answered from its rows, and drawn; every column is documented."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from corpora import PIECE, WRONG, run, scan

from takhrij.scan.questions import QUESTIONS
from takhrij.scan.schema import TABLES, VERSION

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_answers(tmp_path: Path, form: str) -> None:
    texts = {"a": PIECE * 2 + WRONG, "b": PIECE, "c": "nothing is quoted here", "d": WRONG * 2}
    source = tmp_path / "corpus.jsonl"
    source.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    scan(tmp_path / "run", source, "--id-field", "id", "--format", form)
    done = run("stats", tmp_path / "run")
    assert (done.returncode, done.stderr) == (0, "")

    def table(name: str) -> list[dict[str, str]]:
        with (tmp_path / "run" / "stats" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [*csv.DictReader(file)]

    verses = {row["passage"]: (row["quotations"], row["documents"]) for row in table("verses")}
    assert verses["quran:94:6"] == ("6", "3")
    assert table("hadiths")[0]["quotations"] == "3"
    assert {row["work"] for row in table("works")} > {"quran", "bukhari"}
    documents = {row["document"]: row for row in table("documents")}
    assert {name: row["quotations"] for name, row in documents.items()} == {"a": "5", "b": "2", "c": "0", "d": "2"}
    assert documents["a"]["code_points"] == str(len(texts["a"]))
    altered = {(row["source"], row["quoted"]): row["times"] for row in table("altered")}
    assert altered["", "ماء باردا"] == "3"
    assert [(row["document"], row["other"]) for row in table("shared")] == [("a", "b"), ("a", "d"), ("b", "d")]
    coverage = {row["surah"]: row for row in table("coverage")}
    assert len(coverage) == 114
    assert (coverage["94"]["ayahs"], coverage["94"]["quoted"], coverage["94"]["quotations"]) == ("8", "1", "6")
    assert coverage["2"]["share"] == "0.0"
    stats = tmp_path / "run" / "stats"
    assert (stats / "coverage.png").read_bytes().startswith(b"\x89PNG")
    assert (stats / "coverage.svg").read_text().rstrip().endswith("</svg>")
    for question in QUESTIONS:
        assert question.title in done.stdout


def test_an_empty_corpus_has_answers_too(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    assert scan(tmp_path / "run", tmp_path / "empty.jsonl").returncode == 0
    done = run("stats", tmp_path / "run")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_no_finished_scan_is_refused(tmp_path: Path) -> None:
    assert "has no scan" in run("stats", tmp_path).stderr
    (tmp_path / "manifest.json").write_text('{"complete": false, "identity": {}}')
    assert "is not finished" in run("stats", tmp_path).stderr
    (tmp_path / "manifest.json").write_text("no manifest")
    done = run("stats", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_every_column_is_documented() -> None:
    page = (DOCS / "schema" / "scan.md").read_text(encoding="utf-8")
    assert f"schema version {VERSION}" in page
    for table, columns in TABLES.items():
        section = page.partition(f"\n## {table}\n")[2].partition("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [*columns]
