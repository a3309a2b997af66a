"""References after and before a quotation, and what holds of every reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.library.tables import tables
from takhrij.resolve.beginnings import HADITH, QURAN
from takhrij.resolve.names import distance
from takhrij.resolve.references import ReferenceReader
from takhrij.resolve.words import WORD, Words, key

READER = ReferenceReader(tables())
PIECES = st.sampled_from([
    "سورة", "البقرة", "النساء", "آل عمران", "ص", "الآية", "رقم", "255", "٥٩", "2:255", "4/59", ":", "،", "-", "(", ")",
    "[", "]", "{", "}", "«", "»", '"', "\n", "رواه", "أخرجه", "روى", "وصححه", "البخاري", "مسلم", "ومسلم", "أبو داود",
    "صحيح", "سنن", "كتاب", "باب", "في", "عن", "أبي هريرة", "قال", "متفق عليه", "الأربعة", "إلا", "النسائي",
    "واللفظ له", "ج", "Surah", "an-Nisa'", "al-Baqarah", "verse", "Qur'an", "Sahih", "Bukhari", "Muslim", "and",
    "narrated by", "vol.", "Book", "no.", "the", "al-", "'", "\u064b", "\u200f", "ـ", "ء", "𐤀", "﷽", "**",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join)
)


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("«الدين النصيحة» رواه مسلم.", ["رواه مسلم"]),
        ('"الدين النصيحة" (مسلم)', ["مسلم"]),
        ("«الدين النصيحة».\n\n**المصدر:** صحيح مسلم (55)", ["صحيح مسلم (55)"]),
        ("«الدين النصيحة» - البخاري", ["البخاري"]),
        ("﴿والعصر﴾ [العصر: 1]", ["العصر: 1"]),
        ("﴿والعصر﴾ (سورة العصر، الآية 1؛ وسورة النساء: 5)", ["سورة العصر، الآية 1", "سورة النساء: 5"]),
        ("«الدين النصيحة» رواه مسلم. ورواه النسائي عن ثوبان", ["رواه مسلم", "رواه النسائي عن ثوبان"]),
        ("«الدين النصيحة» وهو معنى جليل رواه مسلم", []),
        ("«الدين النصيحة».\n\n\n\nرواه مسلم", []),
        ('"Religion is sincerity" — Sahih Muslim 55', ["Sahih Muslim 55"]),
    ],
)
def test_after_a_quotation(text: str, references: list[str]) -> None:
    ends = [place for place in (text.find("»"), text.find("﴾"), text.find('"', 1)) if place >= 0]
    found = READER.after(text, min(ends), 200)
    assert [text[one.span.start : one.span.end] for one in found] == references


def test_before_a_quotation() -> None:
    text = '«...»\n\nIn Surah An-Nisa (4:34), Allah says: "Men ...'
    [found] = READER.before(text, text.index('"'), 100)
    assert (found.surah, found.ayah_start, text[found.span.start : found.span.end]) == (4, 34, "Surah An-Nisa (4:34)")
    text = "(البخاري 5) «...» قال تعالى في سورة النساء الآية 34: «"
    [found] = READER.before(text, len(text) - 1, 100)
    assert (found.surah, found.ayah_start, text[found.span.start : found.span.end]) == (4, 34, "سورة النساء الآية 34")


@given(TEXTS, st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=400)
def test_references_lie_in_the_window_in_order_and_apart(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    last = start
    for found in READER.read(text, start, end):
        assert last <= found.span.start < found.span.end <= end
        assert text[found.span.start : found.span.end].strip()
        last = found.span.end
        assert found.surah is None or 1 <= found.surah <= 114
        assert all(first <= final for first, final in found.ayah_ranges)
        assert set(found.works) <= set(tables().works)
        assert (found.kind == "quran") == (not found.works and not found.unknown_works)


@given(TEXTS, st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=200)
def test_after_and_before_keep_to_their_side(text: str, place: int, limit: int) -> None:
    place = min(place, len(text))
    for found in READER.after(text, place, limit):
        assert place <= found.span.start < found.span.end <= min(len(text), place + limit)
    for before in READER.before(text, place, limit):
        assert max(0, place - limit) <= before.span.start < before.span.end <= place


@given(TEXTS)
@settings(max_examples=300)
def test_no_reference_begins_where_its_first_two_words_rule_it_out(text: str) -> None:
    words = Words(text, 0, len(text))
    for at, kind in enumerate(words.kinds):
        if kind == WORD:
            may_be = READER.begins.at(words.keys, at)
            assert may_be & QURAN or READER.quran.at(words, at) is None
            assert may_be & HADITH or READER.hadith.at(words, at, enclosed=False) is None


@given(TEXTS)
@settings(max_examples=300)
def test_asking_for_one_kind_before_a_quotation_loses_none_of_it(text: str) -> None:
    every = READER.before(text, len(text), len(text))
    for kind, bit in (("quran", QURAN), ("hadith", HADITH)):
        asked = READER.before(text, len(text), len(text), bit)
        assert [one for one in asked if one.kind == kind] == [one for one in every if one.kind == kind]


@given(TEXTS)
@settings(max_examples=200)
def test_words_are_slices_of_the_text(text: str) -> None:
    words = Words(text, 0, len(text))
    assert len(words.keys) == len(words.kinds) == len(words)
    last = 0
    for at, word in enumerate(words.keys):
        start, end = words.span(at)
        assert last <= start < end
        assert word
        last = end


@pytest.mark.parametrize(
    "piece",
    [
        "(", "((البقرة: 5", "[رواه البخاري", "سورة ", "سورة كذا 5 ", "رواه ", "رواه الخمسة إلا ", "2:255, ", "1-",
        "al-", "'", "كتاب ", "عن ", "\u064b", "5،", "الإمام ", "القرآن ", "رقم ", "آية ", "و", "من ",
    ],
)  # fmt: skip
def test_long_repetitions_are_read(piece: str) -> None:
    text = piece * 5000
    last = 0
    for found in READER.read(text, 0, len(text)):
        assert last <= found.span.start < found.span.end
        last = found.span.end
    READER.after(text, 0, len(text))


@given(st.text("ابتثج", max_size=7), st.text("ابتثج", max_size=7))
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("An", "an"),
        ("Baqarah", "Baqara"),
        ("Noor", "Nur"),
        ("Nisāʾ", "Nisaa"),
        ("Qur’an", "Quran"),
        ("ٱلنِّسَآءِ", "النساء"),
        ("آیه", "ايه"),
    ],
)
def test_spellings_with_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)
