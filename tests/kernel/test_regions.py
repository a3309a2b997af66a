"""Regions: which passages a text shares words with, where gaps are allowed, and who competes for a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import encode
from worlds import hadith, uthmani_verse, verse

from small_library import HADITHS, MODERN, PASSAGES
from takhrij.kernel import LEAST_HADITH, LEAST_QURAN, Region, rows

if TYPE_CHECKING:
    from worlds import World

REFRAIN = MODERN["55:13"]


def regions(world: World, text: str, least_quran: int = 0, least_hadith: int = 0) -> list[tuple[str, int, Region]]:
    """The words of the text, the first passage, and the region itself."""
    answer = world.both.scan(encode(text), least_quran, least_hadith)
    offsets = rows(answer.offsets, 2)
    found = []
    for row in rows(answer.regions, 9):
        region = Region(*row)
        words = text[offsets[region.doc_start][0] : offsets[region.doc_end - 1][1]]
        found.append((words, world.passage(region.src_start), region))
    return found


def places(world: World, text: str) -> list[tuple[str, int]]:
    return [(words, passage) for words, passage, _ in regions(world, text)]


def test_a_verse_stands_in_both_editions_and_in_a_hadith(small: World) -> None:
    text = f"{MODERN['112:1']} {MODERN['112:2']}"
    found = regions(small, f"قرأت {text} في الصلاة")
    assert [(words, passage) for words, passage, _ in found] == [
        (text, verse("112:1")),  # the Qur'an goes before a hadith that quotes it,
        (text, uthmani_verse("112:1")),  # and the modern spelling of the text before the other
        (text, hadith(5)),
    ]
    assert {region.slot for _, _, region in found} == {1}
    assert {region.weight for _, _, region in found} == {70}


def test_every_place_of_a_refrain(small: World) -> None:
    found = regions(small, REFRAIN)
    assert [passage for _, passage, _ in found] == [
        verse("55:13"), verse("55:16"), uthmani_verse("55:13"), uthmani_verse("55:16"),
    ]  # fmt: skip
    assert [region.lettered for _, _, region in found] == [4, 4, 2, 2]
    assert [region.folded for _, _, region in found] == [4, 4, 4, 4]


def test_runs_over_the_end_of_a_verse_and_not_of_a_surah(small: World) -> None:
    within = f"{MODERN['112:2']} {MODERN['112:3']}"
    across = f"{MODERN['1:3']} {MODERN['55:12']}"
    assert places(small, within)[0] == (within, verse("112:2"))
    assert {words for words, _ in places(small, across)} == {MODERN["1:3"], MODERN["55:12"]}


def test_a_hadith_with_words_between(small: World) -> None:
    words = HADITHS[2].split()
    text = " ".join([*words[:3], "عليه السلام", *words[3:]])
    [(found, passage, region)] = regions(small, text)
    assert (found, passage) == (text, hadith(3))
    whole = regions(small, HADITHS[2])[0][2]
    assert region.words == whole.words == 9
    assert region.weight == whole.weight - 2 * 3


@pytest.mark.parametrize(("gap", "chained"), [(0, True), (1, True), (6, True), (7, False), (12, False)])
def test_words_more_in_the_document_than_in_a_hadith(small: World, gap: int, chained: bool) -> None:
    words = HADITHS[2].split()
    text = " ".join([*words[:4], *["كذا"] * gap, *words[4:]])
    assert ((text, hadith(3)) in places(small, text)) is chained


@pytest.mark.parametrize(("gap", "chained"), [(0, True), (1, True), (2, False)])
def test_words_more_in_the_document_than_in_a_verse(small: World, gap: int, chained: bool) -> None:
    verses = f"{MODERN['55:13']} {MODERN['55:14']}".split()
    text = " ".join([*verses[:4], *["كذا"] * gap, *verses[4:]])
    assert ((text, verse("55:13")) in places(small, text)) is chained


@pytest.mark.parametrize(("left_out", "chained"), [(1, True), (8, True), (9, False)])
def test_words_of_a_surah_left_out(small: World, left_out: int, chained: bool) -> None:
    surah = " ".join(text for key, text in MODERN.items() if key.startswith("55:")).split()
    text = " ".join([*surah[1:5], *surah[5 + left_out : 9 + left_out]])
    assert ((text, verse("55:12")) in places(small, text)) is chained


@pytest.mark.parametrize(("left_out", "chained"), [(1, True), (16, True), (17, False)])
def test_words_of_a_hadith_left_out(small: World, left_out: int, chained: bool) -> None:
    words = HADITHS[0].split()
    text = " ".join([*words[:2], *words[2 + left_out :]])
    assert ((text, hadith(1)) in places(small, text)) is chained


def test_two_words_are_a_seed_when_they_are_rare_together(small: World) -> None:
    assert places(small, "كُفُوًا أَحَدٌ") == [("كُفُوًا أَحَدٌ", verse("112:4")), ("كُفُوًا أَحَدٌ", uthmani_verse("112:4"))]
    assert places(small, "كُفُوًا") == []
    assert places(small, "رَسُولُ اللَّهِ") == [("رَسُولُ اللَّهِ", hadith(5))]


def test_what_is_too_light_is_dropped(small: World) -> None:
    text = REFRAIN
    weight = regions(small, text)[0][2].weight
    assert len(regions(small, text, weight, 0)) == 4
    assert regions(small, text, weight + 1, 0) == []
    assert len(regions(small, text, weight, 0xFFFFFFFF)) == 4
    hadith_weight = regions(small, HADITHS[2])[0][2].weight
    assert len(regions(small, HADITHS[2], 0xFFFFFFFF, hadith_weight)) == 1
    assert regions(small, HADITHS[2], 0, hadith_weight + 1) == []


def test_two_quotations_have_two_slots(small: World) -> None:
    text = f"{HADITHS[2]} ثم {REFRAIN}"
    found = regions(small, text)
    assert [(words, region.slot) for words, _, region in found] == [(HADITHS[2], 1)] + [(REFRAIN, 2)] * 4


def test_a_text_of_one_verse_over_and_over(small: World) -> None:
    text = " ".join([REFRAIN] * 500)
    found = regions(small, text)
    assert len(found) == 2000
    assert {region.slot for _, _, region in found} == set(range(1, 501))


@pytest.mark.parametrize(
    "text", ["الله " * 3000, "اللَّهُ الصَّمَدُ " * 2000, "« » " * 3000, "قال " * 3000, " ".join(PASSAGES * 20)]
)
def test_repetition(small: World, text: str) -> None:
    scan = small.both.scan(encode(text), 0, 0)
    assert len(scan.regions) % 36 == 0


def test_passages_of_the_library_are_found(real: World) -> None:
    for text in real.passages:
        words = len(rows(real.both.words(encode(text))[0], 2))
        if words >= 12:
            found = regions(real, f"كذا {text} كذا", LEAST_QURAN, LEAST_HADITH)
            assert any(region.lettered >= words * 0.9 for _, _, region in found), text


CUES = [
    ("قال الله تعالى", [("قال الله تعالى", 0)]),
    ("قال اللهُ تعالَى: ", [("قال اللهُ تعالَى", 0)]),
    ("وقال تعالى", [("وقال تعالى", 0)]),  # with a conjunction
    ("فقال تعالى", [("فقال تعالى", 0)]),
    ("قال رسول الله", [("قال رسول الله", 1)]),
    ("قال رسول الله صلى", [("قال رسول الله", 1)]),  # the longest that is complete
    ("قال رسول الله صلى الله عليه وسلم", [("قال رسول الله صلى الله عليه وسلم", 1)]),
    ("قال رسول", [("قال", 3)]),
    ("قال ﷺ: كذا", [("قال", 1)]),  # the sign is no word
    ("وقال (ﷺ) كذا", [("وقال", 1)]),
    ("قال كذا ﷺ", [("قال", 3)]),
    ("قال\nﷺ", [("قال", 3)]),
    ("He (ﷺ) said", [("He (ﷺ) said", 1)]),
    ("He said", []),
    ("قال رسول الله ﷺ", [("قال رسول الله", 1)]),
    ("قوله", [("قوله", 0)]),  # of two cues with one phrase, the first
    ("Allah says", [("Allah says", 0)]),
    ("ALLAH Almighty says", [("ALLAH Almighty says", 0)]),
    ("Allah Almighty", []),
    ("رواه البخاري", [("رواه البخاري", 2)]),
    ("رواه مسلم والبخاري", [("رواه", 2), ("والبخاري", 2)]),
    ("قال قال الله", [("قال", 3), ("قال الله", 0)]),
]


@pytest.mark.parametrize(("text", "wanted"), CUES)
def test_cues(small: World, text: str, wanted: list[tuple[str, int]]) -> None:
    answer = small.both.scan(encode(text))
    offsets = rows(answer.offsets, 2)
    found = [
        (text[offsets[token][0] : offsets[token + count - 1][1]], cue) for token, count, cue in rows(answer.cues, 3)
    ]
    assert found == wanted
