"""Where the command line writes: the report to standard output or a file, everything else to standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WIDTH: Final = 100
"""Columns of a report that goes to a file or a pipe."""


def complain(message: str) -> None:
    """One line on standard error, cleaned of control characters."""
    from takhrij.report.terminal import clean

    line = clean(f"takhrij: {message}").encode("utf-8", "replace").decode("utf-8")
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)  # noqa: T201


def width(stream: TextIO | None) -> int:
    """The columns to write at: `COLUMNS`, else the terminal's if `stream` is one, else 100."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    if columns <= 0 and stream is not None and is_terminal(stream):
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except OSError:
            columns = 0
    return columns if columns > 0 else WIDTH


def colored(choice: str, stream: TextIO | None) -> bool:
    """Whether to write colours: `always`, `never`, or `auto`: on a terminal, unless `NO_COLOR` is set or it is dumb."""
    if choice == "auto":
        return (
            stream is not None
            and is_terminal(stream)
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )
    return choice == "always"


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal."""
    try:
        return stream.isatty()
    except ValueError:  # it was closed
        return False


def write(pieces: Iterable[str], output: str | None = None) -> None:
    """Write each piece as soon as it is made, in UTF-8; a file is opened when the first piece is there.

    Raises:
        OSError: the file cannot be written.
    """
    if output is None:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")
        for piece in pieces:
            sys.stdout.write(piece)
        return
    parts = iter(pieces)
    first = next(parts, "")
    with open(output, "w", encoding="utf-8", errors="replace", newline="\n") as file:  # noqa: PTH123
        file.write(first)
        file.writelines(parts)


def progress() -> Callable[[str, float], None] | None:
    """Shows how far a long task is, on a terminal only."""
    if not is_terminal(sys.stderr):
        return None

    def show(stage: str, done: float) -> None:
        end = "\r\x1b[K" if done >= 1 else ""
        sys.stderr.write(f"\r\x1b[Ktakhrij: {stage} {done:4.0%}{end}")
        sys.stderr.flush()

    return show
