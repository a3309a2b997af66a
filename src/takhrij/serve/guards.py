"""What stands before every route: the host and the site a request comes from, its size and time, and how many there are.

Pure ASGI. A request's body is held in memory whole, so that nothing of it is on disk; its size and number are limited for that.
"""

from __future__ import annotations

import asyncio
import sys
import traceback
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from takhrij.serve.settings import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from takhrij.serve.metrics import Metrics
    from takhrij.serve.settings import Settings

BODY_S: Final = 20.0
"""Seconds in which a body has to come."""
DRAINED: Final = 4
"""How many times the most that is taken is read of a body that is refused, for its sender to read the answer."""
READING: Final = frozenset({"GET", "HEAD"})
METHODS: Final = frozenset({*READING, "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PAGE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ANSWER: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'; sandbox"
"""Of what the API answers, a report in HTML too: it runs no script, and is of no site."""
HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer, browsers send forms with the origin "null"
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Guard:
    """Lets pass what may pass, and tells of the rest why not.

    Args:
        app: what answers.
        settings: the limits.
        metrics: counts every answer.
        refuse: makes the answer to a request that is not done.
        log: takes a line for each request, and for each mistake of the program.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, refuse: Callable[[Scope, Refusal], Response],
        log: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._app, self._settings, self._metrics, self._refuse, self._log = app, settings, metrics, refuse, log
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = monotonic(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_added(scope["path"], message["headers"])]
            await send(message)

        try:
            await self._passed(scope, receive, sent)
        except Refusal as refusal:
            if not status:
                await self.refused(scope, receive, sent, refusal)
        except Exception as problem:  # noqa: BLE001 (its words may be those of a document: kind and place are told)
            place = traceback.extract_tb(problem.__traceback__)[-1]
            self._log(f"internal error: {type(problem).__name__} at {place.filename}:{place.lineno}")
            if not status:
                await self.refused(scope, receive, sent, Refusal("internal", "internal error, please report it"))
        finally:
            self._told(scope, status, monotonic() - begun)

    async def refused(self, scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
        """Say why a request is not done."""
        self._metrics.refused(refusal.code)
        await self._refuse(scope, refusal)(scope, receive, send)

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        _check_host(headers, self._settings.names)
        if scope["method"] in READING:
            await self._app(scope, receive, send)
            return
        _check_origin(headers)
        if self.waiting >= self._settings.waiting:
            await self._drain(receive)
            raise Refusal("busy", "too much is being checked already; ask again")
        self.waiting += 1
        try:
            body = await self._body(headers, receive)
            await self._app(scope, _replayed(body, receive), send)
        finally:
            self.waiting -= 1

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        most = self._settings.most_bytes
        stated = headers.get(b"content-length", b"0")
        large = not stated.isdigit() or int(stated[:20]) > most
        body, coming = bytearray(), True
        try:
            async with asyncio.timeout(BODY_S):
                while coming and not large:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refusal("request", "the body was not sent to its end")
                    body += message.get("body", b"")
                    large, coming = len(body) > most, message.get("more_body", False)
        except TimeoutError:
            raise Refusal("slow", f"the body did not come within {BODY_S:.0f} seconds") from None
        if large:
            body.clear()
            if coming:
                await self._drain(receive)
            raise Refusal("large", f"at most {most / 1e6:g} MB are taken: split the document")
        return bytes(body)

    async def _drain(self, receive: Receive) -> None:
        """Reads on for a while and forgets it: who is still sending would not see the answer."""
        left = DRAINED * self._settings.most_bytes
        try:
            async with asyncio.timeout(BODY_S / 2):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b"")) or 1
                    if not message.get("more_body"):
                        return
        except TimeoutError:
            return

    def _told(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.answered(method, route, status, seconds)
        if self._settings.log:
            self._log(f"{method} {route} {status} {seconds * 1000:.0f} ms")


def _headers(scope: Scope) -> dict[bytes, bytes]:
    return dict(scope["headers"])


def _check_host(headers: dict[bytes, bytes], names: tuple[str, ...]) -> None:
    """Refuses a request to another name: so a page elsewhere cannot reach this server by a name of its own."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdecimal():
        name = host
    if name not in names:
        raise Refusal("host", "this server does not go by the name that the request has for it (takhrij serve --name)")


def _check_origin(headers: dict[bytes, bytes]) -> None:
    """Refuses what the page of another site sends."""
    origin = headers.get(b"origin")
    if origin is not None:
        same = urlsplit(origin.decode("latin-1").lower()).netloc == headers.get(b"host", b"").decode("latin-1").lower()
    else:
        same = headers.get(b"sec-fetch-site", b"none") in (b"same-origin", b"none")
    if not same:
        raise Refusal("origin", "only pages of this server may send it documents")


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Any]]:
    first = True

    async def replay() -> Message:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay


def _added(path: str, present: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    added = [*HEADERS]
    policy = ANSWER if path.startswith("/api/") else PAGE
    names = {name.lower() for name, _ in present}
    if b"content-security-policy" not in names:
        added.append((b"content-security-policy", policy.encode()))
    if b"cache-control" not in names:
        added.append((b"cache-control", b"no-store"))
    return added


def to_stderr(line: str) -> None:
    """A line of the log."""
    sys.stderr.write(f"takhrij: {line}\n")
    sys.stderr.flush()
