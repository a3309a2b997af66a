"""The files that a pack is made of: which they are, which layout each has, and their passages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from takhrij.errors import ConfigError, InputError
from takhrij.namedtuple import NamedTuple
from takhrij.packs.importers import hadith_api, hadith_json, jsonl, open_hadith, openiti, tanzil, texts
from takhrij.packs.importers.fields import parsed
from takhrij.packs.kinds import KINDS
from takhrij.text.readers import SUFFIXES, format_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.packs.record import Record

DATA_SUFFIXES: Final = (".jsonl", ".ndjson", ".json", ".csv", ".xml", ".markdown", ".completed", ".inprogress")
HEAD: Final = 4096
MOST_BYTES: Final = 1 << 30
"""Of all files of a pack."""


class File(NamedTuple):
    """A file of a pack."""

    path: str
    """Below the folder that was given, parted by slashes."""
    data: bytes


def files_of(path: str) -> Iterator[File]:
    """The file, or the files of a folder and those below it, in the order of their names.

    Hidden files are left out, and links to folders not followed.

    Raises:
        InputError: there is none, one cannot be read, or they are more than a pack holds.
    """
    total, found = 0, False
    for name, where in _listed(path):
        try:
            if not os.path.isfile(where):  # reading a pipe would wait for ever
                raise InputError(f"{where}: not a regular file")
            total += os.path.getsize(where)
            if total > MOST_BYTES:
                raise InputError(f"{path}: more than {MOST_BYTES >> 20} megabytes; make several packs of it")
            with open(where, "rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as problem:
            raise InputError(f"{where}: {problem.strerror or problem}") from problem
        found = True
        yield File(name, data)
    if not found:
        raise InputError(f"{path}: a folder without texts (*.txt, *.md, *.html, *.jsonl …)")


def _listed(path: str) -> Iterator[tuple[str, str]]:
    """Names and paths, without recursion: a deep tree is no danger."""
    if not os.path.lexists(path):
        raise InputError(f"{path}: no such file or folder")
    if not os.path.isdir(path):
        yield os.path.basename(path), path
        return
    waiting = [("", path)]
    while waiting:
        name, where = waiting.pop()
        if name and not os.path.isdir(where):
            yield name, where
            continue
        try:
            with os.scandir(where) as entries:
                wanted = sorted(
                    (entry for entry in entries if _wanted(entry)), key=lambda entry: entry.name, reverse=True
                )
        except OSError as problem:
            raise InputError(f"{where}: {problem.strerror or problem}") from problem
        waiting += [(f"{name}/{entry.name}" if name else entry.name, entry.path) for entry in wanted]


def _wanted(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir():
        return not entry.name.startswith(".") and not entry.is_symlink()
    return is_wanted(entry.name)


def is_wanted(path: str) -> bool:
    """Whether a file of a folder or an archive is one to read, by its name.

    >>> is_wanted("news/a.txt"), is_wanted(".a.txt"), is_wanted("a.png")
    (True, False, False)
    """
    name = path.rpartition("/")[2]
    return not name.startswith(".") and name.lower().endswith((*SUFFIXES, *DATA_SUFFIXES))


def kind_of(file: File) -> str:
    """The layout of a file, by its name and how it begins.

    >>> kind_of(File("a.txt", b"1|1|In the name")), kind_of(File("a.txt", b"Once")), kind_of(File("a.jsonl", b"{}"))
    ('tanzil', 'texts', 'jsonl')
    """
    name = file.path.lower()
    head = file.data[:HEAD].decode("utf-8", "ignore")
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    if openiti.recognises(head):
        return "openiti"
    if name.endswith(".csv") and open_hadith.recognises(head):
        return "open-hadith"
    if name.endswith((".txt", ".xml")) and tanzil.recognises(head):
        return "tanzil"
    if name.endswith(".json"):
        value = parsed(file.data, file.path)
        if hadith_api.recognises(value):
            return "hadith-api"
        if hadith_json.recognises(value):
            return "hadith-json"
        raise InputError(
            f"{file.path}: JSON of no layout that is known; --kind says which it is, of {', '.join(KINDS)}"
        )
    if name.endswith((".csv", ".xml")):
        raise InputError(f"{file.path}: of no layout that is known; --kind says which it is, of {', '.join(KINDS)}")
    return "texts"


def records_of(files: Iterable[tuple[File, str]], language: str = "") -> Iterator[Record]:
    """The passages of files, each with its layout.

    Raises:
        ConfigError: no layout is called so.
        InputError: a file is not of its layout.
    """
    for file, kind in files:
        try:
            yield from _records(file, kind, language)
        except InputError as problem:
            said = str(problem)
            raise InputError(said if said.startswith(file.path) else f"{file.path}: {said}") from problem


def _records(file: File, kind: str, language: str) -> Iterator[Record]:
    match kind:
        case "texts":
            yield from texts.records(read_bytes(file.data, format_of(file.path)).text, file.path)
        case "jsonl":
            yield from jsonl.records(file.data, file.path)
        case "hadith-json":
            yield from hadith_json.records(parsed(file.data, file.path), file.path, language or "ar")
        case "hadith-api":
            yield from hadith_api.records(parsed(file.data, file.path), file.path)
        case "open-hadith":
            yield from open_hadith.records(file.data, file.path)
        case "tanzil":
            yield from tanzil.records(file.data, file.path)
        case "openiti":
            yield from openiti.records(file.data, file.path)
        case _:
            raise ConfigError(f"no layout is called {kind!r}; there are {', '.join(KINDS)}")
