"""The documents that a scan is given: files, folders, globs, standard input; plain, compressed, JSON Lines, Parquet.

Every reader gives pieces of text as they are read, so that no file is held whole. `READERS` is where another format is
added: a test of the file's name, and a function from the file to its documents.
"""

from __future__ import annotations

import codecs
import glob
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Self, cast

from takhrij.errors import ConfigError, InputError
from takhrij.extras import extra
from takhrij.namedtuple import NamedTuple
from takhrij.scan.windows import Document
from takhrij.text.openiti import MAGIC
from takhrij.text.readers import refuse_binary

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE: Final = 1 << 20
"""Bytes read at once."""
LONGEST_LINE: Final = 1 << 28
"""Bytes of one line of JSON."""
STDIN: Final = "-"


class Fields(NamedTuple):
    """Where a record of JSON Lines or a row of Parquet has what is read."""

    text: str = "text"
    id: str | None = None
    """The field that names the document; without it, the number of its line or row does."""


class File(NamedTuple):
    """A file to be read, as it was when the scan began."""

    path: str
    size: int
    modified_ns: int


class Opened:
    """A file that is being read; counts and digests its bytes as they come.

    Attributes:
        done: bytes read so far, as they are on the disk.
        digest: SHA-256 of them.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.done = 0
        self.digest = sha256()
        self._raw: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        if self._raw is not None and self.path != STDIN:
            self._raw.close()

    def stream(self) -> IO[bytes]:
        """The bytes of the file, those of a compressed one unpacked."""
        raw = self._raw = sys.stdin.buffer if self.path == STDIN else Path(self.path).open("rb")  # noqa: SIM115 (closed with the stream)
        counted = io.BufferedReader(_Counted(raw, self), PIECE)
        if self.path.endswith(".gz"):
            import gzip

            return cast("IO[bytes]", gzip.open(counted))
        if self.path.endswith(".zst"):
            stream: IO[bytes] = extra("zstandard", "scan").ZstdDecompressor().stream_reader(
                counted, read_across_frames=True, read_size=PIECE
            )  # fmt: skip
            return io.BufferedReader(stream, PIECE)  # type: ignore[type-var]
        return counted


class _Counted(io.RawIOBase):
    def __init__(self, raw: IO[bytes], opened: Opened) -> None:
        self._raw, self._opened = raw, opened

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._opened.done += len(data)
        self._opened.digest.update(data)
        return len(data)


@contextmanager
def _readable() -> Iterator[None]:
    """Says of what goes wrong while a file is read that the file cannot be read."""
    try:
        yield
    except InputError:
        raise
    except ConfigError:
        raise
    except Exception as problem:
        known = isinstance(problem, OSError | EOFError | ValueError)
        module = type(problem).__module__.partition(".")[0]
        if not known and module not in ("zlib", "zstandard", "pyarrow"):
            raise
        said = getattr(problem, "strerror", None) or " ".join(str(problem).split())
        raise InputError(f"{said or type(problem).__name__}") from problem


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    """The text of a UTF-8 file, piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = lines = 0
    while True:
        with _readable():
            data = stream.read(PIECE)
        if not at:
            refuse_binary(data)
        if b"\0" in data:
            raise InputError("a binary file (it holds a zero byte), not text")
        try:
            piece = decoder.decode(data, final=not data)
        except UnicodeDecodeError as problem:
            before = len(decoder.getstate()[0])
            line = lines + problem.object.count(b"\n", 0, problem.start) + 1
            raise InputError(
                f"not UTF-8: byte 0x{problem.object[problem.start]:02x} at offset {at - before + problem.start}, "
                f"line {line}; convert it, for example with iconv"
            ) from None
        if not data:
            if piece:
                yield piece
            return
        at += len(data)
        lines += data.count(b"\n")
        yield piece


def _plain(opened: Opened, _fields: Fields) -> Iterator[Document]:
    path = opened.path
    try:
        with _readable():
            stream = opened.stream()
            head = stream.peek(64)[:64] if isinstance(stream, io.BufferedReader) else b""
    except InputError as problem:
        yield Document(path, path, _broken(problem))
        return
    with stream:
        yield Document(path, path, _pieces(stream), _is_openiti(path, head))


def _is_openiti(path: str, head: bytes) -> bool:
    return head.startswith(MAGIC.encode()) or path.endswith(OPENITI)


def _broken(problem: InputError) -> Iterator[str]:
    yield ""
    raise problem


