"""`takhrij stats`: what the rows of a scan tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from takhrij.cli.exits import CLEAN
from takhrij.cli.streams import write
from takhrij.report.terminal import clean
from takhrij.scan.pictures import draw_coverage
from takhrij.scan.stats import Stats

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from takhrij.scan.stats import Answer


def run(options: argparse.Namespace) -> int:
    """Print the first rows of every answer; write all as CSV, and the pictures."""
    where = Path(options.output) if options.output else Path(options.run) / "stats"
    stats = Stats(Path(options.run))
    for answer in stats.answers(where, options.limit):
        write(_lines(answer))
    pictures = draw_coverage(where, stats.coverage(), stats.times())
    write(f"picture: {path}\n" for path in pictures)
    return CLEAN


def _lines(answer: Answer) -> Iterator[str]:
    yield f"{answer.title}\n"
    shown = [answer.columns, *([_cell(value) for value in row] for row in answer.rows)]
    widths = [max(len(row[place]) for row in shown) for place in range(len(answer.columns))]
    for row in shown:
        yield "  " + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
    yield f"  all: {answer.path}\n\n"


def _padded(cell: str, width: int) -> str:
    """A cell in its column; Arabic is isolated, so that the columns stay in their order."""
    padding = " " * (width - len(cell))
    return (cell if cell.isascii() else f"\u2068{cell}\u2069") + padding


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else clean(str(value))
