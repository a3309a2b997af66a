"""The words, numbers and marks of a window of text, with their offsets: what the grammars of references read.

Words are compared by their keys (`takhrij.text.keys`).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from takhrij.text.keys import APOSTROPHES, LATIN_END, LONGEST_KEPT, MEMO_LIMIT, fold, key, keys, phrase_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "APOSTROPHES", "LATIN_END", "LINE", "MARK", "MEMO_LIMIT", "NUMBER", "TOKEN", "TOKENS", "WORD", "Words", "key", "keys", "phrase_keys",
]  # fmt: skip

MARK, NUMBER, WORD, LINE = range(4)
_DIACRITICS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_UNSEEN: Final = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_ALPHABETS: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u02b9-\u02c1\u1e00-\u1eff"
    "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
_LETTERS: Final = _ALPHABETS + _DIACRITICS
_APOSTROPHES: Final = "'’‘`ʼ"
_WORD: Final = (  # no class of letters is written twice: each costs a start as much as several short patterns (docs/decisions/start.md)
    rf"[{_ALPHABETS}][{_LETTERS}]*+"
    rf"(?:(?:[{_UNSEEN}]++|[{_APOSTROPHES}](?=[^\W\d_])(?=[\0-\u024f\u1e00-\u1eff]))(?:[^\W\d_][{_DIACRITICS}]*+)++)*+"
)
TOKEN: Final = re.compile(rf"{_WORD}|\d+|\n|[^\s*_~{_DIACRITICS}{_UNSEEN}]")
_FIRST: Final = re.compile(r"(\d)|([^\W\d_])|(\n)")
_OPENING: Final = "([{（【"
_CLOSING: Final = ")]}）】"
_MOST_SKIPPED: Final = 4


class _Tokens(dict[str, tuple[int, str]]):
    """The kind and the key of each token, worked out when first met.

    Its kind is that of its first character; a word of whose key nothing is left is a mark. A word or number is compared by its
    key, a mark by itself.
    """

    def __missing__(self, token: str) -> tuple[int, str]:
        found = _FIRST.match(token)
        kind = found.lastindex if found and found.lastindex else MARK  # the pattern's groups are in their order
        known = fold(token) if kind in (NUMBER, WORD) else token
        made = (kind, known) if known else (MARK, token)
        if len(self) >= MEMO_LIMIT:
            self.clear()
        if len(token) < LONGEST_KEPT:
            self[token] = made
        return made


TOKENS: Final = _Tokens()


class Words:
    """The words, numbers, marks and line ends of `text[start:end]`; emphasis marks (`*`, `_`) are passed over.

    Offsets are code points of `text`.

    >>> text = "(رَوَاهُ **البخاري**، ٨)"
    >>> Words(text, 0, len(text)).keys
    ['(', 'رواه', 'البخاري', '،', '8', ')']
    """

    __slots__ = ("_found", "_kept", "_range", "_spans", "keys", "kinds", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        tokens = list(map(TOKENS.__getitem__, TOKEN.findall(text, start, end)))
        self.kinds: list[int] = [kind for kind, _ in tokens]
        self.keys: list[str] = [word for _, word in tokens]
        self._range = (start, end)
        self._kept: list[int] | None = None  # all
        self._found: Iterator[re.Match[str]] | None = None
        self._spans: list[tuple[int, int]] = []
        if LINE in self.kinds:
            self._unwrap()

    def _unwrap(self) -> None:
        """Passes over the line ends within a bracket, unless a line is empty: the text is wrapped there."""
        opened = False
        ends: list[int] = []
        dropped: set[int] = set()
        for at, kind in enumerate(self.kinds):
            if kind == LINE:
                if ends and ends[-1] == at - 1:
                    opened = False
                ends.append(at)
            elif kind == MARK and self.keys[at] in _OPENING:
                opened, ends = True, []
            elif kind == MARK and self.keys[at] in _CLOSING:
                dropped.update(ends if opened else ())
                opened = False
        if dropped:
            self._kept = kept = [at for at in range(len(self.kinds)) if at not in dropped]
            self.kinds, self.keys = [self.kinds[at] for at in kept], [self.keys[at] for at in kept]

    def span(self, at: int) -> tuple[int, int]:
        """Where item `at` begins and ends, worked out as far as asked for: most windows hold no reference."""
        if at < 0:
            at += len(self.keys)
        place = at if self._kept is None else self._kept[at]
        if place >= len(self._spans):
            found = self._found = self._found or TOKEN.finditer(self.text, *self._range)
            self._spans += [match.span() for match in islice(found, place + 1 - len(self._spans))]
        return self._spans[place]

    def __len__(self) -> int:
        return len(self.keys)

    def is_mark(self, at: int, marks: str) -> bool:
        """Whether one of `marks` stands at `at`."""
        return at < len(self.keys) and self.kinds[at] == MARK and self.keys[at] in marks

    def is_word(self, at: int, words: frozenset[str]) -> bool:
        """Whether one of `words` stands at `at`."""
        return at < len(self.keys) and self.kinds[at] == WORD and self.keys[at] in words

    def skip(self, at: int, words: frozenset[str]) -> int:
        """The item after the words of a set that stand at `at`, a few at most."""
        last = at + _MOST_SKIPPED
        while at < last and self.is_word(at, words):
            at += 1
        return at

    def is_number(self, at: int) -> bool:
        """Whether a number stands at `at`."""
        return at < len(self.keys) and self.kinds[at] == NUMBER

    def number(self, at: int) -> int:
        """The number at `at`; one of absurd length is 0."""
        return int(self.keys[at]) if len(self.keys[at]) < 8 else 0

    def start_without(self, at: int, letters: int) -> int:
        """Where word `at` begins once its first `letters` letters, and the marks on them, are left off."""
        (start, end), text = self.span(at), self.text
        while letters and start < end:
            start += 1
            while start < end and not text[start].isalpha():
                start += 1
            letters -= 1
        return start

    def touches(self, at: int) -> bool:
        """Whether nothing, not even a space, stands between item `at` and the next."""
        return at + 1 < len(self.keys) and self.span(at)[1] == self.span(at + 1)[0]

    def written(self, first: int, last: int) -> str:
        """The text of items `first` up to `last`, exclusive."""
        return self.text[self.span(first)[0] : self.span(last - 1)[1]] if last > first else ""
