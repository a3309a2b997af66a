"""The data tables of the package, read once: letters, surahs, works, companions, cues.

Each table is a UTF-8 file of tab-separated fields beside the code (`takhrij/data`); lines that begin with `#` say what
the columns are and where the table comes from. Several values in one field are separated by ` | `.
"""

from __future__ import annotations

import os
from functools import cache, cached_property
from typing import Final

from takhrij.namedtuple import NamedTuple
from takhrij.text.letters import CLASSES, Letters

DATA: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
"""The folder of the tables. (A path as text: to load pathlib would cost a third of a start of Python.)"""


class Surah(NamedTuple):
    """A surah: its number, names and count of verses (Kufan)."""

    number: int
    arabic: str
    latin: str
    ayahs: int
    aliases: tuple[str, ...]
    """Further names and spellings, in Arabic and in Latin letters."""


class Work(NamedTuple):
    """A known work, loaded or not."""

    id: str
    arabic: str
    latin: str
    author: str
    aliases: tuple[str, ...]
    """Further titles by which it is cited, in Arabic and in Latin letters."""
    names: tuple[str, ...] = ()
    """Names of the author when they alone mean this work; a sister work of the same author has none."""
    beside: tuple[str, ...] = ()
    """Short titles that mean this work only beside the author's name: "his Sahih", "al-Kabir"."""
    tradition: str = "sunni"
    """`sunni`, `twelver`, `zaydi` or `ibadi`."""
    kind: str = "primary"
    """`primary`: with its own chains; `secondary`: gathers from others."""


class Group(NamedTuple):
    """A term for several works, such as "agreed upon"."""

    id: str
    terms: tuple[str, ...]
    works: tuple[str, ...]
    usages: dict[str, tuple[str, ...]]
    """What it stands for in the usage of particular authors, by the usage's name."""


class VerseBoundary(NamedTuple):
    """A place at which counts of verses differ."""

    ayah: int
    """The verse, Kufan."""
    within: bool
    """The place is within the verse, where some counts begin another; else it is its end, where some do not."""
    counts: frozenset[str]
    """The counts that have a boundary there, beside the Kufan at the end of a verse."""


class NamedVerse(NamedTuple):
    """A verse, or a run of verses, that goes by a name."""

    names: tuple[str, ...]
    surah: int
    first: int
    last: int


class Companion(NamedTuple):
    """A companion (or other first narrator) with the forms his or her name takes."""

    id: str
    arabic: str
    latin: str
    aliases: tuple[str, ...]


class Mark(NamedTuple):
    """A pair of marks that can enclose a quotation."""

    opening: str
    closing: str
    name: str
    use: str
    """`verse`, `quote` or `bracket`: what it is mostly used for."""
    doubled: str = ""
    """The name of two of them in a row on both sides, where that is a mark of quotation."""


class Cue(NamedTuple):
    """Phrases that speak for or against a quotation, and the role they play in it."""

    role: str
    value: str
    phrases: tuple[str, ...]


def read_table(name: str) -> list[list[str]]:
    """The rows of `data/<name>`, comment lines left out."""
    with open(f"{DATA}/{name}", encoding="utf-8") as file:
        lines = file.read().splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def several(value: str) -> tuple[str, ...]:
    """The values of a field that may hold several."""
    return tuple(part.strip() for part in value.split(" | ") if part.strip())


def _usages(fields: list[str]) -> dict[str, tuple[str, ...]]:
    named = (usage.partition("=") for usage in several(fields[0] if fields else ""))
    return {name: tuple(works.split()) for name, _, works in named}


