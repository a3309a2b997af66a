"""Whatever a text holds, it is checked without a crash and in time that grows as it does.

`tools/robust.py` examines as many documents as one likes, here are a few hundred.
"""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING, Final

import pytest
from tools import robust

from takhrij import Options
from takhrij import check as check_text

if TYPE_CHECKING:
    from takhrij.library.library import Library

VERSE: Final = "إن مع العسر يسرا"
SHAPES: Final = {
    "one long line": f"وكان الناس يمشون في السوق، قال تعالى: ﴿{VERSE}﴾ [الشرح: 6]؛ ",
    "quotation marks": '"',
    "guillemets that open": "«",
    "marks and a letter": "a«ب",
    "brackets that open": "(",
    "ornate brackets, turned round": "﴿﴾",
    "apostrophes": "'",
    "one word": "كلمة ",
    "one common word": "الله ",
    "one letter": "ا",
    "one mark": "\u0651",
    "one verse": f"{VERSE} ",
    "one cue": "قال الله تعالى ",
    "one cue in English": "the Prophet said: ",
    "one narrator": "عن أبي هريرة ",
    "one reference": "(سورة البقرة 2) ",
    "one collection": "رواه البخاري ومسلم ",
    "numbers": "1:",
    "tags that open": "<ayah>",
    "line ends": "\r\n",
    "controls": "\u200f\0",
}
SIZE: Final = 20_000
"""Code points: the longer text, four times that, lies within one window."""
MOST: Final = 8
"""Times the cost of a text that one four times as long may cost: in square time it would be sixteen."""
LEAST_S: Final = 0.02
"""Seconds under which a cost tells nothing."""


def test_made_up_documents() -> None:
    failed = robust.run((2, 0, 300, 0.2))[2]
    assert not failed, failed[0]


def test_a_failure_is_found_and_made_short() -> None:
    def fails(text: str) -> str:
        return 'Traceback\n  File "here"\nValueError: bad' if "«" in text and "»" in text else ""

    assert robust.shrunk("some words «and more» of them" * 3, fails) == "«»"


def cost(text: str, library: Library) -> float:
    begun = process_time()
    check_text(text, library=library)
    return process_time() - begun


@pytest.mark.parametrize("piece", SHAPES.values(), ids=SHAPES)
def test_time_grows_as_the_text_does(library: Library, piece: str) -> None:
    check_text(piece * 3, library=library)
    for _ in range(3):  # a machine with other things to do is given another chance
        short, long = (min(cost((piece * size)[:size], library) for _ in range(2)) for size in (SIZE, 4 * SIZE))
        if long <= max(MOST * short, LEAST_S):
            return
    pytest.fail(f"{SIZE:,} code points took {short:.3f} s, four times as many {long:.3f} s")


@pytest.mark.parametrize("piece", ['"', "كلمة ", f"«{VERSE}» "], ids=["quotation marks", "one word", "one quotation"])
def test_a_million_characters(library: Library, piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    report = check_text(text, library=library, options=Options(max_passages=1))
    assert report.length == len(text)
    assert all(
        text[each.quotation.span.start : each.quotation.span.end] == each.quotation.text for each in report.citations
    )
