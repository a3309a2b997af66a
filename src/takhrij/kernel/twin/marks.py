"""Pairs the marks of quotation: what each encloses, nested pairs included.

Marks that differ are paired by kind, the inner first. Marks that open and close alike (`"`) are paired left to right
within a paragraph, by what stands beside them. One pass, whatever the number of marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.kernel.twin.document import Document
    from takhrij.kernel.twin.index import Index

VERSE_MARK, QUOTE_MARK, BRACKET = range(3)
"""What marks are used for."""
LONGEST: Final = 4000
"""Code points that a pair encloses at most; an opening mark with no partner so near is none."""
NAMES: Final = 32
"""Marks of a higher number are not paired."""
SPACES: Final = " \t\n\r\u00a0\u202f\u2009"
BEFORE_OPENING: Final = SPACES + "([{«“:،؛,;-–—*_>|"
AFTER_CLOSING: Final = SPACES + ")]}»”:،؛,;.!?؟…-–—*_<|"


class Mark(NamedTuple):
    """A row of the table of marks."""

    opening: int
    closing: int
    name: int
    use: int
    doubled: int
    """The number of the name that two in a row on both sides have; 0 when that is nothing else."""


class Pair(NamedTuple):
    """A pair of marks: the places outside them and inside them, half-open."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    name: int
    use: int


def marks_of(index: Index) -> list[Mark]:
    """The marks that the index knows."""
    numbers = index.marks.tolist()
    return [Mark(*numbers[at : at + 5]) for at in range(0, len(numbers) // 5 * 5, 5)]


def pair_marks(document: Document) -> list[Pair]:
    """The pairs of a document in the order in which they begin, an outer one before those inside it."""
    pairing = _Pairing(document.text, marks_of(document.index))
    for at, character in document.tokens.quotes:
        pairing.mark(at, character)
    return pairing.joined()


class _Pairing:
    """Pairs marks, one after the other."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text = text
        self.marks = [mark for mark in marks if mark.name < NAMES]
        self.openers = {mark.opening: mark for mark in self.marks}
        """Of several marks that open alike, the last says what it is."""
        self.partners: dict[tuple[int, int], Mark] = {}
        for mark in marks:
            self.partners.setdefault((mark.opening, mark.closing), mark)
        self.doubled = {mark.name: mark.doubled for mark in marks if mark.doubled}
        self.waiting: dict[int, list[int]] = {mark.name: [] for mark in self.marks}
        self.pairs: list[Pair] = []

    def mark(self, at: int, character: int) -> None:
        """The next mark of the document."""
        opener = self.openers.get(character)
        if opener is not None and opener.closing == character:
            self._toggle(at, opener)
        elif not self._close(at, character) and opener is not None:
            self.waiting[opener.name].append(at)

    def _toggle(self, at: int, mark: Mark) -> None:
        """A mark that opens and closes alike."""
        before = self.text[at - 1] if at else "\n"
        after = self.text[at + 1] if at + 1 < len(self.text) else "\n"
        opens = before in BEFORE_OPENING and after not in SPACES
        closes = after in AFTER_CLOSING and before not in SPACES
        waiting = self.waiting[mark.name]
        if waiting:
            opened = waiting.pop()
            if not self._apart(opened, at, closes) and (closes or not opens):
                self._add(opened, at, mark)
                return
        if opens or not closes:
            waiting.append(at)

    def _apart(self, opened: int, at: int, closes: bool) -> bool:
        """Whether two marks are too far from each other, or an end of a line parts them, or a paragraph's at least."""
        if at - opened > LONGEST:
            return True
        parted = self.text.find("\n\n" if closes else "\n", opened, at)
        return parted >= 0

    def _close(self, at: int, character: int) -> bool:
        """Whether a mark closed one that waits: the pair is added when they are near enough."""
        for mark in self.marks:
            waiting = self.waiting[mark.name]
            if mark.closing != character or not waiting:
                continue
            partner = self.partners.get((ord(self.text[waiting[-1]]), character))
            if partner is not None:
                opened = waiting.pop()
                if at - opened <= LONGEST:
                    self._add(opened, at, partner)
                return True
        return False

    def _add(self, opened: int, at: int, mark: Mark) -> None:
        self.pairs.append(Pair(opened, opened + 1, at, at + 1, mark.name, mark.use))

    def joined(self) -> list[Pair]:
        """The pairs in order; two marks in a row on both sides are one, where the table has a name for that."""
        return list(_joined(sorted(self.pairs, key=lambda pair: (pair.start, -pair.end)), self.doubled))


def _joined(pairs: Iterable[Pair], doubled: dict[int, int]) -> list[Pair]:
    joined: list[Pair] = []
    for pair in pairs:
        outer = joined[-1] if joined else None
        if (
            outer is not None
            and pair.name in doubled
            and outer.name == pair.name
            and (outer.start + 1, outer.end - 1) == (pair.start, pair.end)
        ):
            joined[-1] = Pair(outer.start, pair.inner_start, pair.inner_end, outer.end, doubled[pair.name], QUOTE_MARK)
        else:
            joined.append(pair)
    return joined
