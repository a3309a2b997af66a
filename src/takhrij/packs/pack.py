"""A pack that is open: its manifest, its index, its passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.errors import ConfigError
from takhrij.model import Number, Passage
from takhrij.packs.record import COUNT

if TYPE_CHECKING:
    from takhrij.packs.index import PackIndex
    from takhrij.packs.record import Grading, Manifest, Record

PREFIX = "pack:"
"""How the id of a pack's passage begins."""


class Pack:
    """A pack to check against.

    Args:
        manifest: what is known of it.
        index: its words and passages.
    """

    def __init__(self, manifest: Manifest, index: PackIndex) -> None:
        self.manifest = manifest
        self.index = index

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.manifest.name

    @property
    def source(self) -> str:
        """It among the sources of a report."""
        return f"{self.manifest.edition} (sha256 {self.manifest.text_sha256[:12]})"

    def known(self, unit: int) -> Record:
        """What is known of a passage; its text is not in it."""
        return self.index.known(unit)

    def gradings(self, unit: int) -> tuple[Grading, ...]:
        """What is said of a passage by those who graded it, as the pack has it."""
        return self.index.known(unit).gradings

    def passage(self, first: int, last: int) -> Passage:
        """A run of passages as one."""
        known = self.index.known(first)
        name, label, numbers = known.id, known.label or known.id, known.numbers
        if last > first:
            end = self.index.known(last)
            name = f"{name}..{end.id}"
            label = f"{label} to {(end.label or end.id).removeprefix(_shared(label, end.label or end.id))}"
            numbers = ()
        text = self.index.text_of(first, last)
        return Passage(
            f"{PREFIX}{self.name}:{name}", f"{PREFIX}{self.name}", self.manifest.edition, label,
            tuple(Number(scheme, value, scheme != COUNT) for scheme, value in numbers), text, book=known.book,
            companion=known.narrator, matn=(0, len(text)),
        )  # fmt: skip

    def neighbours(self, name: str, count: int) -> tuple[list[Passage], list[Passage]]:
        """Up to `count` passages before and after one, or a run of them, of the same text.

        Raises:
            ConfigError: there is no such passage.
        """
        start, _, end = name.partition("..")
        first = self.unit_called(start)
        last = self.unit_called(end) if end else first
        before: list[Passage] = []
        after: list[Passage] = []
        while len(before) < count and first > 0 and not self.index.breaks(first):
            first -= 1
            before.insert(0, self.passage(first, first))
        while len(after) < count and last + 1 < self.index.units and not self.index.breaks(last + 1):
            last += 1
            after.append(self.passage(last, last))
        return before, after

    def unit_called(self, name: str) -> int:
        """The passage of an id.

        Raises:
            ConfigError: there is none.
        """
        unit = self.index.unit_called(name)
        if unit is None:
            raise ConfigError(f"pack {self.name} has no passage {name}")
        return unit


def _shared(one: str, other: str) -> str:
    """The words with which both labels begin."""
    words = 0
    for at, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            break
        if first == " ":
            words = at + 1
    return one[:words]
