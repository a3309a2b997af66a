"""Finds the quotations of a document: gathers candidates, weighs their evidence, settles overlaps, adds chain and source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from takhrij.find.chain import Chain, ChainReader
from takhrij.find.claims import SlotFinder, Unmarked, marked, trimmed
from takhrij.find.evidence import gather
from takhrij.find.weigh import reasons, weigh

if TYPE_CHECKING:
    from takhrij.find.candidate import Candidate
    from takhrij.find.document import Document
    from takhrij.find.weigh import Weights
    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

REACH: Final = 90
"""Code points between a reference and the quotation that it leads up to."""


@dataclass(slots=True)
class Found:
    """A quotation found, with what the document says of it."""

    candidate: Candidate
    kind: str
    """`ayah` or `matn`."""
    chain: Chain | None = None
    references: list[Reference] = field(default_factory=list)
    reasons: tuple[str, ...] = ()


class Finder:
    """Finds quotations. One finder serves any number of documents."""

    def __init__(self, tables: Tables, reader: ReferenceReader, chains: ChainReader, weights: Weights) -> None:
        self.tables = tables
        self.reader = reader
        self.chains = chains
        self.weights = weights

    def candidates(self, document: Document) -> list[Candidate]:
        """Everything that may be a quotation, with its evidence, in no particular order."""
        slots = SlotFinder(document.slots)
        found = list(marked(document, self.tables, slots))
        taken = sorted((each.outer_start, each.outer_end) for each in found if each.pair and each.pair.use != "bracket")
        unmarked = Unmarked(document, slots, taken)
        references = self.reader.read(document.text, 0, len(document.text))
        found += [*unmarked.introduced(), *unmarked.fenced(), *unmarked.referred(references)]
        for candidate in found:
            self._past_lead(document, candidate)
            gather(document, candidate, self.reader)
        return found

    def find(self, document: Document) -> list[Found]:
        """The quotations of a document in order of place; none overlaps another."""
        candidates = self.candidates(document)
        for candidate in candidates:
            candidate.kind, candidate.score = weigh(self.weights, candidate.evidence)
        return self.settle(document, [each for each in candidates if each.kind])

    def settle(self, document: Document, candidates: list[Candidate]) -> list[Found]:
        """Of candidates that overlap, the likeliest; each with its chain and references."""
        chosen = _apart(candidates)
        found: list[Found] = []
        limit = 0
        for candidate in chosen:
            entry = Found(candidate, candidate.kind, reasons=reasons(self.weights, candidate.evidence, candidate.kind))
            entry.references = self._references(candidate, limit)
            if candidate.kind == "matn":
                entry.chain = self._chain(document, candidate, limit)
            limit = max([candidate.outer_end, *(each.span.end for each in entry.references)])
            found.append(entry)
        return found

    def _past_lead(self, document: Document, candidate: Candidate) -> None:
        """Where marks hold a chain and then the words, the quotation begins at the words."""
        text = document.text
        for cue in document.cues_between(candidate.first, min(candidate.last, candidate.first + 45)):
            if cue.role != "hadith" or cue.value != "said":
                continue
            end = document.ends[cue.end - 1]
            colon = text.find(":", end, end + 40)
            opener = candidate.inner_chain or cue.token - candidate.first <= 2
            if colon < 0 or any(char.isalnum() for char in text[end:colon].replace("صلى الله عليه وسلم", "")):
                continue
            if not opener and self.chains.within(text, candidate.start, end) is None:
                return
            start, stop = trimmed(text, colon + 1, candidate.end)
            first, last = document.tokens(start, stop) if stop > start else (0, 0)
            if last > first:
                candidate.inner_chain = (candidate.start, colon + 1)
                candidate.start, candidate.end, candidate.first, candidate.last = start, stop, first, last
            return

    def _references(self, candidate: Candidate, limit: int) -> list[Reference]:
        if candidate.after:
            return candidate.after
        wanted = "quran" if candidate.kind == "ayah" else "hadith"
        for reference, between in candidate.before:
            if reference.span.start >= limit and reference.kind == wanted and len(between) <= REACH:
                return [reference]
        return []

    def _chain(self, document: Document, candidate: Candidate, limit: int) -> Chain | None:
        if candidate.inner_chain is not None:
            inner = self.chains.within(document.text, *candidate.inner_chain)
            if inner is not None:
                return inner
        return self.chains.before(document.text, limit, candidate.outer_start)


def _apart(candidates: list[Candidate]) -> list[Candidate]:
    """Candidates that do not overlap, the highest scores first served; in order of place."""
    from bisect import bisect_left, insort

    chosen: list[tuple[int, int, Candidate]] = []
    for candidate in sorted(candidates, key=lambda each: (-each.score, each.start, each.end)):
        place = bisect_left(chosen, (candidate.start, 0))
        before = chosen[place - 1] if place else None
        after = chosen[place] if place < len(chosen) else None
        if (before and before[1] > candidate.start) or (after and after[0] < candidate.end):
            continue
        insort(chosen, (candidate.start, candidate.end, candidate), key=lambda entry: entry[:2])
    return [candidate for _, _, candidate in chosen]
