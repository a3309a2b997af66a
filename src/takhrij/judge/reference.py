"""Judges the references that a document states for a verse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.judge.counts import Verses, counts_with
from takhrij.judge.finding import finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.library.tables import Tables
    from takhrij.model import Finding
    from takhrij.resolve.record import Reference

NO_REFERENCE: Final = finding("reference", "none", "no surah or verse is named")


def verses_text(tables: Tables, verses: Verses) -> str:
    """Verses as a reader cites them: "al-Baqarah 2:255-257"."""
    surah, first, last = verses
    return f"{tables.surahs[surah - 1].latin} {surah}:{first}" + (f"-{last}" if last > first else "")


def agrees(reference: Reference, places: Sequence[Verses]) -> bool:
    """Whether the surah named is one where the words stand, and a verse cited is among them."""
    for surah, first, last in places:
        if reference.surah != surah:
            continue
        if not reference.ayah_ranges or any(low <= last and first <= high for low, high in reference.ayah_ranges):
            return True
    return False


def judge_verse_reference(
    tables: Tables, references: Sequence[Reference], places: Sequence[Verses], *, sure: bool
) -> list[Finding]:
    """The findings on references to the Qur'an.

    Args:
        tables: the data tables.
        references: those the document states.
        places: every place where the words stand, or the likeliest one when they were altered.
        sure: whether the words were recognised, so that a reference to elsewhere is wrong.
    """
    stated = [reference for reference in references if reference.kind == "quran"]
    if not stated:
        return [NO_REFERENCE]
    return [_one(tables, reference, places, sure=sure) for reference in stated]


def _one(tables: Tables, reference: Reference, places: Sequence[Verses], *, sure: bool) -> Finding:
    span = reference.span
    if reference.surah is None:
        return finding("reference", "wrong", "no surah has this name", span=span, severity="warning")
    surah = tables.surahs[reference.surah - 1]
    beyond = [high for _, high in reference.ayah_ranges if high > surah.ayahs]
    right = verses_text(tables, places[0]) if places and sure else None
    if places and agrees(reference, places):
        if not reference.ayah_ranges:
            return finding("reference", "incomplete", f"the surah is right, no verse is named: {right or surah.latin}",
                           span=span, correction=right, evidence={"surah": surah.number})  # fmt: skip
        return finding("reference", "right", verses_text(tables, places[0]) if places else surah.latin, span=span)
    if right and (other := _other_count(tables, reference, places)):
        return finding(
            "reference", "other-scheme", f"right {other}; in the Kufan count {right}", span=span, correction=right
        )
    if beyond:
        return finding(
            "reference", "wrong", f"{surah.latin} has {surah.ayahs} verses (Kufan count), {max(beyond)} is named"
            + (f"; the words stand in {right}" if right else ""), span=span, correction=right,
        )  # fmt: skip
    if right:
        return finding("reference", "wrong", f"the words stand in {right}", span=span, correction=right)
    stated = verses_text(tables, (reference.surah, reference.ayah_start or 1, reference.ayah_end or 1))
    if not reference.ayah_ranges:
        stated = surah.latin
    return finding("reference", "wrong", f"{stated} does not read so", span=span, severity="warning")


def _other_count(tables: Tables, reference: Reference, places: Sequence[Verses]) -> str:
    """In which count the numbers stated are those of the words; empty where it is in none.

    Counts that number the basmala put each verse of a surah one higher; only whole ranges are taken for that.
    """
    for verses in places:
        surah, first, last = verses
        if reference.surah != surah:
            continue
        counts = list(
            dict.fromkeys(name for stated in reference.ayah_ranges for name in counts_with(tables, stated, verses))
        )
        if counts:
            *others, final = counts
            return f"in the {', '.join(others)} and {final} counts" if others else f"in the {final} count"
        if surah not in (1, 9) and last > first and (first + 1, last + 1) in reference.ayah_ranges:
            return "where the basmala is counted as the first verse"
    return ""
