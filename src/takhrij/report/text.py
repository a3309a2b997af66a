"""The report for people: each quotation with its verdict and the evidence for it, then a summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from takhrij.report.document import Failure, nearest_chain, ordered, verdict
from takhrij.report.places import Places
from takhrij.report.terminal import Paper, Piece, clean, mixed, quoted, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from takhrij.model import Alignment, Citation, Finding, Operation, Passage, Span
    from takhrij.report.document import Document, Result

_LABEL: Final = 15
"""Columns of the labels and the space before them."""
_PLAIN: Final = frozenset({
    "wording.exact", "extent.whole", "reference.right", "reference.none", "attribution.found-there",
    "companion.agrees", "companion.none", "speaker.agrees", "reference.incomplete",
})  # fmt: skip
"""Notes whose name says it all: they share one row."""
_UNCHECKED: Final = frozenset({
    "wording.reading-unchecked", "wording.no-source", "wording.too-short", "reference.not-loaded",
    "attribution.not-loaded",
})  # fmt: skip
"""Notes on what could not be checked."""
_EVERYWHERE: Final = "grading.none-loaded"
"""Said once, in the summary."""
_WORDS: Final = {"quoted": 40, "stated": 20, "left off": 12, "correction": 40, "row": 24}
"""The most words shown of each."""
_LIKE: Final = 0.5
"""The likeness below which words that stand nowhere are not compared with the nearest passage."""
_MOST: Final = 12
"""The most differences shown, and the most of what was not checked."""
_MOST_SPELLED: Final = 3
"""The most differences of spelling shown one by one."""


class TextReport:
    """Renders results for a terminal or a plain file.

    Args:
        paper: the width, and whether to colour.
        explain: also say what each code means and why each passage was taken for a quotation.
        context: gives the passages before and after one, by its id; each source is then shown in full between them.
    """

    def __init__(
        self, paper: Paper | None = None, *, explain: bool = False,
        context: Callable[[str], tuple[list[Passage], list[Passage]]] | None = None,
    ) -> None:  # fmt: skip
        self._paper = paper or Paper()
        self._explain = explain
        self._context = context

    def render(self, results: Iterable[Result]) -> Iterator[str]:
        """One piece for each citation, then the summary."""
        summary = Summary()
        for result in results:
            if isinstance(result, Failure):
                summary.failures += 1
            else:
                yield from self._document(result, summary)
        if self._explain and summary.names:
            yield "".join(line + "\n" for line in self._legend(summary.names))
        yield "".join(line + "\n" for line in summary.lines(self._paper))

    def _document(self, document: Document, summary: Summary) -> Iterator[str]:
        places = Places(document.text, document.source)
        path = clean(document.path)
        for citation in document.citations():
            summary.add(citation)
            yield "\n".join([*self._citation(path, citation, places), "\n"])
        summary.end(document)

    def _citation(self, path: str, citation: Citation, places: Places) -> Iterator[str]:
        top = verdict(citation)
        place = _where(citation.quotation.span, places)
        heading = [*quoted((path, "place")), Piece(f":{place}: ", "place")]
        if top is not None:
            style = "good" if top.name == "wording.exact" else top.severity
            heading += [Piece(f"{top.severity} {top.name}: ", style), *mixed(top.message)]
        yield from self._paper.lines(heading, indent="    ")
        differences = citation.passages[0].operations if citation.passages else ()
        yield from self._row("quoted", _quotation(citation, differences, places))
        for fragment in citation.fragments:
            label = {"source": "stated", "isnad": "chain", "translation": "beside it"}.get(fragment.kind)
            if label and fragment is not citation.quotation:
                yield from self._row(label, quoted((shorten(fragment.text, _WORDS["stated"]), "")))
        if citation.passages:
            yield from self._source(citation, citation.passages[0], places)
        yield from self._findings(citation, top, places)
        yield from self._others(citation)
        if citation.passages and self._context is not None:
            yield from self._in_full(citation.passages[0].passage, *self._context(citation.passages[0].passage.id))
        if self._explain and citation.reasons:
            yield from self._row("why", mixed("; ".join(citation.reasons)))

    def _source(self, citation: Citation, best: Alignment, places: Places) -> Iterator[str]:
        missing = any(finding.name == "wording.not-found" for finding in citation.findings)
        passage = best.passage
        scheme = next((number.scheme for number in passage.numbers if number.citable and passage.work != "quran"), "")
        numbered = f" · numbering {scheme}" if scheme else ""
        pieces = [*mixed(label(passage), "place"), *mixed(f" · {passage.edition}{numbered}", "dim")]
        if best.score < 1:
            pieces.append(Piece(f" · likeness {best.score:.2f}", "dim"))
        yield from self._row("nearest" if missing else "source", pieces)
        for name, value in (("book", passage.book), ("companion", passage.companion)):
            if value and passage.work != "quran":
                yield from self._row(name, mixed(value))
        yield from self._narrators(citation)
        if missing and best.score < _LIKE:
            return
        for number, pieces in enumerate(differences(best.operations, places)):
            yield from self._row("differs" if number == 0 else "", pieces)
        for name, words, keep in (("left off", best.before, "end"), ("", best.after, "start")):
            if words:
                side = "before: " if keep == "end" else "after: "
                first = "left off" if name or not best.before else ""
                yield from self._row(
                    first, [Piece(side, "dim"), *quoted((shorten(words, _WORDS["left off"], keep=keep), ""))]
                )

    def _narrators(self, citation: Citation) -> Iterator[str]:
        """How the chain that the document gives stands to the nearest of a passage; a name may be another of the same man's."""
        chain = nearest_chain(citation)
        if chain is None:
            return
        where = mixed(label(chain.passage))
        if not chain.differing:
            yield from self._row("narrators", [Piece(f"the {chain.named} named stand so in "), *where])
            return
        pieces = [Piece(f"{chain.named} named; beside "), *where]
        for number, each in enumerate(chain.differing[:_MOST]):
            pieces.append(Piece(": " if not number else "; "))
            if each.quoted:
                pieces += [*quoted((each.quoted, "")), Piece(" for " if each.source else " is not named")]
            if each.source:
                pieces += [*quoted((each.source, "source")), Piece("" if each.quoted else " is named besides")]
        yield from self._row("narrators", pieces)

    def _findings(self, citation: Citation, top: Finding | None, places: Places) -> Iterator[str]:
        plain = []
        for finding in ordered(citation.findings):
            if not self._explain and finding.name == _EVERYWHERE:
                continue
            if finding is not top:
                if not self._explain and finding.severity == "note" and finding.name in _PLAIN:
                    plain.append(f"{finding.about} {finding.code}")
                    continue
                yield from self._finding(finding, places)
            if finding.correction:
                yield from self._row(
                    "correct to", quoted((shorten(finding.correction, _WORDS["correction"]), "source"))
                )
        if plain:
            yield from self._row("note", [Piece(" · ".join(dict.fromkeys(plain)))], "note")

    def _finding(self, finding: Finding, places: Places) -> Iterator[str]:
        label = "not checked" if finding.severity == "note" and finding.name in _UNCHECKED else finding.severity
        where = f" (at {_where(finding.span, places)})" if finding.span is not None else ""
        yield from self._row(label, mixed(f"{finding.name}: {finding.message}{where}"), finding.severity)

    def _others(self, citation: Citation) -> Iterator[str]:
        groups: dict[str, list[Passage]] = {}
        for other in citation.passages[1:]:
            groups.setdefault(other.passage.companion, []).append(other.passage)
        more = f"; {citation.more_passages} more" if citation.more_passages else ""
        joined = any(finding.name == "wording.joined" for finding in citation.findings)
        for number, (companion, passages) in enumerate(groups.items()):
            last = more if number == len(groups) - 1 else ""
            who = mixed(f"{companion}: ", "dim") if companion else []
            yield from self._row(
                ("and" if joined else "also fits") if number == 0 else "",
                [*who, *mixed("; ".join(_labels(passages)) + last)],
            )
        if more and not groups:
            yield from self._row("also fits", [Piece(f"{citation.more_passages} more")])

    def _in_full(self, passage: Passage, before: list[Passage], after: list[Passage]) -> Iterator[str]:
        """A passage with its neighbours; a hadith's chain, and what is said after its words, are pale."""
        parts = zip(passage.parts, ("dim", "source", "dim"), strict=True)
        for each in before:
            yield from self._row("before", [*mixed(f"{label(each)} ", "dim"), *quoted((each.text, "dim"))])
        yield from self._row("in full", quoted(*[part for part in parts if part[0]]))
        for each in after:
            yield from self._row("after", [*mixed(f"{label(each)} ", "dim"), *quoted((each.text, "dim"))])

    def _legend(self, names: set[str]) -> Iterator[str]:
        """What the codes of the report mean."""
        from takhrij.codes import FINDINGS

        yield from self._paper.lines([Piece("What the codes mean", "place")])
        for name, kind in FINDINGS.items():
            if name in names:
                yield from self._paper.lines(
                    [Piece(f"{name}: ", "label"), Piece(kind.meaning)], first="  ", indent="      "
                )
        yield ""

    def _row(self, label: str, pieces: list[Piece], style: str = "label") -> Iterator[str]:
        first = f"  {label}".ljust(_LABEL)
        return self._paper.lines(pieces, first=first, indent=" " * _LABEL, style=style if label else "")


