"""What a worker process does: it maps the index once, then checks batch after batch and writes each as a part."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from functools import partial
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from takhrij.collector import HeldBack
from takhrij.extras import extra
from takhrij.namedtuple import NamedTuple
from takhrij.scan.batches import digest
from takhrij.scan.journal import Counts, Done
from takhrij.scan.parts import pack, write_part
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


NOT_FOR_A_WORKER: Final = ("numpy", "pandas")
"""What pyarrow loads where it is installed, to ask of a list whether it is one of its arrays: 80 MB in every worker."""

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
    _here["job"], _here["checker"] = (
        job,
        make_checker(job.works, job.max_passages),
    )  # an index that is gone is built with numpy
    for module in NOT_FOR_A_WORKER:
        sys.modules.setdefault(module, None)  # type: ignore[arg-type]  # importing it fails, as if it were not there
    if job.form == "parquet":
        arrow = extra("pyarrow", "scan")
        arrow.set_memory_pool(arrow.system_memory_pool())  # its own keeps what it has had


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
        lots = [*rows_of(_here["checker"], batch, partial(pack, form=job.form))]
    write_part(Path(job.folder), number, lots, job.form)
    severities = sum((lot.severities for lot in lots), Counter[str]())
    counts = Counts(
        sum(each.last for each in batch), sum(lot.failed for lot in lots),
        sum(each.size for each in batch), sum(lot.citations for lot in lots), severities["error"],
        severities["warning"], severities["note"],
    )  # fmt: skip
    return Done(number, digest(batch), counts)
