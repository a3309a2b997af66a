"""The gate: figures, the floors they must hold, and the tables and JSON in which they are shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Sequence

ROOT: Final = Path(__file__).resolve().parent.parent
FLOORS: Final = ROOT / "bench" / "floors.json"
PASSED: Final = 0
BELOW: Final = 1
FAILED: Final = 2


class BenchError(Exception):
    """The measurement itself could not be done."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    name: str
    """`spans.macro_f1`: the measurement and what of it."""
    value: float
    digits: int = 3
    how: str = ""
    """How it was taken, when that matters: "cross-validated", "shipped weights"."""
    interval: tuple[float, float] | None = None
    """The middle 95 % of the bootstrap."""

    def shown(self, value: float) -> str:
        """A value of this figure as text."""
        return f"{value:.{self.digits}f}"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure must hold."""

    figure: str
    side: Literal["at_least", "at_most"]
    value: float

    def held(self, value: float) -> bool:
        """Whether the value is within."""
        return value >= self.value if self.side == "at_least" else value <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.side == 'at_least' else '≤'} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The floors and the aims of one kind of measurement."""

    floors: tuple[Bound, ...]
    aims: tuple[Bound, ...]

    @classmethod
    def read(cls, section: str, path: Path = FLOORS) -> Bounds:
        """The bounds of a section of the file.

        Raises:
            BenchError: the file has no such section, or an entry is not of its shape.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))[section]
            return cls(*(tuple(_bound(row) for row in data[name]) for name in ("floors", "aims")))
        except (KeyError, TypeError, ValueError) as problem:
            raise BenchError(f"{path}: {section} is not of the shape known ({problem!r})") from problem

    def without(self, names: Collection[str]) -> Bounds:
        """The bounds of the other figures, where these are not measured."""
        return Bounds(
            *(tuple(bound for bound in group if bound.figure not in names) for group in (self.floors, self.aims))
        )


def _bound(row: dict[str, Any]) -> Bound:
    match row:
        case {"figure": str(figure), "at_least": int() | float() as value, **rest} if not rest:
            return Bound(figure, "at_least", value)
        case {"figure": str(figure), "at_most": int() | float() as value, **rest} if not rest:
            return Bound(figure, "at_most", value)
    raise ValueError(f"not a bound: {row}")


def failures(figures: Iterable[Figure], floors: Iterable[Bound]) -> list[str]:
    """A line for each floor that is not held; a figure that was not measured holds none."""
    measured = {figure.name: figure for figure in figures}
    lines = []
    for floor in floors:
        figure = measured.get(floor.figure)
        if figure is None:
            lines.append(f"{floor.figure} was not measured; it must be {floor}")
        elif not floor.held(figure.value):
            lines.append(f"{floor.figure} is {figure.shown(figure.value)}; it must be {floor}")
    return lines


def rows(figures: Iterable[Figure], bounds: Bounds) -> list[tuple[str, ...]]:
    """The table: a heading, then a row for each figure."""
    floors, aims = ({bound.figure: bound for bound in group} for group in (bounds.floors, bounds.aims))

    def beside(figure: Figure, known: dict[str, Bound]) -> str:
        bound = known.get(figure.name)
        return "" if bound is None else f"{bound}{'' if bound.held(figure.value) else ' ✗'}"

    return [
        ("figure", "value", "95 %", "floor", "aim", "how"),
        *(
            (
                figure.name,
                figure.shown(figure.value),
                "–".join(figure.shown(end) for end in figure.interval) if figure.interval else "",
                beside(figure, floors),
                beside(figure, aims),
                figure.how,
            )
            for figure in figures
        ),
    ]


def brief(figures: Iterable[Figure], bounds: Bounds, words: dict[str, str]) -> list[tuple[str, ...]]:
    """The table for the README: the figures that have words, in the order of the words; what was not measured is left out."""
    floors = {bound.figure: bound for bound in bounds.floors}
    measured = {figure.name: figure for figure in figures}
    found: list[tuple[str, ...]] = [("what", "measured", "floor")]
    for name, said in words.items():
        if name not in measured:
            continue
        figure, floor = measured[name], floors.get(name)
        interval = f" ({'–'.join(figure.shown(end) for end in figure.interval)})" if figure.interval else ""
        held = "" if floor is None else f"{floor}{'' if floor.held(figure.value) else ' ✗'}"
        found.append((said, figure.shown(figure.value) + interval, held))
    return found


def plain(table: Sequence[Sequence[str]]) -> str:
    """A table for a terminal."""
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    )


def markdown(table: Sequence[Sequence[str]]) -> str:
    """A table for a page."""
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def taken() -> dict[str, Any]:
    """When, and on which commit."""
    return {"date": datetime.now(UTC).date().isoformat(), "commit": commit()}


def commit() -> str:
    """The commit of the tree, with a + when what is measured was changed since."""
    try:
        known = _git("rev-parse", "--short", "HEAD").strip()
        return known + ("+" if _git("status", "--porcelain", "--", "src", "bench", "tools").strip() else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def write_json(path: Path, about: dict[str, Any], figures: Iterable[Figure], failed: Sequence[str]) -> None:
    """The figures as JSON."""
    data = {
        **about,
        "figures": {
            figure.name: {"value": figure.value, "interval": figure.interval, "how": figure.how} for figure in figures
        },
        "failed": list(failed),
    }
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def fill(path: Path, tables: dict[str, str]) -> None:
    """Put each table between its marks, `<!-- bench: NAME -->` and `<!-- /bench -->`, where a page has them.

    Raises:
        BenchError: the page has the marks of none.
    """
    page, filled = path.read_text(encoding="utf-8"), 0
    for name, text in tables.items():
        pattern = re.compile(rf"(<!-- bench: {re.escape(name)} -->\n).*?(<!-- /bench -->)", re.DOTALL)
        replacement = text.replace("\\", r"\\")
        page, count = pattern.subn(rf"\g<1>{replacement}\n\g<2>", page)
        filled += count
    if not filled:
        raise BenchError(f"{path} has no place for a table {' or '.join(tables)}")
    path.write_text(page, encoding="utf-8")


def publish(
    kind: str,
    figures: Sequence[Figure],
    bounds: Bounds,
    options: argparse.Namespace,
    *,
    words: dict[str, str] | None = None,
    said: str = "",
) -> int:
    """Print the table of a bench, write what its options ask for, say which floors are not held; its exit code.

    Args:
        kind: the name of the table on a page; that of the README is `KIND-brief`.
        figures: what was measured.
        bounds: the floors and aims that apply.
        options: those of `publishing`.
        words: the figures of the README, in words.
        said: what is printed behind date and commit.
    """
    about = taken()
    table, failed = rows(figures, bounds), failures(figures, bounds.floors)
    shown = f"Measured on {about['date']}, commit {about['commit']}"
    print(markdown(table) if options.markdown else plain(table))
    print(f"{shown}{said}.")
    if options.json:
        write_json(options.json, about, figures, failed)
    tables = {kind: f"{markdown(table)}\n\n{shown}."}
    if words:
        tables[f"{kind}-brief"] = f"{markdown(brief(figures, bounds, words))}\n\n{shown}."
    for page in options.fill:
        fill(page, tables)
    for line in failed:
        print(f"{kind}: {line}", file=sys.stderr)
    return BELOW if failed else PASSED


def publishing(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the table of a bench goes."""
    parser.add_argument("--markdown", action="store_true", help="print the table for a page")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--fill", type=Path, nargs="+", default=[], metavar="PAGE", help="put the table there too")