class Summary:
    """Counts what the documents held and what they were checked against."""

    def __init__(self) -> None:
        self.documents = self.failures = self.quotations = self.without = 0
        self.severities: Counter[str] = Counter()
        self.names: set[str] = set()
        self.sources: dict[str, None] = {}
        self._unchecked: dict[str, None] = {}
        self._ungraded = 0

    def add(self, citation: Citation) -> None:
        """Count a citation."""
        self.quotations += 1
        found = [finding.severity for finding in citation.findings]
        self.severities.update(found)
        self.names.update(finding.name for finding in citation.findings)
        self.without += "error" not in found and "warning" not in found
        self._ungraded += any(finding.name == _EVERYWHERE for finding in citation.findings)

    def end(self, document: Document) -> None:
        """Count a document whose citations are counted."""
        self.documents += 1
        self.failures += document.failure() is not None
        self.sources.update(dict.fromkeys(document.report.sources))
        self._unchecked.update(dict.fromkeys(document.unchecked()))

    def unchecked(self) -> list[str]:
        """What was not checked, the first of it."""
        said = [*self._unchecked]
        if self._ungraded:
            said.append(f"the grading of {_count(self._ungraded, 'quotation')} (no grading is loaded)")
        if len(said) > _MOST:
            said[_MOST:] = [f"and {len(said) - _MOST:,} more, which the JSON report names"]
        return said

    def lines(self, paper: Paper) -> Iterator[str]:
        """The summary: counts, sources, what was not checked."""
        errors, warnings = self.severities["error"], self.severities["warning"]
        counts = [
            Piece(f"{_count(self.quotations, 'quotation')} in {_count(self.documents, 'document')}: ", "place"),
            Piece(_count(errors, "error"), "error" if errors else ""),
            Piece(", "),
            Piece(_count(warnings, "warning"), "warning" if warnings else ""),
        ]
        if self.quotations:
            counts.append(Piece(f"; {self.without} of {self.quotations} with neither"))
        yield from paper.lines([*counts, Piece(".")], indent="    ")
        if self.sources:
            yield from paper.lines(mixed("Checked against: " + "; ".join(self.sources) + "."), indent="    ")
        if unchecked := self.unchecked():
            yield from paper.lines(mixed("Not checked: " + "; ".join(unchecked) + "."), indent="    ")
        if self.failures:
            yield from paper.lines([Piece(f"Could not be checked: {_count(self.failures, 'document')}.", "error")])


