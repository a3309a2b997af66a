"""Says how far a scan is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any, Final, Protocol, TextIO

EVERY_S: Final = 30.0
"""Seconds between two lines where there is no terminal."""


class Progress(Protocol):
    """What a scan tells of itself."""

    def start(self, total: int) -> None:
        """It begins; `total` bytes are to be read, 0 when nobody knows."""

    def show(self, done: int, citations: int, failed: int) -> None:
        """So many bytes were read and checked, and so many citations found in them; so many documents failed."""

    def stop(self) -> None:
        """It has ended, well or not."""


class _Pace:
    """How fast this run goes: what an earlier one has done says nothing of it."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.began = monotonic()
        self._first: int | None = None

    def said(self, done: int) -> str:
        """The rate, and the time left when the total is known."""
        if self._first is None:
            self._first = done if done < self.total else 0
        rate = max(done - self._first, 0) / max(monotonic() - self.began, 1e-9)
        left = max(self.total - done, 0)
        if not rate:
            return "-- MB/s"
        return f"{rate / 1e6:.1f} MB/s" + (f", {_time(left / rate)} left" if self.total else "")


def _time(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}"


class Lines:
    """A line on the stream every half minute."""

    def __init__(self, stream: TextIO, every_s: float = EVERY_S) -> None:
        self._stream, self._every_s = stream, every_s

    def start(self, total: int) -> None:
        """Take note of the time."""
        self._pace = _Pace(total)
        self._last = self._pace.began

    def show(self, done: int, citations: int, failed: int) -> None:
        """Write a line when it is time for one."""
        pace, now = self._pace.said(done), monotonic()
        if now - self._last < self._every_s:
            return
        self._last = now
        of = f" of {self._pace.total / 1e6:,.0f}" if self._pace.total else ""
        print(
            f"takhrij: scanned {done / 1e6:,.0f}{of} MB, {pace}; {citations:,} quotations, {failed:,} failed",
            file=self._stream, flush=True,
        )  # fmt: skip

    def stop(self) -> None:
        """Nothing is left to say."""


class Bar:
    """A bar with rate and time left, by rich."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress

    def start(self, total: int) -> None:
        """Show an empty bar."""
        self._pace = _Pace(total)
        self._task = self._progress.add_task("scan", total=total or None, citations=0, failed=0, pace="")
        self._progress.start()

    def show(self, done: int, citations: int, failed: int) -> None:
        """Move the bar."""
        self._progress.update(
            self._task, completed=done, citations=citations, failed=failed, pace=self._pace.said(done)
        )

    def stop(self) -> None:
        """Leave the bar as it is."""
        self._progress.stop()


def progress_on(stream: TextIO | None = None) -> Progress:
    """A bar when the stream (standard error) is a terminal and rich is there, lines otherwise."""
    stream = stream or sys.stderr
    if not stream.isatty():
        return Lines(stream)
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
        )
    except ImportError:
        return Lines(stream)
    return Bar(
        Progress(
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[pace]}"),
            TextColumn("{task.fields[citations]:,} quotations, {task.fields[failed]:,} failed"),
            console=Console(file=stream),
        )
    )
