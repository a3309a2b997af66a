"""What the words of renderings tell of the passage: postings for the kernel, worked out when the index is built.

A rendering is likelier to be of a passage the likelier a model of that passage's language gives its words: those of its known
renderings, smoothed with the words of all. Of this likelihood ratio each posting holds one term's share, and each passage
what its length takes off for a word (Zhai and Lafferty, "A study of smoothing methods for language models applied to
information retrieval", 2004: Dirichlet smoothing). Pairs of words tell word order, at less weight.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

import numpy as np

from takhrij.library import sources
from takhrij.library.editions import editions
from takhrij.library.layout import NAT
from takhrij.library.terms import numbers, stems
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

MOST: Final = 255
PAIR_SHARE: Final = 0.3
"""What a pair of words tells, of what its likelihood would."""
LEAST_PAIRS: Final = 2
"""Renderings that must agree on a pair of words, where there are several."""


class Kind(NamedTuple):
    """How renderings of one kind of passage are smoothed, in words that all texts together weigh beside one."""

    words: float
    pairs: float


VERSES: Final = Kind(3, 5)
HADITHS: Final = Kind(40, 80)


def every_translation() -> Iterator[dict[tuple[int, int], str]]:
    """All translations of the Qur'an that are known, those too that are not loaded, by surah and verse.

    Verses are found by their words. Of the texts of those that are not loaded nothing else is kept.

    Raises:
        SourceError: a translation is missing, or its count or digest changed.
    """
    for edition in editions():
        if edition.language != "ar":
            sources.verify(edition)
            yield sources.read_translation(edition)


def rendering_sections(
    keys: Sequence[int],
    verses: int,
    translations: Iterable[dict[tuple[int, int], str]],
    english: Iterable[tuple[int, str]],
) -> list[tuple[str, bytes]]:
    """What the words of translations tell of verses, and those of English texts of hadiths.

    Args:
        keys: of each passage of the index; of a verse, 65536 times its surah and its number in it.
        verses: how many passages, from 0 on, are the verses that translations are of.
        translations: by surah and verse.
        english: the number of a hadith's passage, and its text.
    """
    found = Renderings(len(keys))
    known = list(translations)
    places = [((keys[number] >> 16, keys[number] & 0xFFFF), number) for number in range(verses)]
    texts = ((number, each.get(place, "")) for each in known for place, number in places)
    found.add(VERSES, len(known), texts)
    found.add(HADITHS, 1, english)
    return found.sections()


class Renderings:
    """The terms of renderings, as they are read.

    Args:
        passages: how many passages the index has.
    """

    def __init__(self, passages: int) -> None:
        self._lengths = np.zeros(passages, dtype=np.uint8)
        self._rows: list[NDArray[np.uint64]] = []

    def add(self, kind: Kind, copies: int, texts: Iterable[tuple[int, str]]) -> None:
        """Take in all renderings of one kind.

        Args:
            kind: how they are smoothed.
            copies: how many renderings each passage has.
            texts: each with the number of its passage.
        """
        words, pairs, of_words, of_pairs = array("I"), array("I"), array("I"), array("I")
        for passage, text in texts:
            known = stems(text)
            terms = numbers(known)
            words += terms[: len(known)]
            of_words.extend([passage] * len(known))
            pairs += terms[len(known) :]
            of_pairs.extend([passage] * (len(terms) - len(known)))
        if not words:
            return
        lengths = np.bincount(np.asarray(of_words), minlength=len(self._lengths)) / copies
        against = np.rint(NAT * np.log1p(lengths / kind.words))
        self._lengths = np.maximum(self._lengths, np.minimum(against, MOST).astype(np.uint8))
        self._rows.append(_weighed(words, of_words, copies, kind.words, 1.0, 1))
        least = min(LEAST_PAIRS, copies)
        self._rows.append(_weighed(pairs, of_pairs, copies, kind.pairs, PAIR_SHARE, least))

    def sections(self) -> list[tuple[str, bytes]]:
        """The terms in order, where their postings begin, the postings, and what lengths count."""
        rows = np.sort(np.concatenate(self._rows)) if self._rows else np.zeros(0, dtype=np.uint64)
        found, first = np.unique(rows >> np.uint64(32), return_index=True)
        return [
            ("render_terms", found.astype("<u4").tobytes()),
            ("render_start", np.append(first, len(rows)).astype("<u4").tobytes()),
            ("render_postings", (rows & np.uint64(0xFFFFFFFF)).astype("<u4").tobytes()),
            ("render_length", self._lengths.tobytes()),
        ]


def _weighed(
    terms: array[int], passages: array[int], copies: int, smoothing: float, share: float, least: int
) -> NDArray[np.uint64]:
    """Rows of term, passage and weight, in 32, 24 and 8 bits; terms that tell nothing are left out."""
    both = np.asarray(terms).astype(np.uint64) << np.uint64(24) | np.asarray(passages).astype(np.uint64)
    rows, counts = np.unique(both, return_counts=True)
    of_term = rows >> np.uint64(24)
    _, which = np.unique(of_term, return_inverse=True)
    everywhere = np.bincount(which, weights=counts) / len(terms)
    likelihood = np.log1p(counts / copies / (smoothing * everywhere[which]))
    weights = np.minimum(np.rint(NAT * share * likelihood), MOST).astype(np.uint64)
    kept = (counts >= least) & (weights > 0)
    # The kernel adds one to what a posting tells.
    told: NDArray[np.uint64] = rows[kept] << np.uint64(8) | (weights[kept] - np.uint64(1))
    return told
