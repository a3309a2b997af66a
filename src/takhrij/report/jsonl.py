"""The JSON Lines report: one document a line, each with its own `schema_version`; what failed is a line too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.model import SCHEMA_VERSION
from takhrij.report.json import result_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.report.document import Result


def render(results: Iterable[Result]) -> Iterator[str]:
    """Pieces of one line for each result, in order."""
    for result in results:
        yield from result_pieces(result, {"schema_version": SCHEMA_VERSION})
        yield "\n"
