"""Judges what was found: resolves each quotation to passages, aligns it, and says what holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.align.hadiths import HadithMatch, fit_hadiths
from takhrij.align.align import encoded
from takhrij.align.verses import VerseMatch, fit_verses
from takhrij.judge.correction import regions_of
from takhrij.judge.attribution import IN_MEANING, THERE, judge_attribution, judge_companion
from takhrij.judge.extent import extent_of, judge_extent
from takhrij.judge.finding import finding
from takhrij.judge.reference import agrees, judge_verse_reference, verses_text
from takhrij.judge.wording import SourceWords, Wording, judge_wording
from takhrij.judge.words import VOWELS, WordJudge
from takhrij.model import Alignment, Citation, Fragment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.find import Found
    from takhrij.judge.extent import Extent
    from takhrij.judge.reference import Verses
    from takhrij.library.companions import CompanionNames
    from takhrij.library.store import Store
    from takhrij.model import Finding, Json
    from takhrij.options import Options
    from takhrij.resolve.record import Reference

ALTERED: Final = 0.5
"""Likeness under which a quotation is said to read like no verse, rather than like one with words changed."""
TRIED: Final = 4
"""Matches whose wording is compared word by word, from the best on."""
SHORT_WEIGHT: Final = 40
"""Rarity, in quarter bits, of words so common that they tell no passage from another."""
PLACES: Final = 3
"""More places than these make a quotation of so common words too short to trace."""
JOINED_PIECES: Final = 0.7
"""Share of the words of a quotation that pieces of several verses must cover for it to be joined of them."""
READING_WORDS: Final = 2
"""At most so many words may differ, in letters that an undotted text writes alike, for another reading to be thought of."""
UNDOTTED: Final = str.maketrans({
    "ت": "ب", "ث": "ب", "ن": "ب", "ي": "ب", "ى": "ب", "ج": "ح", "خ": "ح", "ذ": "د", "ز": "ر", "ش": "س", "ض": "ص", "ظ": "ط",
    "غ": "ع", "ق": "ف",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedVerse:
    """A quotation judged as a verse."""

    match: VerseMatch | None
    wording: Wording | None
    same: tuple[VerseMatch, ...]
    """Every run of verses whose words are those of the quotation."""


@dataclass(frozen=True, slots=True)
class JudgedHadith:
    """A quotation judged as a hadith."""

    match: HadithMatch | None
    wording: Wording | None
    matches: tuple[HadithMatch, ...]
    """Every hadith compared, the likeliest first."""


class Judge:
    """Judges quotations against a library. One judge serves any number of documents."""

    def __init__(self, store: Store, names: CompanionNames, options: Options) -> None:
        self.store = store
        self.names = names
        self.options = options
        self.words = WordJudge(store.tables.letters)
        self.source = SourceWords(store)

    # --- what the words are ----------------------------------------------------------------------

    def verse(self, text: str, span: Span, references: Sequence[Reference]) -> JudgedVerse:
        """The verses that a quotation is of, and its wording."""
        matches = self.verse_matches(text, span, references)
        if not matches:
            return JudgedVerse(None, None, ())
        vowelled = any(char in VOWELS for char in text[span.start : span.end])
        judged: list[tuple[VerseMatch, Wording]] = []
        for match in matches:
            if len(judged) >= TRIED and (match.fit.cost > judged[0][0].fit.cost or not judged[0][1].same):
                break
            judged.append((match, judge_wording(self.store, self.words, text, span, match.fit, self.store.starts[match.first], vowels=vowelled)))
        places = [place for match, _ in judged for place in [self.place(match)]]
        named = [any(agrees(reference, [place]) for reference in references) for place in places]
        order = sorted(
            range(len(judged)),
            key=lambda at: (len(judged[at][1].altered) > 0, judged[at][0].fit.cost if judged[at][1].altered else 0,
                            len(judged[at][1].vowels), not named[at], at),
        )  # fmt: skip
        best = judged[order[0]]
        same = tuple(judged[at][0] for at in order if judged[at][1].same)
        return JudgedVerse(*best, same)

    def verse_matches(
        self, text: str, span: Span, references: Sequence[Reference]
    ) -> list[VerseMatch]:
        """The runs of verses that a quotation may be of, those that the document names among them, best first."""
        stated = [each for reference in references for each in self._stated(reference)]
        return fit_verses(self.store, text, span, stated)

    def hadith(self, text: str, span: Span) -> JudgedHadith:
        """The hadiths that a quotation can be of, and its wording against the one it is closest to."""
        matches = fit_hadiths(self.store, text, span)
        if not matches:
            return JudgedHadith(None, None, ())
        closest = sorted(matches, key=lambda match: (match.fit.cost, -match.fit.likeness))[:TRIED]
        judged = [
            (match, judge_wording(self.store, self.words, text, span, match.fit, self.store.starts[match.number], vowels=False))
            for match in closest
        ]
        best = min(judged, key=lambda pair: (not pair[1].same, not pair[1].prefixes, pair[0].fit.cost))
        return JudgedHadith(*best, tuple(matches))

    def place(self, match: VerseMatch) -> Verses:
        """Surah, first and last verse of a match."""
        surah, first = self.store.verse(match.first)
        return surah, first, self.store.verse(match.last)[1]

    def _stated(self, reference: Reference) -> list[tuple[int, int]]:
        if reference.kind != "quran" or reference.surah is None:
            return []
        made = []
        for low, high in reference.ayah_ranges[:4]:
            first = self.store.verse_number(reference.surah, low)
            last = self.store.verse_number(reference.surah, min(high, low + 20))
            if first is not None and last is not None and last >= first:
                made.append((first, last))
        return made

    # --- citations -------------------------------------------------------------------------------

    def cite(self, text: str, found: Found) -> Citation:
        """The citation for a quotation that was found."""
        span = Span(found.candidate.start, found.candidate.end)
        if found.kind == "ayah":
            verse = self.verse(text, span, found.references)
            if not self._recognised(verse):
                hadith = self.hadith(text, span)
                if hadith.wording is not None and hadith.wording.same and span.end - span.start > 12:
                    return self._cite_hadith(text, span, found, hadith, as_verse=True)
            return self._cite_verse(text, span, found, verse)
        hadith = self.hadith(text, span)
        if hadith.wording is None or not hadith.wording.same:
            verse = self.verse(text, span, found.references)
            if verse.wording is not None and verse.wording.same and not self._too_short(text, span, verse):
                return self._cite_verse(text, span, found, verse, as_hadith=True)
        return self._cite_hadith(text, span, found, hadith)

    def _recognised(self, verse: JudgedVerse) -> bool:
        return verse.wording is not None and verse.match is not None and (
            verse.wording.same or verse.match.fit.likeness >= ALTERED
        )  # fmt: skip

    def _cite_verse(self, text: str, span: Span, found: Found, verse: JudgedVerse, *, as_hadith: bool = False) -> Citation:
        findings: list[Finding] = []
        passages: list[Alignment] = []
        places: list[Verses] = []
        listed = verse.same or ((verse.match,) if verse.match else ())
        sure = self._recognised(verse)
        if verse.match is not None and verse.wording is not None:
            extent = self._verse_extent(verse.match)
            findings.append(self._verse_wording(text, span, found, verse))
            if sure and findings[0].code not in ("too-short", "joined"):
                findings.append(judge_extent(extent, verse=True))
            places = [self.place(match) for match in listed] if sure else []
            passages = [self._verse_alignment(text, span, match, verse) for match in listed[: self.options.max_passages]]
        else:
            findings.append(finding("wording", "not-found", "no passage of the loaded sources reads so"))
        findings += judge_verse_reference(self.store.tables, found.references, places, sure=sure)
        if as_hadith:
            findings.append(finding("speaker", "differs", "introduced as a hadith; the words are a verse of the Qur'an"))
        if not found.marked:
            findings.append(finding("marks", "unmarked", "stands in the text without being presented as a quotation"))
        return Citation(self._fragments(text, span, found, "ayah"), tuple(findings), tuple(passages),
                        max(0, len(listed) - len(passages)), found.reasons if self.options.explain else ())  # fmt: skip

    def _verse_extent(self, match: VerseMatch) -> Extent:
        return extent_of(self.store, self.source, match.first, match.last, (match.fit.start, match.fit.end))

    def _verse_alignment(self, text: str, span: Span, match: VerseMatch, verse: JudgedVerse) -> Alignment:
        base = self.store.starts[match.first]
        wording = verse.wording if match is verse.match else judge_wording(
            self.store, self.words, text, span, match.fit, base, vowels=False
        )  # fmt: skip
        extent = self._verse_extent(match)
        low, high = match.fit.start, match.fit.end
        return Alignment(
            self.store.passage(match.first, match.last), (low - base, high - base), round(match.fit.likeness, 3),
            wording.operations if wording else (), extent.before, extent.after,
        )  # fmt: skip

    def _too_short(self, text: str, span: Span, verse: JudgedVerse) -> bool:
        if verse.match is None or len(verse.same) <= PLACES:
            return False
        low, high = verse.match.fit.start, verse.match.fit.end
        return sum(self.store.weights[self.store.stream[at]] for at in range(low, high)) < SHORT_WEIGHT

    def _verse_wording(self, text: str, span: Span, found: Found, verse: JudgedVerse) -> Finding:
        match, wording = verse.match, verse.wording
        if match is None or wording is None:
            raise ValueError("a verse without a match has no wording")
        edition = self.store.range_of(match.first).edition.label
        likeness = round(match.fit.likeness, 3)
        right = self.source.text(match.fit.start, match.fit.end)
        where = verses_text(self.store.tables, self.place(match))
        evidence: dict[str, Json] = {"edition": edition, "likeness": likeness}
        stated = any(reference.kind == "quran" for reference in found.references)
        if wording.same:
            if self._too_short(text, span, verse) and not stated:
                return finding("wording", "too-short", f"stands in {len(verse.same)} places of the Qur'an", evidence=evidence)
            if wording.vowels:
                words = "، ".join(f"{each.quoted_text} ({each.source_text})" for each in wording.vowels[:4])
                return finding("wording", "vowels", f"vowels differ from the edition: {words}", correction=right, evidence=evidence)
            code = "spelling" if wording.spelling else "exact"
            return finding("wording", code, where, evidence=evidence)
        if self._other_reading(found, wording):
            return finding("wording", "reading-unchecked", f"may follow another reading of {where}; none is loaded", evidence=evidence)
        pieces = self._pieces(text, span)
        if pieces and (not self._recognised(verse) or match.fit.likeness < 0.9):
            return finding("wording", "joined", f"run together from {' and '.join(pieces)}", evidence=evidence)
        if match.fit.likeness >= ALTERED:
            changed = sum(operation.kind != "keep" for operation in wording.altered)
            return finding("wording", "altered", f"{changed} change{'s' if changed != 1 else ''} against {where}",
                           correction=right, evidence=evidence)  # fmt: skip
        return finding("wording", "not-found", f"no passage of the loaded sources reads so; nearest is {where}",
                       evidence={**evidence, "threshold": ALTERED})  # fmt: skip

    def _other_reading(self, found: Found, wording: Wording) -> bool:
        """A cue of a reading, or a few words that differ only in their dots."""
        altered = [operation for operation in wording.altered if operation.kind == "replace"]
        if len(altered) != len(wording.altered) or len(altered) > READING_WORDS:
            return False
        if found.reading:
            return True
        letters = self.words.letters
        return all(
            letters.skeleton(each.quoted_text).translate(UNDOTTED) == letters.skeleton(each.source_text).translate(UNDOTTED)
            for each in altered
        )

    def _pieces(self, text: str, span: Span) -> list[str]:
        """The verses whose pieces make up most of a quotation, when they are several and not in one run."""
        quoted = encoded(text, span)
        words = len(self.store.kernel.words(quoted)[1]) // 16
        best: dict[int, tuple[int, int, str]] = {}
        for region in regions_of(self.store, quoted):
            if region.src_start < self.store.quran_end and region.words >= 3 and region.slot not in best:
                place = self.store.verse(self.store.at(region.src_start))
                best[region.slot] = (region.doc_start, region.words, verses_text(self.store.tables, (*place, place[1])))
        parts = sorted(best.values())
        names = list(dict.fromkeys(name for _, _, name in parts))
        return names if len(names) > 1 and sum(size for _, size, _ in parts) >= JOINED_PIECES * words else []

    def _cite_hadith(self, text: str, span: Span, found: Found, hadith: JudgedHadith, *, as_verse: bool = False) -> Citation:
        findings: list[Finding] = []
        passages: list[Alignment] = []
        match, wording = hadith.match, hadith.wording
        near = [each for each in hadith.matches if each.fit.likeness >= max(IN_MEANING, hadith.matches[0].fit.likeness * THERE)]
        if match is not None and wording is not None:
            findings.append(self._hadith_wording(text, span, match, wording))
            if findings[0].code in ("exact", "spelling", "altered"):
                extent = extent_of(self.store, self.source, match.number, match.number, (match.fit.start, match.fit.end))
                findings.append(judge_extent(extent, verse=False))
            listed = [match, *(each for each in near if each is not match)] if findings[0].code != "not-found" else [match]
            passages = [self._hadith_alignment(text, span, each, wording if each is match else None)
                        for each in listed[: self.options.max_passages]]  # fmt: skip
        else:
            listed = []
            findings.append(finding("wording", "not-found", "no passage of the loaded sources reads so", severity="warning"))
        findings += judge_attribution(self.store, found.references, hadith.matches)
        findings += judge_companion(self.store, self.names, found.chain.companion if found.chain else "", hadith.matches)
        if as_verse:
            findings.append(finding("marks", "verse-marks", "presented as a verse; the words are a hadith's"))
        if not found.marked:
            findings.append(finding("marks", "unmarked", "stands in the text without being presented as a quotation"))
        return Citation(self._fragments(text, span, found, "matn"), tuple(findings), tuple(passages),
                        max(0, len(listed) - len(passages)), found.reasons if self.options.explain else ())  # fmt: skip

    def _hadith_wording(self, text: str, span: Span, match: HadithMatch, wording: Wording) -> Finding:
        passage = self.store.passage(match.number)
        evidence: dict[str, Json] = {"edition": passage.edition, "likeness": round(match.fit.likeness, 3), "passage": passage.id}
        if wording.same:
            return finding("wording", "spelling" if wording.spelling else "exact", passage.label, evidence=evidence)
        right = self.source.text(match.fit.start, match.fit.end)
        if match.fit.likeness >= IN_MEANING:
            changed = len(wording.altered)
            return finding("wording", "altered", f"{changed} change{'s' if changed != 1 else ''} against {passage.label}",
                           severity="warning" if not wording.prefixes else "note", correction=right, evidence=evidence)  # fmt: skip
        return finding("wording", "not-found", f"no passage of the loaded sources reads so; nearest is {passage.label}",
                       severity="warning", evidence={**evidence, "threshold": IN_MEANING})  # fmt: skip

    def _hadith_alignment(self, text: str, span: Span, match: HadithMatch, wording: Wording | None) -> Alignment:
        base = self.store.starts[match.number]
        if wording is None:
            wording = judge_wording(self.store, self.words, text, span, match.fit, base, vowels=False)
        extent = extent_of(self.store, self.source, match.number, match.number, (match.fit.start, match.fit.end))
        low, high = match.fit.start, match.fit.end
        return Alignment(self.store.passage(match.number), (low - base, high - base), round(match.fit.likeness, 3),
                         wording.operations, extent.before, extent.after)  # fmt: skip

    def _fragments(self, text: str, span: Span, found: Found, kind: str) -> tuple[Fragment, ...]:
        spans: list[tuple[str, Span]] = [(kind, span)]
        if found.chain is not None:
            spans.append(("isnad", Span(found.chain.start, found.chain.end)))
        spans += [("source", reference.span) for reference in found.references]
        return tuple(
            Fragment(name, place, text[place.start : place.end])  # type: ignore[arg-type]
            for name, place in sorted(spans, key=lambda entry: entry[1])
        )
