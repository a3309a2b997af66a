"""Builds the index: reads the editions, folds their words, writes the sections that the kernel and the library read.

Memory stays well under a gigabyte: passages are read one at a time, words are kept as numbers, and the tables are made
with numpy, one after the other.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from takhrij.kernel import ARABIC_WORD, Kernel, code_points, open_kernel
from takhrij.library import features, mushaf, sources
from takhrij.library.companions import forms
from takhrij.library.editions import chosen
from takhrij.library.editions import edition as edition_of
from takhrij.library.indexfile import write_index
from takhrij.library.layout import BLESSING, BLOCK, DISPUTED, LAST_PAUSE, PAUSE_BASE, SPEAKERS
from takhrij.library.lettersection import letter_sections
from takhrij.library.namesection import name_sections
from takhrij.library.numbers import Numbering, numbering
from takhrij.library.packed import packed_letters, packed_phrases
from takhrij.library.renderings import every_translation, rendering_sections
from takhrij.library.sources import SourcePassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from takhrij.library.editions import Edition
    from takhrij.library.tables import Tables
from takhrij.text.keys import beginnings

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
    places: array[int] = field(default_factory=lambda: array("I"))
    """Where each word begins in all texts, bytes."""
    lengths: bytearray = field(default_factory=bytearray)
    """Its length in bytes."""
    pauses: bytearray = field(default_factory=bytearray)
    """For each word of the Qur'an, the sign of waqf after it, as code point less `PAUSE_BASE`; 0 for none."""

    def add(self, text: str, place: int, *, verse: bool = False) -> None:
        """One passage's words: its matn, and where in all texts it begins, in bytes."""
        self.starts.append(len(self.words))
        offsets, row_bytes, codes = self.kernel.words(code_points(text))
        numbers, places = memoryview(row_bytes).cast("I"), memoryview(offsets).cast("I")
        at = before = 0
        ends: list[int] = []
        for number, (kind, fold, letters, length) in enumerate(zip(*(numbers[i::4] for i in range(4)), strict=True)):
            if kind == ARABIC_WORD and length:
                word = codes[at : at + length]
                self.words.append(self.vocabulary.setdefault(word, len(self.vocabulary) + 1))
                self.folds.append((fold ^ fold >> 16) & 0xFFFF)
                self.letters.append(letters)
                start, end = places[2 * number], places[2 * number + 1]
                place += len(text[before:start].encode())
                before = start
                self.places.append(place)
                self.lengths.append(len(text[start:end].encode()))
                ends.append(end)
            at += length
        if verse:
            for end, following in zip(ends, [*ends[1:], len(text)], strict=True):
                signs = (ord(char) - PAUSE_BASE for char in text[end:following] if PAUSE_BASE < ord(char) <= LAST_PAUSE)
                self.pauses.append(next(signs, 0))

    def end_segment(self, *, verse: bool = False) -> None:
        """No run of words crosses this place."""
        self.words.append(0)
        self.folds.append(0)
        self.letters.append(0)
        self.places.append(self.places[-1] if self.places else 0)
        self.lengths.append(0)
        if verse:
            self.pauses.append(0)


@dataclass(slots=True)
class Texts:
    """What the passages say: their texts as they are, and, compressed in blocks, what is shown only when asked for."""

    texts: list[bytes] = field(default_factory=list)
    matn: array[int] = field(default_factory=lambda: array("I"))
    """Bytes of each text, half-open."""
    size: int = 0
    notes: list[bytes] = field(default_factory=list)
    waiting: list[list[object]] = field(default_factory=list)

    def add(self, text: str, matn: tuple[int, int], notes: list[object]) -> tuple[str, int]:
        """One passage: text, matn in code points, and notes; returns the matn and its place in all texts, in bytes."""
        self.texts.append(text.encode())
        start, words = len(text[: matn[0]].encode()), text[matn[0] : matn[1]]
        self.matn.extend((start, start + len(words.encode())))
        self.size += len(self.texts[-1])
        self.waiting.append(notes)
        if len(self.waiting) == BLOCK:
            self.flush()
        return words, self.size - len(self.texts[-1]) + start

    def flush(self, *, empty: int = 0) -> None:
        """Compress the notes that wait; `empty` passages without a text follow."""
        if self.waiting:
            self.notes.append(zlib.compress(json.dumps(self.waiting, ensure_ascii=False).encode(), 6))
            self.waiting = []
        self.texts += [b""] * empty
        self.matn.extend([0, 0] * empty)

    def sections(self) -> list[tuple[str, bytes]]:
        """The texts and notes as sections."""
        return [
            ("texts", b"".join(self.texts)), ("text_starts", _starts(self.texts)), ("matn", self.matn.tobytes()),
            ("notes", b"".join(self.notes)), ("note_starts", _starts(self.notes)),
        ]  # fmt: skip


