"""A quotation in another language beside the published translations of its passage: which is closest, and where they differ."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from takhrij.align.renderings import Rendering
from takhrij.library.terms import WORD, stems
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.align.renderings import Rendered
    from takhrij.library.store import Store

LONGEST: Final = 1500
"""Words of a text that are compared; of longer ones, the first."""
MISSED: Final = 0.25
"""What a word of the translation that the quotation lacks counts against those that both have, where it is told which part is quoted."""
WIDER: Final = 2
"""How many times its own length a quotation is looked for in a translation: translators differ by less."""
CLAUSES: Final = re.compile(r"[.;:!?—–\n]|, ")
CLAUSE_NATS: Final = 4.0
"""The likelihood from which a verse has a clause."""
OWN_CLAUSE: Final = 1.5
"""How many times as likely as of the verses before a clause must be of one for that to be quoted too."""
NEXT_SHARE: Final = 0.25
"""Share of the likelihood of the likeliest verse from which one next to it may be quoted with it."""
GAINED: Final = 0.1
"""By how much the likeness to a published translation has to grow with such a verse."""


class Published(NamedTuple):
    """A published translation beside a quotation."""

    edition: str
    """Its name, such as "Pickthall"."""
    likeness: float
    """Words in common, of those of the quotation and of the part of the translation that it covers: 0 to 1."""
    text: str
    """The part of it that the quotation covers."""
    covers: tuple[float, float]
    """Where this part begins and ends, as shares of the whole translation's words."""
    words: int
    """The words of the whole translation."""
    differing: tuple[tuple[str, str], ...]
    """Words of the quotation and those that stand in their place; one side is empty where the other has more."""


def closest(store: Store, text: str, first: int, last: int) -> Published | None:
    """The loaded translation of some verses, or the English text of a hadith, that is closest to a quotation.

    Args:
        store: the library.
        text: the quotation.
        first: the first verse, or the hadith.
        last: the last verse, or the same hadith.

    >>> from takhrij.library.library import Library
    >>> store = Library.open().store
    >>> verse = store.verse_number(94, 6)
    >>> found = closest(store, "Verily, with every difficulty comes relief", verse, verse)
    >>> found.edition, found.text, found.differing
    ('Yusuf Ali', 'Verily, with every difficulty there is relief', (('comes', 'there is'),))
    """
    quoted = _Words(text)
    best: Published | None = None
    for edition, published in _published(store, first, last):
        found = _beside(quoted, _words(published), edition)
        if found is not None and (best is None or found.likeness > best.likeness):
            best = found
    return best


class Run(NamedTuple):
    """Verses that a text is a rendering of, by their passages, both included, and the translation that is closest to it."""

    first: int
    last: int
    published: Published | None


def verses_rendered(
    store: Store, text: str, likely: Sequence[Rendered], best: int, known: Published | None = None
) -> Run:
    """A likely verse with those next to it that are quoted too: that have a clause of it, or bring it closer to a translation.

    Args:
        store: the library.
        text: the quotation.
        likely: the likeliest verses, best first.
        best: the verse to begin with.
        known: the closest translation of it, where that was looked for.

    >>> from takhrij.library.library import Library
    >>> store = Library.open().store
    >>> text = "Say: He is God, the One; God, the Eternal; He begets not, nor was He begotten"
    >>> found = Rendering(store, text).verses
    >>> run = verses_rendered(store, text, found, found[0].passage)
    >>> store.verse(run.first), store.verse(run.last)
    ((112, 1), (112, 3))
    """
    near = {each.passage for each in likely if each.nats >= NEXT_SHARE * likely[0].nats}
    pieces = [clause for piece in CLAUSES.split(text) if (clause := Rendering(store, piece)).words]
    surah, _ = store.verse(best)
    run = Run(best, best, known or closest(store, text, best, best))
    for step in (-1, 1):
        while True:
            added = run.first - 1 if step < 0 else run.last + 1
            if not 0 <= added < store.quran_verses or store.verse(added)[0] != surah:
                break
            has_clause = len(pieces) > 1 and any(_has(piece, added, run) for piece in pieces)
            if not has_clause and added not in near:
                break
            first, last = min(run.first, added), max(run.last, added)
            wider = closest(store, text, first, last)
            gained = wider.likeness - run.published.likeness if wider and run.published else 0.0
            if gained < (0 if has_clause else GAINED):
                break
            run = Run(first, last, wider)
    return run


def _has(clause: Rendering, verse: int, run: Run) -> bool:
    """Whether a verse has a clause, and those of a run have not."""
    own = clause.of(verse, verse).nats
    return own >= CLAUSE_NATS and own > OWN_CLAUSE * clause.of(run.first, run.last).nats


