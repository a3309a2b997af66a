"""What of a pack a quotation is, and how: its own words, altered words, or pieces of several places."""

from __future__ import annotations

import re
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, Final, Literal

from takhrij.align.align import GAP
from takhrij.kernel import DELETE, INSERT, KEEP, REPLACE, RESEMBLE, SPELL
from takhrij.namedtuple import NamedTuple
from takhrij.packs.context import is_narration
from takhrij.packs.fit import MOST_AT_ONCE, Quoted, Step, fit
from takhrij.packs.index import hash_of
from takhrij.packs.trace import diagonals, exact_places, in_order, runs
from takhrij.packs.words import is_alone, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.packs.index import PackIndex
    from takhrij.packs.trace import Run

Verdict = Literal["exact", "spelling", "altered", "joined"]
ELLIPSIS: Final = re.compile(r"…|\.{3}|\. \. \.")
BRACKETED: Final = re.compile(r"\[[^\[\]\n]{1,80}\]")
"""What somebody who quotes puts in his own words."""
PLACES: Final = 4
"""Places that are aligned."""
LEAST_BITS: Final = 14
"""Rarity of the words in common below which they are in common by chance."""
LEAST_PIECE, LEAST_LETTERS = 4, 6
"""Words, and letters of scripts without spaces, of a piece of a quotation that was run together."""
SLIP: Final = 8
"""Words by which a piece may be moved and still go on where the last one ended."""
FAR: Final = 5000
"""Words of a text beyond which what an ellipsis leaves out is not looked for."""
MOST_NARRATED: Final = 60


class Part(NamedTuple):
    """Words of a quotation, and the words of the pack that they are."""

    first: int
    """Words of the quotation, half-open."""
    last: int
    low: int
    """Positions of the stream, half-open."""
    high: int
    steps: tuple[Step, ...]

    @property
    def changed(self) -> int:
        """How many words are changed."""
        return sum(max(each.last - each.first, each.high - each.low) for each in self.steps if each.kind in _CHANGES)

    @property
    def kept(self) -> int:
        """How many words are the source's."""
        return sum(each.last - each.first for each in self.steps if each.kind in (KEEP, SPELL))


_CHANGES: Final = frozenset({REPLACE, INSERT, DELETE, RESEMBLE})


class Found(NamedTuple):
    """What of a pack a quotation is."""

    verdict: Verdict
    parts: tuple[Part, ...]
    """The pieces, in order; one, unless it is `joined`."""
    likeness: float
    """The share of its words that are the source's, 0 to 1."""
    also: tuple[int, ...] = ()
    """Other positions at which exactly these words stand."""

    @property
    def changed(self) -> int:
        """How many words are changed."""
        return sum(part.changed for part in self.parts)


