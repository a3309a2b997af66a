"""Keys of words: what the words of names and terms are compared by, in references.

A key forgets more than spelling: for Arabic it is the folded word, for Latin letters the word without case, marks, doubled
letters and a final h, so that "An-Nisaa" and "Al-Nisāʾ" differ only in their article.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from takhrij.text.letters import FOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS: Final = {
    "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه", "ٱ": "ا", "ـ": "",
}  # fmt: skip
APOSTROPHES: Final = "'’‘`ʼʿʾʹˁˀ"
_POSSESSIVES: Final = ("'s", "’s")
MEMO_LIMIT: Final = 20_000
LONGEST_KEPT: Final = 40
"""Code points of a word from which its key is not kept."""
LATIN_END: Final = "\u0250"
"""Folded Latin letters stand before this character."""
ARTICLES: Final = frozenset({
    "al", "el", "an", "ar", "as", "ash", "at", "ath", "ad", "adh", "az", "ul", "il", "us", "ur", "un", "ut", "uz", "ud", "l",
    "e", "i",
})  # fmt: skip
"""Spellings of the Arabic article in Latin letters."""


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


def fold(word: str) -> str:
    """The key of a word, worked out."""
    known = (word[:-2] if word.endswith(_POSSESSIVES) else word).translate(_FOLD)
    return _latin(known) if known and known[0] < LATIN_END else known


def key(word: str) -> str:
    """The key by which a word is compared.

    >>> key("النِّسَاءِ"), key("Nisāʾ"), key("Baqarah"), key("Noor"), key("٢٥٥")
    ('النسا', 'nisa', 'baqara', 'nur', '255')
    """
    known = KEYS.get(word)
    if known is None:
        known = fold(word)
        if len(KEYS) >= MEMO_LIMIT:
            KEYS.clear()
        if len(word) < LONGEST_KEPT:
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


BEGINNINGS: dict[str, str] = {}
"""By the first words of their forms, the names and titles of the tables: `form=phrase`, parted by `|`. An index brings it."""


def forms(phrase: str) -> list[str]:
    """The forms of a phrase, each its keys parted by spaces; in Latin letters without articles, which count for nothing.

    >>> forms("صحيح البخاري"), forms("An-Nisaa")
    (['صحيح البخاري'], ['anisa', 'alnisa', 'nisa'])
    """
    words = phrase_keys(phrase)
    if phrase[:1] >= LATIN_END:
        return [" ".join(words)]
    whole = " ".join([word for word in words if word not in ARTICLES] or words)
    joined = len(words) == 2 and words[0] in ARTICLES  # "Annisa"
    return [key(words[0] + words[1]), key("al" + words[1]), whole] if joined else [whole]


def beginnings(phrases: Iterable[str]) -> dict[str, str]:
    """What `BEGINNINGS` holds for some phrases.

    >>> beginnings(["صحيح البخاري", "صحيح مسلم"])
    {'صحيح': 'صحيح البخاري=صحيح البخاري|صحيح مسلم=صحيح مسلم'}
    """
    found: dict[str, list[str]] = {}
    for phrase in dict.fromkeys(phrases):
        for form in forms(phrase):
            if form:
                found.setdefault(form.partition(" ")[0], []).append(f"{form}={phrase}")
    return {first: "|".join(pairs) for first, pairs in found.items()}
