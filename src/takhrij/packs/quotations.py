"""What a text quotes: between quotation marks of any kind, and in block quotes; in any script, in one pass."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from takhrij.namedtuple import NamedTuple
from takhrij.packs.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.packs.words import Word

PAIRS: Final = {
    "“": "”", "«": "»", "‹": "›", "「": "」", "『": "』", "〝": "〞", "﹁": "﹂", "﹃": "﹄", "﴿": "﴾", "❝": "❞", "‘": "’", "《": "》",
}  # fmt: skip
"""Marks that open, each with the one that closes."""
LOW: Final = {"„": "“”„", "‚": "‘’", "»": "«", "›": "‹", "”": "”"}
"""Marks that open in some languages and close in others: they open where none is open, and what then closes."""
STRAIGHT: Final = "\"'＂"
"""Marks that open and close."""
APOSTROPHES: Final = "'’‘"
_MARKS: Final = re.compile("[" + re.escape("".join({*PAIRS, *PAIRS.values(), *LOW, *STRAIGHT})) + "]")
_PARAGRAPH: Final = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]*>)")
_BLOCK: Final = re.compile(r"^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*", re.MULTILINE)
_SIGNED: Final = re.compile(r"\n[ \t>]*(?:[—–―]|--)[ \t]*(?P<who>[^\n]{2,80})\s*\Z")
"""A last line that says whose words a block quote has."""
MOST_OPEN: Final = 8
Kind = Literal["marks", "block"]


class Quotation(NamedTuple):
    """Something that a text quotes. Offsets are code points, half-open."""

    start: int
    """Of its first word."""
    end: int
    """Of its last."""
    outer_start: int
    """With its marks."""
    outer_end: int
    kind: Kind
    signed: tuple[int, int] = (0, 0)
    """The line of a block quote that says whose words they are."""


def quotations(text: str) -> list[Quotation]:
    r"""What a text quotes, in order; of what stands in one another the outermost.

    Marks that no other of their paragraph closes quote nothing, but for those of speech that goes on in the next one.

    >>> text = 'He said: “It’s ‘late’ now.” "Yes," she said.\n\n> one two\n> — Her'
    >>> [text[each.start:each.end] for each in quotations(text)]
    ['It’s ‘late’ now', 'Yes', 'one two']
    >>> text = "وقالت: «سنفتح الجسر» وقال 'never mind'.."
    >>> [text[each.start:each.end] for each in quotations(text)]
    ['سنفتح الجسر', 'never mind']
    """
    found: list[Quotation] = []
    at = 0
    for block in _BLOCK.finditer(text):
        found += _between_marks(text, at, block.start())
        found += _block(text, *block.span())
        at = block.end()
    found += _between_marks(text, at, len(text))
    return found


def _block(text: str, start: int, end: int) -> Iterator[Quotation]:
    signed = _SIGNED.search(text, start, end)
    last = signed.start() if signed else end
    span = _trimmed(text, start, last)
    if span is not None:
        yield Quotation(*span, start, end, "block", signed.span("who") if signed else (0, 0))


def _between_marks(text: str, start: int, end: int) -> Iterator[Quotation]:
    edges = [start, *(match.end() for match in _PARAGRAPH.finditer(text, start, end)), end]
    for number, (low, high) in enumerate(pairwise(edges)):
        following = text[high : high + 1] if number + 2 < len(edges) else ""
        yield from _paragraph(text, low, high, following)


def _paragraph(text: str, low: int, high: int, following: str) -> Iterator[Quotation]:
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for match in _MARKS.finditer(text, low, high):
        mark, at = match[0], match.start()
        if mark in APOSTROPHES and _within_a_word(text, at):
            continue
        closes = next((depth for depth in range(len(opened) - 1, -1, -1) if mark in opened[depth][0]), None)
        before, behind = text[at - 1 : at] if at > low else "", text[at + 1 : at + 2] if at + 1 < high else ""
        if closes is not None and not (
            mark in STRAIGHT and mark in APOSTROPHES and (behind.isalnum() or before.isspace())
        ):
            pairs.append((opened[closes][1], at + 1))
            del opened[closes:]
        elif len(opened) < MOST_OPEN:
            closer = PAIRS.get(mark) or (LOW.get(mark) if behind and not behind.isspace() else None)
            if mark in STRAIGHT and behind and not behind.isspace() and not (mark == "'" and before.isalnum()):
                closer = mark
            if closer:
                opened.append((closer, at))
    if (
        opened
        and following
        and (following in PAIRS or following in STRAIGHT)
        and not any(start < opened[0][1] for start, _ in pairs if start > opened[0][1])
    ):
        mark = text[opened[0][1]]
        if mark not in APOSTROPHES and following == mark:  # speech that goes on in the next paragraph
            pairs = [pair for pair in pairs if pair[1] <= opened[0][1]]
            pairs.append((opened[0][1], high))
    reached = low
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if start < reached:
            continue
        reached = end
        span = _trimmed(text, start + 1, end - (text[end - 1] in "".join(LOW) + "".join(PAIRS.values()) + STRAIGHT))
        if span is not None:
            yield Quotation(*span, start, end, "marks")


def _within_a_word(text: str, at: int) -> bool:
    """Whether an apostrophe stands between two letters."""
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum() and at > 0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    found: list[Word] = words(text, start, end)
    return (found[0].start, found[-1].end) if found else None
