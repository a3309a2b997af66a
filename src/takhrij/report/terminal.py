"""Lines for a terminal: cleaned of control characters, directions isolated, wrapped by cells, coloured or not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FSI: Final = "\u2068"
PDI: Final = "\u2069"
_LONGEST: Final = 60
"""Characters of a word that are shown."""
_KEPT: Final = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2\u0890\u0891")
"""Format characters that are part of the writing: joiners, the end of ayah, signs of numbers."""
_STYLES: Final = {
    "error": "1;31", "warning": "1;33", "note": "36", "good": "32", "place": "1", "label": "2", "changed": "31",
    "source": "32", "dim": "2",
}  # fmt: skip
_RIGHT_TO_LEFT: Final = (
    (0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF),
)  # fmt: skip
_LATIN: Final = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF))
_RUN: Final = "q{0,2}r(?:[^l]*r)?q{0,2}"
"""Right-to-left words with what stands between them but brackets, and marks of quotation at the ends: in the letters of `_Sides`."""


class _Sides(dict[int, str]):
    """A table for `str.translate`: each character as one letter.

    `r` is right-to-left, `l` a Latin letter or a bracket, `q` a mark of quotation, `o` any other.
    """

    def __missing__(self, code: int) -> str:
        if any(first <= code <= last for first, last in _RIGHT_TO_LEFT):
            side = "r"
        elif chr(code) in "()[]" or any(first <= code <= last for first, last in _LATIN):
            side = "l"
        else:
            side = "q" if chr(code) in "«»“”" else "o"
        self[code] = side
        return side


_SIDES: Final = _Sides()


class _Cleaner(dict[int, "str | None"]):
    """A table for `str.translate` that decides on each character when it first meets it."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        if category in ("Zs", "Zl", "Zp") or char in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85":
            clean: str | None = " "
        elif category == "Cs":
            clean = "\ufffd"
        elif category == "Cc" or (category == "Cf" and char not in _KEPT):
            clean = None
        else:
            clean = char
        self[code] = clean
        return clean


_CLEANER: Final = _Cleaner()


def clean(text: str) -> str:
    r"""`text` without control characters, terminal escapes and marks of direction; each run of white space one space.

    >>> clean("a\x1b[31m \u202eb\r\n c")
    'a[31m b c'
    """
    return " ".join(part for part in text.translate(_CLEANER).split(" ") if part)


class _Shower(dict[int, "str | None"]):
    """A table for `str.translate` that keeps lines and shows control characters."""

    def __missing__(self, code: int) -> str | None:
        if chr(code) in "\t\n ":
            shown: str | None = chr(code)
        elif code < 0x20:
            shown = chr(0x2400 + code)
        elif 0x7F <= code < 0xA0:
            shown = "\ufffd"
        elif code in (0x2028, 0x2029):
            shown = "\n"
        else:
            shown = _CLEANER[code]
        self[code] = shown
        return shown


_SHOWER: Final = _Shower()


