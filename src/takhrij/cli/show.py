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
    from collections.abc import Iterator, Sequence

    from takhrij.model import Finding, Passage
    from takhrij.packs.pack import Pack


def run(options: argparse.Namespace) -> int:
    """Print what was asked for; exit code 1 when no passage has the words."""
    packs = _packs(options)
    if options.query.strip().startswith("pack:"):
        return _of_pack(packs, options)
    reference = passage_id(options.query)
    library = Library.open(progress=progress())
    reference = reference or written_out(options.query.strip())
    if reference is not None:
        passages = [library.passage(reference)]
    else:
        from takhrij.search import search

        passages = [found.passage for found in search(library, options.query, options.limit)]
    shown = [Shown.of(library, passage, options.context, options.translation) for passage in passages]
    if packs and reference is None:
        from takhrij.packs.lookups import passages_with

        found = passages_with(packs, options.query, options.limit)
        shown += [_shown(pack, passage, options.context) for pack, passage in found]
    if not shown:
        complain("no passage of the loaded sources has these words")
        return FINDINGS
    note = rights_note(library, options.translation)
    _write(shown, packs, options, note)
    return CLEAN


def _packs(options: argparse.Namespace) -> list[Pack]:
    """The packs that are asked for."""
    if not options.packs:  # nothing of packs is loaded where none is
        return []
    from takhrij.packs.shelf import Shelf

    shelf = Shelf()
    return [shelf.open(name) for name in dict.fromkeys(options.packs)]


def _of_pack(packs: list[Pack], options: argparse.Namespace) -> int:
    """Show a passage of a pack by its id; the pack need not be named besides."""
    from takhrij.packs.lookups import passage_called
    from takhrij.packs.shelf import Shelf

    reference = options.query.strip()
    name = reference.split(":")[1]
    if all(pack.name != name for pack in packs):
        packs = [*packs, Shelf().open(name)]
    pack, passage = passage_called(packs, reference)
    _write([_shown(pack, passage, options.context)], packs, options, "")
    return CLEAN


def _shown(pack: Pack, passage: Passage, context: int) -> Shown:
    """A passage of a pack with its neighbours."""
    name = passage.id.split(":", 2)[2]
    return Shown(passage, *(pack.neighbours(name, context) if context else ()))


def _write(shown: list[Shown], packs: list[Pack], options: argparse.Namespace, note: str) -> None:
    """Print what was found, with the gradings that packs have of it."""
    graded: list[list[Finding]] = []
    if packs:
        from takhrij.packs.lookups import gradings_of

        graded = [gradings_of(packs, each.passage, options.grader) for each in shown]
    if options.format == "json":
        from takhrij.report.json import dumps

        made = value(options.query, shown, options.translation)
        for passage, gradings in zip(made["passages"], graded, strict=False):
            passage["gradings"] = [dict(each.evidence) for each in gradings]
        write([dumps(made) + "\n"])
        return
    paper = Paper(width(sys.stdout), color=colored(options.color, sys.stdout))
    for number, each in enumerate(shown):
        told = graded[number] if graded else []
        write(line + "\n" for line in lines(each, options.translation, note, paper, told))


def lines(
    shown: Shown, translation: str | None, note: str, paper: Paper, gradings: Sequence[Finding] = ()
) -> Iterator[str]:
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
    for row, grading in enumerate(gradings):
        first = "  grading    " if not row else " " * 13
        yield from paper.lines(mixed(grading.message), first=first, indent=" " * 13, style="label" if not row else "")
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
