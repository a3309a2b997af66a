"""`takhrij fix`: shows or makes the corrections that have one certain answer."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from difflib import unified_diff
from typing import TYPE_CHECKING

from takhrij.cli.exits import CLEAN, FAILED, FINDINGS
from takhrij.cli.streams import complain, progress, write
from takhrij.errors import InputError
from takhrij.fix.document import Fixed, Fixer
from takhrij.fix.files import load, replace
from takhrij.library.library import Library
from takhrij.options import Options
from takhrij.report.places import Places
from takhrij.report.terminal import clean
from takhrij.text.readers import format_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(options: argparse.Namespace) -> int:
    """Correct files; exit code 1 when something is to be corrected and `--write` is not given."""
    library = Library.open(options.sources or (), progress=progress())
    tracked = None if options.untracked else datetime.now(UTC)
    fixer = Fixer(library, Options(), vowels=options.vowels, tracked=tracked)
    failed = found = False
    for path in options.files:
        try:
            data = load(path)
            fixed = fixer.fix(data, format_of(path))
            if fixed.corrections and options.write:
                backup = replace(path, data, fixed.data)
                complain(f"{path}: {_count(len(fixed.corrections))}; as it was: {backup}")
            elif fixed.corrections:
                found = True
                write(_diff(path, fixed))
        except InputError as problem:
            failed = True
            complain(f"{path}: {problem}")
            continue
        for line in _suggested(path, fixed):
            complain(line)
    return FAILED if failed else FINDINGS if found else CLEAN


def _count(corrections: int) -> str:
    return f"{corrections} correction{'s' if corrections != 1 else ''} made"


def _diff(path: str, fixed: Fixed) -> Iterator[str]:
    """A unified diff. What a terminal would obey is taken out for it alone: a patch has to have every character."""
    shown = clean if sys.stdout.isatty() else str
    lines = unified_diff(_lines(fixed.before), _lines(fixed.after), path, path)
    for line in lines:
        body = line.removesuffix("\n")
        yield shown(body) + "\n"
        if body == line:
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines of a text as patch programs count them: they end in a line feed and nowhere else."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _suggested(path: str, fixed: Fixed) -> Iterator[str]:
    places = Places(fixed.before)
    for each in fixed.suggestions:
        place = places.at(each.quotation.start)
        meant = f": {each.finding.correction}" if each.finding.correction else ""
        yield f"{path}:{place.line}:{place.column}: not rewritten ({each.why}): {each.finding.name}{meant}"
