"""Verses that stand in the text without marks: regions shared with the Qur'an, and the few words after an introducer.

What is shared is certain; whether it is a quotation or a common turn of phrase is weighed, from its length and rarity, the
words around it, and whether it goes on where the verse before it stopped, as in a commentary.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from takhrij.find.candidate import Candidate
from takhrij.kernel import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.find.document import Document
    from takhrij.text.letters import Letters

CERTAIN: Final = 60
"""A region of this weight, in quarter bits, is weighed wherever it stands; a lighter one only near a cue or a run."""
LOOKED_AT: Final = 4
"""Words after an introducer that are looked up when no region begins there."""
NEAR_CUE: Final = 3
"""Words between an introducer and the verse."""
RUN_DOC: Final = 120
RUN_SOURCE: Final = 24
"""A verse goes on from another within so many words of the document and of the source."""
FOLLOWED: Final = 60
"""Words of the document within which the same verse may go on."""
LEAST_GOING_ON: Final = 28
"""Seven bits: what goes on from a verse must say at least so much."""
HEAVY: Final = 120
"""A region of this weight is a verse wherever it stands: how many there are around tells how much the text quotes."""
AROUND: Final = 500
"""Words to both sides within which they are counted."""


class MatchFinder:
    """Finds verses without marks.

    Args:
        letters: how words are folded.
        neighbours: for `before` and `after`, the words whose presence is a feature.
    """

    def __init__(self, letters: Letters, neighbours: dict[str, frozenset[str]]) -> None:
        self.letters = letters
        self.neighbours = neighbours

    def candidates(self, document: Document) -> list[Candidate]:
        """The candidates in order of place, each with its evidence."""
        quran_end = document.store.quran_end
        said = [cue.end for cue in document.cues if cue.role == "quran"]
        strength = {cue.end: f"{cue.role}-{cue.value}" for cue in document.cues if cue.role == "quran"}
        found: list[Candidate] = []
        begun: list[int] = []
        for slot in document.slots:
            best = slot[0]
            quran = best if best.src_start < quran_end else next((r for r in slot if r.src_start < quran_end), None)
            if quran is None:
                continue
            candidate = self._candidate(document, quran, slot)
            candidate.lead_start = quran.doc_start
            found.append(candidate)
            begun.append(quran.doc_start)
        found.extend(self._short(document, begun))
        found.extend(self._going_on(document, sorted(found, key=lambda each: each.first)))
        found.sort(key=lambda each: (each.first, each.last))
        before: Region | None = None
        kept: list[Candidate] = []
        heavy = [candidate.first for candidate in found if candidate.slot[0].weight >= HEAVY]
        for candidate in found:
            region = candidate.slot[0]
            near = self._cue_before(said, candidate.first)
            run = _goes_on(before, region)
            if region.weight < CERTAIN and near is None and not run:
                continue
            self._evidence(
                document, candidate, region, None if near is None else (strength[near], candidate.first - near), run
            )
            around = bisect_left(heavy, candidate.first + AROUND) - bisect_left(heavy, candidate.first - AROUND)
            dense = (
                "0-1"
                if around <= 1
                else "2-3"
                if around <= 3
                else "4-7"
                if around <= 7
                else "8-15"
                if around <= 15
                else "16+"
            )
            candidate.evidence.append(f"dense:{dense}")
            candidate.evidence.append(f"weight-dense:{min(region.weight // 20, 8)}:{dense}")
            kept.append(candidate)
            if region.weight >= CERTAIN or run:
                before = region
        return kept

    def _candidate(self, document: Document, quran: Region, slot: list[Region]) -> Candidate:
        start, end = document.span(quran.doc_start, quran.doc_end)
        regions = [quran, *(region for region in slot if region is not quran)]
        return Candidate(start, end, quran.doc_start, quran.doc_end, start, end, None, ("match", "quran"), regions)

    def _cue_before(self, ends: list[int], first: int) -> int | None:
        place = bisect_left(ends, first + 1) - 1
        return ends[place] if place >= 0 and first - ends[place] <= NEAR_CUE else None

    def _short(self, document: Document, begun: list[int]) -> Iterator[Candidate]:
        """After an introducer where no region begins: the longest run of the next words that the Qur'an has."""
        store, text = document.store, document.text
        for cue in document.cues:
            if cue.role != "quran" or cue.value != "said":
                continue
            place = bisect_left(begun, cue.end)
            if place < len(begun) and begun[place] - cue.end <= 1:
                continue
            most = min(cue.end + LOOKED_AT, len(document.starts))
            for last in range(most, cue.end, -1):
                start, end = document.span(cue.end, last)
                if "\n" in text[start:end]:
                    continue
                positions = memoryview(store.kernel.exact(text[start:end].encode("utf-8", "surrogatepass"), 8)).cast(
                    "I"
                )
                if len(positions):
                    words = last - cue.end
                    weight = sum(store.weights[store.stream[positions[0] + i]] for i in range(words))
                    region = Region(cue.end, last, positions[0], positions[0] + words, weight, words, words, words, 0)
                    yield self._candidate(document, region, [region])
                    break

    def _going_on(self, document: Document, found: list[Candidate]) -> Iterator[Candidate]:
        """Two words or more, or a rare one, that go on where a verse stopped shortly before, as in a commentary."""
        store, words = document.store, document.words
        for number, candidate in enumerate(found):
            region = candidate.slot[0]
            if region.weight < CERTAIN:
                continue
            limit = found[number + 1].first if number + 1 < len(found) else len(words)
            limit = min(limit, region.doc_end + FOLLOWED)
            ahead: dict[int, int] = {}
            for position in range(min(region.src_end + RUN_SOURCE, store.quran_end) - 1, region.src_end - 1, -1):
                ahead[store.stream[position]] = position
            token = region.doc_end
            while token < limit:
                position = ahead.get(words[token], 0) if words[token] else 0
                if not position:
                    token += 1
                    continue
                size = 1
                while (
                    token + size < limit
                    and words[token + size]
                    and words[token + size] == store.stream[position + size]
                ):
                    size += 1
                weight = sum(store.weights[words[token + i]] for i in range(size))
                if weight >= LEAST_GOING_ON:
                    made = Region(token, token + size, position, position + size, weight, size, size, size, 0)
                    yield self._candidate(document, made, [made])
                token += size

    def _evidence(
        self, document: Document, candidate: Candidate, region: Region, cue: tuple[str, int] | None, run: str
    ) -> None:
        out, text = candidate.evidence, document.text
        words = candidate.last - candidate.first
        out.append(f"weight:{min(region.weight // 10, 24)}")
        out.append(f"words:{min(words, 12)}")
        out.append(
            f"alike:{'letters' if region.lettered == words else 'folded' if region.folded == words else 'skeleton' if region.words == words else 'gaps'}"
        )
        if cue is not None:
            out.append(f"cue:{cue[0]}:{cue[1]}")
        out.append(f"run:{run or 'no'}")
        out.append(f"weight-cue:{min(region.weight // 20, 8)}:{cue[0] if cue else run or 'no'}")
        before = text[max(0, candidate.start - 3) : candidate.start].strip()
        after = text[candidate.end : candidate.end + 3].strip()
        out.append(f"sign-before:{before[-1:] if before and not before[-1:].isalnum() else 'none'}")
        out.append(f"sign-after:{after[:1] if after and not after[:1].isalnum() else 'none'}")
        if candidate.first:
            word = self.letters.fold(text[slice(*document.span(candidate.first - 1, candidate.first))])
            out.append(f"before:{word if word in self.neighbours['before'] else '*'}")
        if candidate.last < len(document.starts):
            word = self.letters.fold(text[slice(*document.span(candidate.last, candidate.last + 1))])
            out.append(f"after:{word if word in self.neighbours['after'] else '*'}")
        store = document.store
        verse, through = store.at(region.src_start), store.at(region.src_end - 1)
        if region.src_start == store.starts[verse]:
            out.append("verse:start")
        if region.src_end == store.starts[through + 1]:
            out.append("verse:end")
        rival = next((other for other in candidate.slot[1:] if other.src_start >= store.quran_end), None)
        if rival is not None:
            out.append(
                f"hadith:{'heavier' if rival.weight > region.weight * 1.5 else 'like' if rival.weight > region.weight * 0.9 else 'lighter'}"
            )
        if any(cue_.role == "formula" for cue_ in document.cues_between(candidate.first, candidate.last)):
            out.append("has:formula")


def _goes_on(before: Region | None, region: Region) -> str:
    """Whether a verse goes on from another, near in the document and near in the source."""
    if before is None or not 0 <= region.doc_start - before.doc_end <= RUN_DOC:
        return ""
    step = region.src_start - before.src_end
    if 0 <= step <= 2:
        return "next"
    if 0 <= step <= RUN_SOURCE:
        return "soon"
    return "back" if -RUN_SOURCE <= step < 0 else ""
