"""Checks stretches of documents and makes the rows of the tables; opens nothing and writes nothing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from takhrij.check import WINDOW
from takhrij.errors import ConfigError, InputError, SourceError
from takhrij.namedtuple import NamedTuple
from takhrij.report.document import verdict
from takhrij.scan.windows import utf8_length
from takhrij.text.openiti import blanked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from takhrij.check import Checker
    from takhrij.model import Citation
    from takhrij.scan.windows import Stretch

Row = dict[str, Any]
Packed = TypeVar("Packed")
LOT: Final = 512
"""Citations, or documents, whose rows are held as objects of Python, some eight times as large as when packed."""
VERSES: Final = re.compile(r"quran:(\d+):(\d+)(?:-(\d+))?")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Rows(NamedTuple):
    """The rows of the tables of `takhrij.scan.schema`, under their names."""

    documents: list[Row]
    citations: list[Row]
    findings: list[Row]

    @classmethod
    def none(cls) -> Rows:
        """No rows yet."""
        return cls([], [], [])

    def take(self, more: Rows) -> None:
        """Add more rows behind these."""
        for kept, new in zip(self, more, strict=True):
            kept.extend(new)


def rows_of(checker: Checker, stretches: Iterable[Stretch], pack: Callable[[Rows], Packed]) -> Iterator[Packed]:
    """The rows of stretches, in order of place, some hundreds at a time. What fails becomes a row with an error, and has no others.

    Args:
        checker: checks them.
        stretches: the stretches.
        pack: puts rows where they take less room; those of a stretch that fails later are packed, and let go.

    Raises:
        ConfigError, SourceError: not a document's fault; the next one would fail alike.
    """
    held = Rows.none()
    for stretch in stretches:
        if len(held.citations) >= LOT or len(held.documents) >= LOT:
            yield pack(held)
            held = Rows.none()
        code, error = ("input", stretch.error) if stretch.error is not None else (None, None)
        own, packed, citations, findings = Rows.none(), [], 0, 0
        try:
            if error is None:
                for citation, start_byte, end_byte in citations_of(checker, stretch):
                    _add(own, stretch, citation, start_byte, end_byte)
                    citations += 1
                    findings += len(citation.findings)
                    if len(own.citations) >= LOT:
                        packed.append(pack(own))
                        own = Rows.none()
        except (ConfigError, SourceError):
            raise
        except Exception as problem:
            if broken := checker.library.store.index.damaged():
                where = checker.library.index_path
                raise SourceError(f"the index {where} is damaged ({', '.join(broken)}); remove it") from problem
            code = "input" if isinstance(problem, InputError) else "internal"
            error = f"{type(problem).__name__}: {problem}"
            own, packed, citations, findings = Rows.none(), [], 0, 0
        own.documents.append({
            **_where(stretch), "start": stretch.start, "end": stretch.stop, "last": stretch.last,
            "citations": citations, "findings": findings, "error_code": code,
            "error": None if error is None else clean(error),
        })  # fmt: skip
        if packed:
            yield pack(held)
            yield from packed
            held = own
        else:
            held.take(own)
    yield pack(held)


def citations_of(checker: Checker, stretch: Stretch) -> Iterator[tuple[Citation, int, int]]:
    """The citations of a stretch in order of place, their offsets in `stretch.text`, and the bytes of the quotation."""
    text = blanked(stretch.text, first=not stretch.low) if stretch.openiti else stretch.text
    first, stop = stretch.start - stretch.low, stretch.stop - stretch.low
    lead = stretch.start > 0
    at, byte = 0, stretch.low_byte
    for found in checker.found(text, first - WINDOW if lead else first, max(stop, 1)):
        if lead:  # its quotations belong to the stretch before
            lead = False
            continue
        for each in found:
            citation = checker.judge.cite(text, each)
            span, ends = citation.quotation.span, []
            for place in span:
                byte += utf8_length(stretch.text, at, place)
                at = place
                ends.append(byte)
            yield citation, ends[0], ends[1]


def _where(stretch: Stretch) -> Row:
    return {"document": clean(stretch.document), "path": clean(stretch.path)}


def _add(rows: Rows, stretch: Stretch, citation: Citation, start_byte: int, end_byte: int) -> None:
    low, text = stretch.low, stretch.text
    where = _where(stretch)
    quotation = citation.quotation
    start, end = quotation.span
    found = {finding.about: finding.code for finding in reversed(citation.findings)}
    gravest = verdict(citation)
    best = citation.passages[0] if citation.passages else None
    verses = VERSES.fullmatch(best.passage.id) if best is not None else None
    rows.citations.append({
        **where, "kind": quotation.kind, "start": low + start, "end": low + end,
        "start_byte": start_byte, "end_byte": end_byte, "text": clean(text[start:end]),
        "verdict": gravest.name if gravest else None, "severity": gravest.severity if gravest else None,
        "wording": found.get("wording"), "reference": found.get("reference"),
        "codes": [finding.name for finding in citation.findings],
        "passage": best.passage.id if best else None, "label": best.passage.label if best else None,
        "work": best.passage.work if best else None, "edition": best.passage.edition if best else None,
        "likeness": best.score if best else None,
        "surah": int(verses[1]) if verses else None, "first_ayah": int(verses[2]) if verses else None,
        "last_ayah": int(verses[3] or verses[2]) if verses else None,
        "passages": [{"id": each.passage.id, "label": each.passage.label, "work": each.passage.work,
                      "likeness": each.score} for each in citation.passages],
        "more_passages": citation.more_passages,
        "stated": [clean(text[slice(*each.span)]) for each in citation.fragments if each.kind == "source"],
        "fragments": [{"kind": each.kind, "start": low + each.span.start, "end": low + each.span.end}
                      for each in citation.fragments],
        "changes": [{"kind": step.kind, "start": low + step.quoted.start, "end": low + step.quoted.end,
                     "quoted": clean(step.quoted_text), "source": step.source_text}
                    for step in (best.operations if best else ()) if step.kind != "keep"],
    })  # fmt: skip
    for finding in citation.findings:
        span = finding.span
        rows.findings.append({
            **where, "citation_start": low + start, "name": finding.name, "about": finding.about,
            "code": finding.code, "severity": finding.severity, "message": clean(finding.message),
            "start": None if span is None else low + span.start, "end": None if span is None else low + span.end,
            "correction": finding.correction,
            "evidence": clean(json.dumps(dict(finding.evidence), ensure_ascii=False, sort_keys=True))
            if finding.evidence else None,
        })  # fmt: skip


def clean(text: str) -> str:
    r"""Text that UTF-8 can hold: a half of a surrogate pair becomes U+FFFD.

    >>> clean("a\ud800b")
    'a\ufffdb'
    """
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
