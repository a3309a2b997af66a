"""Where a quotation comes from."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import pytest
from documents import encode, quotations
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import hadith, uthmani_verse, verse

from line_count import lines_run
from small_library import HADITHS, MODERN, PASSAGES
from takhrij.kernel import FITTING, THOROUGH, rows

if TYPE_CHECKING:
    from worlds import World


MOST_LINES = 40_000_000
"""What the twin may run to trace a quotation of five hundred words, whatever they are."""
EDGES = 8
"""Up to two words at either end count as replacing others of the passage, each for two tenths more than needed."""


class Fit(NamedTuple):
    src_start: int
    src_end: int
    cost: int
    common: int
    other: int
    kept: int
    spelt: int
    first: int = 0
    last: int = 0

    @property
    def likeness(self) -> int:
        return self.common * 1000 // (self.common + self.other) if self.common + self.other else 0


def verses(world: World, text: str, *stated: int) -> list[Fit]:
    """The fits, each once: a stretch may be found in several ways."""
    found = rows(world.both.trace_verses(encode(text), array("I", stated).tobytes()), 9)
    return [Fit(*row) for row in dict.fromkeys(found)]


def hadiths(world: World, text: str, thorough: bool = False) -> list[Fit]:
    return [Fit(*row) for row in rows(world.both.trace_hadiths(encode(text), THOROUGH if thorough else FITTING)[0], 9)]


def passages(world: World, fits: list[Fit]) -> list[int]:
    return [world.passage(fit.src_start) for fit in fits]


def test_a_verse_that_stands_twice_in_two_editions(small: World) -> None:
    found = verses(small, MODERN["55:13"])
    places = [verse("55:13"), verse("55:16"), uthmani_verse("55:13"), uthmani_verse("55:16")]
    assert passages(small, found[:4]) == places
    assert [fit.cost for fit in found[:4]] == [0] * 4
    assert [(fit.kept, fit.spelt) for fit in found[:4]] == [(4, 0), (4, 0), (2, 2), (2, 2)]


def test_two_words_have_every_place(small: World) -> None:
    assert [fit.src_start - small.at(verse("1:1"))[0] for fit in verses(small, "الرحمن الرحيم")[:2]] == [2, 8]


def test_a_misquoted_verse(small: World) -> None:
    best = verses(small, "خلق الإنسان من تراب كالفخار")[0]
    assert (best.src_start, best.src_end) == small.at(verse("55:14"))
    assert (best.cost, best.kept) == (10, 4)


def test_words_in_disorder_are_found_by_themselves(small: World) -> None:
    found = verses(small, "كالفخار صلصال خلق")
    assert verse("55:14") in passages(small, found)


def test_a_stated_place_is_compared(small: World) -> None:
    low, high = small.at(verse("112:3"))
    assert not any(fit.src_start >= low and fit.src_end <= high for fit in verses(small, "كفوا أحد"))
    assert any(fit.src_start >= low and fit.src_end <= high for fit in verses(small, "ولم كفوا أحد", low, high))


def test_a_hadith_and_what_is_like_it(small: World) -> None:
    found = hadiths(small, "ما زال جبريل عليه السلام يوصيني بالجار")
    assert passages(small, found)[0] == hadith(3)
    assert found[0].likeness == max(fit.likeness for fit in found)
    assert passages(small, hadiths(small, MODERN["112:1"] + " " + MODERN["112:2"])) == [hadith(5)]
    assert len(set(passages(small, found))) == len(found)


@pytest.mark.parametrize("text", ["", "man 12", "«»"])
def test_nothing_to_trace(small: World, text: str) -> None:
    assert verses(small, text) == hadiths(small, text) == []
    assert verses(small, text, 0, 10) == []


def says_twice(text: str) -> bool:
    """Whether three words running come again: a fit is banded along one of the two, where the whole may take words of both."""
    words = text.split()
    runs = [*zip(words, words[1:], words[2:], strict=False)]
    return len(set(runs)) < len(runs)


def check_trace(world: World, text: str, stated: list[int]) -> None:
    """Fits are in their order, in the sources they are said to be of, and as `align` finds them."""
    end = world.index.numbers("quran")[1]
    of_quran, of_hadith, thorough = verses(world, text, *stated), hadiths(world, text), hadiths(world, text, True)
    if not stated:
        assert all(fit.src_end <= end for fit in of_quran)
    assert all(fit.src_start >= end for fit in of_hadith)
    assert [fit.cost for fit in of_quran] == sorted(fit.cost for fit in of_quran)
    assert [fit.likeness for fit in of_hadith] == sorted((fit.likeness for fit in of_hadith), reverse=True)
    assert len(thorough) >= len(of_hadith)
    for fit in (*of_quran[:2], *of_hadith[:2], *thorough[-2:]):
        assert fit.src_start < fit.src_end
        assert (fit.first, fit.last) == (world.passage(fit.src_start), world.passage(fit.src_end - 1))
        whole, part = (
            Fit(*rows(world.both.align(encode(text), fit.src_start, fit.src_end, how)[0], 7)[0])
            for how in (True, False)
        )
        assert whole.cost <= fit.cost
        assert fit.cost <= whole.cost + EDGES or says_twice(text)
        assert part.cost <= whole.cost + EDGES


@settings(max_examples=400)
@given(text=quotations(PASSAGES), stated=st.lists(st.integers(0, 300), max_size=6))
def test_on_the_small_library(small: World, text: str, stated: list[int]) -> None:
    check_trace(small, text, stated)


@settings(max_examples=100)
@given(data=st.data())
def test_on_the_library(real: World, data: st.DataObject) -> None:
    text = data.draw(quotations(real.passages))
    verse_said = data.draw(st.integers(0, 6235))
    check_trace(real, text, data.draw(st.sampled_from(([], list(real.at(verse_said))))))


@pytest.mark.parametrize("text", [MODERN["55:13"], MODERN["112:1"], HADITHS[1], "من كان"])
def test_work_has_a_bound(real: World, text: str) -> None:
    twin = real.both.kernels[-1]
    data = encode(f"{text} " * (500 // len(text.split())))
    assert 0 < lines_run(lambda: twin.trace_verses(data, b"")) < MOST_LINES
    assert 0 < lines_run(lambda: twin.trace_hadiths(data, THOROUGH)) < MOST_LINES
