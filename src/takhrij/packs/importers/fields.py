"""Reads JSON that somebody else wrote: what is not as it should be is said in one line."""

from __future__ import annotations

import json
from typing import Any

from takhrij.errors import InputError
from takhrij.packs.record import Grading

MOST_DEPTH_ERROR = "nested too deeply"


def parsed(data: bytes | str, where: str) -> Any:
    """The value that JSON holds.

    Raises:
        InputError: it is none.
    """
    try:
        return json.loads(data)
    except UnicodeDecodeError as problem:
        raise InputError(f"{where}: not UTF-8") from problem
    except RecursionError as problem:
        raise InputError(f"{where}: {MOST_DEPTH_ERROR}") from problem
    except ValueError as problem:
        raise InputError(f"{where}: not JSON: {problem}") from problem


def words_of(value: Any) -> str:
    """A field as text: nothing where it is missing or of another shape; a whole number without its point.

    >>> words_of(" a "), words_of(12.0), words_of(12.5), words_of(None), words_of([1])
    ('a', '12', '12.5', '', '')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:.0f}" if value == int(value) else f"{value:g}" if value == value else ""


def rows_of(value: Any, where: str) -> list[dict[str, Any]]:
    """A list of objects.

    Raises:
        InputError: it is none.
    """
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise InputError(f"{where}: a list of objects is wanted")
    return value


def gradings_of(value: Any, edition: str = "") -> tuple[Grading, ...]:
    """Gradings as the layouts have them: who (`grader` or `name`), what (`term` or `grade`), where (`book`, `edition`).

    >>> gradings_of([{"name": "Al-Albani", "grade": "Sahih"}], "ara-abudawud")
    (Grading(grader='Al-Albani', term='Sahih', book='', edition='ara-abudawud'),)
    """
    made = []
    for row in value if isinstance(value, list) else ():
        if not isinstance(row, dict):
            continue
        grader, term = (
            words_of(row.get(one)) or words_of(row.get(other)) for one, other in (("grader", "name"), ("term", "grade"))
        )
        if grader and term:
            made.append(Grading(grader, term, words_of(row.get("book")), words_of(row.get("edition")) or edition))
    return tuple(made)
