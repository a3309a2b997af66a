"""Packs the stretches of documents into batches, each the work for one part: always the same ones from the same input."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from takhrij.check import WINDOW
from takhrij.scan.windows import PIECE, WINDOWS, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.scan.windows import Document, Stretch

MOST: Final = WINDOWS * WINDOW
"""Code points in a batch: four million."""
MOST_DOCUMENTS: Final = 20_000
"""Documents in a batch."""


def batches(documents: Iterable[Document], most: int = MOST) -> Iterator[list[Stretch]]:
    """Stretches in order; a batch ends where the next stretch would be too much.

    Args:
        documents: the documents.
        most: code points of a batch. A stretch of a long document is of one window at least.
    """
    held: list[Stretch] = []
    size = 0
    for document in documents:
        for stretch in stretches(document, max(1, most // WINDOW)):
            if held and (size + stretch.size > most or len(held) == MOST_DOCUMENTS):
                yield held
                held, size = [], 0
            held.append(stretch)
            size += stretch.size
    if held:
        yield held


def digest(batch: Iterable[Stretch]) -> str:
    """What tells a batch from one made of another input: SHA-256 of its texts and of where they are from."""
    made = sha256()
    for each in batch:
        made.update(repr((each.document, each.path, each.low, each.start, each.stop, each.last, each.error)).encode())
        for at in range(0, len(each.text), PIECE):
            made.update(each.text[at : at + PIECE].encode("utf-8", "surrogatepass"))
    return made.hexdigest()
