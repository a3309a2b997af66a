"""What a worker process does: it maps the index once, then checks batch after batch and writes each as a part."""

from __future__ import annotations

import os
import signal
from collections import Counter
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takhrij.collector import HeldBack
from takhrij.namedtuple import NamedTuple
from takhrij.scan.batches import digest
from takhrij.scan.journal import Counts, Done
from takhrij.scan.parts import write_part
from takhrij.scan.rows import rows_of

if TYPE_CHECKING:
    from takhrij.check import Checker
    from takhrij.scan.windows import Stretch


class Job(NamedTuple):
    """What every worker of a run is told."""

    folder: str
    form: str
    works: tuple[str, ...]
    max_passages: int


_here: dict[str, Any] = {}
"""The job and the checker of this process."""


def make_checker(works: tuple[str, ...], max_passages: int) -> Checker:
    """A checker with its library: the index is mapped here.

    Raises:
        ConfigError, SourceError: the library cannot be opened.
    """
    from takhrij.check import Checker
    from takhrij.library.library import Library
    from takhrij.options import Options

    return Checker(Library.open(works), Options(max_passages=max_passages))


def begin(job: Job) -> None:
    """Make this process a worker: it leaves interrupts to its parent, and does not outlive it."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here["job"], _here["checker"] = job, make_checker(job.works, job.max_passages)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(number: int, batch: list[Stretch]) -> Done:
    """Check a batch and write it as a part.

    Raises:
        OSError: the part cannot be written.
        SourceError: the library is damaged.
    """
    job: Job = _here["job"]
    with HeldBack():
        rows = rows_of(_here["checker"], batch)
    write_part(Path(job.folder), number, rows, job.form)
    severities = Counter(row["severity"] for row in rows.findings)
    counts = Counts(
        sum(each.last for each in batch), sum(row["error_code"] is not None for row in rows.documents),
        sum(each.size for each in batch), len(rows.citations), severities["error"], severities["warning"],
        severities["note"],
    )  # fmt: skip
    return Done(number, digest(batch), counts)
