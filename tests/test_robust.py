"""Whatever a text holds, it is checked without a crash and with work that grows as it does.

`tools/robust.py` examines as many documents as one likes, here are a few hundred. What the compiled kernel
does is not counted here: `bench/speed.py` measures the time that a longer text takes.
"""

from __future__ import annotations

from typing import Final

import pytest
from bench.shapes import SHAPES, VERSE
from tools import robust

from line_count import lines_run
from takhrij import Options
from takhrij import check as check_text
from takhrij.library.library import Library

SIZE: Final = {"compiled": 20_000, "pure Python": 4_000}
"""Code points by kernel: the longer text, four times that, lies within one window."""
MOST: Final = 6
"""Times the work on a text that one four times as long may take: in square time it would be sixteen."""


def test_made_up_documents() -> None:
    failed = robust.run((2, 0, 300, 0.2))[2]
    assert not failed, failed[0]


def test_a_failure_is_found_and_made_short() -> None:
    def fails(text: str) -> str:
        return 'Traceback\n  File "here"\nValueError: bad' if "«" in text and "»" in text else ""

    assert robust.shrunk("some words «and more» of them" * 3, fails) == "«»"


@pytest.fixture(scope="module", params=SIZE)
def either(request: pytest.FixtureRequest) -> Library:
    """The library with the compiled kernel, and with the twin, whose work is counted with the rest."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "compiled":
            patch.setenv("TAKHRIJ_KERNEL", "python")
        library = Library.open()
    if library.kernel != request.param:
        pytest.skip("the kernel was not compiled")
    return library


@pytest.mark.parametrize("piece", SHAPES.values(), ids=SHAPES)
def test_work_grows_as_the_text_does(either: Library, piece: str) -> None:
    def lines(length: int) -> int:
        text = (piece * length)[:length]
        return lines_run(lambda: check_text(text, library=either).citations)

    check_text(piece * 3, library=either)  # what is made at first use is no work on a text
    short, long = lines(SIZE[either.kernel]), lines(4 * SIZE[either.kernel])
    assert short
    assert long <= MOST * short


@pytest.mark.parametrize("piece", ['"', "كلمة ", f"«{VERSE}» "], ids=["quotation marks", "one word", "one quotation"])
def test_a_million_characters(library: Library, piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    report = check_text(text, library=library, options=Options(max_passages=1))
    assert report.length == len(text)
    assert all(
        text[each.quotation.span.start : each.quotation.span.end] == each.quotation.text for each in report.citations
    )
