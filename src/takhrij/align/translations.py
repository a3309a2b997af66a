"""A quotation in another language beside the published translations of its passage: which is closest, and where they differ."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.library.terms import WORD, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.library.store import Store

LONGEST: Final = 1500
"""Words of a text that are compared; of longer ones, the first."""
APART: Final = 4
"""Words in common at an end of the part are there by chance when they stand further than so many words from the others, and than
twice their own number more."""


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


def _published(store: Store, first: int, last: int) -> Iterator[tuple[str, str]]:
    notes = [store.notes(number) for number in range(first, last + 1)]
    if first >= store.first_hadith:
        yield f"the English text of {store.tables.works[store.work_of(first)].latin}", str(notes[0][2])
        return
    for edition in store.translations:
        yield edition.label.partition(",")[0], " ".join(note[0].get(edition.id, "") for note in notes)


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
    matcher = SequenceMatcher(None, published.stems, quoted.stems, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    while len(blocks) > 1 and blocks[1].a - (blocks[0].a + blocks[0].size) > APART + 2 * blocks[0].size:
        del blocks[0]
    while len(blocks) > 1 and blocks[-1].a - (blocks[-2].a + blocks[-2].size) > APART + 2 * blocks[-1].size:
        del blocks[-1]
    if not blocks:
        return None
    start, end = blocks[0].a, blocks[-1].a + blocks[-1].size
    common = sum(block.size for block in blocks)
    differing = []
    at = quoted_at = 0
    for block in [*blocks, None]:
        of_published = (max(start, at), block.a if block else end)
        of_quoted = (quoted_at, block.b if block else len(quoted.stems))
        pair = quoted.between(*of_quoted), published.between(*of_published)
        if any(pair):
            differing.append(pair)
        if block:
            at, quoted_at = block.a + block.size, block.b + block.size
    size = len(published.stems)
    return Published(edition, 2 * common / (len(quoted.stems) + end - start), published.between(start, end),
                     (start / size, end / size), size, tuple(differing))  # fmt: skip