def visible(text: str) -> str:
    r"""`text` with its lines and spaces, where control characters show and marks of direction are left out.

    >>> visible("a\x1b[31m \u202eb\r\n c")
    'a␛[31m b\n c'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWER)


def cells(text: str) -> int:
    """The columns `text` takes on a terminal: marks take none, wide characters two.

    >>> cells("abc"), cells("قَالَ"), cells("水")
    (3, 3, 2)
    """
    if text.isascii():
        return len(text)
    width = 0
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def shorten(text: str, words: int, *, keep: str = "ends") -> str:
    """At most about `words` words of `text`, an ellipsis for the rest; `keep` is `ends`, `start` or `end`.

    >>> shorten("one two three four five", 2), shorten("one two three", 1, keep="start")
    ('one … five', 'one …')
    """
    parts = [part if len(part) <= _LONGEST else part[:_LONGEST] + "…" for part in text.split()]
    if len(parts) <= words + 1:
        return " ".join(parts)
    if keep == "start":
        return " ".join([*parts[:words], "…"])
    if keep == "end":
        return " ".join(["…", *parts[-words:]])
    tail = words // 2
    return " ".join([*parts[: words - tail], "…", *parts[len(parts) - tail :]])


class Piece(NamedTuple):
    """A stretch of one line: its text, its style, whether its direction is isolated from what surrounds it."""

    text: str
    style: str = ""
    isolated: bool = False
    joined: bool = False
    """Whether it stands in the isolate of the piece before it."""


def quoted(*parts: tuple[str, str]) -> list[Piece]:
    """A stretch of someone's text, as parts with their styles: one isolate if it holds right-to-left words.

    >>> quoted(("plain", ""))
    [Piece(text='plain', style='', isolated=False, joined=False)]
    """
    isolated = any("r" in text.translate(_SIDES) for text, _ in parts if not text.isascii())
    return [Piece(text, style, isolated, isolated and number > 0) for number, (text, style) in enumerate(parts)]


def mixed(text: str, style: str = "") -> list[Piece]:
    """A sentence of ours with words of other scripts in it: each run of right-to-left words is isolated.

    >>> [piece.text for piece in mixed("reads قال تعالى here") if piece.isolated]
    ['قال تعالى']
    """
    text = clean_keeping_edges(text)
    if text.isascii():
        return [Piece(text, style)]
    pieces, done = [], 0
    for match in re.finditer(_RUN, text.translate(_SIDES)):
        pieces.append(Piece(text[done : match.start()], style))
        pieces.append(Piece(text[match.start() : match.end()], style, isolated=True))
        done = match.end()
    pieces.append(Piece(text[done:], style))
    return [piece for piece in pieces if piece.text]


def clean_keeping_edges(text: str) -> str:
    """Like `clean`, but a space at an edge stays, so that pieces can be put side by side."""
    inside = clean(text)
    if not inside:
        return " " if any(char.isspace() for char in text) else ""
    return (" " if text[0].isspace() else "") + inside + (" " if text[-1].isspace() else "")


class _Atom(NamedTuple):
    """A run of characters without white space, within one piece."""

    text: str
    style: str
    isolate: int
    """Which isolate it stands in, 0 for none."""


class Paper:
    """Writes rows at a width, in colour or not.

    Args:
        width: columns of the terminal, 20 or more.
        color: whether to write colours.
    """

    __slots__ = ("color", "width")

    def __init__(self, width: int = 100, *, color: bool = False) -> None:
        self.width = max(width, 20)
        self.color = color

    def lines(self, pieces: Iterable[Piece], *, first: str = "", indent: str = "", style: str = "") -> Iterator[str]:
        """The pieces as lines: the first begins with `first` (in `style`), the others with `indent`."""
        room = self.width - len(indent)
        line: list[list[_Atom]] = []
        used = cells(first) - len(indent)
        head = self._styled(first, style)
        for word in _words(pieces, room):
            width = sum(cells(atom.text) for atom in word)
            if (line and used + 1 + width > room) or (not line and used > 0 and used + width > room):
                yield head + self._line(line)
                head, line, used = indent, [], 0
            used += width + (1 if line else 0)
            line.append(word)
        yield head + self._line(line) if line else self._styled(first.rstrip(" "), style)

    def _line(self, words: list[list[_Atom]]) -> str:
        out: list[str] = []
        last: _Atom | None = None
        for word in words:
            for number, atom in enumerate(word):
                space = " " if number == 0 and last is not None else ""
                same = last is not None and last.isolate == atom.isolate
                if last is not None and last.isolate and not same:
                    out.append(PDI)
                out.append(space)
                if atom.isolate and not same:
                    out.append(FSI)
                out.append(self._styled(atom.text, atom.style))
                last = atom
        if last is not None and last.isolate:
            out.append(PDI)
        return "".join(out)

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and style and text else text


def _words(pieces: Iterable[Piece], room: int) -> Iterator[list[_Atom]]:
    """The pieces cut at white space; a word wider than the room is cut into parts that fit."""
    word: list[_Atom] = []
    isolate = 0
    for piece in pieces:
        isolate += piece.isolated and not piece.joined
        text = clean_keeping_edges(piece.text)
        for number, part in enumerate(text.split(" ")):
            if number and word:
                yield word
                word = []
            for stretch in _fitting(part, room):
                if word and sum(cells(atom.text) for atom in word) + cells(stretch) > room:
                    yield word
                    word = []
                word.append(_Atom(stretch, piece.style, isolate if piece.isolated else 0))
    if word:
        yield word


def _fitting(part: str, room: int) -> Iterator[str]:
    """`part` in stretches of at most `room` columns; a mark stays with its letter."""
    if len(part) <= room // 2 or cells(part) <= room:
        if part:
            yield part
        return
    start = width = 0
    for at, char in enumerate(part):
        size = cells(char)
        if width + size > room and at > start:
            yield part[start:at]
            start, width = at, 0
        width += size
    yield part[start:]
