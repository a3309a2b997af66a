"""The options of a check: the same names in Python, on the command line and in every other door."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from takhrij.errors import ConfigError


class _Fields(NamedTuple):
    explain: bool = False
    """Whether each citation carries the reasons for which it was taken for a quotation."""
    max_passages: int = 10
    """How many of the passages that fit are listed."""


class Options(_Fields):
    """How to check.

    Raises:
        ConfigError: fewer than one passage.

    >>> Options(max_passages=3)
    Options(explain=False, max_passages=3)
    """

    __slots__ = ()

    def __new__(cls, *values: Any, **named: Any) -> Self:
        """Check the values."""
        made = super().__new__(cls, *values, **named)
        if made.max_passages < 1:
            raise ConfigError(f"max_passages is {made.max_passages}; it must be 1 or more")
        return made
