"""Fit the weights of evidence (src/takhrij/data/weights.json) on annotated documents, and cross-validate them.

    python tools/train_cues.py DATA [--write]

DATA is a folder with `islamiceval/` and `quran_quotes/` in the layouts that docs/accuracy.md names; none of it is part of
this project. Needs scikit-learn, at training time only. Without --write, nothing is changed: predictions of ten folds by
question (answers) and of one fold a book (books) are written beside the figures' commands, for the scorers.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from bench.formats import quote_rows, span_rows, write_rows
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from takhrij.check import Checker
from takhrij.find.claims import reference_codes
from takhrij.find.document import Document
from takhrij.find.matches import matches
from takhrij.find.reasons import Reasons
from takhrij.kernel import NEVER
from takhrij.library.features import Weights, compiled
from takhrij.library.library import Library
from takhrij.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.attach import Found
    from takhrij.find.candidate import Candidate

CLAIM_C, MATCH_C = 0.5, 0.3
FOLDS = 10
VARIED = 0.7
"""Weight of a candidate of a varied document; .6 to .7 is best for answers left out, however they are parted into folds."""
NOTHING = {"before": "*", "sign-before": "none", "sign-after": "none"}
"""What these features are of a match that has nothing known beside it."""
HIDDEN = (("before",), ("before", "cue"), ("sign-before", "sign-after"), ("before", "sign-before", "sign-after"))
"""What is hidden of a match in turn, as if it stood in a book that does otherwise."""
SHARE_HIDDEN = 0.3
"""Weight of a match of which something is hidden; 1 does nearly as well."""
VARIANTS = (("", ""), ("«", "»"), ("", ""), ("﴿", "﴾"), ("“", "”"), ("", ""), ("(", ")"), ("{", "}"))
QUOTES = "\"'«»“”﴿﴾{}()* \n>"
VOWELS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
CLAIM_SHIFT = 0.3
MATCH_SHIFT = 0.6
"""Added to the bias of matches: the odds at which precision and recall of verses without marks balance."""
NAMES = {"Ayah": "ayah", "matn": "matn", "Hadith": "matn"}
Gold = tuple[int, int, str]
OUT = Path(__file__).resolve().parent.parent / "src" / "takhrij" / "data" / "weights.json"


def overlap(candidate: Candidate, start: int, end: int) -> float:
    common = min(end, candidate.end) - max(start, candidate.start)
    return common / (max(end, candidate.end) - min(start, candidate.start)) if common > 0 else 0.0


def label(candidate: Candidate, gold: list[Gold]) -> str:
    best = max(((overlap(candidate, start, end), kind) for start, end, kind in gold), default=(0.0, ""))
    return best[1] if best[0] >= 0.5 else "none"


def fit_claims(examples: list[tuple[list[str], str, float]]) -> Weights:
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(evidence, 1) for evidence, _, _ in examples])
    model = LogisticRegression(C=CLAIM_C, max_iter=4000)
    model.fit(matrix, [kind for _, kind, _ in examples], sample_weight=[weight for _, _, weight in examples])
    row = {kind: number for number, kind in enumerate(model.classes_)}
    against = row["none"]
    ayah, matn = (model.coef_[row[kind]] - model.coef_[against] for kind in ("ayah", "matn"))
    weights: Weights = {
        name: (float(ayah[at]), float(matn[at])) for at, name in enumerate(vectorizer.get_feature_names_out())
    }
    bias = [float(model.intercept_[row[kind]] - model.intercept_[against]) for kind in ("ayah", "matn")]
    weights["bias"] = (bias[0] + CLAIM_SHIFT, bias[1] + CLAIM_SHIFT)
    return weights


def fit_matches(examples: list[tuple[list[str], bool, float]]) -> Weights:
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(evidence, 1) for evidence, _, _ in examples])
    model = LogisticRegression(C=MATCH_C, max_iter=4000)
    share = np.array([weight for _, _, weight in examples])
    model.fit(matrix, [right for _, right, _ in examples], sample_weight=share / share.mean())
    weights: Weights = {
        name: (float(weight), -100.0)
        for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    }
    weights["bias"] = (float(model.intercept_[0]) + MATCH_SHIFT, -100.0)
    return weights


def variant(text: str, gold: list[Gold], marks: tuple[str, str], *, vowels: bool) -> tuple[str, list[Gold]]:
    """The same document with other marks around its quotations, or none, and with or without their vowels."""
    pieces: list[str] = []
    moved: list[Gold] = []
    at = length = 0

    def put(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for start, end, kind in sorted(gold):
        if start < at:
            continue
        put(
            text[at:start].rstrip(QUOTES) + marks[0]
            if text[at:start].rstrip(QUOTES) != text[at:start]
            else text[at:start]
        )
        words = text[start:end] if vowels else "".join(char for char in text[start:end] if char not in VOWELS)
        moved.append((length, length + len(words), kind))
        put(words)
        at = end
        rest = text[at:]
        closing = len(rest) - len(rest.lstrip(QUOTES + "."))
        if closing and any(char in QUOTES for char in rest[:closing]):
            put(marks[1])
            at += closing
    put(text[at:])
    return "".join(pieces), moved


def hidden(evidence: list[str], fields: Sequence[str]) -> list[str]:
    """The evidence of a match as it would be behind words that no list has, or in a text without punctuation."""
    run = next((name.partition(":")[2] for name in evidence if name.startswith("run:")), "no")
    introduced = any(name.startswith("cue:") for name in evidence)
    out = []
    for name in evidence:
        field, _, value = name.partition(":")
        if field in fields and field == "cue":
            continue
        if field == "weight-cue" and "cue" in fields and introduced:
            out.append(f"{field}:{value.partition(':')[0]}:{run}")
        else:
            out.append(f"{field}:{NOTHING[field]}" if field in fields else name)
    return out


class Trainee:
    """A checker whose finder takes the weights of a fold, and gives evidence by name."""

    def __init__(self, checker: Checker) -> None:
        self.finder = checker.finder
        self.store = checker.library.store
        self.names = Reasons(self.store.tables)
        self.none = compiled(self.store.tables, {"claims": {}, "matches": {}})
        self.certain: dict[int, str] = {}
        """The kinds of the candidates that are quotations whatever is weighed; without weights nothing else is one."""

    def document(self, text: str) -> Document:
        """A document, read."""
        return Document(text, self.store)

    def claims(self, document: Document) -> list[Candidate]:
        """Every candidate, with the codes of its evidence, those of references included."""
        found = self.finder.claims.candidates(document, self.none, everything=True)
        for candidate in found:
            candidate.codes += tuple(reference_codes(candidate))
            if candidate.kind:
                self.certain[id(candidate)] = candidate.kind
        return found

    def matches(self, document: Document) -> list[Candidate]:
        """Every verse without marks, with the codes of its evidence."""
        return matches(document, self.none, everything=True)

    def evidence(self, candidate: Candidate) -> list[str]:
        """The names of the features of a candidate."""
        return [self.names.name(code) for code in candidate.codes]

    def weigh(self, candidates: list[Candidate], numbers: memoryview) -> None:
        """Weigh candidates as the kernel would."""
        for candidate in candidates:
            if candidate.ayah <= NEVER:
                continue
            candidate.ayah = sum(numbers[2 * code] for code in candidate.codes)
            if candidate.region is None:
                candidate.matn = sum(numbers[2 * code + 1] for code in candidate.codes)
            if not candidate.kind and (certain := self.certain.get(id(candidate))):
                candidate.ayah, candidate.matn = (1, 0) if certain == "ayah" else (0, 1)


class Answers:
    """Answers of language models with gold fragments."""

    def __init__(self, trainee: Trainee, folder: Path) -> None:
        self.trainee = trainee
        self.rows: list[dict[str, Any]] = [
            json.loads(line) for line in (folder / "answers.jsonl").open(encoding="utf-8")
        ]
        gold: dict[str, list[Gold]] = defaultdict(list)
        with (folder / "spans.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["Span_Start"] not in ("", "-") and row["Segment_Type"] in NAMES:
                    gold[row["Response_ID"]].append(
                        (int(row["Span_Start"]), int(row["Span_End"]), NAMES[row["Segment_Type"]])
                    )
        self.groups = [row["question_id"] for row in self.rows]
        self.gold = [gold[row["id"]] for row in self.rows]
        self.varied: list[list[tuple[list[str], str]]] = []
        for number, row in enumerate(self.rows):
            marks = VARIANTS[number % len(VARIANTS)]
            text, spans = variant(row["generated_answer"], self.gold[number], marks, vowels=number % 2 == 0)
            found = trainee.claims(trainee.document(text))
            self.varied.append([(trainee.evidence(each), label(each, spans)) for each in found])
        self.documents = [trainee.document(row["generated_answer"]) for row in self.rows]
        self.candidates = [trainee.claims(document) for document in self.documents]

    def examples(self, numbers: list[int]) -> list[tuple[list[str], str, float]]:
        """Evidence, kind and weight of every candidate, those of the varied documents included."""
        own = [
            (self.trainee.evidence(each), label(each, self.gold[number]), 1.0)
            for number in numbers
            for each in self.candidates[number]
        ]
        return own + [(evidence, kind, VARIED) for number in numbers for evidence, kind in self.varied[number]]


class Books:
    """Classical books with the quotations that their editors marked."""

    def __init__(self, trainee: Trainee, folder: Path) -> None:
        self.trainee = trainee
        with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
            self.rows: list[dict[str, Any]] = [json.loads(line) for line in file]
        gold: dict[str, list[Gold]] = defaultdict(list)
        for line in (folder / "spans.jsonl").open(encoding="utf-8"):
            span = json.loads(line)
            gold[span["doc"]].append((span["start"], span["end"], "ayah"))
        self.gold = [gold[row["doc"]] for row in self.rows]
        self.documents = [trainee.document(row["text"]) for row in self.rows]
        self.candidates = [trainee.matches(document) for document in self.documents]

    def examples(self, numbers: list[int]) -> list[tuple[list[str], bool, float]]:
        """Evidence of the candidates that are right, and of those that are wrong for certain; and what each counts.

        A book counts as the root of its examples: one commentary has two fifths of the quotations. Each candidate counts
        again as it would be in a book that introduces its verses by other words, or has no punctuation.
        """
        out = []
        for number in numbers:
            of_book = []
            for each in self.candidates[number]:
                right = label(each, self.gold[number]) != "none"
                region = each.region
                assert region is not None
                # A long exact verse that the editor did not mark is no counterexample; nor is one in a book half marked.
                unmarked = region.words >= 5 and region.words == each.last - each.first
                if right or (self.rows[number]["complete_enough"] and not unmarked):
                    of_book.append((self.trainee.evidence(each), right))
            share = len(of_book) ** -0.5
            out += [(evidence, right, share) for evidence, right in of_book]
            out += [
                (hidden(evidence, fields), right, SHARE_HIDDEN * share)
                for fields in HIDDEN
                for evidence, right in of_book
            ]
        return out


def cross_validate(trainee: Trainee, answers: Answers, books: Books, folder: Path) -> None:
    """Write the predictions of ten folds by question, and of one fold a book."""
    everything = list(range(len(answers.rows)))
    tables, finder = trainee.store.tables, trainee.finder
    match_weights = fit_matches(books.examples(list(range(len(books.rows)))))
    found: dict[int, list[Found]] = {}
    for train, test in GroupKFold(FOLDS).split(everything, groups=np.array(answers.groups)):
        weights = compiled(tables, {"claims": fit_claims(answers.examples(list(train))), "matches": match_weights})
        for number in map(int, test):
            document = answers.documents[number]
            trainee.weigh(answers.candidates[number], memoryview(weights).cast("i"))
            found[number] = finder.settle(document, answers.candidates[number], weights)
    write_rows(
        folder / "spans.tsv",
        [row for number in everything for row in span_rows(answers.rows[number]["id"], found[number])],
    )
    quotes = []
    claims = fit_claims(answers.examples(everything))
    for number, row in enumerate(books.rows):
        others = [other for other in range(len(books.rows)) if other != number]
        finder.weights = compiled(tables, {"claims": claims, "matches": fit_matches(books.examples(others))})
        quotes += quote_rows(trainee.store, row["doc"], finder.verses(books.documents[number]))
    (folder / "quotes.jsonl").write_text("\n".join(json.dumps(row) for row in quotes) + "\n", encoding="utf-8")


def as_text(data: dict[str, Any]) -> str:
    """JSON with one feature a line."""
    pieces = [f'"about": {json.dumps(data["about"])}']
    for model in ("claims", "matches"):
        rows = [f"  {json.dumps(name, ensure_ascii=False)}: {weights}" for name, weights in data[model].items()]
        pieces.append(f'"{model}": {{\n' + ",\n".join(rows) + "\n }")
    return "{\n " + ",\n ".join(pieces) + "\n}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights fitted on all documents")
    parser.add_argument("--folds", type=Path, help="folder for the predictions of the folds")
    options = parser.parse_args()
    trainee = Trainee(Checker(Library.open(), Options()))
    answers = Answers(trainee, options.data / "islamiceval")
    books = Books(trainee, options.data / "quran_quotes")
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        cross_validate(trainee, answers, books, options.folds)
    if options.write:
        claims = fit_claims(answers.examples(list(range(len(answers.rows)))))
        matches = fit_matches(books.examples(list(range(len(books.rows)))))
        data = {
            "about": "Weights of evidence; written by tools/train_cues.py. Claims: for a verse and for a hadith, against none.",
            "claims": {name: [round(value, 3) for value in weights] for name, weights in sorted(claims.items())},
            "matches": {name: [round(weights[0], 3), -100.0] for name, weights in sorted(matches.items())},
        }
        OUT.write_text(as_text(data), encoding="utf-8")


if __name__ == "__main__":
    main()
