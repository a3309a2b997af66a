"""Compares the chain that a document gives with that of the source, narrator by narrator.

One hadith has many chains, and one narrator many names: what differs here is told, and is no error.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from takhrij.model import Narrator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.model import Passage, Span
    from takhrij.text.letters import Letters

    Named = tuple[str, frozenset[str], frozenset[str]]
    """A name as written; the words that tell it from another; and those with the names that "and" joins to it."""

LINKS: Final = frozenset({"عن", "ثنا", "حدثنا", "حدثني", "اخبرنا", "اخبرني", "انبانا", "سمعت", "سمع"})
"""The usual words that hand a report on, folded: a chain with fewer than `LEAST` names nobody but a companion."""
LEAST: Final = 2
PROPHET: Final = frozenset({"النبي", "رسول", "الرسول"})
PARTS: Final = frozenset({"بن", "ابن", "ابو", "ابي", "ابا", "ام", "بنت"})
"""Words that join the parts of a name, and tell nobody from another."""
SHORTEST: Final = 3
"""Letters from which on a last alef is taken for an accusative's: أنسا."""


def gives_more(letters: Letters, chain: str) -> bool:
    """Whether a chain has narrators besides a companion; told from its links, at little cost.

    >>> from takhrij.library.tables import tables
    >>> gives_more(tables().letters, "عن أبي هريرة عن النبي"), gives_more(tables().letters, "عن نافع عن ابن عمر")
    (False, True)
    """
    words = letters.fold(chain).split()
    links = 0
    for word, behind in pairwise(words):
        links += word.lstrip("و") in LINKS and behind not in PROPHET
    return links >= LEAST


def compared(letters: Letters, text: str, chain: Span, passage: Passage) -> tuple[Narrator, ...]:
    """The narrators of a document's chain beside those of a passage, from the compiler's side to the companion's.

    The passage's narrators before the first that the document has are left out: there the document begins.

    Args:
        letters: folds letters.
        text: the document.
        chain: its chain.
        passage: the hadith.

    Returns:
        Nothing where the document names no narrator besides a companion, or the passage has no chain.
    """
    from takhrij.library.isnad import split

    ours, theirs = split(text[chain.start : chain.end]).narrators, split(passage.text).narrators
    if len(ours) < LEAST or not theirs:
        return ()
    pairs = _from_the_end([_named(letters, name) for name in ours], [_named(letters, name) for name in theirs])
    while not pairs[-1].quoted:
        pairs.pop()
    return tuple(reversed(pairs))


def _named(letters: Letters, name: str) -> Named:
    words = frozenset(
        word[:-1] if len(word) > SHORTEST and word.endswith("ا") else word for word in letters.fold(name).split()
    )
    words = words - PARTS or words
    return name, words, words | {word[1:] for word in words if word.startswith("و")}


def _same(one: Named, other: Named) -> bool:
    return one[1] <= other[2] or other[1] <= one[2]


def _from_the_end(ours: Sequence[Named], theirs: Sequence[Named]) -> list[Narrator]:
    """Two chains side by side from their ends on: what they have in common, in order, and what each has besides.

    Two that stand in the same place are a pair.
    """
    common = [[0] * (len(theirs) + 1)]
    for mine in ours:
        row = [0]
        for at, other in enumerate(theirs, 1):
            row.append(max(row[-1], common[-1][at], common[-1][at - 1] + _same(mine, other)))
        common.append(row)
    made: list[Narrator] = []
    i, j = len(ours), len(theirs)
    while i or j:
        if i and j and (same := _same(ours[i - 1], theirs[j - 1])) + common[i - 1][j - 1] == common[i][j]:
            i, j = i - 1, j - 1
            made.append(Narrator(ours[i][0], theirs[j][0], same))
        elif j and (not i or common[i][j - 1] == common[i][j]):
            j -= 1
            made.append(Narrator("", theirs[j][0], same=False))
        else:
            i -= 1
            made.append(Narrator(ours[i][0], "", same=False))
    return made
