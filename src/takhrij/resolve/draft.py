"""A reference to hadith while it is being read: what has been gathered so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from takhrij.namedtuple import NamedTuple
from takhrij.resolve.record import Reference

if TYPE_CHECKING:
    from takhrij.model import Span
    from takhrij.resolve.record import Certainty


class Agent(NamedTuple):
    """What a name in a reference stands for: the title of a work, the name of its author, or a term for several."""

    kind: Literal["title", "name", "group"]
    id: str
    common: bool = False
    """The name is also an everyday word or a frequent personal name."""


class Draft:
    """What has been read of one reference; the fields are those of `Reference` until `last`."""

    __slots__ = (
        "book", "chapter", "group", "last", "names", "numbers", "page", "qualifiers", "rare", "titles", "unknown",
        "volume", "works",
    )  # fmt: skip

    def __init__(self) -> None:
        self.works: list[str] = []
        self.group: str | None = None
        self.numbers: list[tuple[str, str]] = []
        self.volume: str | None = None
        self.page: str | None = None
        self.book: str | None = None
        self.chapter: str | None = None
        self.qualifiers: list[str] = []
        self.unknown: list[str] = []
        self.last = ""
        """The work named last, to which a number belongs."""
        self.titles = 0
        self.names = 0
        self.rare = 0
        """How many of the titles and names are no everyday words."""

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
            by_title=self.titles > 0,
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
