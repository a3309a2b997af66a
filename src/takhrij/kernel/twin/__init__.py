"""The kernel in plain Python: it answers byte for byte as the compiled one does, from the same index file.

It serves where no compiler was at hand, and it is the kernel to read: each module says what it computes and why, and
property tests (`tests/kernel`) hold the two equal. `index` reads the file's sections, `tokens` turns code points into words,
`cues` finds phrases among them, `seeds` finds runs of words that stand in a source too, `chain` makes regions of them:
that is a `document`. In it `marks` pairs marks, `claims` finds what is presented as a quotation and `evidence` weighs
it, `matches` finds verses without marks, `isnad` reads chains of narrators; `features` are what is weighed, and `scan`
gives it all out. Of one quotation, `nearest` looks passages up by its words, `shared` tells which stretches are worth
comparing, `align` compares word by word, and `trace` finds what it may be of. `numbers` packs rows into bytes.

As in C, numbers are unsigned and of 32 bits where it matters, and whatever comes out of the file is checked before it
is used as a place to read from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.align import Compared, Stretch
from takhrij.kernel.twin.document import Document
from takhrij.kernel.twin.index import Index
from takhrij.kernel.twin.nearest import exact, nearest
from takhrij.kernel.twin.numbers import SIZE, packed, u32, unpacked
from takhrij.kernel.twin.renderings import rank
from takhrij.kernel.twin.scan import TwinScan
from takhrij.kernel.twin.tokens import Reader, Tokens, decode
from takhrij.kernel.twin.trace import trace_hadiths, trace_verses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.kernel.twin.align import Fit

LONGEST_TEXT: Final = 0x3FFFFFFF
MOST_NEAREST: Final = 64
MOST_TERMS: Final = 1024
MOST_EXACT: Final = 256
MOST_STATED: Final = 32


class Twin:
    """The kernel over the bytes of an index file; the same calls as `takhrij._core.Kernel`.

    Args:
        data: the whole file, which stays in use.

    Raises:
        ValueError: it is not an index file, or is damaged.
    """

    def __init__(self, data: memoryview | bytes) -> None:
        self._index = Index(data)
        self._reader = Reader(self._index)

    def words(self, data: bytes, /) -> tuple[bytes, bytes, bytes]:
        """Offsets (start, end); rows (kind, folded hash, letters check, codes of the skeleton); the codes."""
        tokens = self._read(data)
        rows = (
            number
            for word in tokens.words
            for number in (word.kind, word.fold_hash, word.letters_check, len(word.skeleton))
        )
        return tokens.offsets(), packed(rows), b"".join(word.skeleton for word in tokens.words)

    def scan(self, data: bytes, least_quran: int, least_hadith: int, /) -> TwinScan:
        """A text read once: its words, marks and cues, and its regions from a weight on."""
        leasts = u32(least_quran), u32(least_hadith)
        return TwinScan(Document(self._index, self._reader, _text(data), *leasts))

    def nearest(self, data: bytes, low: int, high: int, count: int, /) -> bytes:
        """(passage, score in thousandths) of the passages of [low, high) that share most, best first; 64 at most."""
        low, high, count = u32(low), u32(high), u32(count)
        found = nearest(self._index, self._quoted(data).words, low, high, min(count, MOST_NEAREST))
        return packed(number for scored in found for number in scored)

    def rank(self, terms: bytes, counted: int, low: int, high: int, count: int, /) -> bytes:
        """(passage, score) of the passages of [low, high) whose renderings most likely have the terms; 64 at most."""
        counted, low, high, count = u32(counted), u32(low), u32(high), u32(count)
        known = [term for [term] in unpacked(terms, 1)][:MOST_TERMS]
        found = rank(self._index, known, counted, low, high, min(count, MOST_NEAREST))
        return packed(number for scored in found for number in scored)

    def exact(self, data: bytes, count: int, /) -> bytes:
        """The stream positions in the Qur'an at which exactly these words begin; 256 at most."""
        count = u32(count)
        return packed(exact(self._index, self._quoted(data).words, min(count, MOST_EXACT)))

    def align(self, data: bytes, low: int, high: int, whole: bool, /) -> tuple[bytes, bytes]:
        """The fit, and its edits (kind, quoted start and end in code points, source start, end).

        Raises:
            OverflowError: the words to compare are too many.
        """
        low, high = u32(low), u32(high)
        tokens = self._quoted(data)
        fit, edits = Compared(self._index, tokens.words).align(Stretch(low, high), bool(whole))
        rows: list[int] = []
        at = 0  # where words are missing: after the word before them
        for edit in edits:
            start = tokens.starts[edit.quoted_start] if edit.quoted_start < edit.quoted_end else at
            at = tokens.ends[edit.quoted_end - 1] if edit.quoted_start < edit.quoted_end else at
            rows += (edit.kind, start, at, edit.src_start, edit.src_end)
        return packed(fit), packed(rows)

    def trace_verses(self, data: bytes, stated: bytes, /) -> bytes:
        """Fits of stretches of the Qur'an, the cheapest first; `stated` are up to 32 pairs of stream positions."""
        pairs = [(low, high) for low, high in unpacked(stated, 2)][:MOST_STATED]
        return self._placed(trace_verses(self._index, self._quoted(data).words, pairs))

    def trace_hadiths(self, data: bytes, depth: int, /) -> tuple[bytes, int]:
        """Fits of hadiths, the likeliest first, and how many more might be measured."""
        fits, left = trace_hadiths(self._index, self._quoted(data).words, depth)
        return self._placed(fits), left

    def _placed(self, fits: Iterable[Fit]) -> bytes:
        """Fits, each with the passages of its first and its last word."""
        at = self._index.passage_at
        return packed(number for fit in fits for number in (*fit, at(fit.src_start), at(fit.src_end - 1)))

    def _read(self, data: bytes) -> Tokens:
        return self._reader.read(_text(data))

    def _quoted(self, data: bytes) -> Tokens:
        """The words of a quotation."""
        return self._read(data).arabic()


def _text(data: bytes) -> str:
    if len(data) // SIZE > LONGEST_TEXT:
        raise ValueError("the text is too long for one call")
    return decode(bytes(data))
