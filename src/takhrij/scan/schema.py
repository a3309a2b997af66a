"""The columns of the rows that a scan writes: one table of them here, from which Arrow's schemas are made.

docs/schema/scan.md documents every column. `VERSION` is raised when one goes, changes its meaning or its type.
"""

from __future__ import annotations

from typing import Any, Final

from takhrij.extras import extra

VERSION: Final = 1

Columns = dict[str, Any]
"""A column's name and its type: a name of Arrow's, a one-item list of a type, or the columns of a struct."""

TABLES: Final[dict[str, Columns]] = {
    "documents": {
        "document": "string", "path": "string", "start": "int64", "end": "int64", "last": "bool",
        "citations": "int32", "findings": "int32", "error_code": "string", "error": "string",
    },
    "citations": {
        "document": "string", "path": "string", "kind": "string", "start": "int64", "end": "int64",
        "start_byte": "int64", "end_byte": "int64", "text": "string",
        "verdict": "string", "severity": "string", "wording": "string", "reference": "string", "codes": ["string"],
        "passage": "string", "label": "string", "work": "string", "edition": "string", "likeness": "float64",
        "surah": "int32", "first_ayah": "int32", "last_ayah": "int32",
        "passages": [{"id": "string", "label": "string", "work": "string", "likeness": "float64"}],
        "more_passages": "int32", "stated": ["string"],
        "fragments": [{"kind": "string", "start": "int64", "end": "int64"}],
        "changes": [{"kind": "string", "start": "int64", "end": "int64", "quoted": "string", "source": "string"}],
    },
    "findings": {
        "document": "string", "path": "string", "citation_start": "int64", "name": "string", "about": "string",
        "code": "string", "severity": "string", "message": "string", "start": "int64", "end": "int64",
        "correction": "string", "evidence": "string",
    },
}  # fmt: skip
"""`documents` has a row for each document, of a long one for each stretch; (`document`, `start`) names a citation."""


def arrow_schema(table: str) -> Any:
    """Arrow's schema of a table, its version noted in the metadata.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    arrow = extra("pyarrow", "scan")
    return arrow.schema(
        [(name, arrow_type(kind)) for name, kind in TABLES[table].items()],
        metadata={"takhrij.table": table, "takhrij.schema_version": str(VERSION)},
    )


def arrow_type(kind: Any) -> Any:
    """Arrow's type of a column."""
    arrow = extra("pyarrow", "scan")
    if isinstance(kind, list):
        return arrow.list_(arrow_type(kind[0]))
    if isinstance(kind, dict):
        return arrow.struct([(name, arrow_type(inner)) for name, inner in kind.items()])
    return getattr(arrow, "bool_" if kind == "bool" else kind)()
