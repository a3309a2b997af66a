"""Text that is checked while it is written. The wrong quotations were made for the tests."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij import check
from takhrij.errors import ConfigError
from takhrij.guard import AHEAD, LONGEST, Guard, guarded, guarded_async, mark_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from takhrij.library.library import Library
    from takhrij.model import Citation

EXAMPLES = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "examples").glob("*.*"))
]
WRONG = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]."
RIGHT = "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]."
PIECES = [
    WRONG, RIGHT, "\n\n", "\n \t\n\n", "\n", " ", "كلمات أخرى ", "words " * 40, "قال النبي ﷺ: «ازرع شجرة كل صباح واسقها» رواه البخاري.",
    "«كلام طويل بلا نهاية " + "وكلام " * 450, "﴾", "\U0001f4d6", "\r\n\r\n", "قال رسول الله ﷺ: «إنما الأعمال بالنيات»",
]  # fmt: skip


def chunks(text: str, cuts: list[int]) -> list[str]:
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return [text[low:high] for low, high in pairwise(places)]


def let_go(guard: Guard, pieces: list[str]) -> str:
    out = ""
    for piece in pieces:
        out += "".join(guard.feed(piece))
    return out + "".join(guard.close())


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.sampled_from(EXAMPLES), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)),
    st.lists(st.integers(0, 1 << 20), max_size=30),
    st.sampled_from(["mark", "withhold"]),
)
def test_the_stream_equals_the_whole(library: Library, text: str, cuts: list[int], mode: str) -> None:
    """What is let go and what is found are the same, however the text comes; without marks it is the text."""
    whole, parted = Guard(library=library, mode=mode), Guard(library=library, mode=mode)  # type: ignore[arg-type]
    assert let_go(parted, chunks(text, cuts)) == let_go(whole, [text])
    assert parted.report == whole.report == check(text, library=library)
    assert let_go(Guard(library=library, marked=lambda _: ""), chunks(text, cuts)) == text


@pytest.mark.parametrize("text", EXAMPLES)
def test_of_the_examples_what_is_marked_is_what_the_report_calls_wrong(library: Library, text: str) -> None:
    marks: list[str] = []

    def mark(citation: Citation) -> str:
        marks.append(mark_of(citation))
        return marks[-1]

    guard = Guard(library=library, marked=mark)
    let_go(guard, chunks(text, [*range(0, len(text), 60)]))
    assert [each for each in marks if each] == [each for each in map(mark_of, guard.report.citations) if each]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.integers(1, 700))
def test_the_delay_is_bounded(library: Library, text: str, size: int) -> None:
    guard, came, gone = Guard(library=library, marked=lambda _: ""), 0, 0
    for at in range(0, len(text), size):
        piece = text[at : at + size]
        came += len(piece)
        gone += sum(map(len, guard.feed(piece)))
        assert came - gone <= LONGEST + AHEAD


@pytest.mark.parametrize("filler", ["", "كلمات أخرى كثيرة. " * 200, "فقرة.\n\n" * 300])
def test_a_wrong_quotation_is_marked_and_a_right_one_is_not(library: Library, filler: str) -> None:
    out = "".join(guarded([filler, WRONG, "\n\n", RIGHT, "\n\n", filler], library=library))
    assert out.count("[wording.altered: ") == 1
    assert "يسرى﴾ [wording.altered: 1 change against ash-Sharh 94:6; correct to: " in out
    assert f"{RIGHT}\n\n{filler}" in out


@pytest.mark.parametrize("between", ["", "\n\n"])
@pytest.mark.parametrize("before", [0, 700, 1400, 1900, 1990, 2100, 3100, 3900])
def test_a_long_quotation_is_withheld_wherever_a_block_ends(library: Library, before: int, between: str) -> None:
    """The longest verse, one word of it changed for the test: it is judged whole, though a block ends within it."""
    words = library.passage("quran:2:282").text.split()
    words[len(words) * 3 // 4] = "حديقة"
    filler = "يسقي الجيران أشجارهم كل مساء. " * 200
    text = f"{filler[:before]}{between}قال تعالى: ﴿{' '.join(words)}﴾ [البقرة: 282].{between} {filler}"
    out = "".join(guarded([text[at : at + 50] for at in range(0, len(text), 50)], mode="withhold", library=library))
    assert "حديقة" not in out
    assert out.count("[withheld: wording.altered") == 1


def test_what_is_withheld_is_not_let_go(library: Library) -> None:
    out = "".join(guarded([*WRONG], mode="withhold", library=library))
    assert "يسرى" not in out
    assert "[withheld: wording.altered" in out


def test_an_asynchronous_stream(library: Library) -> None:
    async def written() -> AsyncIterator[str]:
        for letter in WRONG:
            yield letter

    async def read() -> str:
        return "".join([piece async for piece in guarded_async(written(), library=library)])

    assert asyncio.run(read()) == "".join(guarded([WRONG], library=library))


def test_a_guard_is_closed_once(library: Library) -> None:
    guard = Guard(library=library)
    with pytest.raises(ValueError, match="not closed"):
        _ = guard.report
    assert not list(guard.close())
    with pytest.raises(ValueError, match="is closed"):
        list(guard.feed("more"))
    with pytest.raises(ConfigError, match="mark or withhold"):
        Guard(library=library, mode="shout")  # type: ignore[arg-type]
