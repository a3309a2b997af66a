"""A stretch of the document that may be a quotation, and where its evidence is gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takhrij.find.marks import Pair
    from takhrij.kernel import Region
    from takhrij.resolve.record import Reference


@dataclass(slots=True)
class Candidate:
    """A possible quotation. Offsets are code points of the document, half-open; tokens are words."""

    start: int
    end: int
    first: int
    """The first token."""
    last: int
    """The token after the last."""
    outer_start: int
    """Where its marks begin, or `start`."""
    outer_end: int
    pair: Pair | None = None
    cue: tuple[str, str] | None = None
    """Role and value of the cue that introduces it without marks."""
    slot: list[Region] = field(default_factory=list)
    """The regions of the sources that its words belong to, best first."""
    lead_start: int = 0
    """The first token of what leads up to it."""
    after: list[Reference] = field(default_factory=list)
    before: list[tuple[Reference, str]] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    kind: str = ""
    """`ayah`, `matn`, or empty while unknown or when it is no quotation of a source."""
    score: float = 0.0
    """How far the weights put `kind` above none."""
    inner_chain: tuple[int, int] | None = None
    """Code points within the marks that lead up to the words: a chain, or "the Prophet said"."""
    inner: list[Reference] = field(default_factory=list)
    """References within the marks, behind the words."""
