"""Judges wording: turns the operations of an alignment into words that are the same, spelt otherwise, or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.align.align import Step, align
from takhrij.judge.deferred import Deferred
from takhrij.kernel import ARABIC_WORD, code_points, rows
from takhrij.model import Operation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.align import Fit
    from takhrij.judge.words import WordJudge
    from takhrij.library.store import Store

FREE_KINDS: Final = frozenset({"keep", "spell", "vowel", "gap"})


class Wording(NamedTuple):
    """The wording of a quotation against one passage."""

    operations: Sequence[Operation]
    """All of them, worked out when looked at."""
    altered: Sequence[Operation]
    """The operations that change words: neither spelling, nor an honorific left out, nor a gap that the document shows."""
    spelling: bool
    """Some words are spelt otherwise."""
    prefixes: bool
    """Of the altered, all are a conjunction و or ف that is added or left off."""
    vowels: Sequence[Operation]
    """The operations of words whose written vowels differ."""

    @property
    def same(self) -> bool:
        """Whether the words are those of the passage."""
        return not self.altered


def judge_wording(
    store: Store, judge: WordJudge, text: str, span: Span, fit: Fit, base: int, *, vowels: bool
) -> Wording:
    """The wording of a quotation.

    Args:
        store: the library.
        judge: compares words.
        text: the document.
        span: the quotation.
        fit: where in the source it stands.
        base: the stream position of the first word of the passage, from which operations count its words.
        vowels: whether vowels are compared.
    """
    pieces: list[Step] = []
    altered: list[Step] = []
    differing: list[Step] = []
    spelling = False
    prefixes = True
    steps = align(store, text, span, (fit.start, fit.end))
    last_quoted = max((step.end for step in steps), default=0) if vowels else 0
    for step in steps:
        if step.kind == "keep" and not vowels:
            pieces.append(step)
            continue
        for piece in _pieces(store, judge, text, step):
            if piece.kind in ("insert", "delete") and judge.honorific(store, text, piece):
                piece = piece._replace(kind="spell")
            if piece.kind == "spell":
                spelling = True
            if piece.kind not in FREE_KINDS:
                altered.append(piece)
                prefixes = (
                    prefixes
                    and piece.kind == "replace"
                    and judge.likeness(text[piece.start : piece.end], store.words(piece.low, piece.high)) == "prefix"
                )
            elif vowels and piece.kind != "gap":
                wrong = [
                    Step("vowel", start, end, at, at + 1)
                    for start, end, at in _unvowelled(store, judge, text, piece, last_quoted)
                ]
                if wrong:
                    differing.extend(wrong)
                    pieces.extend(_with_vowels(piece, wrong, text))
                    continue
            pieces.append(piece)
    operations, changes, vowelled = (_operations_of(store, text, base, steps) for steps in (pieces, altered, differing))
    return Wording(operations, changes, spelling, prefixes and bool(altered), vowelled)


def _operations_of(store: Store, text: str, base: int, steps: list[Step]) -> Sequence[Operation]:
    return Deferred(len(steps), _operations, store, text, base, steps) if steps else ()


def _operations(store: Store, text: str, base: int, steps: Sequence[Step]) -> tuple[Operation, ...]:
    return tuple(
        Operation(kind, Span(start, end), (low - base, high - base), text[start:end], store.words(low, high))
        for kind, start, end, low, high, _ in steps
    )


def _pieces(store: Store, judge: WordJudge, text: str, step: Step) -> list[Step]:
    """A step, parted where words that only share a skeleton are not the same word."""
    kind, start, end, low, high, _ = step
    if kind == "replace" and high == low + 1:
        likeness = judge.likeness(text[start:end], store.words(low, high))
        return [step._replace(kind="spell")] if likeness == "spelling" else [step]
    if kind != "spell":
        return [step]
    places = _words(store, text, start, end)
    if len(places) != high - low:  # words written together or apart
        joined = judge.letters.fold(text[start:end]).replace(" ", "")
        theirs = judge.letters.fold(store.words(low, high)).replace(" ", "")
        return [
            step
            if joined == theirs or judge.letters.skeleton(joined) == judge.letters.skeleton(theirs)
            else step._replace(kind="replace")
        ]
    out: list[Step] = []
    for (first, last), at in zip(places, range(low, high), strict=True):
        likeness = judge.likeness(text[first:last], store.words(at, at + 1))
        kind = "keep" if likeness == "same" else "spell" if likeness == "spelling" else "replace"
        if out and out[-1].kind == kind and kind != "replace":
            out[-1] = Step(kind, out[-1].start, last, out[-1].low, at + 1)
        else:
            out.append(Step(kind, first, last, at, at + 1))
    return out


def _words(store: Store, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the Arabic words of a stretch of the document begin and end."""
    offsets, found, _ = store.kernel.words(code_points(text[start:end]))
    return [
        (start + first, start + last)
        for (first, last), (kind, *_) in zip(rows(offsets, 2), rows(found, 4), strict=True)
        if kind == ARABIC_WORD
    ]


def _unvowelled(store: Store, judge: WordJudge, text: str, step: Step, last_quoted: int) -> list[tuple[int, int, int]]:
    """The words whose vowels differ: where each begins and ends, and the stream position of the source's."""
    places = _words(store, text, step.start, step.end)
    if len(places) != step.high - step.low:
        return []
    return [
        (start, end, at)
        for (start, end), at in zip(places, range(step.low, step.high), strict=True)
        if not judge.vowels_agree(text[start:end], store.words(at, at + 1), last=end == last_quoted)
    ]


def _with_vowels(step: Step, wrong: Sequence[Step], text: str) -> list[Step]:
    """A step parted at the words whose vowels differ."""
    out: list[Step] = []
    quoted, source = step.start, step.low

    def add(end: int, source_end: int) -> None:
        while end > quoted and not text[end - 1].isalnum() and text[end - 1] in " \n\t،,.؛:":
            end -= 1
        if source_end > source:
            out.append(Step(step.kind, quoted, end, source, source_end))

    for each in wrong:
        add(each.start, each.low)
        out.append(each)
        quoted, source = each.end, each.high
        while quoted < step.end and text[quoted] == " ":
            quoted += 1
    add(step.end, step.high)
    return out
