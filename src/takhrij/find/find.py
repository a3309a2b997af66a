"""Finds the quotations of a document: gathers candidates, weighs their evidence, settles overlaps, adds chain and source."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from takhrij.find.attach import Attacher, Found
from takhrij.find.claims import SlotFinder, Unmarked, marked, pairs_of, trimmed
from takhrij.find.evidence import gather, gather_references
from takhrij.find.weigh import most_from_references, reasons, weigh

if TYPE_CHECKING:
    from takhrij.find.candidate import Candidate
    from takhrij.find.chain import ChainReader
    from takhrij.find.document import Document
    from takhrij.find.marks import Pair
    from takhrij.find.matches import MatchFinder
    from takhrij.find.weigh import Weights
    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

LONGEST_REFERENCE: Final = 120
"""Code points of a bracket that holds a reference and nothing else."""
ENCLOSED_AT_END: Final = re.compile(r"[(\[]([^()\[\]]{3,100})[)\]]?[\"'»”}\s.]*$")
CLOSING: Final = "\"'»”﴾}’"
SEVERAL: Final = 3
READ: Final = 0.6
"""The share of a claim's words that the Qur'an has, from which it counts as a verse quoted."""
SHORTEST_REFERENCE: Final = 6
NUMBERED: Final = re.compile(r"[^\W\d].*\d|\d.*[^\W\d]|\d\s*[:/]\s*\d", re.DOTALL)
"""A reference in brackets has a word and a number, or two numbers."""
class Finder:
    """Finds quotations. One finder serves any number of documents."""

    def __init__(
        self, tables: Tables, reader: ReferenceReader, chains: ChainReader, matches: MatchFinder, weights: dict[str, Weights]
    ) -> None:
        self.tables = tables
        self.reader = reader
        self.chains = chains
        self.attacher = Attacher(reader, chains)
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
        pairs = pairs_of(document, self.tables)
        found = list(marked(document, pairs, slots))
        taken = sorted((each.outer_start, each.outer_end) for each in found if each.pair and each.pair.use != "bracket")
        unmarked = Unmarked(document, slots, taken)
        found += [*unmarked.introduced(), *unmarked.fenced(), *unmarked.referred(self._bracketed(document, pairs))]
        several = sum(each.pair is not None and each.pair.use != "bracket" and each.last - each.first >= SEVERAL for each in found)
        usage = "none" if not several else "few" if several < SEVERAL else "many"
        kept: list[Candidate] = []
        for candidate in found:
            candidate.evidence.append(f"document-marks:{usage}:{'in' if candidate.pair else 'out'}")
            self._past_lead(document, candidate)
            self._before_reference(document, candidate)
            gather(document, candidate, self.tables.letters, self.matches.neighbours["claim"])
            if hopeless or weigh(self.weights["claims"], candidate.evidence)[1] + self.most_from_references > 0:
                gather_references(document, candidate, self.reader)
                kept.append(candidate)
        return kept

    def _bracketed(self, document: Document, pairs: list[Pair]) -> list[Reference]:
        """The references that stand alone in brackets."""
        found: list[Reference] = []
        for pair in pairs:
            if pair.use != "bracket" or not SHORTEST_REFERENCE <= pair.end - pair.start <= LONGEST_REFERENCE:
                continue
            if NUMBERED.search(document.text, pair.inner_start, pair.inner_end):
                found += self.reader.read(document.text, pair.start, pair.end)
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
        matches = self.weighed("matches", self.matches.candidates(document))
        claims = self.weighed("claims", self.candidates(document, hopeless=False))
        quran_end = document.store.quran_end
        read = [each for each in claims if each.kind == "ayah"
                and any(region.src_start < quran_end and each.share(region) > READ for region in each.slot)]  # fmt: skip
        return _apart(read, _apart(matches, []))

    def weighed(self, model: str, candidates: list[Candidate]) -> list[Candidate]:
        """Of candidates, those whose evidence speaks for a quotation, with their kind and score."""
        for candidate in candidates:
            candidate.kind, candidate.score = weigh(self.weights[model], candidate.evidence)
        return [candidate for candidate in candidates if candidate.kind]

    def settle(self, document: Document, claims: list[Candidate], matches: list[Candidate]) -> list[Found]:
        """Of candidates that overlap, the likeliest; what is claimed before what only matches. Each with chain and source."""
        chosen = _apart(claims, [])
        claimed = {id(candidate) for candidate in chosen}
        found = []
        for candidate in _apart(matches, chosen):
            marked = id(candidate) in claimed
            weights = self.weights["claims" if marked else "matches"]
            found.append(Found(candidate, candidate.kind, marked=marked,
                               reasons=reasons(weights, candidate.evidence, candidate.kind)))  # fmt: skip
        self.attacher.attach(document, found)
        return found

    def _before_reference(self, document: Document, candidate: Candidate) -> None:
        """Where marks hold the words and then their reference in brackets, the quotation ends before it."""
        text = document.text
        closed = ENCLOSED_AT_END.search(text, max(candidate.start, candidate.end - LONGEST_REFERENCE), candidate.outer_end)
        if closed is None or closed.end() < candidate.end or text[candidate.start : closed.start()].rstrip()[-1:] in CLOSING:
            return
        references = self.reader.read(text, closed.start(), closed.end())
        if not references or not references[0].enclosed or references[0].certainty == "weak":
            return
        start, end = trimmed(text, candidate.start, closed.start())
        first, last = document.tokens(start, end) if end > start else (0, 0)
        if last > first:
            candidate.end, candidate.last, candidate.inner = end, last, references

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
