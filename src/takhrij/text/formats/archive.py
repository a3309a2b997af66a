"""Files of an archive (.docx, .odt, .epub), unpacked within limits: no more is ever unpacked than may be."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from urllib.parse import unquote

from takhrij.errors import InputError
from takhrij.text.formats.limits import ARCHIVE, MARKUP, MEMBERS, RATIO, UNPACKED, Deadline, check_size

_CHUNK: Final = 1 << 20
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)
"""What reading a damaged or unusual archive may raise."""
_ENCRYPTED: Final = 0x1


class Archive:
    """An archive in memory.

    Args:
        data: its bytes.
        kind: what it should be, for messages.
        deadline: when reading has to be done.

    Raises:
        InputError: it is no archive, or holds too much.
    """

    def __init__(self, data: bytes, kind: str, deadline: Deadline) -> None:
        check_size(len(data), ARCHIVE)
        self._kind, self._deadline, self._left = kind, deadline, UNPACKED
        if not data.startswith(b"PK"):
            old = data.startswith(b"\xd0\xcf\x11\xe0")
            said = (
                "an old or encrypted Office file: save it anew, without a password"
                if old
                else "damaged, or of another format"
            )
            raise InputError(f"not {kind} file but {said}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGED as problem:
            raise InputError(f"a damaged {kind.split(' ', 1)[1]} file: {problem}") from None
        if len(members) > MEMBERS:
            raise InputError(f"{len(members):,} files in the archive; at most {MEMBERS:,} are read")
        self._members = {member.filename: member for member in members}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """The names of its files."""
        return [*self._members]

    def read(self, name: str) -> bytes:
        """A file, unpacked.

        Raises:
            InputError: it is not there, is encrypted or damaged, or larger than may be.
        """
        member = self._members.get(name)
        if member is None:
            raise InputError(f"not {self._kind} file: it has no {_shown(name)}")
        if member.flag_bits & _ENCRYPTED:
            raise InputError("encrypted: save it without a password")
        out = bytearray()
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(_CHUNK):
                    out += chunk
                    self._left -= len(chunk)
                    self._check(name, len(out), member.compress_size)
        except _DAMAGED as problem:
            raise InputError(f"damaged: {_shown(name)} cannot be unpacked ({problem})") from None
        return bytes(out)

    def _check(self, name: str, size: int, packed: int) -> None:
        self._deadline.passed()
        if size > MARKUP or self._left < 0:
            raise InputError(
                f"{_shown(name)} in the archive is too large: over {min(size, MARKUP) / 1e6:,.0f} MB unpacked"
            )
        if size > _CHUNK and size > RATIO * max(packed, 1):
            raise InputError(
                f"{_shown(name)} in the archive is over {RATIO} times larger than packed: refused as an attack"
            )


def resolved(base: str, target: str) -> str:
    """The name of a file that another file of the archive names, relative to itself or from the root.

    >>> resolved("word/document.xml", "footnotes.xml"), resolved("OEBPS/a/c.opf", "../t%20x.xhtml#p1"), resolved("a/b", "/c")
    ('word/footnotes.xml', 'OEBPS/t x.xhtml', 'c')
    """
    target = unquote(target.partition("#")[0])
    parts = [] if target.startswith("/") else base.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _shown(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
