"""Makes the index of a pack: where each word of it stands, and where two stand together. Linear in the words.

| section | holds |
|---|---|
| `text` | the passages as they are, UTF-8 |
| `start`, `end` | of each word of the stream: its bytes in `text` |
| `stream` | the words one after the other by number, 0 between texts that do not follow each other |
| `key` | of each, 32 bits of the hash of its letters with their accents |
| `vocab` | the 64-bit hashes of the folded words in order: a word's number is its place and 1 |
| `word_start`, `word_at` | where each word stands |
| `pair_start`, `pair_at` | where two words stand that share a row of the table |
| `unit_word`, `unit_text` | the first word, and the first byte, of each passage, and the end |
| `meta_start`, `meta` | what is known of each passage, JSON |
| `ids` | the passages by their ids' hashes: hash and number, in order of hash |
"""

from __future__ import annotations

import hashlib
import json
from array import array
from typing import IO, TYPE_CHECKING, Any, Final

from takhrij.errors import InputError
from takhrij.library.indexfile import write_index
from takhrij.namedtuple import NamedTuple
from takhrij.packs.index import MULTIPLIER, hash_of, pair_row, rows_for
from takhrij.packs.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import int64, uint32
    from numpy.typing import NDArray

    from takhrij.packs.record import Record

MOST_BYTES: Final = 1 << 30
"""Of the text of a pack."""
KNOWN: Final = ("label", "group", "title", "book", "speaker", "narrator", "date")
"""What is kept of a passage where it is known."""


class Built(NamedTuple):
    """What was built."""

    passages: int
    words: int
    text_sha256: str


def build(out: IO[bytes], records: Iterable[Record]) -> Built:
    """Write the index of some passages to a seekable binary file.

    Raises:
        InputError: there are none with words, two have one id, or they are more than a pack holds.
    """
    stream = _Stream()
    for record in records:
        stream.add(record)
    return stream.write(out)


class _Stream:
    """The passages as they are added."""

    def __init__(self) -> None:
        self.text = bytearray()
        self.meta = bytearray()
        self.starts, self.ends, self.keys = array("I"), array("I"), array("I")
        self.numbers = array("I")
        self.first_words, self.first_bytes, self.metas = array("I"), array("I"), array("I")
        self.ids: dict[str, int] = {}
        self._folds: dict[str, int] = {}
        self._hashes: dict[str, int] = {}
        self._group = ""

    def add(self, record: Record) -> None:
        """Add a passage. One without words is left out."""
        found = words(record.text)
        if not found:
            return
        if record.id in self.ids:
            raise InputError(f"two passages are called {record.id}; give each a name of its own")
        if self.ids and not (record.group and record.group == self._group):
            self._word(0, len(self.text), len(self.text), 0)
        self._group = record.group
        self.ids[record.id] = len(self.ids)
        self.first_words.append(len(self.numbers))
        if len(self.text) + 4 * len(record.text) + 2 > MOST_BYTES:
            raise InputError(f"more than {MOST_BYTES >> 20} megabytes of text; make several packs of it")
        self.first_bytes.append(len(self.text))
        text, at = record.text, 0
        for start, end, key, fold in found:
            self.text += text[at:start].encode("utf-8", "replace")
            low = len(self.text)
            self.text += text[start:end].encode("utf-8", "replace")
            at = end
            number = self._folds.setdefault(fold, len(self._folds) + 1)
            hashed = self._hashes.get(key)
            if hashed is None:
                hashed = self._hashes[key] = hash_of(key) & 0xFFFFFFFF
            self._word(number, low, len(self.text), hashed)
        self.text += text[at:].encode("utf-8", "replace") + b"\n\n"
        self.metas.append(len(self.meta))
        known = {name: getattr(record, name) for name in KNOWN if getattr(record, name)}
        gradings = [list(grading) for grading in record.gradings]
        more = {"numbers": record.numbers} if record.numbers else {}
        graded = {"gradings": gradings} if gradings else {}
        self.meta += json.dumps({"id": record.id, **known, **more, **graded}, ensure_ascii=False).encode(
            "utf-8", "replace"
        )

    def _word(self, number: int, start: int, end: int, key: int) -> None:
        self.numbers.append(number)
        self.starts.append(start)
        self.ends.append(end)
        self.keys.append(key)

    def write(self, out: IO[bytes]) -> Built:
        """Write the index."""
        import numpy as np

        if not self.ids:
            raise InputError("no text with words in it")
        count = len(self.numbers)
        self.first_words.append(count)
        self.first_bytes.append(len(self.text))
        self.metas.append(len(self.meta))
        hashes = np.fromiter(map(hash_of, self._folds), np.uint64, len(self._folds))
        order = np.argsort(hashes, kind="stable")
        renumbered = np.zeros(len(hashes) + 1, np.uint32)
        renumbered[order + 1] = np.arange(1, len(hashes) + 1, dtype=np.uint32)
        stream = renumbered[np.frombuffer(self.numbers, np.uint32)]
        rows = rows_for(count)
        pairs = pair_row(stream[:-1].astype(np.uint64), stream[1:].astype(np.uint64), np.uint64(MULTIPLIER), rows)
        together = np.flatnonzero((stream[:-1] != 0) & (stream[1:] != 0))
        word_start, word_at = _grouped(stream, np.arange(count, dtype=np.int64), len(hashes) + 1)
        pair_start, pair_at = _grouped(pairs[together].astype(np.uint32), together, rows)
        named = sorted((hash_of(name), number) for name, number in self.ids.items())
        sections: list[tuple[str, Any]] = [
            ("text", self.text), ("start", self.starts), ("end", self.ends), ("stream", stream), ("key", self.keys),
            ("vocab", hashes[order]), ("word_start", word_start), ("word_at", word_at), ("pair_start", pair_start),
            ("pair_at", pair_at), ("unit_word", self.first_words), ("unit_text", self.first_bytes),
            ("meta_start", self.metas), ("meta", self.meta), ("ids", array("Q", [each for row in named for each in row])),
        ]  # fmt: skip
        # A section of no bytes cannot be viewed as bytes: it is given as such.
        write_index(
            out, [(name, memoryview(data).cast("B") if len(data) else b"") for name, data in sections], bytes(32)
        )
        return Built(len(self.ids), count - int((stream == 0).sum()), hashlib.sha256(self.text).hexdigest())


def _grouped(rows: NDArray[uint32], places: NDArray[int64], size: int) -> tuple[NDArray[uint32], NDArray[uint32]]:
    """The places by their rows: where each row begins, and the places, those of one row in order.

    Sorted by the lower and then by the upper half of the row's number, which numpy does in linear time.
    """
    import numpy as np

    order = np.argsort((rows & np.uint32(0xFFFF)).astype(np.uint16), kind="stable")
    order = order[np.argsort((rows[order] >> np.uint32(16)).astype(np.uint16), kind="stable")]
    starts = np.zeros(size + 1, np.uint32)
    np.cumsum(np.bincount(rows, minlength=size), out=starts[1:])
    return starts, places[order].astype(np.uint32)
