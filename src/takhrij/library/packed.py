"""The tables that every start reads, as an index holds them: rows of text, which Python takes apart many times as fast as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.text.letters import Letters

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLASS: Final = 65
"""The code point that stands for class 0: classes are written as capital letters."""


def packed_letters(letters: Letters) -> bytes:
    r"""The table of letters: the characters, the class of each, those that stand for letters, and, a line each, for which.

    >>> unpacked_letters(packed_letters(Letters({"a": 9, "\ufdfa": 8}, {"a": "a", "\ufdfa": "صلى"}))).stands_for
    {'a': 'a', 'ﷺ': 'صلى'}
    """
    classes = "".join(chr(_CLASS + kind) for kind in letters.classes.values())
    return _rows(["".join(letters.classes), classes, "".join(letters.stands_for), *letters.stands_for.values()])


def unpacked_letters(section: bytes) -> Letters:
    """What `packed_letters` wrote."""
    characters, classes, standing, *stands_for = section.decode().split("\n")
    return Letters(
        dict(zip(characters, [kind - _CLASS for kind in classes.encode()], strict=True)),
        dict(zip(standing, stands_for, strict=True)),
    )


def packed_phrases(phrases: Mapping[str, str]) -> bytes:
    """Names and titles by the first words of their forms (`takhrij.text.keys.BEGINNINGS`): a line for each, its key before it.

    >>> unpacked_phrases(packed_phrases({"صحيح": "صحيح مسلم=صحيح مسلم"}))
    {'صحيح': 'صحيح مسلم=صحيح مسلم'}
    """
    return _rows([part for pair in phrases.items() for part in pair])


def unpacked_phrases(section: bytes) -> dict[str, str]:
    """What `packed_phrases` wrote."""
    rows = section.decode().split("\n")
    return dict(zip(rows[::2], rows[1::2], strict=True))


def _rows(rows: list[str]) -> bytes:
    written = "\n".join(rows)
    if written.count("\n") != len(rows) - 1:
        raise ValueError("a row holds a line end")
    return written.encode()
