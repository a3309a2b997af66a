"""`takhrij show`: a passage with its neighbours, or the passages that have some words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from takhrij.cli.exits import CLEAN, FINDINGS
from takhrij.cli.streams import colored, complain, progress, width, write
from takhrij.library.library import Library
from takhrij.lookup import Shown, passage_id, value, written_out
from takhrij.report.terminal import Paper, Piece, mixed, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from takhrij.model import Passage


def run(options: argparse.Namespace) -> int:
    """Print what was asked for; exit code 1 when no passage has the words."""
    reference = passage_id(options.query)
    library = Library.open(progress=progress())
    reference = reference or written_out(options.query.strip())
    if reference is not None:
        passages = [library.passage(reference)]
    else:
        from takhrij.search import search

        passages = [found.passage for found in search(library, options.query, options.limit)]
    if not passages:
        complain("no passage of the loaded sources has these words")
        return FINDINGS
    shown = (Shown(library, passage, options.context, options.translation) for passage in passages)
    if options.format == "json":
        from takhrij.report.json import dumps

        write([dumps(value(options.query, list(shown), options.translation)) + "\n"])
    else:
        paper = Paper(width(sys.stdout), color=colored(options.color, sys.stdout))
        note = rights_note(library, options.translation)
        write(line + "\n" for each in shown for line in lines(each, options.translation, note, paper))
    return CLEAN


def lines(shown: Shown, translation: str | None, note: str, paper: Paper) -> Iterator[str]:
    """What was found as lines for people."""
    for passage in shown.before:
        yield from _neighbour(passage, paper)
    passage = shown.passage
    yield from paper.lines([*mixed(passage.label, "place"), *mixed(f" · {passage.edition}", "dim")], indent="    ")
    yield from paper.lines([Piece(passage.id, "dim")], first="  id         ", style="label")
    for number in passage.numbers:
        citable = "" if number.citable else ", a running count that is not cited"
        said = f"{number.value} ({number.scheme}{citable})"
        yield from paper.lines(mixed(said), first="  number     ", indent=" " * 13, style="label")
    for label, name in (("book", passage.book), ("companion", passage.companion)):
        if name and passage.work != "quran":
            yield from paper.lines(mixed(name), first=f"  {label:<10} ", indent=" " * 13, style="label")
    parts = zip(passage.parts, ("dim", "", "dim"), strict=True)
    yield from paper.lines(quoted(*parts), first="  ", indent="  ")
    if shown.translation is not None:
        yield from paper.lines([Piece(f"{translation}: ", "label"), *mixed(shown.translation)], first="  ", indent="  ")
        if note:
            yield from paper.lines([Piece(note, "dim")], first="  ", indent="  ")
    for neighbour in shown.after:
        yield from _neighbour(neighbour, paper)
    yield ""


def _neighbour(passage: Passage, paper: Paper) -> Iterator[str]:
    yield from paper.lines([*mixed(f"{passage.label} ", "dim"), *quoted((passage.text, "dim"))], indent="  ")


def rights_note(library: Library, translation: str | None) -> str:
    """What to say of the rights in a translation; empty when they are verified."""
    for edition in library.editions:
        if edition.id == translation and not edition.rights_verified:
            return f"(rights not verified: {edition.licence_note or edition.licence})"
    return ""
