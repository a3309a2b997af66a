"""Lines of a page, whose characters are known by where they stand, in the order in which they are read."""

from __future__ import annotations

import unicodedata
from typing import Final

from takhrij.namedtuple import NamedTuple

_KEPT: Final = frozenset("﴾﴿ﷺﷻ﷽")
"""Presentation forms that are characters of their own."""
_RIGHT: Final = frozenset(("R", "AL"))
_NUMBER: Final = frozenset(("EN", "AN"))
_JOINING: Final = "CS"
"""What stands within a number: 2:153, 1.5."""
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
PAIRS: Final = {"(": ")", "[": "]", "{": "}"}


class Cluster(NamedTuple):
    """A letter with its marks, or another sign, on a line."""

    text: str
    left: float
    right: float


def plain(text: str) -> str:
    """The letters that presentation forms stand for.

    >>> plain("ﻻﻮ ﴿ﷺ")
    'لاو ﴿ﷺ'
    """
    if not any("\ufb50" <= char <= "\ufeff" for char in text):
        return text
    return "".join(
        unicodedata.normalize("NFKC", char) if "\ufb50" <= char <= "\ufefc" and char not in _KEPT else char
        for char in text
    )


def kind_of(text: str) -> str:
    """The direction of a cluster: `R` or `L` of letters, `N` of digits, `J` of what joins digits, `W` of white space."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _RIGHT:
            return "R"
        if kind == "L":
            return "L"
        if kind in _NUMBER:
            return "N"
        if kind == _JOINING:
            return "J"
        if kind != "NSM":
            return "W" if char.isspace() else ""
    return ""


def logical(texts: list[str], *, right_to_left: bool) -> list[str]:
    """Clusters that stand from left to right, in the order in which they are read.

    It undoes what the Unicode bidirectional algorithm does to a line; where two texts look alike, the likelier.

    Args:
        texts: the clusters from left to right.
        right_to_left: whether the line is one of a text that runs from right to left.

    >>> "".join(logical([*"351 :ةرقبلا يف"], right_to_left=True))
    'في البقرة: 351'
    >>> "".join(logical([*"verse ةرقبلا here"], right_to_left=False))
    'verse البقرة here'
    """
    kinds = [kind_of(text) for text in texts]
    _join_numbers(kinds)
    order = _right_to_left(kinds) if right_to_left else _left_to_right(kinds)
    return [texts[at] for at in order]


def _join_numbers(kinds: list[str]) -> None:
    """A sign between digits is part of the number."""
    for at, kind in enumerate(kinds):
        if kind == "J":
            inside = 0 < at < len(kinds) - 1 and kinds[at - 1] == kinds[at + 1] == "N"
            kinds[at] = "N" if inside else ""


def _right_to_left(kinds: list[str]) -> list[int]:
    order: list[int] = []
    at = len(kinds) - 1
    while at >= 0:
        start = at
        if kinds[at] == "N":
            while start > 0 and kinds[start - 1] == "N":
                start -= 1
        if kinds[at] in ("L", "N"):  # words and numbers between them read from left to right
            reach = start
            while reach > 0 and kinds[reach - 1] != "R":
                reach -= 1
                if kinds[reach] == "L":
                    start = reach
        order += range(start, at + 1)
        at = start - 1
    return order


def _left_to_right(kinds: list[str]) -> list[int]:
    order: list[int] = []
    at = 0
    while at < len(kinds):
        end = at
        if kinds[at] == "R" or (kinds[at] == "N" and _of_right(kinds, at)):
            reach = at
            while reach < len(kinds) and kinds[reach] != "L":
                if kinds[reach] == "R":
                    end = reach
                reach += 1
            order += (at + place for place in _right_to_left(kinds[at : end + 1]))
        else:
            order.append(at)
        at = end + 1
    return order


def _of_right(kinds: list[str], at: int) -> bool:
    """Whether a number stands at the left end of words that run from right to left, and is theirs."""
    after = at
    while after < len(kinds) and kinds[after] == "N":
        after += 1
    gap = after
    while gap < len(kinds) and kinds[gap] in ("", "W"):
        gap += 1
    before = at - 1
    while before >= 0 and kinds[before] == "W":
        before -= 1
    own = before < 0 or kinds[before] != "L"
    return own and gap < len(kinds) and kinds[gap] == "R" and gap - after <= 2


def mirrored(text: str) -> str:
    """A bracket as its counterpart."""
    return text.translate(_MIRRORED)


def turned(line: str) -> int:
    """How many more brackets of a line close before they open than open before they close.

    >>> turned("(a) [b]"), turned(")a( b"), turned("a)")
    (-2, 1, 0)
    """
    found, opened = 0, ""
    for char in line:
        if char in PAIRS:
            if opened == PAIRS[char]:
                found, opened = found + 1, ""
            else:
                opened = char
        elif char in PAIRS.values():
            if opened and PAIRS.get(opened) == char:
                found, opened = found - 1, ""
            else:
                opened = char
    return found
