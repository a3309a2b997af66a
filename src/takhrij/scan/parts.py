"""Writes the rows of one batch as a part: aside, to the disk, and only then under its name.

A part is the same bytes whoever writes it and however often, so that one written twice is there once.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final

from takhrij.extras import extra
from takhrij.namedtuple import NamedTuple
from takhrij.scan.schema import TABLES, arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from takhrij.scan.rows import Row, Rows

ASIDE: Final = ".aside"
FORMATS: Final = ("parquet", "jsonl")


def part_path(folder: Path, table: str, number: int, form: str) -> Path:
    """Where a part of a table lies."""
    return folder / table / f"part-{number:07}.{form}"


class Packed(NamedTuple):
    """Rows as they will be written, and what they count."""

    tables: tuple[Any, ...]
    """For each of `TABLES`: a record batch of Arrow, or the lines as bytes."""
    citations: int
    failed: int
    severities: Counter[str]


def pack(rows: Rows, form: str) -> Packed:
    """Rows as they will be written, in an eighth of the room."""
    return Packed(
        tuple(_packed(table, getattr(rows, table), form) for table in TABLES),
        len(rows.citations),
        sum(row["error_code"] is not None for row in rows.documents),
        Counter(row["severity"] for row in rows.findings),
    )


def _packed(table: str, records: list[Row], form: str) -> Any:
    if form == "jsonl":
        lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for record in records)
        return b"".join(lines)
    return extra("pyarrow", "scan").RecordBatch.from_pylist(records, schema=arrow_schema(table))


def write_part(folder: Path, number: int, lots: Sequence[Packed], form: str) -> None:
    """Write the rows of a batch, each table to its own folder; when this returns they are on the disk.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    for place, table in enumerate(TABLES):
        packed = [lot.tables[place] for lot in lots]
        written(part_path(folder, table, number, form), partial(_fill, table=table, packed=packed, form=form))


def _fill(file: IO[bytes], table: str, packed: list[Any], form: str) -> None:
    if form == "jsonl":
        file.writelines(packed)
        return
    made = extra("pyarrow", "scan").Table.from_batches(packed, schema=arrow_schema(table))
    extra("pyarrow.parquet", "scan").write_table(made, file, compression="zstd")


def written(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write a file that is there whole or, whatever happens, not at all.

    Raises:
        OSError: it cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}{ASIDE}")
    try:
        with aside.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the platform can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_beyond(folder: Path, parts: int) -> None:
    """Remove parts that a run has not: those of an input that was longer when it was begun.

    Raises:
        OSError: one cannot be removed.
    """
    for table in TABLES:
        for path in (folder / table).glob("part-*"):
            if int(path.stem.partition("-")[2]) >= parts:
                path.unlink()


def sweep(folder: Path) -> None:
    """Remove what a process that was killed has left aside."""
    for path in folder.rglob(f".*{ASIDE}"):
        with suppress(OSError):
            path.unlink()
