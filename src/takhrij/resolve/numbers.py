"""Numbers of verses: single ones, ranges and lists, in any digits, joined by marks or words."""

from __future__ import annotations

from typing import Final

from takhrij.resolve.words import Words, key, keys

DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212~\u0640"
COMMAS: Final = "،,;؛"
AYAH: Final = keys(
    "آية الآية آيات الآيات آيتان الآيتان آيتين الآيتين والآية والآيات "
    "verse verses aya ayah ayat ayaat ayahs ayet verset versets v vv vs"
)
SHORTENED: Final = keys("v vv")
"""The word "verse" in one letter, which a full stop may follow."""
TO: Final = keys("إلى حتى to till until through")
AND: Final = keys("و and")
FIRST_TO_TENTH: Final = {
    key(word): number
    for number, words in enumerate(
        (
            "الاولي first", "الثانيه second", "الثالثه third", "الرابعه fourth", "الخامسه fifth",
            "السادسه sixth", "السابعه seventh", "الثامنه eighth", "التاسعه ninth", "العاشره tenth",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_ONES: Final = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
_TENS: Final = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]
ROMAN: Final = {"c" * (n // 100) + _TENS[n // 10 % 10] + _ONES[n % 10]: n for n in range(1, 115)}
"""The numbers of the surahs in Roman numerals."""
LAST: Final = keys("الأخيرة last")

Ranges = tuple[tuple[int, int], ...]


def verse_numbers(words: Words, at: int, last: int | None = None) -> tuple[Ranges, int] | None:
    """The numbers that begin at item `at`, and the item after them.

    A number after a comma belongs to the list when it is greater than the one before and, where `last` tells how many
    verses there are, not beyond; and when no other number follows it with a colon, as in "2:255, 3:18".

    >>> verse_numbers(Words("1-3، 7", 0, 6), 0), verse_numbers(Words("١٠ إلى ١٢", 0, 9), 0)
    ((((1, 3), (7, 7)), 5), (((10, 12),), 3))
    """
    if not words.is_number(at):
        return None
    ranges: list[tuple[int, int]] = []
    while True:
        first = final = words.number(at)
        at += 1
        if words.is_mark(at, DASHES) or words.is_word(at, TO):
            to = at + 1 + words.is_word(at + 1, AYAH)
            if words.is_number(to) and not _pair(words, to):
                final = words.number(to)
                at = to + 1
        ranges.append((min(first, final), max(first, final)))
        after = at + 1 if words.is_mark(at, COMMAS) or words.is_word(at, AND) else at
        if after == at + 1 and words.is_word(after, AND):
            after += 1
        if after == at or not words.is_number(after) or _pair(words, after):
            break
        if words.number(after) <= ranges[-1][1] or (last is not None and words.number(after) > last):
            break
        at = after
    return tuple(ranges), at


def _pair(words: Words, at: int) -> bool:
    """Whether the number at `at` is the first of a pair such as `2:255`."""
    return words.is_mark(at + 1, ":/") and words.is_number(at + 2)