def _published(store: Store, first: int, last: int) -> Iterator[tuple[str, str]]:
    if first >= store.first_hadith:
        yield (
            f"the English text of {store.tables.works[store.work_of(first)].latin}",
            store.translated(first, last, "english"),
        )
        return
    for edition in store.translations:
        yield edition.label.partition(",")[0], store.translated(first, last, edition.id)


class _Words:
    """A text's words, as they stand and as they are compared."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in WORD.finditer(text)][:LONGEST]
        self.stems = stems(text)[:LONGEST]

    def between(self, start: int, end: int) -> str:
        """The text from one word to another."""
        if start >= end:
            return ""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())


_words = lru_cache(maxsize=256)(_Words)


def _beside(quoted: _Words, published: _Words, edition: str) -> Published | None:
    """The comparison with one translation; `None` where they have no words in common."""
    low, high = _nearest(published.stems, quoted.stems)
    blocks = _blocks(
        _dense([(low + place, other) for place, other in _in_common(published.stems[low:high], quoted.stems)])
    )
    if not blocks:
        return None
    start, end = blocks[0][0], blocks[-1][0] + blocks[-1][2]
    differing = []
    at, quoted_at = start, 0
    for of_published, of_quoted, size in [*blocks, (end, len(quoted.stems), 0)]:
        pair = quoted.between(quoted_at, of_quoted), published.between(at, of_published)
        if any(pair):
            differing.append(pair)
        at, quoted_at = of_published + size, of_quoted + size
    common, size = sum(block[2] for block in blocks), len(published.stems)
    return Published(edition, 2 * common / (len(quoted.stems) + end - start), published.between(start, end),
                     (start / size, end / size), size, tuple(differing))  # fmt: skip


def _nearest(published: Sequence[str], quoted: Sequence[str]) -> tuple[int, int]:
    """The stretch of a translation, as long as a quotation `WIDER` times, that has most of its words, and half as much on either side.

    >>> _nearest("a b c d e f g h e".split(), "e f".split())
    (1, 7)
    """
    size = WIDER * len(quoted)
    wanted = Counter(quoted)
    most = found = at = 0
    for number, word in enumerate(published):
        found += wanted[word] > 0
        wanted[word] -= 1
        if number >= size:
            gone = published[number - size]
            wanted[gone] += 1
            found -= wanted[gone] > 0
        if found > most:
            most, at = found, max(0, number - size + 1)
    beside = len(quoted) // 2
    return max(0, at - beside), min(len(published), at + size + beside)


def _in_common(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the longest common subsequence of two lists of words (Hunt and Szymanski, 1977).

    Of the places that a word may have in the first, it has the last before that of the next.

    >>> _in_common("with hardship goes ease".split(), "so with hardship comes ease".split())
    [(0, 1), (1, 2), (3, 4)]
    >>> _in_common("no one and no sleep".split(), "no sleep".split())
    [(3, 0), (4, 1)]
    """
    places: dict[str, list[int]] = {}
    # The last first: none of a word's places then extends another of them.
    for number in range(len(second) - 1, -1, -1):
        places.setdefault(second[number], []).append(number)
    ends: list[int] = []  # where, in the second, the subsequence of each length ends that ends first
    steps: list[tuple[int, int, Any]] = []  # of each, its last pair and those before
    for number, word in enumerate(first):
        for place in places.get(word, ()):
            length = bisect_left(ends, place)
            step = (number, place, steps[length - 1] if length else None)
            if length == len(ends):
                ends.append(place)
                steps.append(step)
            elif place < ends[length]:
                ends[length], steps[length] = place, step
    found: list[tuple[int, int]] = []
    last: Any = steps[-1] if steps else None
    while last is not None:
        number, place = last[:2]
        if found:
            number = next(other for other in range(found[-1][0] - 1, -1, -1) if first[other] == first[number])
        found.append((number, place))
        last = last[2]
    return found[::-1]


def _dense(pairs: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The stretch of pairs with most in common, for the words of the first between them that have none.

    >>> _dense([(0, 0), (1, 1), (3, 2), (40, 5)])
    [(0, 0), (1, 1), (3, 2)]
    """
    best, first, last = 0.0, 0, 0
    total, begins = 0.0, 0
    for number, (place, _) in enumerate(pairs):
        if number:
            total -= MISSED * (place - pairs[number - 1][0] - 1)
        if total <= 0:
            total, begins = 0.0, number
        total += 1
        if total > best:
            best, first, last = total, begins, number + 1
    return pairs[first:last]


def _blocks(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Pairs of places as runs: the first pair of each, and how many there are."""
    blocks: list[tuple[int, int, int]] = []
    for first, second in pairs:
        if blocks and first == blocks[-1][0] + blocks[-1][2] and second == blocks[-1][1] + blocks[-1][2]:
            blocks[-1] = (*blocks[-1][:2], blocks[-1][2] + 1)
        else:
            blocks.append((first, second, 1))
    return blocks
