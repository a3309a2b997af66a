"""The usual command line, read without argparse, to load and set up which takes half as long as starting Python.

Only `check` with options written in full and values that are allowed is read here. Whatever else it is, help or a mistake
included, `takhrij.cli.arguments` reads it; a test holds that both read alike what both read.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

CHOICES: Final = {
    "--format": ("text", "json", "jsonl", "takhrij"),
    "--fail-level": ("error", "warning", "note"),
    "--color": ("auto", "always", "never"),
}
"""The options that take one of some values; the first is the default."""
FLAGS: Final = ("--explain", "--exit-zero")
WORDS: Final = ("--output", "--stdin-filename")


def plain(arguments: Sequence[str]) -> SimpleNamespace | None:
    """The options of a usual `check`, named as argparse names them; `None` when it has to be read by argparse.

    >>> plain(["check", "--format", "json", "a.md"]).format
    'json'
    >>> plain(["check", "--help"]) is None
    True
    """
    if not arguments or arguments[0] != "check":
        return None
    read: dict[str, Any] = {_name(option): values[0] for option, values in CHOICES.items()}
    read |= {_name(option): False for option in FLAGS}
    read |= {"command": "check", "output": None, "stdin_filename": "-", "sources": None, "max_passages": 10}
    inputs: list[str] = []
    named = False
    waiting = iter(arguments[1:])
    for argument in waiting:
        if argument == "-" or not argument.startswith("-"):
            if named or not argument:  # argparse wants the documents together
                return None
            inputs.append(argument)
            continue
        named = bool(inputs)
        option, equals, value = argument.partition("=")
        if option in FLAGS and not equals:
            read[_name(option)] = True
            continue
        if option not in CHOICES and option not in WORDS:
            return None
        if not equals:
            value = next(waiting, "-")
        if not value or value.startswith("-") or value not in CHOICES.get(option, (value,)):
            return None
        read[_name(option)] = value
    return SimpleNamespace(**read, inputs=inputs) if inputs else None


def _name(option: str) -> str:
    return option[2:].replace("-", "_")