class Matcher:
    """Finds what of one pack quotations are."""

    def __init__(self, index: PackIndex, most: int = 10) -> None:
        self.index = index
        self.most = most
        self._total = len(index.stream)

    def find(self, text: str, start: int, end: int) -> tuple[list[Quoted], Found | None]:
        """The words of a quotation, and what of the pack they are.

        Args:
            text: the document.
            start: where the quotation begins, code points.
            end: where it ends.
        """
        quoted = [Quoted(word, self.index.number(word.fold)) for word in words(text, start, end)]
        numbers = [each.number for each in quoted]
        own = _bracketed(text, start, end, quoted)
        breaks = _breaks(text, quoted)
        if not own and not breaks and (places := exact_places(self.index, numbers, self.most + 1)):
            return quoted, self._exact(quoted, places)
        best = self._whole(quoted, numbers, own)
        if breaks or best is None or best.changed > 1:
            pieced = self._pieced(quoted, numbers, own, breaks)
            if pieced is not None and (best is None or pieced.changed + (pieced.verdict == "joined") < best.changed):
                best = pieced
        return quoted, best

    def _exact(self, quoted: Sequence[Quoted], places: Sequence[int]) -> Found:
        """What stands exactly so: first where its letters do too."""

        def spelt(place: int) -> list[bool]:
            return [self.index.key[place + at] != hash_of(each.word.key) & 0xFFFFFFFF for at, each in enumerate(quoted)]

        place = min(places, key=lambda each: sum(spelt(each)))
        steps = _runs_of([(SPELL if other else KEEP) for other in spelt(place)], place)
        part = Part(0, len(quoted), place, place + len(quoted), steps)
        verdict: Verdict = "spelling" if any(step.kind == SPELL for step in steps) else "exact"
        return Found(verdict, (part,), 1.0, tuple(each for each in places if each != place))

    def _whole(self, quoted: Sequence[Quoted], numbers: Sequence[int], own: frozenset[int]) -> Found | None:
        """The one place that has most of the words."""
        made: list[Found] = []
        pad = 8 + len(quoted) // 8
        for diagonal in diagonals(self.index, numbers, PLACES if len(quoted) <= MOST_AT_ONCE else 1):
            part = self._fitted(quoted, 0, len(quoted), diagonal - pad, diagonal + len(quoted) + pad, diagonal, own)
            if part is not None and self._is_like([part], quoted, own):
                made.append(self._told([part], quoted, own, joined=False))
        return min(made, key=lambda found: (found.changed, found.parts[0].low), default=None)

    def _fitted(
        self, quoted: Sequence[Quoted], first: int, last: int, low: int, high: int, start: int, own: frozenset[int]
    ) -> Part | None:
        """Some words of a quotation fitted to a stretch; nothing when they are of two texts."""
        low, high = max(0, low), min(high, self._total)
        if last <= first or high <= low:
            return None
        _, fitted = fit(self.index, quoted[first:last], low, high, start)
        if not fitted:
            return None
        steps = []
        for step in fitted:
            kind, at, to, source, source_end = step
            mine = own and to > at and all(number in own for number in range(at + first, to + first))
            steps.append(Step(GAP if mine and kind in _CHANGES else kind, at + first, to + first, source, source_end))
        steps = _edged(steps) if own else steps
        covered = range(steps[0].low, steps[-1].high)
        if 0 in self.index.stream[covered.start : covered.stop].tolist():
            return None
        return Part(first, last, covered.start, covered.stop, _narrated(self.index, steps))

    def _is_like(self, parts: Sequence[Part], quoted: Sequence[Quoted], own: frozenset[int]) -> bool:
        """Whether the words in common are enough, and rare enough, not to be so by chance."""
        bits = common = 0.0
        for each in quoted:
            bits += self._bits(each.number)
        for part in parts:
            for step in part.steps:
                if step.kind in (KEEP, SPELL):
                    common += sum(self._bits(each.number) for each in quoted[step.first : step.last])
        total = max(1, len(quoted) - len(own))
        kept = sum(part.kept for part in parts)
        share = kept / total
        return kept >= 3 and share >= (0.5 if total > 8 else 0.6) and common >= LEAST_BITS and common >= 0.4 * bits

    def _bits(self, number: int) -> float:
        count = len(self.index.places_of(number))
        return log2(max(2.0, self._total / count)) if count else log2(max(2.0, self._total))

    def _told(self, parts: Sequence[Part], quoted: Sequence[Quoted], own: frozenset[int], *, joined: bool) -> Found:
        kept = sum(part.kept for part in parts)
        covered = sum(part.high - part.low - _left_out(part) for part in parts)
        likeness = min(1.0, kept / max(1, len(quoted) - len(own), covered))
        spelt = any(step.kind == SPELL for part in parts for step in part.steps)
        changed = any(part.changed for part in parts)
        verdict: Verdict = "joined" if joined else "altered" if changed else "spelling" if spelt else "exact"
        return Found(verdict, tuple(parts), 1.0 if not changed else min(likeness, 0.999))

    def _pieced(
        self, quoted: Sequence[Quoted], numbers: Sequence[int], own: frozenset[int], breaks: Sequence[int]
    ) -> Found | None:
        """The quotation as pieces of several places: of one text in order with a gap that is shown, or run together."""
        ordered = in_order(self.index, numbers, breaks, FAR) if breaks and not own else []
        pieces = [[run] for run in ordered] or self._pieces(quoted, runs(self.index, numbers, breaks), breaks)
        if len(pieces) < 2:
            return None
        edges = [0]
        for before, piece in pairwise(pieces):
            shown = [at for at in breaks if before[-1].last <= at <= piece[0].first]
            edges.append(shown[0] if shown else piece[0].first)
        edges.append(len(quoted))
        parts: list[Part] = []
        for piece, first, last in zip(pieces, edges, edges[1:], strict=False):
            low = piece[0].position - (piece[0].first - first) - SLIP
            high = piece[-1].position + (last - piece[-1].first) + SLIP
            part = self._fitted(quoted, first, last, low, high, piece[0].position - (piece[0].first - first), own)
            if part is None:
                return None
            parts.append(part)
        if not self._is_like(parts, quoted, own):
            return None
        made = [parts[0]]
        for part in parts[1:]:
            together = self._together(made[-1], part, breaks)
            if together is None:
                made.append(part)
            else:
                made[-1] = together
        return self._told(made, quoted, own, joined=len(made) > 1)

    def _pieces(self, quoted: Sequence[Quoted], found: Sequence[Run], breaks: Sequence[int]) -> list[list[Run]]:
        """Runs that go on where the last one ended are one piece; pieces of too few words are none."""
        pieces: list[list[Run]] = []
        for run in found:
            last = pieces[-1][-1] if pieces else None
            goes_on = (
                last is not None
                and -SLIP <= run.diagonal - last.diagonal <= SLIP
                and run.position >= last.position + last.last - last.first
                and not any(last.last <= at <= run.first for at in breaks)
            )
            if goes_on:
                pieces[-1].append(run)
            else:
                pieces.append([run])
        return [piece for piece in pieces if self._is_a_piece(quoted, piece, breaks)]

    def _is_a_piece(self, quoted: Sequence[Quoted], piece: Sequence[Run], breaks: Sequence[int]) -> bool:
        of_it = [each for run in piece for each in quoted[run.first : run.last]]
        beside_a_break = any(piece[-1].last == at or piece[0].first == at for at in breaks)
        least = LEAST_LETTERS if all(is_alone(each.word.fold) for each in of_it) else LEAST_PIECE
        if beside_a_break:
            least //= 2
        return (
            len(of_it) >= least and sum(self._bits(each.number) for each in of_it) >= LEAST_BITS * least / LEAST_PIECE
        )

    def _together(self, before: Part, part: Part, breaks: Sequence[int]) -> Part | None:
        """Two pieces as one where the text goes on from one to the other and it is shown, or told, what is left out."""
        between = part.low - before.high
        if not 0 <= between <= FAR or 0 in self.index.stream[before.high : part.low].tolist():
            return None
        shown = part.first in breaks
        narrated = 0 < between <= MOST_NARRATED and not shown and is_narration(self.index, before.high, part.low)
        if not shown and not narrated:
            return None
        gap = Step(GAP, before.last, part.first, before.high, part.low)
        return Part(before.first, part.last, before.low, part.high, (*before.steps, gap, *part.steps))


