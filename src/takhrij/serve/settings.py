"""What a server may do, and the ways in which it refuses."""

from __future__ import annotations

from typing import Final

from takhrij.namedtuple import NamedTuple

LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
"""Names by which this machine calls itself."""
SMALL: Final = 65_536
"""Bytes of text up to which a document does not wait behind larger ones."""
ANSWER: Final = 32_000_000
"""Bytes that an answer may have."""
PASSAGES: Final = 50
"""Passages, and neighbours, of one answer."""
WORDS: Final = 2_000
"""Characters of what is searched."""
CHOICES: Final = 3
"""Choices of sources, beside all of them, for which a server builds an index."""


class Settings(NamedTuple):
    """How to serve."""

    host: str = "127.0.0.1"
    port: int = 8573
    names: tuple[str, ...] = LOCAL
    """The hosts that a request may name; any port."""
    works: tuple[str, ...] = ()
    """The works that are loaded beside the Qur'an; all when empty."""
    workers: int = 2
    """Processes for small documents; larger ones have one of their own."""
    most_bytes: int = 16_000_000
    """Of a request's body."""
    seconds: float = 30.0
    """For checking one document."""
    memory_mb: int = 1200
    """Address space of a process that checks, the index (some 100 MB) in it."""
    waiting: int = 12
    """Requests with a body that are in work or wait."""
    log: bool = False
    """Whether a line for each request goes to standard error."""


class Refusal(Exception):  # noqa: N818 (it is the answer, not a mistake)
    """A request that is not done.

    Args:
        code: a key of `REFUSALS`.
        message: one line that says what is wrong; it holds nothing of what was sent but to the one who sent it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = REFUSALS[code][0]


REFUSALS: Final[dict[str, tuple[int, str]]] = {
    "request": (400, "the request is not of the shape that is documented"),
    "origin": (403, "another site sent it"),
    "not-found": (404, "there is no such page or passage"),
    "method": (405, "the address does not take this method"),
    "slow": (408, "the body did not come in time"),
    "large": (413, "the body has more bytes than are taken"),
    "type": (415, "the body is neither JSON nor a form"),
    "host": (421, "the host that the request names is not this server's"),
    "input": (422, "the document cannot be read: damaged, binary, not UTF-8, or beyond the limits of its format"),
    "time": (422, "checking the document takes longer than it may"),
    "memory": (422, "checking the document takes more memory than it may, or makes too large a report"),
    "choice": (422, "the sources chosen are not offered"),
    "internal": (500, "a mistake of the program"),
    "busy": (503, "too much is being checked already; ask again after Retry-After seconds"),
    "preparing": (503, "the index of the sources chosen is being built; ask again after Retry-After seconds"),
}
"""Each way to refuse: its status, and what it means."""
RETRY: Final = {"busy": 2, "preparing": 5}
"""Seconds after which to ask again."""
