"""What the document presents as quotations: stretches between marks or tags, and what follows an introducer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from takhrij.find.candidate import Candidate
from takhrij.find.marks import Pair, pair_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.find.document import Document
    from takhrij.kernel import Region
    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Reference

TRIM: Final = " \t\r\n\u00a0*_~\"'«»“”„‘’﴾﴿{}()[]<>|`"
"""What no quotation begins or ends with."""
TRIM_START: Final = TRIM + ".…،,:;؛-–—"
TRIM_END: Final = TRIM + ".…،,:;؛-–—"
BEFORE_BRACKET: Final = 12
"""Code points between an introducer and a bracket."""
TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z_-]{1,30})>")


def tag_pairs(text: str, quotes: list[tuple[int, str]], tags: dict[str, str]) -> list[Pair]:
    """The stretches between tags that are named for a quotation, such as `<aya_start>` and `<aya_end>`.

    >>> [pair.name for pair in tag_pairs("<aya>قل</aya>", [(0, "<"), (7, "<")], {"aya": "ayah"})]
    ['tag-ayah']
    """
    found: list[Pair] = []
    opened: tuple[int, int, str] | None = None
    for at, char in quotes:
        if char != "<" or (tag := TAG.match(text, at)) is None:
            continue
        name = tag[2].lower()
        stem = name.removesuffix("_start").removesuffix("_end").rpartition("_")[2]
        if stem not in tags:
            continue
        closing = bool(tag[1]) or name.endswith("_end")
        if closing and opened is not None and opened[2] == stem:
            found.append(Pair(opened[0], opened[1], at, tag.end(), f"tag-{tags[stem]}", "verse"))
            opened = None
        elif not closing:
            opened = (at, tag.end(), stem)
    return found


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the marks, spaces and full stops at its ends."""
    while start < end and text[start] in TRIM_START:
        start += 1
    while end > start and text[end - 1] in TRIM_END:
        end -= 1
    return start, end


class SlotFinder:
    """Finds the slot of regions that overlaps a range of tokens most."""

    def __init__(self, document: Document) -> None:
        self.slots = document.slots
        self.starts = [slot[0].doc_start for slot in document.slots]
        self.places = [document.starts[token] for token in self.starts]

    def begins_within(self, start: int, end: int) -> bool:
        """Whether a region begins between two code points."""
        place = bisect_left(self.places, start)
        return place < len(self.places) and self.places[place] < end

    def best(self, first: int, last: int) -> list[Region]:
        """The slot that shares most tokens with [first, last), or an empty list."""
        best: list[Region] = []
        most = 0
        at = bisect_left(self.starts, last) - 1
        for place in range(at, max(-1, at - 4), -1):
            region = self.slots[place][0]
            common = min(last, region.doc_end) - max(first, region.doc_start)
            if common > most:
                best, most = self.slots[place], common
        return best


def pairs_of(document: Document, tables: Tables) -> list[Pair]:
    """The pairs of marks and tags of a document, in order of place."""
    pairs = pair_marks(document.text, document.quotes, tables.marks)
    tags = tag_pairs(document.text, document.quotes, tables.tags)
    return sorted([*pairs, *tags], key=lambda pair: (pair.start, -pair.end)) if tags else pairs


def marked(document: Document, pairs: list[Pair], slots: SlotFinder) -> Iterator[Candidate]:
    """The stretches between marks or tags that have words, in order of place.

    A bracket is one only where something speaks for it: shared words inside, an introducer or a colon before it, or another
    bracket right behind it that could hold its reference.
    """
    text = document.text
    said = [document.ends[cue.end - 1] for cue in document.cues if cue.value == "said"]
    for pair in pairs:
        if pair.use == "bracket" and not _speaks_for(text, pair, slots, said):
            continue
        start, end = trimmed(text, pair.inner_start, pair.inner_end)
        if start >= end:
            continue
        first, last = document.tokens(start, end)
        if last <= first:
            continue
        yield Candidate(start, end, first, last, pair.start, pair.end, pair, slot=slots.best(first, last))


