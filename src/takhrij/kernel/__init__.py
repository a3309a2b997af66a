"""The kernel: words, cues, regions, nearest passages and word alignment over the bytes of an index file.

Two implementations answer alike: the compiled one (`takhrij._core`, C) and its pure-Python twin
(`takhrij.kernel.twin`), which serves where no compiler was at hand or when `TAKHRIJ_KERNEL=python` is set. Both take
text as bytes of its code points (`code_points`) and return bytes, both of little-endian u32 numbers; `rows` gives these
their shape.

| call | result |
|---|---|
| `words(data)` | offsets (start, end); rows (kind, folded hash, letters check, length of the skeleton); the skeletons |
| `scan(data, least_quran, least_hadith)` | a document that was read: see `Scan` |
| `nearest(data, low, high, count)` | (passage, score in thousandths), best first |
| `rank(terms, counted, low, high, count)` | (passage, score), best first; `terms` are hashes (`takhrij.library.terms`) |
| `exact(data, count)` | stream positions in the Qur'an at which exactly these words begin |
| `align(data, low, high, whole)` | the fit; its edits (kind, quoted start, end in code points, source start, end) |
| `trace_verses(data, stated)` | fits in the Qur'an, the cheapest first; `stated` are pairs of stream positions |
| `trace_hadiths(data, depth)` | fits of hadiths, the likeliest first, and how many more might be measured |

A fit is seven numbers: source start, end, cost, rarity in common, other rarity, words kept, words spelt otherwise. Those
that are traced have two more: the passages of the first and of the last word.

Offsets are code points of the text handed in, half-open; tokens and stream positions count words.
"""

from __future__ import annotations

import os
from struct import Struct
from typing import Final, Protocol

from takhrij.errors import ConfigError
from takhrij.namedtuple import NamedTuple


class Scan(Protocol):
    """A document that was read.

    All but chains of narrators are bytes: rows of 32-bit numbers. Features are rows of 64 16-bit codes, 0xffff where there is none.

    | attribute | row |
    |---|---|
    | `offsets` | start and end of a word, code points |
    | `words` | the word of the sources that it is, 0 when it is none |
    | `quotes` | a mark that may open or close a quotation: place, character |
    | `cues` | token, tokens, cue |
    | `regions` | see `Region` |
    | `slots` | first region, regions, first token; in order of place |
    | `pairs` | of marks: start, inner start, inner end, end, number of the name, use |

    A claim is 13 numbers: start, end, first and last token, outer start, outer end, number of the mark, kind of the
    cue, 1 + the slot of its words, first token of what leads up to it, flags, and the evidence for a verse and for a
    hadith in thousandths. A match is a region and 1 + its slot, the introducer before it, the evidence for a verse.
    """

    @property
    def offsets(self) -> bytes:
        """Start and end of every word."""

    @property
    def words(self) -> bytes:
        """The word of the sources that each word is."""

    @property
    def quotes(self) -> bytes:
        """The marks that may open or close a quotation."""

    @property
    def cues(self) -> bytes:
        """Phrases of the table of cues."""

    @property
    def regions(self) -> bytes:
        """Regions shared with the sources, by slot."""

    @property
    def slots(self) -> bytes:
        """The places of the document that regions compete for."""

    @property
    def pairs(self) -> bytes:
        """Marks that enclose something, in order of place."""

    def claims(self, pairs: bytes, weights: bytes, everything: bool, /) -> tuple[bytes, bytes]:
        """The claims of a document and the codes of their features.

        Args:
            pairs: its marks, in order of place.
            weights: those of features.
            everything: whether hopeless ones are kept too; without it there are no codes.
        """

    def weigh(self, stretches: bytes, weights: bytes, /) -> tuple[bytes, bytes]:
        """Claims from rows of start, end, outer start, outer end, mark and cue, with codes.

        Rows without a word are left out. What `claims` learnt of the document's marks is a feature.
        """

    def matches(self, weights: bytes, everything: bool, /) -> tuple[bytes, bytes]:
        """The verses without marks, and the codes of their features.

        Args:
            weights: those of features.
            everything: whether unlikely ones are kept too; without it there are no codes.
        """

    def isnad(self, start: int, end: int, /) -> tuple[int, int, int] | None:
        """The chain of narrators that opens in a range of code points and reaches to its end.

        Where it begins and ends, and the number of the last companion named in it before the Prophet, 0 when none is. Where
        no Arabic word opens one and words in Latin letters stand in the range: the range and `IN_LATIN`.
        """

    def isnad_before(self, limit: int, end: int, /) -> tuple[int, int, int] | None:
        """The same of what stands before a quotation, marks left out, in its own sentence, and not before a limit."""


