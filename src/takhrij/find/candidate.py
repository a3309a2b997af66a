"""A stretch of the document that may be a quotation, and where its evidence is gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takhrij.find.marks import Pair
    from takhrij.kernel import Region
    from takhrij.resolve.record import Reference


class Candidate:
    """A possible quotation. Offsets are code points of the document, half-open; tokens are words.

    Attributes:
        start, end: the words.
        first, last: its tokens, half-open.
        outer_start, outer_end: its marks, or the words where there are none.
        pair: its marks.
        cue: role and value of the cue that introduces it without marks.
        slot: the regions of the sources that its words belong to, best first.
        lead_start: the first token of what leads up to it.
        after, before: the references beside it, those before with what stands between.
        evidence: what speaks for and against it, by name.
        kind: `ayah`, `matn`, or empty while unknown or when it is no quotation of a source.
        score: how far the weights put `kind` above none.
        inner_chain: code points within the marks that lead up to the words: a chain, or "the Prophet said".
        inner: references within the marks, behind the words.
    """

    __slots__ = (
        "after", "before", "cue", "end", "evidence", "first", "inner", "inner_chain", "kind", "last", "lead_start",
        "outer_end", "outer_start", "pair", "score", "slot", "start",
    )  # fmt: skip

    def __init__(
        self, start: int, end: int, first: int, last: int, outer_start: int, outer_end: int, pair: Pair | None = None,
        cue: tuple[str, str] | None = None, slot: list[Region] | None = None,
    ) -> None:  # fmt: skip
        self.start, self.end, self.first, self.last = start, end, first, last
        self.outer_start, self.outer_end = outer_start, outer_end
        self.pair, self.cue = pair, cue
        self.slot: list[Region] = slot or []
        self.lead_start = 0
        self.after: list[Reference] = []
        self.before: list[tuple[Reference, str]] = []
        self.evidence: list[str] = []
        self.kind = ""
        self.score = 0.0
        self.inner_chain: tuple[int, int] | None = None
        self.inner: list[Reference] = []

    def share(self, region: Region) -> float:
        """How much of the words a region covers, 0 to 1."""
        common = min(region.doc_end, self.last) - max(region.doc_start, self.first)
        return max(0, common) / max(1, self.last - self.first)
