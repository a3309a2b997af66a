"""Names of companions: the many forms of one person's name brought to one id.

A name is compared word by word at level folded, with the case forms of kunya and nasab made alike (أبي هريرة, أبا
هريرة; بن, ابن). One name alone (جابر, علي) stands for its best-known bearer, and only where no father's name follows, as
scholars read it. This reads the chains of the sources, when the index is built; in documents the kernel reads names in
Arabic by the same rules (`library.namesection`), and `library.people` knows those in Latin letters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from takhrij.library.people import People, PeopleNames, latin_key
from takhrij.library.tables import read_table, tables
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.library.tables import Companion
    from takhrij.text.letters import Letters

CASES: Final = {"بن": "ابن", "ابي": "ابو", "ابا": "ابو", "ابنه": "بنت", "ابنت": "بنت", "ذي": "ذو", "ذا": "ذو"}
NASAB: Final = frozenset({"ابن", "بنت"})
KUNYA: Final = frozenset({"ابو", "ام"})
THAT_IS: Final = frozenset({"وهو", "هو", "يعني"})
NISBAS: Final = frozenset({"الانصاري", "الصحابي", "الانصاريه"})
"""Epithets that any companion may bear; another one after a short name makes it someone else's."""
TITLES: Final = (
    ("امير", "المومنين"), ("ام", "المومنين"), ("الصحابي", "الجليل"), ("الصحابي",), ("سيدنا",), ("السيده",),
    ("الامام",), ("الخليفه",),
)  # fmt: skip
WORD: Final = "[\u0610-\u061a\u0621-\u065f\u0670-\u06d3\u06d6-\u06ed]+"
DIPTOTES: Final = frozenset({"عمرا"})
"""Words in -ا that are not the accusative of the word without it: عمرا is of عمرو."""
Match = tuple[str, int]
REACH: Final = 12
"""Words that are looked at for a name and for what follows it."""


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word at level folded, case forms of kunya and nasab made alike.

    >>> fold("أَبِي"), fold("بْنِ")
    ('ابو', 'ابن')
    """
    folded = tables().letters.fold(word)
    return CASES.get(folded, folded)


class Forms(NamedTuple):
    """The forms of companions' names, made ready for look-up."""

    people: People
    """Who they are, and the forms in Latin letters."""
    arabic: dict[str, str]
    """The id of each form in Arabic, its words folded and parted by a space."""
    sizes: dict[str, list[int]]
    """How many words the forms have that begin with a word, most first."""
    epithets: dict[str, list[str]]
    """The words with an article in the names of each id."""