class Kernel(Protocol):
    """What both implementations offer."""

    def words(self, data: bytes, /) -> tuple[bytes, bytes, bytes]:
        """The words of a text."""

    def scan(self, data: bytes, least_quran: int, least_hadith: int, /) -> Scan:
        """A text read once: its words, marks and cues, and its regions from a weight on."""

    def nearest(self, data: bytes, low: int, high: int, count: int, /) -> bytes:
        """The passages of [low, high) that share most of the rarity of the words."""

    def rank(self, terms: bytes, counted: int, low: int, high: int, count: int, /) -> bytes:
        """The passages of [low, high) whose renderings most likely have the terms, of which the first `counted` are words."""

    def exact(self, data: bytes, count: int, /) -> bytes:
        """Where exactly these words stand in the Qur'an."""

    def align(self, data: bytes, low: int, high: int, whole: bool, /) -> tuple[bytes, bytes]:
        """The fit of a stretch of the stream to a quotation, and the word operations between them."""

    def trace_verses(self, data: bytes, stated: bytes, /) -> bytes:
        """The stretches of the Qur'an that a quotation may be of."""

    def trace_hadiths(self, data: bytes, depth: int, /) -> tuple[bytes, int]:
        """The hadiths that a quotation may be of."""


class Region(NamedTuple):
    """A chain of words that the document shares with the stream."""

    doc_start: int
    doc_end: int
    src_start: int
    src_end: int
    weight: int
    """Rarity of the shared words in quarter bits, less the cost of gaps."""
    words: int
    folded: int
    """How many of the words are alike at the folded level."""
    lettered: int
    """How many are alike letter for letter."""
    slot: int
    """Regions of one slot compete for one place of the document; they stand together, best first."""


CLOSEST, FITTING, THOROUGH = range(3)
"""How far hadiths are traced: the few that have most of the words, all that may fit, or also those told otherwise."""
KEEP, SPELL, REPLACE, INSERT, DELETE, RESEMBLE = range(6)
"""Kinds of edits that `align` returns; `RESEMBLE` is a word with at most a third of its letters changed."""
DOUBTFUL: Final = 8
"""With a kind: only the letters tell whether these are one word in two spellings, or with a conjunction و or ف."""
LEAST_QURAN: Final = 44
"""Eleven bits: a region of the Qur'an of less weight is chance, whatever stands around it."""
LEAST_HADITH: Final = 112
"""28 bits: the collections are twenty times larger and full of common phrases."""
MAY_FOLLOW, HAS_SAID, VERSE_BEFORE, WORK_BEFORE, OF_READING, AS_REFERENCE, UNSUPPORTED, LEAD_KIND = (
    1, 2, 4, 8, 16, 32, 64, 8,
)  # fmt: skip
"""Flags of a claim: a reference may stand behind it; "he said" and soon a colon stand within; a reference to verses, or to hadith,
may lead up to it; a reading of the Qur'an is spoken of; it begins as a reference does; only its marks speak for it. From bit
`LEAD_KIND` on, 1 + the kind of the cue that leads up to it, 0 where none is near."""
NEVER: Final = -(1 << 28)
"""Evidence that nothing outweighs: of a claim that no source can have."""
IN_LATIN: Final = 0xFFFFFFFF
"""For a companion's number: a chain may stand there in Latin letters."""
ARABIC_WORD: Final = 8
"""The kind of a word in Arabic letters, in the rows of `words`."""


def open_kernel(data: memoryview | bytes) -> tuple[Kernel, str]:
    """The kernel over an index, and its name: "compiled" or "pure Python".

    Raises:
        ValueError: the data is not an index.
        ConfigError: `TAKHRIJ_KERNEL` names no kernel.
    """
    wanted = os.environ.get("TAKHRIJ_KERNEL", "compiled")
    if wanted not in ("compiled", "python"):
        raise ConfigError(f"TAKHRIJ_KERNEL is {wanted!r}; it can be python or compiled")
    if wanted == "compiled":
        try:
            from takhrij._core import Kernel as Compiled
        except ImportError:
            pass
        else:
            return Compiled(data), "compiled"
    from takhrij.kernel.twin import Twin

    return Twin(data), "pure Python"


def code_points(text: str) -> bytes:
    """A text as a kernel takes it: its code points, lone surrogates and all.

    >>> code_points("ab").hex()
    '6100000062000000'
    """
    return text.encode("utf-32-le", "surrogatepass")


ROWS: Final = [Struct(f"<{width}I") for width in range(16)]


def rows(data: bytes, width: int) -> list[tuple[int, ...]]:
    """Rows of `width` u32 numbers.

    >>> rows(bytes([1, 0, 0, 0, 2, 0, 0, 0]), 2)
    [(1, 2)]
    """
    return list(ROWS[width].iter_unpack(data))