@dataclass(slots=True)
class Columns:
    """What is known of each passage besides its words, a column each."""

    keys: array[int] = field(default_factory=lambda: array("I"))
    companions: array[int] = field(default_factory=lambda: array("H"))
    books: array[int] = field(default_factory=lambda: array("H"))
    speakers: bytearray = field(default_factory=bytearray)
    numbers: list[bytes] = field(default_factory=list)
    companion_ids: dict[str, int] = field(default_factory=lambda: {"": 0})
    book_names: dict[tuple[str, str], int] = field(default_factory=lambda: {("", ""): 0})

    def add(self, key: int, passage: SourcePassage | None = None, numbers: str = "") -> None:
        """One passage; without one, a place that stays empty."""
        self.keys.append(key)
        known = passage or SourcePassage("", "", (0, 0))
        self.companions.append(self.companion_ids.setdefault(known.companion, len(self.companion_ids)))
        self.books.append(self.book_names.setdefault((known.book, known.book_en), len(self.book_names)))
        self.speakers.append(SPEAKERS.index(known.speaker))
        self.numbers.append(numbers.encode())

    def sections(self) -> list[tuple[str, bytes]]:
        """The columns as sections."""
        return [
            ("keys", self.keys.tobytes()), ("companions", self.companions.tobytes()), ("books", self.books.tobytes()),
            ("speakers", bytes(self.speakers)), ("numbers", b"".join(self.numbers)),
            ("number_starts", _starts(self.numbers)),
        ]  # fmt: skip


def build(out: IO[bytes], tables: Tables, fingerprint: bytes, progress: Progress, works: Sequence[str] = ()) -> int:
    """Build the index of some works, of all when none is named, into a seekable binary file; returns its size in bytes.

    Raises:
        ConfigError: no work of that name can be loaded.
        SourceError: an edition is missing, or its count or digest changed.
    """
    editions = chosen(works)
    for number, edition in enumerate(editions):
        progress(f"verifying {edition.id}", 0.1 * number / len(editions))
        sources.verify(edition)
    arabic = [edition for edition in editions if edition.language == "ar"]
    translations = {edition.id: sources.read_translation(edition) for edition in editions if edition.language != "ar"}
    passages = ((edition, sources.read_edition(edition)) for edition in arabic)
    progress("reading translations", 0.1)
    return build_from(
        out, tables, fingerprint, passages, translations, mushaf.quarters(), progress, every_translation()
    )


def build_from(
    out: IO[bytes],
    tables: Tables,
    fingerprint: bytes,
    editions: Iterable[tuple[Edition, Iterable[SourcePassage]]],
    translations: dict[str, dict[tuple[int, int], str]],
    quarters: bytes,
    progress: Progress,
    renderings: Iterable[dict[tuple[int, int], str]] = (),
) -> int:
    """Build the index of any editions with their passages; those of the Qur'an come first.

    Args:
        out: a seekable binary file.
        tables: the data tables.
        fingerprint: 32 bytes that tell this index from others.
        editions: each edition with its passages in order.
        translations: for each translation of the Qur'an, its verses by surah and number.
        quarters: one bit a verse, set where a quarter of a hizb begins.
        progress: told what is being done and how much is done.
        renderings: the translations by whose words verses are found; their texts are not kept.
    """
    kernel = open_letters(tables)
    stream, texts, columns = Stream(kernel), Texts(), Columns()
    english: list[tuple[int, str]] = []
    ranges: list[tuple[Edition, int, int]] = []
    quran_ends: list[int] = []
    for number, (edition, passages) in enumerate(editions):
        progress(f"reading {edition.id}", 0.1 + 0.06 * number)
        first = len(columns.keys)
        if edition.work == "quran":
            _read_quran(passages, stream, texts, columns, {} if quran_ends else translations)
            quran_ends.append(len(stream.words))
        else:
            _read_hadiths(edition, passages, stream, texts, columns, english)
        ranges.append((edition, first, len(columns.keys) - first))
        # Blocks do not cross editions, so that a passage's block follows from its number.
        empty = -len(columns.keys) % BLOCK
        texts.flush(empty=empty)
        for _ in range(empty):
            columns.add(0)
            stream.starts.append(len(stream.words))
    stream.starts.append(len(stream.words))
    cues = cue_phrases(tables)
    meta = {
        "editions": ranges,
        "companions": list(columns.companion_ids),
        "books": list(columns.book_names),
        "cues": [[role, value] for role, value, _ in cues],
        "latin_cues": [
            number
            for number, (role, _, phrases) in enumerate(cues)
            if role in ("quran", "hadith") and any(phrase.isascii() for phrase in phrases)
        ],
        "translations": [edition_of(name) for name in translations],
        "continuations": _numbers_of(stream, tables.continuations),
    }
    progress("making the tables", 0.65)
    sections = [
        *letter_sections(tables.letters),
        *_word_sections(stream, quran_ends, [first for _, first, _ in ranges]),
        *_cue_sections(kernel, [phrases for _, _, phrases in cues]),
        ("cue_kinds", features.kinds_of_cues(tables)),
        ("marks", features.marks_section(tables)),
        ("neighbours", features.neighbours_section(tables, lambda word: _hashes(kernel, word)[0])),
        ("signs", array("I", map(ord, tables.signs)).tobytes()),
        *name_sections(forms(), lambda word: _hashes(kernel, word)[0]),
        ("weights", features.compiled(tables, features.load_weights())),
        *columns.sections(),
        ("pauses", bytes(stream.pauses)),
        ("quarters", quarters),
        ("word_places", stream.places.tobytes()),
        ("word_lengths", bytes(stream.lengths)),
        *texts.sections(),
        *rendering_sections(columns.keys, ranges[0][2], renderings, english),
        ("meta", _json(meta)),
        ("characters", packed_letters(tables.letters)),
        ("names", _json(forms().people)),
        ("phrases", packed_phrases(beginnings(_phrases(tables)))),
    ]
    progress("writing", 0.95)
    return write_index(out, sections, fingerprint)


