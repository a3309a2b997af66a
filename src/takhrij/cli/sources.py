"""`takhrij sources`: what is loaded, what is known and not loaded, where the index lies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from takhrij.cli.exits import CLEAN, FAILED, FINDINGS
from takhrij.cli.streams import colored, complain, progress, width, write
from takhrij.errors import SourceError
from takhrij.library.editions import chosen
from takhrij.library.library import Library
from takhrij.library.listing import value
from takhrij.library.sources import verify
from takhrij.library.tables import tables
from takhrij.report.terminal import Paper, Piece, mixed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from takhrij.library.editions import Edition


def run(options: argparse.Namespace) -> int:
    """List the sources; verify them when asked."""
    try:
        library = Library.open(progress=progress())
    except SourceError as failure:
        if options.format != "json":
            write(line + "\n" for line in state(Paper(width(sys.stdout), color=colored(options.color, sys.stdout))))
        complain(str(failure))
        return FAILED
    problems = library.verify() if options.verify else None
    if options.format == "json":
        from takhrij.report.json import dumps

        write([dumps(value(library, problems)) + "\n"])
    else:
        paper = Paper(width(sys.stdout), color=colored(options.color, sys.stdout))
        write(line + "\n" for line in lines(library, problems, paper))
    for problem in problems or ():
        complain(problem)
    return FINDINGS if problems else CLEAN


def state(paper: Paper) -> Iterator[str]:
    """Of each text that a library is made of, whether it is there and unchanged: for when it cannot be opened."""
    yield from paper.lines([Piece("The library cannot be opened. Its texts:", "place")])
    for edition in chosen(()):
        try:
            verify(edition)
        except SourceError as problem:
            yield from paper.lines(mixed(str(problem), "error"), first=f"  {edition.id:<14} ", indent=" " * 17)
        else:
            yield from paper.lines(mixed(edition.label, "good"), first=f"  {edition.id:<14} ", indent=" " * 17)
    yield ""


def lines(library: Library, problems: list[str] | None, paper: Paper) -> Iterator[str]:
    """The sources as lines for people."""
    yield from paper.lines([Piece("Loaded", "place")])
    for edition in library.editions:
        yield from _edition(edition, paper)
    yield ""
    if library.not_loaded:
        yield from paper.lines([Piece(f"Known and not loaded ({len(library.not_loaded)})", "place")])
        names = [work.latin if not work.arabic else f"{work.latin} ({work.arabic})" for work in library.not_loaded]
        pieces = [piece for name in names[:-1] for piece in mixed(f"{name}; ")] + mixed(names[-1])
        yield from paper.lines(pieces, first="  ", indent="  ")
        yield ""
    megabytes = library.index_bytes / 1_000_000
    yield from paper.lines(mixed(f"{library.index_path} ({megabytes:.0f} MB)"), first="Index:  ", indent=" " * 8)
    yield from paper.lines([Piece(library.kernel)], first="Kernel: ", indent=" " * 8)
    if problems is not None:
        said = (
            "every text has its known count and digest"
            if not problems
            else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        )
        yield from paper.lines([Piece(said, "error" if problems else "good")], first="Verify: ", indent=" " * 8)


def _edition(edition: Edition, paper: Paper) -> Iterator[str]:
    yield from paper.lines(mixed(edition.label, "place"), first=f"  {edition.id:<14} ", indent=" " * 17)
    rights = "rights verified" if edition.rights_verified else "rights in the text not verified"
    scheme = edition.scheme
    if scheme == "seq":
        numbering = tables().numberings.get(edition.work)
        scheme = f"{numbering[0]}, where it is known" if numbering else "none that is cited is loaded"
    details = [
        f"{edition.count:,} passages, language {edition.language}, numbering: {scheme}",
        f"{edition.package}: {edition.licence}; {rights}",
        *([edition.licence_note] if edition.licence_note else []),
        f"{edition.url}  sha256 {edition.digest[:16]}",
    ]
    for detail in details:
        yield from paper.lines(mixed(detail, "dim"), first=" " * 17, indent=" " * 17)
