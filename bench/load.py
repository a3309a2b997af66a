"""Load a server on this machine with good, huge and hostile requests, and fail beyond the floors of bench/floors.json.

    python bench/load.py [--seconds N] [--markdown] [--json FILE] [--fill PAGE ...]

| figure | what it is |
|---|---|
| load.p95_ratio | 95th percentile of the time of a check of 2 KB under load, over the median of the same check and report in one process |
| load.wrong | answers that are not those expected: 5xx but 503, good requests refused for another reason than that, hostile ones done |
| load.busy_share | small checks that were refused as busy, of all |
| load.memory_growth | memory of server and processes in the last quarter of the time over that in the second, medians |
| load.server_growth | the same of the server alone, by the least of a quarter: what it holds while no large body is in work |
| load.memory_mb | the most memory of all of them; pages that they share counted once |
| load.checks_per_s | small checks that were answered a second |

Small checks come from four clients that wait 50 ms between two; beside them one client sends documents of 1 MB and 5 MB, one hostile
files (entities, bombs, damaged, binary, too large), one bad requests (hosts, origins, JSON, forms), and one asks for pages. The clients
share the machine with the server.

Exit codes: 0 every floor holds; 1 a figure is beyond its floor; 2 it could not be measured.
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import re
import statistics
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING, Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.gate import FAILED, ROOT, BenchError, Bounds, Figure, publish, publishing
from bench.speed import START_BYTES, takhrij

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL_CLIENTS: Final = 4
PAUSE_S: Final = 0.05
INSIDE: Final = 60
"""Checks in one process, of which the median is taken."""
BOUNDARY: Final = "a-line-that-no-document-has"


class Sent(NamedTuple):
    """A request: what it sends, and the statuses that are right for it."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    right: tuple[int, ...]


class Load:
    """Clients of a server, and what they saw.

    Args:
        port: where it listens.
        until: when they end, by `monotonic`.
    """

    def __init__(self, port: int, until: float) -> None:
        self._port, self._until = port, until
        self.small: list[float] = []
        self.busy = 0
        self.seen: dict[str, int] = {}
        self.wrong: list[str] = []

    def client(self, requests: list[Sent], pause_s: float, small: bool = False) -> None:
        """Send requests in turn until the end."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        turn = 0
        while monotonic() < self._until:
            asked = requests[turn % len(requests)]
            turn += 1
            begun = perf_counter()
            try:
                connection.request(asked.method, asked.path, asked.body, asked.headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as problem:
                self.wrong.append(f"{asked.path}: {type(problem).__name__}")
                connection.close()
                continue
            took = perf_counter() - begun
            self._note(asked, answer.status, took, small)
            sleep(pause_s)
        connection.close()

    def _note(self, asked: Sent, status: int, took: float, small: bool) -> None:
        name = f"{asked.method} {asked.path.partition('?')[0][:40]} {status}"
        self.seen[name] = self.seen.get(name, 0) + 1
        if small and status == 503:
            self.busy += 1
        elif small:
            self.small.append(took)
        if status not in (*asked.right, 503):
            self.wrong.append(name)


def text_json(text: str, name: str = "json") -> bytes:
    return json.dumps({"text": text, "format": name}).encode()


def posted(body: bytes, *right: int, kind: str = "application/json", path: str = "/api/check", **headers: str) -> Sent:
    return Sent("POST", path, body, {"Content-Type": kind, **headers}, right)


def form(name: str, content: bytes, *right: int) -> Sent:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return posted(body, *right, kind=f"multipart/form-data; boundary={BOUNDARY}")


def packed(document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def hostile() -> list[Sent]:
    entities = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d>&a;</d>'
    deep = "<p>" * 200_000
    markup = '<div onclick="x"><script>x</script><iframe src="x"></iframe><style>*{}</style>\u202e</div>' * 30_000
    return [
        form("entities.docx", packed(entities), 422),
        form("outside.docx", packed(outside), 422),
        form("bomb.docx", packed("<d>" + " " * 20_000_000 + "</d>"), 422),
        form("cut.docx", packed(entities)[:-30], 422),
        form("deep.html", deep.encode(), 200, 422),
        form("markup.html", markup.encode(), 200, 422),
        form("binary.txt", bytes(100_000), 422),
        form("not.pdf", b"%PDF-1.7 " + b"<<" * 5000, 422),
        posted(b"x" * 20_000_000, 413),
    ]


def bad() -> list[Sent]:
    good = text_json("a")
    return [
        posted(b"{", 400),
        posted(b"[" * 50_000, 400),
        posted(json.dumps({"text": "a", "unknown": 1}).encode(), 400),
        posted(good, 415, kind="text/plain"),
        posted(good, 403, Origin="https://example.org"),
        posted(good, 421, Host="example.org"),
        posted(b"x" * 1000, 400, kind=f"multipart/form-data; boundary={BOUNDARY}"),
        Sent("DELETE", "/api/check", None, {}, (405,)),
        Sent("GET", "/passages/%FF%00", None, {}, (404,)),
        Sent("GET", "/" + "a" * 5000, None, {}, (404,)),
    ]


def pages() -> list[Sent]:
    paths = (
        "/",
        "/?lang=ar",
        "/passages/quran:2:255",
        "/passages/bukhari:1",
        "/sources",
        "/docs",
        "/metrics",
        "/healthz",
    )
    words = "words=" + "%20".join(["".join(f"%{byte:02X}" for byte in "الأعمال".encode())] * 2)
    found = posted(words.encode(), 200, kind="application/x-www-form-urlencoded", path="/search")
    return [*(Sent("GET", path, None, {}, (200,)) for path in paths), found]


def inside(text: str) -> float:
    """Seconds of a check and its report in this process, the median."""
    from takhrij.check import stream
    from takhrij.library.library import Library
    from takhrij.options import Options
    from takhrij.report.document import Document
    from takhrij.report.json import render
    from takhrij.text.readers import Source

    library, source, took = Library.open(), Source(text), []
    for _ in range(INSIDE):
        begun = perf_counter()
        report = stream(source, library=library, options=Options()).report
        "".join(render([Document("text", text, report, None, source)]))
        took.append(perf_counter() - begun)
    return statistics.median(took)


def memory_mb(process: int) -> tuple[float, float]:
    """Memory of a server with its processes, and of the server alone: pages that are shared are shared out."""

    def proportional(each: int) -> float:
        try:
            told = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has just ended
            return 0.0
        return int(re.findall(r"^Pss: +(\d+) kB", told, re.MULTILINE)[0]) * 1024 / 1e6

    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    server = proportional(process)
    return server + sum(proportional(int(each)) for each in children), server


def served() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server and its port; ended afterwards."""
    command = [*takhrij(), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r":(\d+)/", process.stderr.readline())
        if found is None:
            raise BenchError("the server does not start")
        port = int(found[1])
        try:
            for _ in range(300):
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                    connection.request("GET", "/healthz")
                    connection.getresponse().read()
                    break
                except OSError:
                    sleep(0.1)
            yield process, port
        finally:
            process.terminate()


