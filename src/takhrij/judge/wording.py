"""Judges wording: turns the operations of an alignment into words that are the same, spelt otherwise, or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from takhrij.align.align import Step, align
from takhrij.kernel import ARABIC_WORD
from takhrij.model import Operation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.align import Fit
    from takhrij.judge.words import WordJudge
    from takhrij.library.store import Store

FREE_KINDS: Final = frozenset({"keep", "spell", "vowel", "gap"})
@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of a quotation against one passage."""

    operations: tuple[Operation, ...]
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
    operations: list[Operation] = []
    altered: list[Operation] = []
    differing: list[Operation] = []
    spelling = False
    prefixes = True
    _, steps = align(store, text, span, (fit.start, fit.end))
    last_quoted = max((step.quoted.end for step in steps), default=0)
    source_words = SourceWords(store)
    for step in steps:
        for piece in _pieces(store, judge, text, step, source_words):
            if piece.kind in ("insert", "delete") and judge.honorific(store, text, piece):
                piece = replace(piece, kind="spell")
            operation = Operation(
                piece.kind, piece.quoted, (piece.source[0] - base, piece.source[1] - base),
                text[piece.quoted.start : piece.quoted.end], source_words.text(*piece.source),
            )  # fmt: skip
            if operation.kind == "spell":
                spelling = True
            if operation.kind not in FREE_KINDS:
                altered.append(operation)
                prefixes = prefixes and operation.kind == "replace" and judge.likeness(operation.quoted_text, operation.source_text) == "prefix"
            elif vowels and operation.kind != "gap":
                parts = list(_unvowelled(store, judge, text, piece, source_words, last_quoted))
                if parts:
                    wrong = [Operation("vowel", quoted, (at - base, at - base + 1), text[quoted.start : quoted.end], source_words.text(at, at + 1)) for quoted, at in parts]
                    differing.extend(wrong)
                    operations.extend(_with_vowels(operation, wrong, text, source_words, base))
                    continue
            operations.append(operation)
    return Wording(tuple(operations), tuple(altered), spelling, prefixes and bool(altered), tuple(differing))


class SourceWords:
    """The words of the stream as their sources write them, by stream position."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def text(self, low: int, high: int) -> str:
        """The source's text from one position to another, with what stands between the words."""
        if high <= low:
            return ""
        pieces = []
        number = self.store.at(low)
        while low < high:
            start = self.store.starts[number]
            end = min(high, self.store.starts[number + 1])
            words = self.store.words_of(number)
            first, last = low - start, min(end - start, len(words))
            if first < last:
                pieces.append(self.store.matn(number)[words[first][0] : words[last - 1][1]])
            low, number = max(end, low + 1), number + 1
        return " ".join(pieces)


def _pieces(store: Store, judge: WordJudge, text: str, step: Step, source_words: SourceWords) -> list[Step]:
    """A step, parted where words that only share a skeleton are not the same word."""
    if step.kind != "spell":
        return [step]
    places = _words(store, text, step.quoted)
    if len(places) != step.source[1] - step.source[0]:  # words written together or apart
        joined = judge.letters.fold(text[step.quoted.start : step.quoted.end]).replace(" ", "")
        theirs = judge.letters.fold(source_words.text(*step.source)).replace(" ", "")
        return [step if joined == theirs or judge.letters.skeleton(joined) == judge.letters.skeleton(theirs) else replace(step, kind="replace")]
    out: list[Step] = []
    for place, at in zip(places, range(*step.source), strict=True):
        likeness = judge.likeness(text[place.start : place.end], source_words.text(at, at + 1))
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


def _unvowelled(
    store: Store, judge: WordJudge, text: str, step: Step, source_words: SourceWords, last_quoted: int
) -> list[tuple[Span, int]]:
    places = _words(store, text, step.quoted)
    if len(places) != step.source[1] - step.source[0]:
        return []
    return [
        (place, at)
        for place, at in zip(places, range(*step.source), strict=True)
        if not judge.vowels_agree(text[place.start : place.end], source_words.text(at, at + 1), last=place.end == last_quoted)
    ]


def _with_vowels(
    operation: Operation, wrong: Sequence[Operation], text: str, source_words: SourceWords, base: int
) -> list[Operation]:
    """An operation parted at the words whose vowels differ."""
    out: list[Operation] = []
    quoted, source = operation.quoted.start, operation.source[0]

    def add(quoted_end: int, source_end: int) -> None:
        end = quoted_end
        while end > quoted and not text[end - 1].isalnum() and text[end - 1] in " \n\t،,.؛:":
            end -= 1
        if source_end > source:
            out.append(
                Operation(operation.kind, Span(quoted, end), (source, source_end), text[quoted:end],
                          source_words.text(source + base, source_end + base))
            )  # fmt: skip

    for each in wrong:
        add(each.quoted.start, each.source[0])
        out.append(each)
        quoted, source = each.quoted.end, each.source[1]
        while quoted < operation.quoted.end and text[quoted] == " ":
            quoted += 1
    add(operation.quoted.end, operation.source[1])
    return out
