"""Damaged indexes, and what a kernel makes of them. As a program: what the compiled one makes of them, a line each.

damage.py SEED COUNT
"""

from __future__ import annotations

import hashlib
import random
import struct
import sys
from array import array
from typing import TYPE_CHECKING

from documents import encode

from small_library import CUES, HADITHS, MODERN, index_bytes
from takhrij.kernel import CLOSEST, THOROUGH
from takhrij.library.features import compiled, load_weights
from takhrij.library.indexfile import HEADER, ROW, IndexFile
from takhrij.library.tables import tables
from takhrij.library.terms import numbers, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from takhrij.kernel import Kernel, Scan

TEXT = " ".join(
    [
        MODERN["55:13"], HADITHS[1], MODERN["112:1"], MODERN["112:2"], "qur'an ﷲ ﻻ 12", *CUES[1].phrases,
        HADITHS[2][:60], "# سورة البقرة:\n\nقال الله تعالى: ﴿", MODERN["55:14"], "﴾ (البقرة: 3)\n- قال: «كذا \"",
        HADITHS[3], "\"» رواه البخاري.", "((", MODERN["94:5"], "))\n```\n", MODERN["94:6"], "\n```\nقوله",
        "وعن أبي حفص عمر بن الخطاب وهو ابن نفيل. سمعت أنسا الأنصاري وابن عمر رضي الله عنهما (ra) Jabir: روي عن النبي",
        MODERN["112:3"], "سبحان الله (", MODERN["112:2"], ") [1]",
    ]
)  # fmt: skip
WEIGHTS = compiled(tables(), load_weights())
STRETCHES = array("I", [40, 90, 38, 95, 3, 255, 100, 260, 100, 260, 0, 9, 300, 420, 290, 430, 2, 63, 9, 3, 2, 9, 0, 1])
TERMS = numbers(
    stems("with hardship there is ease: actions are by intentions, God, God the Lord of the neighbour strangest")
)
QUOTATIONS = (MODERN["55:13"], "من كان يؤمن بالله واليوم الاخر فليكرم جاره", "الرحمن الرحيم")


def variants(seed: int, count: int) -> Iterator[bytes]:
    """Damaged copies of the small index."""
    rng = random.Random(seed)
    sound = index_bytes()
    sections = list(IndexFile(sound).rows.values())
    for _ in range(count):
        data = bytearray(sound)
        for _ in range(rng.randint(1, 5)):
            offset, length, _ = rng.choice(sections)
            match rng.randint(0, 9):
                case 0:  # a bit somewhere
                    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
                case 1:  # something in the header
                    data[rng.randrange(HEADER.size + ROW.size * len(sections))] = rng.randrange(256)
                case 2:  # a length in the header
                    row = HEADER.size + ROW.size * rng.randrange(len(sections))
                    struct.pack_into("<Q", data, row + 24, rng.choice((0, 4, 8, 64, 1024)))
                case 3:  # cut short, and says so
                    data = data[: max(HEADER.size, rng.randrange(len(data)))]
                    struct.pack_into("<Q", data, 16, len(data))
                case 4 if length > 64:  # a stretch of noise
                    at = offset + rng.randrange(length - 64)
                    data[at : at + 64] = rng.randbytes(64)
                case _:  # some numbers of a section
                    for _ in range(rng.choice((1, 3, 40)) if length >= 4 else 0):
                        number = rng.choice(
                            (0, 1, 250, 1 << 31, (1 << 32) - 1, rng.randrange(300), rng.randrange(1 << 32))
                        )
                        struct.pack_into("<I", data, offset + rng.randrange(length // 4) * 4, number)
            if len(data) < len(sound):
                break
        yield bytes(data)


def answers(open_kernel: Callable[[bytes], Kernel], data: bytes) -> str:
    """The message of refusal, or a digest of the answers."""
    try:
        kernel = open_kernel(data)
    except ValueError as problem:
        return str(problem)
    made = hashlib.sha256()
    for part in kernel.words(encode(TEXT)):
        made.update(part)
    for part in answers_of_scan(kernel.scan(encode(TEXT), 0, 0)):
        made.update(part)
    for low, high in ((0, 0xFFFFFFFF), (3, 14), (32, 64)):
        made.update(kernel.rank(TERMS.tobytes(), 15, low, high, 64))
    for text in QUOTATIONS:
        quoted = encode(text)
        made.update(kernel.nearest(quoted, 0, 0xFFFFFFFF, 64))
        made.update(kernel.exact(quoted, 256))
        for part in (*kernel.align(quoted, 0, 240, False), *kernel.align(quoted, 44, 60, True)):
            made.update(part)
        made.update(kernel.trace_verses(quoted, b"\1\0\0\0\x20\0\0\0"))
        made.update(kernel.trace_hadiths(quoted, CLOSEST)[0])
        made.update(kernel.trace_hadiths(quoted, THOROUGH)[0])
    return made.hexdigest()


def answers_of_scan(scan: Scan) -> Iterator[bytes]:
    """Whatever a scan answers."""
    pairs = scan.pairs
    yield from (scan.offsets, scan.words, scan.quotes, scan.cues, scan.regions, scan.slots, pairs)
    for everything in (True, False):
        yield from scan.claims(pairs, WEIGHTS, everything)
        yield from scan.matches(WEIGHTS, everything)
    yield from scan.weigh(STRETCHES.tobytes(), WEIGHTS)
    for start in range(0, len(TEXT), 50):
        for found in (scan.isnad(start, start + 90), scan.isnad_before(start, start + 200)):
            yield repr(found).encode()


if __name__ == "__main__":
    from takhrij._core import Kernel as Compiled

    for variant in variants(*map(int, sys.argv[1:])):
        sys.stdout.write(answers(Compiled, variant) + "\n")
        sys.stdout.flush()
