"""Judges a quotation in translation: of which passage it is, which published translation is closest, and what is stated for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.hadiths import fit_hadiths
from takhrij.align.match import Match
from takhrij.align.renderings import CLEAR, LIKELY, LIKELY_HADITH
from takhrij.align.translations import Run, closest, verses_rendered
from takhrij.judge.attribution import THERE, judge_attribution, judge_companion
from takhrij.judge.deferred import Deferred
from takhrij.judge.finding import finding
from takhrij.judge.reference import judge_verse_reference
from takhrij.kernel import FITTING, THOROUGH
from takhrij.model import Alignment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.renderings import Rendered, Rendering
    from takhrij.align.translations import Published
    from takhrij.find.attach import Found
    from takhrij.judge.counts import Verses
    from takhrij.library.people import PeopleNames
    from takhrij.library.store import Store
    from takhrij.model import Finding, Json
    from takhrij.resolve.record import Reference

AS_LIKELY: Final = 0.85
"""Share of the likelihood of the likeliest passage from which another is as likely."""
STATED_SHARE: Final = 0.4
"""Share of it below which the passage that the document states is not the one quoted."""
COMPARED: Final = 0.5
"""Likeness from which differences are told in words."""
SHOWN: Final = 6
"""Differences that are told."""
NOT_FOUND: Final = "no passage of the loaded sources is known to read so in translation"


class RenderingJudge:
    """Judges quotations in translation against one library."""

    def __init__(self, store: Store, names: PeopleNames, max_passages: int) -> None:
        self.store = store
        self.names = names
        self.max_passages = max_passages

    def judge(
        self, text: str, span: Span, found: Found, rendering: Rendering
    ) -> tuple[list[Finding], Sequence[Alignment]]:
        """The findings on a quotation that stands alone, and the passages that it is likely to be of.

        Args:
            text: the document.
            span: the quotation.
            found: what the document says of it.
            rendering: what it is likely to be of.
        """
        quoted = text[span.start : span.end]
        if found.kind == "ayah" and rendering.verse.reaches(LIKELY):
            return self._verse(quoted, found, rendering)
        if found.kind == "matn" and rendering.hadith.reaches(LIKELY_HADITH):
            return self._hadith(quoted, found, rendering.hadiths)
        return self._neither(found), ()

    # --- verses ----------------------------------------------------------------------------------

    def _verse(self, quoted: str, found: Found, rendering: Rendering) -> tuple[list[Finding], Sequence[Alignment]]:
        likely = [each.passage for each in rendering.verses if each.nats >= AS_LIKELY * rendering.verse.nats]
        stated = [reference for reference in found.references if reference.kind == "quran"]
        likely.sort(key=lambda each: self._stated_as(stated, each))
        best = likely[0]
        run = verses_rendered(self.store, quoted, rendering.verses, best)
        alike = [each for each in likely if not run.first <= each <= run.last]
        places = [self._place(run.first, run.last), *(self._place(each, each) for each in alike)]
        sure = rendering.verse.reaches(CLEAR) and not self._may_be_stated(rendering, stated)
        judged = judge_verse_reference(self.store.tables, stated, places, sure=sure)
        findings = [closest_finding(run.published), *(each for each in judged if sure or each.code != "wrong")]
        findings += [
            finding("attribution", "not-loaded", f"{name} is in no table of works", span=reference.span, evidence={"name": name})
            for reference in found.references if reference.kind == "hadith" for name in reference.unknown_works
        ]  # fmt: skip
        others = alike[: self.max_passages - 1]
        return findings, Deferred(1 + len(others), self._verses_shown, quoted, run, others)

    def _verses_shown(self, quoted: str, run: Run, others: Sequence[int]) -> tuple[Alignment, ...]:
        return (
            _alignment(self.store, run.first, run.last, run.published),
            *(_alignment(self.store, each, each, closest(self.store, quoted, each, each)) for each in others),
        )

    def _stated_as(self, stated: Sequence[Reference], passage: int) -> int:
        """0 of a verse that the document states, 1 of one whose surah it states, 2 of others."""
        surah, ayah = self.store.verse(passage)
        ranges = [reference.ayah_ranges for reference in stated if reference.surah == surah]
        if any(low <= ayah <= high for stated_ranges in ranges for low, high in stated_ranges):
            return 0
        return 1 if ranges else 2

    def _place(self, first: int, last: int) -> Verses:
        surah, ayah = self.store.verse(first)
        return surah, ayah, ayah + last - first

    def _may_be_stated(self, rendering: Rendering, stated: Sequence[Reference]) -> bool:
        """Whether a verse that the document states may be the one quoted after all."""
        least = STATED_SHARE * rendering.verse.nats
        for reference in stated:
            for low, high in reference.ayah_ranges if reference.surah is not None else ():
                first, last = (self.store.verse_number(reference.surah or 0, ayah) for ayah in (low, high))
                if first is not None and last is not None and rendering.of(first, last).nats >= least:
                    return True
        return False

    # --- hadiths ---------------------------------------------------------------------------------

    def _hadith(
        self, quoted: str, found: Found, hadiths: Sequence[Rendered]
    ) -> tuple[list[Finding], Sequence[Alignment]]:
        likely = [each for each in hadiths if each.nats >= AS_LIKELY * hadiths[0].nats]
        compared = [(each, closest(self.store, quoted, each.passage, each.passage)) for each in likely]
        compared.sort(key=lambda pair: -(pair[1].likeness if pair[1] is not None else 0.0))
        best, published = compared[0]
        matches = self._told(best.passage, [each.passage for each in likely], thorough=bool(found.references))
        findings = [closest_finding(published)]
        findings += judge_attribution(self.store, found.references, matches, found.companion)
        works = {work for reference in found.references for work in reference.works}
        findings += judge_companion(self.store, self.names, found.companion, matches, works)
        verses = [reference for reference in found.references if reference.kind == "quran"]
        if verses:
            findings = [each for each in findings if each.name != "reference.none"]
        shown = [match.first for match in matches if match.likeness >= THERE]
        shown = [best.passage, *(each for each in shown if each != best.passage)][: self.max_passages]
        return findings, Deferred(len(shown), self._alignments, quoted, tuple(shown))

    def _told(self, best: int, likely: Sequence[int], *, thorough: bool) -> list[Match]:
        """The hadiths that are the one quoted, by its Arabic text, and those as likely by their translation."""
        matn = self.store.matn(best)
        found = fit_hadiths(self.store, matn, Span(0, len(matn)), THOROUGH if thorough else FITTING)[0]
        known = {match.first for match in found}
        starts = self.store.starts
        found += [
            Match(starts[each], starts[each + 1], 0, 0, 0, 0, 0, each, each, THERE)
            for each in likely
            if each not in known
        ]
        return sorted(found, key=lambda match: -match.likeness)

    def _alignments(self, quoted: str, passages: Sequence[int]) -> tuple[Alignment, ...]:
        return tuple(_alignment(self.store, each, each, closest(self.store, quoted, each, each)) for each in passages)

    # --- neither ---------------------------------------------------------------------------------

    def _neither(self, found: Found) -> list[Finding]:
        """The findings on what is said to be a verse or a hadith, and is likely to be none."""
        findings = [finding("wording", "not-found", NOT_FOUND, severity="warning")]
        if any(reference.kind == "quran" for reference in found.references):
            findings += judge_verse_reference(self.store.tables, found.references, (), sure=False)
        return findings


def closest_finding(published: Published | None, span: Span | None = None) -> Finding:
    """The finding on the closest published translation; with a span where the quotation is other than the translation."""
    if published is None:
        return finding("translation", "closest", "like no loaded translation", span=span, evidence={"likeness": 0.0})
    evidence: dict[str, Json] = {
        "edition": published.edition, "likeness": round(published.likeness, 3), "text": published.text,
        "differing": [[*pair] for pair in published.differing],
    }  # fmt: skip
    message = f"{published.edition}, {published.likeness:.2f}"
    if published.differing and published.likeness >= COMPARED:
        shown = "; ".join(f"{quoted or '–'} / {theirs or '–'}" for quoted, theirs in published.differing[:SHOWN])
        more = len(published.differing) - SHOWN
        message += f": {shown}" + (f"; and {more} more" if more > 0 else "")
    return finding("translation", "closest", message, span=span, evidence=evidence)


def _alignment(store: Store, first: int, last: int, published: Published | None) -> Alignment:
    """A passage that a quotation in translation is of: which of its words it covers is not told."""
    passage = store.passage(first) if first >= store.first_hadith else store.passage(first, last)
    words = len(passage.parts[1].split())
    return Alignment(passage, (0, words), round(published.likeness if published is not None else 0.0, 3))
