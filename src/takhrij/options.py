"""The options of a check: the same names in Python, on the command line and in every other door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from takhrij.errors import ConfigError

REGISTERS: Final = ("auto", "answer", "article", "book")


@dataclass(frozen=True, slots=True)
class Options:
    """How to check.

    >>> Options(max_passages=3).register
    'auto'
    """

    register: str = "auto"
    """How much a bare quotation mark counts: `answer`, `article`, `book`, or `auto`, to decide it from the document."""
    explain: bool = False
    """Whether each citation carries the reasons for which it was taken for a quotation."""
    max_passages: int = 10
    """How many of the passages that fit are listed."""
    sources: tuple[str, ...] = ()
    """The works to check against; all that are loaded when empty."""

    def __post_init__(self) -> None:
        if self.register not in REGISTERS:
            raise ConfigError(f"no register is called {self.register!r}; known are {', '.join(REGISTERS)}")
        if self.max_passages < 1:
            raise ConfigError(f"max_passages is {self.max_passages}; it must be 1 or more")
