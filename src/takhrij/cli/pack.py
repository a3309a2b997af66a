"""`takhrij pack`: texts of the user's own as sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.cli.exits import CLEAN, FINDINGS
from takhrij.cli.streams import complain, progress, write
from takhrij.packs.record import manifest_to_json
from takhrij.packs.shelf import Shelf, Told

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from takhrij.packs.record import Manifest


def run(options: argparse.Namespace) -> int:
    """Run one command of `takhrij pack`."""
    shelf = Shelf()
    if options.pack_command == "add":
        return _add(shelf, options)
    if options.pack_command == "fetch":
        return _fetch(shelf, options)
    if options.pack_command == "list":
        return _list(shelf, options.format)
    if options.pack_command == "remove":
        name = options.name.partition("@")[0]
        write(f"removed {name}@{version}\n" for version in shelf.remove(options.name))
        return CLEAN
    return _verify(shelf, options.names)


def today() -> str:
    """The day, as a manifest says it."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def _add(shelf: Shelf, options: argparse.Namespace) -> int:
    told_of_it = Told(options.title, options.licence, options.language, options.kind)
    made = shelf.add(options.name, options.path, today(), told_of_it)
    write(told(made))
    return CLEAN


def _fetch(shelf: Shelf, options: argparse.Namespace) -> int:
    from takhrij.packs.fetch import Fetcher, Terms

    terms = Terms(most=options.max_mb << 20, private=options.allow_private)
    told_of_it = Told(options.title, options.licence, options.language, options.kind)
    made = Fetcher(shelf, terms, progress()).add(options.name, options.url, options.sha256, today(), told_of_it)
    write(told(made))
    return CLEAN


def told(made: Manifest) -> Iterator[str]:
    """What was made, as lines for people."""
    yield f"{made.name}@{made.version}: {made.title}\n"
    files = f"{len(made.files):,} file{'' if len(made.files) == 1 else 's'}"
    language = f", language {made.language}" if made.language else ""
    yield f"  {made.passages:,} passages, {made.words:,} words, from {files} ({made.kind}){language}\n"
    origin = f"; from {made.origin}" if made.origin else ""
    yield f"  licence: {made.licence}; added {made.added}{origin}\n"
    yield f"  sha256 {made.text_sha256[:16]}\n"


def _list(shelf: Shelf, form: str) -> int:
    found = shelf.manifests()
    if form == "json":
        from takhrij.model import SCHEMA_VERSION
        from takhrij.report.json import dumps

        packs = [manifest_to_json(each) for each in found]
        write([dumps({"schema_version": SCHEMA_VERSION, "folder": shelf.folder, "packs": packs}) + "\n"])
        return CLEAN
    if not found:
        write([f"No packs in {shelf.folder}. takhrij pack add NAME PATH makes one.\n"])
        return CLEAN
    write(line for each in found for line in told(each))
    return CLEAN


def _verify(shelf: Shelf, names: list[str]) -> int:
    wanted = names or [f"{each.name}@{each.version}" for each in shelf.manifests()]
    problems = [problem for name in wanted for problem in shelf.verify(name)]
    for problem in problems:
        complain(problem)
    if not problems:
        write([f"{len(wanted)} pack{'' if len(wanted) == 1 else 's'}: every file and text has its digest\n"])
    return FINDINGS if problems else CLEAN
