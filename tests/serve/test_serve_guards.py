"""What stands before the routes, without a server: size, time, number, host and origin of requests, and what is told of mistakes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import JSONResponse

from takhrij.serve import guards
from takhrij.serve.guards import Guard
from takhrij.serve.metrics import Metrics
from takhrij.serve.settings import REFUSALS, Refusal, Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Message, Receive, Scope, Send

MOST = 1000
SECRET = "a-word-of-the-document"


class Asked:
    """A guard with an application that says how much it got, and what it said itself."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]] | None = None, **settings: Any) -> None:
        self.log: list[str] = []
        self.metrics = Metrics()
        made = Settings(**{"most_bytes": MOST, "log": True, **settings})
        self.guard = Guard(app or self.sizes, made, self.metrics, self.refusal, self.log.append)

    @staticmethod
    def refusal(_: Scope, refusal: Refusal) -> JSONResponse:
        return JSONResponse({"code": refusal.code}, refusal.status)

    @staticmethod
    async def sizes(scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive() if scope["method"] == "POST" else {}
        await JSONResponse({"bytes": len(message.get("body", b""))})(scope, receive, send)

    async def ask(
        self, parts: list[bytes] | None = None, method: str = "POST", **headers: str
    ) -> tuple[int, bytes, dict[bytes, bytes]]:
        """The status, content and headers of an answer. A body that has no end never ends."""
        given = {"host": "localhost:8573", **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent: list[Message] = []
        left = list(parts or [])

        async def receive() -> Message:
            if not left:
                if parts is not None:
                    await asyncio.Event().wait()
                return {"type": "http.request", "body": b"", "more_body": False}
            body = left.pop(0)
            return {"type": "http.request", "body": body, "more_body": bool(left) or body == b"..."}

        async def send(message: Message) -> None:
            sent.append(message)

        encoded = [(name.encode(), value.encode()) for name, value in given.items()]
        scope = {"type": "http", "method": method, "path": "/api/check", "query_string": b"", "headers": encoded}
        await self.guard(scope, receive, send)
        return sent[0]["status"], sent[1]["body"], dict(sent[0]["headers"])

    def status(self, *given: Any, **headers: str) -> int:
        return asyncio.run(self.ask(*given, **headers))[0]


@pytest.mark.parametrize(
    ("host", "passes"),
    [
        ("localhost", True), ("localhost:1", True), ("LOCALHOST:8573", True), ("127.0.0.1:8573", True), ("[::1]:8573", True),
        ("[::1]", True), ("desk.example:8573", True), ("", False), ("example.org", False), ("localhost.example.org", False),
        ("localhost:8573.example.org", False), ("example.org:8573", False), ("localhost@example.org", False), ("::1", False),
    ],
)  # fmt: skip
def test_only_its_own_hosts_are_answered(host: str, passes: bool) -> None:
    asked = Asked(names=(*Settings().names, "desk.example"))
    for method in ("GET", "POST"):
        assert asked.status(None, method, host=host) == (200 if passes else 421)


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"origin": "http://localhost:8573"}, True),
        ({"origin": "https://localhost:8573"}, True),
        ({"origin": "http://localhost:9999"}, False),
        ({"origin": "http://localhost"}, False),
        ({"origin": "https://example.org"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"origin": "http://localhost:8573.example.org"}, False),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "same-site"}, False),
    ],
)
def test_only_its_own_pages_may_send(headers: dict[str, str], passes: bool) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "STRANGE"):
        assert Asked().status(None, method, **headers) == (200 if passes else 403)
    assert Asked().status(None, "GET", **headers) == 200


def test_no_other_site_may_read() -> None:
    _, _, headers = asyncio.run(
        Asked().ask(None, "OPTIONS", origin="https://example.org", access_control_request_method="POST")
    )
    assert not [name for name in headers if name.startswith(b"access-control")]
    assert headers[b"cross-origin-resource-policy"] == b"same-origin"
    assert headers[b"cache-control"] == b"no-store"
    assert b"sandbox" in headers[b"content-security-policy"]


@pytest.mark.parametrize("parts", [[b"x" * MOST], [b"x"] * MOST, [b"", b"x" * (MOST - 1), b"x"]])
def test_a_body_that_is_small_enough_passes_whole(parts: list[bytes]) -> None:
    status, content, _ = asyncio.run(Asked().ask(parts))
    assert (status, content) == (200, b'{"bytes":%d}' % MOST)


def test_a_body_that_is_too_large_is_refused() -> None:
    assert Asked().status([b"x" * (MOST + 1)]) == 413
    assert Asked().status([b"x"] * (MOST + 1)) == 413
    assert Asked().status([b"x" * MOST] * 10) == 413  # more than is read on for
    for length in (str(MOST + 1), "-1", "1e3", "9" * 100):
        assert Asked().status([b"x"], content_length=length) == 413


def test_a_body_that_does_not_come_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "BODY_S", 0.05)
    assert Asked().status([b"..."]) == 408
    assert Asked().status([b"..."], content_length=str(MOST + 1)) == 413


def test_no_more_than_so_many_at_once() -> None:
    async def run() -> list[int]:
        free = asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await free.wait()
            await JSONResponse({})(scope, receive, send)

        asked = Asked(slow, waiting=2)
        kept = [asyncio.create_task(asked.ask([b"x"])) for _ in range(2)]
        await asyncio.sleep(0)
        while asked.guard.waiting < 2:
            await asyncio.sleep(0)
        refused = await asked.ask([b"x"])
        free.set()
        answers = [refused, *await asyncio.gather(*kept), await asked.ask([b"x"])]
        assert asked.guard.waiting == 0
        return [status for status, *_ in answers]

    assert asyncio.run(run()) == [503, 200, 200, 200]


def test_a_mistake_is_told_without_words_of_the_document() -> None:
    async def broken(_scope: Scope, receive: Receive, _send: Send) -> None:
        raise ValueError((await receive())["body"].decode())

    asked = Asked(broken)
    status, content, _ = asyncio.run(asked.ask([SECRET.encode()]))
    assert (status, content) == (500, b'{"code":"internal"}')
    assert "ValueError" in asked.log[0]
    assert "test_serve_guards.py" in asked.log[0]
    assert SECRET not in "".join(asked.log) + asked.metrics.text(0, 0)
    assert asked.guard.waiting == 0


def test_methods_and_addresses_are_counted_under_names_of_ours() -> None:
    asked = Asked()
    asked.status(None, SECRET.upper())
    told = asked.metrics.text(0, 0)
    assert 'method="other",route="other",status="200"' in told
    assert SECRET.upper() not in told + "".join(asked.log)


def test_every_refusal_has_its_status() -> None:
    for code, (status, meaning) in REFUSALS.items():
        assert Refusal(code, "x").status == status
        assert meaning
    assert {status for status, _ in REFUSALS.values() if status >= 500} == {500, 503}
