"""Passages by the words of their renderings: both kernels alike, best first, within a range and a number."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import hadith, verse

from small_library import ENGLISH, RENDERINGS
from takhrij.kernel import rows
from takhrij.kernel.twin import MOST_NEAREST
from takhrij.library.terms import numbers, stems

if TYPE_CHECKING:
    from worlds import World

WORDS = sorted(
    {word for text in (*RENDERINGS[0].values(), *RENDERINGS[1].values(), *ENGLISH.values()) for word in text.split()}
)
QURAN_END = 32
ALL = 0xFFFFFFFF


def ranked(world: World, text: str, low: int = 0, high: int = ALL, count: int = MOST_NEAREST) -> list[tuple[int, ...]]:
    words = stems(text)
    return rows(world.both.rank(numbers(words).tobytes(), len(words), low, high, count), 2)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("praise be to God, the Lord of all worlds", verse("1:2")),
        ("of the worlds the Lord is God", verse("1:2")),
        ("say he is God the One", verse("112:1")),
        ("GOD’S ETERNAL REFUGES", verse("112:2")),
        ("indeed with every hardship comes ease", verse("94:6")),
        ("actions are by intention", hadith(1)),
        ("an heir was what Gabriel urged me to make the neighbour", hadith(3)),
        ("harms his neighbour", hadith(2)),
    ],
)
def test_the_passage_with_the_words_is_first(small: World, text: str, wanted: int) -> None:
    assert ranked(small, text)[0][0] == wanted


def test_verses_with_the_same_words_come_in_order(small: World) -> None:
    (first, score), (second, same) = ranked(small, "with hardship", count=2)
    assert (first, second) == (verse("94:5"), verse("94:6"))
    assert score == same


def test_the_range_and_the_number_hold(small: World) -> None:
    text = "God the One"
    everything = ranked(small, text)
    verses, hadiths = ranked(small, text, 0, QURAN_END), ranked(small, text, QURAN_END)
    assert {*verses, *hadiths} == {*everything}
    assert {passage < QURAN_END for passage, _ in verses} == {True}
    assert {passage < QURAN_END for passage, _ in hadiths} == {False}
    assert [ranked(small, text, count=count) for count in range(4)] == [everything[:count] for count in range(4)]
    assert ranked(small, text, 5, 5) == ranked(small, text, 9, 3) == ranked(small, text, 4000) == []


@pytest.mark.parametrize("text", ["", "strange things only", "12 ١٢", "قل هو"])
def test_nothing_has_strange_words(small: World, text: str) -> None:
    assert ranked(small, text) == []


def test_strange_words_change_nothing(small: World) -> None:
    """What no rendering has cannot tell one passage from another."""
    words = stems("actions are by intentions")
    both = small.both
    plain = both.rank(numbers(words).tobytes(), len(words), 0, ALL, 9)
    strange = array("I", [7, 8, 9]) + numbers(words)
    assert both.rank(strange.tobytes(), len(words) + 3, 0, ALL, 9) == plain


def test_more_terms_than_are_taken_are_left_out(small: World) -> None:
    term = numbers(["hardship"]).tobytes()
    assert small.both.rank(term * 1024, 1024, 0, ALL, 9) == small.both.rank(term * 5000, 5000, 0, ALL, 9)
    assert small.both.rank(term + b"\1\2\3", 1, 0, ALL, 9) == small.both.rank(term, 1, 0, ALL, 9)


@given(st.lists(st.sampled_from(WORDS)), st.integers(0, 50), st.integers(0, 50), st.integers(0, 70))
def test_both_kernels_rank_alike(small: World, words: list[str], low: int, high: int, count: int) -> None:
    found = ranked(small, " ".join(words), low, high, count)
    assert found == sorted(found, key=lambda scored: (-scored[1], scored[0]))
    assert len(found) <= count
    assert all(low <= passage < high and score > 0 for passage, score in found)


@pytest.mark.parametrize(
    "text", ["God is the light of the heavens and the earth", "whoever believes in Allah and the last day"]
)
def test_the_kernels_agree_on_the_library(real: World, text: str) -> None:
    assert len(ranked(real, text, count=20)) == 20
    assert ranked(real, text, 0, 6236, 20)
