"""Names and terms of several words, found by walking a tree of word keys; and names that are misspelt."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from takhrij.resolve.words import APOSTROPHES, LATIN_END, MARK, WORD, Words, key
from takhrij.text.keys import ARTICLES, beginnings

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = TypeVar("Value")
SURE_ARTICLES: Final = frozenset({"al", "el", "ash", "adh", "ul"})
"""Those that are no English word: they need no hyphen after them."""
_LONGEST_PHRASE: Final = 24
"""No phrase reaches over more items, articles and hyphens counted."""
_HYPHENS: Final = "-\u2010\u2011\u2013"
_PASSED_OVER: Final = ARTICLES.union(_HYPHENS, APOSTROPHES)
"""Keys of items between the words of a name that count for nothing."""
_CONJUNCTIONS: Final = "وف"
_PREPOSITIONS: Final = "بلك"
_JOINED: Final = _CONJUNCTIONS + _PREPOSITIONS


def bare_forms(word: str) -> tuple[str, ...]:
    """The keys an Arabic word may have once a conjunction or a preposition joined to it is taken off.

    >>> bare_forms("وللبخاري"), bare_forms("ومسلم")
    (('للبخاري', 'البخاري'), ('مسلم',))
    """
    if word[:1] not in _JOINED:
        return ()  # most words
    out: list[str] = []
    if len(word) > 3 and word[0] in _CONJUNCTIONS:
        word = word[1:]
        out.append(word)
    if len(word) > 4 and word.startswith("لل"):
        out.append("ال" + word[2:])
    elif len(word) > 3 and word[0] in _PREPOSITIONS:
        out.append(word[1:])
    return tuple(out)


def behind(trees: Iterable[Phrases[Any]], forms: Iterable[str]) -> frozenset[str] | None:
    """The keys of which one must stand behind a word for a phrase of a tree to begin with one of its forms, or `None`."""
    out: frozenset[str] = frozenset()
    for tree, form in product(trees, forms):
        following = tree.behind(form)
        if following is None:
            return None
        out |= following
    return out


class _Node(Generic[Value]):
    """A step in the tree: the words that may follow, and the value of the phrase that ends here."""

    __slots__ = ("below", "value")

    def __init__(self) -> None:
        self.below: dict[str, _Node[Value]] | None = None
        self.value: Value | None = None


class Phrases(Generic[Value]):
    """Phrases by their word keys; articles in Latin letters and the hyphens after them count for nothing.

    The tree of their words grows where it is walked: a document names few of them.

    Args:
        beginnings: the phrases by the first words of their forms, where that is known (`takhrij.text.keys.BEGINNINGS`); it
            may hold other phrases too. Empty: it is worked out when first needed.
    """

    __slots__ = ("_beginnings", "_order", "_root", "_values")

    def __init__(self, beginnings: dict[str, str] | None = None) -> None:
        self._values: dict[str, Value] = {}
        self._beginnings = beginnings
        self._order: dict[str, int] = {}
        self._root: dict[str, _Node[Value]] = {}

    def add(self, phrase: str, value: Value) -> None:
        """Add a phrase; the first value given to a phrase stays."""
        self._values.setdefault(phrase, value)

    def first_words(self) -> Iterable[str]:
        """The keys with which phrases begin, and possibly others."""
        if not self._beginnings:
            self._beginnings = beginnings(self._values)
        return self._beginnings

    def begins(self, word: str) -> bool:
        """Whether a phrase begins with a word of this key, articles apart."""
        return self._grown(word) is not None

    def behind(self, word: str) -> frozenset[str] | None:
        """The keys of which one must stand behind a word that begins a phrase: its next words, and what is passed over.

        `None` where the word is a phrase by itself.
        """
        node = self._grown(word)
        if node is None:
            return frozenset()
        return None if node.value is not None else _PASSED_OVER.union(node.below or ())

    def _grown(self, first: str) -> _Node[Value] | None:
        """The step that a first word leads to."""
        grown = self._root.get(first)
        return grown if grown is not None or first not in self.first_words() else self._grow(first)

    def _grow(self, first: str) -> _Node[Value] | None:
        """Take in the phrases that begin with a word, in the order in which they were added."""
        pairs = [pair.partition("=") for pair in (self._beginnings or {})[first].split("|")]
        known = [(form, phrase) for form, _, phrase in pairs if phrase in self._values]
        if len(known) > 1:
            order = self._order = self._order or {phrase: place for place, phrase in enumerate(self._values)}
            known.sort(key=lambda pair: order[pair[1]])
        for form, phrase in known:
            _, *rest = form.split(" ")
            node = self._root.setdefault(first, _Node())
            for word in rest:
                if node.below is None:
                    node.below = {}
                node = node.below.setdefault(word, _Node())
            if node.value is None:
                node.value = self._values[phrase]
        return self._root.get(first)

    def match(
        self, words: Words, at: int, first: str | None = None, *, loose: bool = False
    ) -> tuple[Value, int] | None:
        """The longest phrase that begins at item `at`: its value and the item after it.

        Args:
            words: what is read.
            at: the item to begin at.
            first: a key to read instead of that of item `at`.
            loose: articles need no hyphen.
        """
        node, best = None, None
        keys, kinds, here, size = words.keys, words.kinds, at, min(len(words.keys), at + _LONGEST_PHRASE)
        while here < size:
            if kinds[here] == WORD:
                word = keys[here] if first is None or here > at else first
                below = self._grown(word) if node is None else (node.below or {}).get(word)
                if below is not None:
                    node = below
                    if node.value is not None:
                        best = (node.value, here + 1)
                elif word not in ARTICLES or not (loose or word in SURE_ARTICLES or words.is_mark(here + 1, _HYPHENS)):
                    break
            elif not (kinds[here] == MARK and here > at and self._inner(words, here)):
                break
            here += 1
        return best

    @staticmethod
    def _inner(words: Words, at: int) -> bool:
        """Whether the mark at `at` may stand within a name: a hyphen, an apostrophe before or after a word."""
        mark = words.keys[at]
        return (mark in _HYPHENS and words.touches(at - 1)) or (
            mark in APOSTROPHES and words.touches(at - 1) != words.touches(at)
        )

    def match_bare(self, words: Words, at: int) -> tuple[Value, int] | None:
        """As `match`, with the first word also taken without a conjunction or preposition joined to it."""
        found = self.match(words, at)
        if found is None and at < len(words) and words.kinds[at] == WORD and words.keys[at] >= LATIN_END:
            for form in bare_forms(words.keys[at]):
                found = self.match(words, at, form)
                if found is not None:
                    return found
        return found


_LONGEST: Final = 18
"""A word longer than this is no misspelt name."""


class Misspelt:
    """Finds the name that a misspelt one stands for: at most one letter off, or two in longer names, and no tie."""

    __slots__ = ("_deletions", "_names")

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._names = names
        self._deletions: dict[str, list[tuple[str, int]]] = {}

    def find(self, word: str) -> int | None:
        """The value of the one nearest name, or `None`."""
        if len(word) > _LONGEST or len(word) < 3:
            return None
        if not self._deletions:
            for name, value in self._names:
                folded = key(name)
                for form in _shortened(folded):
                    self._deletions.setdefault(form, []).append((folded, value))
        near: dict[int, int] = {}
        seen: set[str] = set()
        for form in _shortened(word):
            for name, value in self._deletions.get(form, ()):
                if name not in seen:
                    seen.add(name)
                    off = distance(word, name)
                    if off <= _allowed(word, name):
                        near[value] = min(near.get(value, off), off)
        if not near:
            return None
        least = min(near.values())
        best = [value for value, off in near.items() if off == least]
        return best[0] if len(best) == 1 else None


def _allowed(word: str, name: str) -> int:
    length = max(len(word.removeprefix("ال")), len(name.removeprefix("ال")))
    return 0 if length < 3 else 1 if length < 5 else 2


def _shortened(word: str) -> set[str]:
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    if len(word) < 6:
        return once | {word}
    return {form[:at] + form[at + 1 :] for form in once for at in range(len(form))} | once | {word}


def distance(one: str, other: str) -> int:
    """How many letters to insert, delete, replace, or swap with the next.

    >>> distance("البقره", "البقرا"), distance("الاتعام", "الانعام"), distance("ab", "ba")
    (1, 1, 1)
    """
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        now = [row]
        for column, its in enumerate(other, 1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (char != its))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == its:
                least = min(least, before_last[column - 2] + 1)
            now.append(least)
        before_last, last = last, now
    return last[-1]
