"""Where the index lies, whether it is fresh, and building it once however many processes ask.

The file's name carries its fingerprint: a digest of the sizes and times of every source file, of the data tables, and
of the code that shapes the index. It is written aside and renamed, under a lock. Beside it stands a note of its size
and time; a file that was touched since is read through before it is trusted.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takhrij.errors import SourceError
from takhrij.library.indexfile import IndexFile
from takhrij.library.tables import DATA

if TYPE_CHECKING:
    from takhrij.library.tables import Tables

FORMAT: Final = 1
"""Raised when the layout of the index changes, or the kernel reads words otherwise."""
KEPT: Final = 3
"""Indexes of other environments or versions that are left in the folder."""
SHAPING: Final = (
    "text/letters.py", "kernel/twin/tokens.py",
    *(f"library/{name}.py" for name in (
        "build", "chain", "companions", "features", "hadith", "indexfile", "isnad", "layout", "lettersection", "mushaf",
        "narrators", "numbers", "seeds", "sources", "tables",
    )),
)  # fmt: skip
"""The code that shapes the index. The compiled kernel reads words too, as its twin does: see `FORMAT`."""
Progress = Callable[[str, float], None]


def folder() -> Path:
    """The folder for the index: `TAKHRIJ_CACHE`, or the platform's cache folder."""
    if named := os.environ.get("TAKHRIJ_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "takhrij"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "takhrij"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "takhrij"


def fingerprint() -> bytes:
    """32 bytes that change when a source, a table or the code that shapes the index changes.

    Raises:
        SourceError: a package of the library is not installed.
    """
    from takhrij.library import mushaf
    from takhrij.library.sources import editions, locate

    package = DATA.parent
    files = [locate(edition) for edition in editions() if edition.default]
    files.append(mushaf.locate())
    files += [package / name for name in SHAPING]
    files += sorted(DATA.glob("*.*"))
    made = hashlib.sha256(f"{FORMAT}".encode())
    for path in files:
        status = path.stat()
        made.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return made.digest()


def open_index(where: Path, tables: Tables, progress: Progress) -> tuple[IndexFile, Path]:
    """The index, mapped; built first when it is not there.

    Raises:
        SourceError: the folder or the file is not the user's own or can be written by others, the file is damaged, or
            it cannot be built.
    """
    wanted = fingerprint()
    path = where / f"library-{wanted.hex()[:16]}.idx"
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        _own(where)
        if not path.exists():
            with _locked(where / "lock"):
                if not path.exists():
                    _build(path, tables, wanted, progress)
        return _map(path, wanted), path
    except OSError as problem:
        raise SourceError(
            f"cannot keep the index in {where}: {problem.strerror or problem}; "
            "set TAKHRIJ_CACHE to a folder of your own"
        ) from problem


def _own(path: Path) -> None:
    """Refuses what another user could have written."""
    if not hasattr(os, "getuid"):
        return
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode) and not path.is_dir():
        raise SourceError(f"{path} is a symbolic link; remove it or set TAKHRIJ_CACHE to a folder of your own")
    status = path.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise SourceError(
            f"{path} belongs to another user or can be written by others; "
            f"set TAKHRIJ_CACHE to a folder of your own with mode 0700"
        )


def _map(path: Path, wanted: bytes) -> IndexFile:
    _own(path)
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise SourceError(f"the index {path} is empty; remove it, and it is built anew")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        index = IndexFile(memoryview(mapped))
        _check(index, path, wanted)
    except SourceError as problem:
        raise SourceError(f"the index {path} cannot be used: {problem}; remove it, and it is built anew") from problem
    return index


def _check(index: IndexFile, path: Path, wanted: bytes) -> None:
    if index.fingerprint != wanted:
        raise SourceError("it was built from other sources")
    if not _untouched(path):
        if broken := index.damaged():
            raise SourceError(f"its sections {', '.join(broken)} are damaged")
        _note(path)


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}\n"


def _note(path: Path) -> None:
    path.with_suffix(".ok").write_text(_stamp(path), encoding="ascii")


def _untouched(path: Path) -> bool:
    try:
        return path.with_suffix(".ok").read_text(encoding="ascii") == _stamp(path)
    except (OSError, ValueError):
        return False


def _build(path: Path, tables: Tables, wanted: bytes, progress: Progress) -> None:
    from takhrij.library.build import build

    handle, aside = tempfile.mkstemp(prefix="building-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as out:
            build(out, tables, wanted, progress)
            out.flush()
            os.fsync(out.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    _note(path)
    others = sorted(path.parent.glob("library-*.idx"), key=lambda other: other.stat().st_mtime)
    for other in [other for other in others if other != path][: -KEPT or None]:
        other.unlink(missing_ok=True)
        other.with_suffix(".ok").unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds a lock file, where the platform has such locks; without one, two builders work and the last one wins."""
    with path.open("w") as file:
        try:
            import fcntl
        except ImportError:
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
