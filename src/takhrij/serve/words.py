"""The words of the pages in each language, from `words.tsv`."""

from __future__ import annotations

import importlib.resources
from functools import cache
from typing import Final

LANGUAGES: Final = ("en", "ar")
"""In the order of the table's columns."""


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self._words = table()[language]

    def __call__(self, key: str, **values: object) -> str:
        """What a key says.

        >>> Words("en")("search.none")
        'No passage of the loaded sources has these words.'
        """
        return self._words[key].format(**values)


@cache
def table() -> dict[str, dict[str, str]]:
    """For each language, what each key says."""
    text = importlib.resources.files("takhrij").joinpath("serve", "words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {language: {row[0]: row[place] for row in rows} for place, language in enumerate(LANGUAGES, start=1)}


def preferred(asked: str | None, accepted: str) -> str:
    """The language of a page: the one asked for, else the first one known that a browser accepts, else English.

    >>> preferred(None, "ar-EG,ar;q=0.9,en;q=0.8"), preferred("en", "ar"), preferred("xx", "fr, en")
    ('ar', 'en', 'en')
    """
    if asked in LANGUAGES:
        return str(asked)
    for part in accepted.split(",")[:20]:
        name = part.partition(";")[0].strip().lower().partition("-")[0]
        if name in LANGUAGES:
            return name
    return LANGUAGES[0]
