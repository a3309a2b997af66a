"""Whose words a hadith has: the Prophet's, God's as the Prophet reports them, a companion's, someone later's.

A report is *marfu'* when it ascribes its words or its story to the Prophet, *mawquf* when they are a companion's own. A
*hadith qudsi* has words of God, in the first person, on the Prophet's tongue. All are read from the wording alone; the
rules are narrow, and what they do not settle is left open.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, Literal

from takhrij.library.companions import companions
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.library.isnad import Reading
    from takhrij.library.narrators import Narrator

Speaker = Literal["prophet", "companion", "god", "later", ""]

NEAR: Final = 7  # words from the beginning of the Prophet's words within which God is named as speaking
OPENING: Final = 24  # words of God's speech within which he speaks of himself
VERSE_QUOTES: Final = frozenset("{﴿")
SAYS: Final = frozenset({"قال", "يقول", "انه"})
BLESSING: Final = ["صلي", "الله", "عليه", "وسلم"]
NOWHERE: Final = (0, 0)


class Voices(NamedTuple):
    """Who speaks in a hadith; ranges are half-open and count code points of its text."""

    speaker: Speaker
    """Whom the matn as a whole is ascribed to; `god` for a hadith qudsi; empty where the wording does not tell."""
    god: tuple[int, int] = NOWHERE
    """The words of God that the Prophet reports, up to the end of his speech; `(0, 0)` when there are none."""
    speech: tuple[tuple[int, int], ...] = ()
    """The Prophet's words where the text marks them off."""


def voices(reading: Reading, narrator: Narrator) -> Voices:
    """Who speaks in a hadith.

    >>> from takhrij.library.isnad import read
    >>> from takhrij.library.narrators import narrator
    >>> text = "عن أبي هريرة، قال قال رسول الله صلى الله عليه وسلم قال الله عز وجل أنفق يا ابن آدم أنفق عليك"
    >>> found = voices(read(text), narrator(read(text)))
    >>> found.speaker, text[slice(*found.god)]
    ('god', 'أنفق يا ابن آدم أنفق عليك')
    """
    speech = _speech(reading)
    god = _god(reading, speech)
    if god != NOWHERE:
        return Voices("god", god, speech)
    if reading.raised or speech or _names_prophet(reading):
        return Voices("prophet", NOWHERE, speech)
    if reading.refers or not narrator.id:
        return Voices("", NOWHERE, speech)
    return Voices("later" if narrator.id in companions().successors else "companion", NOWHERE, speech)


def _speech(reading: Reading) -> tuple[tuple[int, int], ...]:
    """The Prophet's words: between quotation marks, as the editions mark them; else all that follows the formula."""
    words, begin, end = reading.words, reading.begin, reading.end
    if reading.refers or begin >= end:
        return ()
    text = words.text
    quoted: list[tuple[int, int]] = []
    at = text.find('"', words.ends[begin - 1] if begin else 0, words.ends[end - 1])
    while at >= 0:
        close = text.find('"', at + 1)
        first = max(bisect_left(words.starts, at), begin)
        last = min(bisect_left(words.starts, close if close > 0 else len(text)), end)
        if first < last:
            quoted.append((words.starts[first], words.ends[last - 1]))
        at = text.find('"', close + 1, words.ends[end - 1]) if close > 0 else -1
    if not quoted and reading.reported:
        quoted.append((words.starts[begin], words.ends[end - 1]))
    return tuple(quoted)


def _names_prophet(reading: Reading) -> bool:
    words = reading.words.words
    blessing = (at for at in range(reading.begin, reading.end - 3) if words[at : at + 4] == BLESSING)
    return next(blessing, -1) >= 0 or any(reading.words.prophet(at) > at for at in range(reading.begin, reading.end))


def _god(reading: Reading, speech: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The words of God that the Prophet reports."""
    words, lexicon = reading.words, reading.lexicon
    for first, last in speech:
        start, stop = bisect_left(words.starts, first), bisect_left(words.ends, last) + 1
        from_lord = max(start - NEAR, 0) if start > reading.begin else start
        for at in range(from_lord, min(start + NEAR, stop)):
            after = at + lexicon.phrase("god", words.words, at)
            if after == at or at < start < after:  # قال " الله أكبر
                continue
            while praised := lexicon.phrase("praise", words.words, after):
                after += praised
            if words.bare(after, SAYS):
                after += 1
            after = max(after, start)
            if _is_verse(reading, after) or not _speaks_of_himself(reading, after, stop):
                continue
            return words.starts[after], words.ends[stop - 1]
    return NOWHERE


def _is_verse(reading: Reading, at: int) -> bool:
    words = reading.words
    if at >= len(words):
        return True
    marked = any(not VERSE_QUOTES.isdisjoint(words.gap(near)) for near in range(at, min(at + 4, len(words))))
    return marked or reading.lexicon.phrase("verse", words.words, at) > 0


def _speaks_of_himself(reading: Reading, at: int, stop: int) -> bool:
    mine = reading.lexicon.words("mine")
    return any(word in mine for word in reading.words.words[at : min(at + OPENING, stop)])
