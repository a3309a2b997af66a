"""The SARIF 2.1.0 report: one run, a result for each error and each warning; notes are in the JSON report.

Columns and offsets count code points (`columnKind`), as everywhere here. What stands in brackets or braces is escaped, so
that no viewer takes words of a document for a link or a placeholder.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from takhrij import __version__
from takhrij.codes import FINDINGS
from takhrij.report.document import Failure, ordered
from takhrij.report.lines import is_clean, one_line, safe_json
from takhrij.report.links import links
from takhrij.report.paths import uri
from takhrij.report.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation, Finding, Span
    from takhrij.report.document import Document, Result

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = frozenset({"error", "warning"})
_SNIPPET: Final = 2000
"""Code points of the longest quotation that is given with its place."""
_RULES: Final = {name: number for number, name in enumerate(FINDINGS)}


def render(results: Iterable[Result]) -> Iterator[str]:
    """Pieces of one SARIF log, a result a line."""
    rules = [
        {
            "id": name,
            "shortDescription": {"text": _text(kind.meaning)},
            "defaultConfiguration": {"level": kind.severity},
        }
        for name, kind in FINDINGS.items()
    ]
    driver = {"name": "Takhrij", "semanticVersion": __version__, "rules": rules}
    yield f'{{"$schema": {safe_json(SCHEMA)}, "version": "2.1.0", "runs": [\n{{"tool": {safe_json({"driver": driver})},\n'
    yield '"columnKind": "unicodeCodePoints", "newlineSequences": ["\\r\\n", "\\n", "\\r"], "results": ['
    before = "\n"
    artifacts: dict[str, tuple[int, dict[str, Any]]] = {}
    notices: list[dict[str, Any]] = []
    whole = True
    for result in results:
        failure: Failure | None
        number, _ = artifacts.setdefault(uri(result.path), (len(artifacts), _artifact(result)))
        if isinstance(result, Failure):
            failure = result
        else:
            for made in _results(number, result):
                yield before + safe_json(made)
                before = ",\n"
            notices += [_notice(number, result.path, "note", f"not checked: {said}") for said in result.unchecked()]
            failure = result.failure()
        if failure is not None:
            whole = False
            notices.append(_notice(number, failure.path, "error", f"could not be checked: {failure.message}"))
    run = {"executionSuccessful": whole, "toolExecutionNotifications": notices}
    yield f'\n], "artifacts": {safe_json([made for _, made in artifacts.values()])},\n"invocations": {safe_json([run])}}}\n]}}\n'


def _results(number: int, document: Document) -> Iterator[dict[str, Any]]:
    places = Places(document.text, document.source)
    for citation in document.citations():
        for finding in ordered(citation.findings):
            if finding.severity in _LEVELS:
                yield _result(number, document, citation, finding, places)


def _result(number: int, document: Document, citation: Citation, finding: Finding, places: Places) -> dict[str, Any]:
    quotation = citation.quotation
    span = finding.span or quotation.span
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(document.path), "index": number}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if places.lined:
        physical["region"] = _region(span, places, of_bytes=_in_utf8(document))
        words = document.text[span.start : span.end]
        if len(words) <= _SNIPPET and is_clean(words):
            physical["region"]["snippet"] = {"text": words}
    else:
        location["logicalLocations"] = [{"fullyQualifiedName": one_line(places.label(span.start))}]
    same = sha256(f"{finding.name}\n{quotation.kind}\n{quotation.text}".encode("utf-8", "surrogatepass")).hexdigest()
    properties: dict[str, Any] = {}
    if citation.passages:
        best = citation.passages[0]
        properties = {"passage": best.passage.id, "likeness": best.score, "edition": one_line(best.passage.edition)}
        if found := links(best.passage):
            properties["link"] = found[0].url
    if finding.correction:
        properties["correction"] = one_line(finding.correction)
    label = f" ({citation.passages[0].passage.label})" if citation.passages else ""
    return {
        "ruleId": finding.name,
        "ruleIndex": _RULES[finding.name],
        "level": finding.severity,
        "message": {"text": _text(finding.message + ("" if not label or label[2:-1] in finding.message else label))},
        "locations": [location],
        "partialFingerprints": {"quotation/v1": same[:32]},
        **({"properties": properties} if properties else {}),
    }  # fmt: skip


def _region(span: Span, places: Places, *, of_bytes: bool) -> dict[str, Any]:
    start, end = places.at(span.start), places.at(span.end)
    in_bytes = {"byteOffset": start.byte, "byteLength": end.byte - start.byte} if of_bytes else {}
    return {
        "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        "charOffset": start.offset, "charLength": end.offset - start.offset,
        **in_bytes,
    }  # fmt: skip


def _artifact(result: Result) -> dict[str, Any]:
    made: dict[str, Any] = {"location": {"uri": uri(result.path)}, "roles": ["analysisTarget"]}
    return made if isinstance(result, Failure) or not _in_utf8(result) else {**made, "encoding": "UTF-8"}


def _in_utf8(document: Document) -> bool:
    """Whether the file is the text in UTF-8: a page may be in another encoding, a container is no text."""
    return document.source is None or document.source.format in ("text", "markdown", "srt", "vtt")


def _notice(number: int, path: str, level: str, message: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri(path), "index": number}}}
    return {"level": level, "message": {"text": _text(message)}, "locations": [location]}


def _text(message: str) -> str:
    """A message as plain text of SARIF: brackets would make links, braces placeholders."""
    escaped = re.sub(r"([\\\[\]])", r"\\\1", one_line(message))
    return escaped.replace("{", "{{").replace("}", "}}") or "-"