def _json_lines(opened: Opened, fields: Fields) -> Iterator[Document]:
    path, number = opened.path, 0
    try:
        with _readable():
            stream = opened.stream()
        with stream:
            while True:
                with _readable():
                    line = stream.readline(LONGEST_LINE)
                if not line:
                    return
                number += 1
                cut = len(line) == LONGEST_LINE and not line.endswith(b"\n")
                while cut and (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                if line.strip():
                    yield _record(path, number, line, fields, cut=cut)
    except InputError as problem:
        yield Document(f"{path}:{number + 1}", path, _broken(problem))


def _record(path: str, number: int, line: bytes, fields: Fields, *, cut: bool) -> Document:
    name = f"{path}:{number}"
    if cut:
        return Document(name, path, _broken(InputError(f"line {number} is longer than {LONGEST_LINE:,} bytes")))
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return Document(name, path, _broken(InputError(f"line {number} is not JSON: {problem}")))
    text = record.get(fields.text) if isinstance(record, dict) else None
    if isinstance(record, dict) and fields.id is not None and isinstance(record.get(fields.id), str | int):
        name = str(record[fields.id])
    if not isinstance(text, str):
        return Document(name, path, _broken(InputError(f"line {number} has no text in the field {fields.text!r}")))
    return Document(name, path, [text])


def _parquet(opened: Opened, fields: Fields) -> Iterator[Document]:
    path, row = opened.path, 0
    parquet = extra("pyarrow.parquet", "scan")
    try:
        with _readable():
            if path == STDIN:
                raise InputError("Parquet is not read from standard input")  # noqa: TRY301
            with opened.stream() as stream:  # for the digest: the file is read here and there afterwards
                while stream.read(PIECE):
                    pass
            file = parquet.ParquetFile(path)
            columns = [fields.text, *([fields.id] if fields.id else [])]
            if missing := [name for name in columns if name not in file.schema_arrow.names]:
                raise InputError(f"there is no column {missing[0]!r}")  # noqa: TRY301
            batches = file.iter_batches(batch_size=64, columns=columns)
        with file:
            while True:
                with _readable():
                    batch = next(batches, None)
                if batch is None:
                    return
                for values in batch.to_pylist():
                    row += 1
                    yield _row(path, row, values, fields)
    except InputError as problem:
        yield Document(path if not row else f"{path}:{row + 1}", path, _broken(problem))


def _row(path: str, row: int, values: dict[str, Any], fields: Fields) -> Document:
    name = str(values[fields.id]) if fields.id and values[fields.id] is not None else f"{path}:{row}"
    text = values[fields.text]
    if isinstance(text, str):
        return Document(name, path, [text])
    return Document(name, path, _broken(InputError(f"row {row} has no text in {fields.text!r}")))


Reader = Callable[[Opened, Fields], Iterator[Document]]
OPENITI: Final = (".mARkdown", ".completed", ".inProgress")
_PACKED: Final = r"(\.gz|\.zst)?"
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(rf"\.(jsonl|ndjson){_PACKED}$", re.IGNORECASE), _json_lines),
    (re.compile(r"\.parquet$", re.IGNORECASE), _parquet),
    (re.compile(rf"\.(txt|md|markdown|completed|inprogress){_PACKED}$|-[a-z]{{3}}\d+$", re.IGNORECASE), _plain),
)
"""The files of a folder that are read, by their names, and how. A file named itself is read as text when none fits."""


def listed(inputs: Sequence[str]) -> list[File]:
    """The files that are meant, in a fixed order, each once.

    Args:
        inputs: files, folders (hidden files and links to folders are left out), globs (`**` for any depth), `-`.

    Raises:
        InputError: there is no such file, or none that is read.
    """
    found: dict[str, None] = {}
    for name in inputs:
        before = len(found)
        if name == STDIN or Path(name).is_file():
            found.setdefault(name)
            continue
        if Path(name).is_dir():
            found.update(dict.fromkeys(_below(name)))
        elif glob.has_magic(name):
            matched = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 (of a pattern as given)
            found.update(dict.fromkeys(path for path in matched if Path(path).is_file()))
        elif not Path(name).exists():
            raise InputError(f"{name}: No such file or directory")
        else:
            raise InputError(f"{name}: not a regular file")
        if len(found) == before:
            raise InputError(f"{name}: no file that is read is there")
    return [_seen(path) for path in found]


def _seen(path: str) -> File:
    if path == STDIN:
        return File(path, 0, 0)
    status = Path(path).stat()
    return File(path, status.st_size, status.st_mtime_ns)


def _below(folder: str) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and any(pattern.search(name) for pattern, _ in READERS):
                yield str(Path(where) / name)


def documents(opened: Opened, fields: Fields, *, form: str | None = None) -> Iterator[Document]:
    """The documents of a file; each is to be read to its end before the next is asked for.

    Args:
        opened: the file.
        fields: where records have their text.
        form: `jsonl` or `text`, for what has no name to tell: standard input.
    """
    if form is not None and opened.path == STDIN:
        return (_json_lines if form == "jsonl" else _plain)(opened, fields)
    reader = next((reader for pattern, reader in READERS if pattern.search(opened.path)), _plain)
    return reader(opened, fields)
