"""Measure accuracy on the open data, and fail below the floors of bench/floors.json.

    python bench/accuracy.py [--data FOLDER] [--prose FOLDER] [--markdown] [--json FILE] [--fill PAGE ...] [--resamples N]

FOLDER holds `data` and `score` (see docs/accuracy.md); without them nothing is measured and the gate is skipped. What
was fitted to these data is measured by folds, with scikit-learn (`pip install --group train`): ten folds by question
for fragments, one book left out for verses in books. The same with the weights as shipped stands beside it. False alarms
are counted in the folder that `tools/prose.py` makes; without it they are left out, and so are their floors.

Exit codes: 0 every floor holds, or there are no data; 1 a figure is below its floor; 2 it could not be measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import prose
from bench.bootstrap import Row, Samples, Table, middle
from bench.gate import FAILED, PASSED, ROOT, BenchError, Bounds, Figure, publish, publishing
from bench.scorers import Scorers, Scores, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NEEDED: Final = (
    "data/islamiceval/answers.jsonl", "data/islamiceval/spans.tsv", "data/islamiceval/labels.tsv",
    "data/islamiceval/corrections.tsv", "data/islamiceval/quranic_verses.json", "data/quran_quotes/docs.jsonl.gz",
    "data/quran_quotes/spans.jsonl", "data/attribution/records.jsonl.gz", "score/score_fragments.py",
    "score/score_quotes.py", "score/score_attribution.py",
)  # fmt: skip
WORDS: Final = {
    "spans.macro_f1": "fragments found in answers of language models: F1 over characters, mean of five classes, "
    "cross-validated",
    "labels.ayah": "judged as the annotators did: verses",
    "labels.matn": "– hadiths",
    "labels.source": "– stated sources",
    "corrections.all": "corrections that equal an accepted one",
    "quotes.iou50_f1": "verses found in classical books: F1, one to one, books left out in turn",
    "quotes.iou50_f1_mean_over_books": "– mean over the books",
    "attribution.every_named": "attribution: every collection named by the author is found",
    "attribution.further": "– further ones given, a record",
    "attribution.companion": "– the companion is read right",
    "prose.arabic_false_per_1000": "false alarms in Arabic prose that quotes no scripture, in each 1,000 words",
    "prose.english_false_per_1000": "– in English prose",
}
"""The figures of the README."""
FOLDS: Final = "cross-validated"
SHIPPED: Final = "weights as shipped, fitted to these data"


def missing(folder: Path) -> list[str]:
    """What is not there."""
    return [name for name in NEEDED if not (folder / name).is_file()]


class Measurement:
    """Measures one set after the other; predictions are written below `work`."""

    def __init__(self, folder: Path, work: Path, resamples: int) -> None:
        self.answers = folder / "data" / "islamiceval"
        self.books = folder / "data" / "quran_quotes"
        self.records = folder / "data" / "attribution"
        self.data = folder / "data"
        self.scorers = Scorers(folder / "score", self.answers / "quranic_verses.json")
        self.work = work
        self.resamples = resamples

    def figures(self) -> list[Figure]:
        """Every figure."""
        run(["-m", "tools.train_cues", str(self.data), "--folds", str(self.work)])
        spans, quotes = self.work / "spans.tsv", self.work / "quotes.jsonl"
        answers, books = str(self.answers / "answers.jsonl"), str(self.books / "docs.jsonl.gz")
        gold = str(self.answers / "spans.tsv")
        return [
            *self._fragments("spans", spans, FOLDS),
            *self._shipped("spans", self.scorers.fragments("spans"), self.answers, self._predict("spans", answers)),
            *self._fragments("labels", self._predict("labels", answers, gold)),
            *self._fragments("corrections", self._predict("corrections", answers, gold)),
            *self._quotes(quotes),
            *self._shipped("quotes", self.scorers.quotes, self.books, self._predict("quotes", books)),
            *self._attribution(self._predict("attribution", str(self.records / "records.jsonl.gz"))),
        ]

    def _predict(self, task: str, *inputs: str) -> Path:
        out = self.work / f"predicted-{task}{'.tsv' if task in ('spans', 'labels', 'corrections') else '.jsonl'}"
        run([str(ROOT / "bench" / "predict.py"), task, *inputs, str(out)])
        return out

    def _fragments(self, task: str, predictions: Path, how: str = "") -> list[Figure]:
        def table(path: Path, item: str = "Response_ID") -> Table:
            return Table(path, path.name, item)

        def question(row: Row) -> str:
            return str(row["question_id"])

        answers = table(self.answers / "answers.jsonl", "id")
        gold = [answers, *(table(self.answers / f"{name}.tsv") for name in ("spans", "labels", "corrections"))]
        samples = Samples(gold, Table(predictions, "predicted.tsv", "Response_ID"), question)
        return self._measured(task, self.scorers.fragments(task), self.answers, samples, how)

    def _quotes(self, predictions: Path) -> list[Figure]:
        def book(row: Row) -> str:
            return str(row["doc"])

        gold = [
            Table(self.books / "docs.jsonl.gz", "docs.jsonl.gz", "doc"),
            Table(self.books / "spans.jsonl", "spans.jsonl", "doc"),
        ]
        samples = Samples(gold, Table(predictions, "predicted.jsonl", "doc"), book)
        figures = self._measured("quotes", self.scorers.quotes, self.books, samples, FOLDS)
        by_book = samples.each(self.scorers.book)
        means = [statistics.mean(by_book[book] for book in drawn) for drawn in samples.draws(self.resamples)]
        mean = statistics.mean(by_book.values())
        interval = middle(means) if means else None
        return [*figures, Figure("quotes.iou50_f1_mean_over_books", mean, how=FOLDS, interval=interval)]

    def _attribution(self, predictions: Path) -> list[Figure]:
        def record(row: Row) -> str:
            return str(row["id"])

        gold = [Table(self.records / "records.jsonl.gz", "records.jsonl.gz", "id")]
        samples = Samples(gold, Table(predictions, "predicted.jsonl", "id"), record)
        return self._measured("attribution", self.scorers.attribution, self.records, samples, "")

    def _measured(
        self, task: str, score: Callable[[Path, Path], Scores], gold: Path, samples: Samples, how: str
    ) -> list[Figure]:
        values = score(gold, samples.tables[-1].path)
        intervals = samples.intervals(score, self.resamples)
        return [
            Figure(f"{task}.{name}", value, how=how, interval=intervals.get(name)) for name, value in values.items()
        ]

    def _shipped(
        self, task: str, score: Callable[[Path, Path], Scores], gold: Path, predictions: Path
    ) -> Iterable[Figure]:
        name, value = next(iter(score(gold, predictions).items()))
        yield Figure(f"{task}_shipped.{name}", value, how=SHIPPED)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    parser.add_argument("--prose", type=Path, metavar="FOLDER", help="count false alarms in these texts too")
    publishing(parser)
    parser.add_argument("--resamples", type=int, default=100, metavar="N", help="draws of the bootstrap; default 100")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if lacking := missing(options.data):
        print(f"accuracy: skipped: no {lacking[0]} in {options.data} ({len(lacking)} missing)", file=sys.stderr)
        return PASSED
    if importlib.util.find_spec("sklearn") is None:
        print("accuracy: scikit-learn is not installed: pip install --group train", file=sys.stderr)
        return FAILED
    try:
        bounds, begun = Bounds.read("accuracy"), time.perf_counter()
        with tempfile.TemporaryDirectory() as work:
            figures = Measurement(options.data.resolve(), Path(work), options.resamples).figures()
        if options.prose is None:
            print("accuracy: false alarms skipped: no --prose FOLDER (tools/prose.py makes one)", file=sys.stderr)
            bounds = bounds.without(prose.names())
        else:
            figures += prose.figures(options.prose)
        took = f", in {time.perf_counter() - begun:.0f} s"
        return publish("accuracy", figures, bounds, options, words=WORDS, said=took)
    except (BenchError, OSError) as problem:
        print(f"accuracy: {problem}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
