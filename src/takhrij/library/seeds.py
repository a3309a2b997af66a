"""The look-up tables of the index, made with numpy from the stream of words: seeds, their postings, the vocabulary.

A seed is three words in a row, or two that are rare together. The kernel's `seed_key` and slots are repeated here as
vector operations; the property tests hold the two equal through the look-ups themselves.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

QURAN_CAP: Final = 64
"""A seed that stands oftener in the Qur'an has no postings there: longer runs are found by their other seeds."""
HADITH_CAP: Final = 48
"""The same for the collections."""
PAIR_CAP: Final = 3
"""Two words are a seed when they stand together at most so often."""
SINGLE: Final = 0x80000000
Words = NDArray[np.uint32]
Keys = NDArray[np.uint64]

_MIX: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_LAST: Final = 0xBF58476D1CE4E5B9


def seed_keys(first: Words, second: Words, third: Words) -> Keys:
    """The 64-bit keys of word triples; a pair has 0 for its third word."""
    with np.errstate(over="ignore"):
        key = sum(
            (
                words.astype(np.uint64) * np.uint64(factor)
                for words, factor in zip((first, second, third), _MIX, strict=True)
            ),
            np.zeros(len(first), np.uint64),
        )
        key ^= key >> np.uint64(29)
        key *= np.uint64(_LAST)
    return key ^ (key >> np.uint64(32))


def place(keys: Keys, load: float) -> tuple[NDArray[np.int64], int]:
    """Slots for distinct keys in a table of linear probing; returns the slot of each and the table's size."""
    size = 8
    while size * load < len(keys):
        size *= 2
    taken = np.zeros(size, bool)
    slots = (keys & np.uint64(size - 1)).astype(np.int64)
    waiting = np.arange(len(keys))
    while len(waiting):
        want = slots[waiting]
        free = ~taken[want]
        # Of several keys that want one free slot, the first gets it; the others and those who met a full one go on.
        _, winners = np.unique(want[free], return_index=True)
        won = np.flatnonzero(free)[winners]
        taken[want[won]] = True
        lost = np.ones(len(waiting), bool)
        lost[won] = False
        waiting = waiting[lost]
        slots[waiting] = (slots[waiting] + 1) & (size - 1)
    return slots, size


def seed_tables(stream: Words, quran_end: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """The seeds of a stream: bitmap, table and postings as the kernel reads them."""
    a, b, c = stream[:-2], stream[1:-1], stream[2:]
    keys: list[Keys] = []
    where: list[Words] = []
    at = np.flatnonzero((a > 0) & (b > 0) & (c > 0)).astype(np.uint32)
    for positions, third in ((at, c[at]), (np.flatnonzero((a > 0) & (b > 0)).astype(np.uint32), None)):
        made = seed_keys(a[positions], b[positions], np.zeros(len(positions), np.uint32) if third is None else third)
        order = np.argsort(made, kind="stable")
        made, positions = made[order], positions[order]
        fresh = np.flatnonzero(np.concatenate(([True], made[1:] != made[:-1])))
        group = np.cumsum(np.concatenate(([False], made[1:] != made[:-1])))
        in_quran = positions < quran_end
        counts = np.diff(np.append(fresh, len(made)))
        quran_counts = np.add.reduceat(in_quran.astype(np.int64), fresh) if len(fresh) else counts
        caps = (PAIR_CAP, PAIR_CAP) if third is None else (QURAN_CAP, HADITH_CAP)
        # The Qur'an is loaded twice, in modern and in Uthmani spelling.
        keep_quran = quran_counts <= 2 * caps[0]
        keep_hadith = counts - quran_counts <= caps[1]
        if third is None:
            keep_quran = keep_hadith = keep_quran & keep_hadith
        kept = np.where(in_quran, keep_quran[group], keep_hadith[group])
        keys.append(made[kept])
        where.append(positions[kept])
    return _tables(keys, where)


def _tables(keys: list[Keys], where: list[Words]) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    made, positions = np.concatenate(keys), np.concatenate(where)
    fresh = np.flatnonzero(np.concatenate(([True], made[1:] != made[:-1])))
    counts = np.diff(np.append(fresh, len(made)))
    slots, size = place(made[fresh], 0.7)
    table = np.zeros(size, np.uint32)
    single = counts == 1
    table[slots[single]] = positions[fresh[single]] + 1
    many = np.flatnonzero(~single)
    offsets = np.concatenate(([0], np.cumsum(counts[many] + 1)))
    postings = np.zeros(int(offsets[-1]), np.uint32)
    postings[offsets[:-1]] = counts[many]
    in_many = np.repeat(~single, counts)
    body = np.ones(len(postings), bool)
    body[offsets[:-1]] = False
    postings[body] = positions[in_many]
    table[slots[many]] = offsets[:-1].astype(np.uint32) | np.uint32(SINGLE)
    bits = 1 << 24
    bitmap = np.zeros(bits, bool)
    bitmap[((made >> np.uint64(32)) & np.uint64(bits - 1)).astype(np.int64)] = True
    return np.packbits(bitmap, bitorder="little").view(np.uint32), table, postings


def postings_of(words: Words, places: Words, n_words: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """For each word id below `n_words`, the distinct places it stands at, ascending: starts (one more) and places."""
    pairs = np.unique(words.astype(np.uint64) << np.uint64(32) | places.astype(np.uint64))
    starts = np.searchsorted(pairs >> np.uint64(32), np.arange(n_words + 1, dtype=np.uint64)).astype(np.uint32)
    return starts, (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def vocabulary_table(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The table of words: rows of hash and word id, of which `hashes[0]` is id 1; no row has id 0."""
    # Different words may have one hash: they stand in neighbouring slots.
    slots, size = place(hashes.astype(np.uint64), 0.6)
    table = np.zeros((size, 2), np.uint32)
    table[slots, 0] = hashes
    table[slots, 1] = np.arange(1, len(hashes) + 1)
    return table.reshape(-1)


def tree_table(edges: dict[tuple[int, int], int]) -> NDArray[np.uint32]:
    """The table of a tree of words: rows of node, hash of a folded word, next node."""
    nodes = np.array([node for node, _ in edges], np.uint64)
    hashes = np.array([value for _, value in edges], np.uint64)
    homes = (hashes ^ ((nodes * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF))) & np.uint64(0xFFFFFFFF)
    slots, size = place(homes, 0.5)
    table = np.zeros((size, 3), np.uint32)
    table[slots, 0] = nodes
    table[slots, 1] = hashes
    table[slots, 2] = list(edges.values())
    return table.reshape(-1)
