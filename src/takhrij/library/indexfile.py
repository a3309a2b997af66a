"""The index file: named sections of little-endian numbers behind a small header, made to be memory-mapped.

Layout (docs/index-format.md tells the sections and their bytes):

    0   8 bytes   "TAKHRIJ1"
    8   u32       CRC-32 of the header from byte 12 on and of the rows
    12  u32       number of sections
    16  u64       size of the file
    24  32 bytes  fingerprint: what the index was built from
    56  8 bytes   zero
    64  rows of 40 bytes: 16 bytes name, u64 offset (a multiple of 8), u64 bytes, u32 CRC-32 of the section, u32 zero
"""

from __future__ import annotations

import struct
import zlib
from typing import IO, TYPE_CHECKING, Final

from takhrij.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAGIC: Final = b"TAKHRIJ1"
HEADER: Final = struct.Struct("<8sIIQ32s8x")
ROW: Final = struct.Struct("<16sQQI4x")
Buffer = bytes | bytearray | memoryview


def write_index(out: IO[bytes], sections: Iterable[tuple[str, Buffer]], fingerprint: bytes) -> int:
    """Write an index file to a seekable binary file; returns its size in bytes."""
    rows: list[tuple[bytes, int, int, int]] = []
    pieces = [(name, memoryview(data).cast("B")) for name, data in sections]
    at = HEADER.size + ROW.size * len(pieces)
    out.seek(at)
    for name, data in pieces:
        padding = -at % 8
        out.write(bytes(padding))
        at += padding
        out.write(data)
        rows.append((name.encode(), at, len(data), zlib.crc32(data)))
        at += len(data)
    table = b"".join(ROW.pack(*row) for row in rows)
    rest = HEADER.pack(MAGIC, 0, len(rows), at, fingerprint)[12:] + table
    out.seek(0)
    out.write(HEADER.pack(MAGIC, zlib.crc32(rest), len(rows), at, fingerprint) + table)
    return at


class IndexFile:
    """The sections of an index that is held in memory or mapped.

    Args:
        data: the whole file.

    Raises:
        SourceError: it is not an index file, is cut short, or its header is damaged.
    """

    __slots__ = ("data", "fingerprint", "rows")

    def __init__(self, data: Buffer | memoryview) -> None:
        self.data = memoryview(data)
        if len(self.data) < HEADER.size:
            raise SourceError("not an index file")
        magic, check, count, size, fingerprint = HEADER.unpack_from(self.data)
        if magic != MAGIC:
            raise SourceError("not an index file")
        if size != len(self.data):
            raise SourceError("the index file is cut short")
        end = HEADER.size + count * ROW.size
        if end > size or zlib.crc32(self.data[12:end]) != check:
            raise SourceError("the index file's header is damaged")
        self.fingerprint: bytes = fingerprint
        self.rows: dict[str, tuple[int, int, int]] = {}
        for at in range(HEADER.size, end, ROW.size):
            name, offset, length, section_check = ROW.unpack_from(self.data, at)
            if offset + length > size:
                raise SourceError("the index file's header is damaged")
            self.rows[name.rstrip(b"\0").decode()] = (offset, length, section_check)

    def section(self, name: str) -> memoryview:
        """The bytes of a section; empty when the file has none of that name."""
        offset, length, _ = self.rows.get(name, (0, 0, 0))
        return self.data[offset : offset + length]

    def numbers(self, name: str, code: str = "I") -> memoryview:
        """A section as numbers of a `struct` code: `I` u32, `H` u16, `B` u8, `Q` u64."""
        return self.section(name).cast(code)  # type: ignore[call-overload,no-any-return]

    def damaged(self) -> list[str]:
        """The names of the sections whose bytes are not those that were written: reads the whole file."""
        return [name for name, (_, _, check) in self.rows.items() if zlib.crc32(self.section(name)) != check]

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes of each section."""
        return {name: length for name, (_, length, _) in self.rows.items()}
