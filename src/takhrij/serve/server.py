"""What the routes share: the processes, the counts, and what is loaded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from takhrij.serve.metrics import Metrics
from takhrij.serve.pool import Pool
from takhrij.serve.settings import Refusal

if TYPE_CHECKING:
    from takhrij.serve.questions import Asked
    from takhrij.serve.settings import Settings


class Server:
    """One server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.pool = Pool(settings, self.metrics)
        self.sources: dict[str, Any] = {}

    async def start(self) -> None:
        """Start the processes, and learn what they have loaded.

        Raises:
            OSError, EOFError, TimeoutError: one does not start.
        """
        await self.pool.start()
        _, told = await self.pool.ask({"do": "sources"}, b"")
        self.sources = json.loads(told)

    @property
    def works(self) -> dict[str, str]:
        """The works that may be chosen, by id: the name of each."""
        rows = [row for row in self.sources["loaded"] if row["language"] == "ar" and row["work"] != "quran"]
        return {row["work"]: row["name"] for row in rows}

    async def check(self, asked: Asked, name: str, language: str = "en") -> tuple[str, bytes]:
        """The media type and the content of a report in a format; `part`, for a page, is in its language.

        Raises:
            Refusal: it is not made.
        """
        works = set(asked.head["works"]) - {"quran"}
        if unknown := works - set(self.works):
            raise Refusal("choice", f"{len(unknown)} of the sources chosen are not loaded; /api/sources lists them")
        chosen = [] if works == set(self.works) else sorted(works)
        head = {**asked.head, "works": chosen, "format": name, "language": language}
        return await self.pool.ask(head, asked.body, plain=asked.plain)

    async def ask(self, head: dict[str, Any], words: str) -> Any:
        """An answer of JSON values.

        Raises:
            Refusal: there is none.
        """
        _, made = await self.pool.ask(head, words.encode("utf-8", "replace"))
        return json.loads(made)
