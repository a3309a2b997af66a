"""Measure `takhrij scan`, and fail beyond the floors of bench/floors.json.

    python bench/scan.py [--text FILE] [--times N] [--pairs N] [--markdown] [--json FILE] [--fill PAGE ...]

| figure | what it is |
|---|---|
| scan.two_workers | wall time with one worker over that with two, start included, on the middle one of three sizes |
| scan.growth | CPU time on ten times the text over that on the text, that of a start taken off both |
| scan.memory_mb | the largest peak of a process of the scan, on the text; mapped pages counted |
| scan.memory_long_mb | the same on `--times` times the text, one file |
| scan.mb_per_s | text a second of CPU time, rows written |

The text is that of bench/speed.py, many times over in one file. Two workers want two processors that nothing else uses: the figure is
the best of `--pairs`, for what else runs on the machine can only lower it.

Exit codes: 0 every floor holds; 1 a figure is beyond its floor; 2 it could not be measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.gate import FAILED, BenchError, Bounds, Figure, publish, publishing
from bench.speed import prose, run, takhrij

if TYPE_CHECKING:
    from bench.speed import Run

TEN: Final = 10
MIDDLE: Final = 5
"""Times the text on which two workers are compared with one: some twenty parts."""


class Bench:
    """Scans of one text, one time or many times over, in a folder of its own."""

    def __init__(self, work: Path, text: Path) -> None:
        self._work, self._text, self._runs = work, text, 0

    def scan(self, times: int, workers: int) -> Run:
        """A scan of the text so many times over, as one file."""
        self._runs += 1
        corpus = self._work / "corpus.txt"
        with corpus.open("wb") as file:
            for _ in range(times):
                with self._text.open("rb") as text:
                    while piece := text.read(1 << 20):
                        file.write(piece)
        where = str(self._work / f"run{self._runs}")
        return run(
            [*takhrij(), "scan", str(corpus), "--output", where, "--workers", str(workers), "--exit-zero"]
        )  # fmt: skip

    def figures(self, times: int, pairs: int) -> list[Figure]:
        """All figures, those of a long file on `times` times the text."""
        size = self._text.stat().st_size / 1e6
        self.scan(0, 1)
        start, once, tenfold = self.scan(0, 1), self.scan(1, 1), self.scan(TEN, 1)
        ratios = [self.scan(MIDDLE, 1).wall_s / self.scan(MIDDLE, 2).wall_s for _ in range(pairs)]
        long = self.scan(times, 2) if times != TEN else tenfold
        growth = (tenfold.cpu_s - start.cpu_s) / (once.cpu_s - start.cpu_s)
        return [
            Figure("scan.two_workers", max(ratios), 2, f"best of {pairs}, {MIDDLE * size:.0f} MB"),
            Figure("scan.growth", growth, 2, f"{size:.0f} and {TEN * size:.0f} MB"),
            Figure("scan.memory_mb", once.peak_mb, 0, f"{size:.0f} MB"),
            Figure("scan.memory_long_mb", long.peak_mb, 0, f"{times * size:.0f} MB, one file"),
            Figure("scan.mb_per_s", TEN * size / (tenfold.cpu_s - start.cpu_s), 1, "CPU time, one worker"),
            Figure("scan.start_s", start.cpu_s, 1, "CPU time of a scan of nothing"),
        ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, metavar="FILE", help="classical Arabic prose, plain or .gz")
    parser.add_argument("--times", type=int, default=40, metavar="N", help="of the long file; default 40")
    parser.add_argument("--pairs", type=int, default=3, metavar="N", help="of one worker and two; default 3")
    publishing(parser)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        bounds = Bounds.read("scan")
        with tempfile.TemporaryDirectory() as name:
            text, _ = prose(options.text, Path(name), None)
            figures = Bench(Path(name), text).figures(options.times, options.pairs)
        return publish("scan", figures, bounds, options)
    except (BenchError, OSError) as problem:
        print(f"scan: {problem}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
