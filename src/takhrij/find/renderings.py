"""Quotations in translation that stand alone.

What the document presents as a quotation, by marks, emphasis, an introducer or a reference, is one when it is likely to be a
rendering of a passage; marks alone are not enough, it then has to be clear.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING, Final

from takhrij.align.renderings import CLEAR, CLEAR_HADITH, LIKELY, LIKELY_HADITH, Rendering
from takhrij.find.attach import Found
from takhrij.find.translations import trimmed_words
from takhrij.kernel import LEAD_KIND
from takhrij.library.layout import KINDS, NO_KIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.find.attach import Attacher
    from takhrij.find.candidate import Candidate
    from takhrij.find.claims import ClaimFinder
    from takhrij.find.document import Document
    from takhrij.model import Span

LEAST_WORDS: Final = 4
"""Of a quotation that stands alone."""
TELLING: Final = 6
"""Words from which what is introduced as a verse or a hadith is reported though no passage is likely."""
EMPHASIS: Final = re.compile(
    r"(?<![\w*])(\*\*|__|\*)(?=[^\s*_])([^*\n]{1,600}(?:\n[^*\n]{1,600}){0,9}?)(?<=[^\s*_])\1(?![\w*])"
)
BLOCK_QUOTE: Final = re.compile(r"^(> ?)((?:.+\n?(?:> ?)?)+)", re.MULTILINE)
NEAR: Final = 8
LEADING: Final = ' \t\n"“«*_>'
"""What may stand between the colon or comma of an introducer and the words that it introduces."""
SET_APART: Final = frozenset((NO_KIND, KINDS["reference", "quran"], KINDS["reference", "hadith"]))
"""Of what has no marks, emphasis and a reference behind it; other kinds are those of introducers."""
SAID: Final = frozenset((KINDS["quran", "said"] + 1, KINDS["hadith", "said"] + 1))


class RenderingFinder:
    """Finds quotations in translation.

    Args:
        claims: finds what is presented as a quotation.
        attacher: gives quotations their chains and references.
    """

    def __init__(self, claims: ClaimFinder, attacher: Attacher) -> None:
        self.claims = claims
        self.attacher = attacher

    def add(self, document: Document, found: list[Found], weights: bytes) -> list[Found]:
        """The quotations of a document with those in translation that stand alone, in order of place.

        Args:
            document: the document.
            found: the quotations in Arabic, in order of place.
            weights: those of features, as the kernel reads them.
        """
        beside = [each.translation for each in found if each.translation is not None]
        alone = self._alone(document, found, beside, weights)
        return sorted([*found, *alone], key=lambda each: each.candidate.start) if alone else found

    def _alone(self, document: Document, found: list[Found], beside: list[Span], weights: bytes) -> list[Found]:
        """The quotations in translation that stand alone, with their chains and references."""
        taken = sorted(
            [(each.candidate.outer_start, each.candidate.outer_end) for each in found]
            + [(span.start, span.end) for span in beside]
            + [(each.span.start, each.span.end) for entry in found for each in entry.references]
        )
        chosen: list[Found] = []
        for candidate in _apart(self._candidates(document, weights), taken):
            made = self._may_be(document, candidate)
            if made is not None:
                chosen.append(made)
        self.attacher.attach(document, chosen)
        stated = {reference.span for entry in found for reference in entry.references}
        for entry in chosen:
            entry.references = [each for each in entry.references if each.span not in stated]
            entry.kind = self._kind(entry)
        return [each for each in chosen if self._is_quotation(each)]

    def _candidates(self, document: Document, weights: bytes) -> list[Candidate]:
        """Stretches in other letters than Arabic that stand between marks, behind an introducer, or before a reference."""
        text, stretches = document.text, array("I")
        for match in chain(EMPHASIS.finditer(text), BLOCK_QUOTE.finditer(text)):
            stretches.extend((match.start(2), match.end(2), match.start(), match.end(), 0, NO_KIND))
        return [
            each for each in self.claims.foreign(document, weights, stretches)
            if each.mark or each.cue in SET_APART or _is_led(text, each.start)
        ]  # fmt: skip

    @staticmethod
    def _may_be(document: Document, candidate: Candidate) -> Found | None:
        """A candidate with what it is likely to be of; `None` when it has too few words."""
        candidate.start, candidate.end = trimmed_words(document.text, candidate.start, candidate.end)
        if candidate.last - candidate.first < LEAST_WORDS:
            return None
        rendering = Rendering(document.store, document.text[candidate.start : candidate.end])
        if len(rendering.words) < LEAST_WORDS:
            return None
        verse, hadith = rendering.verse, rendering.hadith
        made = Found(candidate, "ayah" if verse.nats >= hadith.nats else "matn")
        made.rendering = rendering
        best = verse if made.kind == "ayah" else hadith
        if best.nats:
            label = document.store.label(best.passage)
            made.reasons = (f"likely to be a rendering of {label}: {best.nats:.0f} nats, {best.rate:.1f} a word",)
        return made

    @staticmethod
    def _is_quotation(entry: Found) -> bool:
        """Whether what is presented is a quotation: what it is said to be it has to be likely to be, else to be clearly one."""
        rendering, candidate = entry.rendering, entry.candidate
        assert rendering is not None
        sure = any(reference.certainty == "strong" for reference in entry.references)
        if not entry.speaker and not sure and entry.chain is None:
            return rendering.is_clear
        said = candidate.flags >> LEAD_KIND in SAID or sure
        return rendering.is_likely or bool(candidate.mark and said and len(rendering.words) >= TELLING)

    @staticmethod
    def _kind(entry: Found) -> str:
        """Whether a quotation is of a verse or of a hadith: what it is said to be, unless it clearly is the other."""
        rendering = entry.rendering
        assert rendering is not None
        kinds = {reference.kind for reference in entry.references}
        verse = entry.speaker in ("quran", "god") or kinds == {"quran"}
        hadith = entry.speaker == "prophet" or entry.chain is not None or kinds == {"hadith"}
        if verse == hadith:
            return entry.kind
        if verse:
            return "ayah" if rendering.verse.reaches(LIKELY) or not rendering.hadith.reaches(CLEAR_HADITH) else "matn"
        return "matn" if rendering.hadith.reaches(LIKELY_HADITH) or not rendering.verse.reaches(CLEAR) else "ayah"


def _is_led(text: str, at: int) -> bool:
    """Whether a colon or a comma leads up to a place."""
    return text[max(0, at - NEAR) : at].rstrip(LEADING)[-1:] in (":", ",")


def _apart(candidates: Iterable[Candidate], taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    """Candidates that overlap neither what is taken nor one another, in order of place; those in marks, and the longer, first."""
    starts = [start for start, _ in taken]
    kept: list[tuple[int, int, Candidate]] = []
    for each in sorted(candidates, key=lambda each: (not each.mark, each.start - each.end, each.start)):
        place = bisect_left(starts, each.end)
        if any(end > each.start for _, end in taken[max(0, place - 3) : place]):
            continue
        at = bisect_left(kept, each.end, key=lambda entry: entry[0])
        if at and kept[at - 1][1] > each.start:
            continue
        kept.insert(at, (each.start, each.end, each))
    return (candidate for _, _, candidate in kept)
