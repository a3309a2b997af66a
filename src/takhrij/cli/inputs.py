"""The documents that the command line names: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from takhrij.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.text.readers import Source


def documents(
    inputs: Sequence[str], stdin_name: str, report: str | None = None
) -> Iterator[tuple[str, Source | InputError]]:
    """Each document's path with the document, or with why it cannot be read; each path once.

    A folder's files come in the order of their names, those of a folder inside it at its place; `report`, the file the
    report goes to, is none of them.
    """
    seen: set[str] = {os.path.normpath(report)} if report is not None else set()
    for name in inputs:
        for path, problem in [("-", None)] if name == "-" else _files(name):
            key = path if path == "-" else os.path.normpath(path)
            if key in seen:
                continue
            seen.add(key)
            if problem is not None:
                yield path, problem
                continue
            try:
                yield (stdin_name, _standard_input(stdin_name)) if path == "-" else (path, _read(path))
            except InputError as failure:
                yield stdin_name if path == "-" else path, failure


def _files(name: str) -> Iterator[tuple[str, InputError | None]]:
    if not os.path.isdir(name):  # noqa: PTH112 (pathlib costs a tenth of the start)
        yield name, None
        return
    found = False
    for path, problem in _walk(name):
        found = True
        yield path, problem
    if not found:
        yield name, InputError("a folder without documents (*.txt, *.md, *.html, *.docx …)")


def _walk(folder: str) -> Iterator[tuple[str, InputError | None]]:
    """The documents below a folder, without recursion: a deep tree is no danger."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if os.path.isdir(path):  # noqa: PTH112
            try:
                with os.scandir(path) as entries:
                    wanted = [entry for entry in entries if _wanted(entry)]
            except OSError as problem:
                yield path, InputError(problem.strerror or str(problem))
                continue
            waiting += sorted((os.path.join(path, entry.name) for entry in wanted), reverse=True)  # noqa: PTH118
        elif os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113
            yield path, InputError("not a regular file")  # reading a pipe would wait for ever
        else:
            yield path, None


def _wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    try:
        if entry.is_dir():
            return not entry.is_symlink()
    except OSError:  # a link to itself: reading it says so
        pass
    from takhrij.text.readers import SUFFIXES

    return entry.name.lower().endswith((*SUFFIXES,))


def _read(path: str) -> Source:
    from takhrij.text.readers import read

    return read(path)


def _standard_input(name: str) -> Source:
    from takhrij.text.readers import format_of, read_bytes

    if sys.stdin is None:
        raise InputError("there is no standard input")
    return read_bytes(sys.stdin.buffer.read(), format_of(name))


def same_file(output: str, inputs: Sequence[str]) -> bool:
    """Whether the report would overwrite one of the inputs."""
    for name in inputs:
        try:
            if name != "-" and os.path.samefile(output, name):  # noqa: PTH121
                return True
        except OSError:
            continue
    return False
