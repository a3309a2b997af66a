"""What bench/speed.py runs in processes of its own, so that one measurement does not disturb another.

    python bench/workers.py ratio FILE REPETITIONS
    python bench/workers.py check FILE
    python bench/workers.py growth CODE_POINTS REPETITIONS

Each prints JSON. FILE is plain UTF-8.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.shapes import SHAPES
from takhrij.check import check
from takhrij.library.library import Library
from takhrij.options import Options


def walk(text: str, library: Library, options: Options) -> int:
    """Check a text and look at every finding; returns how many there are."""
    count = 0
    for citation in check(text, library=library, options=options).citations:
        for finding in citation.findings:
            count += bool(finding.name and finding.message and finding.severity)
    return count


def ratio(path: Path, repetitions: int) -> dict[str, object]:
    """Pairs of CPU seconds on one text: the regular expression, check and walk."""
    text, library, options = path.read_text(encoding="utf-8"), Library.open(), Options()
    walk("قال تعالى: ﴿إن مع العسر يسرا﴾", library, options)  # what is loaded at first use is no cost of a text
    pairs, findings = [], 0
    for _ in range(repetitions):
        begun = process_time()
        len(re.findall(r"\w+", text))
        between = process_time()
        findings = walk(text, library, options)
        pairs.append((between - begun, process_time() - between))
    return {"pairs": pairs, "findings": findings}


def peak(path: Path) -> dict[str, object]:
    """The peak memory of a process that checks one text, in megabytes, mapped pages counted."""
    findings = walk(path.read_text(encoding="utf-8"), Library.open(), Options())
    unit = 1 if sys.platform == "darwin" else 1024
    return {"findings": findings, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6}


def growth(size: int, repetitions: int) -> dict[str, object]:
    """CPU seconds on every shape of a text, and on four times as much of it: the least of some repetitions."""
    library, options = Library.open(), Options()

    def cost(text: str) -> float:
        begun = process_time()
        walk(text, library, options)
        return process_time() - begun

    costs = {}
    for name, piece in SHAPES.items():
        walk(piece * 3, library, options)
        texts = ((piece * length)[:length] for length in (size, 4 * size))
        costs[name] = [min(cost(text) for _ in range(repetitions)) for text in texts]
    return {"costs": costs}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ratio", file, repetitions]:
            done = ratio(Path(file), int(repetitions))
        case ["check", file]:
            done = peak(Path(file))
        case ["growth", size, repetitions]:
            done = growth(int(size), int(repetitions))
        case _:
            sys.exit(__doc__)
    print(json.dumps(done))
