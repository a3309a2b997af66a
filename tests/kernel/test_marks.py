"""Marks of quotation: what each pair encloses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import encode

from takhrij.kernel import rows
from takhrij.library.features import mark_names
from takhrij.library.tables import tables

if TYPE_CHECKING:
    from worlds import World

NAMES = mark_names(tables())
LONGEST = 4000


def pairs(world: World, text: str) -> list[tuple[str, str]]:
    """The names of the pairs, and what each encloses."""
    found = rows(world.both.scan(encode(text)).pairs, 6)
    return [(NAMES[name], text[start:end]) for _, start, end, _, name, _ in found]


TABLE = [
    ("«أ ب»", [("guillemets", "أ ب")]),
    ("﴿أ﴾ ﴾ب﴿", [("ornate", "أ"), ("ornate", "ب")]),  # either way round
    ("«أ “ب” ج»", [("guillemets", "أ “ب” ج"), ("curly", "ب")]),  # an outer one before those inside it
    ("«أ «ب» ج»", [("guillemets", "أ «ب» ج"), ("guillemets", "ب")]),
    ("«أ “ب» ج”", [("guillemets", "أ “ب"), ("curly", "ب» ج")]),  # kinds are paired each for itself
    ("„أ“ „ب”", [("low", "أ"), ("low", "ب")]),
    ("أ» «ب", []),
    ("«أ", []),
    ('"أ ب" ج "د"', [("straight", "أ ب"), ("straight", "د")]),
    ('أ "ب\nج" د', [("straight", "ب\nج")]),  # over the end of a line where it clearly closes
    ('أ "ب\n\nج" د', []),  # and not of a paragraph
    ("أ 'ب' ج", [("apostrophes", "ب")]),
    ("the prophets' and 'word' of", [("apostrophes", "word")]),
    ('5" x 6"', []),
    ("(أ) [ب]", [("parentheses", "أ"), ("square", "ب")]),
    ("((أ))", [("double-parentheses", "أ")]),  # two in a row on both sides are one
    ("((أ) ب)", [("parentheses", "(أ) ب"), ("parentheses", "أ")]),
    ("[[أ]]", [("square", "[أ]"), ("square", "أ")]),
    ("{أ}", [("braces", "أ")]),
    ("«»", [("guillemets", "")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=range(len(TABLE)))
def test_pairs(small: World, text: str, wanted: list[tuple[str, str]]) -> None:
    assert pairs(small, text) == wanted


@pytest.mark.parametrize(("opening", "closing"), ["«»", '""', "()"])
def test_a_pair_is_not_endless(small: World, opening: str, closing: str) -> None:
    within = "ب" * (LONGEST - 1)
    assert len(pairs(small, f"{opening}{within}{closing}")) == 1
    assert pairs(small, f"{opening}{within}ب{closing}") == []


@pytest.mark.parametrize("text", ["«", "»", "«»", '"', "' ", "«“", "((", "(" * 9 + "a" + ")" * 9])
def test_many_marks(small: World, text: str) -> None:
    assert len(pairs(small, text * 2000)) <= 18_000
