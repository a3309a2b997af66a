"""Corpora for the tests of the scan, and the rows that came of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from takhrij.scan.schema import TABLES

SOURCE = Path(__file__).parent.parent.parent / "src"
PIECE = (
    "وكان الناس يمشون في السوق وينظرون إلى ما فيه. قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]، وقال رسول الله ﷺ: "
    "«إنما الأعمال بالنيات» رواه البخاري ومسلم، ثم مضوا.\n"
)
WRONG = "قال تعالى: ﴿إن مع العسر ماء باردا﴾ [الشرح: 6]\n"
"""A verse misquoted on purpose."""


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "takhrij", *map(str, arguments)]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "100"}


def run(*arguments: str | Path, stdin: bytes = b"", **more: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*arguments), input=stdin, capture_output=True, env=environment(), timeout=300, check=False, **more
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def scan(run_folder: Path, *arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return run("scan", *arguments, "--output", run_folder, **more)


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table of a run, in the order of its parts."""
    found: list[dict[str, Any]] = []
    for path in sorted((folder / table).iterdir()):
        if path.suffix == ".jsonl":
            found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        else:
            found += parquet.read_table(path).to_pylist()
    return found


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of the tables of a run, byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for table in TABLES
        for path in sorted((folder / table).iterdir())
    }


def small_corpus(folder: Path, documents: int = 30) -> Path:
    """A folder of short documents, one of them long enough for several parts."""
    folder.mkdir()
    for number in range(documents):
        (folder / f"{number:03}.txt").write_text(f"{number}\n" + PIECE * (1 + number % 7) + WRONG, encoding="utf-8")
    return folder
