"""Companions and other first narrators by their ids, and by their names in Latin letters.

The usual variants of transliteration are made alike: A'isha, Ayesha, `Aishah.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.text.letters import Letters

LATIN_WORD: Final = r"[^\W\d_]+(?:[-'’‘`ʿʾʻʼ]+[^\W\d_]+)*[.]?"


class People(NamedTuple):
    """The persons, and the forms of their names in Latin letters. The index holds it as JSON."""

    usual: dict[str, str]
    """The usual Arabic name of each id. The kernel numbers persons in this order, from 1."""
    latin: dict[str, str]
    """The id of each form in Latin letters, by its key."""
    successors: list[str]
    """Those who came later and can only begin a report whose chain is incomplete."""


class PeopleNames:
    """Knows persons by their ids, and by their names in Latin letters.

    Args:
        people: the persons.
        letters: the table of letters by which words are folded.
    """

    __slots__ = ("_latin", "_letters", "arabic", "successors")

    def __init__(self, people: People, letters: Letters) -> None:
        self.successors = frozenset(people.successors)
        self.arabic = people.usual
        """The usual Arabic name of each id."""
        self._latin = people.latin
        self._letters = letters

    def identify(self, name: str) -> str:
        """The id of the person whom a name in Latin letters names at its beginning; empty when unknown."""
        words = latin_key(" ".join(re.findall(LATIN_WORD, name)), self._letters)
        for size in range(min(len(words), 9), 0, -1):
            if person := self._latin.get(" ".join(words[:size])):
                after = words[size] if size < len(words) else ""
                return "" if after in ("ibn", "bint") and not {"ibn", "bint"} & set(words[:size]) else person
        return ""


def latin_key(name: str, letters: Letters) -> tuple[str, ...]:
    """The words of a name in Latin letters, variants of transliteration made alike.

    >>> from takhrij.library.tables import tables
    >>> latin_key("Abdur-Rahman b. Samura", tables().letters) == latin_key("ʿAbd al-Raḥmān ibn Samurah", tables().letters)
    True
    """
    name = re.sub(r"\b(Abu|Umm|Abdu[lr]?|Ibn)(?=[A-Z])", r"\1 ", name)
    folded = letters.fold(name)
    folded = re.sub(r"\babd[aiu]?\W?allah\b|\babd[aiu]ll?ahi?\b", "abdulah", folded)
    folded = re.sub(r"\babd[-\s]?(?:[aiu][a-z]{1,2})[-\s]+|\babd[aiu]l?[-\s]?(?=rahman|muttalib|aziz)", "abd ", folded)
    folded = re.sub(r"\babu[-' ]*l[-\s]+|\babu[ld][-\s]+", "abu ", folded)
    folded = re.sub(r"\b(?:a[lnrstdz]|a[sdtz]h|adh|ath|ul|ud|ur|us)[-\s]+(?=[a-z'`‘ʿ])", "", folded)
    words = (_latin_word(word) for word in re.split(r"[\s-]+", folded))
    return tuple(word for word in words if word)


def _latin_word(word: str) -> str:
    word = re.sub(r"[^a-z]", "", word)
    if word in ("b", "bin", "ibnu", "ben"):
        return "ibn"
    if word in ("bint", "binti", "binte"):
        return "bint"
    if word == "um":
        return "umm"
    for old, new in (
        ("dh", "z"), ("th", "s"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("aye", "ai"), ("iyy", "i"), ("ey", "ai"),
        ("ay", "ai"), ("aw", "au"), ("iy", "i"), ("o", "u"), ("e", "i"),
    ):  # fmt: skip
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"(?<=[ai])h$", "", word)
