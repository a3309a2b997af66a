"""PDF with a text layer: the words of its pages, in the order in which they are read.

A PDF holds signs and where they stand, not text. Their letters are put in order by that; what a page does not say, such as
an image of a page, is told. It is taken apart in a process of its own, whose time and memory are limited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import InputError
from takhrij.text.formats import limits
from takhrij.text.formats.pageline import UNKNOWN, Line, lines_of, unturned
from takhrij.text.formats.pages import placed
from takhrij.text.formats.parts import Parts
from takhrij.text.formats.reading import Reading

if TYPE_CHECKING:
    from takhrij.text.formats.parts import Place

_CHILD: Final = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from takhrij.text.formats.pdf import main; main(int(sys.argv[2]))"
MEMORY: Final = 2_000_000_000
"""Bytes of memory that the process may use, where that can be limited."""
_MOST_NAMED: Final = 5


def read(data: bytes) -> Reading:
    """The reading of a PDF.

    Raises:
        InputError: the extra is not installed, the file is damaged, encrypted or too large, or takes too long.
    """
    limits.check_size(len(data), limits.ARCHIVE)
    if b"%PDF-" not in data[:1024]:
        raise InputError("not a PDF file: it does not begin as one")
    from importlib.util import find_spec

    if find_spec("pdfminer") is None:
        raise InputError('PDF is read with pdfminer.six: pip install "takhrij[pdf]"')
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, json.dumps(sys.path), str(MEMORY)], input=data, capture_output=True,
            timeout=limits.PDF_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise InputError(f"reading it takes longer than {limits.PDF_SECONDS:.0f} seconds: split it") from None
    except OSError as problem:
        raise InputError(f"no process to read it in can be begun: {problem.strerror}") from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise InputError("a damaged PDF file, or one that takes too much memory to read") from None
    if "error" in said:
        raise InputError(said["error"])
    pages = [[Line(*each) for each in lines] for lines, _ in said["pages"]]
    return _reading(pages, [drawn for _, drawn in said["pages"]])


def _reading(pages: list[list[Line]], drawn: list[bool]) -> Reading:
    out: list[str] = []
    parts: list[tuple[int, Place]] = []
    at = 0
    empty: list[int] = []
    unknown: list[int] = []
    turned = unturned(pages)
    for number, lines in enumerate(turned, 1):
        if not lines and drawn[number - 1]:
            empty.append(number)
        if any(UNKNOWN in line.text for line in lines):
            unknown.append(number)
    for line in placed(turned):
        parts.append((at + len(line.before), {"page": line.page, "line": line.number}))
        out += [line.before, line.text]
        at += len(line.before) + len(line.text)
    text = "".join(out)
    notes = (
        _said(empty, "of the PDF (no text layer)"),
        _said(unknown, "of the PDF in part (letters that the file does not name)"),
    )
    return Reading(text, text, None, Parts(parts), tuple(note for note in notes if note))


def _said(pages: list[int], what: str) -> str:
    """Which pages something is said of; nothing when of none."""
    named = ", ".join(map(str, pages[:_MOST_NAMED]))
    more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
    return f"{'page' if len(pages) == 1 else 'pages'} {named}{more} {what}" if pages else ""


def main(memory: int) -> None:
    """Read a PDF from standard input, and write its lines as JSON; run in a process of its own.

    Args:
        memory: the bytes of memory that it may use.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(limits.PDF_SECONDS) + 1,) * 2)
    except (ImportError, ValueError, OSError):  # not everywhere
        pass
    import logging

    from takhrij.text.formats.glyphs import glyphs

    logging.disable(logging.CRITICAL)
    said: dict[str, Any]
    try:
        said = {"pages": [(lines_of(page), drawn) for page, drawn in glyphs(sys.stdin.buffer.read())]}
    except InputError as problem:
        said = {"error": str(problem)}
    json.dump(said, sys.stdout)
