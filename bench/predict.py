"""Write predictions in the formats of the benchmark's scorers, for any file of the same shape.

    python bench/predict.py spans ANSWERS.jsonl OUT.tsv
    python bench/predict.py labels ANSWERS.jsonl SPANS.tsv OUT.tsv
    python bench/predict.py corrections ANSWERS.jsonl SPANS.tsv OUT.tsv
    python bench/predict.py quotes DOCS.jsonl[.gz] OUT.jsonl
    python bench/predict.py attribution RECORDS.jsonl[.gz] OUT.jsonl

Annotations in the files are not read: of an answer only its id and text, of a book its name and text, of a record its id and
`matn_text`. SPANS has the columns of the benchmark's spans.tsv.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from typing import TYPE_CHECKING

from bench.formats import Row, quote_rows, read_lines, span_rows, write_rows
from takhrij.align.align import GAP
from takhrij.align.hadiths import fit_hadiths
from takhrij.check import Checker
from takhrij.errors import TakhrijError
from takhrij.find.document import Document
from takhrij.judge.attribution import THERE, collections_with
from takhrij.judge.correction import closest_hadith, closest_verse
from takhrij.judge.reference import agrees
from takhrij.kernel import THOROUGH
from takhrij.library.library import Library
from takhrij.library.openings import companion_in
from takhrij.model import Span
from takhrij.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.judge.hadith import JudgedHadith
    from takhrij.judge.wording import Wording
    from takhrij.library.store import Store
    from takhrij.resolve.references import Reference

LABEL_COLUMNS = ("Response_ID", "Annotation_ID", "Segment_Type", "Label")
CORRECTION_COLUMNS = ("Response_ID", "Annotation_ID", "Segment_Type", "Correction")
NOTHING_FITS = "خطأ"
OPENING = '"«“('
LEAST_CORE = 20
"""Code points that the words behind the first mark must have to be the core of a hadith."""


@dataclass
class Annotation:
    """The fragments of one annotation: for each type, its ranges of code points."""

    fragments: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


def read_annotations(path: Path) -> dict[str, dict[str, Annotation]]:
    """By answer and annotation, the fragments of a table of spans."""
    found: dict[str, dict[str, Annotation]] = defaultdict(lambda: defaultdict(Annotation))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["Span_Start"].strip() in ("", "-"):
                continue
            span = Span(int(row["Span_Start"]), int(row["Span_End"]))
            found[row["Response_ID"]][row["Annotation_ID"]].fragments[row["Segment_Type"]].append(span)
    return found


def texts(path: Path) -> dict[str, str]:
    return {row["id"]: row["generated_answer"] for row in read_lines(path)}


class Labeller:
    """Says of the fragments of an annotation whether they are correct, by the rules of the annotators."""

    def __init__(self, checker: Checker) -> None:
        self.judge = checker.judge
        self.store = checker.library.store
        self.reader = checker.finder.claims.reader
        self.chains = checker.finder.claims.chains

    def references(self, text: str, annotation: Annotation) -> list[Reference]:
        """What the sources of an annotation state."""
        return [
            reference for span in annotation.fragments.get("claimed_source", ())
            for reference in self.reader.read(text, max(0, span.start - 1), min(len(text), span.end + 1))
        ]  # fmt: skip

    def labels(self, text: str, annotation: Annotation) -> Iterator[tuple[str, bool]]:
        """Each type of fragment with whether it is correct."""
        references = self.references(text, annotation)
        for span in annotation.fragments.get("Ayah", ())[:1]:
            verse = self.judge.verses.judge(text, span, references)
            wording = verse.wording
            yield "Ayah", bool(verse.same) and (wording is None or not (wording.vowels or _gaps(wording)))
            places = [
                self.judge.verses.place(match) for match in (verse.same or ((verse.match,) if verse.match else ()))
            ]
            if "claimed_source" in annotation.fragments:
                yield "claimed_source", any(agrees(reference, places) for reference in references)
        for span in annotation.fragments.get("matn", ())[:1]:
            hadith = self.judge.hadiths.judge(text, span, thorough=True)
            words = hadith.wording
            yield "matn", hadith.same or (words is not None and words.prefixes and not _gaps(words))
            there = {self.store.work_of(match.first) for match in hadith.matches if match.likeness >= THERE}
            if "claimed_source" in annotation.fragments:
                works = [work for reference in references for work in reference.works]
                yield "claimed_source", bool(works) and self._there(works, there, hadith)
            for chain_span in annotation.fragments.get("isnad", ())[:1]:
                chain = self.chains.within(Document(text, self.store), chain_span.start, chain_span.end)
                named = {self.store.companion_of(match.first) for match in hadith.matches if match.likeness >= THERE}
                yield "isnad", chain is not None and ((not chain.companion and bool(named)) or chain.companion in named)

    def _there(self, works: list[str], there: set[str], hadith: JudgedHadith) -> bool:
        """Whether every collection named has it; one that is not loaded is taken to, when any that is loaded has it."""
        loaded = {known.edition.work for known in self.store.ranges}
        known = [work for work in works if work in loaded]
        recognised = bool(hadith.matches) and hadith.matches[0].likeness >= THERE
        return set(known) <= there and (bool(known) or recognised)


def _gaps(wording: Wording) -> bool:
    return any(step[0] == GAP for step in wording.steps)


def predict_labels(checker: Checker, answers: Path, spans: Path, out: Path) -> None:
    labeller, by_answer = Labeller(checker), read_annotations(spans)
    rows: list[Row] = []
    for name, text in texts(answers).items():
        for number, annotation in by_answer.get(name, {}).items():
            rows += [
                (name, number, kind, "correct" if right else "incorrect")
                for kind, right in labeller.labels(text, annotation)
            ]
    write_rows(out, rows, LABEL_COLUMNS)


def whole_verse(store: Store, number: int) -> str:
    """A verse as the benchmark writes it: with the sign of the quarter where the mushaf has one."""
    return ("۞ " if store.quarter(number) else "") + store.text(number)


def predict_corrections(checker: Checker, answers: Path, spans: Path, out: Path) -> None:
    labeller, by_answer, store = Labeller(checker), read_annotations(spans), checker.library.store
    rows: list[Row] = []
    for name, text in texts(answers).items():
        for number, annotation in by_answer.get(name, {}).items():
            for span in annotation.fragments.get("Ayah", ())[:1]:
                references = labeller.references(text, annotation)
                verse = closest_verse(store, text, span, labeller.judge.verses.matches(text, span, references))
                fitting = verse is not None and verse.certain
                rows.append(
                    (name, number, "Ayah", whole_verse(store, verse.number) if verse and fitting else NOTHING_FITS)
                )
            for span in annotation.fragments.get("matn", ())[:1]:
                hadith = closest_hadith(store, fit_hadiths(store, text, span, THOROUGH)[0])
                rows.append(
                    (name, number, "matn", " ".join(store.matn(hadith.first).split()) if hadith else NOTHING_FITS)
                )
    write_rows(out, rows, CORRECTION_COLUMNS)


def predict_spans(checker: Checker, answers: Path, out: Path) -> None:
    rows: list[Row] = []
    for name, text in texts(answers).items():
        rows += span_rows(name, checker.finder.find(Document(text, checker.library.store)))
    write_rows(out, rows)


def predict_quotes(checker: Checker, documents: Path, out: Path) -> None:
    store = checker.library.store
    with out.open("w", encoding="utf-8") as file:
        for row in read_lines(documents):
            verses = checker.finder.verses(Document(row["text"], store))
            for quote in quote_rows(store, row["doc"], verses):
                file.write(json.dumps(quote) + "\n")


def core_of(text: str, named: int) -> int:
    """Where the words of a hadith begin behind its opening: at the first mark, or else behind the name that ends at `named`."""
    mark = next((at + 1 for at, char in enumerate(text) if char in OPENING), 0)
    return mark if mark and len(text) - mark > LEAST_CORE else named


def predict_attribution(checker: Checker, records: Path, out: Path) -> None:
    store = checker.library.store
    with out.open("w", encoding="utf-8") as file:
        for row in read_lines(records):
            text = row["matn_text"]
            stated = companion_in(text)
            companion = text[stated.start : stated.end] if stated else ""
            core = Span(core_of(text, stated.end if stated else 0), len(text))
            matches, _ = fit_hadiths(store, text, core, THOROUGH)
            found = collections_with(store, matches, stated.id if stated else "")
            file.write(
                json.dumps(
                    {"id": row["id"], "collections_found": sorted(found), "companion_found": companion},
                    ensure_ascii=False,
                )
                + "\n"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("spans", "labels", "corrections", "quotes", "attribution"))
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    options = parser.parse_args()
    tasks = {
        "spans": predict_spans,
        "corrections": predict_corrections,
        "labels": predict_labels,
        "quotes": predict_quotes,
        "attribution": predict_attribution,
    }
    try:
        checker = Checker(Library.open(), Options())
        tasks[options.task](checker, *options.paths)  # type: ignore[operator]
    except (OSError, TakhrijError) as problem:
        sys.exit(f"predict.py: {problem}")
    except (KeyError, ValueError) as problem:
        sys.exit(f"predict.py: a file has not the shape that this task reads: {type(problem).__name__}: {problem}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
