"""The texts in an archive that was downloaded. Nothing is unpacked to disk; what would lead out of the archive is refused."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.packs.reading import File, is_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
MOST_MEMBERS: Final = 20_000
_BROKEN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    OSError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the readers of archives raise for what is none, is damaged or encrypted."""


def texts_of(name: str, data: bytes, most: int) -> Iterator[File]:
    """The files of an archive that a pack may be made of, or the one file that it is.

    Args:
        name: the file's name; its end tells a .gz from others.
        data: the file.
        most: the bytes that all of it may have, unpacked.

    Raises:
        InputError: it is damaged, too large unpacked, or has a name that leads out of it, a link or a device.
    """
    if data.startswith(_ZIP) and not name.lower().endswith((".docx", ".odt", ".epub")):
        yield from _checked(_of_zip(name, data, most), name)
    elif name.lower().endswith((".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")):
        yield from _checked(_of_tar(name, data, most), name)
    elif data.startswith(_GZIP):
        yield from _checked(_of_gzip(name, data, most), name)
    else:
        yield File(name, data)


def _checked(files: Iterator[File], name: str) -> Iterator[File]:
    found = False
    try:
        for file in files:
            found = True
            yield file
    except _BROKEN as problem:
        said = str(problem).partition("\n")[0].rstrip(":")
        raise InputError(f"{name}: the archive cannot be read: {said}") from problem
    if not found:
        raise InputError(f"{name}: no text in the archive (*.txt, *.md, *.json, *.csv …)")


def safe_name(name: str) -> str:
    """The name of a member of an archive, if it stays within it.

    Raises:
        InputError: it leads out of it.

    >>> safe_name("./texts/a.txt")
    'texts/a.txt'
    >>> safe_name("../a.txt")
    Traceback (most recent call last):
    takhrij.errors.InputError: the archive has a file '../a.txt', which would lie outside of it; nothing was taken from it
    """
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name or not parts:
        raise InputError(f"the archive has a file {name!r}, which would lie outside of it; nothing was taken from it")
    return "/".join(parts)


def _of_zip(name: str, data: bytes, most: int) -> Iterator[File]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _count(name, len(members))
        for member in members:  # every name is looked at before one is read
            safe_name(member.filename)
            if member.external_attr >> 16 & 0o170000 == 0o120000:
                raise InputError(f"the archive has a link, {member.filename!r}; nothing was taken from it")
        left = most
        for member in members:
            if member.is_dir() or not is_wanted(member.filename):
                continue
            with archive.open(member) as file:
                content = _read(name, file, left)
            left -= len(content)
            yield File(safe_name(member.filename), content)


def _of_tar(name: str, data: bytes, most: int) -> Iterator[File]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        left, members = most, 0
        kept: list[File] = []
        for member in archive:
            members += 1
            _count(name, members)
            where = safe_name(member.name)
            if member.isdir():
                continue
            if not member.isreg():
                raise InputError(f"the archive has a link or a device, {member.name!r}; nothing was taken from it")
            if member.size > left:
                raise InputError(f"{name}: more than {most >> 20} megabytes unpacked; --max-mb allows more")
            if is_wanted(where):
                file = archive.extractfile(member)
                content = b"" if file is None else _read(name, file, left)
                kept.append(File(where, content))
            left -= member.size
    yield from kept


def _of_gzip(name: str, data: bytes, most: int) -> Iterator[File]:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        yield File(name[:-3] if name.lower().endswith(".gz") else name, _read(name, file, most))


def _read(name: str, file: IO[bytes] | gzip.GzipFile, most: int) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise InputError(f"{name}: more than {most >> 20} megabytes unpacked; --max-mb allows more")
    return content


def _count(name: str, members: int) -> None:
    if members > MOST_MEMBERS:
        raise InputError(f"{name}: more than {MOST_MEMBERS:,} files in the archive")
