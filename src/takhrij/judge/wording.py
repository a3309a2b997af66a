"""Judges wording: turns the operations of an alignment into words that are the same, spelt otherwise, or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.align import GAP, Step, align
from takhrij.kernel import (
    ARABIC_WORD,
    DELETE,
    DOUBTFUL,
    INSERT,
    KEEP,
    REPLACE,
    RESEMBLE,
    SPELL,
    code_points,
    rows,
)
from takhrij.model import Operation, Span
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.match import Match
    from takhrij.judge.words import Likeness, WordJudge
    from takhrij.library.store import Store
    from takhrij.model import OperationKind

VOWEL, PREFIX = 16, 17
"""Beside the kinds of an alignment: a written vowel differs; a conjunction و or ف is added or left off."""
NAMES: Final[dict[int, OperationKind]] = {
    KEEP: "keep", SPELL: "spell", REPLACE: "replace", INSERT: "insert", DELETE: "delete", RESEMBLE: "replace", GAP: "gap",
    VOWEL: "vowel", PREFIX: "replace",
}  # fmt: skip
FREE: Final = frozenset({KEEP, SPELL, VOWEL, GAP})
"""Kinds that change no word."""
JUDGED: Final[dict[Likeness, int]] = {"same": KEEP, "spelling": SPELL, "prefix": PREFIX, "different": REPLACE}


class Wording(NamedTuple):
    """The wording of a quotation against one passage."""

    steps: Sequence[Step]
    """All word operations; their kinds are those of an alignment, `VOWEL` and `PREFIX`."""
    altered: Sequence[Step]
    """Those that change words: neither spelling, nor an honorific left out, nor a gap that the document shows."""
    vowels: Sequence[Step]
    """Those of words whose written vowels differ."""
    spelling: bool
    """Some words are spelt otherwise."""

    @property
    def same(self) -> bool:
        """Whether the words are those of the passage."""
        return not self.altered

    @property
    def prefixes(self) -> bool:
        """Whether words are altered, and all of them by a conjunction alone."""
        return {step[0] for step in self.altered} == {PREFIX}


def operations(store: Store, text: str, base: int, steps: Sequence[Step]) -> tuple[Operation, ...]:
    """Steps with their words; the source's are counted from the stream position `base`."""
    return tuple(
        Operation(NAMES[kind], Span(start, end), (low - base, high - base), text[start:end], store.words(low, high))
        for kind, start, end, low, high in steps
    )


def right_words(store: Store, match: Match, steps: Sequence[Step]) -> str:
    """The source's words for those of a quotation; what this leaves out where it writes an ellipsis stays left out."""
    gaps = [(step[3], step[4]) for step in steps if step[0] == GAP and step[4] > step[3]]
    starts, ends = [match.start, *(high for _, high in gaps)], [*(low for low, _ in gaps), match.end]
    return " … ".join(store.words(start, end) for start, end in zip(starts, ends, strict=True) if end > start)


def judge_wording(store: Store, judge: WordJudge, text: str, span: Span, match: Match, *, vowels: bool) -> Wording:
    """The wording of a quotation.

    Args:
        store: the library.
        judge: compares words.
        text: the document.
        span: the quotation.
        match: where in the source it stands.
        vowels: whether vowels are compared.
    """
    pieces: list[Step] = []
    altered: list[Step] = []
    differing: list[Step] = []
    spelling = False
    steps = align(store, text, span, (match.start, match.end))
    last_quoted = max((step[2] for step in steps), default=0) if vowels else 0
    for step in steps:
        if step[0] == KEEP and not vowels:
            pieces.append(step)
            continue
        for piece in _pieces(store, judge, text, step) if step[0] & DOUBTFUL else (step,):
            kind = piece[0]
            if kind in (INSERT, DELETE) and judge.honorific(store, text, piece):
                kind, piece = SPELL, (SPELL, *piece[1:])
            spelling |= kind == SPELL
            if kind not in FREE:
                altered.append(piece)
            elif vowels and kind != GAP:
                wrong = _unvowelled(store, judge, text, piece, last_quoted)
                if wrong:
                    differing.extend(wrong)
                    pieces.extend(_with_vowels(piece, wrong, text))
                    continue
            pieces.append(piece)
    return Wording(pieces, altered, differing, spelling)


def _pieces(store: Store, judge: WordJudge, text: str, step: Step) -> list[Step]:
    """A doubtful step, parted where words that only share a skeleton are not the same word."""
    kind, start, end, low, high = step
    if kind != SPELL | DOUBTFUL:
        judged = JUDGED[judge.likeness(text[start:end], store.words(low, high))]
        return [(judged, start, end, low, high)]
    places = _words(store, text, start, end)
    if len(places) != high - low:  # words written together or apart
        joined = judge.letters.fold(text[start:end]).replace(" ", "")
        theirs = judge.letters.fold(store.words(low, high)).replace(" ", "")
        same = joined == theirs or judge.letters.skeleton(joined) == judge.letters.skeleton(theirs)
        return [(SPELL if same else REPLACE, start, end, low, high)]
    out: list[Step] = []
    for (first, last), at in zip(places, range(low, high), strict=True):
        kind = JUDGED[judge.likeness(text[first:last], store.words(at, at + 1))]
        if out and out[-1][0] == kind and kind in FREE:
            out[-1] = (kind, out[-1][1], last, out[-1][3], at + 1)
        else:
            out.append((kind, first, last, at, at + 1))
    return out


def _words(store: Store, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the Arabic words of a stretch of the document begin and end."""
    offsets, found, _ = store.kernel.words(code_points(text[start:end]))
    return [
        (start + first, start + last)
        for (first, last), (kind, *_) in zip(rows(offsets, 2), rows(found, 4), strict=True)
        if kind == ARABIC_WORD
    ]


def _unvowelled(store: Store, judge: WordJudge, text: str, step: Step, last_quoted: int) -> list[Step]:
    """The words whose vowels differ."""
    _, first, last, low, high = step
    places = _words(store, text, first, last)
    if len(places) != high - low:
        return []
    return [
        (VOWEL, start, end, at, at + 1)
        for (start, end), at in zip(places, range(low, high), strict=True)
        if not judge.vowels_agree(text[start:end], store.words(at, at + 1), last=end == last_quoted)
    ]


def _with_vowels(step: Step, wrong: Sequence[Step], text: str) -> list[Step]:
    """A step parted at the words whose vowels differ."""
    out: list[Step] = []
    kind, quoted, last, source, high = step

    def add(end: int, source_end: int) -> None:
        while end > quoted and not text[end - 1].isalnum() and text[end - 1] in " \n\t،,.؛:":
            end -= 1
        if source_end > source:
            out.append((kind, quoted, end, source, source_end))

    for each in wrong:
        _, start, end, low, _ = each
        add(start, low)
        out.append(each)
        quoted, source = end, low + 1
        while quoted < last and text[quoted] == " ":
            quoted += 1
    add(last, high)
    return out
