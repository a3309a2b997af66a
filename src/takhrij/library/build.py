"""Builds the index: reads the editions, folds their words, writes the sections that the kernel and the library read.

Memory stays well under a gigabyte: passages are read one at a time, words are kept as numbers, and the tables are made
with numpy, one after the other.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from takhrij.kernel import ARABIC_WORD, Kernel, open_kernel
from takhrij.library import mushaf, sources
from takhrij.library.indexfile import write_index
from takhrij.library.lettersection import letter_sections
from takhrij.library.tables import Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK: Final = 8
"""Passages compressed together."""
RAREST: Final = 63
ATTACHED: Final = ("و", "ف")
"""Conjunctions written as one word with what follows; a cue may begin with one."""
Progress = Callable[[str, float], None]


@dataclass(slots=True)
class Stream:
    """The words of all sources, growing."""

    kernel: Kernel
    words: array[int] = field(default_factory=lambda: array("I"))
    folds: array[int] = field(default_factory=lambda: array("H"))
    letters: array[int] = field(default_factory=lambda: array("H"))
    vocabulary: dict[bytes, int] = field(default_factory=dict)
    starts: array[int] = field(default_factory=lambda: array("I"))

    def add(self, text: str) -> None:
        """One passage's words."""
        self.starts.append(len(self.words))
        _, row_bytes, codes = self.kernel.words(text.encode())
        numbers = memoryview(row_bytes).cast("I")
        at = 0
        for kind, fold, letters, length in zip(*(numbers[i::4] for i in range(4)), strict=True):
            if kind == ARABIC_WORD and length:
                word = codes[at : at + length]
                self.words.append(self.vocabulary.setdefault(word, len(self.vocabulary) + 1))
                self.folds.append((fold ^ fold >> 16) & 0xFFFF)
                self.letters.append(letters)
            at += length

    def end_segment(self) -> None:
        """No run of words crosses this place."""
        self.words.append(0)
        self.folds.append(0)
        self.letters.append(0)


@dataclass(slots=True)
class Texts:
    """The records of the passages, compressed in blocks."""

    blocks: list[bytes] = field(default_factory=list)
    waiting: list[list[object]] = field(default_factory=list)

    def add(self, record: list[object]) -> None:
        """One passage's record."""
        self.waiting.append(record)
        if len(self.waiting) == BLOCK:
            self.flush()

    def flush(self) -> None:
        """Compress what waits."""
        if self.waiting:
            self.blocks.append(zlib.compress(json.dumps(self.waiting, ensure_ascii=False).encode(), 6))
            self.waiting = []


def build(out: IO[bytes], tables: Tables, fingerprint: bytes, progress: Progress) -> int:
    """Build the index of the default editions into a seekable binary file; returns its size in bytes.

    Raises:
        SourceError: an edition is missing, or its count or digest changed.
    """
    kernel = open_letters(tables)
    editions = [edition for edition in sources.editions() if edition.default]
    arabic = [edition for edition in editions if edition.language == "ar"]
    for number, edition in enumerate(editions):
        progress(f"verifying {edition.id}", 0.1 * number / len(editions))
        sources.verify(edition)
    translations = {
        edition.id: sources.read_translation(edition) for edition in editions if edition.language != "ar"
    }
    stream, texts = Stream(kernel), Texts()
    ranges: list[tuple[str, int, int]] = []
    keys, companions = array("I"), array("H")
    companion_ids: dict[str, int] = {"": 0}
    quran_ends: list[int] = []
    for number, edition in enumerate(arabic):
        progress(f"reading {edition.id}", 0.1 + 0.5 * number / len(arabic))
        first = len(keys)
        surah = ""
        for passage in sources.read_edition(edition):
            if edition.work == "quran":
                here, _, ayah = passage.key.partition(":")
                if surah and here != surah:
                    stream.end_segment()
                surah = here
                keys.append(int(here) << 16 | int(ayah))
                english = {name: verses.get((int(here), int(ayah)), "") for name, verses in translations.items()}
                texts.add([passage.text, 0, len(passage.text), english if not quran_ends else {}])
                stream.add(passage.text)
            else:
                keys.append(int(passage.key))
                start, end = passage.matn
                texts.add(
                    [passage.text, start, end, passage.narrator, passage.book, passage.book_en, passage.narrator_en,
                     passage.english]
                )  # fmt: skip
                stream.add(passage.text[start:end])
                stream.end_segment()
            companions.append(companion_ids.setdefault(passage.companion, len(companion_ids)))
        if edition.work == "quran":
            stream.end_segment()
            quran_ends.append(len(stream.words))
        texts.flush()
        # Blocks do not cross editions, so that a passage's block follows from its number.
        while len(keys) % BLOCK:
            keys.append(0)
            companions.append(0)
            stream.starts.append(len(stream.words))
        ranges.append((edition.id, first, len(keys)))
    stream.starts.append(len(stream.words))
    meta = {
        "editions": [[name, first, sources.edition(name).count] for name, first, _ in ranges],
        "companions": list(companion_ids),
        "cues": [[role, value] for role, value, _ in cue_phrases(tables)],
        "translations": list(translations),
    }
    progress("making the tables", 0.65)
    sections = [
        *letter_sections(tables.letters),
        *_word_sections(stream, quran_ends, [first for _, first, _ in ranges]),
        *_cue_sections(kernel, [phrases for _, _, phrases in cue_phrases(tables)]),
        ("keys", keys.tobytes()),
        ("companions", companions.tobytes()),
        ("quarters", mushaf.quarters()),
        ("text_blocks", b"".join(texts.blocks)),
        ("text_starts", _starts(texts.blocks)),
        ("meta", json.dumps(meta, ensure_ascii=False).encode()),
    ]
    progress("writing", 0.95)
    return write_index(out, sections, fingerprint)


