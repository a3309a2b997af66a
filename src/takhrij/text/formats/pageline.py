"""Glyphs of a page, put together to letters and lines by where they stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.text.formats.bidi import Cluster, kind_of, logical, mirrored, plain, turned

if TYPE_CHECKING:
    from collections.abc import Iterable

SPACE: Final = 0.18
"""A gap between letters that is a space, in sizes of the font."""
COLUMN: Final = 2.0
"""A gap that parts cells or columns, likewise."""
SAME_LINE: Final = 0.5
"""How far apart the feet of letters of one line are at most, likewise."""
SMALL: Final = 0.87
"""The size of the number of a note, of the largest letters of its line, at most."""
RAISED: Final = 0.15
"""How far it is raised at least, likewise."""
UNKNOWN: Final = "\ufffd"


class Glyph(NamedTuple):
    """What one sign of a page stands for, and where it stands, in points from the bottom left."""

    text: str
    left: float
    right: float
    foot: float
    size: float


class Line(NamedTuple):
    """A line of a page, in the order in which it is read."""

    text: str
    left: float
    right: float
    foot: float
    size: float


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """The lines of a page from top to bottom, letters in the order in which they are read."""
    whole = runs_right_to_left("".join(glyph.text for glyph in glyphs))
    found = [_line(each, of_page=whole) for each in _grouped(_with_marks(glyphs))]
    return [line for line in found if line.text.strip()]


def unturned(pages: Iterable[list[Line]]) -> list[list[Line]]:
    """The same lines, with the brackets of text from right to left turned where the file has them as they look."""
    found = [*pages]
    if sum(turned(line.text) for page in found for line in page if runs_right_to_left(line.text)) <= 0:
        return found
    return [
        [line._replace(text=mirrored(line.text)) if runs_right_to_left(line.text) else line for line in page]
        for page in found
    ]  # fmt: skip


def _with_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Letters with their marks.

    In a line that is written down from left to right, an Arabic mark comes before its letter, as it would in a mirror; in
    one that is written down as it is read, after it. Where the letters beside it stand tells which.
    """
    out: list[Glyph] = []
    waiting: list[Glyph] = []
    for glyph, following in zip(glyphs, chain(glyphs[1:], (None,)), strict=False):
        mark = _mark(glyph, following)
        if mark:
            waiting.append(glyph._replace(text=mark))
            continue
        letter = glyph
        if waiting:
            before = out[-1] if out and abs(out[-1].foot - glyph.foot) <= SAME_LINE * glyph.size else None
            if _of_right_to_left(waiting[0].text) and glyph.text.strip() and _comes_first(waiting[0], before, glyph):
                letter = glyph._replace(text=glyph.text + "".join(mark.text for mark in reversed(waiting)))
                waiting = []
            else:
                _append(out, waiting)
        out.append(letter)
    _append(out, waiting)
    return out


def _comes_first(mark: Glyph, before: Glyph | None, after: Glyph) -> bool:
    """Whether a mark belongs to the letter after it, and not to the one before it in the file."""
    if before is None:
        return True
    near = 0.3 * after.size
    if abs(after.left - before.right) <= near:
        return True
    if abs(before.left - after.right) <= near:
        return False
    return _aside(mark, after) <= _aside(mark, before)  # a run of letters begins here


def _aside(mark: Glyph, letter: Glyph) -> float:
    at = (mark.left + mark.right) / 2
    return max(letter.left - at, at - letter.right, 0.0)


def _append(letters: list[Glyph], marks: list[Glyph]) -> None:
    if letters and marks:
        letters[-1] = letters[-1]._replace(text=letters[-1].text + "".join(mark.text for mark in marks))
    marks.clear()


def _mark(glyph: Glyph, following: Glyph | None) -> str:
    """The marks that a glyph is, or nothing. One without width may be said to be its letter, too, which follows."""
    text = glyph.text
    if following is not None and glyph.right <= glyph.left and len(text) > 1 and text[0] == following.text[:1]:
        text = text[1:]
    return text if text and all(unicodedata.category(char) == "Mn" for char in text) else ""


def _of_right_to_left(mark: str) -> bool:
    return "\u0590" <= mark[0] <= "\u08ff"


