"""Replaces a file that was corrected, or leaves it alone: never anything between."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from takhrij.errors import InputError

MOST_BACKUPS: Final = 1000


def load(path: str) -> bytes:
    """The bytes of a file that may be rewritten.

    Raises:
        InputError: it is no regular file, a symbolic link, or cannot be read.
    """
    file = Path(path)
    try:
        if file.is_symlink():
            raise InputError("a symbolic link; name the file itself, so that the link is kept")
        if file.exists() and not file.is_file():
            raise InputError("not a regular file")
        return file.read_bytes()
    except OSError as problem:
        raise InputError(problem.strerror or str(problem)) from problem


def replace(path: str, known: bytes, new: bytes) -> str:
    """Puts new bytes in the place of a file, whose own are kept beside it; returns the path of the backup.

    The file is there whole at every moment, with its mode; a backup that exists is not written over.

    Args:
        path: the file.
        known: the bytes that were checked.
        new: what is to stand there.

    Raises:
        InputError: the file is another by now, or cannot be written.
    """
    if load(path) != known:
        raise InputError("the file changed since it was read; run the command again")
    file, aside = Path(path), None
    try:
        backup = _keep(file, known)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".takhrij", dir=file.parent)
        aside = Path(name)
        _fill(handle, new, file.stat().st_mode & 0o7777)
        aside.replace(file)
    except OSError as problem:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise InputError(f"cannot be rewritten: {problem.strerror or problem}") from problem
    return str(backup)


def _keep(file: Path, data: bytes) -> Path:
    """Writes a backup under the first name that is free: with .bak behind the file's, or .bak1 and so on."""
    for number in range(MOST_BACKUPS):
        backup = file.with_name(f"{file.name}.bak{number or ''}")
        try:
            handle = os.open(backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        _fill(handle, data, file.stat().st_mode & 0o7777)
        return backup
    raise InputError(f"{file.name}.bak to .bak{MOST_BACKUPS - 1} are all there; remove some")


def _fill(handle: int, data: bytes, mode: int) -> None:
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fchmod(out.fileno(), mode)
        os.fsync(out.fileno())