def open_letters(tables: Tables) -> Kernel:
    """A kernel that knows letters and no source: enough to read words."""
    out = BytesIO()
    write_index(out, letter_sections(tables.letters), bytes(32))
    return open_kernel(out.getvalue())[0]


def cue_phrases(tables: Tables) -> list[tuple[str, str, tuple[str, ...]]]:
    """The cues to look for, in the order of their numbers: role, value, phrases."""
    return [(cue.role, cue.value, cue.phrases) for cue in tables.cues]


def _starts(blocks: list[bytes]) -> bytes:
    starts = array("I", [0])
    for block in blocks:
        starts.append(starts[-1] + len(block))
    return starts.tobytes()


def _word_sections(stream: Stream, quran_ends: list[int], first: list[int]) -> Iterator[tuple[str, bytes]]:
    import numpy as np

    from takhrij.library import seeds

    words = np.frombuffer(stream.words, np.uint32)
    starts = np.frombuffer(stream.starts, np.uint32)
    n_words = len(stream.vocabulary) + 1
    yield from _vocabulary_sections(stream, seeds.vocabulary_table)
    yield "stream", words.tobytes()
    yield "stream_fold", stream.folds.tobytes()
    yield "stream_letters", stream.letters.tobytes()
    yield "passage_start", starts.tobytes()
    blocks = np.searchsorted(starts[:-1], np.arange(0, len(words) + 64, 64, dtype=np.uint32), side="right") - 1
    yield "passage_block", np.maximum(blocks, 0).astype(np.uint32).tobytes()
    quran_end = quran_ends[-1] if quran_ends else 0
    second = first[len(quran_ends)] if len(first) > len(quran_ends) else len(starts) - 1
    yield "quran", np.array([quran_ends[0] if quran_ends else 0, quran_end, second], np.uint32).tobytes()
    bitmap, table, postings = seeds.seed_tables(words, quran_end)
    yield "seed_bitmap", bitmap.tobytes()
    yield "seed_table", table.tobytes()
    yield "seed_postings", postings.tobytes()
    passages = (np.searchsorted(starts[:-1], np.arange(len(words), dtype=np.uint32), side="right") - 1).astype(np.uint32)
    # The second edition of the Qur'an has the verses of the first: a verse is listed once.
    once = (words > 0) & ((np.arange(len(words)) < (quran_ends[0] if quran_ends else 0)) | (passages >= second))
    word_start, word_passages = seeds.postings_of(words[once], passages[once], n_words)
    yield "word_start", word_start.tobytes()
    yield "word_passages", word_passages.tobytes()
    yield "weight", _weights(word_start, int(once.any()) and len(np.unique(passages[once]))).tobytes()
    in_quran = np.flatnonzero((words > 0) & (np.arange(len(words)) < quran_end)).astype(np.uint32)
    quran_start, quran_positions = seeds.postings_of(words[in_quran], in_quran, n_words)
    yield "quran_start", quran_start.tobytes()
    yield "quran_positions", quran_positions.tobytes()


def _weights(word_start: NDArray[np.uint32], passages: int) -> NDArray[np.uint8]:
    import numpy as np

    counts = np.diff(word_start)
    bits = np.log2((passages + 1) / np.maximum(counts, 1))
    weights: NDArray[np.uint8] = np.clip(np.rint(4 * bits), 1, RAREST).astype(np.uint8)
    return weights


def _vocabulary_sections(
    stream: Stream, table: Callable[[NDArray[np.uint32]], NDArray[np.uint32]]
) -> Iterator[tuple[str, bytes]]:
    import numpy as np

    starts = array("I", [0, 0])
    hashes = array("I")
    for word in stream.vocabulary:
        starts.append(starts[-1] + len(word))
        value = 2166136261
        for code in word:
            value = (value ^ code) * 16777619 & 0xFFFFFFFF
        hashes.append(value)
    yield "vocab_table", table(np.frombuffer(hashes, np.uint32)).tobytes()
    yield "vocab_start", starts.tobytes()
    yield "vocab_codes", b"".join(stream.vocabulary)


def _hashes(kernel: Kernel, phrase: str) -> list[int]:
    return list(memoryview(kernel.words(phrase.encode())[1]).cast("I")[1::4])


def _cue_sections(kernel: Kernel, cues: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, bytes]]:
    from takhrij.library.seeds import cue_table

    edges: dict[tuple[int, int], int] = {}
    cue_of_node = array("I", [0])
    for number, phrases in enumerate(cues, 1):
        for phrase in phrases:
            node = 0
            for value in _hashes(kernel, phrase):
                if (node, value) not in edges:
                    edges[node, value] = len(cue_of_node)
                    cue_of_node.append(0)
                node = edges[node, value]
            first, _, _ = phrase.partition(" ")
            for attached in ATTACHED:
                edges.setdefault((0, _hashes(kernel, attached + first)[0]), edges[0, _hashes(kernel, first)[0]])
            # Of two cues with one phrase, the one listed first keeps it.
            cue_of_node[node] = cue_of_node[node] or number
    if edges:
        yield "cue_table", cue_table(edges).tobytes()
    yield "cue_of_node", cue_of_node.tobytes()
