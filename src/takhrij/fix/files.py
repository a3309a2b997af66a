"""Replaces a file that was corrected, or leaves it alone: never anything between."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from takhrij.errors import InputError

MOST_BACKUPS: Final = 1000


def load(path: str) -> bytes:
    """The bytes of a file that may be rewritten.

    Raises:
        InputError: it is no regular file, a symbolic link, or cannot be read.
    """
    try:
        if Path(path).is_symlink():
            raise InputError("a symbolic link; name the file itself, so that the link is kept")
        # Looked at once it is open: between a look and the opening it could become another.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise InputError("not a regular file")
        with os.fdopen(handle, "rb") as file:
            return file.read()
    except OSError as problem:
        raise InputError(problem.strerror or str(problem)) from problem


def replace(path: str, known: bytes, new: bytes) -> str:
    """Puts new bytes in the place of a file, whose own are kept beside it; returns the path of the backup.

    The file is there whole at every moment, with its mode, and a power cut leaves the one or the other; a backup that
    exists is not written over, and where nothing is replaced none is left.

    Args:
        path: the file.
        known: the bytes that were checked.
        new: what is to stand there.

    Raises:
        InputError: the file is another by now, or cannot be written.
    """
    file = Path(path)
    _require(path, known)
    made: list[Path] = []
    try:
        status = file.stat()
        if status.st_nlink > 1:
            raise InputError("it has other names (hard links), which would keep the old text; correct a copy of it")
        backup = _backup(file)
        made.append(backup)
        _fill(os.open(backup, os.O_WRONLY), known, status)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".takhrij", dir=file.parent)
        made.append(Path(name))
        _fill(handle, new, status)
        _require(path, known)  # as late as can be
        made[-1].replace(file)
        made.clear()
        _keep_names(file.parent)
    except OSError as problem:
        raise InputError(f"cannot be rewritten: {problem.strerror or problem}") from problem
    finally:
        for each in made:
            each.unlink(missing_ok=True)
    return str(backup)


def _require(path: str, known: bytes) -> None:
    if load(path) != known:
        raise InputError("the file changed since it was read; run the command again")


def _backup(file: Path) -> Path:
    """An empty file under the first name that is free: with .bak behind the file's, or .bak1 and so on."""
    for number in range(MOST_BACKUPS):
        backup = file.with_name(f"{file.name}.bak{number or ''}")
        try:
            os.close(os.open(backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        return backup
    raise InputError(f"{file.name}.bak to .bak{MOST_BACKUPS - 1} are all there; remove some")


def _fill(handle: int, data: bytes, like: os.stat_result) -> None:
    """Writes a file that is to be like another: its mode, and as far as it is allowed its owner and group."""
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        with suppress(PermissionError):
            os.fchown(out.fileno(), like.st_uid, like.st_gid)
        os.fchmod(out.fileno(), like.st_mode & 0o7777)
        os.fsync(out.fileno())


def _keep_names(folder: Path) -> None:
    """Has the names of a folder written to the disk, where the system lets one ask for it."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
