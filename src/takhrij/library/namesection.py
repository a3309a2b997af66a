"""What the kernel knows of chains in running text: the words that open and mark them, and all forms of companions' names.

The names are a tree of words, as the phrases of cues are; each spelling that a word of a name may have (أبو, أبي, أبا)
leads on alike, so that the kernel need not know of cases. How a name is told from another's is in `library.companions`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from takhrij.library.companions import CASES, DIPTOTES, KUNYA, NASAB, NISBAS, THAT_IS
from takhrij.library.layout import AFTER_ALLAH, CHAIN_ROLES, HAS_NASAB, KUNYA_BEGINS
from takhrij.library.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from takhrij.library.companions import Forms

ATTACHED: Final = "وف"
"""Conjunctions written as one word with what follows; a chain may open with one."""
ROLES: Final = {
    "prophet": ("النبي", "رسول", "الرسول", "نبي", "نبينا", "المصطفي"),
    "from": ("عن", "وعن", "ان"),
    "honour": ("رضي",),
    "nasab": NASAB,
    "ibn": ("ابن",),
    "abu": ("ابو",),
    "abd": ("عبد",),
    "that-is": THAT_IS,
    "anyones": NISBAS,
    "kin": ("ابيه", "ابيها", "جده", "جدها", "جدته", "عمه", "عمته", "خاله", "خالته", "امه", "امها", "اخيه", "اخته"),
}
"""Words by what they are in a chain: see `CHAIN_ROLES`."""


def name_sections(forms: Forms, hash_of: Callable[[str], int]) -> Iterator[tuple[str, bytes]]:
    """The sections `chain_words`, `name_table` and `name_nodes`.

    Args:
        forms: the forms of companions' names.
        hash_of: the hash of a folded word.
    """
    from takhrij.library.seeds import tree_table

    openers = {row[0]: row[1] for row in read_table("chain_openers.tsv")}
    roles = {(0, hash_of(word)): role for word, role in _roles(openers).items()}
    yield "chain_words", tree_table(roles).tobytes()
    edges: dict[tuple[int, int], int] = {}
    nodes = array("I", [0])
    people = {person: number for number, person in enumerate(forms.people.usual, 1)}
    for form, person in forms.arabic.items():
        node = traits = 0
        for place, word in enumerate(form.split(" ")):
            spelt = [hash_of(spelling) for spelling in _spellings(word, None if place else forms.sizes)]
            if (node, spelt[0]) not in edges:
                edges.update(((node, spelling), len(nodes)) for spelling in spelt)
                nodes.append(0)
            traits = traits & HAS_NASAB | (HAS_NASAB if word in NASAB else AFTER_ALLAH if word == "الله" else 0)
            node = edges[node, spelt[0]]
            nodes[node] |= traits | (KUNYA_BEGINS if not place and word in KUNYA else 0)
        nodes[node] |= people[person]
    for person, words in forms.epithets.items():
        edges.update(((len(nodes) + people[person], hash_of(word)), 1) for word in words)
    yield "name_table", tree_table(edges).tobytes()
    yield "name_nodes", nodes.tobytes()


def _roles(openers: Mapping[str, str]) -> dict[str, int]:
    """What each word is in a chain, as bits."""
    bits = {name: 1 << place for place, name in enumerate(CHAIN_ROLES)}
    roles = {mark + word: bits[need] | bits["attached"] for word, need in openers.items() for mark in ATTACHED}
    roles.update((word, bits[need]) for word, need in openers.items())
    for role, words in ROLES.items():
        for word in words:
            for spelling in _spellings(word):
                roles[spelling] = roles.get(spelling, 0) | bits[role]
    return roles


def _spellings(word: str, firsts: Iterable[str] | None = None) -> list[str]:
    """A word as names have it, and in other cases; of one that begins names, given all that do, the accusative too: أنسا."""
    made = [word, *(case for case, usual in CASES.items() if usual == word)]
    accusative = word + "ا"
    if firsts is not None and accusative not in firsts and accusative not in CASES and accusative not in DIPTOTES:
        made.append(accusative)
    return made
