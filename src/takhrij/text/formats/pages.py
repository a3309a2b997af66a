"""Lines of pages, put together to the text of a document: what goes on in the next line or on the next page, and what does not."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.text.formats.pageline import Line

FULL: Final = 0.95
"""The share of the widest line that a line which goes on has at least, with the first word of the next one, which did not fit."""
WIDER: Final = 1.35
"""How many times the usual distance two paragraphs are apart at least."""
_NUMBER: Final = re.compile(r"[\W_]*\d{1,5}[\W_]*")
_HEADS: Final = (1, 2)
"""How many pages away a running head stands again: left and right pages may have their own."""


class Placed(NamedTuple):
    """A line in the text of a document."""

    page: int
    number: int
    """Of the line on its page, from 1."""
    before: str
    """What stands between it and the line before: a space where that goes on, a line end, a blank line."""
    text: str


def placed(pages: list[list[Line]]) -> Iterator[Placed]:
    """The lines of a document, without the numbers of pages; running heads come last, each once."""
    left_out, heads = _furniture(pages)
    above: list[Line] = []  # the lines of the last page that has any
    for page, lines in enumerate(pages, 1):
        kept = [(number, line) for number, line in enumerate(lines, 1) if (page, number) not in left_out]
        body = [line for _, line in kept]
        for (number, line), sign in zip(kept, joined(body), strict=True):
            before = sign
            if line is body[0]:
                before = " " if above and _runs_over(above, line) else "\n\n" if above else ""
            yield Placed(page, number, before, line.text)
        above = body or above
    for page, number in heads:
        yield Placed(page, number, "\n\n" if above else "", pages[page - 1][number - 1].text)
        above = above or pages[page - 1]


def joined(lines: list[Line]) -> list[str]:
    """For each line of a page what stands before it: a space where it goes on, a line end, a blank line before a paragraph."""
    if not lines:
        return []
    gaps = [above.foot - below.foot for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0
    widest = _widest(lines)
    signs = [""]
    for gap, (above, below) in zip(gaps, pairwise(lines), strict=True):
        if gap > WIDER * max(min(usual, 2 * above.size), above.size):
            signs.append("\n\n")
        else:
            signs.append(" " if _goes_on(above, below, widest) else "\n")
    return signs


def _goes_on(above: Line, below: Line, widest: float) -> bool:
    """Whether the first word of a line would not have fitted on the one above."""
    word = (below.right - below.left) * len(below.text.split(maxsplit=1)[0]) / len(below.text)
    return above.right - above.left + word >= FULL * widest


def _widest(lines: list[Line]) -> float:
    return max(line.right - line.left for line in lines)


def _runs_over(page: list[Line], below: Line) -> bool:
    """Whether the last line of a page goes on in the first of the next."""
    last = page[-1]
    alike = abs(last.size - below.size) <= 0.1 * last.size
    return len(page) > 1 and alike and _goes_on(last, below, _widest(page))


def _furniture(pages: list[list[Line]]) -> tuple[set[tuple[int, int]], list[tuple[int, int]]]:
    """The first and last lines of pages that are a page's number or a running head; and of each head the first place."""
    found: set[tuple[int, int]] = set()
    first: dict[str, tuple[int, int]] = {}
    for at in (0, -1):
        heads = [re.sub(r"\d+", "", lines[at].text).strip() if len(lines) > 1 else "" for lines in pages]
        for page, lines in enumerate(pages):
            if len(lines) < 2:
                continue
            place = (page + 1, 1 if at == 0 else len(lines))
            if _NUMBER.fullmatch(lines[at].text):
                found.add(place)
            elif heads[page] and heads[page] in (
                heads[page + away] for back in _HEADS for away in (-back, back) if 0 <= page + away < len(pages)
            ):
                found.add(place)
                first.setdefault(heads[page], place)
    return found, sorted(first.values())
