"""The quotation and its source side by side: each as stretches of words, with what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.report.terminal import shorten

if TYPE_CHECKING:
    from takhrij.model import Alignment, Citation
    from takhrij.report.places import Places

MOST: Final = 200
"""Stretches that are shown of one side."""
_WORDS: Final = 60
"""Words that are shown of one stretch."""
LIKE: Final = 0.5
"""The likeness below which words that stand nowhere are not compared with the nearest passage."""


class Stretch(NamedTuple):
    """Words of one side: `kind` is that of the word operation, or `missing` where the other side has more."""

    text: str
    kind: str


class Sides(NamedTuple):
    """A quotation and its source, in stretches, and whether words differ."""

    quoted: list[Stretch]
    source: list[Stretch]
    before: str
    after: str
    nearest: bool
    """Whether no passage reads so, and this is only the nearest."""


def sides(citation: Citation, places: Places) -> Sides:
    """The quotation beside its best passage; `places` are those of its document."""
    best = citation.passages[0] if citation.passages else None
    nearest = any(finding.name == "wording.not-found" for finding in citation.findings)
    if best is None or not best.operations or (nearest and best.score < LIKE):
        whole = [Stretch(shorten(citation.quotation.text, _WORDS), "keep")]
        return Sides(whole, _matn(best) if best is not None else [], "", "", nearest)
    source = [Stretch(shorten(step.source_text, _WORDS), step.kind) for step in best.operations if step.source_text]
    return Sides(_quoted(citation, best, places), source[:MOST], best.before, best.after, nearest)


def _quoted(citation: Citation, best: Alignment, places: Places) -> list[Stretch]:
    """The words of the quotation; those between operations are kept as they are."""
    text = citation.quotation.text
    found: list[Stretch] = []
    done = 0
    for step in sorted(best.operations, key=lambda step: step.quoted):
        first, last = places.within(citation.quotation, step.quoted)
        left, right = max(first, done), min(last, len(text))
        if left > len(text) or right < left:
            continue
        if text[done:left].strip():
            found.append(Stretch(shorten(text[done:left], _WORDS), "keep"))
        if right > left:
            found.append(Stretch(shorten(text[left:right], _WORDS), step.kind))
        elif step.source_text and step.kind != "keep":
            found.append(Stretch("", "missing"))
        done = max(done, right)
    if text[done:].strip():
        found.append(Stretch(shorten(text[done:], _WORDS), "keep"))
    return found[:MOST]


def _matn(best: Alignment) -> list[Stretch]:
    low, high = best.passage.matn
    return [Stretch(shorten(best.passage.text[low:high] or best.passage.text, _WORDS), "keep")]
