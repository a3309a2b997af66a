"""Folders that are the user's own: what others could have written there is refused, and one process writes at a time."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from takhrij.errors import ConfigError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator


def require_own(path: str, variable: str) -> None:
    """Refuse a file or folder that another user could have written.

    Args:
        path: the file or folder.
        variable: the environment variable that names another place, for the message.

    Raises:
        SourceError: it belongs to another user, can be written by others, is not there, or is a link that leads nowhere.
    """
    if not hasattr(os, "getuid"):
        return
    elsewhere = f"set {variable} to a folder of your own"
    if os.path.islink(path) and not os.path.isdir(path):
        raise SourceError(f"{path} is a symbolic link; remove it or {elsewhere}")
    try:
        status = os.stat(path)
    except OSError as problem:
        raise SourceError(f"{path}: {problem.strerror}; {elsewhere}") from problem
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise SourceError(f"{path} belongs to another user or can be written by others; {elsewhere} with mode 0700")


@contextmanager
def locked(path: str, busy: str = "") -> Iterator[None]:
    """Holds a lock file, where the platform has such locks; the system lets go of it when the process dies.

    Args:
        path: the file; it is made.
        busy: what is said when another process holds it; when empty, it is waited for.

    Raises:
        ConfigError: another process holds it, and it is not waited for.
    """
    with open(path, "w", encoding="ascii") as file:
        try:
            import fcntl
        except ImportError:
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError:
            raise ConfigError(busy) from None
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
