"""Quotations in English beside published translations: the closest, and how many verses are quoted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.align.renderings import UNLIKELY, Rendering
from takhrij.align.translations import _in_common, closest, verses_rendered

if TYPE_CHECKING:
    from takhrij.library.library import Library

WORDS = st.lists(st.sampled_from("abcde"), max_size=12)


@given(WORDS, WORDS)
def test_no_common_subsequence_is_longer(first: list[str], second: list[str]) -> None:
    found = _in_common(first, second)
    assert [first[place] for place, _ in found] == [second[place] for _, place in found]
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(found))
    longest = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for row, word in enumerate(first):
        for column, other in enumerate(second):
            longest[row + 1][column + 1] = (
                longest[row][column] + 1 if word == other else max(longest[row][column + 1], longest[row + 1][column])
            )
    assert len(found) == longest[-1][-1]


@pytest.mark.parametrize(
    ("reference", "quoted", "edition", "text"),
    [
        ("quran:94:6", "Verily, with every difficulty comes relief", "Yusuf Ali", "Verily, with every difficulty there is relief"),
        ("quran:2:255", "No slumber can seize Him nor sleep", "Yusuf Ali", "No slumber can seize Him nor sleep"),
        ("quran:2:255", "NEITHER slumber NOR sleep overtaketh him!", "Pickthall", "Neither slumber nor sleep overtaketh Him"),
        ("quran:112:1-2", "Say: He is Allah, the One! Allah, the eternally besought", "Pickthall",
         "Say: He is Allah, the One! Allah, the eternally Besought"),
    ],
)  # fmt: skip
def test_the_closest(library: Library, reference: str, quoted: str, edition: str, text: str) -> None:
    found = closest(library.store, quoted, *library.store.numbers_of(reference))
    assert found is not None
    assert (found.edition, found.text) == (edition, text)
    assert 0 < found.likeness <= 1
    assert 0 <= found.covers[0] < found.covers[1] <= 1


def test_a_hadith_has_one_english_text(library: Library) -> None:
    found = closest(library.store, "Gabriel kept commending the neighbour", *library.store.numbers_of("bukhari:6015"))
    assert found is not None
    assert found.edition == "the English text of Sahih al-Bukhari"
    assert " ".join(found.text.split()) in " ".join(library.translation("bukhari:6015", "english").split())


def test_a_translation_as_it_stands_differs_in_nothing(library: Library) -> None:
    for reference in ("quran:1:5", "quran:24:35", "quran:114:1-6"):
        for edition in ("pickthall", "yusufali"):
            found = closest(
                library.store, library.translation(reference, edition), *library.store.numbers_of(reference)
            )
            assert found is not None
            assert (found.likeness, found.differing, found.covers) == (1, (), (0, 1))


def test_nothing_in_common_is_not_compared(library: Library) -> None:
    assert closest(library.store, "zebra xylophone", *library.store.numbers_of("quran:1:5")) is None
    assert closest(library.store, "", *library.store.numbers_of("quran:1:5")) is None


@pytest.mark.parametrize(
    ("quoted", "wanted"),
    [
        ("With hardship comes ease", ["94:5", "94:5"]),
        ("So verily with hardship there is ease. Verily with hardship there is ease.", ["94:5", "94:6"]),
        ("Say: I seek refuge in the Lord of the daybreak, from the evil of what He created", ["113:1", "113:2"]),
        ("Guide us on the straight path, the path of those You have blessed", ["1:6", "1:7"]),
        ("Every soul will taste death", ["21:35", "21:35"]),
    ],
)
def test_the_verses_that_are_quoted(library: Library, quoted: str, wanted: list[str]) -> None:
    store = library.store
    verses = Rendering(store, quoted).verses
    run = verses_rendered(store, quoted, verses, verses[0].passage)
    found = [":".join(map(str, store.verse(each))) for each in (run.first, run.last)]
    alike = {":".join(map(str, store.verse(each.passage))) for each in verses if each.nats >= 0.9 * verses[0].nats}
    assert found == wanted or (wanted[0] == wanted[1] and found[0] == found[1] in alike)


def test_only_what_is_asked_of_is_likely(library: Library) -> None:
    store = library.store
    rendering = Rendering(store, "God is the light of the heavens and the earth")
    light = store.verse_number(24, 35)
    assert light is not None
    assert rendering.verse == rendering.of(light, light) == rendering.of(light - 9, light + 9)
    assert rendering.of(light - 9, light - 9) == UNLIKELY
    assert Rendering(store, "").verse == Rendering(store, "12 ﴿").hadith == UNLIKELY
