"""A stretch of the document that may be a quotation, with what the kernel's evidence says of it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.find.document import Document
    from takhrij.kernel import Region
    from takhrij.resolve.record import Reference


class Candidate:
    """A possible quotation. Offsets are code points of the document, half-open; tokens are words.

    Attributes:
        start, end: the words.
        first, last: its tokens, half-open.
        outer_start, outer_end: its marks, or the words where there are none.
        mark: the number of its marks' name, 0 where there are none.
        cue: the kind of the cue that introduces it without marks.
        region: what it shares with the Qur'an, where it was found by that.
        flags: what the kernel noticed beside it (`MAY_FOLLOW` and others of `takhrij.kernel`).
        ayah, matn: how far the evidence speaks for a verse and for a hadith, against none; thousandths.
        after: the references that follow it.
        codes: the features, where they were asked for (`takhrij.library.features`).
        inner_chain: code points within the marks that lead up to the words: a chain, or "the Prophet said".
        inner: references within the marks, behind the words.
    """

    __slots__ = (
        "_document", "_regions", "_slot", "after", "ayah", "codes", "cue", "end", "first", "flags", "inner", "inner_chain", "last", "mark",
        "matn", "outer_end", "outer_start", "region", "start",
    )  # fmt: skip

    def __init__(self, document: Document, row: tuple[int, ...], region: Region | None = None) -> None:
        (  # as the kernel tells of a claim (`takhrij.kernel.Scan`)
            self.start, self.end, self.first, self.last, self.outer_start, self.outer_end, self.mark, self.cue, self._slot, _,
            self.flags, self.ayah, self.matn,
        ) = row  # fmt: skip
        self._document = document
        self.region = region
        self._regions: list[Region] | None = None
        self.after: Sequence[Reference] = ()
        self.codes: tuple[int, ...] = ()
        self.inner_chain: tuple[int, int] | None = None
        self.inner: Sequence[Reference] = ()

    @property
    def kind(self) -> str:
        """`ayah`, `matn`, or empty when the evidence speaks for no quotation of a source."""
        if self.ayah <= 0 and self.matn <= 0:
            return ""
        return "ayah" if self.ayah >= self.matn else "matn"

    @property
    def score(self) -> int:
        """How far the evidence puts its kind above none, thousandths."""
        return max(self.ayah, self.matn)

    @property
    def slot(self) -> list[Region]:
        """The regions of the sources that its words belong to, best first; that by which it was found before all."""
        if self._regions is None:
            regions = self._document.slot(self._slot) if self._slot else []
            if self.region is not None and (not regions or regions[0] != self.region):
                regions = [self.region, *(region for region in regions if region != self.region)]
            self._regions = regions
        return self._regions

    @property
    def exact(self) -> bytes:
        """The regions of its slot, if the best of them is exactly its words, letter for letter; else nothing.

        Numbers as `takhrij.kernel.Region` has them, nine a region; it does not hold on to the document.
        """
        numbers = self._document.slot_numbers(self._slot) if self._slot else None
        if self.region is not None and (numbers is None or numbers[2] != self.region.src_start):
            numbers = memoryview(array("I", [number for region in self.slot for number in region]))
        words = self.last - self.first
        if numbers is None or numbers[0] != self.first or numbers[1] != self.last:
            return b""
        return numbers.tobytes() if numbers[5] == numbers[7] == words else b""

    def shares(self, position: int, least: float, *, before: bool) -> bool:
        """Whether a region of the stream before a position, or from it on, covers more than a share of the words."""
        rows: Iterable[tuple[int, ...]]
        if self.region is not None:
            rows = [region[:3] for region in self.slot]
        else:
            held = self._document.slot_numbers(self._slot).tolist() if self._slot else []
            rows = zip(held[::9], held[1::9], held[2::9], strict=True)
        first, last = self.first, self.last
        wanted = least * (last - first)
        for start, end, source in rows:  # noqa: SIM110 (a generator costs more than the loop)
            if (source < position) == before and min(end, last) - max(start, first) > wanted:
                return True
        return False
