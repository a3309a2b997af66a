"""`takhrij lsp`: a language server, so that any editor marks quotations as they are written.

Errors and warnings become diagnostics, the source is shown where the cursor rests on a quotation, and what has one certain
answer is offered as a quick fix (`takhrij.fix`). The protocol counts UTF-16 units unless the editor agrees on something else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from takhrij import __version__
from takhrij.check import check
from takhrij.cli.exits import CLEAN
from takhrij.cli.streams import progress
from takhrij.errors import TakhrijError
from takhrij.extras import extra
from takhrij.fix.edits import Corrector
from takhrij.library.library import Library
from takhrij.namedtuple import NamedTuple
from takhrij.options import Options
from takhrij.report.document import ordered, verdict
from takhrij.resolve.references import ReferenceReader
from takhrij.text.readers import Source, format_of, read_bytes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from takhrij.fix.edits import Correction
    from takhrij.model import Citation, Span

LINE_END: Final = re.compile(r"\r\n|\n|\r")
UNITS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""For each encoding of positions, the one of Python that has so many bytes a unit."""
CHECKED: Final = ("text", "markdown", "html")
"""Formats that editors show as text."""


class Lines:
    r"""Places of a text as the protocol counts them: lines, and units within a line.

    >>> lines = Lines("one\r\n\U0001f4d6x", "utf-16")
    >>> lines.position(6), lines.offset(1, 2), lines.position(99)
    ((1, 2), 6, (1, 3))
    """

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]
        self._encoding, self._size = UNITS[encoding]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the unit of a code point."""
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return line, len(before.encode(self._encoding, "surrogatepass")) // self._size

    def offset(self, line: int, unit: int) -> int:
        """The code point at a line and a unit; the end of the line for one beyond."""
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        units = self.text[start:end].encode(self._encoding, "surrogatepass")[: unit * self._size]
        return start + len(units.decode(self._encoding, "ignore"))


class Checked(NamedTuple):
    """A document as it was checked last."""

    lines: Lines
    citations: Sequence[Citation]
    corrections: Sequence[Correction]


class OpenDocuments:
    """The documents that an editor has open, checked.

    Args:
        library: the sources.
    """

    def __init__(self, library: Library) -> None:
        tables = library.store.tables
        self._library = library
        self._corrector = Corrector(tables, ReferenceReader(tables))
        self.checked: dict[str, Checked] = {}

    def check(self, uri: str, text: str, encoding: str) -> Checked:
        """Checks a document; one of a format that is not shown as text, or that cannot be read so, is read as text."""
        kind = format_of(uri)
        source = Source(text)
        if kind in CHECKED[1:]:
            try:
                read = read_bytes(text.encode("utf-8", "surrogatepass"), kind)
            except TakhrijError:
                read = source
            source = read if read.received == text else source
        citations = check(source, library=self._library, options=Options()).citations
        made = Checked(Lines(text, encoding), citations, self._corrector.of(text, citations)[0])
        self.checked[uri] = made
        return made


def told(citation: Citation) -> str:
    """What is shown of a citation where the cursor rests on it, as Markdown."""
    top = verdict(citation)
    lines = [f"**{top.name}**: {_plain(top.message)}" if top is not None else ""]
    if citation.passages:
        best = citation.passages[0]
        passage = best.passage
        lines += [f"{_plain(passage.label)} · {_plain(passage.edition)}", _plain(passage.parts[1])]
        lines += [_plain(f"companion: {passage.companion}")] if passage.companion and passage.work != "quran" else []
    lines += [f"- {each.name}: {_plain(each.message)}" for each in ordered(citation.findings) if each is not top]
    return "\n\n".join(filter(None, lines))


def _plain(text: str) -> str:
    """A text that says nothing in Markdown but itself."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))


def server(documents: OpenDocuments) -> Any:
    """The server.

    Raises:
        ConfigError: pygls is not installed.
    """
    types = extra("lsprotocol.types", "lsp")
    made = extra("pygls.lsp.server", "lsp").LanguageServer(
        "takhrij", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
    )
    grades = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}

    def range_of(lines: Lines, span: Span) -> Any:
        start, end = (types.Position(*lines.position(place)) for place in span)
        return types.Range(start, end)

    def diagnostics(checked: Checked) -> list[Any]:
        return [
            types.Diagnostic(
                range_of(checked.lines, finding.span or citation.quotation.span), finding.message, grades[finding.severity],
                finding.name, source="takhrij",
            )
            for citation in checked.citations for finding in ordered(citation.findings) if finding.severity in grades
        ]  # fmt: skip

    def publish(uri: str) -> None:
        document = made.workspace.get_text_document(uri)
        agreed = types.PositionEncodingKind(made.workspace.position_encoding).value
        checked = documents.check(uri, document.source, agreed)
        made.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics(checked), document.version)
        )

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)  # type: ignore[untyped-decorator]
    def opened(given: Any) -> None:
        publish(given.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)  # type: ignore[untyped-decorator]
    def changed(given: Any) -> None:
        publish(given.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)  # type: ignore[untyped-decorator]
    def closed(given: Any) -> None:
        documents.checked.pop(given.text_document.uri, None)
        made.text_document_publish_diagnostics(types.PublishDiagnosticsParams(given.text_document.uri, []))

    @made.feature(types.TEXT_DOCUMENT_HOVER)  # type: ignore[untyped-decorator]
    def hover(given: Any) -> Any:
        checked = documents.checked.get(given.text_document.uri)
        if checked is None:
            return None
        place = checked.lines.offset(given.position.line, given.position.character)
        for citation in checked.citations:
            if citation.quotation.span.start <= place <= citation.quotation.span.end:
                content = types.MarkupContent(types.MarkupKind.Markdown, told(citation))
                return types.Hover(content, range_of(checked.lines, citation.quotation.span))
        return None

    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )  # type: ignore[untyped-decorator]
    def actions(given: Any) -> list[Any]:
        uri = given.text_document.uri
        checked = documents.checked.get(uri)
        if checked is None:
            return []
        low, high = (checked.lines.offset(each.line, each.character) for each in (given.range.start, given.range.end))
        return [
            types.CodeAction(
                f"Correct: {each.finding.message}", types.CodeActionKind.QuickFix, is_preferred=True,
                edit=types.WorkspaceEdit(
                    {uri: [types.TextEdit(range_of(checked.lines, edit.span), edit.words) for edit in each.edits]}
                ),
            )
            for each in checked.corrections
            if min(each.quotation.start, each.edits[0].span.start) <= high
            and low <= max(each.quotation.end, each.edits[-1].span.end)
        ]  # fmt: skip

    return made


def run(options: argparse.Namespace) -> int:
    """Serve an editor until it ends the session."""
    extra("pygls", "lsp")  # said before an index is built
    server(OpenDocuments(Library.open(options.sources or (), progress=progress()))).start_io()
    return CLEAN
