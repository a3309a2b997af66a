"""A reference to hadith while it is being read: what has been gathered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from takhrij.model import Span
from takhrij.resolve.record import Certainty, Reference


@dataclass(frozen=True, slots=True)
class Agent:
    """What a name in a reference stands for: the title of a work, the name of its author, or a term for several."""

    kind: Literal["title", "name", "group"]
    id: str
    common: bool = False
    """The name is also an everyday word or a frequent personal name."""


@dataclass(slots=True)
class Draft:
    """What has been read of one reference."""

    works: list[str] = field(default_factory=list)
    group: str | None = None
    numbers: list[tuple[str, str]] = field(default_factory=list)
    volume: str | None = None
    page: str | None = None
    book: str | None = None
    chapter: str | None = None
    qualifiers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    titles: int = 0
    names: int = 0
    rare: int = 0
    """Names and titles that are no everyday words."""
    last: str = ""
    """The work named last, to which a number belongs."""

    def add(self, work: str) -> None:
        """Name a work."""
        if work not in self.works:
            self.works.append(work)
        self.last = work

    def replace_last(self, work: str) -> None:
        """The author named last was meant for another of his works."""
        if self.last in self.works:
            self.works.remove(self.last)
        self.add(work)

    def reference(self, span: Span, certainty: Certainty, *, verb: bool, enclosed: bool) -> Reference:
        """The record of what was read."""
        return Reference(
            span,
            "hadith",
            certainty,
            works=tuple(self.works),
            group=self.group,
            numbers=tuple(self.numbers),
            volume=self.volume,
            page=self.page,
            book=self.book,
            chapter=self.chapter,
            qualifiers=tuple(dict.fromkeys(self.qualifiers)),
            unknown_works=tuple(self.unknown),
            verb=verb,
            enclosed=enclosed,
        )
