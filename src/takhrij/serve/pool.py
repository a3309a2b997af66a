"""The processes that work for the server: each does one thing at a time, is ended when it takes too long, and is replaced.

Small documents and large ones have processes of their own, so that a small one never waits behind a large one.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from takhrij.serve.frames import SIZES, packed
from takhrij.serve.settings import CHOICES, SMALL, Refusal

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from takhrij.serve.metrics import Metrics
    from takhrij.serve.settings import Settings

START_S: Final = 60.0
"""Seconds that a process may take to start."""
AGAIN_S: Final = 1.0
"""Seconds after which one that did not start is started again."""
NICE: Final = 5
"""How far those for large documents stand back from those for small ones."""


class Process:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._in, self._out = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, settings: Settings, nice: int) -> Process:
        """A process that is ready.

        Raises:
            OSError, EOFError, TimeoutError: it is not.
        """
        given = (settings.memory_mb, settings.seconds, nice, *settings.works)
        made = cls(await _spawned(*map(str, given), pipes=asyncio.subprocess.PIPE))
        try:
            await asyncio.wait_for(made._answer(), START_S)
        except BaseException:
            made.end()
            raise
        return made

    async def ask(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Its answer.

        Raises:
            OSError, EOFError: it has ended.
        """
        self._in.write(packed(head, body))
        self._in.write(body)
        await self._in.drain()
        return await self._answer()

    async def _answer(self) -> tuple[dict[str, Any], bytes]:
        head, body = SIZES.unpack(await self._out.readexactly(SIZES.size))
        return json.loads(await self._out.readexactly(head)), await self._out.readexactly(body)

    @property
    def gone(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.returncode is not None

    def end(self) -> None:
        """End it, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._in.close()

    async def ended(self) -> None:
        """Wait until it has."""
        await self._process.wait()


async def _spawned(*given: str, pipes: int) -> asyncio.subprocess.Process:
    quiet = asyncio.subprocess.DEVNULL
    stdin = stdout = pipes
    command = (sys.executable, "-m", "takhrij.serve.worker", *given)
    return await asyncio.create_subprocess_exec(*command, stdin=stdin, stdout=stdout, stderr=quiet, limit=1 << 20)


class Lane:
    """Some processes, and those who wait for one.

    Args:
        settings: how to serve.
        size: how many processes.
        nice: how far they stand back.
        metrics: counts those that are replaced, by reason.
    """

    def __init__(self, settings: Settings, size: int, nice: int, metrics: Metrics) -> None:
        self._settings, self._size, self._nice, self._metrics = settings, size, nice, metrics
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> int:
        """Processes that there are."""
        return len(self._all)

    async def start(self) -> None:
        """Start every process.

        Raises:
            OSError, EOFError, TimeoutError: one does not start.
        """
        await asyncio.gather(*(self._add() for _ in range(self._size)))

    async def ask(self, head: dict[str, Any], body: bytes) -> tuple[str, bytes]:
        """The media type and the content of an answer.

        Raises:
            Refusal: it is not done.
        """
        try:
            async with asyncio.timeout(self._settings.seconds):
                while (process := await self._idle.get()).gone:
                    self._replace(process, "ended")
        except TimeoutError:
            raise Refusal("busy", "too much is being checked already; ask again") from None
        kept = False
        reason = "cancelled"
        try:
            said, made = await asyncio.wait_for(process.ask(head, body), self._settings.seconds)
            reason = "grown"
            kept = not said["grown"]
        except TimeoutError:
            reason = "time"
            took = f"checking it takes longer than {self._settings.seconds:g} seconds: split it"
            raise Refusal("time", took) from None
        except (OSError, EOFError):
            reason = "ended"
            raise Refusal(
                "memory", "the process that checked it ended, most likely for want of memory: split it"
            ) from None
        finally:
            if kept:
                self._idle.put_nowait(process)
            else:
                self._replace(process, reason)
        if said["status"] == "refused":
            raise Refusal(said["code"], said["message"])
        return said["media"], made

    async def close(self) -> None:
        """End every process."""
        for task in self._tasks:
            task.cancel()
        ended, self._all = self._all, set()
        for process in ended:
            process.end()
        for process in ended:
            await process.ended()

    def _replace(self, process: Process, reason: str) -> None:
        self._metrics.replaced(reason)
        self._all.discard(process)
        process.end()
        self._later(self._anew(process))

    async def _anew(self, process: Process) -> None:
        await process.ended()
        while True:
            try:
                await self._add()
            except (OSError, EOFError, TimeoutError):
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _add(self) -> None:
        process = await Process.start(self._settings, self._nice)
        self._all.add(process)
        self._idle.put_nowait(process)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Pool:
    """All the processes of a server, and the choices of sources whose index is there."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._small = Lane(settings, settings.workers, 0, metrics)
        self._large = Lane(settings, 1, NICE, metrics)
        self._choices: dict[frozenset[str], asyncio.Task[bool]] = {}

    @property
    def ready(self) -> int:
        """Processes that there are."""
        return self._small.ready + self._large.ready

    async def start(self) -> None:
        """Start every process.

        Raises:
            OSError, EOFError, TimeoutError: one does not start.
        """
        await asyncio.gather(self._small.start(), self._large.start())

    async def close(self) -> None:
        """End every process."""
        for task in self._choices.values():
            task.cancel()
        await asyncio.gather(self._small.close(), self._large.close())

    async def ask(self, head: dict[str, Any], body: bytes, *, plain: bool = True) -> tuple[str, bytes]:
        """The media type and the content of an answer.

        Args:
            head: what to do.
            body: with what.
            plain: whether the body is text, and not a format that takes long to read.

        Raises:
            Refusal: it is not done.
        """
        if head.get("works"):
            self._prepare(frozenset(head["works"]))
        lane = self._small if plain and len(body) <= SMALL else self._large
        return await lane.ask(head, body)

    def _prepare(self, works: frozenset[str]) -> None:
        """Sees to it that the index of a choice is there.

        Raises:
            Refusal: it is not there yet, or too many choices were made.
        """
        if works not in self._choices:
            if len(self._choices) >= CHOICES:
                raise Refusal(
                    "choice", "no index is built for a further choice of sources; choose all, or one chosen before"
                )
            self._choices[works] = asyncio.get_running_loop().create_task(_built(works))
        task = self._choices[works]
        if not task.done():
            raise Refusal("preparing", "the index of these sources is being built, in half a minute or so; ask again")
        if not task.result():
            del self._choices[works]
            raise Refusal("choice", "the index of these sources cannot be built")


async def _built(works: frozenset[str]) -> bool:
    process = await _spawned("build", *sorted(works), pipes=asyncio.subprocess.DEVNULL)
    try:
        return await process.wait() == 0
    except asyncio.CancelledError:
        process.kill()
        raise
