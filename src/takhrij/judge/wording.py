"""Judges wording: turns the operations of an alignment into words that are the same, spelt otherwise, or changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.align.align import Step, align
from takhrij.judge.deferred import Deferred
from takhrij.kernel import ARABIC_WORD
from takhrij.model import Operation, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takhrij.align.align import Fit
    from takhrij.judge.words import WordJudge
    from takhrij.library.store import Store

FREE_KINDS: Final = frozenset({"keep", "spell", "vowel", "gap"})


class Wording(NamedTuple):
    """The wording of a quotation against one passage."""

    operations: Sequence[Operation]
    """All of them, worked out when looked at."""
    altered: tuple[Operation, ...]
    """The operations that change words: neither spelling, nor an honorific left out, nor a gap that the document shows."""
    spelling: bool
    """Some words are spelt otherwise."""
    prefixes: bool
    """Of the altered, all are a conjunction و or ف that is added or left off."""
    vowels: tuple[Operation, ...]
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
    altered: list[Operation] = []
    differing: list[Operation] = []
    spelling = False
    prefixes = True
    _, steps = align(store, text, span, (fit.start, fit.end))
    last_quoted = max((step.quoted.end for step in steps), default=0)
    made = partial(_operation, store, text, base)
    for step in steps:
        for piece in _pieces(store, judge, text, step):
            if piece.kind in ("insert", "delete") and judge.honorific(store, text, piece):
                piece = piece._replace(kind="spell")
            if piece.kind == "spell":
                spelling = True
            if piece.kind not in FREE_KINDS:
                operation = made(piece)
                altered.append(operation)
                prefixes = (
                    prefixes
                    and operation.kind == "replace"
                    and judge.likeness(operation.quoted_text, operation.source_text) == "prefix"
                )
            elif vowels and piece.kind != "gap":
                wrong = [
                    Step("vowel", quoted, (at, at + 1))
                    for quoted, at in _unvowelled(store, judge, text, piece, last_quoted)
                ]
                if wrong:
                    differing.extend(map(made, wrong))
                    pieces.extend(_with_vowels(piece, wrong, text))
                    continue
            pieces.append(piece)
    operations: Deferred[Operation] = Deferred(len(pieces), _operations, made, pieces)
    return Wording(operations, tuple(altered), spelling, prefixes and bool(altered), tuple(differing))


def _operations(made: Callable[[Step], Operation], pieces: Sequence[Step]) -> tuple[Operation, ...]:
    return tuple(map(made, pieces))


def _operation(store: Store, text: str, base: int, step: Step) -> Operation:
    low, high = step.source
    return Operation(
        step.kind,
        step.quoted,
        (low - base, high - base),
        text[step.quoted.start : step.quoted.end],
        store.words(low, high),
    )


def _pieces(store: Store, judge: WordJudge, text: str, step: Step) -> list[Step]:
    """A step, parted where words that only share a skeleton are not the same word."""
    if step.kind == "replace" and step.source[1] == step.source[0] + 1:
        likeness = judge.likeness(text[step.quoted.start : step.quoted.end], store.words(*step.source))
        return [step._replace(kind="spell")] if likeness == "spelling" else [step]
    if step.kind != "spell":
        return [step]
    places = _words(store, text, step.quoted)
    if len(places) != step.source[1] - step.source[0]:  # words written together or apart
        joined = judge.letters.fold(text[step.quoted.start : step.quoted.end]).replace(" ", "")
        theirs = judge.letters.fold(store.words(*step.source)).replace(" ", "")
        return [
            step
            if joined == theirs or judge.letters.skeleton(joined) == judge.letters.skeleton(theirs)
            else step._replace(kind="replace")
        ]
    out: list[Step] = []
    for place, at in zip(places, range(*step.source), strict=True):
        likeness = judge.likeness(text[place.start : place.end], store.words(at, at + 1))
        kind = "keep" if likeness == "same" else "spell" if likeness == "spelling" else "replace"
        if out and out[-1].kind == kind and kind != "replace":
            out[-1] = Step(kind, Span(out[-1].quoted.start, place.end), (out[-1].source[0], at + 1))
        else:
            out.append(Step(kind, place, (at, at + 1)))  # type: ignore[arg-type]
    return out


def _words(store: Store, text: str, span: Span) -> list[Span]:
    """The Arabic words of a stretch of the document."""
    offsets, row_bytes, _ = store.kernel.words(text[span.start : span.end].encode("utf-8", "surrogatepass"))
    numbers, kinds = memoryview(offsets).cast("I"), memoryview(row_bytes).cast("I")
    return [
        Span(span.start + numbers[2 * at], span.start + numbers[2 * at + 1])
        for at in range(len(numbers) // 2)
        if kinds[4 * at] == ARABIC_WORD
    ]


def _unvowelled(store: Store, judge: WordJudge, text: str, step: Step, last_quoted: int) -> list[tuple[Span, int]]:
    places = _words(store, text, step.quoted)
    if len(places) != step.source[1] - step.source[0]:
        return []
    return [
        (place, at)
        for place, at in zip(places, range(*step.source), strict=True)
        if not judge.vowels_agree(text[place.start : place.end], store.words(at, at + 1), last=place.end == last_quoted)
    ]


def _with_vowels(step: Step, wrong: Sequence[Step], text: str) -> list[Step]:
    """A step parted at the words whose vowels differ."""
    out: list[Step] = []
    quoted, source = step.quoted.start, step.source[0]

    def add(quoted_end: int, source_end: int) -> None:
        end = quoted_end
        while end > quoted and not text[end - 1].isalnum() and text[end - 1] in " \n\t،,.؛:":
            end -= 1
        if source_end > source:
            out.append(Step(step.kind, Span(quoted, end), (source, source_end)))

    for each in wrong:
        add(each.quoted.start, each.source[0])
        out.append(each)
        quoted, source = each.quoted.end, each.source[1]
        while quoted < step.quoted.end and text[quoted] == " ":
            quoted += 1
    add(step.quoted.end, step.source[1])
    return out
