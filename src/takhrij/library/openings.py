"""Who narrates a hadith in a book that gives no chain: "وعن أبي هريرة رضي الله عنه قال …".

Only the opening is read, and only Arabic. The name is given as it stands, also when the table of companions lacks it.
"""

from __future__ import annotations

from typing import Final

from takhrij.library.chain import Words, lexicon
from takhrij.library.companions import companions
from takhrij.namedtuple import NamedTuple

WITHIN: Final = 400
"""Code points of the text that are read."""
LEAD: Final = 4
"""Words that may stand before the one that introduces the name."""

TITLES: Final = frozenset({"السيده", "سيدنا", "الصحابي", "الجليل", "الامام"})
PRONOUNS: Final = frozenset({"عنه", "عنها", "عنهما", "وعنه", "وعنها", "وعنهما"})


class Stated(NamedTuple):
    """A narrator named in a text: its id (empty when the table lacks the name), and where the name stands."""

    id: str
    start: int
    end: int


def companion_in(text: str) -> Stated | None:
    """The narrator whom the opening of a hadith names first, or None.

    >>> text = "وعن أبي هريرة رضي الله عنه قال قال رسول الله صلى الله عليه وسلم"
    >>> found = companion_in(text)
    >>> found.id, text[found.start : found.end]
    ('abu-hurayrah', 'أبي هريرة')
    >>> companion_in("وعنه قال") is None
    True
    """
    words = Words(text[:WITHIN], lexicon())
    if companions().match(words.words[:9]):
        return _named(words, 0)
    introducing = lexicon().connect | lexicon().words("said") | lexicon().words("introducing")
    for at in range(min(LEAD, len(words))):
        if words.words[at] in PRONOUNS:
            return None
        if words.bare(at, introducing):
            begin = at + 1
            while words.bare(begin, introducing) or (begin < len(words) and words.words[begin] in TITLES):
                begin += 1
            return _named(words, begin)
    return None


def _named(words: Words, begin: int) -> Stated | None:
    """The name at `begin`."""
    if begin >= len(words) or words.prophet(begin) > begin:
        return None
    end, _ = words.name(begin)
    known = companions().match(words.words[begin : begin + 9])
    if known:
        end = max(end, begin + known[1])
    end = next((at for at in range(begin + 1, end) if words.joins(at)), end)
    if end == begin:
        return None
    person = companions().identify(words.written(begin, end))
    return Stated(person, words.starts[begin], words.ends[end - 1])
