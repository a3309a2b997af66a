"""Judges to whom a hadith is ascribed: the collections named, its number there, and the companion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.judge.finding import finding
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from takhrij.align.match import Match
    from takhrij.library.people import PeopleNames
    from takhrij.library.store import Store
    from takhrij.model import Finding, Json
    from takhrij.resolve.record import Reference

THERE: Final = 0.75
"""Likeness from which a collection is said to have a hadith: it agrees with 93 % of the benchmark's judgements."""
IN_MEANING: Final = 0.5
"""Likeness from which words are those of a hadith told otherwise."""
SAID_IN_MEANING: Final = 0.35
"""Likeness from which a collection that the document names has it in other words."""
LEAST_IN_COMMON: Final = 3
"""Words that a hadith told otherwise has in common with a quotation."""


class Bar(NamedTuple):
    """From which likeness a collection is said to have a report in other words."""

    close: float
    """Likeness, whoever reports it."""
    close_share: float
    """Share of the likeness of the likeliest hadith."""
    same: float
    """Likeness of a hadith of the companion whom the document names."""
    same_share: float
    """Share of that of the likeliest that he reports."""


AGREED_UPON: Final = "muttafaq"
OF_SAHIHS: Final = Bar(0.40, 0.60, 0.25, 0.40)
"""Scholars ascribe a report to the two Sahihs readily, for its core, in whatever words they tell it."""
OF_OTHERS: Final = Bar(0.45, 0.85, 0.35, 0.65)
"""The others they name for their own words. Both were set on the open records (docs/accuracy.md)."""
NO_COLLECTION: Final = finding("reference", "none", "no collection is named")
NO_COMPANION: Final = finding("companion", "none", "no companion is named")


def likeness_in(store: Store, matches: Sequence[Match], work: str) -> tuple[float, Match | None]:
    """The likeliest hadith of a work among the matches."""
    best = max((match for match in matches if store.work_of(match.first) == work),
               key=lambda match: match.likeness, default=None)  # fmt: skip
    return (best.likeness, best) if best else (0.0, None)


def collections_with(store: Store, matches: Sequence[Match], companion: str) -> frozenset[str]:
    """The works that have a hadith, in its words or in others.

    Scholars count a report as one hadith when its core is told alike, and readily when the companion is the same.

    Args:
        store: the library.
        matches: the hadiths that fit, the likeliest first.
        companion: the id of the companion that the document names; empty when it names none.
    """
    if not matches:
        return frozenset()
    likeliest, sahihs = matches[0].likeness, store.tables.groups[AGREED_UPON].works
    own = {match.first for match in matches if companion and store.companion_of(match.first) == companion}
    likeliest_own = next((match.likeness for match in matches if match.first in own), 1.0)
    found = set()
    for match in matches:
        work = store.work_of(match.first)
        bar = OF_SAHIHS if work in sahihs else OF_OTHERS
        told = match.likeness >= max(bar.close, bar.close_share * likeliest)
        if told or (match.first in own and match.likeness >= max(bar.same, bar.same_share * likeliest_own)):
            found.add(work)
    return frozenset(found)


def judge_attribution(
    store: Store, references: Sequence[Reference], matches: Sequence[Match], companion: str
) -> list[Finding]:
    """A finding for each collection that the document names, and one on references as such."""
    stated = [reference for reference in references if reference.kind == "hadith"]
    if not stated:
        return [NO_COLLECTION]
    having = collections_with(store, matches, companion)
    found = [_work(store, reference, work, matches, having) for reference in stated for work in reference.works]
    found += [
        finding("attribution", "not-loaded", f"{name} is in no table of works", span=reference.span, evidence={"name": name})
        for reference in stated for name in reference.unknown_works
    ]  # fmt: skip
    return found + _numbers(store, stated, matches)


def _work(store: Store, reference: Reference, work: str, matches: Sequence[Match], having: frozenset[str]) -> Finding:
    title = store.tables.works[work].latin
    edition = next((known.edition for known in store.ranges if known.edition.work == work), None)
    if edition is None:
        return finding(
            "attribution", "not-loaded", f"{title} is not loaded", span=reference.span, evidence={"work": work}
        )
    likeness, match = likeness_in(store, matches, work)
    evidence: dict[str, Json] = {"work": work, "edition": edition.label, "likeness": round(likeness, 3)}
    if match is not None and likeness >= THERE:
        return finding("attribution", "found-there", store.label(match.first), span=reference.span,
                       evidence={**evidence, "passage": store.id_of(match.first)})  # fmt: skip
    by_meaning = "by-meaning" in reference.qualifiers and likeness >= IN_MEANING
    told = match is not None and match.kept + match.spelt >= LEAST_IN_COMMON
    if match is not None and told and (by_meaning or (work in having and likeness >= SAID_IN_MEANING)):
        return finding("attribution", "found-there-in-meaning", f"in other words: {store.label(match.first)}",
                       span=reference.span, evidence={**evidence, "passage": store.id_of(match.first)})  # fmt: skip
    elsewhere = sorted({store.work_of(other.first) for other in matches if other.likeness >= THERE})
    names = ", ".join(store.tables.works[other].latin for other in elsewhere)
    omits = "; it has no chapter headings" if edition.scheme == "seq" else ""
    if elsewhere and likeness < IN_MEANING:
        return finding("attribution", "not-found-there", f"not found in {title} ({edition.label}{omits}); found in {names}",
                       span=reference.span, evidence={**evidence, "elsewhere": [*elsewhere]})  # fmt: skip
    return finding("attribution", "not-found-there", f"not found in {title} ({edition.label}{omits})", span=reference.span,
                   severity="note", evidence=evidence)  # fmt: skip


