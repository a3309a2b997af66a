"""The two kernels, asked the same and held equal, over an index and the texts that stand in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from small_library import HADITHS, MODERN, UTHMANI
from takhrij.kernel import FITTING, open_kernel
from takhrij.kernel.twin import Twin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel import Kernel, Scan
    from takhrij.library.indexfile import IndexFile


class Both:
    """The kernel that the program would use and the twin; each call is made to both, which must answer alike."""

    def __init__(self, data: memoryview | bytes) -> None:
        self.kernels: list[Kernel] = [open_kernel(data)[0], Twin(data)]

    def words(self, data: bytes) -> tuple[bytes, bytes, bytes]:
        return same(kernel.words(data) for kernel in self.kernels)

    def scan(self, data: bytes, least_quran: int = 44, least_hadith: int = 112) -> Scans:
        return Scans([kernel.scan(data, least_quran, least_hadith) for kernel in self.kernels])

    def nearest(self, data: bytes, low: int, high: int, count: int) -> bytes:
        return same(kernel.nearest(data, low, high, count) for kernel in self.kernels)

    def rank(self, terms: bytes, counted: int, low: int, high: int, count: int) -> bytes:
        return same(kernel.rank(terms, counted, low, high, count) for kernel in self.kernels)

    def exact(self, data: bytes, count: int) -> bytes:
        return same(kernel.exact(data, count) for kernel in self.kernels)

    def align(self, data: bytes, low: int, high: int, whole: bool) -> tuple[bytes, bytes]:
        return same(kernel.align(data, low, high, whole) for kernel in self.kernels)

    def trace_verses(self, data: bytes, stated: bytes = b"") -> bytes:
        return same(kernel.trace_verses(data, stated) for kernel in self.kernels)

    def trace_hadiths(self, data: bytes, depth: int = FITTING) -> tuple[bytes, int]:
        return same(kernel.trace_hadiths(data, depth) for kernel in self.kernels)


class Scans:
    """A document that both kernels read."""

    def __init__(self, scans: list[Scan]) -> None:
        self.scans = scans

    def __getattr__(self, name: str) -> bytes:
        return same(getattr(scan, name) for scan in self.scans)

    def claims(self, pairs: bytes, weights: bytes, everything: bool) -> tuple[bytes, bytes]:
        return same(scan.claims(pairs, weights, everything) for scan in self.scans)

    def weigh(self, stretches: bytes, weights: bytes) -> tuple[bytes, bytes]:
        return same(scan.weigh(stretches, weights) for scan in self.scans)

    def matches(self, weights: bytes, everything: bool) -> tuple[bytes, bytes]:
        return same(scan.matches(weights, everything) for scan in self.scans)

    def isnad(self, start: int, end: int) -> tuple[int, int, int] | None:
        return same(scan.isnad(start, end) for scan in self.scans)

    def isnad_before(self, limit: int, end: int) -> tuple[int, int, int] | None:
        return same(scan.isnad_before(limit, end) for scan in self.scans)


def same(answers):
    first, second = answers
    assert first == second
    return first


class World(NamedTuple):
    """An index, its kernels, and texts that stand in it."""

    both: Both
    index: IndexFile
    passages: Sequence[str]

    @property
    def weights(self) -> bytes:
        """Those of features."""
        return bytes(self.index.section("weights"))

    @property
    def stream(self) -> memoryview:
        return self.index.numbers("stream")

    @property
    def starts(self) -> memoryview:
        return self.index.numbers("passage_start")

    def passage(self, position: int) -> int:
        """The passage that holds a stream position."""
        return bisect_right(self.starts, position) - 1

    def at(self, passage: int) -> tuple[int, int]:
        """Where a passage stands in the stream, without the end of its segment."""
        start, end = self.starts[passage], self.starts[passage + 1]
        while end > start and not self.stream[end - 1]:
            end -= 1
        return start, end


def verse(key: str) -> int:
    """The number of a verse of the small library in modern spelling."""
    return list(MODERN).index(key)


def uthmani_verse(key: str) -> int:
    return 16 + list(UTHMANI).index(key)


def hadith(number: int) -> int:
    """The number of a hadith of the small library, counted from 1; blocks of 8 passages end with an edition."""
    assert number <= len(HADITHS)
    return 32 + number - 1
