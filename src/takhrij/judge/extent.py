"""Judges extent: how much of the passage is quoted, what is left off, and whether it starts and stops at a pause."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from takhrij.align.align import GAP
from takhrij.judge.finding import NO_EVIDENCE, finding
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.align import Step
    from takhrij.library.store import Store
    from takhrij.model import Finding, Json

PAUSES: Final = {
    "\u06d6": "a pause is allowed, going on is better",
    "\u06d7": "a pause is better",
    "\u06d8": "a pause is required",
    "\u06d9": "no pause",
    "\u06da": "a pause is allowed",
    "\u06db": "a pause at one of two places",
    "\u06dc": "a short pause",
}
"""The signs of waqf in the Madina mushaf, after the key at its end."""
SHADDA: Final = "\u0651"
SHOWN: Final = 40
"""Words of a passage that are shown before and after a quotation."""

WHOLE_VERSE: Final = finding("extent", "whole", "the whole verse")
WHOLE_REPORT: Final = finding("extent", "whole", "the whole report")


class Extent(NamedTuple):
    """What of a run of passages is quoted, in stream positions, half-open."""

    low: int
    """Where the first passage begins."""
    start: int
    """Where the quotation begins."""
    end: int
    """Where it ends."""
    high: int
    """Where the last passage ends."""


def extent_of(store: Store, first: int, last: int, start: int, end: int) -> Extent:
    """The extent of a quotation of the passages `first` to `last` that covers the stream positions from `start` to `end`."""
    high = store.starts[last + 1]
    while high > end and not store.stream[high - 1]:
        high -= 1
    return Extent(store.starts[first], start, end, high)


def left_off(store: Store, extent: Extent) -> tuple[str, str]:
    """The words left off before and after, the nearest `SHOWN` of them."""
    low, high = max(extent.low, extent.start - SHOWN), min(extent.high, extent.end + SHOWN)
    before = store.words(low, extent.start) if low < extent.start else ""
    after = store.words(extent.end, high) if high > extent.end else ""
    return ("… " + before if low > extent.low else before), (after + " …" if high < extent.high else after)


def judge_extent(store: Store, extent: Extent, steps: Sequence[Step] = (), *, verse: bool) -> Finding:
    """The finding on extent; of a verse it says at which signs of waqf the quotation begins and ends.

    Args:
        store: the library.
        extent: what is quoted.
        steps: the word operations, where any was worked out: of gaps it is said how many words they leave out.
        verse: whether it is of the Qur'an.
    """
    edges = _edges(store, extent, verse=verse)
    return _with_gaps(store, edges, steps) if steps else edges


def _edges(store: Store, extent: Extent, *, verse: bool) -> Finding:
    """The finding on where a quotation begins and ends."""
    begins_within, ends_before = extent.start > extent.low, extent.end < extent.high
    if not begins_within and not ends_before:
        return WHOLE_VERSE if verse else WHOLE_REPORT
    sign_after = store.pause(extent.end - 1) if verse and ends_before else "end"
    sign_before = store.pause(extent.start - 1) if verse and begins_within else "start"
    goes_on = store.words(extent.end, extent.end + 1) if store.stream[extent.end] in store.continuing else ""
    begins = continuation(store, goes_on) if goes_on else ""
    return _part(begins_within, ends_before, sign_before, sign_after, goes_on if begins else "", begins, verse=verse)


def continuation(store: Store, word: str) -> str:
    """What a word begins that goes on with a passage: an `exception`, a `condition` …; empty where it is another word."""
    letters = store.tables.letters.letters(word)
    kind, sukun = store.tables.continuations.get(letters, ("", False))
    return "" if sukun and SHADDA in word else kind


def _with_gaps(store: Store, extent: Finding, steps: Sequence[Step]) -> Finding:
    """The finding on extent, with the words left out within where the document says that it leaves some out."""
    left_out = sum(map(bool, (store.stream[at] for kind, _, _, *place in steps if kind == GAP for at in range(*place))))
    if not left_out:
        return extent
    shown = f"{left_out} word{'s' if left_out != 1 else ''} left out within, as the document says"
    message = shown if extent.code == "whole" else f"{extent.message}; {shown}"
    return finding("extent", "part", message, evidence={**extent.evidence, "left_out": left_out})


@lru_cache(maxsize=1024)
def _part(
    begins_within: bool, ends_before: bool, sign_before: str, sign_after: str, goes_on: str, begins: str, *, verse: bool
) -> Finding:
    """The finding on a part of a passage: there are few, and many citations share them."""
    message = (
        ("begins within the " + ("verse" if verse else "report") if begins_within else "")
        + (" and " if begins_within and ends_before else "")
        + ("ends before its end" if ends_before else "")
    )
    evidence: dict[str, Json] = {"goes_on": goes_on, "begins": begins} if begins else {}
    if verse and ends_before:
        message += f"; ends {_place(sign_after, 'at')}"
    if begins:
        message += f"; the {'verse' if verse else 'report'} goes on with {goes_on}"
    if not verse:
        return finding("extent", "part", message, evidence=evidence or NO_EVIDENCE)
    if begins_within:
        message += f"; begins {_place(sign_before, 'after')}"
    return finding(
        "extent", "part", message, evidence={"pause_before": sign_before, "pause_after": sign_after, **evidence}
    )


def _place(sign: str, side: str) -> str:
    if sign == "\u06d9":
        return f"{side} a sign against pausing ({sign})"
    if sign:
        return f"{side} a pause ({sign}: {PAUSES[sign]})"
    return "where the mushaf marks no pause"