def _quotation(citation: Citation, operations: tuple[Operation, ...], places: Places) -> list[Piece]:
    """The words quoted, shortened in the middle, those that differ from the source in colour."""
    fragment = citation.quotation
    text = fragment.text
    changed = [op.quoted for op in operations if op.kind not in ("keep", "spell") and op.quoted.end > op.quoted.start]
    if not changed or len(text.split()) > _WORDS["quoted"]:
        return quoted((shorten(text, _WORDS["quoted"]), ""))
    parts, done = [], 0
    for span in changed:
        start, end = places.within(fragment, span)
        left, right = max(start, done), min(end, len(text))
        if left >= right:
            continue
        parts += [(text[done:left], ""), (text[left:right], "changed")]
        done = right
    return quoted(*parts, (text[done:], ""))


def differences(operations: Iterable[Operation], places: Places) -> Iterator[list[Piece]]:
    """The word operations that change something, a row each; many of one sort are counted."""
    spelled = [operation for operation in operations if operation.kind == "spell"]
    others = [operation for operation in operations if operation.kind not in ("keep", "spell")]
    for operation in others[:_MOST]:
        yield _difference(operation, places)
    if len(others) > _MOST:
        yield [Piece(f"and {_count(len(others) - _MOST, 'more difference')}")]
    if len(spelled) > _MOST_SPELLED:
        yield [Piece(f"{_count(len(spelled), 'place')} written otherwise in the source, not in other words")]
    else:
        for operation in spelled:
            yield _difference(operation, places)


def _difference(operation: Operation, places: Places) -> list[Piece]:
    place = Piece(f"{_where(operation.quoted, places)} ", "dim")
    ours = quoted((shorten(operation.source_text, _WORDS["row"]), "source"))
    theirs = quoted((shorten(operation.quoted_text, _WORDS["row"]), "changed"))
    kind = operation.kind
    if kind == "gap" and not operation.source_text:
        return [place, *theirs, Piece(" says that words are left out")]
    if not operation.source_text:
        kind = "insert"
    elif not operation.quoted_text and kind != "gap":
        kind = "delete"
    match kind:
        case "insert":
            return [place, *theirs, Piece(" is not in the source")]
        case "delete":
            return [place, *ours, Piece(" is left out")]
        case "gap":
            return [place, Piece("skips "), *ours]
        case "spell":
            return [place, *theirs, Piece(" is written "), *ours, Piece(" in the source")]
        case "vowel":
            return [place, *theirs, Piece(" is vowelled "), *ours, Piece(" in the source")]
        case _:
            return [place, *theirs, Piece(" where the source has "), *ours]


def label(passage: Passage) -> str:
    """The label, and the passage's id where no number of it may be cited: what `takhrij show` takes."""
    return _labels([passage])[0]


def _labels(passages: list[Passage]) -> list[str]:
    """The different labels, each with the ids of its passages that have no number that may be cited."""
    ids: dict[str, list[str]] = {}
    for passage in passages:
        known = ids.setdefault(passage.label, [])
        if not any(number.citable for number in passage.numbers):
            known.append(passage.id)
    return [f"{label} [{', '.join(known)}]" if known else label for label, known in ids.items()]


def _where(span: Span, places: Places) -> str:
    return places.label(span.start)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
