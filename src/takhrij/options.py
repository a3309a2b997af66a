"""The options of a check: the same names in Python, on the command line and in every other door."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from takhrij.errors import ConfigError

REGISTERS: Final = ("auto", "answer", "article", "book")


class _Fields(NamedTuple):
    register: str = "auto"
    """How much a bare quotation mark counts: `answer`, `article`, `book`, or `auto`, to decide it from the document."""
    explain: bool = False
    """Whether each citation carries the reasons for which it was taken for a quotation."""
    max_passages: int = 10
    """How many of the passages that fit are listed."""
    sources: tuple[str, ...] = ()
    """The works to check against; all that are loaded when empty."""


class Options(_Fields):
    """How to check.

    Raises:
        ConfigError: a register that is not known, or fewer than one passage.

    >>> Options(max_passages=3)
    Options(register='auto', explain=False, max_passages=3, sources=())
    """

    __slots__ = ()

    def __new__(cls, *values: Any, **named: Any) -> Options:
        """Check the values."""
        made = super().__new__(cls, *values, **named)
        if made.register not in REGISTERS:
            raise ConfigError(f"no register is called {made.register!r}; known are {', '.join(REGISTERS)}")
        if made.max_passages < 1:
            raise ConfigError(f"max_passages is {made.max_passages}; it must be 1 or more")
        return made
