"""A report as a data frame of pandas or Polars: a row for each finding, in order of place.

>>> import takhrij
>>> rows(takhrij.check("قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]"))[0]["finding"]
'wording.exact'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from takhrij.extras import extra

if TYPE_CHECKING:
    from takhrij.model import Report

COLUMNS: Final = {
    "quotation": "int", "start": "int", "end": "int", "kind": "str", "text": "str", "finding": "str", "severity": "str",
    "message": "str", "correction": "str", "passage": "str", "label": "str", "likeness": "float",
}  # fmt: skip
"""`quotation` counts the citations from 1, `start` and `end` its words in the document; the passage is the one that fits best."""


def rows(report: Report) -> list[dict[str, Any]]:
    """A row for each finding; what does not apply is `None`."""
    found = []
    for number, citation in enumerate(report.citations, 1):
        kind, span, text = citation.quotation
        best = citation.passages[0] if citation.passages else None
        passage = (best.passage.id, best.passage.label, best.score) if best else (None, None, None)
        for told in citation.findings:
            row = (number, *span, kind, text, told.name, told.severity, told.message, told.correction, *passage)
            found.append(dict(zip(COLUMNS, row, strict=True)))
    return found


def to_pandas(report: Report) -> Any:
    """A DataFrame of pandas, with nullable types."""
    kinds = {"int": "Int64", "str": "string", "float": "Float64"}
    frame = extra("pandas", "frames").DataFrame(rows(report), columns=[*COLUMNS])
    return frame.astype({name: kinds[kind] for name, kind in COLUMNS.items()})


def to_polars(report: Report) -> Any:
    """A DataFrame of Polars."""
    kinds = {"int": int, "str": str, "float": float}
    return extra("polars", "frames").DataFrame(rows(report), schema={each: kinds[of] for each, of in COLUMNS.items()})
