"""Judges what was found: decides whose words they are, gathers the findings, and makes the citation."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from takhrij.align.hadiths import fit_hadiths
from takhrij.judge.attribution import judge_attribution
from takhrij.judge.basmala import behind_basmala
from takhrij.judge.finding import finding
from takhrij.judge.hadith import HadithJudge, JudgedHadith
from takhrij.judge.reference import judge_verse_reference
from takhrij.judge.speaker import judge_speaker
from takhrij.judge.verse import JudgedVerse, VerseJudge
from takhrij.judge.words import WordJudge, unvowelled
from takhrij.kernel import THOROUGH
from takhrij.model import Citation, Fragment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.attach import Found
    from takhrij.find.candidate import Candidate
    from takhrij.judge.renderings import RenderingJudge
    from takhrij.judge.translations import TranslationJudge
    from takhrij.library.people import PeopleNames
    from takhrij.library.store import Store
    from takhrij.model import Alignment, Finding, FragmentKind
    from takhrij.options import Options

SHORT: Final = 4
"""Words up to which what they share with a source may be too little to be noticed."""
SHARED: Final = 0.5
"""Share of a quotation's words that are in the other kind of source when it may be of that."""
LEAST_TELLING, TELLING = 2, 3
"""Words from which what is presented as a verse is taken for a hadith, and as a hadith for a verse, when its very words are
the other's."""

UNMARKED: Final = finding("marks", "unmarked", "stands in the text without being presented as a quotation")


