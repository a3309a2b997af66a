"""Aligns a quotation with a stretch of a source: word operations whose application to the source rebuilds the quotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.kernel import DELETE, INSERT, KEEP, REPLACE, RESEMBLE, SPELL, rows
from takhrij.model import OperationKind, Span

if TYPE_CHECKING:
    from takhrij.library.store import Store

KINDS: Final[dict[int, OperationKind]] = {
    KEEP: "keep", SPELL: "spell", REPLACE: "replace", INSERT: "insert", DELETE: "delete",
    RESEMBLE: "replace",
}  # fmt: skip
ELLIPSES: Final = ("...", "…", "..", "[...]")
RESEMBLANCE: Final = 0.7
"""How much a word that resembles the source's counts as that word."""
UNKNOWN_WEIGHT: Final = 40
"""Rarity, in quarter bits, of a word that stands in no source."""


@dataclass(frozen=True, slots=True)
class Step:
    """One word operation before it is worded: offsets of the document, stream positions of the source, half-open."""

    kind: OperationKind
    quoted: Span
    source: tuple[int, int]
    resembles: bool = False
    """The word replaced resembles the one in its place: another form of it, or a slip of a letter."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a stretch of the source fits a quotation."""

    source: tuple[int, int]
    """Stream positions that the quotation covers, half-open."""
    cost: int
    """Tenths of a replaced word."""
    likeness: float
    """Share of the rarity of all words, quoted and left out, that the two have in common: 0 to 1."""
    steps: tuple[Step, ...]

    @property
    def same_words(self) -> bool:
        """Whether every word stands in the source, in order, whatever the spelling; gaps the document shows aside."""
        return all(step.kind in ("keep", "spell", "gap") for step in self.steps)


def align(store: Store, text: str, span: Span, source: tuple[int, int]) -> Fit:
    """The best fit of `text[span.start:span.end]` to a stretch of the stream.

    Args:
        store: the library's passages.
        text: the document.
        span: the quotation.
        source: stream positions between which to look, half-open. Words of it before and after the quotation are free.

    Raises:
        OverflowError: the two are too long to align at once (more than four million pairs of words).
    """
    quoted = text[span.start : span.end]
    cost, edit_bytes, offset_bytes = store.kernel.align(quoted.encode("utf-8", "surrogatepass"), *source, False)
    offsets = rows(offset_bytes, 2)
    edits = rows(edit_bytes, 5)
    if not edits:
        return Fit((source[0], source[0]), cost, 0.0, ())
    steps: list[Step] = []
    base = span.start
    last_end = base
    for kind, first, last, low, high in edits:
        if last > first:
            place = Span(base + offsets[first][0], base + offsets[last - 1][1])
            last_end = place.end
        else:
            place = Span(last_end, last_end)
        steps.append(Step(KINDS[kind], place, (low, high), kind == RESEMBLE))
    low = next((step.source[0] for step in steps if step.source[1] > step.source[0]), source[0])
    high = max(step.source[1] for step in steps)
    return Fit((low, high), cost, _likeness(store, steps), tuple(_gaps(text, steps, span)))


def _likeness(store: Store, steps: list[Step]) -> float:
    stream, weights = store.stream, store.weights
    common = other = 0.0
    for step in steps:
        weight = sum(weights[stream[at]] for at in range(*step.source))
        if step.kind in ("keep", "spell"):
            common += weight
        elif step.kind == "insert":
            other += UNKNOWN_WEIGHT / 2
        elif step.kind == "delete":
            other += weight / 2
        elif step.resembles:
            common += weight * RESEMBLANCE
            other += weight * (1 - RESEMBLANCE)
        else:
            other += max(weight, UNKNOWN_WEIGHT / 2)
    return common / (common + other) if common + other else 0.0


def _gaps(text: str, steps: list[Step], span: Span) -> list[Step]:
    """Words left out where the document writes an ellipsis are a gap it shows, not words dropped."""
    made: list[Step] = []
    for number, step in enumerate(steps):
        if step.kind == "delete":
            following = next((later.quoted.start for later in steps[number + 1 :] if later.quoted.end > later.quoted.start), span.end)
            between = text[step.quoted.end : following]
            if any(mark in between for mark in ELLIPSES):
                step = Step("gap", step.quoted, step.source)
        if made and made[-1].kind == step.kind and step.kind != "replace":
            before = made.pop()
            step = Step(step.kind, Span(before.quoted.start, max(before.quoted.end, step.quoted.end)), (before.source[0], step.source[1]))
        made.append(step)
    return made
