"""Corrects Word documents: the bytes of the runs that a correction touches, and a comment that says why."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.fix.comments import Comment, commented
from takhrij.fix.package import rewritten
from takhrij.fix.revisions import Cut, Tracking, revised
from takhrij.fix.runs import UNUSUAL, Part, Range
from takhrij.namedtuple import NamedTuple
from takhrij.text.formats.archive import Archive
from takhrij.text.formats.limits import Deadline
from takhrij.text.formats.word import main_part, related
from takhrij.text.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from takhrij.fix.edits import Correction, Edit
    from takhrij.fix.runs import Run, Text

ASIDE: Final = "it stands in a header, a footer or a comment"
BROKEN: Final = "a tab, a line end or a symbol stands within the words"
LOOKS: Final = "the words have several looks"
_SIGNED: Final = "signed: a correction would break the signature; takhrij check tells the corrections"
_NUMBERS: Final = re.compile(rb"""[\w.-]:id\s*=\s*["'](\d{1,10})["']""")


class _Piece(NamedTuple):
    """Bytes of one text, and the part that has them."""

    member: str
    run: Run
    text: Text
    place: Range


class WordDocument:
    """A Word document that can be corrected.

    Args:
        data: its bytes.
        tracked: when the corrections are made, as tracked changes with comments; without it they are made in place.

    Raises:
        InputError: it cannot be read, or is signed.
    """

    def __init__(self, data: bytes, tracked: datetime | None) -> None:
        self._data, self._tracked = data, tracked
        self.source = read_bytes(data, "docx")
        archive, deadline = self._opened()
        kinds = [kind for kind, _ in related(archive, "", deadline)]
        signatures = any(name.lower().startswith("_xmlsignatures/") for name in archive.names())
        if signatures or any("digital-signature" in kind for kind in kinds):
            raise InputError(_SIGNED)
        self._main = main_part(archive, deadline)
        self._related = related(archive, self._main, deadline)
        notes = {member for kind, member in self._related if kind.endswith(("/footnotes", "/endnotes"))}
        self._editable = {self._main, *notes}
        self._parts: dict[str, Part] = {}

    def refused(self, correction: Correction) -> str:
        """Why a correction cannot be made here; nothing where it can."""
        made = [self._pieces(edit) for edit in correction.edits]
        whys = [each for each in made if isinstance(each, str)]
        if whys:
            return whys[0]
        members = {piece.member for pieces in made if not isinstance(pieces, str) for piece in pieces}
        return "" if len(members) == 1 else UNUSUAL

    def written(self, corrections: Sequence[Correction]) -> bytes:
        """The document with corrections made, none of which is refused.

        Raises:
            InputError: its archive cannot be rewritten byte for byte.
        """
        numbers = self._numbers()
        tracking = Tracking(self._tracked.strftime("%Y-%m-%dT%H:%M:%SZ"), numbers) if self._tracked else None
        cuts: dict[str, list[tuple[Edit, Cut]]] = {}
        comments = []
        for correction in corrections:
            made = [(edit, self._pieces(edit)) for edit in sorted(correction.edits)]
            pieces = [(edit, each) for edit, found in made if not isinstance(found, str) for each in found]
            number = next(numbers) if tracking else -1
            comments.append(Comment(number, _said(correction)))
            cuts.setdefault(pieces[0][1].member, []).extend(_cuts(pieces, number))
        files: dict[str, bytes] = {}
        for member, listed in cuts.items():
            listed.sort(key=lambda item: (item[1].place.start, item[0].span))
            files[member] = revised(self._part(member), [cut for _, cut in listed], tracking)
        if tracking:
            archive, deadline = self._opened()
            files |= commented(archive, self._main, comments, tracking.author, deadline)
        return rewritten(self._data, files)

    def _opened(self) -> tuple[Archive, Deadline]:
        """The archive, with the time and the size of one reading: what is done between two does not count."""
        deadline = Deadline()
        return Archive(self._data, "a Word (.docx)", deadline), deadline

    def _part(self, member: str) -> Part:
        if member not in self._parts:
            archive, deadline = self._opened()
            self._parts[member] = Part(archive.read(member), member, deadline)
        return self._parts[member]

    def _numbers(self) -> Iterator[int]:
        """Numbers that no mark of the document has yet."""
        told = self._editable | {member for kind, member in self._related if kind.endswith("/comments")}
        archive, _ = self._opened()
        held = [archive.read(member) for member in sorted(told) if member in archive]
        used = {int(number) for data in held for number in _NUMBERS.findall(data)}
        return (number for number in count(1) if number not in used)

    def _pieces(self, edit: Edit) -> list[_Piece] | str:
        """Where the text of an edit stands, or why it cannot be edited there."""
        start, end = edit.span
        if start == end:
            before, after = self._stretch(start - 1, start), self._stretch(start, start + 1)
            if not isinstance(before, str):
                return [before[-1]._replace(place=Range(before[-1].place.end, before[-1].place.end))]
            if not isinstance(after, str):
                return [after[0]._replace(place=Range(after[0].place.start, after[0].place.start))]
            return after if before == BROKEN else before
        pieces = self._stretch(start, end)
        if isinstance(pieces, str):
            return pieces
        part = self._part(pieces[0].member)
        if edit.words and len({part.look(piece.run) for piece in pieces}) > 1:
            return LOOKS
        return pieces

    def _stretch(self, start: int, end: int) -> list[_Piece] | str:
        """The pieces of a range of the text, in order."""
        parts = None if self.source.reading is None else self.source.reading.parts
        if parts is None or start < 0 or start >= end:
            return BROKEN
        pieces: list[_Piece] = []
        reached = start
        for run in parts.runs(start, end):
            if run.start > reached:
                return BROKEN
            if run.member not in self._editable:
                return ASIDE
            part = self._part(run.member)
            found = part.at(run.byte)
            if found is None or found[1].why:
                return found[1].why if found else UNUSUAL
            first, last = max(start, run.start), min(end, run.end)
            lead, words = self.source.text[run.start : first], self.source.text[first:last]
            place = _place(part.data, run.byte, lead, words)
            piece = _Piece(run.member, *found, place)
            if pieces and pieces[-1].run.paragraph != piece.run.paragraph:
                return BROKEN
            if pieces and pieces[-1].text is piece.text:
                piece = piece._replace(place=Range(pieces.pop().place.start, place.end))
            pieces.append(piece)
            reached = last
        return pieces if reached == end else BROKEN


def _place(data: bytes, byte: int, lead: str, words: str) -> Range:
    """The bytes of words of which a run of text begins with others, at a byte."""
    if data[byte : byte + 1] == b"&":
        return Range(byte, data.index(b";", byte) + 1)
    if data[byte : byte + 2] == b"\r\n":
        return Range(byte, byte + 2)
    start = byte + len(lead.encode())
    return Range(start, start + len(words.encode()))


def _cuts(pieces: Sequence[tuple[Edit, _Piece]], number: int) -> Iterator[tuple[Edit, Cut]]:
    """The cuts of a correction; its comment stands around those of the first paragraph."""
    paragraph = pieces[0][1].run.paragraph
    last = max(at for at, (_, piece) in enumerate(pieces) if piece.run.paragraph == paragraph)
    first_of: dict[Edit, Run] = {}
    for at, (edit, piece) in enumerate(pieces):
        like = first_of.setdefault(edit, piece.run)
        ends = at + 1 == len(pieces) or pieces[at + 1][0] != edit
        yield edit, Cut(
            piece.run, piece.text, piece.place, edit.words if ends else "", like,
            number if at == 0 else -1, number if at == last else -1,
        )  # fmt: skip


def _said(correction: Correction) -> tuple[str, ...]:
    """The paragraphs of a comment."""
    finding = correction.finding
    if finding.name == "reference.wrong":  # its message names the first of the places that have the words
        return (f"{finding.name}: in the surah named, the words stand in {correction.source}",)
    lines = (f"{finding.name}: {finding.message}", finding.correction or "", correction.source)
    return tuple(dict.fromkeys(line for line in lines if line))
