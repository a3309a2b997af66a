"""Judges a quotation as a verse: which verses it is of, whether its words are theirs, and the findings on it."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from takhrij.align.gaps import verses_over_gaps
from takhrij.align.match import Match, match_of_region
from takhrij.align.verses import distinct, fit_verses
from takhrij.judge.correction import closest_verse
from takhrij.judge.deferred import Deferred
from takhrij.judge.extent import extent_of, judge_extent, left_off
from takhrij.judge.finding import finding
from takhrij.judge.joined import joined_pieces
from takhrij.judge.readings import is_short, may_be_reading
from takhrij.judge.reference import agrees, judge_verse_reference, verses_text
from takhrij.judge.wording import FREE, Wording, judge_wording, operations, right_words
from takhrij.judge.words import WordJudge, unvowelled
from takhrij.kernel import DELETE, rows
from takhrij.model import Alignment, Finding, Json, Span
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.judge.counts import Verses
    from takhrij.library.store import Store
    from takhrij.resolve.record import Reference

ALTERED: Final = 0.5
"""Likeness under which a quotation is said to read like no verse, rather than like one with words changed."""
KEPT: Final = 3
"""Words of the verse that the document names for each that is not: as many, and the quotation is of it."""
FEW: Final = 40
"""Code points of a few words: one of them spelt otherwise makes them unlike their verse."""
TRIED: Final = 4
"""Matches whose wording is compared word by word, from the best on."""
SPELLING: Final = 3
"""Tenths of a replaced word that spellings may cost: matches within so much of the best may have the same words."""
STATED: Final = 5
"""Tenths of a replaced word that a verse may cost more than another when it is the one that the document names."""
SHORT_WEIGHT: Final = 40
"""Rarity, in quarter bits, of words so common that they tell no passage from another."""
PLACES: Final = 3
"""More places than these make a quotation of so common words too short to trace."""
NEARLY: Final = 0.9
"""Likeness from which a quotation is of one verse, altered, whatever else has pieces of it."""
REMEMBERED: Final = 4096
"""Runs of verses of which the finding on words that are theirs is remembered: the same ones are quoted again and again."""


class JudgedVerse(NamedTuple):
    """A quotation judged as a verse."""

    match: Match | None
    """The run of verses it is of, or is closest to."""
    wording: Wording | None
    """Its wording against them; `None` when every word is theirs letter for letter, or too few are to compare."""
    same: tuple[Match, ...]
    """Every run of verses whose words are those of the quotation, that of `match` first."""
    pieces: tuple[Match, ...] = ()
    """The pieces of verses that it is joined of; none where one run of verses has its words."""

    @property
    def recognised(self) -> bool:
        """Whether the words are those of a verse, or like enough to one to say what was changed."""
        return (
            bool(self.same) or self.wording is not None or (self.match is not None and self.match.likeness >= ALTERED)
        )


class VerseJudge:
    """Judges quotations as verses, against one library."""

    def __init__(self, store: Store, words: WordJudge, max_passages: int) -> None:
        self.store = store
        self.words = words
        self.max_passages = max_passages
        self._same_words = lru_cache(maxsize=REMEMBERED)(self._exact_finding)

    def judge(self, text: str, span: Span, references: Sequence[Reference], exact: Sequence[Match] = ()) -> JudgedVerse:
        """The verses that a quotation is of, and its wording.

        Args:
            text: the document.
            span: the quotation.
            references: those the document states for it.
            exact: the runs of verses whose words it has, where they are known.
        """
        if (
            exact
            and references
            and not any(agrees(each, [self.place(match)]) for each in references for match in exact)
        ):
            exact = ()
        matches = exact or self.matches(text, span, references)
        if not matches:
            return JudgedVerse(None, None, ())
        vowelled = not unvowelled(text, span)
        same = [match for match in matches if not match.cost]
        if not same and (gapped := self._over_gaps(text, span, references, matches[0].cost)) is not None:
            compared = self.wording(text, span, gapped, vowels=vowelled)
            return JudgedVerse(gapped, compared, (gapped,) if compared.same else ())
        if references and (as_stated := self._as_stated(text, span, references, matches, same)):
            return as_stated
        if same:
            if len(same) > 1 and references:
                same.sort(key=lambda match: not any(agrees(reference, [self.place(match)]) for reference in references))
            wording = None
            if vowelled or not same[0].exact:
                wording = self.wording(text, span, same[0], vowels=vowelled)
            return JudgedVerse(same[0], wording, tuple(same))
        if matches[0].likeness < ALTERED:
            named = self._named(text, span, references, matches)
            return named or JudgedVerse(matches[0], None, (), joined_pieces(self.store, text, span))
        best: tuple[tuple[bool, int, int], Match, Wording] | None = None
        further = max(SPELLING, STATED) if references else SPELLING
        for match in self._tried(matches, references):
            if best is not None and match.cost > matches[0].cost + (further if best[0][0] else -1):
                break
            wording = self.wording(text, span, match, vowels=vowelled)
            stated = any(agrees(reference, [self.place(match)]) for reference in references)
            rank = (bool(wording.altered), match.cost - STATED * stated, len(wording.vowels))
            if best is None or rank < best[0]:
                best = (rank, match, wording)
        if best is None:
            raise ValueError("there are matches, and none was tried")
        if not best[0][0]:
            return JudgedVerse(best[1], best[2], (best[1],))
        return JudgedVerse(
            best[1], best[2], (), joined_pieces(self.store, text, span) if best[1].likeness < NEARLY else ()
        )

    def _over_gaps(self, text: str, span: Span, references: Sequence[Reference], cost: int) -> Match | None:
        """The verses that have the pieces of a quotation that writes an ellipsis, those that the document names if they do."""

        def matches(piece: Span) -> list[Match]:
            found = self.matches(text, piece, references)
            found.sort(key=lambda match: not any(agrees(reference, [self.place(match)]) for reference in references))
            return found[:TRIED]

        return next(iter(verses_over_gaps(self.store, text, span, matches, cost)), None)

    def _as_stated(
        self, text: str, span: Span, references: Sequence[Reference], matches: Sequence[Match], same: Sequence[Match]
    ) -> JudgedVerse | None:
        """The verse that the document names, where it has the words but for a conjunction, or for words left out.

        That the very words stand elsewhere does not make the reference wrong. `None` where they stand in the verse named.
        """
        if any(agrees(each, [self.place(match)]) for each in references for match in same):
            return None
        named = (match for match in matches if any(agrees(each, [self.place(match)]) for each in references))
        for match in islice(named, TRIED):
            wording = self.wording(text, span, match, vowels=False)
            if wording.same:
                return JudgedVerse(match, wording, (match,))
            if wording.prefixes or all(step[0] == DELETE for step in wording.altered):
                return JudgedVerse(match, wording, ())
        return None

    def _tried(self, matches: Sequence[Match], references: Sequence[Reference]) -> list[Match]:
        """The matches to compare word by word: the best, and of those that cost no more, the ones that the document names."""
        tried = list(matches[:TRIED])
        for match in matches[TRIED:] if references else ():
            if match.cost == tried[-1].cost and any(agrees(each, [self.place(match)]) for each in references):
                tried.append(match)
        return tried

    def _named(
        self, text: str, span: Span, references: Sequence[Reference], matches: Sequence[Match]
    ) -> JudgedVerse | None:
        """A few common words are like no verse, and yet are one's in another spelling, or the one's that the document names.

        Of that they must have most words.
        """
        short = span.end - span.start <= FEW
        for match in matches[:TRIED]:
            stated = any(agrees(reference, [self.place(match)]) for reference in references)
            if stated or short:
                wording = self.wording(text, span, match, vowels=False)
                if wording.same:
                    return JudgedVerse(match, wording, (match,))
                if not stated:
                    continue
                kept = sum(step[0] in FREE for step in wording.steps)
                if kept >= KEPT * len(wording.altered):
                    return JudgedVerse(match, wording, ())
        return None

    def opens_surah(self, verse: JudgedVerse) -> bool:
        """Whether a quotation begins where a surah does."""
        return (
            verse.match is not None
            and self.place(verse.match)[1] == 1
            and (verse.match.start == self.store.starts[verse.match.first])
        )

    def matches(self, text: str, span: Span, references: Sequence[Reference]) -> list[Match]:
        """The runs of verses that a quotation may be of, those that the document names among them, best first."""
        stated = [each for reference in references for each in self._stated(reference)]
        return fit_verses(self.store, text, span, stated)

    def exact(self, regions: bytes, words: int) -> tuple[Match, ...]:
        """The runs of verses whose words are a quotation's, the best region of which has every one letter for letter.

        Args:
            regions: the numbers of all regions of its slot (`Candidate.exact`).
            words: how many words it has.
        """
        end = self.store.quran_end
        return tuple(distinct(self.store, [
            match_of_region(self.store, start, start + words, weight, words, lettered)
            for _, _, start, _, weight, shared, folded, lettered, _ in rows(regions, 9)
            if shared == folded == words and start < end
        ]))  # fmt: skip

    def wording(self, text: str, span: Span, match: Match, *, vowels: bool) -> Wording:
        """The wording of a quotation against a run of verses."""
        return judge_wording(self.store, self.words, text, span, match, vowels=vowels)

    def place(self, match: Match) -> Verses:
        """Surah, first and last verse of a match."""
        return self._verses(match.first, match.last)

    def _verses(self, first: int, last: int) -> Verses:
        surah, ayah = self.store.verse(first)
        return surah, ayah, ayah + last - first

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

    # --- findings --------------------------------------------------------------------------------

    def findings(
        self, text: str, span: Span, references: Sequence[Reference], verse: JudgedVerse, *, marked: bool, reading: bool
    ) -> list[Finding]:
        """The findings on wording, extent and reference.

        Args:
            text: the document.
            span: the quotation.
            references: those the document states for it.
            verse: what the quotation was judged to be.
            marked: whether the document presents it as a quotation.
            reading: whether the document speaks of a reading of the Qur'an just before.
        """
        if verse.match is None or (reading and not verse.recognised and is_short(text, span)):
            found = [finding("wording", "reading-unchecked", "may be of another reading; none is loaded") if reading
                     else finding("wording", "not-found", "no passage of the loaded sources reads so")]  # fmt: skip
            return found + judge_verse_reference(self.store.tables, references, (), sure=False)
        found = [self._wording(text, span, references, verse, reading=reading)]
        if verse.recognised and found[0].code not in ("too-short", "joined"):
            match = verse.match
            extent = extent_of(self.store, match.first, match.last, match.start, match.end)
            steps = verse.wording.steps if verse.wording is not None else ()
            found.append(judge_extent(self.store, extent, steps, verse=True))
        if marked or references:
            joined = found[0].code == "joined"
            matches = verse.pieces if joined else verse.same or (verse.match,) if verse.recognised else ()
            places = [self.place(match) for match in matches]
            found += judge_verse_reference(self.store.tables, references, places, sure=joined or verse.recognised)
        return found

    def is_plain(self, regions: bytes, words: int) -> bool:
        """Whether words that have these regions are a verse's, and not `too_short`: by their rarity, or by their few places."""
        numbers = memoryview(regions).cast("I")
        return numbers[2] < self.store.quran_end and (
            numbers[4] >= SHORT_WEIGHT or numbers[6::9].tolist().count(words) <= PLACES
        )

    def plain(
        self, text: str, span: Span, regions: bytes, words: int, *, marked: bool
    ) -> tuple[list[Finding], Sequence[Alignment]]:
        """The findings on words that stand letter for letter in the Qur'an, and the passages.

        They are most of what is quoted of it: nothing is compared, and what is in the passages is worked out when looked at.

        Args:
            text: the document.
            span: the quotation; no vowel is written in it, and no reference stated for it.
            regions: the regions of its slot (`Candidate.exact`), which `is_plain`.
            words: how many words it has.
            marked: whether the document presents it as a quotation.
        """
        start = int.from_bytes(regions[8:12], "little")
        first, last = self.store.run(start, start + words)
        extent = extent_of(self.store, first, last, start, start + words)
        found = [self._same_words(first, last, 1.0), judge_extent(self.store, extent, verse=True)]
        if marked:
            found += judge_verse_reference(self.store.tables, (), (), sure=True)
        return found, Deferred(None, self._exact_alignments, text, span, regions, words)

    def _exact_alignments(self, text: str, span: Span, regions: bytes, words: int) -> tuple[tuple[Alignment, ...], int]:
        same = self.exact(regions, words)
        shown = same[: self.max_passages]
        return self._alignments(text, span, shown, JudgedVerse(same[0], None, same)), len(same) - len(shown)

    def _exact_finding(self, first: int, last: int, likeness: float) -> Finding:
        """The finding on words that are those of a run of verses, letter for letter."""
        where = verses_text(self.store.tables, self._verses(first, last))
        evidence: dict[str, Json] = {"edition": self.store.range_of(first).edition.id, "likeness": round(likeness, 3)}
        return finding("wording", "exact", where, evidence=evidence)

    def _wording(
        self, text: str, span: Span, references: Sequence[Reference], verse: JudgedVerse, *, reading: bool
    ) -> Finding:
        match, wording = verse.match, verse.wording
        if match is None:
            raise ValueError("a quotation without a match has no wording")
        edition = self.store.range_of(match.first).edition
        where = verses_text(self.store.tables, self.place(match))
        evidence: dict[str, Json] = {"edition": edition.id, "likeness": round(match.likeness, 3)}
        if verse.same:
            if len(verse.same) > PLACES and self.too_short(verse) and all(each.kind != "quran" for each in references):
                return finding(
                    "wording", "too-short", f"stands in {len(verse.same)} places of the Qur'an", evidence=evidence
                )
            if wording is not None and wording.vowels:
                few = operations(self.store, text, match.start, wording.vowels[:4])
                words = "، ".join(f"{each.quoted_text} ({each.source_text})" for each in few)
                right = right_words(self.store, match, wording.steps)
                return finding(
                    "wording", "vowels", f"vowels differ from the edition: {words}", correction=right, evidence=evidence
                )
            if wording.spelling if wording is not None else not match.exact:
                return finding("wording", "spelling", where, evidence=evidence)
            return self._same_words(match.first, match.last, match.likeness)
        if wording is not None and may_be_reading(self.store, self.words.letters, text, wording, cue=reading):
            return finding(
                "wording",
                "reading-unchecked",
                f"may follow another reading of {where}; none is loaded",
                evidence=evidence,
            )
        if verse.pieces:
            names = " and ".join(verses_text(self.store.tables, self.place(piece)) for piece in verse.pieces)
            return finding("wording", "joined", f"run together from {names}", evidence=evidence)
        if wording is not None:
            changed = len(wording.altered)
            return finding("wording", "altered", f"{changed} change{'s' if changed != 1 else ''} against {where}",
                           severity="note" if wording.prefixes else "error",
                           correction=right_words(self.store, match, wording.steps), evidence=evidence)  # fmt: skip
        evidence["threshold"] = ALTERED
        closest = closest_verse(self.store, text, span, [match])
        if closest is not None and closest.certain:
            nearest = verses_text(
                self.store.tables, (*self.store.verse(closest.number), self.store.verse(closest.number)[1])
            )
            return finding("wording", "not-found", f"no passage of the loaded sources reads so; most like {nearest}",
                           correction=self.store.matn(closest.number), evidence=evidence)  # fmt: skip
        return finding("wording", "not-found", f"no passage of the loaded sources reads so; nearest is {where}, too unlike "
                       "it to be offered as a correction", evidence=evidence)  # fmt: skip

    def too_short(self, verse: JudgedVerse) -> bool:
        """Whether the words are so common that they tell no passage from another."""
        if verse.match is None or len(verse.same) <= PLACES:
            return False
        quoted = range(verse.match.start, verse.match.end)
        return sum(self.store.weights[self.store.stream[at]] for at in quoted) < SHORT_WEIGHT

    # --- passages --------------------------------------------------------------------------------

    def passages(self, text: str, span: Span, verse: JudgedVerse) -> tuple[Sequence[Alignment], int]:
        """The passages that fit, to be worked out when looked at, and how many more there are."""
        listed = verse.same or verse.pieces or ((verse.match,) if verse.match else ())
        shown = listed[: self.max_passages]
        return (
            Deferred(len(shown), self._alignments, text, span, shown, verse),
            len(listed) - len(shown),
        )

    def _alignments(self, text: str, span: Span, matches: Sequence[Match], verse: JudgedVerse) -> tuple[Alignment, ...]:
        return tuple(self._alignment(text, span, match, verse) for match in matches)

    def _alignment(self, text: str, span: Span, match: Match, verse: JudgedVerse) -> Alignment:
        wording = (
            verse.wording if match is verse.match and verse.wording else self.wording(text, span, match, vowels=False)
        )
        extent = extent_of(self.store, match.first, match.last, match.start, match.end)
        before, after = left_off(self.store, extent)
        return Alignment(
            self.store.passage(match.first, match.last), (extent.start - extent.low, extent.end - extent.low),
            round(match.likeness, 3), operations(self.store, text, extent.low, wording.steps), before, after,
        )  # fmt: skip
