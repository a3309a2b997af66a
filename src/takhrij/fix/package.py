"""A ZIP archive of which some files are written anew, and every other keeps its bytes, its place and its date."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_STORED, _DEFLATED = 0, 8
_DESCRIBED: Final = 0x8
"""The sizes stand behind the file, and not before it."""
_UTF8: Final = 0x800
_LARGE: Final = 0xFFFFFFFF
_ZIP64: Final = 0x1
_UNUSUAL: Final = "an unusual ZIP archive, which cannot be rewritten byte for byte; save it anew in Word"


class _Entry(NamedTuple):
    name: str
    record: bytes
    """As it stands in the directory."""
    offset: int
    """Where the file begins."""


def rewritten(data: bytes, files: Mapping[str, bytes]) -> bytes:
    r"""An archive with other contents of some files; those that it does not have come at the end.

    >>> import io, zipfile
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as archive:
    ...     archive.writestr("a", b"one")
    ...     archive.writestr("b", b"two")
    >>> with zipfile.ZipFile(io.BytesIO(rewritten(made.getvalue(), {"a": b"other", "c": b"new"}))) as archive:
    ...     {name: archive.read(name) for name in archive.namelist()}
    {'a': b'other', 'b': b'two', 'c': b'new'}

    Raises:
        InputError: it cannot be taken apart without a doubt.
    """
    entries, directory, end = _entries(data)
    if len({entry.name for entry in entries}) < len(entries):
        raise InputError(_UNUSUAL)
    places = sorted(entry.offset for entry in entries)
    following = dict(zip(places, [*places[1:], directory], strict=True))
    out = bytearray(data[: places[0]])
    records: dict[str, bytes] = {}
    for entry in sorted(entries, key=lambda entry: entry.offset):
        begins = len(out)
        header, content = b"", data[entry.offset : following[entry.offset]]
        record = entry.record
        if entry.name in files:
            header, content, record = _anew(data, entry, files[entry.name])
        out += header + content
        records[entry.name] = record[:42] + struct.pack("<L", begins) + record[46:]
    dated = struct.unpack_from("<HH", entries[0].record, 12)
    for name, new in files.items():
        if name not in records:
            records[name] = _added(name, new, dated, out)
    known = [entry.name for entry in entries]
    order = known + [name for name in files if name not in known]
    begins = len(out)
    listed = b"".join(records[name] for name in order)
    closing = _END.unpack_from(end)
    out += listed + _END.pack(*closing[:3], len(order), len(order), len(listed), begins, closing[7]) + end[_END.size :]
    return bytes(out)


def _entries(data: bytes) -> tuple[list[_Entry], int, bytes]:
    """The files of an archive in the order of its directory, where that begins, and what stands behind it."""
    at = data.rfind(b"PK\x05\x06")
    while at >= 0 and (len(data) < at + _END.size or at + _END.size + _END.unpack_from(data, at)[7] != len(data)):
        at = data.rfind(b"PK\x05\x06", 0, at)
    if at < 0:
        raise InputError(_UNUSUAL)
    _, disk, first, here, count, size, directory, _ = _END.unpack_from(data, at)
    if disk or first or here != count or not count or directory + size != at:
        raise InputError(_UNUSUAL)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()  # as the reader calls them
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError(_UNUSUAL) from None
    if len(names) != count:
        raise InputError(_UNUSUAL)
    entries = []
    reached = directory
    for name in names:
        if reached + _CENTRAL.size > at or data[reached : reached + 4] != b"PK\x01\x02":
            raise InputError(_UNUSUAL)
        fields = _CENTRAL.unpack_from(data, reached)
        size = _CENTRAL.size + sum(fields[10:13])
        record = data[reached : reached + size]
        offset = fields[16]
        if (
            _LARGE in (fields[8], fields[9], offset)
            or offset >= directory
            or data[offset : offset + 4] != b"PK\x03\x04"
        ):
            raise InputError(_UNUSUAL)
        entries.append(_Entry(name, record, offset))
        reached += size
    if reached != at or len({entry.offset for entry in entries}) < count:
        raise InputError(_UNUSUAL)
    return entries, directory, data[at:]


def _anew(data: bytes, entry: _Entry, new: bytes) -> tuple[bytes, bytes, bytes]:
    """A file's header, content and record of the directory, where its content is another now."""
    magic, needed, flags, method, time, date, *_, named, extra = _LOCAL.unpack_from(data, entry.offset)
    behind = entry.offset + _LOCAL.size
    name = data[behind : behind + named]
    more = _small(data[behind + named : behind + named + extra])
    method = _STORED if method == _STORED else _DEFLATED
    packed = _packed(new, method)
    sums = zlib.crc32(new), len(packed), len(new)
    flags &= ~_DESCRIBED
    header = _LOCAL.pack(magic, needed, flags, method, time, date, *sums, len(name), len(more)) + name + more
    fields = list(_CENTRAL.unpack_from(entry.record))
    names = _CENTRAL.size + fields[10]
    kept = _small(entry.record[names : names + fields[11]])
    comment = entry.record[names + fields[11] :]
    fields[3], fields[4], fields[7:10], fields[11] = fields[3] & ~_DESCRIBED, method, sums, len(kept)
    return header, packed, _CENTRAL.pack(*fields) + entry.record[_CENTRAL.size : names] + kept + comment


def _added(name: str, new: bytes, dated: tuple[int, ...], out: bytearray) -> bytes:
    """Writes a file that was not there; returns its record of the directory."""
    packed, raw, begins = _packed(new, _DEFLATED), name.encode(), len(out)
    shared = (
        20,
        0 if name.isascii() else _UTF8,
        _DEFLATED,
        *dated,
        zlib.crc32(new),
        len(packed),
        len(new),
        len(raw),
        0,
    )
    out += _LOCAL.pack(b"PK\x03\x04", *shared) + raw + packed
    return _CENTRAL.pack(b"PK\x01\x02", 20, *shared, 0, 0, 0, 0, begins) + raw


def _packed(content: bytes, method: int) -> bytes:
    if method == _STORED:
        return content
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _small(extra: bytes) -> bytes:
    """Extra fields without the sizes of a large file."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]
