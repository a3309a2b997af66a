"""The words, numbers and marks of a window of text, with their offsets: what the grammars of references read.

Words are compared by a *key* that forgets more than spelling: for Arabic the folded word, for Latin letters the word
without case, marks, doubled letters and a final h, so that "An-Nisaa" and "Al-Nisāʾ" differ only in their article.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from takhrij.text.letters import FOLDS

MARK, NUMBER, WORD, LINE = range(4)
_DIACRITICS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_UNSEEN: Final = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_ALPHABETS: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u02b9-\u02c1\u1e00-\u1eff"
    "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
TOKEN: Final = re.compile(
    rf"(\d+)|([{_ALPHABETS}](?:[{_ALPHABETS}{_DIACRITICS}{_UNSEEN}]*[{_ALPHABETS}{_DIACRITICS}])?"
    rf"(?:['’‘`ʼ](?=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[{_ALPHABETS}{_DIACRITICS}]+)*|[^\W\d_])"
    rf"|(\n)|[^\w\s*_~{_DIACRITICS}{_UNSEEN}]"
)
_LETTERS: Final = {
    "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه", "ٱ": "ا", "ـ": "",
}  # fmt: skip
APOSTROPHES: Final = "'’‘`ʼʿʾʹˁˀ"
_OPENING: Final = "([{（【"
_CLOSING: Final = ")]}）】"
_POSSESSIVES: Final = ("'s", "’s")
MEMO_LIMIT: Final = 20_000
_MOST_SKIPPED: Final = 4
LATIN_END: Final = "\u0250"
"""Folded Latin letters stand before this character."""


class _Fold(dict[int, str]):
    """Each character's folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in APOSTROPHES:
            out = ""
        elif char.isdecimal():
            out = str(unicodedata.decimal(char))
        elif char in _LETTERS:
            out = _LETTERS[char]
        elif char in FOLDS:
            out = FOLDS[char]
        else:
            parts = unicodedata.normalize("NFKD", char)
            kept = [
                _LETTERS.get(part, FOLDS.get(part, part)) for part in parts if unicodedata.category(part)[0] not in "MC"
            ]
            out = "".join(kept).lower()
        self[code] = out
        return out


_FOLD: Final = _Fold()
KEYS: dict[str, str] = {}


def key(word: str) -> str:
    """The key by which a word is compared.

    >>> key("النِّسَاءِ"), key("Nisāʾ"), key("Baqarah"), key("Noor"), key("٢٥٥")
    ('النسا', 'nisa', 'baqara', 'nur', '255')
    """
    known = KEYS.get(word)
    if known is None:
        known = (word[:-2] if word.endswith(_POSSESSIVES) else word).translate(_FOLD)
        if known and known[0] < LATIN_END:
            known = _latin(known)
        if len(KEYS) >= MEMO_LIMIT:
            KEYS.clear()
        if len(word) < 40:
            KEYS[word] = known
    return known


def phrase_keys(phrase: str) -> list[str]:
    """The keys of the words of a phrase of a table; hyphens part words."""
    if phrase[:1] >= LATIN_END:
        return phrase.translate(_FOLD).split()
    return [key(word) for word in phrase.replace("-", " ").split()]


def keys(words: str) -> frozenset[str]:
    """The keys of words written with spaces between them."""
    return frozenset(key(word) for word in words.split())


def _latin(word: str) -> str:
    if word[0].isdigit() or word == "allah":  # with an l and its h less, it would be al-A'la
        return word
    word = word.replace("ee", "i").replace("oo", "u").replace("ou", "u")
    out = word[0]
    for char in word[1:]:
        if char != out[-1]:
            out += char
    return out[:-1] if len(out) > 3 and out.endswith("ah") else out


class Words:
    """The words, numbers, marks and line ends of `text[start:end]`; emphasis marks (`*`, `_`) are passed over.

    Offsets are code points of `text`.

    >>> text = "(رَوَاهُ **البخاري**، ٨)"
    >>> Words(text, 0, len(text)).keys
    ['(', 'رواه', 'البخاري', '،', '8', ')']
    """

    __slots__ = ("ends", "keys", "kinds", "starts", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        found = list(TOKEN.finditer(text, start, end))
        self.starts: list[int] = [match.start() for match in found]
        self.ends: list[int] = [match.end() for match in found]
        self.kinds: list[int] = [match.lastindex or MARK for match in found]  # the pattern's groups are in their order
        self.keys: list[str] = [match[0] for match in found]
        for at, kind in enumerate(self.kinds):
            if kind in (WORD, NUMBER):
                raw = self.keys[at]
                if word := KEYS.get(raw) or key(raw):
                    self.keys[at] = word
                else:
                    self.kinds[at] = MARK
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
            kept = [at for at in range(len(self.kinds)) if at not in dropped]
            self.starts, self.ends = [self.starts[at] for at in kept], [self.ends[at] for at in kept]
            self.kinds, self.keys = [self.kinds[at] for at in kept], [self.keys[at] for at in kept]

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
        start, end, text = self.starts[at], self.ends[at], self.text
        while letters and start < end:
            start += 1
            while start < end and not text[start].isalpha():
                start += 1
            letters -= 1
        return start

    def touches(self, at: int) -> bool:
        """Whether nothing, not even a space, stands between item `at` and the next."""
        return at + 1 < len(self.keys) and self.ends[at] == self.starts[at + 1]

    def written(self, first: int, last: int) -> str:
        """The text of items `first` up to `last`, exclusive."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""
