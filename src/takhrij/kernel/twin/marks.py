"""Pairs the marks of quotation: what each encloses, nested pairs included.

Marks that differ are paired by kind, the inner first. Marks that open and close alike (`"`) are paired left to right
within a paragraph, by what stands beside them. One pass, whatever the number of marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.library.tables import Mark

LONGEST: Final = 4000
"""Code points that a pair encloses at most; an opening mark with no partner so near is none."""
SPACES: Final = " \t\n\r\u00a0\u202f\u2009"
BEFORE_OPENING: Final = SPACES + "([{«“:،؛,;-–—*_>|"
AFTER_CLOSING: Final = SPACES + ")]}»”:،؛,;.!?؟…-–—*_<|"


class Pair(NamedTuple):
    """A pair of marks: the code points outside them and inside them, half-open."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    name: str
    use: str


def pair_marks(text: str, quotes: Iterable[tuple[int, str]], marks: Sequence[Mark]) -> list[Pair]:
    """The pairs of a text in the order in which they begin, an outer one before those inside it.

    >>> from takhrij.library.tables import Mark
    >>> pairs = pair_marks('a «b “c” d» e', [(2, "«"), (5, "“"), (7, "”"), (10, "»")],
    ...                    [Mark("«", "»", "guillemets", "quote"), Mark("“", "”", "curly", "quote")])
    >>> [(pair.name, pair.start, pair.end) for pair in pairs]
    [('guillemets', 2, 11), ('curly', 5, 8)]
    """
    openers = {mark.opening: mark for mark in marks}
    partners = {(mark.opening, mark.closing) for mark in marks}
    closers: dict[str, list[str]] = {}
    for mark in marks:
        closers.setdefault(mark.closing, []).append(mark.name)
    waiting: dict[str, list[int]] = {mark.name: [] for mark in marks}
    found: list[Pair] = []
    for at, char in quotes:
        opener = openers.get(char)
        if opener is not None and opener.closing == char:
            _toggle(text, at, opener, waiting[opener.name], found)
            continue
        for name in closers.get(char, ()):
            stack = waiting[name]
            if stack and (text[stack[-1]], char) in partners:
                opened = stack.pop()
                if at - opened <= LONGEST:
                    found.append(Pair(opened, opened + 1, at, at + 1, name, openers[text[opened]].use))
                break
        else:
            if opener is not None:
                waiting[opener.name].append(at)
    found.sort(key=lambda pair: (pair.start, -pair.end))
    return _doubled(found)


def _toggle(text: str, at: int, mark: Mark, waiting: list[int], found: list[Pair]) -> None:
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    opens = before in BEFORE_OPENING and after not in SPACES
    closes = after in AFTER_CLOSING and before not in SPACES
    if waiting:
        opened = waiting.pop()
        near = at - opened <= LONGEST
        line = near and text.find("\n", opened, at) >= 0
        apart = not near or (line and (not closes or text.find("\n\n", opened, at) >= 0))
        if not apart and (closes or not opens):
            found.append(Pair(opened, opened + 1, at, at + 1, mark.name, mark.use))
            return
    if opens or not closes:
        waiting.append(at)


def _doubled(found: list[Pair]) -> list[Pair]:
    """Two parentheses in a row on both sides are one mark."""
    joined: list[Pair] = []
    for pair in found:
        if joined and pair.name == "parentheses" == joined[-1].name:
            outer = joined[-1]
            if outer.start + 1 == pair.start and pair.end + 1 == outer.end:
                joined[-1] = Pair(
                    outer.start, pair.inner_start, pair.inner_end, outer.end, "double-parentheses", "quote"
                )
                continue
        joined.append(pair)
    return joined