def _edged(steps: list[Step]) -> list[Step]:
    """Words in brackets at an end of a quotation stand for one word of the source at most."""
    if len(steps) > 1 and steps[0].kind == steps[1].kind == GAP:
        steps = [steps[1]._replace(first=steps[0].first), *steps[2:]]
    if len(steps) > 1 and steps[-1].kind == steps[-2].kind == GAP:
        steps = [*steps[:-2], steps[-2]._replace(last=steps[-1].last)]
    return steps


def _left_out(part: Part) -> int:
    return sum(step.high - step.low for step in part.steps if step.kind == GAP)


def _narrated(index: PackIndex, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Words that the source has between two pieces of speech, and the document does not, are left out and not changed."""
    return tuple(
        step._replace(kind=GAP) if step.kind == DELETE and is_narration(index, step.low, step.high) else step
        for step in steps
    )


def _runs_of(kinds: Sequence[int], place: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    for at, kind in enumerate(kinds):
        if steps and steps[-1].kind == kind:
            steps[-1] = steps[-1]._replace(last=at + 1, high=place + at + 1)
        else:
            steps.append(Step(kind, at, at + 1, place + at, place + at + 1))
    return tuple(steps)


def _breaks(text: str, quoted: Sequence[Quoted]) -> list[int]:
    """The words before which the document says that it leaves something out."""
    return [
        at for at in range(1, len(quoted)) if ELLIPSIS.search(text, quoted[at - 1].word.end, quoted[at].word.start)
    ]  # fmt: skip


def _bracketed(text: str, start: int, end: int, quoted: Sequence[Quoted]) -> frozenset[int]:
    """The words in square brackets, which are those of whoever quotes."""
    spans = [match.span() for match in BRACKETED.finditer(text, max(0, start - 2), end + 2)]
    return frozenset(at for at, each in enumerate(quoted) if any(low < each.word.start < high for low, high in spans))
