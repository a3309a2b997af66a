"""The JSON report: one document for all inputs, one line a citation.

The shape is that of the records of `takhrij.model`, held to `data/report.schema.json`; a span also carries its UTF-8
bytes and its lines and columns, a citation of a format with parts its place. An input that could not be checked has
`error`, and no citations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from takhrij.model import SCHEMA_VERSION, Report, Span
from takhrij.report.document import Failure
from takhrij.report.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation
    from takhrij.report.document import Result

_SURROGATE: Final = "[\ud800-\udfff]"
_PLACE_KEYS: Final = frozenset({"start_byte", "end_byte", "line", "column", "end_line", "end_column"})


def render(results: Iterable[Result]) -> Iterator[str]:
    """Pieces of one JSON document that holds every result, in order."""
    yield f'{{"schema_version": {SCHEMA_VERSION}, "documents": ['
    before = "\n"
    for result in results:
        yield before
        yield from result_pieces(result, {}, "\n")
        before = ",\n"
    yield "\n]}\n"


def result_pieces(result: Result, head: dict[str, Any], between: str = "") -> Iterator[str]:
    """Pieces of the JSON object of one result: a citation each, so that no long document is held as JSON at once.

    Args:
        result: the result.
        head: what comes first in the object.
        between: what stands before each citation, and after the last.
    """
    if isinstance(result, Failure):
        yield dumps({**head, "path": path_text(result.path), "citations": [], "error": _error(result)})
        return
    places, report = Places(result.text, result.source), result.report
    first = {**head, "path": path_text(result.path), "length": report.length, "sources": [*report.sources]}
    if result.source is not None:
        first["format"] = result.source.format
    yield dumps(first)[:-1] + ', "citations": ['
    before = between
    for citation in result.citations():
        yield before + dumps(_citation(citation, places))
        before = f",{between or ' '}"
    last: dict[str, Any] = {"unchecked": [*result.unchecked()]}
    if (failure := result.failure()) is not None:
        last["error"] = _error(failure)
    yield f"{between if before != between else ''}], {dumps(last)[1:]}"


def _citation(citation: Citation, places: Places) -> dict[str, Any]:
    value: dict[str, Any] = _value(citation, places)
    part = places.part(citation.quotation.span.start)
    return {**value, "place": part} if part else value


def _error(failure: Failure) -> dict[str, str]:
    return {"code": failure.code, "message": path_text(failure.message)}


def dumps(value: Any) -> str:
    """`value` as JSON on one line that can be encoded: a lone surrogate is written as its escape.

    >>> dumps({"سورة": 4})
    '{"سورة": 4}'
    """
    made = json.dumps(value, ensure_ascii=False)
    try:
        made.encode()
    except UnicodeEncodeError:
        return re.sub(_SURROGATE, lambda match: f"\\u{ord(match[0]):04x}", made)
    return made


def path_text(path: str) -> str:
    """A path as text: bytes of it that are not UTF-8 become U+FFFD."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return path


def reports(data: dict[str, Any]) -> Iterator[tuple[str, Report | str]]:
    """For each document of a JSON report its path, and its report or the message of its error.

    Raises:
        ValueError: the schema version is another, or a field is missing or of the wrong shape.
    """
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        raise ValueError(f"schema_version is {version!r}; this program reads {SCHEMA_VERSION}")
    for document in data["documents"]:
        if "error" in document:
            yield document["path"], document["error"]["message"]
        else:
            fields = {key: _placeless(value) for key, value in document.items() if key not in ("path", "format")}
            for citation in fields.get("citations", ()):
                citation.pop("place", None)
            yield document["path"], Report.from_dict({"schema_version": version, **fields})


def _value(value: Any, places: Places) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Span):
        start, end = places.at(value.start), places.at(value.end)
        return {
            "start": start.offset, "end": end.offset, "start_byte": start.byte, "end_byte": end.byte,
            "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column,
        }  # fmt: skip
    if isinstance(value, tuple) and (fields := getattr(value, "_fields", ())):
        return {name: _value(getattr(value, name), places) for name in fields}
    if isinstance(value, Mapping):
        return {key: _value(item, places) for key, item in value.items()}
    return [_value(item, places) for item in value]


def _placeless(value: Any) -> Any:
    if isinstance(value, list):
        return [_placeless(item) for item in value]
    if isinstance(value, dict):
        span = value.keys() >= _PLACE_KEYS
        return {key: _placeless(item) for key, item in value.items() if not (span and key in _PLACE_KEYS)}
    return value
