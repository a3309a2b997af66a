"""Verses that stand in the text without marks: the kernel finds and weighs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.find.candidate import Candidate
from takhrij.find.claims import CODES, NO_CODE
from takhrij.kernel import Region
from takhrij.library.layout import NO_KIND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.document import Document

WIDTH: Final = 12
NOT_MATN: Final = -(1 << 30)


def matches(
    document: Document, weights: bytes, taken: Sequence[Candidate] = (), *, everything: bool = False
) -> list[Candidate]:
    """The verses without marks, in order of place; a candidate's `cue` is set where an introducer stands right before.

    Args:
        document: the document.
        weights: those of features, as the kernel reads them.
        taken: what was found otherwise, in order of place: matches that overlap it are left out.
        everything: whether those are kept too that the evidence speaks against, and the codes of features with each.
    """
    rows, codes = document.scan.matches(weights, everything)
    numbers = memoryview(rows).cast("i").tolist()
    features = memoryview(codes).cast("H")
    starts, ends = document.starts, document.ends
    found = []
    places = iter(taken)
    next_taken = next(places, None)
    for number, row in enumerate(zip(*[iter(numbers)] * WIDTH, strict=True)):
        start, end = starts[row[0]], ends[row[1] - 1]
        while next_taken is not None and next_taken.end <= start:
            next_taken = next(places, None)
        if next_taken is not None and next_taken.start < end:
            continue
        region = Region._make(row[:9])
        slot, cue, ayah = row[9:]
        first, last = region.doc_start, region.doc_end
        claim = (start, end, first, last, start, end, 0, cue, slot, first, 0, ayah, NOT_MATN)
        made = Candidate(document, claim, region)
        if everything:
            own = features[number * CODES : (number + 1) * CODES].tolist()
            made.codes = tuple(code for code in own if code != NO_CODE)
        found.append(made)
    return found


def introduced(candidate: Candidate) -> bool:
    """Whether an introducer of verses stands right before a match."""
    return candidate.cue != NO_KIND
