"""Measure how well passages are found by renderings that are not loaded, and fail below the floors of bench/floors.json.

    python bench/renderings.py [--markdown] [--json FILE] [--fill PAGE ...]

| figure | what it is |
|---|---|
| renderings.whole | each verse of a translation that is left out, of six words or more: the right verse is first; mean of sixteen |
| renderings.half | the same of each half of a verse that has six words or more |
| renderings.loaded_whole, renderings.loaded_half | the least of these among the translations that a library has by default |
| renderings.hadith | the first 25 words of a hadith in English, the record left out: the ten first have a parallel |
| renderings.hadith_first | – the first is one |

Each of the sixteen translations known is left out in turn: the weights of all words are worked out again without it. A verse that
reads alike in that translation counts as right. Hadiths are those, of 3,000 drawn by chance, that stand in another collection
too: whose Arabic text is at least half alike there, by the rarity of the words in common. That parallel, or one in the same
collection, is right. Nothing else was fitted to them but the smoothing of hadiths (takhrij.library.renderings), on another draw.

Exit codes: 0 every floor holds; 1 a figure is below its floor; 2 it could not be measured.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.gate import FAILED, BenchError, Bounds, Figure, publish, publishing
from takhrij.align.hadiths import fit_hadiths
from takhrij.align.renderings import Rendering
from takhrij.errors import TakhrijError
from takhrij.kernel import THOROUGH, Kernel, open_kernel, rows
from takhrij.library import sources
from takhrij.library.editions import editions
from takhrij.library.indexfile import write_index
from takhrij.library.library import Library
from takhrij.library.renderings import rendering_sections
from takhrij.library.terms import numbers, stems
from takhrij.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.library.store import Store

    Translation = dict[tuple[int, int], str]

LEAST_WORDS: Final = 6
FIRST_WORDS: Final = 25
DRAWN: Final = 3000
SEED: Final = 1445
ALIKE: Final = 0.5
"""Likeness of the Arabic texts of two hadiths that are one."""
LISTED: Final = 10


def without(store: Store, translations: list[Translation]) -> Kernel:
    """A kernel whose verses are found by these translations."""
    sections = dict(rendering_sections(store.keys, store.quran_verses, translations, ()))
    out = io.BytesIO()
    index = store.index
    write_index(out, [(name, sections.get(name, index.section(name))) for name in index.rows], index.fingerprint)
    return open_kernel(out.getvalue())[0]


def first(kernel: Kernel, text: str, verses: int) -> int | None:
    """The verse of which a text most likely is a rendering; `None` where it is too short, -1 where there is none."""
    words = stems(text)
    if len(words) < LEAST_WORDS:
        return None
    found = rows(kernel.rank(numbers(words).tobytes(), len(words), 0, verses, 1), 2)
    return found[0][0] if found else -1


def halves(text: str) -> Iterator[str]:
    """A text's two halves, by words."""
    words = text.split()
    middle = len(words) // 2
    yield from (" ".join(words[:middle]), " ".join(words[middle:]))


def left_out(store: Store, kernel: Kernel, translation: Translation) -> tuple[float, float]:
    """The shares of the whole verses of a translation and of their halves whose verse comes first."""
    whole: list[bool] = []
    half: list[bool] = []
    for place, text in translation.items():
        for right, pieces in ((whole, [text]), (half, [*halves(text)])):
            for piece in pieces:
                found = first(kernel, piece, store.quran_verses)
                if found is not None:
                    same = found >= 0 and (store.verse(found) == place or piece in translation[store.verse(found)])
                    right.append(same)
    return statistics.mean(whole), statistics.mean(half)


def verses(store: Store) -> Iterator[Figure]:
    """The figures of verses."""
    known = {edition: sources.read_translation(edition) for edition in editions() if edition.language != "ar"}
    loaded = {edition.id for edition in store.translations}
    found: dict[str, tuple[float, float]] = {}
    for edition, translation in known.items():
        others = [text for other, text in known.items() if other is not edition]
        found[edition.id] = left_out(store, without(store, others), translation)
        print(f"{edition.id}: {found[edition.id][0]:.3f} {found[edition.id][1]:.3f}", file=sys.stderr)
    for place, name in enumerate(("whole", "half")):
        shares = {edition: share[place] for edition, share in found.items()}
        yield Figure(f"renderings.{name}", statistics.mean(shares.values()), how=f"least {min(shares.values()):.3f}")
        yield Figure(f"renderings.loaded_{name}", min(shares[edition] for edition in loaded))


def hadiths(store: Store) -> Iterator[Figure]:
    """The figures of hadiths."""
    numbered = [
        number for known in store.ranges if known.first >= store.first_hadith
        for number in range(known.first, known.first + known.passages)
    ]  # fmt: skip
    at_first: list[bool] = []
    listed: list[bool] = []
    for number in random.Random(SEED).sample(numbered, DRAWN):
        matn, words = store.matn(number), store.notes(number)[2].split()
        if len(words) < LEAST_WORDS:
            continue
        alike = fit_hadiths(store, matn, Span(0, len(matn)), THOROUGH)[0]
        right = {match.first for match in alike if match.likeness >= ALIKE} - {number}
        if all(store.work_of(other) == store.work_of(number) for other in right):
            continue
        ranked = Rendering(store, " ".join(words[:FIRST_WORDS])).hadiths
        found = [each.passage for each in ranked if each.passage != number][:LISTED]
        at_first.append(bool(right.intersection(found[:1])))
        listed.append(bool(right.intersection(found)))
    how = f"{len(listed):,} hadiths"
    yield Figure("renderings.hadith", statistics.mean(listed), how=how)
    yield Figure("renderings.hadith_first", statistics.mean(at_first), how=how)


def main(arguments: list[str] | None = None) -> int:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=str(__doc__), formatter_class=argparse.RawDescriptionHelpFormatter, prog="bench/renderings.py"
    )
    publishing(parser)
    options: Any = parser.parse_args(arguments)
    try:
        store = Library.open().store
        return publish("renderings", [*verses(store), *hadiths(store)], Bounds.read("renderings"), options)
    except (BenchError, TakhrijError, OSError) as problem:
        print(f"renderings: {problem}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
