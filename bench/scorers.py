"""The scorers of the open data, called as they are; what they print is checked before it is believed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.gate import ROOT, BenchError

Scores = dict[str, float]
Score = Callable[[Path, Path], Scores]
"""From a folder of gold and a file of predictions."""
SIX: Final = "bukhari,muslim,abudawud,tirmidhi,nasai,ibnmajah"
FRAGMENTS: Final[dict[str, dict[str, str]]] = {
    "spans": {
        "macro_f1": "macro_f1", "neither": "neither", "ayah": "Ayah", "matn": "matn", "isnad": "isnad",
        "source": "claimed_source",
    },
    "labels": {
        "macro": "macro_accuracy", "ayah": "Ayah", "matn": "matn", "source": "claimed_source", "isnad": "isnad",
    },
    "corrections": {"all": "accuracy", "ayah": "Ayah", "matn": "matn"},
}  # fmt: skip
"""Our names of the figures, and the scorer's."""


def run(arguments: list[str]) -> str:
    """The standard output of a Python program of the project or of the data folder.

    Raises:
        BenchError: it fails.
    """
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchError(f"{' '.join(arguments)}: exit code {done.returncode}: {last}")
    return done.stdout


def share(data: Any, *keys: str) -> float:
    """A share out of nested objects, 0 to 1.

    Raises:
        BenchError: it is not there, or no such number.
    """
    return _number(data, keys, 1.0)


def count(data: Any, *keys: str) -> float:
    """A number out of nested objects, 0 or more.

    Raises:
        BenchError: it is not there, or no such number.
    """
    return _number(data, keys, float("inf"))


def _number(data: Any, keys: tuple[str, ...], most: float) -> float:
    value = data
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            raise BenchError(f"the scorer's output has no {'.'.join(keys)}")
        value = value[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BenchError(f"the scorer's {'.'.join(keys)} is {value!r}, no number from 0 to {most:g}")
    return float(value)


def _parsed(output: str) -> Any:
    try:
        return json.loads(output)
    except ValueError as problem:
        raise BenchError(f"the scorer's output is not JSON: {output[:80]!r}") from problem


class Scorers:
    """The scorers of one folder."""

    def __init__(self, folder: Path, quran: Path) -> None:
        self.folder = folder
        self.quran = quran

    def fragments(self, task: str) -> Score:
        """The scorer of spans, labels or corrections."""

        def score(gold: Path, predictions: Path) -> Scores:
            program = str(self.folder / "score_fragments.py")
            data = _parsed(run([program, task, "--gold", str(gold), "--pred", str(predictions)]))
            return {ours: share(data, theirs) for ours, theirs in FRAGMENTS[task].items()}

        return score

    def quotes(self, gold: Path, predictions: Path) -> Scores:
        """The scorer of verses in books: complete books, one to one."""
        program = str(self.folder / "score_quotes.py")
        data = _parsed(run([program, str(predictions), "--gold", str(gold), "--quran", str(self.quran)]))
        if count(data, "predictions_skipped"):
            raise BenchError("predictions lie outside their books")
        return {
            "iou50_f1": share(data, "complete_docs", "iou50_discounted", "F1"),
            "iou50_precision": share(data, "complete_docs", "iou50_discounted", "P"),
            "iou50_recall": share(data, "complete_docs", "iou50_discounted", "R"),
            "iou80_f1": share(data, "complete_docs", "iou80_discounted", "F1"),
            "recall_3_words": share(data, "recall_by_words", "3", "R50"),
        }

    def book(self, gold: Path, predictions: Path) -> float:
        """The F1 of a folder of one book, complete or not."""
        program = str(self.folder / "score_quotes.py")
        data = _parsed(run([program, str(predictions), "--gold", str(gold), "--quran", str(self.quran)]))
        return share(data, "all_docs", "iou50_discounted", "F1")

    def attribution(self, gold: Path, predictions: Path) -> Scores:
        """The scorer of collections and companions."""
        program = str(self.folder / "score_attribution.py")
        data = _parsed(run([program, str(predictions), "--gold", str(gold), "--books", SIX]))
        return {
            "every_named": share(data, "every_claimed_found"),
            "any_named": share(data, "at_least_one_claimed_found"),
            "further": count(data, "extra_per_record"),
            "companion": share(data, "companion", "agreement"),
        }
