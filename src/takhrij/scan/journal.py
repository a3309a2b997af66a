"""The journal of a run: a line for each part that is finished and on the disk. A line torn by a crash counts for nothing."""

from __future__ import annotations

import json
import os
from operator import add
from typing import IO, TYPE_CHECKING, Any, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

LOCK: Final = ".lock"
NAME: Final = "journal.jsonl"


class Counts(NamedTuple):
    """What a part counts, or a whole run."""

    documents: int
    failed: int
    """Documents and stretches that have an error."""
    code_points: int
    citations: int
    errors: int
    """Findings by severity."""
    warnings: int
    notes: int

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*map(add, self, other))


class Done(NamedTuple):
    """A finished part, and what it counts."""

    part: int
    digest: str
    """That of the batch it was made of (`takhrij.scan.batches.digest`)."""
    counts: Counts


class Journal:
    """The journal of a run, open for more lines.

    Attributes:
        done: the finished parts, by number.
        counts: what they count, all together.
    """

    def __init__(self, path: Path) -> None:
        self.done: dict[int, Done] = {}
        self.counts = Counts(*[0] * len(Counts._fields))
        whole = 0
        if path.exists():
            data = path.read_bytes()
            for line in data.splitlines(keepends=True):
                record = _read(line)
                if record is None:
                    break
                whole += len(line)
                self._count(record)
        self._file: IO[bytes] = path.open("r+b" if path.exists() else "w+b")
        self._file.truncate(whole)
        self._file.seek(whole)

    def add(self, record: Done) -> None:
        """Note a part; when this returns the note is on the disk.

        Raises:
            OSError: it cannot be written.
        """
        self._file.write(json.dumps({**record._asdict(), "counts": record.counts._asdict()}).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._count(record)

    def _count(self, record: Done) -> None:
        self.done[record.part] = record
        self.counts = self.counts.plus(record.counts)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _read(line: bytes) -> Done | None:
    if not line.endswith(b"\n"):
        return None
    try:
        record: Any = json.loads(line)
        return Done(record["part"], record["digest"], Counts(**record["counts"]))
    except (ValueError, TypeError, KeyError):
        return None
