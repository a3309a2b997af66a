"""The kernel in plain Python: it answers byte for byte as the compiled one does, from the same index file.

It serves where no compiler was at hand, and it is the kernel to read: each module says what it computes and why, and
property tests (`tests/kernel`) hold the two equal. `index` reads the file's sections, `tokens` turns UTF-8 into words,
`cues` finds phrases among them, `seeds` finds runs of words that stand in a source too, `chain` makes regions of them,
`nearest` looks passages up by their words, `align` compares word by word, `trace` finds what a quotation may be of.

As in C, numbers are unsigned and of 32 bits where it matters, and whatever comes out of the file is checked before it
is used as a place to read from.
"""

from __future__ import annotations

from array import array
from operator import index as whole_number
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.align import Stretch, align
from takhrij.kernel.twin.chain import chain_runs, select_chains
from takhrij.kernel.twin.cues import find_cues
from takhrij.kernel.twin.index import Index
from takhrij.kernel.twin.nearest import exact, nearest
from takhrij.kernel.twin.seeds import find_runs
from takhrij.kernel.twin.tokens import ARABIC, Reader, Tokens
from takhrij.kernel.twin.trace import trace_hadiths, trace_verses

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_TEXT: Final = 0x3FFFFFFF
MOST_NEAREST: Final = 64
MOST_EXACT: Final = 256
MOST_STATED: Final = 64


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
        return _offsets(tokens), _packed(rows), b"".join(word.skeleton for word in tokens.words)

    def scan(self, data: bytes, least_quran: int, least_hadith: int, /) -> tuple[bytes, bytes, bytes, bytes, bytes]:
        """Offsets; word ids; quotation marks (place, character); cues (token, tokens, cue); regions."""
        least_quran, least_hadith = _u32(least_quran), _u32(least_hadith)
        tokens = self._read(data)
        runs = find_runs(self._index, tokens.words)
        chains = select_chains(
            self._index, chain_runs(self._index, tokens.words, runs, least_quran, least_hadith), len(tokens.words)
        )
        return (
            _offsets(tokens),
            _packed(word.id for word in tokens.words),
            _packed(number for quote in tokens.quotes for number in quote),
            _packed(number for cue in find_cues(self._index, tokens.words) for number in cue),
            _packed(number for chain in chains for number in chain.row()),
        )

    def nearest(self, data: bytes, low: int, high: int, count: int, /) -> bytes:
        """(passage, score in thousandths) of the passages of [low, high) that share most, best first; 64 at most."""
        low, high, count = _u32(low), _u32(high), _u32(count)
        tokens = _arabic(self._read(data))
        found = nearest(self._index, tokens.words, low, high, min(count, MOST_NEAREST))
        return _packed(number for scored in found for number in scored)

    def exact(self, data: bytes, count: int, /) -> bytes:
        """The stream positions in the Qur'an at which exactly these words begin; 256 at most."""
        count = _u32(count)
        tokens = _arabic(self._read(data))
        return _packed(exact(self._index, tokens.words, min(count, MOST_EXACT)))

    def align(self, data: bytes, low: int, high: int, whole: bool, /) -> tuple[bytes, bytes]:
        """The fit, and its edits (kind, quoted start and end in code points, source start, end).

        Raises:
            OverflowError: the words to compare are too many.
        """
        low, high = _u32(low), _u32(high)
        tokens = _arabic(self._read(data))
        fit, edits = align(self._index, tokens.words, Stretch(low, high), bool(whole))
        rows: list[int] = []
        at = 0  # where words are missing: after the word before them
        for edit in edits:
            start = tokens.starts[edit.quoted_start] if edit.quoted_start < edit.quoted_end else at
            at = tokens.ends[edit.quoted_end - 1] if edit.quoted_start < edit.quoted_end else at
            rows += (edit.kind, start, at, edit.src_start, edit.src_end)
        return _packed(fit), _packed(rows)

    def trace_verses(self, data: bytes, stated: bytes, /) -> bytes:
        """Fits of stretches of the Qur'an, the cheapest first; `stated` are up to 32 pairs of stream positions."""
        pairs = memoryview(bytes(stated)[: 4 * min(len(stated) // 4, MOST_STATED)]).cast("I")
        tokens = _arabic(self._read(data))
        return _packed(number for fit in trace_verses(self._index, tokens.words, pairs) for number in fit)

    def trace_hadiths(self, data: bytes, /) -> bytes:
        """Fits of hadiths, the likeliest first."""
        tokens = _arabic(self._read(data))
        return _packed(number for fit in trace_hadiths(self._index, tokens.words) for number in fit)

    def _read(self, data: bytes) -> Tokens:
        if len(data) > LONGEST_TEXT:
            raise ValueError("the text is too long for one call")
        return self._reader.read(bytes(data))


def _arabic(tokens: Tokens) -> Tokens:
    """Without the numbers between verses, and tags and words in Latin letters: no words of a quotation in Arabic."""
    kept = [at for at, word in enumerate(tokens.words) if word.kind == ARABIC]
    return Tokens(
        [tokens.starts[at] for at in kept], [tokens.ends[at] for at in kept], [tokens.words[at] for at in kept], []
    )


def _u32(number: int) -> int:
    """As C takes an argument: of any whole number, its lower 32 bits."""
    return whole_number(number) & 0xFFFFFFFF


def _packed(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def _offsets(tokens: Tokens) -> bytes:
    return _packed(offset for pair in zip(tokens.starts, tokens.ends, strict=True) for offset in pair)
