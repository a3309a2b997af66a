"""Judges a quotation as a hadith: which hadiths it can be of, its wording, and the findings on it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from takhrij.align.gaps import hadiths_over_gaps
from takhrij.align.hadiths import fit_hadiths, likeness_to
from takhrij.judge.attribution import IN_MEANING, THERE, judge_attribution, judge_companion
from takhrij.judge.deferred import Deferred
from takhrij.judge.extent import extent_of, judge_extent, left_off
from takhrij.judge.finding import finding
from takhrij.judge.joined import parts_that_may_be_joined
from takhrij.judge.wording import Wording, judge_wording, operations, right_words
from takhrij.kernel import CLOSEST, FITTING, THOROUGH
from takhrij.model import Alignment, Finding, Json, Span
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.match import Match
    from takhrij.judge.words import WordJudge
    from takhrij.library.people import PeopleNames
    from takhrij.library.store import Store
    from takhrij.resolve.record import Reference

FURTHER: Final = 1
"""Matches beside the closest whose wording is compared word by word: those that may turn out to have the same words."""
SAME_WORDS, LEAST_SAME = 2, 2
"""A quotation that has more words than so many times those it has in common with a hadith is not that hadith altered, nor
is one that has fewer than so many in common."""
LEAST_TELLING: Final = 900
"""Rarity, in fortieths of a bit, of words that tell one hadith from another: a piece of one that is blended has as much."""
LEAST_OTHER: Final = 300
"""Rarity of the words of either that the other lacks, of a quotation that is blended of its hadith and another: those of the
other hadith, but for some that both have."""
OF_THE_OTHER: Final = 0.33
"""Likeness of a piece to the other's hadith from which the two are one report told in two ways, and not two that are blended."""
NEARLY: Final = 0.9
"""Likeness from which a quotation is of one hadith, altered, whatever else has pieces of it."""
MAY_BE_SAME: Final = 0.7
"""Likeness from which words that differ may be honorifics, conjunctions and spelling alone."""


def _may_be_same(match: Match) -> bool:
    return match.likeness >= MAY_BE_SAME


class JudgedHadith(NamedTuple):
    """A quotation judged as a hadith."""

    match: Match | None
    """The hadith whose words take least change."""
    wording: Wording | None
    """The wording against it; `None` when every word is its, letter for letter, or too few are to compare."""
    matches: Sequence[Match]
    """The hadiths compared, the likeliest first."""
    left: int = 0
    """How many more may fit that were not compared."""
    pieces: tuple[tuple[Span, Match], ...] = ()
    """The parts of a quotation that is blended of two hadiths, each with the one whose words it has, in order of place."""

    @property
    def same(self) -> bool:
        """Whether the words are those of a hadith."""
        return self.match is not None and (self.wording.same if self.wording else self.match.exact)