def _expanded(phrases: tuple[str, ...], lists: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Phrases with each `{list}` replaced by every one of its members, `{list?}` also by nothing."""
    made: dict[str, None] = {}
    waiting = list(reversed(phrases))
    while waiting:
        phrase = waiting.pop()
        before, opened, rest = phrase.partition("{")
        if not opened:
            made[" ".join(phrase.split())] = None
            continue
        name, _, after = rest.partition("}")
        members = lists[name.rstrip("?")] + (("",) if name.endswith("?") else ())
        waiting.extend(f"{before}{member}{after}" for member in reversed(members))
    return tuple(made)


class Tables:
    """Every table, each read when first asked for.

    Args:
        letters: the table of letters, where it is at hand already.
    """

    def __init__(self, letters: Letters | None = None) -> None:
        if letters is not None:
            self.letters = letters

    @cached_property
    def letters(self) -> Letters:
        """What each character stands for."""
        rows = [(chr(int(row[0], 16)), *row[1:]) for row in read_table("letters.tsv")]
        return Letters({row[0]: CLASSES[row[1]] for row in rows}, {row[0]: row[2] for row in rows if len(row) > 2})

    @cached_property
    def surahs(self) -> tuple[Surah, ...]:
        """The 114 surahs in order: `surahs[0]` is al-Fatiha."""
        return tuple(Surah(int(r[0]), r[1], r[2], int(r[3]), several(r[4])) for r in read_table("surahs.tsv"))

    @cached_property
    def works(self) -> dict[str, Work]:
        """Every known work by its id."""
        return {
            r[0]: Work(r[0], r[1], r[2], r[3], several(r[4]), several(r[5]), several(r[6]), r[7], r[8])
            for r in read_table("works.tsv")
        }

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Every term for several works, by its id."""
        rows = read_table("groups.tsv")
        return {r[0]: Group(r[0], several(r[1]), tuple(r[2].split()), _usages(r[3:])) for r in rows}

    @cached_property
    def named_verses(self) -> tuple[NamedVerse, ...]:
        """Verses that go by a name."""
        return tuple(NamedVerse(several(r[0]), int(r[1]), int(r[2]), int(r[3])) for r in read_table("named_verses.tsv"))

    @cached_property
    def verse_counts(self) -> dict[str, str]:
        """How each count of verses but the Kufan is called, by its id."""
        return {r[0][1:]: r[1] for r in read_table("verse_counts.tsv") if r[0].startswith("@")}

    @cached_property
    def verse_boundaries(self) -> dict[int, tuple[VerseBoundary, ...]]:
        """For each surah the places at which counts of verses differ."""
        found: dict[int, list[VerseBoundary]] = {}
        for r in read_table("verse_counts.tsv"):
            if not r[0].startswith("@"):
                place = VerseBoundary(int(r[1]), r[2] == "within", frozenset(r[3].split()))
                found.setdefault(int(r[0]), []).append(place)
        return {surah: tuple(places) for surah, places in found.items()}

    @cached_property
    def companions(self) -> dict[str, Companion]:
        """Every known companion by id."""
        return {r[0]: Companion(r[0], r[1], r[2], several(r[3])) for r in read_table("companions.tsv")}

    @cached_property
    def numberings(self) -> dict[str, tuple[str, str]]:
        """For each work whose citable numbers are known, their scheme and how to name it."""
        return {r[0]: (r[1], r[2]) for r in read_table("numberings.tsv")}

    @cached_property
    def old_spellings(self) -> dict[str, str]:
        """Folded words as the mushaf spells them, without the small alef, and as they are written today."""
        return {r[0]: r[1] for r in read_table("old_spellings.tsv")}

    @cached_property
    def omissions(self) -> dict[str, tuple[str, ...]]:
        """For `between` and `end`, the phrases by which an author says that he leaves words out, longer ones before shorter."""
        rows = read_table("omissions.tsv")
        return {place: tuple(r[1] for r in rows if r[0] == place) for place in ("between", "end")}

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The phrases that the kernel looks for, in the order of their numbers."""
        rows = read_table("cues.tsv")
        lists = {r[0][1:]: several(r[2]) for r in rows if r[0].startswith("@")}
        return tuple(Cue(r[0], r[1], _expanded(several(r[2]), lists)) for r in rows if not r[0].startswith("@"))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that can enclose a quotation."""
        return tuple(Mark(*r) for r in read_table("marks.tsv"))

    @cached_property
    def tags(self) -> dict[str, str]:
        """For a word in the name of a tag, the kind of fragment that the tag encloses."""
        return {r[0]: r[1] for r in read_table("tags.tsv")}

    @cached_property
    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """For `before`, `after` and `claim`, the words (folded) whose presence beside a quotation is a feature."""
        return {r[0]: several(r[1]) for r in read_table("neighbours.tsv")}

    @cached_property
    def continuations(self) -> dict[str, tuple[str, bool]]:
        """For a word that goes on with a passage, by its letters, what it begins and whether it has a sukun, so no shadda."""
        read = self.letters.letters
        return {
            read(word): (kind, "\u0652" in word)
            for kind, words in read_table("continuations.tsv")
            for word in several(words)
        }

    @cached_property
    def endings(self) -> tuple[tuple[str, str, int], ...]:
        """Endings of words, what stands for each, and how many letters must stand before it."""
        return tuple((r[0], r[1], int(r[2])) for r in read_table("endings.tsv"))

    @cached_property
    def reasons(self) -> dict[str, str]:
        """How evidence is worded, by the beginning of a feature's name."""
        return {r[0]: r[1] for r in read_table("reasons.tsv")}

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """The punctuation marks whose presence beside a verse is a feature."""
        return tuple(r[0] for r in read_table("signs.tsv"))


@cache
def tables() -> Tables:
    """The package's own tables."""
    return Tables()