def forms_of(companions: Iterable[Companion], successors: Iterable[str] = ()) -> Forms:
    """The forms of the names of persons."""
    made = Forms(People({}, {}, sorted(successors)), {}, {}, {})
    epithets: dict[str, set[str]] = {}
    for person in companions:
        made.people.usual[person.id] = person.arabic
        for name in (person.arabic, person.latin, *person.aliases):
            if not re.search(WORD, name):
                made.people.latin.setdefault(" ".join(latin_key(name, tables().letters)), person.id)
                continue
            words = [fold(word) for word in name.split()]
            made.arabic.setdefault(" ".join(words), person.id)
            if "عبد" in words[:-1]:
                at = words.index("عبد")
                made.arabic.setdefault(" ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]]), person.id)
            epithets.setdefault(person.id, set()).update(word for word in words if word.startswith("ال"))
    made.epithets.update((person, sorted(words)) for person, words in epithets.items() if words)
    for form in made.arabic:
        first, *rest = form.split()
        sizes = made.sizes.setdefault(first, [])
        if len(rest) + 1 not in sizes:
            sizes.append(len(rest) + 1)
    for sizes in made.sizes.values():
        sizes.sort(reverse=True)
    return made


class CompanionNames:
    """Knows companions by their names.

    Args:
        forms: the forms of the names.
        letters: the table of letters by which words are folded.
    """

    __slots__ = ("_arabic", "_epithets", "_latin", "_letters", "_sizes", "arabic", "successors")

    def __init__(self, forms: Forms, letters: Letters) -> None:
        self._latin = PeopleNames(forms.people, letters)
        self.successors, self.arabic = self._latin.successors, self._latin.arabic
        self._arabic, self._sizes, self._epithets = forms.arabic, forms.sizes, forms.epithets
        self._letters = letters

    def _fold(self, word: str) -> str:
        folded = self._letters.fold(word)
        return CASES.get(folded, folded)

    def _first(self, word: str) -> str:
        """A word as names that begin with it have it; empty when none does."""
        first = CASES.get(word, word)
        if first not in self._sizes and first.endswith("ا") and first not in DIPTOTES:  # سمعت أنسا
            first = first[:-1]
        return first if first in self._sizes else ""

    def match(self, words: Sequence[str], at: int = 0, reach: int = REACH) -> Match | None:
        """The person whose name begins at a word, and how many words the longest form of it takes.

        Args:
            words: folded words (`takhrij.text.letters`), case forms as they come.
            at: the word.
            reach: how many words from there on are looked at.

        >>> companions().match(["ابي", "هريره", "قال"])
        ('abu-hurayrah', 2)
        >>> companions().match(["عن", "انس", "بن", "سيرين"], 1)
        ('anas-ibn-sirin', 3)
        """
        end = min(len(words), at + reach)
        first = self._first(words[at]) if at < end else ""
        if not first:
            return None
        seen = [first, *(CASES.get(word, word) for word in words[at + 1 : end])]
        kunya = (3 if seen[1:2] == ["عبد"] else 2) if first in KUNYA else 0
        for size in self._sizes[first]:
            person = self._arabic.get(" ".join(seen[:size]))
            if person and len(seen) >= size and not self._continues(seen, size, person):
                return (size == kunya and self._behind_kunya(words, at, kunya, end)) or (person, size)
        return self._behind_kunya(words, at, kunya, end) if kunya else None

    def _behind_kunya(self, words: Sequence[str], at: int, size: int, end: int) -> Match | None:
        """The person whose full name follows the kunya of `size` words that begins at a word: أبو حفص عمر بن الخطاب."""
        behind = at + size
        if behind >= end or CASES.get(words[behind], words[behind]) == "ابن":
            return None
        found = self.match(words, behind, end - behind)
        if found and any(CASES.get(word, word) in NASAB for word in words[behind : behind + found[1]]):
            return found[0], size + found[1]
        return None

    def _continues(self, words: list[str], size: int, person: str) -> bool:
        """Whether the name goes on after `size` words in a way that makes it another's."""
        if size >= len(words):
            return False
        after = words[size]
        if after in NASAB:
            return not NASAB & set(words[:size]) and words[size - 1] != "الله"
        if after in THAT_IS and size + 1 < len(words) and words[size + 1] in NASAB:  # أبو بكر وهو ابن محمد بن عمرو
            return NASAB.isdisjoint(words[:size])
        if size == 1 and after == "ابو":  # سالم أبو النضر
            return True
        if not _is_nisba(after) or after in NISBAS:
            return False
        short = size == 1 or (size == 2 and words[0] in KUNYA)
        return short and after not in self._epithets.get(person, ())

    def identify(self, name: str) -> str:
        """The id of the person whom `name`, in Arabic or Latin letters, names at its beginning; empty when unknown.

        >>> companions().identify("أَبِي حَفْصٍ عُمَرَ بْنِ الْخَطَّابِ"), companions().identify("Ayesha (RA)")
        ('umar-ibn-al-khattab', 'aishah')
        """
        words = [folded for word in re.findall(WORD, name) if (folded := self._fold(word))]
        if not words:
            return self._latin.identify(name)
        for title in TITLES:
            if tuple(words[: len(title)]) == title and len(words) > len(title):
                words = words[len(title) :]
        found = self.match(words)
        return found[0] if found and not self._of_another(words, *found) else ""

    def _of_another(self, words: list[str], person: str, size: int) -> bool:
        """Whether an epithet behind a short name makes it another's: أبو سعيد الأشج."""
        short = size == 1 or (size == 2 and words[0] in KUNYA)
        if not short or size >= len(words) or not words[size].startswith("ال"):
            return False
        return words[size] not in NISBAS and words[size] not in self._epithets.get(person, ())


def _is_nisba(word: str) -> bool:
    return word.startswith("ال") and len(word) > 4 and word.endswith(("ي", "يه"))


@cache
def forms() -> Forms:
    """The forms of the names of the package's own table."""
    successors = (row[0] for row in read_table("companions.tsv") if row[4:] == ["successor"])
    return forms_of(tables().companions.values(), successors)


@cache
def companions() -> CompanionNames:
    """The names of the package's own table."""
    return CompanionNames(forms(), tables().letters)