def _numbers(store: Store, references: Sequence[Reference], matches: Sequence[Match]) -> list[Finding]:
    found: list[Finding] = []
    for reference in references:
        numbered = [(work, number) for work, number in reference.numbers if work]
        for work, number in numbered:
            found.append(_number(store, reference, work, number, matches))
        if not numbered and reference.works:
            found.append(
                finding("reference", "incomplete", "the collection is named, and no number", span=reference.span)
            )
    return found


def _number(store: Store, reference: Reference, work: str, number: str, matches: Sequence[Match]) -> Finding:
    title = store.tables.works[work].latin
    evidence: dict[str, Json] = {"work": work, "number": number}
    numbering = store.tables.numberings.get(work)
    loaded = any(known.edition.work == work for known in store.ranges)
    if numbering is None or not loaded:
        why = "no citable numbering of it is loaded" if loaded else "the work is not loaded"
        return finding("reference", "not-loaded", f"{title} {number} cannot be checked: {why}", span=reference.span,
                       evidence=evidence)  # fmt: skip
    evidence["scheme"] = numbering[0]
    right: list[str] = []
    for match in matches:
        if store.work_of(match.first) == work and match.likeness >= IN_MEANING:
            if number in store.citable(match.first, disputed=True):
                return finding("reference", "right", f"{title} {number}, in {numbering[1]}", span=reference.span,
                               evidence=evidence)  # fmt: skip
            right += store.citable(match.first)
    _, best = likeness_in(store, matches, work)
    unnumbered = best is not None and best.likeness >= IN_MEANING and not store.citable(best.first, disputed=True)
    if unnumbered or not store.numbered(work, number):
        return finding("reference", "not-loaded", f"{title} {number} cannot be checked: {numbering[1]} is not known of all "
                       "its hadiths", span=reference.span, evidence=evidence)  # fmt: skip
    if reference.book is not None and reference.book.isdigit():
        counted = "within its volume" if reference.volume else "within its book"
        return finding("reference", "not-loaded", f"{title} {number} cannot be checked: it may be counted {counted}; that "
                       f"numbering is not loaded", span=reference.span, evidence={"work": work, "number": number})  # fmt: skip
    if right:
        numbers = list(dict.fromkeys(right))
        return finding("reference", "wrong", f"in {title} the words stand at {', '.join(numbers[:4])}, in {numbering[1]}",
                       span=reference.span, severity="warning", correction=f"{title} {numbers[0]}", evidence=evidence)  # fmt: skip
    return finding("reference", "wrong", f"{title} {number}, in {numbering[1]}, does not read so", span=reference.span,
                   severity="note", evidence=evidence)  # fmt: skip


def judge_companion(
    store: Store, names: PeopleNames, stated: str, matches: Sequence[Match], works: Collection[str] = ()
) -> list[Finding]:
    """Whether the companion named is the one that the sources name.

    Args:
        store: the library.
        names: the names of companions.
        stated: the id of the companion that the document names; empty when it names none.
        matches: the hadiths that fit.
        works: the collections that the document names: what they have counts before what others have.
    """
    if not stated:
        return [NO_COMPANION]
    there = [match for match in matches if match.likeness >= THERE]
    theirs = [match for match in there if store.work_of(match.first) in works]
    near = [match for match in matches if match.likeness >= IN_MEANING]
    found: list[str] = []
    for alike in (theirs, there, near):
        found = found or [each for each in dict.fromkeys(store.companion_of(match.first) for match in alike) if each]
    if not found:
        return []
    named = names.arabic.get(stated, stated)
    if stated in found:
        return [finding("companion", "agrees", named, evidence={"companion": stated})]
    others = ", ".join(names.arabic.get(other, other) for other in found[:5])
    return [finding("companion", "differs", f"the document names {named}; the sources name {others}",
                    evidence={"companion": stated, "found": [*found[:5]]})]  # fmt: skip
