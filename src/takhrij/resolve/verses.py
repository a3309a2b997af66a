"""What follows the name of a surah in a reference: its number, the word "verse", and the numbers of verses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.resolve.numbers import AYAH, DASHES, FIRST_TO_TENTH, LAST, Ranges, verse_numbers
from takhrij.resolve.words import LINE, WORD, Words, keys

if TYPE_CHECKING:
    from takhrij.library.tables import Surah

FROM: Final = keys("من from")
NUMBER_WORD: Final = keys("رقم أرقام رقمها برقم no nos number numbers num nr")
OPENING: Final = "([{﴿«<"
CLOSING: Final = ")]}﴾»>"
MANY: Final = 300
"""No surah has as many verses, nor is a number of surahs as high."""
_MOST_FILLERS: Final = 4
_LEAD_TO_NUMBERS: Final = AYAH | FROM | NUMBER_WORD
_SURAHS: Final = 114
_APOSTROPHES: Final = "'’‘`"
_SEPARATORS: Final = ":،,/؛" + DASHES


class Verses(NamedTuple):
    """What follows the name: numbers, and with what signs."""

    ranges: Ranges = ()
    surah_number: int | None = None
    marked: bool = False
    """A colon or slash, brackets or the word verse: what does not follow a common noun."""
    worded: bool = False
    """The word "verse" stands there."""
    footnote: bool = False
    """A number in brackets and nothing else, as of a footnote or an inline verse: "القيامة (2)"."""


NO_VERSES: Final = Verses()


def verses_after(words: Words, at: int, surah: Surah | None, *, need_word: bool = False) -> tuple[Verses, int]:
    """The numbers of verses from item `at` on, after the name of `surah`, and the item after them.

    Without numbers: `Verses()`, and `at` itself. `need_word`: the word "verse" must stand there.
    """
    if at >= len(words.keys) or (words.kinds[at] in (WORD, LINE) and words.keys[at] not in _LEAD_TO_NUMBERS):
        return NO_VERSES, at
    start, marked = at, False
    written: int | None = None
    if at and words.is_mark(at, _APOSTROPHES) and words.touches(at - 1):
        at += 1  # An-Nisa'
    if words.is_mark(at, "([") and words.is_number(at + 1) and words.is_mark(at + 2, ")]"):
        number = words.number(at + 1)
        if (surah is not None and number == surah.number) or (number <= _SURAHS and _verse_word(words, at + 3)):
            start = at = at + 3  # al-Baqara (2) 255
            written, marked = number, True
    if words.is_mark(at, _SEPARATORS):
        marked = marked or words.is_mark(at, ":/") or (words.is_mark(at, DASHES) and words.touches(at))
        at += 1
    bracket = words.is_mark(at, "([{")
    at += bracket
    worded = words.is_word(at, AYAH)
    if words.is_word(at, FROM) and words.is_word(at + 1, AYAH):
        at += 1
        worded = True
    for _ in range(_MOST_FILLERS):
        at += words.is_word(at, AYAH) or words.is_word(at, NUMBER_WORD) or (worded and words.is_mark(at, ":.#"))
    at += (worded or words.is_number(at + 1)) and words.is_word(at, FROM)
    if worded and not bracket and words.is_mark(at, "([{"):
        bracket = True
        at += 1
    marked = marked or worded or bracket
    pair = not worded and words.is_number(at) and words.is_mark(at + 1, ":/") and words.is_number(at + 2)
    if pair and (surah is None or words.number(at) <= _SURAHS):
        written = words.number(at)
        at += 2
        marked = True
    found = _numbers(words, at, surah, worded=worded)
    if found is None or found[0][0][0] > MANY or (need_word and not worded) or words.is_mark(found[1], "%٪"):
        return (Verses((), written), start) if written else (NO_VERSES, start)
    ranges, at = found
    at += bracket and words.is_mark(at, CLOSING)
    footnote = bracket and not worded and written is None and len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    return Verses(ranges, written, marked, worded, footnote), at


def _verse_word(words: Words, at: int) -> bool:
    at += words.is_mark(at, "،,:-")
    at += words.is_mark(at, "([")
    return words.is_word(at, AYAH)


def _numbers(words: Words, at: int, surah: Surah | None, *, worded: bool) -> tuple[Ranges, int] | None:
    """Numbers in digits; after the word "verse" also in words."""
    found = verse_numbers(words, at, surah.ayahs if surah is not None else None)
    if found is None and worded and at < len(words):
        number = FIRST_TO_TENTH.get(words.keys[at])
        if number is None and surah is not None and words.is_word(at, LAST):
            number = surah.ayahs
        if number is not None:
            found = ((number, number),), at + 1
    return found
