r"""Measure speed and memory, and fail beyond the floors of bench/floors.json.

    python bench/speed.py [--text FILE] [--quick] [--markdown] [--json FILE] [--fill PAGE ...]

| figure | what it is |
|---|---|
| throughput.ratio | CPU time of `len(re.findall(r"\w+", text))` over that of `check` and a walk over all findings |
| start.ratio | CPU time of `takhrij check` on 2 KB of an example, the index being there, over `python -c pass` |
| start.json_ratio | the same with `--format json` |
| growth.ratio | CPU time of 80,000 code points over that of 20,000, in the worst of the shapes of bench/shapes.py |
| memory.check_mb | peak memory of a process that checks the text and walks over the findings, mapped pages counted |
| memory.command_mb | that of `takhrij check` on the text, with the report as text |
| memory.jsonl_mb | the same as JSON Lines |
| index.* | a process that builds the index into an empty folder: its time, its peak memory, the size of the file |

Ratios are medians over pairs, the two of a pair one after the other; every measurement has a process of its own. FILE
is classical Arabic prose, plain or compressed; without one, 26 MB from the data folder, or else an example many times
over, to which the floor of the ratio is not applied, for it is full of quotations. `--quick` takes 900 KB.

Exit codes: 0 every floor holds; 1 a figure is beyond its floor; 2 it could not be measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.gate import FAILED, ROOT, BenchError, Bounds, Figure, publish, publishing

PROSE: Final = ROOT.parent / "shared" / "data" / "throughput" / "openiti_26mb.txt.gz"
QUICK: Final = 500_000
"""Code points of a quick run: about 900 KB of Arabic."""
PIECE: Final = 1 << 16
START_BYTES: Final = 2048
GROWTH_SIZE: Final = 20_000
"""Code points: four times that lies within one window, so that no window hides what grows faster than its text."""
LEAST_S: Final = 0.02
"""CPU seconds under which a shape tells nothing."""
WORDS: Final = {
    "throughput.ratio": "speed of a whole check on classical prose, in multiples of splitting it into words by `\\w+`",
    "start.ratio": "CPU time of checking 2 KB from a cold start, in multiples of starting Python",
    "memory.check_mb": "peak memory of checking the text, MB",
    "memory.jsonl_mb": "– with the command, its report as JSON Lines",
    "index.mb": "the index, MB",
    "index.build_s": "building it, seconds",
    "index.build_peak_mb": "– peak memory, MB",
}
"""The figures of the README."""
UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the peak memory of a process."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process cost."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    output: bytes


def run(arguments: list[str], *, cache: Path | None = None, allowed: tuple[int, ...] = (0,)) -> Run:
    """Run a process to its end.

    Raises:
        BenchError: its exit code is not one of those allowed.
    """
    environment = {**os.environ, **({"TAKHRIJ_CACHE": str(cache)} if cache else {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installer leaves modules compiled; so does the first run here
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = perf_counter()
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in allowed:
            said = err.read().decode(errors="replace").strip()
            raise BenchError(f"{' '.join(arguments)}: exit code {process.returncode}: {said[-300:]}")
        return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * UNIT / 1e6, out.read())


def takhrij() -> list[str]:
    """The command, as it is installed beside the interpreter, or else as its script calls it."""
    script = Path(sys.executable).parent / "takhrij"
    if script.is_file():
        return [str(script)]
    return [sys.executable, "-c", "import sys; from takhrij.cli import run; sys.exit(run())"]


def worker(*arguments: str) -> dict[str, Any]:
    """What a worker prints."""
    printed = run([sys.executable, str(ROOT / "bench" / "workers.py"), *arguments]).output
    data: dict[str, Any] = json.loads(printed)
    return data


def throughput(text: Path, repetitions: int) -> list[Figure]:
    size = text.stat().st_size / 1e6
    done = worker("ratio", str(text), str(repetitions))
    pairs = done["pairs"]
    return [
        Figure("throughput.ratio", statistics.median(regex / check for regex, check in pairs), 3, f"{size:.1f} MB"),
        Figure("throughput.regex_mb_per_s", size / statistics.median(regex for regex, _ in pairs), 1),
        Figure("throughput.check_mb_per_s", size / statistics.median(check for _, check in pairs), 2),
        Figure("throughput.findings", done["findings"], 0),
    ]


def start(work: Path, pairs: int) -> list[Figure]:
    """The cold start on a short document, its report written to a file."""
    document = work / "short.md"
    article = (ROOT / "examples" / "article.md").read_bytes()[:START_BYTES]
    document.write_bytes(article[: article.rindex(b"\n") + 1])
    nothing = [sys.executable, "-c", "pass"]
    commands = [
        [*takhrij(), "check", str(document), "--format", form, "--output", str(work / f"report.{form}")]
        for form in ("text", "json")
    ]
    for command in commands:
        run(command, allowed=(0, 1))
    costs = [(run(nothing).cpu_s, *(run(command, allowed=(0, 1)).cpu_s for command in commands)) for _ in range(pairs)]
    least, text, json_ = (statistics.median(each) * 1000 for each in zip(*costs, strict=True))
    return [
        Figure("start.ratio", statistics.median(cost[1] / cost[0] for cost in costs), 1, f"{pairs} pairs"),
        Figure("start.json_ratio", statistics.median(cost[2] / cost[0] for cost in costs), 1, f"{pairs} pairs"),
        Figure("start.python_ms", least, 1),
        Figure("start.check_ms", text, 1),
        Figure("start.json_ms", json_, 1),
    ]


def growth(repetitions: int) -> list[Figure]:
    """What four times as much text costs, of the shapes of which that can be told."""
    costs = worker("growth", str(GROWTH_SIZE), str(repetitions))["costs"]
    ratios = {name: long / short for name, (short, long) in costs.items() if long >= LEAST_S}
    worst = max(ratios, key=lambda name: ratios[name])
    return [Figure("growth.ratio", ratios[worst], 1, f"{worst}, of {len(ratios)} shapes")]


def memory(work: Path, text: Path) -> list[Figure]:
    size = text.stat().st_size / 1e6

    def command(form: str) -> float:
        line = [*takhrij(), "check", str(text), "--format", form, "--output", str(work / f"report.{form}")]
        return run(line, allowed=(0, 1)).peak_mb

    return [
        Figure("memory.check_mb", worker("check", str(text))["mb"], 0, f"{size:.1f} MB of text"),
        Figure("memory.command_mb", command("text"), 0, "with the report as text"),
        Figure("memory.jsonl_mb", command("jsonl"), 0, "with the report as JSON Lines"),
    ]


def index(work: Path) -> list[Figure]:
    folder = work / "cache"
    folder.mkdir(mode=0o700)
    built = run([*takhrij(), "sources"], cache=folder)
    size = sum(path.stat().st_size for path in folder.glob("*.idx"))
    if not size:
        raise BenchError("no index was built")
    return [
        Figure("index.mb", size / 1e6, 0),
        Figure("index.build_s", built.wall_s, 0),
        Figure("index.build_peak_mb", built.peak_mb, 0),
    ]


def prose(named: Path | None, work: Path, most: int | None) -> tuple[Path, bool]:
    """The text to measure on, uncompressed, and whether it is prose to which the floor of the ratio applies.

    It is copied piece by piece: the peak memory of a process counts what its parent held when it was started.
    """
    source = named or (PROSE if PROSE.is_file() else None)
    path = work / "prose.txt"
    if source is None:
        sample = (ROOT / "examples" / "sermon.txt").read_bytes()
        path.write_bytes(sample * (2 * QUICK // len(sample)))
        return path, False
    opened = gzip.open if source.suffix == ".gz" else open
    left = most or sys.maxsize
    with (
        opened(source, "rt", encoding="utf-8", newline="") as file,
        path.open("w", encoding="utf-8", newline="") as copy,
    ):
        while left > 0 and (piece := file.read(min(left, PIECE))):
            copy.write(piece)
            left -= len(piece)
    return path, True


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, metavar="FILE", help="classical Arabic prose, plain or .gz")
    parser.add_argument("--quick", action="store_true", help="a slice of the text, and fewer repetitions")
    publishing(parser)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        bounds = Bounds.read("speed")
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            text, is_prose = prose(options.text, work, QUICK if options.quick else None)
            figures = [
                *start(work, 5 if options.quick else 21),
                *throughput(text, 3),
                *growth(3),
                *memory(work, text),
                *index(work),
            ]
        if not is_prose:
            bounds = bounds.without({"throughput.ratio"})
        said = "" if is_prose else "; no prose was at hand: an example, many times over"
        return publish("speed", figures, bounds, options, words=WORDS, said=said)
    except (BenchError, OSError) as problem:
        print(f"speed: {problem}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
