"""Judges a translation against the words in Arabic that it stands beside, through their passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.align.renderings import LIKELY, Rendering
from takhrij.align.translations import CLAUSES, closest, verses_rendered
from takhrij.judge.finding import finding
from takhrij.judge.renderings import STATED_SHARE, closest_finding
from takhrij.library.terms import stems
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.align.translations import Published
    from takhrij.library.store import Store
    from takhrij.model import Alignment, Finding, Json

COMPARED: Final = 0.6
"""Likeness to a published translation from which the place in it tells how much of the passage is covered."""
TIMES: Final = 1.6
"""How many times as long as a published translation of the words beside it one must be for its length to tell that it covers more,
and how many times shorter for less."""
SHARE, WORDS = 0.25, 5
"""What one side covers and the other does not, as a share of the passage and in words of the published translation, from which
it is said."""
NEAR: Final = 3
"""Hadiths whose English text is compared with a translation: those of which it is likeliest."""
ADDED: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
"""What a translator adds is in brackets."""
CLAUSE_WORDS, HADITH_CLAUSE_WORDS = 6, 8
"""Words from which a clause that no rendering of its passage makes likely is said to have no counterpart."""


class TranslationJudge:
    """Judges translations beside quotations.

    Args:
        store: the library.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def judge(self, text: str, span: Span, alignments: Sequence[Alignment], *, joined: bool = False) -> list[Finding]:
        """The findings on a translation.

        Args:
            text: the document.
            span: the translation.
            alignments: the passages that fit the words in Arabic, the likeliest first; none where none does.
            joined: whether these words are run together of several passages: how much is translated is then not compared.
        """
        if not alignments:
            return []
        translation = text[span.start : span.end]
        rendering = Rendering(self.store, translation)
        runs = [self._modern(self.store.numbers_of(each.passage.id)) for each in alignments]
        verses = runs[0][0] < self.store.first_hadith
        likely = [rendering.of(*run).nats for run in runs]
        if verses:
            if other := self._elsewhere(span, rendering, max(likely)):
                return [other]
            near = [0]
        else:
            near = sorted(range(len(runs)), key=lambda number: -likely[number])[:NEAR]
        compared = [
            (known.likeness, -number, known) for number in near if (known := closest(self.store, translation, *runs[number]))
        ]  # fmt: skip
        if not compared:
            return []
        _, number, published = max(compared)
        added = [*self._added(text, span, runs, verses=verses)]
        words = len(rendering.words) - sum(len(stems(str(each.evidence["clause"]))) for each in added)
        found = [closest_finding(published, span)]
        if joined:
            return found + added
        if verses:
            found += self._verses(span, translation, rendering, words, alignments[0], published)
        else:
            found += self._extent(span, words, alignments[-number], published)
        return found + added

    def _modern(self, run: tuple[int, int]) -> tuple[int, int]:
        first, last = run
        if first >= self.store.first_hadith:
            return run
        return self.store.modern(first), self.store.modern(last)

    def _elsewhere(self, span: Span, rendering: Rendering, own: float) -> Finding | None:
        """The finding on a translation that is of another verse."""
        best = rendering.verse
        if not best.reaches(LIKELY) or own >= STATED_SHARE * best.nats:
            return None
        return finding("translation", "elsewhere", f"the words beside it are a translation of {self.store.label(best.passage)}",
                       span=span, evidence={"passage": self.store.id_of(best.passage)})  # fmt: skip

    # --- how much it covers ----------------------------------------------------------------------

    def _verses(
        self, span: Span, translation: str, rendering: Rendering, words: int, alignment: Alignment, published: Published
    ) -> list[Finding]:
        """The findings on how many verses are translated, and of one verse, how much of it."""
        first, last = self._modern(self.store.numbers_of(alignment.passage.id))
        ranked = rendering.verses
        best = next((each.passage for each in ranked if first <= each.passage <= last), first)
        known = published if first == last else None
        low, high, _ = verses_rendered(self.store, translation, ranked, best, known) if ranked else (first, last, None)
        if (low, high) == (first, last):
            return self._extent(span, words, alignment, published)
        translated = self.store.passage(low, high)
        evidence: dict[str, Json] = {"translated": translated.id}
        if low < first or high > last:
            return [finding("translation", "covers-more", f"it translates {translated.label}, the words beside it are "
                            f"{alignment.passage.label}", span=span, evidence=evidence)]  # fmt: skip
        return [finding("translation", "covers-less", f"it translates {translated.label} alone", span=span, evidence=evidence)]  # fmt: skip

    def _extent(self, span: Span, words: int, alignment: Alignment, published: Published) -> list[Finding]:
        """The finding on one that covers more or less of the passage than the words beside it.

        How much it covers is told by its length, and where it is much like a published translation, by its place in that.

        Args:
            span: the translation.
            words: how many it has, without those that have no counterpart.
            alignment: the passage of the words beside it, and which of its words these are.
            published: the closest translation of the passage.
        """
        size, whole = published.words, len(alignment.passage.parts[1].split())
        if not whole:
            return []
        start, end = alignment.words[0] / whole, alignment.words[1] / whole
        quoted, translated = end - start, min(1.0, words / size)
        least = max(SHARE, WORDS / size)
        code = ""
        if translated - quoted >= least and words >= TIMES * quoted * size:
            code = "covers-more"
        elif quoted - translated >= least and TIMES * words <= quoted * size:
            code = "covers-less"
        elif published.likeness >= COMPARED:
            low, high = published.covers
            more, less = max(start - low, high - end), max(low - start, end - high)
            if max(more, less) >= least:
                code, translated = "covers-more" if more >= least else "covers-less", high - low
        if not code:
            return []
        message = f"about {translated:.0%} of the passage are translated, {quoted:.0%} quoted beside it"
        evidence: dict[str, Json] = {"quoted": round(quoted, 2), "translated": round(translated, 2)}
        return [finding("translation", code, message, span=span, evidence=evidence)]

    # --- what it adds ----------------------------------------------------------------------------

    def _added(self, text: str, span: Span, runs: Sequence[tuple[int, int]], *, verses: bool) -> Iterator[Finding]:
        """A finding for each clause of which no rendering of the passage, or of those next to it, has the words."""
        least = CLAUSE_WORDS if verses else HADITH_CLAUSE_WORDS
        for start, end in _clauses(text, span):
            rendering = Rendering(self.store, ADDED.sub(" ", text[start:end]))
            if len(rendering.words) < least or any(
                rendering.of(max(0, first - 1), last + 1).nats for first, last in runs
            ):
                continue
            clause = " ".join(text[start:end].split())
            yield finding("translation", "no-counterpart", f"nothing in the passage is known to be rendered so: {clause}",
                          span=Span(start, end), evidence={"clause": clause})  # fmt: skip


def _clauses(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The clauses of a stretch, without the spaces around them."""
    start = span.start
    for match in [*CLAUSES.finditer(text, span.start, span.end), None]:
        end = match.start() if match else span.end
        piece = text[start:end]
        yield start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
        start = match.end() if match else end
