"""The index file as the kernel sees it: its header checked, its sections as numbers (see docs/index-format.md)."""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct("<8s4xIQ40x")
"""Magic, (check), number of sections, size of the file, (fingerprint)."""
ROW: Final = struct.Struct("<16sQQ8x")
"""Name, offset, bytes, (check) of a section."""
MAGIC: Final = b"TAKHRIJ1"
MOST_SECTIONS: Final = 64
LONGEST_STREAM: Final = 0x3FFFFFFF
CHARACTERS: Final = 65536
"""Characters of the basic plane; the table of letters has a row for each."""
KINDS: Final = {
    "letters": "H", "ligatures": "B", "fold": "B", "bare": "B", "compose": "B", "codes": "B",
    "vocab_table": "I", "vocab_start": "I", "vocab_codes": "B", "weight": "B",
    "stream": "I", "stream_fold": "H", "stream_letters": "H", "passage_start": "I", "passage_block": "I", "quran": "I",
    "seed_bitmap": "I", "seed_table": "I", "seed_postings": "I", "word_start": "I", "word_passages": "I",
    "quran_start": "I", "quran_positions": "I", "cue_table": "I", "cue_of_node": "I", "cue_kinds": "B",
    "marks": "I", "neighbours": "I", "signs": "I", "name_table": "I", "name_nodes": "I", "chain_words": "I",
    "render_terms": "I", "render_start": "I", "render_postings": "I", "render_length": "B",
}  # fmt: skip
"""The sections that the kernel reads, and the `struct` code of their numbers."""
BYTES: Final = {"B": 1, "H": 2, "I": 4}
Numbers = memoryview


