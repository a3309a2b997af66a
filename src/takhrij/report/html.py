"""The HTML report: one file that needs no network and no script, for a screen of any width, for print, for a screen reader.

Each paragraph that quotes stands beside the panels of its quotations. The file is written as the documents are checked; of
a very long document it shows a part, and says so. Everything of a document is cleaned and escaped; the templates
(`templates/`) escape whatever they are given.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from takhrij.extras import extra
from takhrij.namedtuple import NamedTuple
from takhrij.report.blocks import Quotation, blocks
from takhrij.report.document import Failure, nearest_chain, ordered, verdict
from takhrij.report.links import links
from takhrij.report.places import Places
from takhrij.report.sides import LIKE, sides
from takhrij.report.terminal import Piece, clean, clean_keeping_edges, mixed, quoted, shorten, visible
from takhrij.report.text import Summary, differences, label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from takhrij.model import Alignment, Citation, Finding, Passage, Span
    from takhrij.report.blocks import Block
    from takhrij.report.document import Document, Result

    Neighbours = Callable[[str], tuple[list[Passage], list[Passage]]]

LONG: Final = 200_000
"""Code points of a document above which only what surrounds its quotations is shown."""
_AROUND: Final = 300
"""Code points of a stretch without a quotation that are shown at either end, in a long document."""
MOST: Final = 1000
"""Quotations of a document that are shown; of those after them the ones with an error or a warning, as many again."""
_WORDS: Final = 40
"""Words of a neighbour that are shown."""
_CARRIER: Final = "\u0640"
"""Carries a pause mark that stands for itself in a sentence; it would sit on the letter before it."""
_OPEN: Final = frozenset({"error", "warning"})
_MARKS: Final = {"error": "✖", "warning": "▲", "note": "●"}
_BESIDE: Final = {"source": "Stated", "isnad": "Chain", "translation": "Beside it"}


class HtmlReport:
    """Renders results as one HTML file.

    Args:
        neighbours: gives the passages before and after one, by its id; without it none are shown.
        explain: also say why each was taken for a quotation.
        language: of its own words, `en` or `ar`; the messages of findings are English, and in Arabic stand behind their meaning.

    Raises:
        ConfigError: Jinja2 is not installed.
    """

    def __init__(self, neighbours: Neighbours | None = None, *, explain: bool = False, language: str = "en") -> None:
        self._neighbours = neighbours
        self._explain = explain
        self._templates = environment("takhrij.report", language)

    def render(self, results: Iterable[Result]) -> Iterator[str]:
        """The file in pieces: its head, the blocks of each document, the summary."""
        style = style_sheet(_font())
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        yield self._template("head.html", style=style, digest=digest)
        yield from self._documents(results, "foot.html")

    def part(self, results: Iterable[Result]) -> Iterator[str]:
        """The same for a page that has a head and the style sheet: the choice of severity, the blocks, the summary."""
        yield self._template("filter.html")
        yield from self._documents(results, "summary.html")

    def _documents(self, results: Iterable[Result], end: str) -> Iterator[str]:
        whole, rows = Summary(), []
        for number, result in enumerate(results, start=1):
            summary = Summary()
            if isinstance(result, Failure):
                yield self._template("failure.html", number=number, path=result.path, message=result.message)
                whole.failures += 1
                rows.append(_Row(number, result.path, summary, failed=True))
                continue
            yield from self._document(number, result, summary, whole)
            rows.append(_Row(number, result.path, summary, failed=result.failure() is not None))
        yield self._template(end, rows=rows, summary=whole, unchecked=whole.unchecked(), marks=_MARKS)

    def _template(self, name: str, **values: Any) -> str:
        made: str = self._templates.get_template(name).render(**values)
        return made

    def _document(self, number: int, document: Document, summary: Summary, whole: Summary) -> Iterator[str]:
        places = Places(document.text, document.source)
        shown = _Shown(document, summary, whole)
        counted = None
        if document.rest is None:
            counted = Summary()
            for citation in document.report.citations:
                counted.add(citation)
        yield self._template("document.html", number=number, document=document, summary=counted, long=shown.long)
        for block in blocks(document.read, shown):
            yield self._block(number, block, document.read, places, long=shown.long or shown.left_out > 0)
        whole.end(document)
        summary.end(document)
        yield self._template("end.html", summary=summary, shown=shown, failure=document.failure(), counted=counted)

    def _block(self, document: int, block: Block, text: str, places: Places, *, long: bool) -> str:
        name = f"d{document}q"
        panels = [
            self._panel(f"{name}{number}", number, citation, places) for number, _, _, citation in block.quotations
        ]
        if not panels and long and block.end - block.start > 3 * _AROUND:
            first, last = text[block.start : block.start + _AROUND], text[block.end - _AROUND : block.end]
            left_out = block.end - block.start - 2 * _AROUND
            return self._template("gap.html", first=first, last=last, left_out=left_out)
        pieces, done = [], block.start
        for quotation, panel in zip(block.quotations, panels, strict=True):
            start, end = (max(offset, done) for offset in (quotation.start, quotation.end))
            pieces.append({"before": text[done:start], "words": text[start:end], "panel": panel})
            done = end
        return self._template("block.html", pieces=pieces, after=text[done : block.end], panels=panels)

    def _panel(self, name: str, number: int, citation: Citation, places: Places) -> dict[str, Any]:
        top = verdict(citation)
        best = citation.passages[0] if citation.passages else None
        beside, chain = sides(citation, places), nearest_chain(citation)
        compared = best is not None and bool(best.operations) and not (beside.nearest and best.score < LIKE)
        grade = top.severity if top is not None else "note"
        return {
            "id": name,
            "number": number,
            "severity": grade,
            "mark": _MARKS[grade],
            "open": grade in _OPEN,
            "place": _place(citation.quotation.span, places),
            "top": top,
            "best": best.passage if best is not None else None,
            "score": best.score if best is not None else None,
            "scheme": _scheme(best.passage) if best is not None else "",
            "sides": beside,
            "differences": [*differences(best.operations, places)] if best is not None and compared else [],
            "label": label(best.passage) if best is not None else "",
            "links": links(best.passage) if best is not None else [],
            "chain": chain,
            "chain_of": label(chain.passage) if chain is not None else "",
            "stated": [
                (_BESIDE[fragment.kind], fragment.text)
                for fragment in citation.fragments
                if fragment.kind in _BESIDE and fragment is not citation.quotation
            ],
            "findings": [_finding(finding, places) for finding in ordered(citation.findings)[grade in _OPEN :]],
            "corrections": [finding.correction for finding in ordered(citation.findings) if finding.correction],
            "others": [_other(found) for found in citation.passages[1:]],
            "more": citation.more_passages,
            "joined": any(finding.name == "wording.joined" for finding in citation.findings),
            "neighbours": self._neighbours(best.passage.id) if self._neighbours and best is not None else ([], []),
            "reasons": citation.reasons if self._explain else (),
        }


class _Row(NamedTuple):
    number: int
    path: str
    summary: Summary
    failed: bool


class _Shown:
    """The citations of a document that are shown, numbered as they stand in it; all of them are counted."""

    def __init__(self, document: Document, summary: Summary, whole: Summary) -> None:
        self._document = document
        self._summaries = (summary, whole)
        self.long = len(document.read) > LONG
        self.left_out = 0

    def __iter__(self) -> Iterator[Quotation]:
        shown: Counter[bool] = Counter()
        for number, citation in enumerate(self._document.citations(), start=1):
            for summary in self._summaries:
                summary.add(citation)
            late = number > MOST
            grave = any(finding.severity in _OPEN for finding in citation.findings)
            if late and (not grave or shown[late] >= MOST):
                self.left_out += 1
                continue
            shown[late] += 1
            yield Quotation(number, *self._document.as_read(citation.quotation.span), citation)


def _finding(finding: Finding, places: Places) -> dict[str, Any]:
    where = _place(finding.span, places) if finding.span is not None else ""
    return {"finding": finding, "mark": _MARKS[finding.severity], "where": where}


def _other(found: Alignment) -> dict[str, Any]:
    return {
        "label": label(found.passage),
        "passage": found.passage,
        "score": found.score,
        "links": links(found.passage),
    }


def _scheme(passage: Passage) -> str:
    if passage.work == "quran":
        return ""
    return next((number.scheme for number in passage.numbers if number.citable), "")


def _place(span: Span, places: Places) -> str:
    return places.label(span.start)


@cache
def style_sheet(font: str) -> str:
    """The style sheet, its font being at an address."""
    sheet = importlib.resources.files("takhrij").joinpath("report", "templates", "report.css")
    return sheet.read_text(encoding="utf-8").replace("FONT", font, 1)


@cache
def _arabic() -> dict[str, str]:
    table = (
        importlib.resources.files("takhrij").joinpath("report", "templates", "arabic.tsv").read_text(encoding="utf-8")
    )
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("# "))
    return {phrase: arabic for phrase, arabic in rows}  # noqa: C416 (rows of another length are refused)


@cache
def _font() -> str:
    font = importlib.resources.files("takhrij").joinpath("data", "amiri-quran.woff2").read_bytes()
    return f"data:font/woff2;base64,{base64.b64encode(font).decode()}"


def environment(package: str, language: str = "en") -> Any:
    """The templates of a package: they clean and escape what they are given, and can show words of a text isolated.

    Raises:
        ConfigError: Jinja2 is not installed.
    """
    extra("jinja2", "report")
    return _environment(package, language)


@cache
def _environment(package: str, language: str) -> Any:
    import jinja2
    from markupsafe import Markup, escape  # comes with it

    def arabic(text: str) -> bool:
        return re.search("[\u0600-\u08ff]", text) is not None

    def pieces_of(pieces: Iterable[Piece]) -> str:
        parts = []
        for piece in pieces:
            lone = piece.isolated and unicodedata.combining(piece.text[:1] or " ")
            words = escape(_CARRIER + piece.text if lone else piece.text)
            kind = (piece.style if piece.style in ("changed", "source") else "plain") + (
                " ar" if arabic(piece.text) else ""
            )
            parts.append(Markup('<bdi class="{}">{}</bdi>').format(kind, words) if piece.isolated else words)
        return Markup("").join(parts)

    def as_is(text: str) -> str:
        """Text of the document, its lines kept."""
        return Markup(escape(visible(text)))

    def words(text: str, kind: str = "plain") -> str:
        """Words of a text, isolated."""
        return pieces_of([piece._replace(style=kind, isolated=True) for piece in quoted((clean(text), kind))])

    def say(text: str) -> str:
        """A sentence of ours that may hold words of a text."""
        return pieces_of(mixed(text))

    def finalize(value: Any) -> Any:
        """What a template writes is cleaned, unless it was made by one of these."""
        return value if isinstance(value, Markup) or not isinstance(value, str) else clean_keeping_edges(value)

    phrases = _arabic() if language == "ar" else {}

    def phrase(text: str) -> str:
        return phrases.get(text, text)

    def many(count: int, one: str, more: str = "") -> str:
        """A number of things: "1 error", "2 errors"."""
        if phrases:
            return phrases[f"#{one}"].format(count=f"{count:,}")
        return f"{count:,} {one if count == 1 else more or one + 's'}"

    def said(finding: Finding) -> str:
        """The message of a finding, behind its meaning where the words of the report are not those of messages."""
        if not phrases:
            return say(finding.message)
        behind = Markup('{} <span class="message" lang="en" dir="ltr">{}</span>')
        return behind.format(phrases.get(f"={finding.name}", finding.name), say(finding.message))

    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=finalize,
    )  # fmt: skip
    made.globals.update({"_": phrase, "many": many, "said": said})
    made.filters.update(
        {
            "as_is": as_is,
            "count": "{:,}".format,
            "holds_arabic": arabic,
            "one_line": lambda text: Markup(text.replace("\n", " ")),
            "pieces": pieces_of,
            "say": say,
            "shortened": lambda text: shorten(text, _WORDS),
            "words": words,
        }
    )
    return made
