"""What a document presents as a quotation: what stands between marks or in a fence, what follows an introducer."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.cues import CITED, FENCE, HADITH_SAID, HONORIFIC, NO_KIND, SURAH, introduces
from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.marks import BRACKET, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from takhrij.kernel.twin.document import Document
    from takhrij.kernel.twin.marks import Pair

BEFORE_BRACKET: Final = 12
"""Code points between an introducer and a bracket."""
TO_COLON: Final = 90
"""Code points after a noun or a name in which a colon may introduce a quotation."""
SHORTEST: Final = 2
"""Words before who reports it."""
LONGEST: Final = 2000
"""Code points of a quotation that no mark encloses."""
SEVERAL: Final = 3
"""Marks with so many words, and so many of these: the document uses marks much."""
MAY_FOLLOW, HAS_SAID, VERSE_BEFORE, WORK_BEFORE, OF_READING, AS_REFERENCE, UNSUPPORTED, LEAD_KIND = (
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    8,
)
"""Flags of a claim, as `takhrij.kernel` tells of them."""
NESTED: Final = 3
"""Marks before a place that are looked at: only a few nest."""
FENCE_MARK: Final = "```"
TRIMMED: Final = " \t\r\n\u00a0*_~\"'«»“”„‘’﴾﴿{}()[]<>|`.…،,:;؛-–—ﷺﷻ"
"""What no quotation begins or ends with."""
ENDS: Final = "،,:;؛-–—\n\r"
"""Where one of these follows a verse, the author goes on."""
OPENS: Final = " \t*_،,-–—ﷺﷻ"
"""What may stand between an introducer and the quotation, beside a colon and a line end after it."""
STOPS: Final = re.compile(r"[\n«“﴿{\"(\[<`]|[.؟?!](?=\s|\Z)")
"""A line end, a mark that opens, or the end of a sentence."""
BEFORE_COLON: Final = re.compile(r"[^:\n\0]*:")


@dataclass(slots=True)
class Claim:
    """What may be a quotation. Places are code points, `first` to `last` tokens, all half-open."""

    start: int
    end: int
    first: int
    last: int
    outer_start: int
    outer_end: int
    mark: int
    """The number of its marks' name, 0 for none."""
    cue: int
    """The kind of the cue that introduces it without marks, or `NO_KIND`."""
    slot: int
    """1 + the slot of its words, 0 for none."""
    lead_start: int = 0
    """The first token of what leads up to it."""
    flags: int = 0
    verse: int = 0
    """What the evidence says for a verse against none, thousandths of the logarithm of the odds."""
    hadith: int = 0
    """The same for a hadith."""

    def row(self) -> tuple[int, ...]:
        """Its numbers in the order of `takhrij.kernel.Scan`."""
        return (
            self.start, self.end, self.first, self.last, self.outer_start, self.outer_end, self.mark, self.cue,
            self.slot, self.lead_start, self.flags, self.verse, self.hadith,
        )  # fmt: skip


def find_claims(document: Document, pairs: Sequence[Pair]) -> list[Claim]:
    """The claims of a document; notes how much it uses marks.

    Args:
        document: the document.
        pairs: its marks, in order of place.
    """
    marked = list(_marked(document, pairs))
    brackets = {mark.name for mark in marks_of(document.index) if mark.use == BRACKET}
    quoted = [claim for claim in marked if claim.mark not in brackets]
    several = sum(claim.last - claim.first >= SEVERAL for claim in quoted)
    document.usage = 0 if not several else 1 if several < SEVERAL else 2
    taken = _Taken((claim.outer_start, claim.outer_end) for claim in quoted)
    return [*marked, *_introduced(document, taken), *_fenced(document)]


