"""The data tables of the package, read once: letters, surahs, works, companions, cues.

Each table is a UTF-8 file of tab-separated fields beside the code (`takhrij/data`); lines that begin with `#` say what
the columns are and where the table comes from. Several values in one field are separated by ` | `.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Final, NamedTuple

from takhrij.text.letters import Letters

DATA: Final = Path(__file__).resolve().parent.parent / "data"


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
    """Names by which it, or its author as its author, is cited, in Arabic and in Latin letters."""


class Companion(NamedTuple):
    """A companion (or other first narrator) with the forms his or her name takes."""

    id: str
    arabic: str
    latin: str
    aliases: tuple[str, ...]


class Cue(NamedTuple):
    """Phrases that speak for or against a quotation, and the role they play in it."""

    role: str
    value: str
    phrases: tuple[str, ...]


def read_table(name: str) -> list[list[str]]:
    """The rows of `data/<name>`, comment lines left out."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def several(value: str) -> tuple[str, ...]:
    """The values of a field that may hold several."""
    return tuple(part.strip() for part in value.split(" | ") if part.strip())


class Tables:
    """Every table, each read when first asked for."""

    @cached_property
    def letters(self) -> Letters:
        """What each character stands for."""
        return Letters({chr(int(row[0], 16)): (row[1], row[2] if len(row) > 2 else "") for row in read_table("letters.tsv")})

    @cached_property
    def surahs(self) -> tuple[Surah, ...]:
        """The 114 surahs in order: `surahs[0]` is al-Fatiha."""
        return tuple(Surah(int(r[0]), r[1], r[2], int(r[3]), several(r[4])) for r in read_table("surahs.tsv"))

    @cached_property
    def works(self) -> dict[str, Work]:
        """Every known work by its id."""
        return {r[0]: Work(r[0], r[1], r[2], r[3], several(r[4])) for r in read_table("works.tsv")}

    @cached_property
    def companions(self) -> dict[str, Companion]:
        """Every known companion by id."""
        return {r[0]: Companion(r[0], r[1], r[2], several(r[3])) for r in read_table("companions.tsv")}


    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The phrases that the kernel looks for, in the order of their numbers."""
        return tuple(Cue(r[0], r[1], several(r[2])) for r in read_table("cues.tsv"))


@cache
def tables() -> Tables:
    """The package's own tables."""
    return Tables()
