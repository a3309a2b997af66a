"""False alarms: citations reported in prose that quotes no scripture, in each thousand words.

A folder holds the texts, a folder of them for each language: `english/*.txt`, `arabic/*.txt`, `persian_urdu/*.txt`.
`tools/prose.py` makes it from packages. That the texts quote no scripture was seen to by people (docs/accuracy.md):
whatever is reported in them is false.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from bench.gate import BenchError, Figure
from takhrij.check import check
from takhrij.library.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARABIC: Final = r"[\u0621-\u063a\u0641-\u064a\u066e-\u06d3]"
LETTERS: Final = {"english": "[A-Za-z]", "arabic": ARABIC, "persian_urdu": ARABIC}
"""What a word of each language has."""
LEAST: Final = 40_000
"""Words of a language below which nothing is said of it."""
BESIDE: Final = 30


class Alarm(NamedTuple):
    """A citation where there is none."""

    path: Path
    line: int
    shown: str


def names() -> list[str]:
    """The names of the figures."""
    return [f"prose.{language}_false_per_1000" for language in LETTERS]


def figures(folder: Path) -> list[Figure]:
    """A figure for each language; what is reported is printed, for a person to look at.

    Raises:
        BenchError: the folder has too few words of a language.
    """
    library, found = Library.open(), []
    for name, (language, letter) in zip(names(), LETTERS.items(), strict=True):
        words, alarms = 0, list[Alarm]()
        for path in sorted((folder / language).glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            words += sum(re.search(letter, word) is not None for word in text.split())
            alarms += _alarms(library, path, text)
        if words < LEAST:
            raise BenchError(f"{folder / language} has {words} words; {LEAST} are needed")
        for alarm in alarms:
            print(f"prose: {alarm.path}:{alarm.line}: {alarm.shown}", file=sys.stderr)
        said = f"{len(alarms)} in {words:,} words"
        found.append(Figure(name, 1000 * len(alarms) / words, how=said))
    return found


def _alarms(library: Library, path: Path, text: str) -> Iterator[Alarm]:
    for citation in check(text, library=library).citations:
        span = citation.quotation.span
        shown = f"{text[max(0, span.start - BESIDE) : span.start]}⁨{text[span.start : span.end]}⁩"
        yield Alarm(path, text.count("\n", 0, span.start) + 1, " ".join(shown.split()))
