"""Finds the quotations of a document: what it claims and what matches; settles overlaps, adds chain and source."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from takhrij.find.attach import Attacher, Found
from takhrij.find.claims import ClaimFinder
from takhrij.find.matches import matches
from takhrij.find.reasons import Reasons

if TYPE_CHECKING:
    from takhrij.find.candidate import Candidate
    from takhrij.find.chain import ChainReader
    from takhrij.find.document import Document
    from takhrij.library.tables import Tables
    from takhrij.resolve.references import ReferenceReader

READ: Final = 0.6
"""The share of a claim's words that the Qur'an has, from which it counts as a verse quoted."""
NUMBER_AT_END: Final = re.compile(r"[\s*]*[(\[{﴿]\s*\d{1,3}\Z")
LONGEST_NUMBER: Final = 12
"""Code points of it."""


class Finder:
    """Finds quotations. One finder serves any number of documents.

    Args:
        tables: the data tables.
        reader: reads references.
        chains: reads chains.
        weights: those of features, as the kernel reads them.
    """

    def __init__(self, tables: Tables, reader: ReferenceReader, chains: ChainReader, weights: bytes) -> None:
        self.tables = tables
        self.claims = ClaimFinder(tables, reader, chains)
        self.attacher = Attacher(tables, reader, chains)
        self.weights = weights

    def find(self, document: Document, *, explain: bool = False) -> list[Found]:
        """The quotations of a document in order of place; none overlaps another.

        Args:
            document: the document.
            explain: whether each carries the reasons for which it was taken for a quotation.
        """
        found = self.settle(document, self.claims.candidates(document, self.weights), self.weights)
        if explain:
            Reasons(self.tables).explain(document, found, self.claims, self.weights)
        return found

    def verses(self, document: Document) -> list[Candidate]:
        """The verses that a document quotes, those inside hadiths included; in order of place, none overlapping another."""
        return self.settled_verses(
            document, self.claims.candidates(document, self.weights), matches(document, self.weights)
        )

    @staticmethod
    def settled_verses(document: Document, claims: list[Candidate], matched: list[Candidate]) -> list[Candidate]:
        """Of weighed candidates, the verses: what matches before what is claimed, of which the Qur'an must have most words."""
        quran_end = document.store.quran_end
        read = [each for each in claims if each.kind == "ayah"
                and any(region.src_start < quran_end and each.share(region) > READ for region in each.slot)]  # fmt: skip
        return _apart(read, _apart([each for each in matched if each.kind], []))

    def settle(self, document: Document, claims: list[Candidate], weights: bytes) -> list[Found]:
        """The likeliest of weighed claims that overlap, and the matches beside them, weighed; each with chain and source."""
        chosen = _apart([each for each in claims if each.kind], [])
        matched = _apart(matches(document, weights, chosen), [])
        found = [Found(candidate, candidate.kind) for candidate in chosen]
        found += [Found(candidate, candidate.kind, marked=False) for candidate in matched if candidate.kind]
        found.sort(key=lambda entry: entry.candidate.start)
        for candidate in chosen:
            _cut_number(document, candidate)
        self.attacher.attach(document, found)
        return _no_references(found)


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


def _cut_number(document: Document, candidate: Candidate) -> None:
    """The number of the last verse, in a bracket whose closing was left outside, is not of its words."""
    if document.text[candidate.end - 1].isdigit():
        number = NUMBER_AT_END.search(
            document.text, max(candidate.start, candidate.end - LONGEST_NUMBER), candidate.end
        )
        if number is not None and number.start() > candidate.start:
            candidate.end = number.start()
            candidate.last = document.tokens(candidate.start, candidate.end)[1]


def _no_references(found: list[Found]) -> list[Found]:
    """Quotations without those whose words are a reference of the one before: [ألم نشرح: 6] names a surah by its beginning."""
    kept: list[Found] = []
    for entry in found:
        spans = [each.span for each in kept[-1].references] if kept else []
        if not any(span.start <= entry.candidate.start and entry.candidate.end <= span.end for span in spans):
            kept.append(entry)
    return kept
