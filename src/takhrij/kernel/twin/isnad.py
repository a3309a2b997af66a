"""The chain of narrators (isnad) that leads up to a quotation, as far as the document gives it.

It is told where the word stands that opens it, and the last companion whom it names before the Prophet. A name is found
in the tree of all forms of companions' names, word by word; the longest form counts whose name does not go on in a way that
makes it another's. Why it is read so stands in `takhrij.library.companions`, which reads the chains of the sources by the
same rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.cues import next_node
from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.tokens import LATIN, fnv
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.kernel.twin.document import Document

NEEDS_NOTHING, NEEDS_CLAUSE, NEEDS_NAME, ATTACHED, OF_PROPHET, FROM, HONOUR = (1 << place for place in range(7))
NASAB, IBN, ABU, ABD, THAT_IS, ANYONES, KIN = (1 << place for place in range(7, 14))
"""What a word is in a chain. It opens one: by itself, where a clause begins, where a name follows, behind a conjunction …"""
OPENS: Final = NEEDS_NOTHING | NEEDS_CLAUSE | NEEDS_NAME
PERSON: Final = 0xFFFF
KUNYA_BEGINS, HAS_NASAB, AFTER_ALLAH = (1 << place for place in (16, 17, 18))
"""A node of the tree of names: the companion, and bits."""
IN_LATIN: Final = 0xFFFFFFFF
LONGEST: Final = 420
"""Code points before a quotation in which its chain may begin."""
CLAUSE: Final = 9
"""Words after a verb of narration within which it says from whom."""
FOLLOWING: Final = 11
"""Words behind an opener in which a name may stand."""
HONOURED: Final = 8
"""Words behind an opener within which an honorific shows that a companion was named."""
NAME: Final = 9
"""Words looked at for a name, and for what follows it."""
DECORATION: Final = " \t\r\n*_>#-–—•\"'«“({[﴿‘`"
"""What may stand between a chain and the quotation."""
CLAUSE_MARKS: Final = ":،-–*\n."
"""Between two words, what begins a clause."""
STOPS: Final = ".؟!"
BREAK: Final = re.compile(rf"[{STOPS}](?=\s)|[»﴾”]|\n\s*\n|[*_]\s*\n")
"""What ends the sentence, the quotation, the paragraph or the emphasised title before a chain."""


class Named(NamedTuple):
    """A person, and how many words name him; 0 and 0 for nobody."""

    person: int
    size: int


NOBODY: Final = Named(0, 0)


class Words:
    """The words of a range of code points; of the first and the last, what lies within."""

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self.index = document.index
        tokens = document.tokens
        first, last = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end)
        self.places = [(max(tokens.starts[at], start), min(tokens.ends[at], end)) for at in range(first, last)]
        self.kinds = [word.kind for word in tokens.words[first:last]]
        self.hashes = [
            word.fold_hash if place == (tokens.starts[at], tokens.ends[at]) else fnv(self._letters(place))
            for at, word, place in zip(range(first, last), tokens.words[first:last], self.places, strict=True)
        ]
        self.roles = [next_node(self.index.chain_words, 0, value) for value in self.hashes]

    def __len__(self) -> int:
        return len(self.places)

    def _letters(self, place: tuple[int, int]) -> bytes:
        return self.document.reader.folded(self.document.text[slice(*place)])

    def isnad(self) -> tuple[int, int] | None:
        """Where the chain's opener begins, and the companion; `IN_LATIN` for him where none opens but Latin words stand."""
        opening = False
        for at, role in enumerate(self.roles):
            if not role & OPENS:
                continue
            opening = True
            if self._opens(at, role):
                # A mark may stand between the conjunction and the word: the word begins at its own first letter.
                return self.places[at][0] + (1 if role & ATTACHED else 0), self._last_named(at + 1)
        return None if opening or LATIN not in self.kinds else (0, IN_LATIN)

    def _opens(self, at: int, role: int) -> bool:
        """Whether a word of this role opens a chain where it stands."""
        if role & NEEDS_NOTHING:
            return True
        if role & NEEDS_NAME:
            return self._names_someone(at + 1)
        if at:
            between = self.document.text[self.places[at - 1][1] : self.places[at][0]]
            if not any(mark in between for mark in CLAUSE_MARKS):
                return False
        if self._name(at + 1, min(len(self), at + 1 + FOLLOWING)).size:
            return True
        clause = range(at, min(len(self), at + CLAUSE))
        return any(self.roles[place] & FROM and self._names_someone(place + 1) for place in clause)

    def _names_someone(self, start: int) -> bool:
        """Whether a companion is named from a word on, or someone whom words honour as one."""
        end = min(len(self), start + FOLLOWING)
        if start >= end or self.roles[start] & OF_PROPHET:
            return False
        if self._name(start, end).size:
            return True
        for at in range(start, min(end, start + HONOURED)):
            if self.roles[at] & FROM:
                return False
            if self.roles[at] & HONOUR:
                return at > start
        return False

    def _last_named(self, at: int) -> int:
        """The last companion named from a word on, before the Prophet is.

        Nobody, where the chain goes on from the one named to a kinsman who is not ("from his father").
        """
        person, before = 0, FROM
        while at < len(self) and not (person and self.roles[at] & OF_PROPHET):
            role = self.roles[at]
            named = self._name(at, min(len(self), at + NAME))
            if named.size:
                person = named.person
            elif role & KIN and before & FROM:
                person = 0
            at += named.size or 1
            before = role
        return person

    def _name(self, start: int, end: int) -> Named:
        """The person whose name begins at a word, and how many words the longest form of it takes."""
        nodes: list[int] = []
        node = 0
        for value in self.hashes[start:end]:
            node = next_node(self.index.name_table, node, value)
            if not node:
                break
            nodes.append(number_at(self.index.name_nodes, node))
        if not nodes:
            return NOBODY
        kunya = 0
        if nodes[0] & KUNYA_BEGINS:
            kunya = 3 if self._role(start + 1, end) & ABD else 2
        for size in range(len(nodes), 0, -1):
            person = nodes[size - 1] & PERSON
            if person and not self._continues(start, size, end, nodes):
                behind = self._behind_kunya(start, kunya, end) if size == kunya else NOBODY
                return behind if behind.size else Named(person, size)
        return self._behind_kunya(start, kunya, end) if kunya else NOBODY

    def _behind_kunya(self, start: int, size: int, end: int) -> Named:
        """The person whose full name follows the kunya that begins at a word and has so many."""
        behind = start + size
        if behind >= end or self.roles[behind] & IBN:
            return NOBODY
        found = self._name(behind, end)
        if any(role & NASAB for role in self.roles[behind : behind + found.size]):
            return Named(found.person, size + found.size)
        return NOBODY

    def _continues(self, start: int, size: int, end: int, nodes: list[int]) -> bool:
        """Whether the name goes on after `size` words in a way that makes it another's."""
        behind, node = start + size, nodes[size - 1]
        if behind >= end:
            return False
        after = self.roles[behind]
        if after & NASAB:
            return not node & (HAS_NASAB | AFTER_ALLAH)
        if after & THAT_IS and self._role(behind + 1, end) & NASAB:
            return not node & HAS_NASAB
        if size == 1 and after & ABU:
            return True
        short = size == 1 or (size == 2 and nodes[0] & KUNYA_BEGINS)
        if after & ANYONES or not short or not self._is_nisba(behind):
            return False
        epithets = len(self.index.name_nodes) + (node & PERSON)
        return not next_node(self.index.name_table, epithets, self.hashes[behind])

    def _role(self, at: int, end: int) -> int:
        return self.roles[at] if at < end else 0

    def _is_nisba(self, at: int) -> bool:
        """Whether a word says where someone is from or belongs: al-Ash'ari, al-Ansariyyah."""
        alef, _, ya, lam, ha = self.index.codes[:5]
        letters = self._letters(self.places[at])
        return (
            len(letters) > 4 and letters[:2] == bytes((alef, lam)) and letters.endswith((bytes((ya,)), bytes((ya, ha))))
        )


