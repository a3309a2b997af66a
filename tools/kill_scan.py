"""Kill a scan at random moments until it is done, many times over, and compare its rows with those of a whole run.

    python tools/kill_scan.py [--kills 50] [--documents 150] [--seed 1]

Each round kills the command, or one of its workers, by SIGKILL, and goes on with it; a run that comes to its end is compared byte
for byte and begun anew. Exit code 1 when a row differs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from takhrij.scan.schema import TABLES

PIECE = "وكان الناس في السوق. قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]، وقال رسول الله ﷺ: «إنما الأعمال بالنيات» رواه البخاري.\n"


def command(corpus: Path, run: Path) -> list[str]:
    where = ["--output", str(run), "--part", "2", "--workers", "2"]
    return [sys.executable, "-m", "takhrij", "scan", str(corpus), *where]


def rows(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for name in TABLES for path in sorted((run / name).iterdir())}


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in listed.stdout.split()]


def moment(process: subprocess.Popen[bytes], run: Path, chance: random.Random) -> bool:
    """Waits for a random moment: while the run begins, or some parts later; returns whether it is still going on."""

    def parts() -> int:
        journal = run / "journal.jsonl"
        return journal.read_bytes().count(b"\n") if journal.exists() else 0

    wanted = parts() + chance.randint(0, 12)
    while process.poll() is None and parts() < wanted:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.1 if chance.random() < 0.7 else 1))
    return process.poll() is None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        corpus, run = Path(name) / "corpus", Path(name) / "run"
        corpus.mkdir()
        for number in range(options.documents):
            (corpus / f"{number:04}.txt").write_text(f"{number}\n" + PIECE * (1 + number % 40), encoding="utf-8")
        began = time.monotonic()
        whole = Path(name) / "whole"
        subprocess.run(command(corpus, whole), check=True, capture_output=True)
        wanted, usual = rows(whole), time.monotonic() - began
        kills = workers = finished = differing = 0
        while kills < options.kills or run.exists():
            process = subprocess.Popen(command(corpus, run), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if kills < options.kills and moment(process, run, chance):
                victims = children(process.pid)
                victim = chance.choice(victims) if victims and chance.random() < 0.3 else process.pid
                try:
                    os.kill(victim, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                workers += victim != process.pid
                kills += 1
                process.wait()
                continue
            if process.wait() != 0:
                print(f"a run that was not killed ended with {process.returncode}")
                return 1
            finished += 1
            differing += rows(run) != wanted
            shutil.rmtree(run)
        print(f"{kills} kills ({workers} of a worker), {finished} runs finished, {differing} with other rows")
        print(f"{len(wanted)} files a run; {usual:.1f} s uninterrupted")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