def _speaks_for(text: str, pair: Pair, slots: SlotFinder, said: list[int]) -> bool:
    if text[pair.start - 2 : pair.start].rstrip()[-1:] == ":" or text[pair.end : pair.end + 2].lstrip()[:1] in (
        "(",
        "[",
    ):
        return True
    place = bisect_left(said, pair.start)
    if place and pair.start - said[place - 1] <= BEFORE_BRACKET:
        return True
    return slots.begins_within(pair.start, pair.end)


STOPS: Final = re.compile(r"\n|[«“﴿{\"(\[<`]|\.(?=\s|$)|[؟?!](?=\s|$)")
OPENS: Final = " \t*_،,-–—"
LONGEST: Final = 2000


class Unmarked:
    """Finds quotations that no mark encloses: after an introducer or a colon, and before a reference."""

    def __init__(self, document: Document, slots: SlotFinder, taken: list[tuple[int, int]]) -> None:
        """Make a finder.

        Args:
            document: the document.
            slots: its regions.
            taken: ranges of code points between marks, in order of place; what they hold is found there.
        """
        self.document = document
        self.slots = slots
        self.taken = taken

    def introduced(self) -> Iterator[Candidate]:
        """What follows an introducer with no mark: to the end of the sentence or to a mark."""
        text = self.document.text
        last_end = -1
        for cue in self.document.cues:
            if cue.role not in ("quran", "hadith", "honorific"):
                continue
            at = self.document.ends[cue.end - 1]
            if cue.value == "said":
                start = at
            else:  # a noun or a name introduces only where a colon ends the words after it
                start = text.find(":", at, at + 90)
                if start < 0 or "\n" in text[at:start]:
                    continue
            start = self._open(start)
            if start <= last_end or self._inside(at):
                continue
            made = self._until_stop(start, (cue.role, cue.value))
            if made is not None:
                last_end = made.start
                yield made

    def fenced(self) -> Iterator[Candidate]:
        """What stands between two code fences."""
        text = self.document.text
        at = text.find("```")
        while at >= 0:
            end = text.find("```", at + 3)
            if end < 0:
                return
            if end - at <= LONGEST:
                made = self._candidate(
                    text.find("\n", at, end) if "\n" in text[at:end] else at + 3, end, ("mark", "fence")
                )
                if made is not None:
                    yield made
            at = text.find("```", end + 3)

    def referred(self, references: list[Reference]) -> Iterator[Candidate]:
        """The sentence or line before a reference in brackets."""
        text = self.document.text
        for reference in references:
            if not reference.enclosed or self._inside(reference.span.start):
                continue
            end = reference.span.start
            while end > 0 and text[end - 1] in "([{ \t*.":
                end -= 1
            start = (
                max(text.rfind("\n", 0, end), text.rfind(":", 0, end), text.rfind("»", 0, end), text.rfind(")", 0, end))
                + 1
            )
            if end - start > LONGEST or self._inside(end - 1):
                continue
            made = self._candidate(start, end, ("reference", reference.kind))
            if made is not None:
                yield made

    def _open(self, at: int) -> int:
        text = self.document.text
        start = at
        while start < len(text) and (
            text[start] in OPENS or text[start] == ":" or (text[start] == "\n" and ":" in text[at:start])
        ):
            start += 1
        return start

    def _inside(self, at: int) -> bool:
        place = bisect_right(self.taken, (at, len(self.document.text)))
        return any(low < at < high for low, high in self.taken[max(0, place - 3) : place])

    def _until_stop(self, start: int, cue: tuple[str, str]) -> Candidate | None:
        stop = STOPS.search(self.document.text, start, start + LONGEST)
        return self._candidate(start, stop.start() if stop else min(len(self.document.text), start + LONGEST), cue)

    def _candidate(self, start: int, end: int, cue: tuple[str, str]) -> Candidate | None:
        start, end = trimmed(self.document.text, start, end)
        first, last = self.document.tokens(start, end) if end > start else (0, 0)
        if last <= first:
            return None
        return Candidate(start, end, first, last, start, end, None, cue, self.slots.best(first, last))
