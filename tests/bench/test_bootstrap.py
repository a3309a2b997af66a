"""The bootstrap: what is drawn is written whole, and the same at every run."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from bench.bootstrap import Samples, Table, middle

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def samples(tmp_path: Path) -> Samples:
    """Two questions, the first with two answers, one of which has no row in the table of gold."""
    answers, gold, predictions = tmp_path / "a.jsonl", tmp_path / "gold.tsv", tmp_path / "p.jsonl"
    rows = [{"id": "A1", "question": "Q1"}, {"id": "A2", "question": "Q1"}, {"id": "A3", "question": "Q2"}]
    answers.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    gold.write_text('ID\tWords\nA1\t"x\nA1\ty\nA3\t\n', encoding="utf-8")
    predictions.write_text('{"id": "A1", "n": 1}\n{"id": "A3", "n": 3}\n', encoding="utf-8")
    tables = [Table(answers, "answers.jsonl.gz", "id"), Table(gold, "gold.tsv", "ID")]
    return Samples(tables, Table(predictions, "p.jsonl", "id"), lambda row: str(row["question"]))


def test_a_unit_drawn_twice_counts_twice(samples: Samples, tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    folder.mkdir()
    assert samples.write(folder, ["Q1", "Q2", "Q1"]) == folder / "p.jsonl"
    with gzip.open(folder / "answers.jsonl.gz", "rt", encoding="utf-8") as file:
        assert [json.loads(line)["id"] for line in file] == ["0/A1", "0/A2", "1/A3", "2/A1", "2/A2"]
    assert (folder / "gold.tsv").read_text(encoding="utf-8").split("\n") == [
        "ID\tWords", '0/A1\t"x', "0/A1\ty", "1/A3\t", '2/A1\t"x', "2/A1\ty", "",
    ]  # fmt: skip
    lines = (folder / "p.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "0/A1", "n": 1}, {"id": "1/A3", "n": 3}, {"id": "2/A1", "n": 1},
    ]  # fmt: skip


def count(_folder: Path, predictions: Path) -> dict[str, float]:
    return {"rows": float(len(predictions.read_text(encoding="utf-8").splitlines()))}


def test_draws_are_the_same_at_every_run(samples: Samples) -> None:
    assert samples.draws(20) == samples.draws(20)
    assert len({tuple(draw) for draw in samples.draws(20)}) > 1
    assert samples.intervals(count, 20) == {"rows": (2.0, 2.0)}
    assert samples.intervals(count, 0) == {}


def test_each_unit_alone(samples: Samples) -> None:
    alone: dict[str, Any] = samples.each(count)
    assert alone == {"Q1": {"rows": 1.0}, "Q2": {"rows": 1.0}}


def test_the_middle() -> None:
    assert middle([5.0]) == (5.0, 5.0)
    assert middle([float(number) for number in range(200, 0, -1)]) == (6.0, 195.0)
