"""Passages by their words, and exact runs of words in the Qur'an."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import encode
from worlds import hadith, uthmani_verse, verse

from small_library import HADITHS, MODERN
from takhrij.kernel import rows

if TYPE_CHECKING:
    from worlds import World


def nearest(world: World, text: str, low: int = 0, high: int = 0xFFFFFFFF, count: int = 5) -> list[tuple[int, ...]]:
    return rows(world.both.nearest(encode(text), low, high, count), 2)


def exact(world: World, text: str, count: int = 10) -> list[int]:
    return [place for (place,) in rows(world.both.exact(encode(text), count), 1)]


def test_all_words_of_a_passage_whatever_their_order(small: World) -> None:
    text = "الطُّهُورُ شَطْرُ الإِيمَانِ تَمْلأُ الْمِيزَانَ"
    # Five words, equally rare: four of them are more than three quarters of the rarity, and choose.
    assert nearest(small, text)[0] == (hadith(6), 800)
    assert nearest(small, " ".join(reversed(text.split())))[0] == (hadith(6), 800)
    assert nearest(small, f"{text} {text}")[0] == (hadith(6), 800)


def test_up_to_three_words_all_choose(small: World) -> None:
    assert nearest(small, "الطُّهُورُ") == nearest(small, "الطُّهُورُ شَطْرُ") == [(hadith(6), 1000)]
    assert nearest(small, "الطُّهُورُ شَطْرُ الْمِيزَانَ") == [(hadith(6), 1000)]


def test_a_common_word_chooses_no_passage_and_counts(small: World) -> None:
    assert nearest(small, "ما") == []
    assert nearest(small, "ما الإيمان")[0][1] < 1000


def test_the_first_of_equals_comes_first(small: World) -> None:
    (first, score), (second, same) = nearest(small, MODERN["55:13"])[:2]
    assert (first, second) == (verse("55:13"), verse("55:16"))
    assert score == same
    assert nearest(small, MODERN["55:13"], count=1) == [(first, score)]


def test_a_verse_is_listed_once_though_the_library_has_it_twice(small: World) -> None:
    assert uthmani_verse("112:3") not in {passage for passage, _ in nearest(small, MODERN["112:3"], count=64)}


def test_only_passages_of_the_range(small: World) -> None:
    text = f"{MODERN['55:13']} {HADITHS[2]}"
    assert {passage for passage, _ in nearest(small, text, 0, 16)} == {verse("55:13"), verse("55:16")}
    assert nearest(small, text, hadith(3), hadith(3) + 1)[0][0] == hadith(3)
    assert nearest(small, text, 5, 5) == nearest(small, text, 9, 3) == []


def test_a_strange_word_counts_as_the_rarest(small: World) -> None:
    weight = small.index.section("weight")[small.stream[small.at(hadith(6))[0]]]
    assert nearest(small, "الطُّهُورُ كذا") == [(hadith(6), weight * 1000 // (weight + 60))]
    assert nearest(small, "الطُّهُورُ man 12") == [(hadith(6), 1000)]


@pytest.mark.parametrize("text", ["", "man", "12", "كذا", "ء"])
def test_nothing_is_near(small: World, text: str) -> None:
    assert nearest(small, text) == []


EXACT = [
    ("الرحمن الرحيم", [("1:1", 2), ("1:3", 0)]),
    ("فبأي ءالاء ربكما تكذبان", [("55:13", 0), ("55:16", 0)]),
    ("قُلْ هُوَ اللَّهُ أَحَدٌ ﴿١﴾ اللَّهُ الصَّمَدُ", [("112:1", 0)]),  # a number between verses is no word
    ("قل هو Allah الله", [("112:1", 0)]),
    ("أحد الله", [("112:1", 3)]),
    ("أحد", [("112:1", 3), ("112:4", 4)]),
    ("أحد قل", []),
    ("مع العسر", [("94:5", 1), ("94:6", 1)]),
    ("إنما الأعمال", []),  # in a hadith
    ("قل هو كذا", []),
    ("قل كذا هو", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), EXACT)
def test_exact(small: World, text: str, wanted: list[tuple[str, int]]) -> None:
    modern = [small.at(verse(key))[0] + words for key, words in wanted]
    uthmani = [small.at(uthmani_verse(key))[0] + words for key, words in wanted]
    assert exact(small, text) == modern + uthmani


def test_no_more_than_asked_for(small: World) -> None:
    everywhere = exact(small, "الله")
    assert len(everywhere) == 8
    assert exact(small, "الله", 2) == everywhere[:2]
    assert exact(small, "الله", 0) == []


def test_the_refrain_of_the_library(real: World) -> None:
    places = exact(real, "فبأي آلاء ربكما تكذبان", 100)
    assert len(places) == 62
    assert exact(real, "الله", 1000) == exact(real, "الله", 256)
    assert len(exact(real, "الله", 1000)) == 256