class Index:
    """The sections of an index file; one that the file lacks is empty.

    Args:
        data: the whole file.

    Raises:
        ValueError: it is not an index file, is cut short, or a table has an impossible size.
    """

    letters: Numbers
    """For each character of the basic plane its class, and 16 times the number of its letter or ligature."""
    ligatures: Numbers
    """Rows of 8: how many letters the character stands for, and which."""
    fold: Numbers
    """For each letter the one it is at the folded level; 0 drops it."""
    bare: Numbers
    """For each letter the one it is in a skeleton; 0 drops it."""
    compose: Numbers
    """Three rows of 256: what a letter becomes under maddah, hamza above, hamza below."""
    codes: Numbers
    """The numbers of alef, waw, ya, lam and ha."""
    vocab_table: Numbers
    """Rows of hash and word; word 0 is an empty row."""
    vocab_start: Numbers
    """Where the skeleton of each word begins in `vocab_codes`; one more than words."""
    vocab_codes: Numbers
    weight: Numbers
    """How rare each word is, in quarter bits."""
    stream: Numbers
    """The words of all sources one after the other, 0 between two segments."""
    stream_fold: Numbers
    """A check of each word at the folded level."""
    stream_letters: Numbers
    """A check of each word at the letters level."""
    passage_start: Numbers
    """The first stream position of each passage; one more than passages."""
    passage_block: Numbers
    """The passage that holds each 64th stream position."""
    quran: Numbers
    """Where the first edition of the Qur'an ends in the stream, where the last does, its passages of all editions."""
    seed_bitmap: Numbers
    """A bit for each hash of a seed: most look-ups end here."""
    seed_table: Numbers
    """0, or a stream position + 1, or, with the highest bit set, an offset into `seed_postings`."""
    seed_postings: Numbers
    """A count, then so many stream positions."""
    word_start: Numbers
    """Where the passages of each word begin in `word_passages`; one more than words."""
    word_passages: Numbers
    quran_start: Numbers
    """Where the places of each word begin in `quran_positions`; one more than words."""
    quran_positions: Numbers
    cue_table: Numbers
    """Rows of node, hash of a folded word, next node; next 0 is an empty row."""
    cue_of_node: Numbers
    """For each node the cue whose phrase ends there, + 1."""
    cue_kinds: Numbers
    """The kind of each cue."""
    marks: Numbers
    """Rows of 5: opening and closing mark, the number of its name, its use, the name of two in a row or 0."""
    neighbours: Numbers
    """Rows of set, hash of a folded word, the word's number; in order."""
    signs: Numbers
    """Punctuation marks."""
    name_table: Numbers
    """Rows as in `cue_table`: the names of companions, and, from the number of their nodes on, the epithets of each."""
    name_nodes: Numbers
    """For each node the companion whose name ends there, or 0, and bits that tell of the words up to it."""
    chain_words: Numbers
    """Rows as in `cue_table`, of node 0: what a word is in a chain."""
    render_terms: Numbers
    """Hashes of words and pairs of words of renderings into other languages, in order."""
    render_start: Numbers
    """Where the postings of each begin; one more than terms."""
    render_postings: Numbers
    """256 times a passage, and what the term tells of it."""
    render_length: Numbers
    """Of each passage, what the length of its rendering counts against it for each word."""

    __slots__ = tuple(KINDS)

    def __init__(self, data: memoryview | bytes) -> None:
        found = _sections(memoryview(data).cast("B"))
        for name, code in KINDS.items():
            section = found.get(name, memoryview(b""))
            complete = len(section) // BYTES[code] * BYTES[code]
            setattr(self, name, section[:complete].cast(code))  # type: ignore[call-overload]
        self._check()

    def _check(self) -> None:
        sizes = tuple(len(table) for table in (self.letters, self.fold, self.bare, self.compose))
        if sizes != (CHARACTERS, 256, 256, 768) or len(self.codes) < 7:
            raise ValueError("the index file lacks its letters")
        # The tables are searched from a hash on; its lower bits are the place, so a table's size is a power of two.
        if len(self.vocab_table) >= 2 and not _power_of_two(len(self.vocab_table) // 2):
            raise ValueError("the index file's vocabulary is damaged")
        for table in (self.seed_table, self.seed_bitmap):
            if len(table) and not _power_of_two(len(table)):
                raise ValueError("the index file's seeds are damaged")
        if len(self.cue_table) and not _power_of_two(len(self.cue_table) // 3):
            raise ValueError("the index file's cues are damaged")
        for table in (self.name_table, self.chain_words):
            if len(table) and not _power_of_two(len(table) // 3):
                raise ValueError("the index file's names are damaged")
        words = len(self.stream)
        if words > LONGEST_STREAM or len(self.stream_fold) != words or len(self.stream_letters) != words:
            raise ValueError("the index file's words are damaged")

    @property
    def quran_end(self) -> int:
        """The stream position after the last edition of the Qur'an: hadiths begin there."""
        return number_at(self.quran, 1)

    def passage_at(self, position: int) -> int:
        """The passage that holds a stream position; some passage or other when the tables are damaged."""
        passage = number_at(self.passage_block, position >> 6)
        while passage + 2 < len(self.passage_start) and self.passage_start[passage + 1] <= position:
            passage += 1
        return passage

    def skeleton(self, word: int) -> memoryview:
        """The skeleton of a word of the vocabulary; empty when there is no such word."""
        start, end = number_at(self.vocab_start, word), number_at(self.vocab_start, word + 1)
        return self.vocab_codes[start:end] if start <= end <= len(self.vocab_codes) else self.vocab_codes[:0]


def number_at(section: memoryview, place: int) -> int:
    """The number at a place of a section; 0 outside."""
    number: int = section[place] if place < len(section) else 0
    return number


def _power_of_two(number: int) -> bool:
    return number > 0 and number & (number - 1) == 0


def _sections(data: memoryview) -> dict[str, memoryview]:
    if len(data) < HEADER.size or bytes(data[: len(MAGIC)]) != MAGIC:
        raise ValueError("not an index file")
    _, count, size = HEADER.unpack_from(data)
    if size != len(data):
        raise ValueError("the index file is cut short")
    end = HEADER.size + count * ROW.size
    if count > MOST_SECTIONS or end > size:
        raise ValueError("the index file's header is damaged")
    found: dict[str, memoryview] = {}
    for row in range(HEADER.size, end, ROW.size):
        name, offset, length = ROW.unpack_from(data, row)
        if offset + length > size or offset % 8:
            raise ValueError("the index file's header is damaged")
        found[name.partition(b"\0")[0].decode("latin-1")] = data[offset : offset + length]
    return found
