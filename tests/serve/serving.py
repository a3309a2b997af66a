"""A server as somebody starts it, for the tests of this folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
FILES = ROOT / "tests" / "formats" / "files"
WRONG = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]، وقال النبي ﷺ: «الدين النصيحة» رواه مسلم."
"""A wrong word in it is made up for the test."""


class Running:
    """A server: where it is, what it said, and its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stderr is not None
        for line in process.stderr:
            self.said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.url = found[0]
                break
        else:
            raise AssertionError(self.said)
        self.reader = threading.Thread(target=lambda: self.said.extend(process.stderr or ()), daemon=True)
        self.reader.start()
        self.client = httpx.Client(base_url=self.url, timeout=120, trust_env=False)
        for _ in range(600):
            try:
                self.client.get("/healthz")
            except httpx.ConnectError:
                threading.Event().wait(0.1)
            else:
                break

    def workers(self) -> list[int]:
        """Its processes."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in path.read_text().split()]

    def check(self, text: str = WRONG, **given: Any) -> httpx.Response:
        """The answer to a text."""
        return self.client.post("/api/check", json={"text": text, **given})


@contextmanager
def served(*options: str) -> Iterator[Running]:
    """A server, ended afterwards."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "takhrij", "serve", "--port", "0", "--log", *options]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        running = None
        try:
            running = Running(process)
            yield running
        finally:
            process.terminate()
            process.wait()
            if running is not None:
                running.client.close()
                running.reader.join()  # before its pipe is closed
