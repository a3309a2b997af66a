"""Judges a translation against the words in Arabic that it stands beside, through their passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.align.renderings import LIKELY, Rendering, Terms
from takhrij.align.translations import Published, closest
from takhrij.judge.finding import finding
from takhrij.judge.renderings import CLAUSES, STATED_SHARE, closest_finding
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.judge.renderings import RenderingJudge
    from takhrij.library.store import Store
    from takhrij.model import Alignment, Finding, Json

COMPARED: Final = 0.45
"""Likeness to a published translation from which it tells how much of the passage is covered."""
SHARE, WORDS = 0.25, 5
"""What one side covers and the other does not, as a share of the passage and in words of the published translation, from which
it is said."""
ADDED: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
"""What a translator adds is in brackets."""
CLAUSE_WORDS, HADITH_CLAUSE_WORDS = 6, 8
"""Words from which a clause that no rendering of its passage makes likely is said to have no counterpart."""


class TranslationJudge:
    """Judges translations beside quotations.

    Args:
        store: the library.
        renderings: judges quotations in translation that stand alone.
    """

    def __init__(self, store: Store, renderings: RenderingJudge) -> None:
        self.store = store
        self.renderings = renderings

    def judge(self, text: str, span: Span, alignments: Sequence[Alignment]) -> list[Finding]:
        """The findings on a translation.

        Args:
            text: the document.
            span: the translation.
            alignments: the passages that fit the words in Arabic, the likeliest first; none where none does.
        """
        if not alignments:
            return []
        translation = text[span.start : span.end]
        rendering = Rendering.of(self.store, Terms(translation))
        runs = [self.store.numbers_of(each.passage.id) for each in alignments]
        verses = runs[0][0] < self.store.first_hadith
        own = max(
            (likely.nats for run in runs if (likely := rendering.terms.of(self.store, *self._modern(run)))), default=0.0
        )
        if other := self._elsewhere(span, rendering, own, runs[0]):
            return [other]
        published = [
            known for run in (runs[:1] if verses else runs) if (known := closest(self.store, translation, *self._modern(run)))
        ]  # fmt: skip
        if not published:
            return []
        best = max(published, key=lambda each: each.likeness)
        found = [closest_finding(best, span)]
        if verses:
            found += self._verses(span, translation, rendering, runs[0], alignments[0], best)
        else:
            found += self._extent(span, alignments[published.index(best)], best)
        found += self._added(text, span, [self._modern(run) for run in runs], verses=verses)
        return found

    def _modern(self, run: tuple[int, int]) -> tuple[int, int]:
        first, last = run
        if first >= self.store.first_hadith:
            return run
        return self.store.modern(first), self.store.modern(last)

    def _elsewhere(self, span: Span, rendering: Rendering, own: float, run: tuple[int, int]) -> Finding | None:
        """The finding on a translation that is of another passage: of a verse, which are known in many translations."""
        best = rendering.verse
        if run[0] >= self.store.first_hadith or not best.reaches(LIKELY) or own >= STATED_SHARE * best.nats:
            return None
        surah, ayah = self.store.verse(best.passage)
        label = self.store.label(best.passage)
        return finding("translation", "elsewhere", f"the words beside it are a translation of {label}", span=span,
                       evidence={"passage": f"quran:{surah}:{ayah}"})  # fmt: skip

    # --- how much it covers ----------------------------------------------------------------------

    def _verses(
        self,
        span: Span,
        translation: str,
        rendering: Rendering,
        run: tuple[int, int],
        alignment: Alignment,
        best: Published,
    ) -> list[Finding]:
        """The findings on how many verses are translated, and of one verse, how much of it."""
        first, last = self._modern(run)
        likeliest = max(
            range(first, last + 1),
            key=lambda each: likely.nats if (likely := rendering.terms.of(self.store, each, each)) else 0.0,
        )
        low, high = self.renderings.run(translation, rendering, likeliest)[:2]
        if low < first or high > last:
            beyond = self.store.passage(low, high).label
            return [finding("translation", "covers-more", f"it translates {beyond}, the words beside it are {alignment.passage.label}",
                            span=span, evidence={"translated": self.store.passage(low, high).id})]  # fmt: skip
        if low > first or high < last:
            return [finding("translation", "covers-less", f"it translates {self.store.passage(low, high).label} alone", span=span,
                            evidence={"translated": self.store.passage(low, high).id})]  # fmt: skip
        return self._extent(span, alignment, best)

    def _extent(self, span: Span, alignment: Alignment, published: Published) -> list[Finding]:
        """The finding on one that covers more or less of the passage than the words beside it, as shares of its words."""
        words = len(alignment.passage.parts[1].split())
        if published.likeness < COMPARED or not words:
            return []
        start, end = alignment.words[0] / words, alignment.words[1] / words
        low, high = published.covers
        size = published.words
        more, less = max(start - low, high - end), max(low - start, end - high)
        evidence: dict[str, Json] = {
            "quoted": [round(start, 2), round(end, 2)],
            "translated": [round(low, 2), round(high, 2)],
        }
        if more >= SHARE and more * size >= WORDS:
            return [finding("translation", "covers-more", f"about {high - low:.0%} of the passage are translated, "
                            f"{end - start:.0%} quoted beside it", span=span, evidence=evidence)]  # fmt: skip
        if less >= SHARE and less * size >= WORDS:
            return [finding("translation", "covers-less", f"about {high - low:.0%} of the passage are translated, "
                            f"{end - start:.0%} quoted beside it", span=span, evidence=evidence)]  # fmt: skip
        return []

    # --- what it adds ----------------------------------------------------------------------------

    def _added(self, text: str, span: Span, runs: Sequence[tuple[int, int]], *, verses: bool) -> Iterator[Finding]:
        """A finding for each clause of which no rendering of the passage, or of those next to it, has the words."""
        least = CLAUSE_WORDS if verses else HADITH_CLAUSE_WORDS
        for start, end in _clauses(text, span):
            terms = Terms(ADDED.sub(" ", text[start:end]))
            if len(terms.words) < least:
                continue
            if any(terms.of(self.store, max(0, first - 1), last + 1) for first, last in runs):
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
