"""A document that was read, as bytes of numbers: the twin of `takhrij._core.Scan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.claims import Claim, find_claims
from takhrij.kernel.twin.cues import NO_KIND
from takhrij.kernel.twin.evidence import is_hopeful, weigh
from takhrij.kernel.twin.features import Weights
from takhrij.kernel.twin.isnad import read_isnad, read_isnad_before
from takhrij.kernel.twin.marks import Pair, pair_marks
from takhrij.kernel.twin.matches import find_matches
from takhrij.kernel.twin.numbers import packed, u32, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.kernel.twin.document import Document

PAIR: Final = 6
"""Numbers of a pair of marks, and of a stretch to weigh."""


class TwinScan:
    """What was found in a document; see `takhrij.kernel.Scan`."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def offsets(self) -> bytes:
        """Start and end of every word."""
        return self._document.tokens.offsets()

    @property
    def words(self) -> bytes:
        """The word of the sources that each word is."""
        return packed(self._document.ids)

    @property
    def quotes(self) -> bytes:
        """The marks that may open or close a quotation: place, character."""
        return packed(number for quote in self._document.tokens.quotes for number in quote)

    @property
    def cues(self) -> bytes:
        """Token, tokens, cue."""
        return packed(number for cue in self._document.cues for number in cue[:3])

    @property
    def regions(self) -> bytes:
        """Regions shared with the sources."""
        return packed(number for region in self._document.regions for number in region.row())

    @property
    def slots(self) -> bytes:
        """First region, regions, first token; in order of place."""
        return packed(number for slot in self._document.slots for number in (slot.first, slot.regions, slot.start))

    @property
    def pairs(self) -> bytes:
        """Pairs of marks: start, inner start, inner end, end, name, use."""
        return packed(number for pair in pair_marks(self._document) for number in pair)

    def claims(self, pairs: bytes, weights: bytes, everything: bool, /) -> tuple[bytes, bytes]:
        """The claims and the codes of their features; without `everything`, no hopeless ones and no codes."""
        most = len(self._document.text)
        known = [Pair(*(min(at, most) for at in row[:4]), *row[4:]) for row in unpacked(pairs, PAIR)]
        return self._weighed(find_claims(self._document, known), Weights(bytes(weights)), bool(everything))

    def weigh(self, stretches: bytes, weights: bytes, /) -> tuple[bytes, bytes]:
        """Claims from rows of start, end, outer start, outer end, mark and cue, and the codes of their features."""
        return self._weighed(list(self._stretches(stretches)), Weights(bytes(weights)), True)

    def matches(self, weights: bytes, everything: bool, /) -> tuple[bytes, bytes]:
        """The verses without marks, and codes; without `everything`, those that are likely, and no codes."""
        found = list(find_matches(self._document, Weights(bytes(weights)), bool(everything)))
        rows = packed(number for match, _ in found for number in match.row())
        return rows, b"".join(features.row() for _, features in found) if everything else b""

    def isnad(self, start: int, end: int, /) -> tuple[int, int, int] | None:
        """The chain of narrators that opens in a range of code points: start, end and companion."""
        return read_isnad(self._document, u32(start), u32(end))

    def isnad_before(self, limit: int, end: int, /) -> tuple[int, int, int] | None:
        """The same of what stands before a quotation, and not before a limit."""
        return read_isnad_before(self._document, u32(limit), u32(end))

    def _stretches(self, stretches: bytes) -> Iterator[Claim]:
        document = self._document
        for *places, mark, cue in unpacked(stretches, PAIR):
            start, end, outer_start, outer_end = (min(at, len(document.text)) for at in places)
            first, last = document.tokens_in(start, end)
            if first < last and outer_start <= start <= end <= outer_end:
                kind = cue if cue == NO_KIND else cue & 63
                slot = document.slot_of_words(first, last)
                yield Claim(start, end, first, last, outer_start, outer_end, mark & 0xFF, kind, slot)

    def _weighed(self, claims: list[Claim], weights: Weights, everything: bool) -> tuple[bytes, bytes]:
        """Weighs claims; with `everything`, keeps the hopeless ones too and gives the codes of their features."""
        features = [weigh(self._document, claim, weights) for claim in claims]
        if everything:
            codes = b"".join(each.row() for each in features)
        else:
            claims, codes = [claim for claim in claims if is_hopeful(claim, weights)], b""
        return packed(number for claim in claims for number in claim.row()), codes
