"""A process that works for the server: it reads frames from standard input, and writes an answer to each.

It can be ended at any moment. It may write no file, and its address space and the seconds of its processor are limited; what goes
wrong is said by its kind and place alone, for the words of an error may hold words of a document.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from takhrij.serve.frames import packed, read
from takhrij.serve.settings import Refusal

resource: Any
try:
    import resource
except ImportError:  # Windows has no limits; the time limit of the server holds there too
    resource = None

FILES: Final = 64
"""Files that it may have open."""
GROWN: Final = 0.4
"""The share of its memory from which on it asks to be replaced."""
UNIT: Final = 1 if sys.platform == "darwin" else 1024


def main(memory_mb: int, seconds: float, works: tuple[str, ...]) -> None:
    """Work until standard input ends."""
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing that prints can spoil an answer

    from takhrij.serve.work import Work

    work = Work(works)
    warm = {
        "do": "check",
        "name": "a",
        "works": (),
        "explain": False,
        "max_passages": 1,
        "format": "part",
        "language": "en",
    }
    work.do(warm, "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]".encode())
    _limit(memory_mb)
    _send(outgoing, {"status": "ready"}, b"")
    while (frame := read(incoming)) is not None:
        _allow(seconds)
        head, body = _answered(work, *frame)
        del frame
        head["grown"] = _peak_mb() > GROWN * memory_mb
        _send(outgoing, head, body)


def _answered(work: Any, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        media, made = work.do(head, body)
    except Refusal as refusal:
        return {"status": "refused", "code": refusal.code, "message": refusal.message}, b""
    except (MemoryError, RecursionError):
        return {
            "status": "refused",
            "code": "memory",
            "message": "checking it takes more memory than it may: split it",
        }, b""
    except Exception as problem:  # noqa: BLE001 (said to whoever asked, and in the log)
        last = traceback.extract_tb(problem.__traceback__)[-1]
        place = f"{type(problem).__name__} at {Path(last.filename).name}:{last.lineno}"
        return {"status": "refused", "code": "internal", "message": f"internal error, please report it: {place}"}, b""
    return {"status": "done", "media": media}, made


def _send(stream: Any, head: dict[str, Any], body: bytes) -> None:
    stream.write(packed(head, body))
    stream.write(body)
    stream.flush()


def _limit(memory_mb: int) -> None:
    if resource is None:
        return
    most = {
        resource.RLIMIT_AS: memory_mb * 1_000_000, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: FILES,
    }  # fmt: skip
    for name, value in most.items():
        with suppress(ValueError, OSError):  # a lower limit stands already
            resource.setrlimit(name, (value, value))


def _allow(seconds: float) -> None:
    """So many seconds more of a processor: the server ends what takes longer, if the server is still there."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + 2 * seconds) + 1, hard))


def _peak_mb() -> float:
    return 0.0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6


def build(works: tuple[str, ...]) -> None:
    """Build the index of a choice of works."""
    from takhrij.library.library import Library

    Library.open(works)


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(tuple(sys.argv[2:]))
    else:
        if hasattr(os, "nice"):
            os.nice(int(sys.argv[3]))
        main(int(sys.argv[1]), float(sys.argv[2]), tuple(sys.argv[4:]))
