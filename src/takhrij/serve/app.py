"""The HTTP API, and the server that holds it together with the pages."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from takhrij import __version__
from takhrij.serve.answers import JSON, attached, refused_json
from takhrij.serve.guards import Guard, to_stderr
from takhrij.serve.metrics import MEDIA
from takhrij.serve.pages import Pages
from takhrij.serve.questions import ToCheck, ToCheckFile, ToSearch, read_json, to_check
from takhrij.serve.server import Server
from takhrij.serve.settings import PASSAGES, REFUSALS, Refusal
from takhrij.serve.work import FORMATS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import Scope

    from takhrij.serve.settings import Settings

DESCRIPTION: Final = (
    "Finds what a document quotes from the Qur'an and from hadith, traces it to the loaded sources, and says what holds. Reports are "
    "those of the command line. Nothing that is sent is kept. Every refusal is JSON: error.code and error.message."
)
ERROR: Final = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"enum": [*REFUSALS]}, "message": {"type": "string"}},
        }
    },
}


def application(settings: Settings, log: Callable[[str], None] = to_stderr) -> Guard:
    """The server as an ASGI application."""
    server = Server(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await server.start()
        try:
            yield
        finally:
            await server.pool.close()

    made = FastAPI(
        title="Takhrij", version=__version__, description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    pages = Pages(server, made)

    def refuse(scope: Scope, refusal: Refusal) -> Response:
        if scope["path"].startswith("/api/") or _takes_json(scope):
            return refused_json(refusal)
        return pages.refusal(scope, refusal)

    guard = Guard(made, settings, server.metrics, refuse, log)

    async def refused(request: Request, problem: Exception) -> Response:
        refusal = _refusal(problem)
        server.metrics.refused(refusal.code)
        return refuse(request.scope, refusal)

    for kind in (Refusal, RequestValidationError, HTTPException):
        made.add_exception_handler(kind, refused)
    _api(made, server)
    _state(made, server, guard)
    pages.add()
    return guard


def _refusal(problem: Exception) -> Refusal:
    if isinstance(problem, Refusal):
        return problem
    if isinstance(problem, HTTPException):
        known = {404: Refusal("not-found", "there is no such page"), 405: Refusal("method", "not by this method")}
        return known.get(problem.status_code, Refusal("request", "the request is not of the shape that is documented"))
    return Refusal("request", "a value of the address is not of its kind, or out of its range")


def _takes_json(scope: Scope) -> bool:
    return any(name == b"accept" and JSON.encode() in value for name, value in scope["headers"])


def _responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """How the API tells of refusals."""
    told: dict[int | str, dict[str, Any]] = {}
    for code in ("host", *codes, "internal", "busy"):
        status, meaning = REFUSALS[code]
        row = told.setdefault(status, {"description": "", "content": {JSON: {"schema": ERROR}}})
        row["description"] += f"{'; ' if row['description'] else ''}{code}: {meaning}"
    return told


def _body(model: Any, other: Any = None) -> dict[str, Any]:
    def schema(kind: Any) -> dict[str, Any]:
        return {"schema": kind.model_json_schema()}

    content = {JSON: schema(model), **({"multipart/form-data": schema(other)} if other is not None else {})}
    return {"requestBody": {"required": True, "content": content}}


def _api(made: FastAPI, server: Server) -> None:
    @made.post(
        "/api/check", summary="Check a document",
        responses={
            200: {"description": "the report", "content": {kind.media: {} for kind in FORMATS.values()}},
            **_responses("request", "origin", "slow", "large", "type", "input", "time", "memory", "choice", "preparing"),
        },
        openapi_extra=_body(ToCheck, ToCheckFile), response_class=Response,
    )  # fmt: skip
    async def check(request: Request) -> Response:
        """Checks a text (JSON), or a file of any format (form), and answers with the report."""
        asked = await to_check(request)
        name = asked.head["format"]
        media, content = await server.check(asked, name)
        return attached(name, content) if name != "json" else Response(content, media_type=media)

    @made.post(
        "/api/search", summary="Find passages by words", response_class=Response,
        responses=_responses("request", "origin", "slow", "large"), openapi_extra=_body(ToSearch),
    )  # fmt: skip
    async def search(request: Request) -> Response:
        """The passages that have some words, or most of them, the likeliest first. Words are sent in the body, not in the address."""
        asked = read_json(ToSearch, await request.body())
        media, content = await server.pool.ask(
            {"do": "search", "limit": asked.limit}, asked.words.encode("utf-8", "replace")
        )
        return Response(content, media_type=media)

    @made.get(
        "/api/passages/{reference}", summary="A passage by its reference", response_class=Response,
        responses=_responses("not-found", "request"),
    )  # fmt: skip
    async def passage(reference: str, context: Annotated[int, Query(ge=0, le=PASSAGES)] = 1) -> Response:
        """A verse, a run of verses or a hadith, verbatim, with its neighbours and translations: quran:4:58-59, bukhari:6018."""
        head = {"do": "passage", "context": context, "or_words": False}
        media, content = await server.pool.ask(head, reference.encode("utf-8", "replace"))
        return Response(content, media_type=media)

    @made.get("/api/sources", summary="What is loaded", response_class=Response, responses=_responses())
    async def sources() -> Response:
        """The texts that are loaded, with licence, count, digest and numbering; known works that are not."""
        return Response(json.dumps(server.sources, ensure_ascii=False), media_type=JSON)


def _state(made: FastAPI, server: Server, guard: Guard) -> None:
    @made.get("/healthz", summary="Whether documents can be checked", response_class=Response)
    async def health() -> Response:
        """200 while there are processes that check, 503 while there are none."""
        ready = server.pool.ready
        content = json.dumps({"status": "ok" if ready else "starting", "processes": ready, "version": __version__})
        return Response(content, 200 if ready else 503, media_type=JSON)

    @made.get("/metrics", summary="Counts, for Prometheus", response_class=Response)
    async def metrics() -> Response:
        """Requests by route and status, their seconds, refusals, processes replaced. Nothing of what was sent."""
        return Response(server.metrics.text(guard.waiting, server.pool.ready), media_type=MEDIA)
