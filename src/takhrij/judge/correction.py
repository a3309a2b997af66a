"""Restores a corrupt quotation: which verse or hadith it comes from, or none when nothing fits well enough."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from takhrij.align.align import align, encoded
from takhrij.kernel import DOUBTFUL, KEEP, RESEMBLE, SPELL, Region, rows
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.align.match import Match
    from takhrij.library.store import Store
    from takhrij.model import Span

COMMON: Final = 140
"""Rarity, in quarter bits, of the words in common that is enough by itself."""
SHARE: Final = 0.5
"""Share of the quotation's rarity that is."""
RUN: Final = 100
"""Rarity of one run of words that is. These three were set on the open corrections (docs/accuracy.md)."""
UNKNOWN: Final = 40
WORTH: Final = {KEEP: 1.0, SPELL: 1.0, RESEMBLE: 0.7}
"""What a word counts, by the edit that makes it the source's."""
LIGHTEST: Final = 16
NO_REGION: Final = 1 << 20
HADITH: Final = 0.625
"""Likeness from which a hadith is offered for a corrupt one."""
COVERED: Final = 0.1
"""Of two hadiths as like, the one that the quotation covers more of is likelier meant."""


class ClosestVerse(NamedTuple):
    """The verse that a quotation has most in common with."""

    number: int
    """Its passage, in the edition in modern spelling."""
    common: float
    """Rarity of the words in common, quarter bits."""
    share: float
    """That, as a share of the rarity of all words quoted."""
    run: int
    """Rarity of the longest run of words in common with any verse."""

    @property
    def certain(self) -> bool:
        """Whether enough is in common to offer the verse as what was meant."""
        return self.common >= COMMON or self.share >= SHARE or self.run >= RUN


def closest_verse(store: Store, text: str, span: Span, matches: Iterable[Match]) -> ClosestVerse | None:
    """The verse that `text[span.start:span.end]` has most in common with, among matches and single verses it shares runs with."""
    quoted = encoded(text, span)
    regions = regions_of(store, quoted)
    verses = dict.fromkeys(store.modern(store.at(region.src_start)) for region in regions)
    ranges = [(match.start, match.end) for match in matches]
    ranges += [(store.starts[verse], store.starts[verse + 1]) for verse in verses]
    common: dict[int, float] = defaultdict(float)
    for source in ranges:
        here: dict[int, float] = defaultdict(float)
        for kind, _, _, low, high in align(store, text, span, source):
            worth = WORTH.get(kind & ~DOUBTFUL, 0.0)
            for position in range(low, high) if worth else ():
                here[store.modern(store.at(position))] += worth * store.weights[store.stream[position]]
        for verse, weight in here.items():
            common[verse] = max(common[verse], weight)
    if not common:
        return None
    best = min(common, key=lambda verse: (-common[verse], verse))
    words = memoryview(store.kernel.scan(quoted, NO_REGION, NO_REGION).words).cast("I")
    total = sum(store.weights[word] if word else UNKNOWN for word in words)
    return ClosestVerse(
        best, common[best], common[best] / max(1, total), max((region.weight for region in regions), default=0)
    )


def regions_of(store: Store, quoted: bytes) -> list[Region]:
    """The regions that a quotation alone shares with the Qur'an, light ones included; tokens are those of the quotation."""
    end = store.quran_end
    found = rows(store.kernel.scan(quoted, LIGHTEST, NO_REGION).regions, 9)
    return [Region._make(row) for row in found if row[2] < end]


def closest_hadith(store: Store, matches: Sequence[Match]) -> Match | None:
    """The hadith to offer for a corrupt quotation; `None` when none is like enough."""

    def worth(match: Match) -> float:
        length = store.starts[match.first + 1] - store.starts[match.first]
        return match.likeness + COVERED * (match.end - match.start) / max(1, length)

    best = max(matches, key=worth, default=None)
    return best if best is not None and best.likeness >= HADITH else None
