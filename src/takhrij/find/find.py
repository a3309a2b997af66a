"""Finds the quotations of a document: what it claims and what matches; settles overlaps, adds chain and source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from takhrij.find.attach import Attacher, Found
from takhrij.find.claims import ClaimFinder
from takhrij.find.matches import matches
from takhrij.find.reasons import Reasons
from takhrij.kernel import LEAD_KIND
from takhrij.library.layout import KINDS
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.candidate import Candidate
    from takhrij.find.chain import ChainReader
    from takhrij.find.document import Document
    from takhrij.find.renderings import RenderingFinder
    from takhrij.find.translations import Pairer
    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

    Waiting = tuple[int, int, bool, Candidate]
    """A candidate with its start and end, and whether it is served before others whatever its score."""

READ: Final = 0.6
"""The share of a claim's words that the Qur'an has, from which it counts as a verse quoted."""
SAID_OF_HIM: Final = KINDS["hadith", "said"] + 1
"""In the flags of a claim: "the Prophet said" leads up to it."""
OUTER: Final = 2
"""How many times as likely marks within marks must be for the outer ones to give way."""
LATIN: Final = re.compile("[A-Za-z]{2}")
BESIDE: Final = 40
"""Code points beside a quotation in which there are Latin letters where it may have a translation."""
NEIGHBOURS: Final = 2
"""Quotations on either side that bear on one: the next shares a reference with it, or has it before; the second bounds that."""
NUMBER_AT_END: Final = r"[\s*]*[(\[{﴿]\s*\d{1,3}\Z"
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

    @cached_property
    def pairer(self) -> Pairer:
        """Pairs quotations with the translations beside them; most documents have none."""
        from takhrij.find.translations import Pairer

        return Pairer(self.claims.reader)

    @cached_property
    def renderings(self) -> RenderingFinder:
        """Finds quotations in translation that stand alone."""
        from takhrij.find.renderings import RenderingFinder

        return RenderingFinder(self.claims, self.attacher)

    def find(self, document: Document, part: range | None = None, *, explain: bool = False) -> list[Found]:
        """The quotations of a document in order of place; none overlaps another.

        Args:
            document: the document.
            part: the code points whose quotations are wanted; of others those may be left out that bear on none of these.
            explain: whether each carries the reasons for which it was taken for a quotation.
        """
        found = self.settle(document, self.claims.candidates(document, self.weights), self.weights, part)
        if explain:
            Reasons(self.tables).explain(document, found, self.claims, self.weights)
        cues = memoryview(document.scan.cues).cast("I")[2::3]
        if document.store.latin_cues.isdisjoint(cues) and all(each.translation is None for each in found):
            return found
        return self.renderings.add(document, found, self.weights)

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
                and each.shares(quran_end, READ, before=True)]  # fmt: skip
        return _apart(read, _apart([each for each in matched if each.kind]))

    def settle(
        self, document: Document, claims: list[Candidate], weights: bytes, part: range | None = None
    ) -> list[Found]:
        """The likeliest of weighed claims that overlap, and the matches beside them, weighed; each with chain and source."""
        chosen = _apart([each for each in claims if each.kind])
        matched = _apart(matches(document, weights, chosen))
        found = [Found(candidate, candidate.kind) for candidate in chosen]
        found += [Found(candidate, "ayah", marked=False) for candidate in matched]
        found.sort(key=lambda entry: entry.candidate.start)
        for candidate in chosen:
            _cut_number(document, candidate)
        if part is not None:
            found = _with_neighbours(found, part)
        if any(entry.marked and _has_latin_beside(document.text, entry.candidate) for entry in found):
            self.pairer.pair(document, found)
        self.attacher.attach(document, found)
        return _no_references(found)


def _has_latin_beside(text: str, candidate: Candidate) -> bool:
    """Whether there are Latin letters near a quotation: a translation may stand there, or the document has some elsewhere."""
    start, end = candidate.outer_start, candidate.outer_end
    return bool(LATIN.search(text, end, end + BESIDE) or LATIN.search(text, max(0, start - BESIDE), start))


def _apart(candidates: list[Candidate], before: Sequence[Candidate] = ()) -> list[Candidate]:
    """Candidates that overlap neither one another nor those of `before`, the highest scores first served; by place."""
    waiting = [(each.start, each.end, False, each) for each in candidates]
    waiting += [(each.start, each.end, True, each) for each in before]
    waiting.sort(key=itemgetter(0))
    chosen: list[Candidate] = []
    group: list[Waiting] = []  # of those that overlap one another, directly or through others
    reach = 0
    for entry in waiting:
        start, end, _, _ = entry
        if start >= reach:
            chosen += _likeliest(group)
            group, reach = [entry], end
        else:
            group.append(entry)
            reach = max(reach, end)
    return chosen + _likeliest(group)


def _likeliest(group: list[Waiting]) -> list[Candidate]:
    """Of candidates that overlap one another, those that are left when each rules out what overlaps it and scores less."""
    if len(group) < 2:  # as most are
        return [each for _, _, _, each in group]
    chosen: list[tuple[int, int, Candidate]] = []
    group = _unnested(group)
    for start, end, _, candidate in sorted(
        group, key=lambda entry: (not entry[2], -entry[3].score, entry[0], entry[1])
    ):
        place = bisect_left(chosen, start, key=itemgetter(0))
        free_before = not place or chosen[place - 1][1] <= start
        if free_before and (place == len(chosen) or chosen[place][0] >= end):
            chosen.insert(place, (start, end, candidate))
    return [candidate for _, _, candidate in chosen]


def _unnested(group: list[Waiting]) -> list[Waiting]:
    """Of candidates in order of place, those that are not within the marks of a hadith: what it tells of is part of it.

    Where the marks within are far likelier those of a hadith, the outer ones enclose someone else's speech. A verse is part
    of what the Prophet is said to have said.
    """
    kept: list[Waiting] = []
    outer: Candidate | None = None
    for entry in group:
        start, _, _, candidate = entry
        if outer is not None and start > outer.start and candidate.outer_end <= outer.outer_end:
            if _is_part(candidate, outer):
                continue
        elif candidate.mark and candidate.kind == "matn" and (outer is None or candidate.outer_end > outer.outer_end):
            outer = candidate
        kept.append(entry)
    return kept


def _is_part(candidate: Candidate, outer: Candidate) -> bool:
    if candidate.kind == "ayah":
        return outer.flags >> LEAD_KIND == SAID_OF_HIM
    return bool(candidate.mark) and OUTER * outer.score >= candidate.score


def _with_neighbours(found: list[Found], part: range) -> list[Found]:
    """The quotations in a part of the document, and the nearest around them, from which their references are told apart."""
    first = bisect_right(found, part.start, key=lambda entry: entry.candidate.end)
    last = bisect_left(found, part.stop, key=lambda entry: entry.candidate.start)
    return found[max(0, first - NEIGHBOURS) : last + NEIGHBOURS]


def _cut_number(document: Document, candidate: Candidate) -> None:
    """The number of the last verse, in a bracket whose closing was left outside, is not of its words."""
    if document.text[candidate.end - 1].isdigit():
        number = rarely(NUMBER_AT_END).search(
            document.text, max(candidate.start, candidate.end - LONGEST_NUMBER), candidate.end
        )
        if number is not None and number.start() > candidate.start:
            candidate.end = number.start()
            candidate.last = document.tokens(candidate.start, candidate.end)[1]


def _is_within(candidate: Candidate, references: Sequence[Reference]) -> bool:
    """Whether a candidate's words stand wholly within one of some references."""
    spans = [each.span for each in references]
    return any(span.start <= candidate.start and candidate.end <= span.end for span in spans)


def _no_references(found: list[Found]) -> list[Found]:
    """Quotations without those whose words are a reference of the one before: [ألم نشرح: 6] names a surah by its beginning."""
    kept: list[Found] = []
    for entry in found:
        references = kept[-1].references if kept else ()
        if references and _is_within(entry.candidate, references):
            continue
        kept.append(entry)
    return kept
