"""The W3C Web Annotation report (JSON-LD): one annotation a quotation, with its place by position and by its words.

Positions count code points of the text as received, half-open; where a format was read that has more than its text, the
words alone give the place. Bodies are plain text, never HTML.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from takhrij.report.document import Failure, ordered
from takhrij.report.lines import one_line, safe_json
from takhrij.report.links import links
from takhrij.report.paths import uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation
    from takhrij.report.document import Document, Result

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_AROUND: Final = 32
"""Code points before and after a quotation that are given with it."""


def render(results: Iterable[Result]) -> Iterator[str]:
    """Pieces of one annotation page, an annotation a line; what could not be checked is an annotation on the document."""
    page = uuid.uuid5(uuid.NAMESPACE_URL, "takhrij:annotations")
    yield f'{{"@context": "{CONTEXT}", "id": "urn:uuid:{page}", "type": "AnnotationPage", "items": ['
    before = "\n"
    for result in results:
        failure: Failure | None
        if isinstance(result, Failure):
            failure = result
        else:
            for number, citation in enumerate(result.citations()):
                yield before + safe_json(_annotation(result, number, citation))
                before = ",\n"
            failure = result.failure()
        if failure is not None:
            yield before + safe_json(_on_failure(failure))
            before = ",\n"
    yield "\n]}\n"


def _annotation(document: Document, number: int, citation: Citation) -> dict[str, Any]:
    start, end = document.as_read(citation.quotation.span)
    text = document.read
    bodies: list[dict[str, Any]] = [
        _body(f"{finding.severity} {finding.name}: {finding.message}", "assessing")
        for finding in ordered(citation.findings)
    ]
    if citation.passages:
        best = citation.passages[0].passage
        bodies.append(_body(f"{best.label} ({best.edition})", "identifying"))
        bodies += [{"type": "SpecificResource", "source": link.url, "purpose": "linking"} for link in links(best)]
    quote = {
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    selectors: list[dict[str, Any]] = [{"type": "TextQuoteSelector", **quote}]
    if document.source is None or document.source.reading is None:
        selectors.insert(0, {"type": "TextPositionSelector", "start": start, "end": end})
    return {
        "id": _id(document.path, f"{number} {start} {end}"),
        "type": "Annotation",
        "motivation": "assessing",
        "body": bodies,
        "target": {
            "source": uri(document.path),
            "selector": selectors,
        },
    }


def _on_failure(failure: Failure) -> dict[str, Any]:
    return {
        "id": _id(failure.path, "failure"),
        "type": "Annotation",
        "motivation": "commenting",
        "body": [_body(f"could not be checked: {failure.message}", "commenting")],
        "target": {"source": uri(failure.path)},
    }


def _body(text: str, purpose: str) -> dict[str, Any]:
    return {
        "type": "TextualBody", "value": one_line(text), "format": "text/plain", "language": "en", "purpose": purpose,
    }  # fmt: skip


def _id(path: str, which: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'takhrij:{uri(path)} {which}')}"
