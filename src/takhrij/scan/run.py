"""A scan from its inputs to its rows: begins one, goes on with one that was cut off, refuses one of something else."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import ConfigError
from takhrij.extras import extra
from takhrij.library.folders import locked
from takhrij.namedtuple import NamedTuple
from takhrij.scan.batches import MOST, batches, digest
from takhrij.scan.inputs import STDIN, Fields, Opened, documents, listed
from takhrij.scan.journal import LOCK, Counts, Done, Journal
from takhrij.scan.journal import NAME as JOURNAL
from takhrij.scan.manifest import identity, read_manifest, require_same, write_manifest
from takhrij.scan.parts import ASIDE, remove_beyond, sweep
from takhrij.scan.schema import TABLES
from takhrij.scan.work import Job, begin, make_checker, work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from takhrij.scan.inputs import File
    from takhrij.scan.progress import Progress
    from takhrij.scan.windows import Document

AHEAD: Final = 2
"""Batches in hand for each worker: one that is checked, one that waits."""


class ScanOptions(NamedTuple):
    """How to scan. All but `workers` decide what the rows are."""

    form: str = "parquet"
    fields: Fields = Fields()
    stdin: str = "text"
    works: tuple[str, ...] = ()
    max_passages: int = 10
    workers: int = 1
    part: int = MOST
    """Code points of a part."""

    def deciding(self) -> dict[str, Any]:
        """The options that decide what the rows are."""
        return {
            "format": self.form, "text_field": self.fields.text, "id_field": self.fields.id, "stdin_format": self.stdin,
            "sources": sorted(self.works), "max_passages": self.max_passages, "part": self.part,
        }  # fmt: skip


def scan(inputs: Sequence[str], folder: Path, options: ScanOptions, progress: Progress) -> Counts:
    """Scan documents into a folder; called again after it was cut off, goes on where it was.

    Args:
        inputs: files, folders, globs, `-`.
        folder: where the rows go; a new folder, or that of a scan of the same.
        options: how.
        progress: is told how far it is.

    Raises:
        InputError: an input is not there.
        ConfigError: the folder has something else, or a library is missing.
        SourceError: a source is missing or changed.
        OSError: the folder cannot be written, or the disk is full.
    """
    if options.form == "parquet":
        extra("pyarrow.parquet", "scan")
    files = listed(inputs)
    library = make_checker(options.works, options.max_passages)  # builds the index, and fails before there is a run
    wanted = identity(options.deciding(), library.sources, files)
    del library
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file; name a folder")
    if folder.is_dir() and read_manifest(folder) is None:
        others = {each.name for each in folder.iterdir() if not each.name.endswith(ASIDE)} - {LOCK, *TABLES}
        if others:  # what a scan that was killed at its very beginning leaves is not among them
            raise ConfigError(f"{folder} is not empty and has no scan; name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    with locked(str(folder / LOCK), f"another scan is writing to {folder}; wait for it, or name another folder"):
        return _Run(folder, options, files, wanted, progress).go()


class _Run:
    def __init__(
        self, folder: Path, options: ScanOptions, files: list[File], wanted: dict[str, Any], progress: Progress
    ) -> None:
        self._folder, self._options, self._files = folder, options, files
        self._wanted, self._progress = wanted, progress
        self._digests: dict[str, str] = {}
        self._before = 0
        self._opened: Opened | None = None
        self._settled = 0

    def go(self) -> Counts:
        known = read_manifest(self._folder)
        if known is not None:
            require_same(self._folder, known, self._wanted)
            if known.get("complete"):
                return Counts(**known["counts"])
        sweep(self._folder)
        for table in TABLES:
            (self._folder / table).mkdir(exist_ok=True)
        if known is None:
            write_manifest(self._folder, {"complete": False, "identity": self._wanted})
        with closing(Journal(self._folder / JOURNAL)) as journal:
            self._progress.start(sum(each.size for each in self._files))
            try:
                parts = self._all(journal)
            finally:
                self._progress.stop()
            if journal.done.keys() != {*range(parts)}:
                raise ConfigError(f"{self._folder} has parts of other inputs; name another folder or remove it")
            counts = journal.counts
        remove_beyond(self._folder, parts)
        write_manifest(
            self._folder,
            {"complete": True, "parts": parts, "counts": counts._asdict(), "sha256": self._digests,
             "identity": self._wanted},
        )  # fmt: skip
        return counts

    def _all(self, journal: Journal) -> int:
        """Every batch that is not done yet, given to workers; returns how many batches there are."""
        options, number = self._options, -1
        job = Job(str(self._folder), options.form, options.works, options.max_passages)
        pool = ProcessPoolExecutor(
            options.workers, multiprocessing.get_context("spawn"), initializer=begin, initargs=(job,)
        )
        waiting: dict[Future[Done], int] = {}
        try:
            for number, batch in enumerate(batches(self._documents(), options.part)):
                read = self._before + (self._opened.done if self._opened else 0)
                if (done := journal.done.get(number)) is not None:
                    if done.digest != digest(batch):
                        raise ConfigError(
                            f"{batch[0].path} is not what it was when part {number} of {self._folder} was made of it; "
                            "name another folder or remove it"
                        )
                    self._settled = read
                    self._show(journal)
                    continue
                waiting[pool.submit(work, number, batch)] = read
                del batch
                while len(waiting) >= AHEAD * options.workers:
                    self._settle(waiting, journal)
            while waiting:
                self._settle(waiting, journal)
        except BrokenProcessPool:
            raise ConfigError(
                "a worker was killed, perhaps for want of memory; the same command goes on with the scan"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return number + 1

    def _settle(self, waiting: dict[Future[Done], int], journal: Journal) -> None:
        """Note in the journal what has become done."""
        finished, _ = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
        for each in finished:
            journal.add(each.result())
            self._settled = max(self._settled, waiting.pop(each))
        self._show(journal)

    def _show(self, journal: Journal) -> None:
        self._progress.show(self._settled, journal.counts.citations, journal.counts.failed)

    def _documents(self) -> Iterator[Document]:
        for file in self._files:
            form = self._options.stdin if file.path == STDIN else None
            with Opened(file.path) as self._opened:
                yield from documents(self._opened, self._options.fields, form=form)
                self._digests[file.path] = self._opened.digest.hexdigest()
                self._before += self._opened.done
            self._opened = None


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
