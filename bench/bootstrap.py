"""Bootstrap: gold and predictions of units drawn with replacement, as files that the scorers read like any other.

A unit is what is not independent inside: all answers to a question, a book, a record.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.formats import read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEED: Final = 1
MIDDLE: Final = 0.95
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose rows belong to items: JSON Lines, compressed or not, or tab-separated values."""

    path: Path
    name: str
    """What the scorer calls it."""
    item: str
    """The column that names the item."""

    def rows(self) -> Iterator[Row]:
        """The rows of the file."""
        if not self.path.name.endswith(".tsv"):
            yield from read_lines(self.path)
            return
        with self.path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)

    def write(self, path: Path, rows: Sequence[Row], columns: Sequence[str]) -> None:
        """Write rows in the form that the scorer expects."""
        if self.path.name.endswith(".tsv"):
            lines = ["\t".join(columns), *("\t".join(row[name] or "" for name in columns) for row in rows)]
        else:
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        data = ("\n".join(lines) + "\n").encode()
        path.write_bytes(gzip.compress(data, 1) if self.name.endswith(".gz") else data)


class Samples:
    """Gold and predictions by unit."""

    def __init__(self, gold: Sequence[Table], predictions: Table, unit: Callable[[Row], str]) -> None:
        """`unit` names the unit of a row of the first table of gold, whose items are all items there are."""
        self.tables = (*gold, predictions)
        self.units: dict[str, list[str]] = defaultdict(list)
        for row in gold[0].rows():
            self.units[unit(row)].append(row[gold[0].item])
        self.by_item: list[dict[str, list[Row]]] = []
        self.columns: list[list[str]] = []
        for table in self.tables:
            rows = list(table.rows())
            by_item: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                by_item[row[table.item]].append(row)
            self.by_item.append(by_item)
            self.columns.append(list(rows[0]) if rows else [])

    def write(self, folder: Path, units: Sequence[str]) -> Path:
        """Write gold and predictions of these units, one drawn twice as two; returns the file of predictions."""
        path = folder
        for table, by_item, columns in zip(self.tables, self.by_item, self.columns, strict=True):
            drawn = [
                {**row, table.item: f"{draw}/{item}"}
                for draw, unit in enumerate(units) for item in self.units[unit] for row in by_item.get(item, ())
            ]  # fmt: skip
            path = folder / table.name
            table.write(path, drawn, columns)
        return path

    def score(self, score: Callable[[Path, Path], Any], units: Sequence[str]) -> Any:
        """What a scorer says of these units."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            return score(folder, self.write(folder, units))

    def each(self, score: Callable[[Path, Path], Any]) -> dict[str, Any]:
        """What a scorer says of each unit alone."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(self.units, pool.map(lambda unit: self.score(score, [unit]), self.units), strict=True))

    def draws(self, count: int) -> list[list[str]]:
        """Units drawn with replacement, as many as there are, `count` times; the same at every run."""
        chance, units = random.Random(SEED), list(self.units)
        return [chance.choices(units, k=len(units)) for _ in range(count)]

    def intervals(self, score: Callable[[Path, Path], dict[str, float]], count: int) -> dict[str, tuple[float, float]]:
        """For each figure of a scorer, the middle 95 % of `count` draws."""
        if count == 0:
            return {}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            scores = list(pool.map(lambda units: self.score(score, units), self.draws(count)))
        return {name: middle([each[name] for each in scores]) for name in scores[0]}


def middle(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of the values.

    >>> middle([number / 1000 for number in range(1001)])
    (0.025, 0.975)
    """
    ordered = sorted(values)
    cut = round((len(ordered) - 1) * (1 - MIDDLE) / 2)
    return ordered[cut], ordered[-1 - cut]
