"""The words of a text in any script, by Unicode, with what of them is compared.

The kernel of the library reads Arabic and Latin letters by its own tables. A pack may be in any script; so a word here is
what Unicode says that letters, digits and their marks are, and of scripts that part words by no space each letter is one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from takhrij.namedtuple import NamedTuple

ALONE: Final = (
    "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2-\u0eb3\u0ec0-\u0ec6\u1000-\u102a\u103f\u1780-\u17b3"
    "\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
"""Letters of Thai, Lao, Burmese, Khmer, Hiragana and Han: no space parts words, so each letter is compared by itself."""
_LAST_MARK: Final = 0x1FFFF
"""Marks of Unicode stand before it; the selectors of variants far behind count as none."""
_DROPPED: Final = re.compile("[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
"""What is drawn or hidden and belongs to no word's letters."""
_VOWELS: Final = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)
"""Marks that Hebrew and Arabic may be written with or without."""
_SAME: Final = str.maketrans(
    {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "’": "'", "ʼ": "'", "‘": "'", "`": "'"}
)
"""Letters that are written one for the other."""


class Word(NamedTuple):
    """A word of a text."""

    start: int
    """Code points of the text, half-open."""
    end: int
    key: str
    """Its letters: two words of one key are the same."""
    fold: str
    """Its letters without accents: two of one fold are the same word in two spellings."""


@cache
def _marks() -> str:
    """The combining marks of Unicode and the joiners, as ranges of a class of a regular expression."""
    ranges: list[list[int]] = []
    for code in range(0x300, _LAST_MARK):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "\u200b-\u200f\u2060\u00ad" + "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


@cache
def _word() -> re.Pattern[str]:
    marks, letters = _marks(), rf"[^\W_{ALONE}]"
    run = rf"(?>(?:{letters}+[{marks}]*+)+)"
    joined = rf"(?:['’ʼ](?={letters})|(?<=\d)[.,٫٬](?=\d))"
    return re.compile(rf"[{ALONE}][{marks}]*+|{run}(?:{joined}{run})*+")


@lru_cache(maxsize=1 << 16)
def _folded(spelt: str) -> tuple[str, str]:
    """The key and the fold of a word."""
    if spelt.isascii():
        lower = spelt.lower()
        return lower, lower
    key = unicodedata.normalize("NFKC", _VOWELS.sub("", _DROPPED.sub("", spelt))).casefold()
    key = "".join(str(unicodedata.decimal(each, each)) for each in key).replace("’", "'").replace("ʼ", "'")
    apart = unicodedata.normalize("NFKD", key)
    fold = "".join(each for each in apart if unicodedata.category(each) != "Mn").translate(_SAME).casefold()
    return key or spelt, fold or key or spelt


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a stretch of a text, in order.

    Args:
        text: the text, in any script.
        start: where the stretch begins, in code points.
        end: where it ends; the end of the text without it.

    >>> [word.fold for word in words("He paid 1,200 for the café’s “Überraschung”.")]
    ['he', 'paid', '1,200', 'for', 'the', "cafe's", 'uberraschung']
    >>> [word.key for word in words("قَالَ الرئيسُ: ١٢ مدرسة")]
    ['قال', 'الرئيس', '12', 'مدرسة']
    >>> len(words("新しい橋"))
    4
    """
    return [
        Word(*match.span(), *_folded(match[0]))
        for match in _word().finditer(text, start, len(text) if end is None else end)
    ]


def is_alone(fold: str) -> bool:
    """Whether a word is a letter of a script that parts words by no space.

    >>> is_alone("橋"), is_alone("bridge")
    (True, False)
    """
    return len(fold) == 1 and re.match(f"[{ALONE}]", fold) is not None
