"""The options of a check: the same names in Python, on the command line and in every other door."""

from __future__ import annotations

from typing import Self

from takhrij.errors import ConfigError
from takhrij.namedtuple import NamedTuple


class _Fields(NamedTuple):
    explain: bool = False
    """Whether each citation carries the reasons for which it was taken for a quotation."""
    max_passages: int = 10
    """How many of the passages that fit are listed."""


class Options(_Fields):
    """How to check.

    Raises:
        ConfigError: `max_passages` is no whole number, or less than one.

    >>> Options(max_passages=3)
    Options(explain=False, max_passages=3)
    """

    __slots__ = ()

    def __new__(cls, explain: bool = False, max_passages: int = 10) -> Self:
        """Check the values."""
        if not isinstance(max_passages, int) or max_passages < 1:
            raise ConfigError(f"max_passages is {max_passages!r}; it must be a whole number, 1 or more")
        return super().__new__(cls, explain, max_passages)
