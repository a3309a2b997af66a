"""Gives each quotation its chain and the references that are stated for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.find.chain import DECORATION, Chain, ChainReader
from takhrij.find.claims import AFTER
from takhrij.find.later import EITHER, LATER, LEADS_ON, later
from takhrij.find.matches import introduced
from takhrij.kernel import LEAD_KIND, MAY_FOLLOW, OF_READING, VERSE_BEFORE, WORK_BEFORE
from takhrij.library.features import mark_names
from takhrij.library.layout import KINDS
from takhrij.resolve.beginnings import HADITH, QURAN
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.renderings import Rendering
    from takhrij.find.candidate import Candidate
    from takhrij.find.document import Document
    from takhrij.library.tables import Tables
    from takhrij.model import Span
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

APART: Final = re.compile(r"[\s*_.،\"'»”﴾)}]{0,6}(?:[(\[]|[-–—][^\S\n])")
"""What sets a reference apart from words that have no marks: a bracket or a dash."""
ALONE_BEFORE: Final = APART.pattern + r"[\s*_]{0,3}\Z"
ALONE_BEHIND: Final = r"[*_]{0,2}(?:\s*[)\]]|[^\S\n]*[.،؛]?\s*(?:\n|\Z))"
"""What follows such a reference where nothing else stands with it."""
BLANK_LINE: Final = re.compile(r"\n\s*\n")
CONNECTED: Final = re.compile(r"[\s*_،,]{0,4}(?:من|في|in|from)\s+(?=\w)")
BEFORE: Final = 170
"""Code points before a quotation, or its chain, in which a reference may begin that leads up to it."""
LED: Final = 80
"""The same before a chain, to which it leads at once: in 26 MB of classical prose none begins 70 before."""
SHORTEST: Final = 4
SPEAKERS: Final = {
    KINDS["quran", "said"]: "quran", KINDS["quran", "noun"]: "quran", KINDS["quran", "god"]: "god", KINDS["hadith", "said"]: "prophet",
}  # fmt: skip
"""Whose words they are said to be, by the kind of the cue that leads up to them."""
NEXT_TO: Final = 6
"""Code points between a reference and the chain that it leads up to."""
REACH: Final = 90
"""Code points between a reference and the quotation that it leads up to."""
REPORTS: Final = ("روى", "رُوى", "رَوَى", "أخرج", "أَخْرَجَ", "وروى", "وأخرج", "فروى", "فأخرج", "خرج")
"""Verbs of reporting whose subject follows: a collection, or else a companion."""
TELLS_NEXT: Final = r"[وف]?(?:روى|أخرج|خرج)\s[\s\S]*|[\s\S]*\s(?:narrates|reports|relates|narrated|reported|related)"
"""A collection with its verb, which in a new sentence says who reports what follows."""
SENTENCE_END: Final = r"[.!?؟]\s"
HEADING_END: Final = DECORATION + "0123456789٠١٢٣٤٥٦٧٨٩.-"
"""What stands between a heading and what it is of, with the number of an item of a list."""
OF_BOTH: Final = r"و?(?:رواهما|أخرجهما|خرجهما|متفق عليهما)(?!\w)|both\b"
"""How a reference begins that is of two hadiths."""
BARE_NUMBER: Final = r"[\s*]{0,4}\((?:\s*(\d{1,3})\s*)\)"
"""A number in brackets right behind a quotation: that of its verse, where a surah is named before, or of a footnote."""
NOTED: Final = frozenset("[(⁰¹²³⁴⁵⁶⁷⁸⁹")
CALLED: Final = 8
"""With what the number of a footnote begins, and the code points behind a quotation within which it does."""
JOINED: Final = r"[\s،,]*(?:(?:و|and|ثم|وقوله|وقال|إلى قوله)(?: تعالى)?)[\s:]*"
"""What stands between two quotations that have one reference."""


class Found:
    """A quotation found, with what the document says of it.

    Attributes:
        candidate: the words.
        kind: `ayah` or `matn`.
        chain: the chain that leads up to it.
        companion: the companion named in it, or in a reference; empty where none is.
        references: those stated for it.
        reasons: what spoke most for its being one.
        marked: whether the document presents the words as a quotation.
        speaker: whose words they are said to be: `quran`, `god`, `prophet`, or empty where the document does not say.
        reading: whether it speaks of a reading of the Qur'an just before.
        translation: the words beside it that are its translation.
        rendering: of a quotation in translation that stands alone, what it is likely to be of.
        surah: that to which the last number of a verse without one belonged, and where: the next in a list belongs to it too.
    """

    __slots__ = (
        "candidate",
        "chain",
        "companion",
        "kind",
        "marked",
        "reading",
        "reasons",
        "references",
        "rendering",
        "speaker",
        "surah",
        "translation",
    )

    def __init__(self, candidate: Candidate, kind: str, *, reasons: tuple[str, ...] = (), marked: bool = True) -> None:
        self.candidate, self.kind, self.reasons, self.marked = candidate, kind, reasons, marked
        self.chain: Chain | None = None
        self.companion = ""
        self.references: list[Reference] = []
        self.speaker = ""
        self.reading = False
        self.translation: Span | None = None
        self.rendering: Rendering | None = None
        self.surah: tuple[int | None, int] | None = None


class Attacher:
    """Attaches chains and references to the quotations of a document."""

    def __init__(self, tables: Tables, reader: ReferenceReader, chains: ChainReader) -> None:
        names = mark_names(tables)
        self.verse_marks = frozenset(names.index(mark.name) for mark in tables.marks if mark.use == "verse")
        self.reader = reader
        self.chains = chains

    def attach(self, document: Document, found: list[Found]) -> None:
        """Fills in the chain and the references of every quotation; they are in order of place."""
        text = document.text
        limit = 0
        for number, entry in enumerate(found):
            candidate = entry.candidate
            entry.surah = found[number - 1].surah if number else None
            following = found[number + 1].candidate.outer_start if number + 1 < len(found) else len(text)
            if entry.marked:
                entry.speaker, entry.reading = self._speaker(candidate), bool(candidate.flags & OF_READING)
                self._attach_one(document, entry, limit, following)
                if number:
                    _share(text, found[number - 1], entry)
            else:
                if APART.match(text, candidate.end):
                    entry.references = self._set_apart(text, entry, limit)
                entry.marked = introduced(candidate) or bool(entry.references)
            limit = candidate.outer_end
            if entry.translation is not None and entry.translation.end <= following:  # not in a footnote
                limit = max(limit, entry.translation.end)
            for reference in entry.references:
                if reference.span.end <= following:  # not in a footnote
                    limit = max(limit, reference.span.end)

    def _set_apart(self, text: str, entry: Found, limit: int) -> list[Reference]:
        """The references in brackets or behind a dash, with nothing else there, that follow words without marks."""
        end = entry.candidate.end
        found = self.reader.after(text, end, AFTER)
        return self._with_surah(
            text, entry, limit, [each for each in found if each.enclosed or _is_alone(text, end, each)]
        )

    def _attach_one(self, document: Document, entry: Found, limit: int, following: int) -> None:
        """Fills in the chain and the references of what is presented as a quotation.

        Where neither marks nor an introducer say whose words they are, a chain or the references do.
        """
        if entry.kind == "matn" or not entry.speaker:
            entry.chain = self._chain(document, entry, limit)
        if entry.chain is not None:
            entry.kind, entry.companion = "matn", entry.chain.companion
        entry.references = self._references(document, entry, limit, following)
        if entry.references and not entry.speaker and entry.chain is None:
            kinds = {reference.kind for reference in entry.references}
            if len(kinds) == 1:
                entry.kind = "ayah" if kinds == {"quran"} else "matn"
        if entry.references and entry.kind == "matn":
            self._set_narrators_apart(document, entry)
            entry.companion = entry.companion or self._companion(document, entry.references)

    def _set_narrators_apart(self, document: Document, entry: Found) -> None:
        """A companion who is named beside a collection is no collection: "(Muslim 102), narrated by Abu Hurayrah"."""
        if not any(reference.works for reference in entry.references):
            return
        kept = []
        for reference in entry.references:
            if reference.unknown_works and not reference.works:
                chain = self.chains.within(document, *reference.span)
                if chain is not None and chain.companion:
                    entry.companion = entry.companion or chain.companion
                    continue
            kept.append(reference)
        entry.references = kept

    def _companion(self, document: Document, references: Sequence[Reference]) -> str:
        """The companion from whom a collection is said to report it: "Abu Dawud, from Anas"."""
        for reference in references:
            if reference.kind == "hadith":
                chain = self.chains.within(document, *reference.span)
                if chain is not None and chain.start > reference.span.start and chain.companion:
                    return chain.companion
        return ""

    def _speaker(self, candidate: Candidate) -> str:
        """Whose words the marks, or what leads up to them, say they are."""
        if candidate.mark in self.verse_marks:
            return "quran"
        lead = candidate.flags >> LEAD_KIND
        return SPEAKERS.get(lead - 1, "") if lead else ""

    def _chain(self, document: Document, entry: Found, limit: int) -> Chain | None:
        """The chain before the marks, or within them; one that begins before them goes on to the words, or to their translation."""
        candidate, begins = entry.candidate, entry.candidate.outer_start
        if entry.translation is not None and limit < entry.translation.end <= begins:
            begins = limit + len(document.text[limit : entry.translation.start].rstrip(DECORATION))
        outer = self.chains.before(document, limit, begins)
        if candidate.inner_chain is None:
            return outer
        inner = self.chains.within(document, *candidate.inner_chain)
        if outer is not None:
            return Chain(outer.start, candidate.inner_chain[1], (inner.companion if inner else "") or outer.companion)
        return inner

    def _references(self, document: Document, entry: Found, limit: int, following: int) -> list[Reference]:
        """Those right after the quotation, or else the one that leads up to it or its chain, or else one further on."""
        text, candidate = document.text, entry.candidate
        wanted = "quran" if entry.kind == "ayah" else "hadith"
        if not candidate.after and not candidate.flags & MAY_FOLLOW:  # a surah's name alone is no cue
            after = self.reader.after(text, candidate.outer_end, AFTER)
            if after:
                candidate.after = [
                    each for each in after if each.certainty == "strong" or (entry.kind == "ayah" and each.ayah_ranges)
                ]
        if candidate.inner or candidate.after:
            after = [*candidate.inner, *self._after(text, candidate.outer_end, candidate.after)]
            after = self._with_surah(text, entry, limit, after)
            if after:
                return after
        if connected := CONNECTED.match(text, candidate.outer_end):
            after = [each for each in self._after(text, connected.end(), self.reader.after(text, connected.end(), AFTER))
                     if each.kind == wanted and each.certainty != "weak"]  # fmt: skip
            if after:
                return after
        if entry.translation is not None and (after := self._behind_translation(text, entry.translation, following)):
            return after
        if entry.chain is not None and (opening := self._opening(text, entry.chain)):
            return opening
        if before := self._before(text, candidate, entry.chain, limit, wanted):
            return self._with_number(text, candidate, before)
        open_to = (wanted,) if entry.speaker or entry.chain is not None else EITHER
        beside = (
            entry.translation is not None and entry.translation.end > following
        )  # its translation stands in the note too
        if noted := self._noted(document, candidate.outer_end, EITHER if beside else open_to):
            return noted
        return later(self.reader, text, candidate.outer_end, min(following, candidate.outer_end + LATER), open_to)

    def _behind_translation(self, text: str, translation: Span, following: int) -> list[Reference]:
        """The references that follow the translation beside a quotation, or in its footnote."""
        found = self.reader.after(text, translation.end, AFTER)
        if translation.end <= following:
            found = self._after(text, translation.end, found)
        return [each for each in found if each.certainty != "weak"]

    def _noted(self, document: Document, end: int, wanted: Sequence[str]) -> list[Reference]:
        """The references in the footnote whose number stands right behind a quotation."""
        if NOTED.isdisjoint(document.text[end : end + CALLED]):
            return []
        from takhrij.find.notes import call_behind, in_note

        call = call_behind(document.text, end)
        return in_note(self.reader, document.text, document.notes, call, wanted) if call is not None else []

    def _opening(self, text: str, chain: Chain) -> list[Reference]:
        """The collection with which a chain opens: "روى مسلم عن أبي هريرة ..."."""
        if not text.startswith(REPORTS, chain.start):
            return []
        found = self.reader.read(text, chain.start, min(chain.end, chain.start + LED))[:1]
        return [each for each in found if each.kind == "hadith" and each.certainty == "strong"
                and each.span.start - chain.start < NEXT_TO]  # fmt: skip

    def _before(self, text: str, candidate: Candidate, chain: Chain | None, limit: int, wanted: str) -> list[Reference]:
        """The reference that leads up to a quotation, or to its chain, where the kernel saw that one may."""
        led = chain is not None and chain.start < candidate.outer_start
        if not led and not candidate.flags & (VERSE_BEFORE if wanted == "quran" else WORK_BEFORE):
            near = text[max(limit, candidate.outer_start - BEFORE) : candidate.outer_start]
            if wanted == "quran" or not any(map(near.__contains__, REPORTS)):
                return []
        return self._leading(text, candidate, chain, limit, wanted)

    def _leading(
        self, text: str, candidate: Candidate, chain: Chain | None, limit: int, wanted: str
    ) -> list[Reference]:
        """The reference that leads up to a quotation, or to its chain."""
        led = chain is not None and chain.start < candidate.outer_start
        begins = chain.start if chain is not None and led else candidate.outer_start
        reach = NEXT_TO if led else REACH
        low = max(limit, begins - (LED if led else BEFORE))
        end = low + len(text[low:begins].rstrip(DECORATION))
        if end - low < SHORTEST or begins - end > reach:
            return []
        for reference in self.reader.before(text, end, end - low, QURAN if wanted == "quran" else HADITH):
            if begins - reference.span.end > reach:
                break
            if reference.kind == wanted:
                return [reference]
        return []

    def _with_surah(self, text: str, entry: Found, limit: int, references: list[Reference]) -> list[Reference]:
        """References whose numbers of verses are those of the surah named before; without one they say nothing, and go."""
        if all(reference.kind != "quran" or reference.surah or reference.surah_misspelt for reference in references):
            return references
        surah = self._surah_before(text, entry, limit)
        kept = []
        for reference in references:
            if reference.kind != "quran" or reference.surah or reference.surah_misspelt:
                kept.append(reference)
            elif surah is not None:
                kept.append(reference._replace(surah=surah))
        return kept

    def _surah_before(self, text: str, entry: Found, limit: int) -> int | None:
        """The surah named in the sentence before a quotation, or in the heading that it or the list of it stands under."""
        start = entry.candidate.outer_start
        named = self._leading(text, entry.candidate, entry.chain, limit, "quran")
        if not named:
            end = len(text[max(0, start - BEFORE) : start].rstrip(HEADING_END)) + max(0, start - BEFORE)
            line = text.rfind("\n", max(0, end - BEFORE), end) + 1
            if text.startswith("#", line):
                named = self.reader.stated(text, line, end, QURAN)
        if named:
            entry.surah = named[0].surah, start
        elif entry.surah is not None and BLANK_LINE.search(text, entry.surah[1], start):
            entry.surah = None
        return entry.surah[0] if entry.surah is not None else None

    def _with_number(self, text: str, candidate: Candidate, named: list[Reference]) -> list[Reference]:
        """The surah named before a quotation, with the verse whose bare number in brackets stands right behind.

        It is no verse's where a line of the document begins with it, as footnotes do, nor where the surah has none such.
        """
        [reference] = named
        if reference.kind != "quran" or reference.surah is None or reference.ayah_ranges:
            return named
        bare = rarely(BARE_NUMBER).match(text, candidate.outer_end)
        if bare is None or f"\n({bare[1]})" in text:
            return named
        number = int(bare[1])
        if not 1 <= number <= self.reader.quran.surahs[reference.surah - 1].ayahs:
            return named
        return [reference._replace(ayah_ranges=((number, number),))]

    @staticmethod
    def _after(text: str, end: int, references: Sequence[Reference]) -> list[Reference]:
        """Of the references that follow a quotation, those that do not lead up to the next one."""
        kept: list[Reference] = []
        for reference in references:
            between = text[end : reference.span.start]
            if LEADS_ON.match(text, reference.span.end) or (not reference.enclosed and BLANK_LINE.search(between)):
                break
            if "\n" in between:
                from takhrij.find.notes import has_note

                if has_note(between):  # it belongs to what has the number of the note
                    break
            told = text[reference.span.start : reference.span.end]
            if not reference.enclosed and rarely(TELLS_NEXT).fullmatch(told) and rarely(SENTENCE_END).search(between):
                break
            kept.append(reference)
            end = reference.span.end
        return kept


def _is_alone(text: str, end: int, reference: Reference) -> bool:
    """Whether verses are cited alone behind the place `end`, in brackets or after a dash to the end of the line."""
    return bool(
        reference.kind == "quran"
        and reference.ayah_ranges
        and rarely(ALONE_BEFORE).match(text, end, reference.span.start)
        and rarely(ALONE_BEHIND).match(text, reference.span.end)
    )


def _share(text: str, before: Found, entry: Found) -> None:
    """Gives the reference of two quotations to the first of them too: "… and …, both reported by Muslim"."""
    if before.references or not entry.references or entry.kind != before.kind:
        return
    joined = rarely(JOINED).fullmatch(text, before.candidate.outer_end, entry.candidate.outer_start)
    first = entry.references[0]
    several = first.kind == "quran" and first.ayah_start != first.ayah_end
    if joined and (several or rarely(OF_BOTH).match(text, first.span.start)):
        before.references = entry.references