def read_isnad(document: Document, start: int, end: int) -> tuple[int, int, int] | None:
    """The chain that opens in a range of code points and reaches to its end: start, end and companion."""
    end = min(end, len(document.text))
    if start >= end:
        return None
    found = Words(document, start, end).isnad()
    if found is None:
        return None
    opener, person = found
    return start if person == IN_LATIN else opener, end, person


def read_isnad_before(document: Document, limit: int, end: int) -> tuple[int, int, int] | None:
    """The chain before a quotation, not before a limit."""
    end = min(end, len(document.text))
    start = max(limit, end - LONGEST)
    if start >= end:
        return None
    end = document.stripped_end(start, end, DECORATION)
    return read_isnad(document, _after_break(document, start, end), end)


def _after_break(document: Document, start: int, end: int) -> int:
    """Where the last sentence, quotation, paragraph or title that ends in a range does; its start when none does."""
    text, low = document.text, start
    for found in BREAK.finditer(text, start, end):
        if found[0] not in STOPS or not _after_ibn(document, found.start()):
            low = found.end()
    return low


def _after_ibn(document: Document, at: int) -> bool:
    """Whether a full stop stands behind "b.": that is no end, it stands for "ibn"."""
    text = document.text
    if text[at - 1 : at] != "b":
        return False
    before = text[at - 2] if at > 1 else "\0"
    return before != "_" and before not in document.word_characters
