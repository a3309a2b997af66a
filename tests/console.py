"""The consoles of a page: commands after `$ `, each with its output, in blocks fenced as `console`.

A line `[…]` of the output stands for any number of lines. `python tests/console.py PAGE OUTPUT` says whether the page's
first console shows the output in that file.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BLOCK: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT: Final = "[…]"
STANZA: Final = re.compile(r"\n\n+|\n(?=Checked against)")


@dataclass(frozen=True)
class Command:
    """A command and the output that the page shows."""

    text: str
    shown: str


def commands(page: str) -> list[list[Command]]:
    """The commands of each console of a page."""
    found = []
    for block in BLOCK.findall(page):
        parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
        found.append([Command(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True)])
    return found


def shows(shown: str, output: str) -> bool:
    """Whether output is as shown, but for what was left out.

    >>> shows("one\\n[…]\\nfour\\n", "one\\ntwo\\nthree\\nfour\\n")
    True
    >>> shows("one\\n[…]\\nfour\\n", "one\\ntwo\\nthree\\n")
    False
    """
    pieces = re.split(rf"^{re.escape(LEFT_OUT)}\n", shown, flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)*?".join(map(re.escape, pieces)), output) is not None


def key(line: str) -> str:
    """What a stanza is known by when its words change: its first word that is no number."""
    return next((word for word in line.split() if not word.isdigit()), "")


def refreshed(shown: str, output: str) -> str:
    """The same stanzas of new output; one that is no longer there stays as it was, and so fails."""
    stanzas = {key(stanza): stanza for stanza in STANZA.split(output.strip("\n"))}
    pieces = re.split(rf"(^{re.escape(LEFT_OUT)}\n)", shown, flags=re.MULTILINE)

    def fresh(piece: str) -> str:
        body = piece.strip("\n")
        new = stanzas.get(key(body), body)
        head, tail = piece[: len(piece) - len(piece.lstrip("\n"))], piece[len(piece.rstrip("\n")) :]
        return head + new + tail

    return "".join(piece if piece.startswith(LEFT_OUT) or not piece.strip() else fresh(piece) for piece in pieces)


if __name__ == "__main__":
    first = commands(Path(sys.argv[1]).read_text(encoding="utf-8"))[0][0]
    if not shows(first.shown, Path(sys.argv[2]).read_text(encoding="utf-8")):
        sys.exit(f"the output of `{first.text}` is not the one that {sys.argv[1]} shows")
