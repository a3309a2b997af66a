"""`takhrij serve`: the page and the API, until it is interrupted."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from takhrij.cli.exits import CLEAN
from takhrij.cli.streams import complain, progress
from takhrij.errors import ConfigError, SourceError
from takhrij.extras import extra
from takhrij.library.library import Library
from takhrij.serve.settings import LOCAL, Settings

if TYPE_CHECKING:
    import argparse

NEEDED: Final = ("fastapi", "uvicorn", "python_multipart", "jinja2")
CONNECTIONS: Final = 100
"""Open at once; more are refused."""
HEAD_BYTES: Final = 16_384
"""Of a request's line and headers."""


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    for module in NEEDED:  # said before an index is built
        extra(module, "serve")
    made = settings(options)
    with _listening(made.host, made.port) as listening:
        made = made._replace(port=listening.getsockname()[1])
        Library.open(made.works, progress=progress())
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(made, listening))
    return CLEAN


def settings(options: argparse.Namespace) -> Settings:
    """What the options say.

    Raises:
        ConfigError: others than this machine are served, and no name is given.
    """
    names = tuple(name.lower() for name in options.names)
    host = options.host
    if host not in ("127.0.0.1", "::1", "localhost") and not names:
        raise ConfigError(f"--host {host} serves other machines: say with --name by which host they reach this one")
    return Settings(
        host, options.port, (*LOCAL, *names), tuple(options.sources or ()), options.workers, options.max_mb * 1_000_000,
        options.seconds, options.memory, log=options.log,
    )  # fmt: skip


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        raise ConfigError(f"cannot listen on {host}:{port}: {problem.strerror or problem}") from problem


async def _serve(made: Settings, listening: socket.socket) -> None:
    uvicorn = extra("uvicorn", "serve")
    from takhrij.serve.app import application

    config = uvicorn.Config(
        application(made), log_config=None, access_log=False, ws="none", lifespan="on", http="h11", server_header=False,
        date_header=True, limit_concurrency=CONNECTIONS, timeout_keep_alive=10, timeout_graceful_shutdown=5, proxy_headers=False,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )  # fmt: skip
    server = uvicorn.Server(config)
    host = f"[{made.host}]" if ":" in made.host else made.host
    complain(f"serving on http://{host}:{made.port}/ (an interrupt ends it)")
    await server.serve(sockets=[listening])
    if not server.started:
        raise SourceError("the processes that check documents do not start; takhrij sources says what is wrong")
