"""A quotation too damaged to be traced by its words is compared, letter by letter, with the hadith that the document states.

The comparison is the bit-parallel one of Myers (1999): a row of the table of edit distances is one number, so a hadith of
thousands of letters is searched in milliseconds. It is asked for where nothing else fits, and a number is stated.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from takhrij.align.align import encoded
from takhrij.align.match import Match
from takhrij.kernel import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.library.store import Store
    from takhrij.model import Span
    from takhrij.resolve.record import Reference

LEAST: Final = 0.6
"""Share of a quotation's letters that the hadith stated has: of a thousand hadiths drawn at random, one has as much."""
EVERYWHERE: Final = frozenset({"قال", "رسول", "الله", "النبي", "صلي", "عليه", "وسلم", "عن", "رضي", "عنه"})
"""Words that hadiths have in common, folded: they tell none from another."""
LEAST_LETTERS, MOST_LETTERS = 20, 2000


def stated_hadiths(store: Store, references: Sequence[Reference]) -> list[int]:
    """The hadiths whose numbers the document states, in a numbering that is loaded; none where a number is of a book."""
    return [
        number
        for reference in references
        if reference.kind == "hadith" and reference.book is None
        for work, stated in reference.numbers
        if work in store.tables.numberings
        for number in store.numbered(work, stated)
    ]


def damaged_match(store: Store, text: str, span: Span, number: int) -> Match | None:
    """The stretch of a hadith whose letters a quotation has, if it has enough of them.

    Args:
        store: the library.
        text: the document.
        span: the quotation.
        number: the hadith.
    """
    quoted = _letters(store, text[span.start : span.end])
    if not LEAST_LETTERS <= len(quoted) <= MOST_LETTERS:
        return None
    low, high = store.starts[number], store.starts[number + 1] - 1
    words = [_letters(store, store.words(at, at + 1)) for at in range(low, high)]
    source = "".join(words)
    distance, end = min((cost, end) for end, cost in enumerate(_distances(quoted, source, anchored=False)))
    if distance > (1 - LEAST) * len(quoted):
        return None
    _, length = min(
        (cost, size) for size, cost in enumerate(_distances(quoted[::-1], source[:end][::-1], anchored=True))
    )
    # A word counts as quoted when the middle of it is.
    middles = [upto - len(word) / 2 for word, upto in zip(words, accumulate(map(len, words)), strict=True)]
    covered = [at for at in range(bisect_left(middles, end - length), bisect_left(middles, end)) if words[at]]
    if not covered:
        return None
    first, last = low + covered[0], low + covered[-1] + 1
    cost, common, other, kept, spelt = rows(store.kernel.align(encoded(text, span), first, last, True)[0], 7)[0][2:]
    return Match(first, last, cost, common, other, kept, spelt, number, number, 1 - distance / len(quoted))


def _letters(store: Store, text: str) -> str:
    """The folded letters of a text, without what stands between them, and without the words that every hadith has."""
    words = store.tables.letters.fold(text).split()
    return "".join(filter(str.isalpha, "".join(word for word in words if word not in EVERYWHERE)))


def _distances(pattern: str, text: str, *, anchored: bool) -> Iterator[int]:
    """For every end in a text, from 0 to its length, the least edits that turn the pattern into what ends there.

    It begins anywhere, or where the text does (`anchored`).

    >>> list(_distances("abc", "xabd", anchored=False))
    [3, 3, 2, 1, 1]
    >>> list(_distances("abc", "ab", anchored=True))
    [3, 2, 1]
    """
    size = len(pattern)
    places: dict[str, int] = {}
    for at, letter in enumerate(pattern):
        places[letter] = places.get(letter, 0) | 1 << at
    every, last = (1 << size) - 1, 1 << size - 1
    more, less, score = every, 0, size  # the vertical differences of the column: +1 and -1
    yield score
    for letter in text:
        equal = places.get(letter, 0)
        diagonal = (((equal & more) + more) ^ more) | equal
        right_more, right_less = less | ~(diagonal | more) & every, more & diagonal
        score += bool(right_more & last) - bool(right_less & last)
        yield score
        right_more, right_less = (right_more << 1 | anchored) & every, right_less << 1 & every
        more = right_less | ~(equal | less | right_more) & every
        less = right_more & (equal | less)
