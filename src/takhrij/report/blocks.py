"""Cuts a document into blocks for reading: paragraphs that quote, each with its citations, and what lies between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation

_NEAR: Final = 1500
"""Code points around a quotation within which the edges of its paragraph are looked for."""
_EDGES: Final = (r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*", r"\r\n?|\n", r"\s")
"""Where a paragraph may be cut: best at an empty line, else at the end of a line, else between words."""


class Quotation(NamedTuple):
    """A quotation of the document."""

    number: int
    """Its number through the document, from 1."""
    start: int
    end: int
    citation: Citation


class Block(NamedTuple):
    """A stretch of the document, with the quotations that begin in it."""

    start: int
    end: int
    quotations: tuple[Quotation, ...] = ()


def blocks(text: str, quotations: Iterable[Quotation]) -> Iterator[Block]:
    """The blocks of a text, in order and without holes, as the quotations come; one block at a time is held.

    >>> [(start, end) for start, end, _ in blocks("one", ())]
    [(0, 3)]
    """
    done = 0
    start = end = 0
    held: list[Quotation] = []
    for each in quotations:
        if held and each.start < end:
            held.append(each)
            if each.end > end:
                end = _after(text, each.end)
            continue
        if held:
            yield Block(start, end, tuple(held))
            done = end
        start = _before(text, done, max(each.start, done))
        end = _after(text, max(each.end, start))
        if start > done:
            yield Block(done, start)
        held = [each]
    if held:
        yield Block(start, end, tuple(held))
        done = end
    if done < len(text):
        yield Block(done, len(text))


def _before(text: str, done: int, start: int) -> int:
    """Where the paragraph of `start` begins, at `done` or later."""
    low = max(done, start - _NEAR)
    if low == done and start - done < _NEAR and re.search(_EDGES[0], text[low:start]) is None:
        return done
    for edge in _EDGES:
        if ends := [match.end() for match in re.finditer(edge, text[low:start])]:
            return low + ends[-1]
    return low


def _after(text: str, end: int) -> int:
    """Where the paragraph of `end` is over."""
    high = min(len(text), end + _NEAR)
    for edge in _EDGES:
        found = re.search(edge, text[end:high])
        if found is not None:
            return end + found.end()
        if high == len(text):
            return high
    return high
