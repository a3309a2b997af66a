"""The pages: checking, searching, a passage, the sources, the API told without scripts of others."""

from __future__ import annotations

import hashlib
import importlib.resources
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import parse_qs

from fastapi import Path, Request, Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from takhrij import __version__
from takhrij.report.html import environment, style_sheet
from takhrij.serve.answers import attached, retry
from takhrij.serve.questions import form, to_check
from takhrij.serve.settings import WORDS, Refusal
from takhrij.serve.words import LANGUAGES, Words, preferred
from takhrij.serve.work import FORMATS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Scope

    from takhrij.serve.server import Server

SHOWN: Final = 20
"""Passages of a search that the page lists."""
STATIC: Final = {"page.css": "text/css", "report.css": "text/css", "page.js": "text/javascript",
                 "icon.svg": "image/svg+xml", "amiri-quran.woff2": "font/woff2"}  # fmt: skip
"""Files that the pages need, and their media types."""
FORMAT_NAMES: Final = {
    "html": "HTML",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "csv": "CSV",
    "sarif": "SARIF",
    "github": "GitHub",
}
"""Formats whose name is the same in every language."""


class Pages:
    """The pages of a server.

    Args:
        server: answers.
        app: takes the routes.
    """

    def __init__(self, server: Server, app: FastAPI) -> None:
        self._server, self._app = server, app
        self._templates = environment("takhrij.serve")

    def add(self) -> None:
        """Add every route."""
        add = self._app.add_api_route
        for path, page, methods in (
            ("/", self.start, ["GET"]), ("/check", self.check, ["POST"]), ("/search", self.search, ["GET"]),
            ("/search", self.found, ["POST"]), ("/passages/{reference}", self.passage, ["GET"]),
            ("/sources", self.sources, ["GET"]), ("/docs", self.docs, ["GET"]), ("/static/{name}", self.static, ["GET"]),
        ):  # fmt: skip
            add(path, page, methods=methods, include_in_schema=False, response_class=Response)

    async def start(self, request: Request) -> Response:
        """The form."""
        return self._page("check.html", request.scope, report=None, text="", chosen=())

    async def check(self, request: Request) -> Response:
        """The report in the page, alone for the script of the page, or as a file."""
        asked = await to_check(request)
        if not asked.body:
            raise Refusal("request", self._words(request.scope)("check.nothing"))
        name = asked.head["format"] if "format" in asked.fields else "part"
        _, made = await self._server.check(asked, name, self._words(request.scope).language)
        if name != "part":
            return attached(name, made)
        if "part" in asked.fields:
            return Response(made, media_type="text/html; charset=utf-8")
        text = asked.body.decode("utf-8", "replace") if asked.head["name"] == "text" else ""
        report = Markup(made.decode())
        return self._page("check.html", request.scope, report=report, text=text, chosen=asked.head["works"])

    async def search(self, request: Request) -> Response:
        """The form of the search."""
        return self._page("search.html", request.scope, query="", found=None)

    async def found(self, request: Request) -> Response:
        """The passages that have some words, or the passage that a reference names."""
        words = str((await form(request)).get("words") or "").strip()
        if len(words) > WORDS:
            raise Refusal("request", self._words(request.scope)("search.long", most=WORDS))
        if not words:
            return await self.search(request)
        answer = await self._server.ask({"do": "passage", "context": 0, "or_words": True, "limit": SHOWN}, words)
        if "passage" in answer:
            language = self._words(request.scope).language
            return RedirectResponse(f"/passages/{answer['passage']['id']}?lang={language}", 303)
        return self._page("search.html", request.scope, query=words, found=answer)

    async def passage(self, request: Request, reference: Annotated[str, Path(max_length=300)]) -> Response:
        """A passage, by an address that stays."""
        answer = await self._server.ask({"do": "passage", "context": 2, "or_words": False}, reference)
        return self._page("passage.html", request.scope, **answer)

    async def sources(self, request: Request) -> Response:
        """What is loaded, with its licences."""
        return self._page("sources.html", request.scope, **self._server.sources)

    async def docs(self, request: Request) -> Response:
        """The API."""
        return self._page("docs.html", request.scope, api=self._app.openapi())

    async def static(self, request: Request, name: str) -> Response:
        """A file that the pages need."""
        if name not in STATIC:
            raise Refusal("not-found", "there is no such file")
        content, tag = _file(name)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=STATIC[name], headers=headers)

    def refusal(self, scope: Scope, refusal: Refusal) -> Response:
        """The page that says why a request is not done."""
        made = self._page("refusal.html", scope, refusal=refusal)
        made.status_code = refusal.status
        made.headers.update(retry(refusal))
        return made

    def _words(self, scope: Scope) -> Words:
        query = (
            parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20) if scope["query_string"][:100] else {}
        )
        headers = dict(scope["headers"])
        return Words(preferred(query.get("lang", [None])[-1], headers.get(b"accept-language", b"").decode("latin-1")))

    def _page(self, name: str, scope: Scope, **values: Any) -> Response:
        words = self._words(scope)
        made = self._templates.get_template(name).render(
            t=words, languages=LANGUAGES, version=__version__, path=_known(scope), formats=[*FORMATS],
            format_names=FORMAT_NAMES, works=self._server.works if self._server.sources else {},
            settings=self._server.settings, **values,
        )  # fmt: skip
        headers = {"Content-Language": words.language, "Vary": "Accept-Language"}
        return Response(made.encode("utf-8", "replace"), media_type="text/html; charset=utf-8", headers=headers)


def _known(scope: Scope) -> str:
    """The address of a page, for the links to its other languages: that of the form where this was sent by one."""
    if scope["method"] != "GET":
        return "/search" if scope["path"] == "/search" else "/"
    return str(scope["path"])


@cache
def _file(name: str) -> tuple[bytes, str]:
    package = importlib.resources.files("takhrij")
    if name == "report.css":
        content = style_sheet("/static/amiri-quran.woff2").encode()
    elif name == "amiri-quran.woff2":
        content = package.joinpath("data", name).read_bytes()
    else:
        content = package.joinpath("serve", "static", name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:20]}"'