def _grouped(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by lines, from top to bottom; the largest first, so that a raised number joins its line."""
    groups: list[list[Glyph]] = []
    feet: list[float] = []  # of the groups, from the lowest to the highest
    order: list[int] = []
    for glyph in sorted(glyphs, key=lambda each: -each.size):
        at = bisect_left(feet, glyph.foot)
        near = [place for place in (at - 1, at) if 0 <= place < len(feet)]
        best = min(near, key=lambda place: abs(feet[place] - glyph.foot), default=-1)
        if best >= 0 and abs(feet[best] - glyph.foot) <= SAME_LINE * groups[order[best]][0].size:
            groups[order[best]].append(glyph)
        else:
            feet.insert(at, glyph.foot)
            order.insert(at, len(groups))
            groups.append([glyph])
    return [groups[number] for number in reversed(order)]


def _line(glyphs: list[Glyph], *, of_page: bool) -> Line:
    clusters: list[Cluster] = []
    foot, size = median(glyph.foot for glyph in glyphs), max(glyph.size for glyph in glyphs)
    for glyph in _left_to_right([each for each in glyphs if not _mark_of_note(each, foot, size)]):
        if clusters:
            gap = glyph.left - clusters[-1].right
            blank = not clusters[-1].text.strip() or not glyph.text.strip()
            if gap > COLUMN * glyph.size:
                clusters.append(Cluster("\t", clusters[-1].right, glyph.left))
            elif gap > SPACE * glyph.size and not blank:
                clusters.append(Cluster(" ", clusters[-1].right, glyph.left))
        text = plain(glyph.text)
        if text.strip() or not (clusters and clusters[-1].text in (" ", "\t")):
            clusters.append(Cluster(text if text.strip() else " ", glyph.left, glyph.right))
    texts = [cluster.text for cluster in clusters]
    text = "".join(logical(texts, right_to_left=runs_right_to_left("".join(texts), otherwise=of_page)))
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return Line(text.strip(" "), left, right, foot, size)


def _left_to_right(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs of a line from left to right. Letters that overlap keep the order in which the file has them."""
    keyed: list[tuple[float, bool, int, Glyph]] = []
    for run in _runs([glyph for glyph in glyphs if glyph.text.strip()]):
        reached = run[0].left
        for glyph in run:
            reached = max(reached, glyph.left)
            keyed.append((reached, True, len(keyed), glyph))
    keyed += [(glyph.left, False, at, glyph) for at, glyph in enumerate(glyphs) if not glyph.text.strip()]
    return [glyph for _, _, _, glyph in sorted(keyed)]


def _runs(letters: list[Glyph]) -> list[list[Glyph]]:
    """Letters that the file has one beside another, each run from left to right."""
    runs: list[list[Glyph]] = []
    turns: list[int] = []
    for letter in letters:
        turn = _turn(runs[-1][-1], letter) if runs else None
        if turn is None or turn * turns[-1] < 0:
            runs.append([letter])
            turns.append(0)
        else:
            runs[-1].append(letter)
            turns[-1] = turns[-1] or turn
    return [
        run if turn > 0 else run[::-1] if turn < 0 else sorted(run, key=lambda letter: letter.left)
        for run, turn in zip(runs, turns, strict=True)
    ]  # fmt: skip


def _turn(before: Glyph, after: Glyph) -> int | None:
    """Whether a letter follows to the right (1), to the left (-1), over the one before (0), or elsewhere."""
    near = 0.3 * after.size
    if after.right <= before.left + near and after.left < before.left:
        return -1 if after.right >= before.left - after.size else None
    if after.left < before.left:
        return 0
    return 1


def _mark_of_note(glyph: Glyph, foot: float, size: float) -> bool:
    """Whether it is a small raised digit."""
    return glyph.size < SMALL * size and glyph.foot > foot + RAISED * size and glyph.text.isdecimal()


def runs_right_to_left(text: str, *, otherwise: bool = False) -> bool:
    """Whether most letters of a text run from right to left; `otherwise`, where as many or none do."""
    kinds = [kind_of(char) for char in text]
    right, left = kinds.count("R"), kinds.count("L")
    return right > left or (right == left and otherwise)
