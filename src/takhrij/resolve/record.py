"""What a stated reference says: the record that the grammars fill and the readers hand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.model import Span

Certainty = Literal["strong", "fair", "weak"]
CERTAINTIES: Final[tuple[Certainty, ...]] = ("weak", "fair", "strong")
"""From the least certain to the most."""


class Reference(NamedTuple):
    """A reference as the document states it: to verses of the Qur'an, or to works of hadith.

    Nothing is checked here: a surah may have fewer verses than the number written, a work may not hold the hadith.
    """

    span: Span
    """From the verb of narration or the word "surah" to the last word or number, with brackets that open within it."""
    kind: Literal["quran", "hadith"]
    certainty: Certainty
    """`strong`: a form that only references have; `fair`: a title in running text; `weak`: a bare name or number."""
    surah: int | None = None
    """1 to 114; `None` when a hadith, or when the name is no surah's."""
    ayah_ranges: tuple[tuple[int, int], ...] = ()
    """The verses as written, each range with both its ends."""
    surah_number: int | None = None
    """The number of the surah where one is written beside its name: it may disagree with the name."""
    surah_misspelt: bool = False
    """The name is not quite, or not at all, that of a surah."""
    works: tuple[str, ...] = ()
    """Ids of the works named, in order, group terms expanded and exceptions taken out."""
    by_title: bool = False
    """A work is named by its title; otherwise by its author's name alone."""
    group: str | None = None
    """Id of the group term, where one was used."""
    numbers: tuple[tuple[str, str], ...] = ()
    """Work and hadith number, where numbers are given; the work is empty when it is in no table."""
    volume: str | None = None
    page: str | None = None
    book: str | None = None
    """The book or its number, as written: "كتاب الإيمان", "2"."""
    chapter: str | None = None
    qualifiers: tuple[str, ...] = ()
    """How the author qualifies it: `similar`, `by-meaning`, `abridged`, `suspended`, `graded-sahih:…` and so on."""
    unknown_works: tuple[str, ...] = ()
    """Names after the verb of narration that are in no table, as written."""
    verb: bool = False
    """A verb of narration opens it."""
    enclosed: bool = False
    """It stands in brackets of its own, alone or with other references."""

    @property
    def ayah_start(self) -> int | None:
        """The first verse named."""
        return min(start for start, _ in self.ayah_ranges) if self.ayah_ranges else None

    @property
    def ayah_end(self) -> int | None:
        """The last verse named, included."""
        return max(end for _, end in self.ayah_ranges) if self.ayah_ranges else None

    @property
    def number(self) -> str | None:
        """The first hadith number given."""
        return self.numbers[0][1] if self.numbers else None