def figures(seconds: float) -> tuple[list[Figure], list[str]]:
    """The figures, and what was seen."""
    article = (ROOT / "examples" / "article.md").read_text(encoding="utf-8")
    text = article.encode()[:START_BYTES].decode(errors="ignore")
    alone = inside(text)
    long = article * (1_000_000 // len(article.encode()))
    memory: list[tuple[float, float]] = []
    for process, port in served():
        load = Load(port, monotonic() + seconds)
        huge = [
            posted(text_json(long), 200, 422),
            posted(text_json(long, "html"), 200, 422),
            form("a.md", long.encode() * 5, 200, 422),
        ]
        clients: list[Any] = [((posted(text_json(text), 200),), PAUSE_S, True)] * SMALL_CLIENTS
        clients += [(huge, 0.0, False), (hostile(), 0.1, False), (bad(), 0.05, False), (pages(), 0.1, False)]
        threads = [threading.Thread(target=load.client, args=given) for given in clients]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            memory.append(memory_mb(process.pid))
            sleep(1)
        if process.poll() is not None:
            raise BenchError("the server has ended")
    quarter = len(memory) // 4
    parts = (memory[quarter : 2 * quarter], memory[-quarter:])
    whole = [statistics.median(each for each, _ in part) for part in parts]
    server = [min(each for _, each in part) for part in parts]
    p95 = statistics.quantiles(load.small, n=20)[-1]
    seen = [f"{name}: {count}" for name, count in sorted(load.seen.items())]
    seen.append("server, MB: " + " ".join(f"{each:.0f}" for _, each in memory[:: max(1, len(memory) // 30)]))
    return [
        Figure("load.p95_ratio", p95 / alone, 1, f"{len(load.small):,} checks in {seconds:.0f} s"),
        Figure("load.wrong", len(load.wrong), 0, f"of {sum(load.seen.values()):,} requests"),
        Figure("load.busy_share", load.busy / (load.busy + len(load.small)), 4),
        Figure("load.memory_growth", whole[1] / whole[0], 2),
        Figure("load.server_growth", server[1] / server[0], 2),
        Figure("load.memory_mb", max(each for each, _ in memory), 0),
        Figure("load.checks_per_s", len(load.small) / seconds, 1),
        Figure("load.p95_ms", p95 * 1000, 0),
        Figure("load.alone_ms", alone * 1000, 2),
    ], [*seen, *load.wrong[:10]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Load a server and measure it.")
    parser.add_argument("--seconds", type=float, default=120.0, help="default 120")
    publishing(parser)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        bounds = Bounds.read("load")
        found, seen = figures(options.seconds)
        for line in seen:
            print(line, file=sys.stderr)
        return publish("load", found, bounds, options)
    except (BenchError, OSError) as problem:
        print(f"load: {problem}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
