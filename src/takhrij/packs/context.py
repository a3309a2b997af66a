"""What a pack's text does around some words: whether it quotes them, whom it gives them to, whether a sentence ends there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.packs.quotations import quotations
from takhrij.packs.speech import head_of, speaker_of

if TYPE_CHECKING:
    from takhrij.packs.index import PackIndex
    from takhrij.packs.quotations import Quotation
    from takhrij.packs.speech import Speaker

BESIDE: Final = 3
"""Passages of the same text before and behind that are read with the one in question."""
_END: Final = re.compile(r"[.!?؟。！？…۔।:;؛]|\n\s*\n|[”»’」』\"]")
"""What ends a sentence, a paragraph, or speech."""
_CLAUSE: Final = re.compile(r"[,،;؛:—–]")


class Around(NamedTuple):
    """A stretch of a pack's text around some words."""

    text: str
    base: int
    """The byte of the pack's text with which it begins."""
    quoted: tuple[Quotation, ...]


def around(index: PackIndex, low: int, high: int) -> Around:
    """The text around the positions from `low` to `high`, a few passages on each side, and what it quotes."""
    first, last = index.unit_of(low), index.unit_of(max(low, high - 1))
    for _ in range(BESIDE):
        first -= first > 0 and not index.breaks(first)
        last += last + 1 < index.units and not index.breaks(last + 1)
    text = index.text_of(first, last)
    return Around(text, index.first_byte(first), tuple(quotations(text)))


def place_in(index: PackIndex, here: Around, low: int, high: int) -> tuple[int, int]:
    """Where words of the stream stand in a text around them, code points."""
    start = len(bytes(index.text[here.base : index.start[low]]).decode("utf-8", "replace"))
    return start, start + len(index.slice(low, high))


def quotation_with(index: PackIndex, here: Around, low: int, high: int) -> Quotation | None:
    """What the text quotes that has these words, if all of them are in it."""
    start, end = place_in(index, here, low, high)
    return next((each for each in here.quoted if each.start <= start and end <= each.end), None)


def is_narration(index: PackIndex, low: int, high: int) -> bool:
    """Whether words of the stream part two pieces of speech, and belong to neither: "…," said the mayor, "…"."""
    here = around(index, low, high)
    start, end = place_in(index, here, low, high)
    before = any(each.start < start and each.end <= start <= each.outer_end + 2 for each in here.quoted)
    behind = any(end <= each.start and end >= each.outer_start - 2 and each.end > end for each in here.quoted)
    within = any(each.start < end and start < each.end for each in here.quoted)
    return before and behind and not within


def source_speaker(index: PackIndex, low: int, high: int) -> tuple[Speaker | None, bool]:
    """Whom the pack's text gives some words to, and whether it quotes them at all.

    A pronoun is the last speaker named before it, within the passages that are read.
    """
    here = around(index, low, high)
    start, end = place_in(index, here, low, high)
    within = next((each for each in here.quoted if each.start <= start and end <= each.end), None)
    if within is None:  # over two pieces of speech: that of the first
        within = next((each for each in here.quoted if each.start <= start < each.end), None)
    if within is None:
        return head_of(here.text, start), False
    return resolved(here.text, here.quoted, within), True


def resolved(text: str, quoted: tuple[Quotation, ...], one: Quotation) -> Speaker | None:
    """The speaker of a quotation; of a pronoun the last one named before it, of speech that goes on that of what went before.

    That it was a pronoun the record still says.
    """
    found = speaker_of(text, one)
    if found is not None and not found.pronoun:
        return found
    for before in reversed([each for each in quoted if each.start < one.start][-4:]):
        gap = text[before.outer_end : one.outer_start]
        if found is None and (gap.count("\n\n") or len(gap) > 200):
            break
        named = speaker_of(text, before)
        if named is not None and not named.pronoun:
            return named._replace(pronoun=found is not None)
    return found


def ends_sentence(index: PackIndex, position: int) -> bool:
    """Whether a sentence, or speech, ends before a position of the stream."""
    if position >= len(index.stream) or not index.stream[position]:
        return True
    return _END.search(index.between(position)) is not None or index.unit_of(position) != index.unit_of(position - 1)


def begins_sentence(index: PackIndex, position: int) -> bool:
    """Whether a sentence, or speech, begins at a position of the stream."""
    if position <= 0 or not index.stream[position - 1]:
        return True
    between = index.between(position)
    return (
        _END.search(between) is not None
        or re.search(r"[“«‘「『\"]", between) is not None
        or index.unit_of(position) != index.unit_of(position - 1)
    )


def ends_clause(index: PackIndex, position: int) -> bool:
    """Whether a comma or its like stands before a position of the stream."""
    return _CLAUSE.search(index.between(position)) is not None
