"""Passages by the words of their renderings into other languages."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from takhrij.kernel.twin.index import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel.twin.index import Index

WEIGHT_BITS = 8
"""Of a posting: the lowest are what the term tells, those above the passage."""


def rank(index: Index, terms: Sequence[int], counted: int, low: int, high: int, count: int) -> list[tuple[int, int]]:
    """The passages of [low, high) whose renderings most likely have the terms, each with its score, best first.

    Args:
        index: the index.
        terms: hashes of words, and of pairs of words that stand side by side.
        counted: how many of them are words: for each that is known, the length of a rendering counts against it.
        low: the first passage.
        high: where the passages end.
        count: how many to return at most.
    """
    high = min(high, max(len(index.passage_start) - 1, 0))
    if low >= high or not count:
        return []
    scores: dict[int, int] = {}
    known = 0
    words, pairs = Counter(terms[:counted]), Counter(terms[counted:])
    for place, (term, times) in enumerate((*words.items(), *pairs.items())):
        row = bisect_left(index.render_terms, term)
        if row == len(index.render_terms) or index.render_terms[row] != term:
            continue
        known += times * (place < len(words))
        start = number_at(index.render_start, row)
        postings = index.render_postings[start : max(start, number_at(index.render_start, row + 1))]
        for posting in postings[bisect_left(postings, low << WEIGHT_BITS) :]:
            passage = posting >> WEIGHT_BITS
            if passage >= high:
                break
            if passage >= low:  # it is, unless the index is damaged
                scores[passage] = scores.get(passage, 0) + times * ((posting & 0xFF) + 1)
    against = {passage: known * number_at(index.render_length, passage) for passage in scores}
    found = [(passage, score - against[passage]) for passage, score in scores.items() if score > against[passage]]
    return sorted(found, key=lambda scored: (-scored[1], scored[0]))[:count]