class _Taken:
    """What stands between marks that are no brackets, in order of place."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self.ranges = list(ranges)
        self.starts = [start for start, _ in self.ranges]

    def has(self, at: int) -> bool:
        """Whether a place is inside."""
        place = bisect_right(self.starts, at)
        return any(start < at < end for start, end in self.ranges[max(0, place - NESTED) : place])


def _claim(document: Document, start: int, end: int, pair: Pair | None, cue: int) -> Claim | None:
    """A claim of what is left of a range without the marks at its ends; `None` when no word is."""
    start, end = document.stripped(start, end, TRIMMED)
    if start >= end:
        return None
    first, last = document.tokens_in(start, end)
    if last <= first:
        return None
    outer_start, outer_end, mark = (start, end, 0) if pair is None else (pair.start, pair.end, pair.name)
    slot = document.slot_of_words(first, last)
    return Claim(start, end, first, last, outer_start, outer_end, mark, cue, slot, first)


def _marked(document: Document, pairs: Sequence[Pair]) -> Iterator[Claim]:
    """What stands between marks."""
    said = [document.cue_end(cue) for cue in document.cues if introduces(cue.kind)]
    for pair in pairs:
        if pair.use == BRACKET and not _speaks_for(document, pair, said):
            continue
        claim = _claim(document, pair.inner_start, pair.inner_end, pair, NO_KIND)
        if claim is not None:
            yield claim


def _speaks_for(document: Document, pair: Pair, said: Sequence[int]) -> bool:
    """Whether something makes a bracket a candidate.

    That is a colon or an introducer before it (they end at `said`), another bracket right behind it that could hold its
    reference, or shared words inside.
    """
    before, after = pair.start, pair.end
    if before > 0 and document.char_at(before - 1).isspace():
        before -= 1
    if before > 0 and document.char_at(before - 1) == ":":
        return True
    if document.char_at(after).isspace():
        after += 1
    if document.char_at(after) in "([":
        return True
    introduced = bisect_right(said, pair.start)
    if introduced and pair.start - said[introduced - 1] <= BEFORE_BRACKET:
        return True
    return document.slot_begins(pair.start, pair.end)


def _introduced(document: Document, taken: _Taken) -> Iterator[Claim]:
    """What follows an introducer with no mark; after a noun or a name, only where a colon ends the words after it."""
    last_start = -1
    for cue in document.cues:
        if cue.role > HONORIFIC or cue.kind == SURAH:
            continue
        start = at = document.cue_end(cue)
        if not introduces(cue.kind):
            colon = BEFORE_COLON.match(document.text, at, at + TO_COLON)
            if colon is None:
                continue
            start = colon.end() - 1
        start = _past_colon(document, start)
        after = _honorific_end(document, start)
        start = start if after is None else _past_colon(document, after)
        if start <= last_start or taken.has(at):
            continue
        stop = _before_citation(document, start, _stop(document.text, start))
        if cue.kind != HADITH_SAID:
            stop = _verse_end(document, start, stop)
        claim = _claim(document, start, stop, None, cue.kind)
        if claim is not None:
            last_start = claim.start
            yield claim


def _past_colon(document: Document, at: int) -> int:
    """The place after marks, spaces, a colon, and behind that line ends: the quotation begins there."""
    colon = False
    while (character := document.char_at(at)) in OPENS or character == ":" or (colon and character == "\n"):
        colon = colon or character == ":"
        at += 1
    return at


def _honorific_end(document: Document, at: int) -> int | None:
    """Where the honorific ends that begins at a place: the Prophet was named, and the words begin behind it."""
    first, _ = document.tokens_in(at, at)
    if first < len(document.ids) and document.tokens.starts[first] == at:
        number = document.cue_from(first)
        for cue in document.cues[number : number + 1]:
            if cue.token == first and cue.role == HONORIFIC:
                return document.cue_end(cue)
    return None


def _stop(text: str, start: int) -> int:
    """Where a quotation without marks ends."""
    most = min(len(text), start + LONGEST)
    stop = STOPS.search(text, start, most + 1)
    return min(stop.start(), most) if stop else most


def _before_citation(document: Document, start: int, stop: int) -> int:
    """Where a verb that says who reports it begins, before `stop` and behind a word or two; or `stop`."""
    first, last = document.tokens_in(start, stop)
    for cue in document.cues[document.cue_from(first + SHORTEST) : document.cue_from(last)]:
        if cue.kind == CITED:
            return document.tokens.starts[cue.token]
    return stop


def _verse_end(document: Document, start: int, stop: int) -> int:
    """Where the verse ends that begins at a place, when a mark or a line end follows it before `stop`; or `stop`."""
    index, (first, last) = document.index, document.tokens_in(start, stop)
    for region in document.slot_regions(document.slot_of_words(first, last)):
        if region.src_start >= index.quran_end or region.doc_start != first or region.doc_end >= last:
            continue
        following = number_at(index.passage_start, index.passage_at(region.src_end - 1) + 1)
        segment_ends = region.src_end + 1 == following and not number_at(index.stream, region.src_end)
        end = document.tokens.ends[region.doc_end - 1]
        if (region.src_end == following or segment_ends) and document.char_at(end) in ENDS:
            return end
    return stop


def _fenced(document: Document) -> Iterator[Claim]:
    """What stands between two code fences."""
    text = document.text
    if sum(character == ord("`") for _, character in document.tokens.quotes) < 2 * len(FENCE_MARK):
        return
    at = text.find(FENCE_MARK)
    while at >= 0:
        inner = at + len(FENCE_MARK)
        end = text.find(FENCE_MARK, inner)
        if end < 0:
            return
        line_end = text.find("\n", inner, end)
        if end - at <= LONGEST:
            claim = _claim(document, line_end if line_end >= 0 else inner, end, None, FENCE)
            if claim is not None:
                yield claim
        at = text.find(FENCE_MARK, end + len(FENCE_MARK))
