"""Quotations in translation: those that stand beside the words in Arabic, and those that stand alone.

What the document presents as a quotation, by marks, emphasis, an introducer or a reference, is one when it is likely to be a
rendering of a passage; marks alone are not enough, it then has to be clear.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.align.renderings import CLEAR, CLEAR_HADITH, LIKELY, LIKELY_HADITH, Rendered, Terms
from takhrij.find.attach import Found
from takhrij.kernel import LEAD_KIND
from takhrij.library.layout import KINDS, NO_KIND
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.find.attach import Attacher
    from takhrij.find.candidate import Candidate
    from takhrij.find.claims import ClaimFinder
    from takhrij.find.document import Document
    from takhrij.library.store import Store

LEAST_WORDS: Final = 4
"""Of a quotation that stands alone."""
TELLING: Final = 6
"""Words from which what is introduced as a verse or a hadith is reported though no passage is likely."""
LONGEST: Final = 3000
"""Code points of a translation without marks."""
LISTED: Final = 12
"""Passages looked at."""
ARABIC: Final = re.compile(r"[\u0621-\u064a\u066e-\u06d3]")
LETTERS: Final = re.compile(r"[^\W\d_]{2}")
BETWEEN: Final = r"[\s*_>»﴾”\"')\],.:;–—-]"
AFTER: Final = re.compile(BETWEEN + '{0,12}?(?P<open>[“"«‘(]|\\*{1,2}|_{1,2})?(?=[^\\W\\d_])')
"""What stands between a quotation and the translation behind it, and the mark that this opens with."""
BEFORE: Final = re.compile('(?P<close>[”"»’]|\\*{1,2}|_{1,2})[\\s>(\\[:–—-]{0,8}$')
CLOSING: Final = {"“": "”", '"': '"', "«": "»", "‘": "’", "(": ")", "*": "*", "**": "**", "_": "_", "__": "__"}
OPENING: Final = {closing: opening for opening, closing in CLOSING.items()}
BLANK_LINES: Final = re.compile(r"\n\s*\n")
LINES: Final = 2
"""Line ends that may stand between a quotation and its translation."""
EMPHASIS: Final = re.compile(r"(?<![\w*])(\*\*|__|\*)(?=[^\s*_])([^*\n]+(?:\n[^*\n]+)*?)(?<=[^\s*_])\1(?![\w*])")
BLOCK_QUOTE: Final = re.compile(r"^(> ?)((?:.+\n?(?:> ?)?)+)", re.MULTILINE)
LED: Final = re.compile(r"[:,]\s{0,3}[\"“«*_>\s]{0,4}\Z")
"""What stands between an introducer and the words that it introduces."""
BRACKET: Final = re.compile(r"[(\[]")
SET_APART: Final = frozenset((NO_KIND, KINDS["reference", "quran"], KINDS["reference", "hadith"]))
"""Of what has no marks, emphasis and a reference behind it; other kinds are those of introducers."""
SAID: Final = frozenset((KINDS["quran", "said"] + 1, KINDS["hadith", "said"] + 1))


UNLIKELY: Final = Rendered(0, 0.0, 0.0)


class Rendering(NamedTuple):
    """What the words of a quotation in translation are likely to be of."""

    verses: tuple[Rendered, ...]
    """The likeliest verses, best first."""
    hadiths: tuple[Rendered, ...]
    """The likeliest hadiths, best first."""
    terms: Terms

    @classmethod
    def of(cls, store: Store, terms: Terms) -> Rendering:
        """What some words are likely to be of."""
        return cls(tuple(terms.verses(store, LISTED)), tuple(terms.hadiths(store, LISTED)), terms)

    @property
    def verse(self) -> Rendered:
        """The likeliest verse."""
        return self.verses[0] if self.verses else UNLIKELY

    @property
    def hadith(self) -> Rendered:
        """The likeliest hadith."""
        return self.hadiths[0] if self.hadiths else UNLIKELY

    @property
    def is_likely(self) -> bool:
        """Whether what is said to be a quotation of some passage is one."""
        return self.verse.reaches(LIKELY) or self.hadith.reaches(LIKELY_HADITH)

    @property
    def is_clear(self) -> bool:
        """Whether it is a quotation, whatever it is said to be."""
        return self.verse.reaches(CLEAR) or self.hadith.reaches(CLEAR_HADITH)


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

        Those in Arabic are told which words beside them are their translation.

        Args:
            document: the document.
            found: the quotations in Arabic, in order of place.
            weights: those of features, as the kernel reads them.
        """
        beside = self._beside(document, found)
        cues = memoryview(document.scan.cues).cast("I")[2::3]
        if not beside and document.store.latin_cues.isdisjoint(cues):
            return found
        alone = self._alone(document, found, beside, weights)
        return sorted([*found, *alone], key=lambda each: each.candidate.start) if alone else found

    # --- beside the words in Arabic --------------------------------------------------------------

    def _beside(self, document: Document, found: list[Found]) -> list[Span]:
        """The translations that stand behind, or before, quotations; each is noted with its quotation."""
        text, taken = document.text, list[Span]()
        for number, entry in enumerate(found):
            if not entry.marked:
                continue
            low = found[number - 1].candidate.outer_end if number else 0
            high = found[number + 1].candidate.outer_start if number + 1 < len(found) else len(text)
            span = self._behind(document, entry, high)
            if span is None and (not taken or taken[-1].end <= (low := max(low, 0))):
                span = self._ahead(document, entry, max(low, taken[-1].end if taken else 0))
            if span is not None:
                entry.translation = span
                taken.append(span)
        return taken

    def _behind(self, document: Document, entry: Found, high: int) -> Span | None:
        text, at = document.text, entry.candidate.outer_end
        for reference in entry.references:
            if at <= reference.span.start and not LETTERS.search(text, at, reference.span.start):
                at = reference.span.end
        match = AFTER.match(text, at, min(high, at + 40))
        if match is None or text.count("\n", at, match.end()) > LINES:
            return None
        start, opening = match.end(), match["open"] or ""
        if ARABIC.match(text, start):
            return None
        if opening:
            end = text.find(CLOSING[opening], start, min(high, start + LONGEST))
            if end < 0:
                return None
        else:
            end = self._end_of_plain(text, entry, start, min(high, start + LONGEST))
        return self._translation(document, start, end, marked=bool(opening) and opening != "(")

    @staticmethod
    def _end_of_plain(text: str, entry: Found, start: int, high: int) -> int:
        """Where a translation without marks ends: before a reference in brackets, an Arabic word, or the end of the paragraph."""
        ends = [high]
        stops = (pattern.search(text, start, high) for pattern in (ARABIC, BLANK_LINES))
        ends += [stop.start() for stop in stops if stop is not None]
        for reference in entry.references:
            if reference.span.start > start:
                opened = max(text.rfind("(", start, reference.span.start), text.rfind("[", start, reference.span.start))
                ends.append(opened if opened >= 0 else reference.span.start)
        return min(ends)

    def _ahead(self, document: Document, entry: Found, low: int) -> Span | None:
        text = document.text
        begins = entry.chain.start if entry.chain is not None else entry.candidate.outer_start
        begins = min(begins, entry.candidate.outer_start)
        match = BEFORE.search(text, max(low, begins - 12), begins)
        if match is None or text.count("\n", match.start(), begins) > LINES:
            return None
        closing = match["close"]
        start = text.rfind(OPENING[closing], max(low, match.start() - LONGEST), match.start())
        if start < 0:
            return None
        return self._translation(document, start + len(closing), match.start(), marked=True)

    @staticmethod
    def _translation(document: Document, start: int, end: int, *, marked: bool) -> Span | None:
        """The words, if they may be a translation: all in other letters, and set apart by marks or likely to be a rendering."""
        start, end = _trimmed(document.text, start, end)
        text = document.text[start:end]
        if ARABIC.search(text):
            return None
        terms = Terms(text)
        if len(terms.words) < (LEAST_WORDS - 1 if marked else LEAST_WORDS):
            return None
        if not marked and not Rendering.of(document.store, terms).is_likely:
            return None
        return Span(start, end)

    # --- alone -----------------------------------------------------------------------------------

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
            if each.mark or each.cue in SET_APART or LED.search(text, max(0, each.start - 8), each.start)
        ]  # fmt: skip

    @staticmethod
    def _may_be(document: Document, candidate: Candidate) -> Found | None:
        """A candidate with what it is likely to be of; `None` when it has too few words."""
        candidate.start, candidate.end = _trimmed(document.text, candidate.start, candidate.end)
        if candidate.last - candidate.first < LEAST_WORDS:
            return None
        terms = Terms(document.text[candidate.start : candidate.end])
        if len(terms.words) < LEAST_WORDS:
            return None
        rendering = Rendering.of(document.store, terms)
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
        return rendering.is_likely or bool(candidate.mark and said and len(rendering.terms.words) >= TELLING)

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


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the marks and spaces at its ends; what ends a sentence is left off too."""
    while start < end and not text[start].isalnum() and text[start] not in "([":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ")]":
        end -= 1
    return start, end