class Judge:
    """Judges quotations against a library. One judge serves any number of documents."""

    def __init__(self, store: Store, names: PeopleNames, options: Options) -> None:
        self.store = store
        self.options = options
        words = WordJudge(store.tables)
        self.verses = VerseJudge(store, words, options.max_passages)
        self.hadiths = HadithJudge(store, words, names, options.max_passages)
        self._names = names

    @cached_property
    def renderings(self) -> RenderingJudge:
        """Judges quotations in translation; most documents have none."""
        from takhrij.judge.renderings import RenderingJudge

        return RenderingJudge(self.store, self._names, self.options.max_passages)

    @cached_property
    def translations(self) -> TranslationJudge:
        """Judges translations beside quotations."""
        from takhrij.judge.translations import TranslationJudge

        return TranslationJudge(self.store)

    def cite(self, text: str, found: Found) -> Citation:
        """The citation for a quotation that was found."""
        candidate = found.candidate
        span = Span(candidate.start, candidate.end)
        if found.rendering is not None:
            findings, alignments = self.renderings.judge(text, span, found, found.rendering)
            return Citation(self.fragments(text, span, found, "translation"), tuple(findings), alignments, 0,
                            found.reasons if self.options.explain else ())  # fmt: skip
        words = candidate.last - candidate.first
        if found.kind == "ayah":
            regions = candidate.exact
            if regions and not found.references and self.verses.is_plain(regions, words) and unvowelled(text, span):
                findings, passages = self.verses.plain(text, span, regions, words, marked=found.marked)
                return self._verse(text, span, found, findings, passages)
            verse = self.verses.judge(text, span, found.references, self.verses.exact(regions, words))
            a_verse = verse.same or (verse.wording is not None and verse.wording.prefixes)
            if not a_verse and words >= LEAST_TELLING and self._shared(candidate, quran=False):
                hadith = self.hadiths.judge(text, span, thorough=bool(found.references))
                if hadith.same:
                    return self._hadith(text, span, found, hadith)
            words_span = span
            if not verse.same and (rest := behind_basmala(self.store.tables.letters, text, span)) is not None:
                opened = self.verses.judge(text, rest, found.references)
                if opened.recognised and self.verses.opens_surah(opened):
                    verse, words_span = opened, rest
            return self._judged_verse(text, span, found, verse, words_span)
        hadith = self.hadiths.judge(text, span, found.references, found.companion, thorough=bool(found.references))
        if not hadith.same and words >= TELLING and self._shared(candidate, quran=True):
            verse = self.verses.judge(text, span, found.references)
            if verse.same and not self.verses.too_short(verse):
                return self._judged_verse(text, span, found, verse)
        return self._hadith(text, span, found, hadith)

    def _shared(self, candidate: Candidate, *, quran: bool) -> bool:
        """Whether the document shares most of the words with the Qur'an, or with hadiths; short quotations always may."""
        if candidate.last - candidate.first <= SHORT:
            return True
        return candidate.shares(self.store.quran_end, SHARED, before=quran)

    def _judged_verse(
        self, text: str, span: Span, found: Found, verse: JudgedVerse, words_span: Span | None = None
    ) -> Citation:
        """The citation of a verse; `words_span` is the quotation without a basmala that opens a surah."""
        words_span = words_span or span
        findings = self.verses.findings(
            text, words_span, found.references, verse, marked=found.marked, reading=found.reading
        )  # fmt: skip
        stated = [reference for reference in found.references if reference.kind == "hadith"]
        if stated:  # a verse that a hadith has, or is said to have
            findings = [each for each in findings if each.name != "reference.none"]
            hadiths, _ = fit_hadiths(self.store, text, span, THOROUGH)
            findings += judge_attribution(self.store, stated, hadiths, found.companion)
        return self._verse(text, span, found, findings, *self.verses.passages(text, words_span, verse))

    def _verse(
        self, text: str, span: Span, found: Found, findings: list[Finding], passages: Sequence[Alignment], more: int = 0
    ) -> Citation:
        if found.speaker == "prophet":
            findings.append(finding("speaker", "differs", "introduced as a hadith; the words are a verse of the Qur'an",
                                    evidence={"said": "prophet", "source": "quran"}))  # fmt: skip
        self._add_translation(text, found, findings, passages)
        return Citation(self.fragments(text, span, found, "ayah"), self._closing(found, findings), passages, more,
                        found.reasons if self.options.explain else ())  # fmt: skip

    def _hadith(self, text: str, span: Span, found: Found, hadith: JudgedHadith) -> Citation:
        findings = self.hadiths.findings(found.references, found.companion, hadith, marked=found.marked)
        findings += judge_speaker(self.store, found, hadith)
        verses = [reference for reference in found.references if reference.kind == "quran"]
        if verses:
            findings = [each for each in findings if each.name != "reference.none"]
            findings += judge_verse_reference(self.store.tables, verses, (), sure=False)
        nearest = all(each.code != "no-source" for each in findings)
        passages = self.hadiths.passages(text, span, hadith, _chain_of(found), shown_nearest=nearest)
        self._add_translation(text, found, findings, passages)
        return Citation(self.fragments(text, span, found, "matn"), self._closing(found, findings), passages, 0,
                        found.reasons if self.options.explain else ())  # fmt: skip

    def _add_translation(self, text: str, found: Found, findings: list[Finding], passages: Sequence[Alignment]) -> None:
        """Adds the findings on the translation beside a quotation, where its passage is known."""
        if found.translation is not None and all(each.name != "wording.not-found" for each in findings):
            joined = any(each.name == "wording.joined" for each in findings)
            findings += self.translations.judge(text, found.translation, passages, joined=joined)

    @staticmethod
    def _closing(found: Found, findings: list[Finding]) -> tuple[Finding, ...]:
        if not found.marked:
            findings.append(UNMARKED)
        return tuple(findings)

    @staticmethod
    def fragments(text: str, span: Span, found: Found, kind: FragmentKind) -> tuple[Fragment, ...]:
        """The pieces of the document that a quotation is made of, in order of place."""
        if found.chain is None and not found.references and found.translation is None:
            return (Fragment(kind, span, text[span.start : span.end]),)
        spans: list[tuple[Span, FragmentKind]] = [(span, kind)]
        if found.chain is not None:
            spans.append((Span(found.chain.start, found.chain.end), "isnad"))
        spans.extend([(reference.span, "source") for reference in found.references])
        if found.translation is not None:
            spans.append((found.translation, "translation"))
        spans.sort()
        return tuple([Fragment(name, place, text[place[0] : place[1]]) for place, name in spans])


def _chain_of(found: Found) -> Span | None:
    """The chain that leads up to a quotation, without the reference that opens it: in "روى البخاري عن ..." al-Bukhari is none."""
    if found.chain is None:
        return None
    start, end = found.chain.start, found.chain.end
    for reference in found.references:
        if reference.span.start < end and start < reference.span.end < end:
            start = reference.span.end
    return Span(start, end)
