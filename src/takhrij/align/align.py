"""Aligns a quotation with a stretch of a source: how it fits, and the word operations that turn the source into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.kernel import DELETE, INSERT, KEEP, REPLACE, RESEMBLE, SPELL, code_points, rows

if TYPE_CHECKING:
    from takhrij.library.store import Store
    from takhrij.model import OperationKind, Span

KINDS: Final[dict[int, OperationKind]] = {
    KEEP: "keep", SPELL: "spell", REPLACE: "replace", INSERT: "insert", DELETE: "delete", RESEMBLE: "replace",
}  # fmt: skip
ELLIPSES: Final = ("…", "..")


class Fit(NamedTuple):
    """How a stretch of the source fits a quotation, as the kernel measures it."""

    start: int
    """The first stream position that the quotation covers."""
    end: int
    """The position after the last."""
    cost: int
    """Tenths of a replaced word."""
    common: int
    """Rarity of the words in common, fortieths of a bit; a word that resembles the source's counts for the most part."""
    other: int
    """Rarity of the words of either side that the other lacks."""
    kept: int
    """Words that are the same letter for letter."""
    spelt: int
    """Words that are the same in another spelling."""

    @property
    def likeness(self) -> float:
        """Share of the rarity of all words, quoted and left out, that the two have in common: 0 to 1."""
        return self.common / (self.common + self.other) if self.common + self.other else 0.0

    @property
    def exact(self) -> bool:
        """Whether every word is the source's, letter for letter."""
        return not self.cost and not self.spelt and self.end > self.start


class Step(NamedTuple):
    """One word operation before it is worded."""

    kind: OperationKind
    start: int
    """Code points of the document, half-open."""
    end: int
    low: int
    """Stream positions of the source, half-open."""
    high: int
    resembles: bool = False
    """The word replaced resembles the one in its place: another form of it, or a slip of a letter."""


def encoded(text: str, span: Span) -> bytes:
    """A stretch of a document as the kernel takes it."""
    return code_points(text[span.start : span.end])


def fits(data: bytes) -> list[Fit]:
    """The fits that the kernel returns."""
    return [Fit._make(row) for row in rows(data, 7)]


def align(store: Store, text: str, span: Span, source: tuple[int, int]) -> list[Step]:
    """The operations, in order, of the best fit of `text[span.start:span.end]` to a stretch of the stream.

    Args:
        store: the library's passages.
        text: the document.
        span: the quotation.
        source: stream positions between which to look, half-open. Words of it before and after the quotation are free.

    Raises:
        OverflowError: the two are too long to align at once (more than four million pairs of words).
    """
    edits = rows(store.kernel.align(encoded(text, span), *source, False)[1], 5)
    base = span.start
    steps = [
        Step(KINDS[kind], base + start, base + end, low, high, kind == RESEMBLE)
        for kind, start, end, low, high in edits
    ]
    return _gaps(text, steps, span) if any(edit[0] == DELETE for edit in edits) else steps


def _gaps(text: str, steps: list[Step], span: Span) -> list[Step]:
    """Words left out where the document writes an ellipsis are a gap it shows, not words dropped."""
    made: list[Step] = []
    for number, step in enumerate(steps):
        if step.kind == "delete":
            following = next((later.start for later in steps[number + 1 :] if later.kind != "delete"), span.end)
            between = text[step.end : following]
            if any(mark in between for mark in ELLIPSES):
                step = step._replace(kind="gap")
        made.append(step)
    return made