class HadithJudge:
    """Judges quotations as hadiths, against one library."""

    def __init__(self, store: Store, words: WordJudge, names: PeopleNames, max_passages: int) -> None:
        self.store = store
        self.words = words
        self.names = names
        self.max_passages = max_passages
        self._loaded = frozenset(known.edition.work for known in store.ranges)

    def judge(
        self, text: str, span: Span, references: Sequence[Reference] = (), companion: str = "", *, thorough: bool
    ) -> JudgedHadith:
        """The hadiths that a quotation can be of, and its wording against the one whose words take least change.

        Args:
            text: the document.
            span: the quotation.
            references: those the document states for it.
            companion: the id of the companion that the document names.
            thorough: whether to look for every collection that has it.
        """
        matches, left = fit_hadiths(self.store, text, span, THOROUGH if thorough else CLOSEST)
        if (not matches or matches[0].likeness < IN_MEANING) and (damaged := self._as_stated(text, span, references)):
            return damaged
        if not matches:
            return JudgedHadith(None, None, ())
        closest = self._closest(matches, references, companion)
        if not closest.exact and (gapped := hadiths_over_gaps(self.store, text, span, closest.cost)):
            closest = self._closest(gapped, references, companion)
            return JudgedHadith(closest, self.wording(text, span, closest), gapped)
        if closest.likeness < IN_MEANING:
            return JudgedHadith(closest, None, matches)
        if left and companion and all(self.store.companion_of(match.first) != companion for match in matches):
            matches, left = fit_hadiths(self.store, text, span, FITTING)
            closest = self._closest(matches, references, companion)
        if closest.exact:
            return JudgedHadith(closest, None, matches, left)
        common = closest.kept + closest.spelt
        if common < LEAST_SAME or SAME_WORDS * common < len(text[span.start : span.end].split()):
            return self._as_stated(text, span, references) or JudgedHadith(closest, None, matches, left)
        wording = self.wording(text, span, closest)
        if not wording.same:
            others = [match for match in takewhile(_may_be_same, matches) if match is not closest]
            others.sort(key=lambda match: (match.cost, -match.likeness))
            for match in others[:FURTHER]:
                other = self.wording(text, span, match)
                if (not other.same, not other.prefixes, match.cost) < (True, not wording.prefixes, closest.cost):
                    closest, wording = match, other
        may_be_blended = not wording.same and closest.likeness < NEARLY and closest.other >= LEAST_OTHER
        blended = self._blended(text, span, wording) if may_be_blended else ()
        return JudgedHadith(closest, wording, matches, left, blended)

    def _as_stated(self, text: str, span: Span, references: Sequence[Reference]) -> JudgedHadith | None:
        """A quotation whose words are too damaged to be found, as the hadith that the document states, if it has its letters."""
        if not any(reference.numbers for reference in references):
            return None
        from takhrij.judge.damaged import damaged_match, stated_hadiths

        found = [damaged_match(self.store, text, span, number) for number in stated_hadiths(self.store, references)]
        best = max((match for match in found if match is not None), key=lambda match: match.likeness, default=None)
        return JudgedHadith(best, self.wording(text, span, best), (best,)) if best is not None else None

    def _blended(self, text: str, span: Span, wording: Wording) -> tuple[tuple[Span, Match], ...]:
        """The two parts of a quotation that each are the words of a hadith, where no one hadith has both."""
        for other, own in parts_that_may_be_joined(text, span, wording):
            theirs = self._one(text, other)
            ours = self._one(text, own) if theirs is not None else None
            if theirs is None or ours is None:
                continue
            if (
                max(likeness_to(self.store, text, own, theirs.first), likeness_to(self.store, text, other, ours.first))
                < OF_THE_OTHER
            ):
                return ((own, ours), (other, theirs)) if own < other else ((other, theirs), (own, ours))
        return ()

    def _one(self, text: str, span: Span) -> Match | None:
        """The hadith that has the words of a part of a quotation, but for a conjunction before them, if they tell it."""
        matches, _ = fit_hadiths(self.store, text, span, CLOSEST)
        if not matches:
            return None
        match = min(matches, key=lambda match: (match.cost, -match.likeness))
        if match.common < LEAST_TELLING:
            return None
        wording = self.wording(text, span, match)
        return match if wording.same or wording.prefixes else None

    def _closest(self, matches: Sequence[Match], references: Sequence[Reference], companion: str) -> Match:
        """The hadith whose words take least change; of several, one where the document says it is, or that is quoted most whole."""
        if matches[0].likeness < IN_MEANING:
            return matches[0]
        least = min([match.cost for match in matches])
        alike = [match for match in matches if match.cost == least]  # the likeliest first, as they all are
        if len(alike) == 1:
            return alike[0]
        likeliest = alike[0].likeness
        alike = [match for match in alike if match.likeness == likeliest]
        works = {work for reference in references for work in reference.works}

        def rank(match: Match) -> tuple[bool, bool, int]:
            left_off = self.store.starts[match.first + 1] - self.store.starts[match.first] - (match.end - match.start)
            return (
                bool(works) and self.store.work_of(match.first) not in works,
                bool(companion) and self.store.companion_of(match.first) != companion,
                left_off,
            )

        return min(alike, key=rank)

    def wording(self, text: str, span: Span, match: Match) -> Wording:
        """The wording of a quotation against a hadith."""
        return judge_wording(self.store, self.words, text, span, match, vowels=False)

    def findings(
        self, references: Sequence[Reference], companion: str, hadith: JudgedHadith, *, marked: bool
    ) -> list[Finding]:
        """The findings on wording, extent, attribution, companion and speaker."""
        if hadith.match is None:
            found = [finding("wording", "not-found", "no passage of the loaded sources reads so", severity="warning")]
        else:
            found = [self._wording(hadith.match, hadith.wording, references, hadith.pieces)]
            if found[0].code in ("exact", "spelling", "altered"):
                match = hadith.match
                extent = extent_of(self.store, match.first, match.first, match.start, match.end)
                steps = hadith.wording.steps if hadith.wording is not None else ()
                found.append(judge_extent(self.store, extent, steps, verse=False))
        if marked or references:
            found += judge_attribution(self.store, references, hadith.matches, companion)
        if marked or companion:
            works = {work for reference in references for work in reference.works}
            found += judge_companion(self.store, self.names, companion, hadith.matches, works)
        return found

    def _wording(
        self, match: Match, wording: Wording | None, references: Sequence[Reference],
        pieces: Sequence[tuple[Span, Match]] = (),
    ) -> Finding:  # fmt: skip
        label = self.store.label(match.first)
        evidence: dict[str, Json] = {
            "edition": self.store.range_of(match.first).edition.id, "likeness": round(match.likeness, 3),
            "passage": self.store.id_of(match.first),
        }  # fmt: skip
        if wording.same if wording else match.exact:
            spelt = wording is not None and wording.spelling
            return finding("wording", "spelling" if spelt else "exact", label, evidence=evidence)
        elsewhere = [work for reference in references for work in reference.works if work not in self._loaded]
        if elsewhere and len(elsewhere) == sum(len(reference.works) for reference in references):
            names = ", ".join(dict.fromkeys(self.store.tables.works[work].latin for work in elsewhere))
            plural = "are" if len(set(elsewhere)) > 1 else "is"
            nearest = f"; nearest is {label}" if wording is not None else ""
            message = f"said to be from {names}, which {plural} not loaded{nearest}"
            return finding("wording", "no-source", message, evidence=evidence)
        if pieces:
            names = " and ".join(self.store.label(each.first) for _, each in pieces)
            ids: list[Json] = [self.store.id_of(each.first) for _, each in pieces]
            return finding("wording", "joined", f"run together from {names}", severity="warning",
                           evidence={**evidence, "pieces": ids})  # fmt: skip
        if wording is not None:
            changed = len(wording.altered)
            return finding(
                "wording", "altered", f"{changed} change{'s' if changed != 1 else ''} against {label}",
                severity="note" if wording.prefixes else "warning",
                correction=right_words(self.store, match, wording.steps), evidence=evidence,
            )  # fmt: skip
        evidence["threshold"] = IN_MEANING
        return finding("wording", "not-found", f"no passage of the loaded sources reads so; nearest is {label}",
                       severity="warning", evidence=evidence)  # fmt: skip

    # --- passages --------------------------------------------------------------------------------

    def passages(
        self, text: str, span: Span, hadith: JudgedHadith, chain: Span | None = None, *, shown_nearest: bool = True
    ) -> Sequence[Alignment]:
        """The passages that fit, to be worked out when looked at.

        Args:
            text: the document.
            span: the quotation.
            hadith: what it was judged to be.
            chain: the chain that the document gives, if any.
            shown_nearest: whether one that does not fit is shown for want of another.
        """
        match, wording = hadith.match, hadith.wording  # what is kept to be worked out is kept small
        if match is None or (match.likeness < IN_MEANING and not shown_nearest):
            return ()
        if hadith.pieces:
            return Deferred(len(hadith.pieces), self._of_pieces, text, hadith.pieces)
        if match.likeness < IN_MEANING:
            return Deferred(1, self._alignments, text, span, (match,), wording, None)
        known = None if hadith.left else hadith.matches
        return Deferred(None, self._looked_up, text, span, match, known, wording, chain)

    def _of_pieces(self, text: str, pieces: Sequence[tuple[Span, Match]]) -> tuple[Alignment, ...]:
        """The hadiths of which a quotation is blended, each against its own part of it."""
        return tuple(self._alignment(text, part, match, None) for part, match in pieces)

    def _looked_up(
        self,
        text: str,
        span: Span,
        match: Match,
        known: Sequence[Match] | None,
        wording: Wording | None,
        chain: Span | None,
    ) -> tuple[tuple[Alignment, ...], int]:
        """The passages that fit, looked for now where they are not known, and how many more there are than are listed."""
        matches = fit_hadiths(self.store, text, span, FITTING)[0] if known is None else known
        listed = self._listed(match, matches)
        shown = listed[: self.max_passages]
        return self._alignments(text, span, shown, wording, chain), len(listed) - len(shown)

    @staticmethod
    def _listed(match: Match, matches: Sequence[Match]) -> list[Match]:
        """The hadiths that fit, the one judged by first."""
        least = max(IN_MEANING, matches[0].likeness * THERE)
        return [match, *(each for each in matches if each.likeness >= least and each.first != match.first)]

    def _alignments(
        self, text: str, span: Span, matches: Sequence[Match], known: Wording | None, chain: Span | None
    ) -> tuple[Alignment, ...]:
        first, *others = matches
        made = (
            self._alignment(text, span, first, known),
            *(self._alignment(text, span, each, None) for each in others),
        )
        if chain is None:
            return made
        from takhrij.judge.narrators import compared, gives_more

        letters = self.store.tables.letters
        if not gives_more(letters, text[chain.start : chain.end]):
            return made
        return tuple([each._replace(narrators=compared(letters, text, chain, each.passage)) for each in made])

    def _alignment(self, text: str, span: Span, match: Match, known: Wording | None) -> Alignment:
        wording = known or self.wording(text, span, match)
        extent = extent_of(self.store, match.first, match.first, match.start, match.end)
        before, after = left_off(self.store, extent)
        return Alignment(self.store.passage(match.first), (extent.start - extent.low, extent.end - extent.low),
                         round(match.likeness, 3), operations(self.store, text, extent.low, wording.steps), before, after)  # fmt: skip
