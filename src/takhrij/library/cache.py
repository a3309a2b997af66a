"""Where the index lies, whether it is fresh, and building it once however many processes ask.

The file's name carries its fingerprint: a number from the sizes and times of every source file, of the data tables, and
of the code that shapes the index. It is written aside and renamed, under a lock. Beside it stands a note of its size
and time; a file that was touched since is read through before it is trusted.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from takhrij.errors import SourceError
from takhrij.library.folders import locked, require_own
from takhrij.library.indexfile import IndexFile
from takhrij.library.tables import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.library.tables import Tables

VARIABLE: Final = "TAKHRIJ_CACHE"
FORMAT: Final = 1
"""Raised when the layout of the index changes, or the kernel reads words otherwise."""
MODULUS: Final = 3**161
"""Of just under 32 bytes, and odd: powers of two, which is what a place in a text counts for, mix well in it."""
ASIDE: Final = "building-"
"""How the name of an index begins while it is written."""
KEPT: Final = 3
"""Indexes of other sources, environments or versions that are left in the folder: those last used."""
SHAPING: Final = (
    "text/keys.py", "text/letters.py", "kernel/twin/tokens.py",
    *(f"library/{name}.py" for name in (
        "build", "chain", "companions", "editions", "features", "hadith", "indexfile", "isnad", "layout", "lettersection", "mushaf",
        "namesection", "narrators", "numbers", "packed", "people", "renderings", "seeds", "sources", "tables", "terms",
    )),
)  # fmt: skip
"""The code that shapes the index. The compiled kernel reads words too, as its twin does: see `FORMAT`."""
Progress = Callable[[str, float], None]


def folder() -> str:
    """The folder for the index: `TAKHRIJ_CACHE`, or the platform's cache folder."""
    if named := os.environ.get(VARIABLE):
        return named
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "takhrij")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "takhrij")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache"), "takhrij")


def fingerprint(works: Sequence[str] = ()) -> bytes:
    """32 bytes that change when a source, a table or the code that shapes the index changes.

    Args:
        works: those to load; all when empty.

    They tell one library from another and guard against nothing: what the index holds has its own checksums. So a number
    will do that needs no cryptography, to load which costs a fifth of a start of Python.

    Raises:
        ConfigError: no work of that name can be loaded.
        SourceError: a package of the library is not installed.
    """
    from takhrij.library import mushaf
    from takhrij.library.editions import chosen, locate

    package = os.path.dirname(DATA)
    files = [locate(edition) for edition in chosen(works)]
    files.append(mushaf.locate())
    files += [f"{package}/{name}" for name in SHAPING]
    files += [f"{DATA}/{name}" for name in sorted(os.listdir(DATA)) if "." in name]
    listing = f"{FORMAT}\n"
    for path in files:
        status = os.stat(path)
        listing += f"{os.path.basename(path)} {status.st_size} {status.st_mtime_ns}\n"
    return (int.from_bytes(listing.encode(), "big") % MODULUS).to_bytes(32, "big")


def open_index(where: str, tables: Tables, progress: Progress, works: Sequence[str] = ()) -> tuple[IndexFile, str]:
    """The index of some works, of all when none is named, mapped; built first when it is not there.

    Raises:
        ConfigError: no work of that name can be loaded.
        SourceError: the folder or the file is not the user's own or can be written by others, the file is damaged, or
            it cannot be built.
    """
    wanted = fingerprint(works)
    path = os.path.join(where, f"library-{wanted.hex()[-16:]}.idx")
    try:
        os.makedirs(where, mode=0o700, exist_ok=True)
        require_own(where, VARIABLE)
        if not os.path.exists(path):
            with locked(os.path.join(where, "lock")):
                if not os.path.exists(path):
                    _build(path, tables, wanted, progress, works)
        return _map(path, wanted), path
    except OSError as problem:
        raise SourceError(
            f"cannot keep the index in {where}: {problem.strerror or problem}; set {VARIABLE} to a folder of your own"
        ) from problem


def _map(path: str, wanted: bytes) -> IndexFile:
    require_own(path, VARIABLE)
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise SourceError(f"the index {path} is empty; remove it, and it is built anew")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        index = IndexFile(memoryview(mapped))
        _check(index, path, wanted)
    except SourceError as problem:
        raise SourceError(f"the index {path} cannot be used: {problem}; remove it, and it is built anew") from problem
    return index


def _check(index: IndexFile, path: str, wanted: bytes) -> None:
    if index.fingerprint != wanted:
        raise SourceError("it was built from other sources")
    if _untouched(path):
        with suppress(OSError):
            os.utime(_beside(path))
        return
    if broken := index.damaged():
        raise SourceError(f"its sections {', '.join(broken)} are damaged")
    _note(path)


def _stamp(path: str) -> bytes:
    status = os.stat(path)
    return b"%d %d\n" % (status.st_size, status.st_mtime_ns)


def _beside(path: str) -> str:
    """The note of the index's size and time; its own time is when the index was last used."""
    return f"{os.path.splitext(path)[0]}.ok"


def _note(path: str) -> None:
    with open(_beside(path), "wb") as file:
        file.write(_stamp(path))


def _untouched(path: str) -> bool:
    try:
        with open(_beside(path), "rb") as file:
            return file.read() == _stamp(path)
    except OSError:
        return False


def _build(path: str, tables: Tables, wanted: bytes, progress: Progress, works: Sequence[str]) -> None:
    import tempfile

    from takhrij.library.build import build

    where = os.path.dirname(path)
    for name in os.listdir(where):
        if name.startswith(ASIDE):  # of a build that was killed: whoever builds holds the lock
            _remove(os.path.join(where, name))
    handle, aside = tempfile.mkstemp(prefix=ASIDE, suffix=".tmp", dir=where)
    try:
        with os.fdopen(handle, "w+b") as out:
            build(out, tables, wanted, progress, works)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    except BaseException:
        _remove(aside)
        raise
    _note(path)
    others = (
        os.path.join(where, name) for name in os.listdir(where) if name.startswith("library-") and name.endswith(".idx")
    )
    for other in sorted((other for other in others if other != path), key=_last_used)[: -KEPT or None]:
        _remove(other)
        _remove(_beside(other))


def _last_used(path: str) -> int:
    try:
        return os.stat(_beside(path)).st_mtime_ns
    except FileNotFoundError:
        return 0


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)
