"""What a library has loaded and what it knows by name only, as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from takhrij.library.library import Library


def value(library: Library, problems: list[str] | None) -> dict[str, Any]:
    """The sources as JSON values."""
    from takhrij.model import SCHEMA_VERSION

    return {
        "schema_version": SCHEMA_VERSION,
        "loaded": [
            {name: getattr(edition, name) for name in _FIELDS} for edition in library.editions
        ],
        "not_loaded": [
            {"id": work.id, "arabic": work.arabic, "latin": work.latin, "author": work.author}
            for work in library.not_loaded
        ],
        "index": {"path": library.index_path, "bytes": library.index_bytes},
        "kernel": library.kernel,
        "problems": problems,
    }  # fmt: skip


_FIELDS = (
    "id", "work", "name", "label", "package", "licence", "licence_note", "language", "scheme", "count", "digest",
    "rights_verified", "url",
)  # fmt: skip
