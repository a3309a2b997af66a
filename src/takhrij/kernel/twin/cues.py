"""Phrases that speak for a quotation ("Allah says") among the words of a document.

The phrases are a tree of words: from a node, the folded hash of the next word leads on to another. The longest phrase
at each place is found, from left to right, none inside another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.index import number_at
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word

QURAN, HADITH, HONORIFIC, FORMULA = range(4)
"""Roles of cues: what they speak of. There are more; these are those that the kernel asks for."""
SAID: Final = 0
"""The value of a cue that introduces: "He said"."""
BLESSING: Final = "\ufdfa"
"""The sign of the blessing is no word, but part of phrases, in brackets or not; it stands in place of a word's hash."""
NO_KIND: Final = 255
VALUES: Final = 8
"""A kind is a role and a value: so many times the role, and the value."""
QURAN_SAID: Final = QURAN * VALUES + SAID
QURAN_NOUN: Final = QURAN * VALUES + 1
SURAH: Final = QURAN * VALUES + 3
READING: Final = QURAN * VALUES + 4
HADITH_SAID: Final = HADITH * VALUES + SAID
HADITH_NOUN: Final = HADITH * VALUES + 1
SOURCE: Final = HADITH * VALUES + 2
CITED: Final = HADITH * VALUES + 4
"""A verb that says who reports it: behind it, as a rule."""
PROPHET: Final = 2 * VALUES
"""An honorific of the Prophet."""
MAXIM: Final = 4 * VALUES
SPEAKER: Final = 4 * VALUES + 2
FENCE: Final = 5 * VALUES


class Cue(NamedTuple):
    """A phrase in the document."""

    token: int
    """Its first word."""
    length: int
    """How many words it has."""
    number: int
    kind: int

    @property
    def end(self) -> int:
        """The word after it."""
        return self.token + self.length

    @property
    def role(self) -> int:
        """What it speaks of."""
        return role_of(self.kind)


def role_of(kind: int) -> int:
    """The role of a kind."""
    return kind // VALUES


def introduces(kind: int) -> bool:
    """Whether a cue of this kind introduces a quotation by itself: "He said", of the Qur'an or of hadith."""
    return kind % VALUES == SAID and role_of(kind) <= HADITH


def find_cues(index: Index, words: Sequence[Word], behind: Callable[[int], str]) -> Iterator[Cue]:
    """The cues of a document in their order; `behind` gives what stands behind a word up to the next."""
    if len(index.cue_table) < 3:
        return
    at = 0
    while at < len(words):
        number, length = _longest(index, words, at, behind)
        if length:
            yield Cue(at, length, number, number_at(index.cue_kinds, number))
        at += length or 1


def _longest(index: Index, words: Sequence[Word], start: int, behind: Callable[[int], str]) -> tuple[int, int]:
    """The cue of the longest phrase that begins with a word, and how many words it has: none, when there is none."""
    node = blessed = cue = length = 0
    for at in range(start, len(words)):
        word = words[at].fold_hash
        signed = next_node(index.cue_table, blessed, word) if blessed else 0
        node = signed or next_node(index.cue_table, node, word)
        if not node:
            break
        blessed = next_node(index.cue_table, node, ord(BLESSING))
        if blessed and not behind(at).lstrip(" (").startswith(BLESSING):
            blessed = 0
        if here := number_at(index.cue_of_node, blessed or node) or number_at(index.cue_of_node, node):
            cue, length = here - 1, at - start + 1
    return cue, length


def next_node(table: memoryview, node: int, wanted: int) -> int:
    """The node to which a word leads on from another in a tree of words; 0 when none."""
    rows = len(table) // 3
    home = wanted ^ node * 0x9E3779B1 & 0xFFFFFFFF
    for tried in range(rows):
        row = (home + tried & rows - 1) * 3
        following: int = table[row + 2]
        if not following or (table[row] == node and table[row + 1] == wanted):
            return following
    return 0
