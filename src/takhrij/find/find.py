"""Finds the quotations of a document: gathers candidates, weighs their evidence, settles overlaps, adds chain and source."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from takhrij.find.chain import Chain, ChainReader
from takhrij.find.claims import SlotFinder, Unmarked, marked, trimmed
from takhrij.find.evidence import AFTER, gather, gather_references
from takhrij.find.weigh import most_from_references, reasons, weigh

if TYPE_CHECKING:
    from takhrij.find.candidate import Candidate
    from takhrij.find.document import Document
    from takhrij.find.matches import MatchFinder
    from takhrij.find.weigh import Weights
    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

LONGEST_REFERENCE: Final = 120
"""Code points of a bracket that holds a reference and nothing else."""
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
    marked: bool = True
    """Whether the document presents the words as a quotation."""
    speaker: str = ""
    """Whose words they are said to be: `prophet`, `god`, or empty where the document does not say."""
    reading: bool = False
    """Whether it speaks of a reading of the Qur'an just before."""


class Finder:
    """Finds quotations. One finder serves any number of documents."""

    def __init__(
        self, tables: Tables, reader: ReferenceReader, chains: ChainReader, matches: MatchFinder, weights: dict[str, Weights]
    ) -> None:
        self.tables = tables
        self.reader = reader
        self.chains = chains
        self.matches = matches
        self.weights = weights
        self.most_from_references = most_from_references(weights["claims"])

    def candidates(self, document: Document, *, hopeless: bool = True) -> list[Candidate]:
        """What may be a quotation, with its evidence, in no particular order.

        Args:
            document: the document.
            hopeless: whether those are kept too that no reference could make likely.
        """
        slots = SlotFinder(document)
        found = list(marked(document, self.tables, slots))
        taken = sorted((each.outer_start, each.outer_end) for each in found if each.pair and each.pair.use != "bracket")
        unmarked = Unmarked(document, slots, taken)
        found += [*unmarked.introduced(), *unmarked.fenced(), *unmarked.referred(self._bracketed(document, found))]
        kept: list[Candidate] = []
        for candidate in found:
            self._past_lead(document, candidate)
            gather(document, candidate)
            if hopeless or weigh(self.weights["claims"], candidate.evidence)[1] + self.most_from_references > 0:
                gather_references(document, candidate, self.reader)
                kept.append(candidate)
        return kept

    def _bracketed(self, document: Document, pairs: list[Candidate]) -> list[Reference]:
        """The references that stand alone in brackets."""
        found: list[Reference] = []
        for each in pairs:
            if each.pair and each.pair.use == "bracket" and each.end - each.start <= LONGEST_REFERENCE and each.last - each.first > 1:
                found += self.reader.read(document.text, each.outer_start, each.outer_end)
        return found

    def find(self, document: Document) -> list[Found]:
        """The quotations of a document in order of place; none overlaps another."""
        return self.settle(
            document,
            self.weighed("claims", self.candidates(document, hopeless=False)),
            self.weighed("matches", self.matches.candidates(document)),
        )

    def verses(self, document: Document) -> list[Candidate]:
        """The verses that a document quotes, those inside hadiths included; in order of place, none overlapping another."""
        claims = [each for each in self.weighed("claims", self.candidates(document, hopeless=False)) if each.kind == "ayah"]
        matches = self.weighed("matches", self.matches.candidates(document))
        return _apart(claims, _apart(matches, []))

    def weighed(self, model: str, candidates: list[Candidate]) -> list[Candidate]:
        """Of candidates, those whose evidence speaks for a quotation, with their kind and score."""
        for candidate in candidates:
            candidate.kind, candidate.score = weigh(self.weights[model], candidate.evidence)
        return [candidate for candidate in candidates if candidate.kind]

    def settle(self, document: Document, claims: list[Candidate], matches: list[Candidate]) -> list[Found]:
        """Of candidates that overlap, the likeliest; what is claimed before what only matches. Each with chain and source."""
        chosen = _apart(claims, [])
        claimed = {id(candidate) for candidate in chosen}
        found: list[Found] = []
        limit = 0
        for candidate in _apart(matches, chosen):
            marked = id(candidate) in claimed
            weights = self.weights["claims" if marked else "matches"]
            entry = Found(candidate, candidate.kind, reasons=reasons(weights, candidate.evidence, candidate.kind), marked=marked)
            if marked:
                entry.references = self._references(candidate, limit)
                if candidate.kind == "matn":
                    entry.chain = self._chain(document, candidate, limit)
            else:
                entry.references = [each for each in self.reader.after(document.text, candidate.end, AFTER) if each.enclosed]
                entry.marked = any(feature.startswith("cue:") for feature in candidate.evidence) or bool(entry.references)
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


def _apart(candidates: list[Candidate], before: list[Candidate]) -> list[Candidate]:
    """Candidates that overlap neither one another nor those of `before`, the highest scores first served; by place."""
    chosen = [(candidate.start, candidate.end, number) for number, candidate in enumerate(before)]
    every = list(before)
    for candidate in sorted(candidates, key=lambda each: (-each.score, each.start, each.end)):
        place = bisect_left(chosen, (candidate.start, 0, 0))
        left = chosen[place - 1] if place else None
        right = chosen[place] if place < len(chosen) else None
        if (left and left[1] > candidate.start) or (right and right[0] < candidate.end):
            continue
        chosen.insert(place, (candidate.start, candidate.end, len(every)))
        every.append(candidate)
    return [every[number] for _, _, number in chosen]
