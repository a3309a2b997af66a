"""Judges a quotation as a hadith: which hadiths it can be of, its wording, and the findings on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.align.hadiths import HadithMatch, fit_hadiths
from takhrij.judge.attribution import IN_MEANING, THERE, judge_attribution, judge_companion
from takhrij.judge.deferred import Deferred
from takhrij.judge.extent import extent_of, judge_extent, left_off
from takhrij.judge.finding import finding
from takhrij.judge.wording import Wording, judge_wording
from takhrij.model import Alignment, Finding, Json, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.find.chain import Chain
    from takhrij.judge.words import WordJudge
    from takhrij.library.companions import CompanionNames
    from takhrij.library.store import Store
    from takhrij.resolve.record import Reference

TRIED: Final = 2
"""Matches whose wording is compared word by word: those that may turn out to have the same words."""
MAY_BE_SAME: Final = 0.7
"""Likeness from which words that differ may be honorifics, conjunctions and spelling alone."""


class JudgedHadith(NamedTuple):
    """A quotation judged as a hadith."""

    match: HadithMatch | None
    """The hadith whose words take least change."""
    wording: Wording | None
    """The wording against it; `None` when every word is its, letter for letter, or too few are to compare."""
    matches: Sequence[HadithMatch]
    """Every hadith compared, the likeliest first."""

    @property
    def same(self) -> bool:
        """Whether the words are those of a hadith."""
        return self.match is not None and (self.wording.same if self.wording else self.match.fit.exact)


class HadithJudge:
    """Judges quotations as hadiths, against one library."""

    def __init__(self, store: Store, words: WordJudge, names: CompanionNames, max_passages: int) -> None:
        self.store = store
        self.words = words
        self.names = names
        self.max_passages = max_passages

    def judge(self, text: str, span: Span, *, thorough: bool) -> JudgedHadith:
        """The hadiths that a quotation can be of, and its wording against the one whose words take least change."""
        matches = fit_hadiths(self.store, text, span, thorough=thorough)
        if not matches:
            return JudgedHadith(None, None, ())
        closest = min(matches, key=lambda match: (match.fit.cost, -match.fit.likeness))
        if closest.fit.exact:
            return JudgedHadith(closest, None, matches)
        if closest.fit.likeness < IN_MEANING:
            return JudgedHadith(closest, None, matches)
        tried = [match for match in sorted(matches, key=lambda match: (match.fit.cost, -match.fit.likeness))[:TRIED]
                 if match is closest or match.fit.likeness >= MAY_BE_SAME]  # fmt: skip
        best: tuple[tuple[bool, bool, int], HadithMatch, Wording] | None = None
        for match in tried:
            wording = self.wording(text, span, match)
            rank = (not wording.same, not wording.prefixes, match.fit.cost)
            if best is None or rank < best[0]:
                best = (rank, match, wording)
            if wording.same:
                break
        return JudgedHadith(best[1], best[2], matches) if best else JudgedHadith(closest, None, matches)

    def wording(self, text: str, span: Span, match: HadithMatch) -> Wording:
        """The wording of a quotation against a hadith."""
        return judge_wording(self.store, self.words, text, span, match.fit, self.store.starts[match.number], vowels=False)

    def findings(
        self, references: Sequence[Reference], chain: Chain | None, hadith: JudgedHadith, *, marked: bool
    ) -> list[Finding]:
        """The findings on wording, extent, attribution, companion and speaker."""
        if hadith.match is None:
            found = [finding("wording", "not-found", "no passage of the loaded sources reads so", severity="warning")]
        else:
            found = [self._wording(hadith.match, hadith.wording, references)]
            if found[0].code in ("exact", "spelling", "altered"):
                fit, number = hadith.match.fit, hadith.match.number
                extent = extent_of(self.store, number, number, fit.start, fit.end)
                found.append(judge_extent(self.store, extent, verse=False))
        if marked or references:
            found += judge_attribution(self.store, references, hadith.matches)
        if marked or chain:
            found += judge_companion(self.store, self.names, chain.companion if chain else "", hadith.matches)
        return found

    def _wording(self, match: HadithMatch, wording: Wording | None, references: Sequence[Reference]) -> Finding:
        label = self.store.label(match.number)
        evidence: dict[str, Json] = {
            "edition": self.store.range_of(match.number).edition.id, "likeness": round(match.fit.likeness, 3),
            "passage": self.store.id_of(match.number),
        }  # fmt: skip
        if wording.same if wording else match.fit.exact:
            spelt = wording is not None and wording.spelling
            return finding("wording", "spelling" if spelt else "exact", label, evidence=evidence)
        if wording is not None:
            changed = len(wording.altered)
            return finding(
                "wording", "altered", f"{changed} change{'s' if changed != 1 else ''} against {label}",
                severity="note" if wording.prefixes else "warning",
                correction=self.store.words(match.fit.start, match.fit.end), evidence=evidence,
            )  # fmt: skip
        loaded = {known.edition.work for known in self.store.ranges}
        elsewhere = [work for reference in references for work in reference.works if work not in loaded]
        if elsewhere and len(elsewhere) == sum(len(reference.works) for reference in references):
            names = ", ".join(dict.fromkeys(self.store.tables.works[work].latin for work in elsewhere))
            return finding("wording", "no-source", f"said to be from {names}, which is not loaded", evidence=evidence)
        evidence["threshold"] = IN_MEANING
        return finding("wording", "not-found", f"no passage of the loaded sources reads so; nearest is {label}",
                       severity="warning", evidence=evidence)  # fmt: skip

    # --- passages --------------------------------------------------------------------------------

    def passages(self, text: str, span: Span, hadith: JudgedHadith) -> tuple[Sequence[Alignment], int]:
        """The passages that fit, to be worked out when looked at, and how many more there are."""
        match = hadith.match
        if match is None:
            return (), 0
        least = max(IN_MEANING, hadith.matches[0].fit.likeness * THERE)
        listed = [match, *(each for each in hadith.matches if each.fit.likeness >= least and each is not match)]
        shown, wording = listed[: self.max_passages], hadith.wording  # what is kept to be worked out is kept small
        return (
            Deferred(len(shown), lambda: tuple(self._alignment(text, span, each, wording if each is match else None) for each in shown)),
            len(listed) - len(shown),
        )

    def _alignment(self, text: str, span: Span, match: HadithMatch, known: Wording | None) -> Alignment:
        wording = known or self.wording(text, span, match)
        extent = extent_of(self.store, match.number, match.number, match.fit.start, match.fit.end)
        before, after = left_off(self.store, extent)
        return Alignment(self.store.passage(match.number), (extent.start - extent.low, extent.end - extent.low),
                         round(match.fit.likeness, 3), tuple(wording.operations), before, after)  # fmt: skip
