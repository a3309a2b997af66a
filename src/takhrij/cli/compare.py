"""`takhrij compare`: two JSON reports in, what changed between them out."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from takhrij.cli.exits import CLEAN, FINDINGS
from takhrij.cli.streams import colored, width, write
from takhrij.codes import SEVERITIES
from takhrij.errors import InputError
from takhrij.report.compare import CHANGES, compare, to_dict
from takhrij.report.json import reports
from takhrij.report.lines import safe_json
from takhrij.report.terminal import Paper, Piece, mixed, quoted, shorten

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from takhrij.model import Finding, Report
    from takhrij.report.compare import Comparison

_WORDS: Final = 16
"""Words of a quotation that are shown."""


def run(options: argparse.Namespace) -> int:
    """Compare two reports, write what changed, return the exit code."""
    comparison = compare(_read(options.old), _read(options.new))
    if options.format == "json":
        write([safe_json({"schema_version": 1, **dict(to_dict(comparison))}), "\n"])
    else:
        paper = Paper(width(sys.stdout), color=colored(options.color, sys.stdout))
        write(line + "\n" for line in _lines(comparison, paper, notes=options.notes))
    level = SEVERITIES.index(options.fail_level)
    worse = any(each.worse(level) for each in comparison.differences)
    return FINDINGS if worse or comparison.documents.failed else CLEAN


def _read(path: str) -> list[tuple[str, Report | str]]:
    """The documents of a JSON report.

    Raises:
        InputError: it is none.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return [*reports(json.loads(file.read()))]
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror}") from problem
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise InputError(
            f"{path}: not a report that `takhrij check --format json` wrote ({_why(problem)})"
        ) from problem


def _why(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "nested too deeply"
    if isinstance(problem, KeyError):
        return f"it has no {problem.args[0]!r}"
    said = str(problem)
    return said if len(said) <= 120 else said[:120] + "…"


def _lines(comparison: Comparison, paper: Paper, *, notes: bool) -> Iterator[str]:
    shown = [each for each in comparison.differences if notes or SEVERITIES[each.severity] != "note"]
    for each in shown:
        heading = [
            Piece(f"{each.change} ", "label"),
            *quoted((each.path, "place")),
            Piece(f" at {each.span.start}: ", "dim"),
        ]
        yield from paper.lines([*heading, *quoted((shorten(each.quoted, _WORDS), ""))], indent="    ")
        for label, finding in (("was", each.old), ("now" if each.old else "", each.new)):
            if finding is not None:
                first = f"  {label if each.change == 'changed' else ''}".ljust(7)
                yield from paper.lines(_said(finding), first=first, indent=" " * 7)
    documents = comparison.documents
    for said, paths in (
        ("no longer there", documents.gone),
        ("not there before", documents.new),
        ("can be checked now", documents.mended),
    ):
        for path in paths:
            yield from paper.lines([*quoted((path, "place")), Piece(f": {said}")], indent="    ")
    for path, message in documents.failed:
        yield from paper.lines(
            [*quoted((path, "place")), Piece(": could not be checked: ", "error"), *mixed(message)], indent="    "
        )
    counts = Counter(each.change for each in shown)
    kinds = "findings" if notes else "errors and warnings"
    total = ", ".join(f"{counts[change]:,} {change}" for change in CHANGES)
    hidden = len(comparison.differences) - len(shown)
    also = f"; {hidden:,} differing note{'' if hidden == 1 else 's'} not shown (--notes)" if hidden else ""
    yield from paper.lines([Piece(f"Of {kinds}: {total}{also}.", "place")], indent="    ")


def _said(finding: Finding) -> list[Piece]:
    return [Piece(f"{finding.severity} {finding.name}: ", finding.severity), *mixed(finding.message)]
