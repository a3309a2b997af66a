"""Phrases that speak for a quotation ("Allah says") among the words of a document.

The phrases are a tree of words: from a node, the folded hash of the next word leads on to another. The longest phrase
at each place is found, from left to right, none inside another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.kernel.twin.index import number_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.tokens import Word


def find_cues(index: Index, words: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
    """The first word, number of words, and number of each cue."""
    if len(index.cue_table) < 3:
        return
    at = 0
    while at < len(words):
        cue, length = _longest(index, words, at)
        if length:
            yield at, length, cue
        at += length or 1


def _longest(index: Index, words: Sequence[Word], start: int) -> tuple[int, int]:
    """The cue of the longest phrase that begins with a word, and how many words it has: none, when there is none."""
    node = cue = length = 0
    for at in range(start, len(words)):
        node = _next_node(index, node, words[at].fold_hash)
        if not node:
            break
        if here := number_at(index.cue_of_node, node):
            cue, length = here - 1, at - start + 1
    return cue, length


def _next_node(index: Index, node: int, wanted: int) -> int:
    table = index.cue_table
    rows = len(table) // 3
    home = wanted ^ node * 0x9E3779B1 & 0xFFFFFFFF
    for tried in range(rows):
        row = (home + tried & rows - 1) * 3
        following: int = table[row + 2]
        if not following or (table[row] == node and table[row + 1] == wanted):
            return following
    return 0