def _numbers_of(stream: Stream, words: Iterable[str]) -> list[int]:
    """The numbers of words in the stream, of those that stand in it."""
    codes = (stream.kernel.words(code_points(word))[2] for word in words)
    return sorted({stream.vocabulary[code] for code in codes if code in stream.vocabulary})


def _phrases(tables: Tables) -> Iterator[str]:
    """The names and titles by which references name works, surahs and verses."""
    for work in tables.works.values():
        yield from (work.arabic, work.latin, *work.aliases, *work.names, *work.beside)
    for group in tables.groups.values():
        yield from group.terms
    for surah in tables.surahs:
        yield from (surah.arabic, surah.arabic.removeprefix("ال"), surah.latin, *surah.aliases)
    for verse in tables.named_verses:
        yield from verse.names


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _read_quran(
    passages: Iterable[SourcePassage], stream: Stream, texts: Texts, columns: Columns,
    translations: dict[str, dict[tuple[int, int], str]],
) -> None:  # fmt: skip
    surah = 0
    for passage in passages:
        here, ayah = (int(part) for part in passage.key.split(":"))
        if surah and here != surah:
            stream.end_segment(verse=True)
        surah = here
        columns.add(here << 16 | ayah)
        notes: list[object] = [{name: verses[here, ayah] for name, verses in translations.items()}]
        stream.add(*texts.add(passage.text, (0, len(passage.text)), notes), verse=True)
    stream.end_segment(verse=True)


def _read_hadiths(
    edition: Edition, passages: Iterable[SourcePassage], stream: Stream, texts: Texts, columns: Columns,
    english: list[tuple[int, str]],
) -> None:  # fmt: skip
    numbers = numbering(edition.work)
    for passage in passages:
        english.append((len(columns.keys), passage.english))
        columns.add(int(passage.key), passage, _numbers(numbers, passage.key))
        notes = [passage.narrator, passage.narrator_en, passage.english, *passage.god]
        stream.add(*texts.add(passage.text, passage.matn, notes))
        stream.end_segment()


def _numbers(known: Numbering | None, key: str) -> str:
    """The citable numbers of a hadith, separated by spaces."""
    if known is None:
        return ""
    disputed = (f"{DISPUTED}{number}" for number in known.disputed.get(key, ()))
    return " ".join([*map(str, known.numbers.get(key, ())), *disputed])


def open_letters(tables: Tables) -> Kernel:
    """A kernel that knows letters and no source: enough to read words."""
    out = BytesIO()
    write_index(out, letter_sections(tables.letters), bytes(32))
    return open_kernel(out.getvalue())[0]


def cue_phrases(tables: Tables) -> list[tuple[str, str, tuple[str, ...]]]:
    """The cues to look for, in the order of their numbers: role, value, phrases."""
    return [(cue.role, cue.value, cue.phrases) for cue in tables.cues]


def _starts(blocks: Iterable[bytes]) -> bytes:
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
    passages = (np.searchsorted(starts[:-1], np.arange(len(words), dtype=np.uint32), side="right") - 1).astype(
        np.uint32
    )
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
    hashes: list[int] = []
    for words in phrase.split(BLESSING):
        hashes += [ord(BLESSING), *memoryview(kernel.words(code_points(words))[1]).cast("I")[1::4]]
    return hashes[1:]


def _cue_sections(kernel: Kernel, cues: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, bytes]]:
    from takhrij.library.seeds import tree_table

    edges: dict[tuple[int, int], int] = {}
    cue_of_node = array("I", [0])
    for number, phrases in enumerate(cues, 1):
        for phrase in phrases:
            if phrase.startswith(BLESSING):  # by itself it introduces nothing, and before a word there is one that does
                continue
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
        yield "cue_table", tree_table(edges).tobytes()
    yield "cue_of_node", cue_of_node.tobytes()
