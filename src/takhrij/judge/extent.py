"""Judges extent: how much of the passage is quoted, what is left off, and whether it starts and stops at a pause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.judge.finding import finding

if TYPE_CHECKING:
    from takhrij.judge.wording import SourceWords
    from takhrij.library.store import Store
    from takhrij.model import Finding

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
SHOWN: Final = 40
"""Words of a passage that are shown before and after a quotation."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a passage is quoted."""

    before: str
    """The words left off before, at most the nearest `SHOWN`."""
    after: str
    pause_before: str
    """The sign of waqf that stands before the quotation; "start" at the start of a verse; empty where there is none."""
    pause_after: str
    """The sign that stands after it; "end" at the end of a verse; empty where there is none."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left off."""
        return not self.before and not self.after


def extent_of(store: Store, words: SourceWords, first: int, last: int, source: tuple[int, int]) -> Extent:
    """The extent of a quotation of the passages `first` to `last` that covers the stream positions `source`."""
    low, high = store.starts[first], _end(store, last)
    before = words.text(max(low, source[0] - SHOWN), source[0]) if source[0] > low else ""
    after = words.text(source[1], min(high, source[1] + SHOWN)) if source[1] < high else ""
    if source[0] - SHOWN > low:
        before = "… " + before
    if source[1] + SHOWN < high:
        after += " …"
    return Extent(before, after, _pause(store, source[0] - 1, low, high), _pause(store, source[1] - 1, low, high))


def _end(store: Store, number: int) -> int:
    end = store.starts[number + 1]
    return end - 1 if end > store.starts[number] and not store.stream[end - 1] else end


def _pause(store: Store, position: int, low: int, high: int) -> str:
    """The sign of waqf after the word at a position of the Qur'an."""
    if position < low:
        return "start"
    number = store.at(position)
    words = store.words_of(number)
    at = position - store.starts[number]
    if at >= len(words) - 1:
        return "start" if position < low else "end"
    between = store.matn(number)[words[at][1] : words[at + 1][0]]
    return next((char for char in between if char in PAUSES), "")


def judge_extent(extent: Extent, *, verse: bool) -> Finding:
    """The finding on extent; of a verse it says at which signs of waqf the quotation begins and ends."""
    if extent.whole:
        return finding("extent", "whole", "the whole verse" if verse else "the whole report")
    parts = []
    if extent.before:
        parts.append("begins within the verse" if verse else "begins within the report")
    if extent.after:
        parts.append("ends before its end")
    pauses = ""
    if verse:
        stops = []
        if extent.after:
            stops.append(f"ends {_place(extent.pause_after)}")
        if extent.before:
            stops.append(f"begins {_place(extent.pause_before, after=True)}")
        pauses = "; " + "; ".join(stops) if stops else ""
    return finding(
        "extent", "part", " and ".join(parts) + pauses, evidence={"before": extent.before, "after": extent.after,
        "pause_before": extent.pause_before, "pause_after": extent.pause_after},
    )  # fmt: skip


def _place(sign: str, *, after: bool = False) -> str:
    side = "after" if after else "at"
    if sign in ("start", "end"):
        return "at a verse's edge"
    if sign == "\u06d9":
        return f"{side} a sign against pausing ({sign})"
    if sign:
        return f"{side} a pause ({sign}: {PAUSES[sign]})"
    return "where the mushaf marks no pause"
