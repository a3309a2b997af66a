"""The chain that leads up to a hadith in a text in Latin letters: "Jabir ibn 'Abdullah (ra) reported that the Prophet said"."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.library.people import PeopleNames

_MARKS: Final = "'’‘`ʿʾ"
_WORD: Final = (
    rf"(?:[{_MARKS}][^\W\d_]*|(?=[A-Z\u00c0-\u00de\u0100-\u017f\u1e00-\u1eff])[^\W\d_]+"
    rf"|ibn|bint?|binte|b\.|[ae]l|bn|(?:a[dnrstz]|a[dst]h)-[^\W\d_]+)(?:[{_MARKS}-]+[^\W\d_]+)*"
)
_MOST_WORDS, _MOST_BETWEEN = 9, 2
"""Of a name: its words, and the code points between two of them."""
_BETWEEN: Final = " \n"
_NAME: Final = rf"(?P<name>(?:(?(2)[{_BETWEEN}]{{1,{_MOST_BETWEEN}}})({_WORD})){{1,{_MOST_WORDS}}})"
"""Its words are group 2, so that from the second on something stands between."""
_HONOUR: Final = r"(?:\s*[(\[][^()\[\]\n]{0,40}(?:\n[^()\[\]\n]{0,40})?[)\]]|,? may (?:Allah|God) [^,.:;]{3,40},?)?"
PROPHET: Final = re.compile(r"\b(?:Prophet|Messenger|Apostle)\b")
LATIN: Final = re.compile(r"[A-Za-z]{2}")


class Named(NamedTuple):
    """A companion named where a chain may begin: where it begins, where the name stands, code points, and who it is."""

    start: int
    name: int
    companion: str


class LatinNames:
    """Finds the companions from whom a text in Latin letters says that it reports.

    Args:
        names: the names of companions.
        words: the table `data/chain_latin.tsv`: place and words.
    """

    def __init__(self, names: PeopleNames, words: Iterable[tuple[str, str]]) -> None:
        self.names = names
        self._phrases: dict[str, list[str]] = {"before": [], "after": []}
        for place, phrase in words:
            self._phrases[place].append(phrase)

    def _any(self, place: str) -> str:
        return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in self._phrases[place])

    @cached_property
    def _before(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?i:{self._any('before')})\s+")

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w'’]){_NAME}{_HONOUR},?\s+(?:also\s+|has\s+|once\s+)?(?:{self._any('after')})\b")

    def find(self, text: str, start: int, end: int) -> list[Named]:
        """The companions named in `text[start:end]`, in order, up to where the Prophet is named after one."""
        if LATIN.search(text, start, end) is None:
            return []
        found = sorted({*self._led(text, start, end), *self._leading(text, start, end)})
        prophet = next(
            (match.start() for match in PROPHET.finditer(text, start, end) if found and match.start() > found[0].name),
            end,
        )
        return [each for each in found if each.name < prophet]

    def _led(self, text: str, start: int, end: int) -> Iterator[Named]:
        for match in self._before.finditer(text, start, end):
            if companion := self.names.identify(_name_at(text, match.end(), end)):
                yield Named(match.start(), match.end(), companion)

    def _leading(self, text: str, start: int, end: int) -> Iterator[Named]:
        for match in self._after.finditer(text, start, end):
            at = match.start("name")
            for word in re.finditer(r"\S+", match["name"]):
                if companion := self.names.identify(match["name"][word.start() :]):
                    yield Named(at + word.start(), at + word.start(), companion)
                    break


def _name_at(text: str, start: int, end: int) -> str:
    """The name that begins at a place, as far as its words go; empty when none does."""
    at = last = start
    for _ in range(_MOST_WORDS):
        word = rarely(_WORD).match(text, at, end)
        if word is None:
            break
        at = last = word.end()
        while at < min(last + _MOST_BETWEEN, end) and text[at] in _BETWEEN:
            at += 1
        if at == last:
            break
    return text[start:last]
