"""Words of a text: where they begin and end, and that the kernels fold them as `takhrij.text.letters` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import LETTERS, characters, encode
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.kernel import rows
from takhrij.library.lettersection import CODES

if TYPE_CHECKING:
    from worlds import World

ARABIC, LATIN, DIGIT = 8, 9, 10
MOST_LETTERS = 64

TABLE = [
    # text, words
    ("", []),
    ("كتاب", ["كتاب"]),
    ("  كتاب، قلم. ", ["كتاب", "قلم"]),
    ("بِسْمِ ٱللَّهِ", ["بِسْمِ", "ٱللَّهِ"]),
    ("ٱلرَّحْمَـٰنِ", ["ٱلرَّحْمَـٰنِ"]),
    ("\ufeffكتاب\r\nقلم\r\n", ["كتاب", "قلم"]),
    ("\u202bكتاب\u202c قلم\u200f", ["كتاب", "قلم"]),  # bidi controls stay outside at both ends
    ("كتا\u200dب", ["كتا\u200dب"]),  # and inside where letters follow
    ("كتاب\u200f\u064e", ["كتاب\u200f\u064e"]),  # or a mark
    ("\u064eكتاب", ["كتاب"]),  # a mark begins no word
    ("\u064e\u0670", []),
    ("﷽ قال ﷺ", ["قال"]),  # one character that is a whole phrase is no word
    ("ﷲ", ["ﷲ"]),
    ("ﻻ ﻷن", ["ﻻ", "ﻷن"]),
    ("آية 12 ١٢ ۱۲", ["آية", "12", "١٢", "۱۲"]),
    ("١٢آية12a", ["١٢", "آية", "12", "a"]),  # another kind of letter begins another word
    ("الله\u200fAllah", ["الله", "Allah"]),
    ("an-Nisāʾ 4:59", ["an", "Nisā", "4", "59"]),
    ("Qur'an", ["Qur", "an"]),
    ("e\u0301té", ["e\u0301té"]),
    ("كتاب\U0001f600قلم", ["كتاب", "قلم"]),
    ("كتاب\U0001ee00قلم", ["كتاب", "قلم"]),  # mathematical letters beyond the basic plane are no letters here
    ("كتاب\ud800قلم", ["كتاب", "قلم"]),
    ("كتاب\0قلم", ["كتاب", "قلم"]),
    ("كتاب_قلم", ["كتاب", "قلم"]),
    ("۞ كتاب ۖ قلم ۝", ["كتاب", "قلم"]),  # a pause mark by itself is no word
    ("كـــتاب ـــ", ["كـــتاب"]),
]


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=range(len(TABLE)))
def test_words_of(small: World, text: str, wanted: list[str]) -> None:
    spans = rows(small.both.words(encode(text))[0], 2)
    assert [text[start:end] for start, end in spans] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("«قال»", "«»"),
        ("﴿قل﴾", "﴿﴾"),
        ("\"a\" 'b'", "\"\"''"),
        ("qur'an don’t", ""),  # an apostrophe between two Latin letters opens nothing
        ("'tis the prophets' 'word'", "''''"),
        ("12'a 1'2", "'"),  # feet and inches: a mark unless a letter follows
        ("a''b", "''"),
        ("a'", "'"),
        ("ق'ا", "'"),
        ("(x) <b>", "()<>"),
    ],
)
def test_quotation_marks_of(small: World, text: str, wanted: str) -> None:
    places = rows(small.both.scan(encode(text)).quotes, 2)
    assert [text[at] for at, _ in places] == list(wanted)
    assert [chr(character) for _, character in places] == list(wanted)


SPELLINGS = [
    # two spellings, and at which levels they are one word
    ("ٱلصَّلَوٰةَ", "الصلاة", "folded skeleton"),
    ("ٱلرَّحْمَـٰنِ", "الرحمن", "letters folded skeleton"),
    ("الرحمان", "الرحمن", "skeleton"),
    ("مسؤول", "مسئول", "skeleton"),
    ("على", "علي", "folded skeleton"),
    ("رحمة", "رحمه", "folded skeleton"),
    ("أَحَدٌ", "احد", "folded skeleton"),
    ("ا\u0653ية", "آية", "letters folded skeleton"),
    ("ا\u0654حد", "أحد", "letters folded skeleton"),
    ("ا\u0655ن", "إن", "letters folded skeleton"),
    ("مُوسَىٰ", "موسى", "letters folded skeleton"),
    ("هَوَىٰهُ", "هواه", "folded skeleton"),
    ("داوود", "داود", "skeleton"),
    ("ﻻ", "لا", "letters folded skeleton"),
    ("كـــتاب", "كتاب", "letters folded skeleton"),
    ("ک", "ك", "letters folded skeleton"),
    ("ی", "ي", "letters folded skeleton"),
    ("قال", "قيل", ""),
]


@pytest.mark.parametrize(("one", "other", "levels"), SPELLINGS)
def test_spellings(small: World, one: str, other: str, levels: str) -> None:
    levels_of_one, levels_of_other = word_of(small, one), word_of(small, other)
    alike = [name for name in ("letters", "folded", "skeleton") if levels_of_one[name] == levels_of_other[name]]
    assert " ".join(alike) == levels


def word_of(world: World, text: str) -> dict[str, object]:
    """The one word of a text at the three levels, as the kernels give them."""
    _, word_rows, codes = world.both.words(encode(text))
    [(_, fold_hash, letters_check, length)] = rows(word_rows, 4)
    assert length == len(codes)
    return {"letters": letters_check, "folded": fold_hash, "skeleton": codes}


def expected(word: str) -> dict[str, object]:
    """The same from `takhrij.text.letters`."""

    def codes(letters: str) -> bytes:
        return bytes(CODES[letter] for letter in letters)[:MOST_LETTERS]

    letters = fnv(codes(LETTERS.letters(word)))
    return {
        "letters": (letters ^ letters >> 16) & 0xFFFF,
        "folded": fnv(codes(LETTERS.fold(word))),
        "skeleton": codes(LETTERS.skeleton(word)),
    }


def fnv(codes: bytes) -> int:
    value = 2166136261
    for code in codes:
        value = (value ^ code) * 16777619 & 0xFFFFFFFF
    return value


@settings(max_examples=1500)
@given(text=st.text(st.one_of(characters, st.sampled_from("ويى\u0670\u0654\u0640ﻲﻮﰢ")), max_size=20))
def test_words_are_folded_as_the_letters_are(small: World, text: str) -> None:
    for start, end in rows(small.both.words(encode(text))[0], 2):
        word = text[start:end]
        assert word_of(small, word) == expected(word)


def test_words_of_the_library_are_folded_as_the_letters_are(real: World) -> None:
    for text in real.passages:
        for start, end in rows(real.both.words(encode(text))[0], 2):
            assert word_of(real, text[start:end]) == expected(text[start:end])


@pytest.mark.parametrize("kind", ["letter", "other letter", "ligature", "mark"])
def test_a_word_without_end(small: World, kind: str) -> None:
    text = {"letter": "ب" * 1000, "other letter": "بت" * 500, "ligature": "ﷲ" * 500, "mark": "ب" + "\u0670" * 1000}[
        kind
    ]
    offsets, word_rows, codes = small.both.words(encode(text + " كتاب"))
    assert rows(offsets, 2) == [(0, len(text)), (len(text) + 1, len(text) + 5)]
    assert rows(word_rows, 4)[0][3] == len(codes) - 3 <= MOST_LETTERS


def test_word_numbers_are_those_of_the_stream(small: World) -> None:
    for number, text in enumerate(small.passages[:14]):
        start, end = small.at(number)
        words = rows(small.both.scan(encode(text)).words, 1)
        assert [word for (word,) in words] == small.stream[start:end].tolist()


@pytest.mark.parametrize("number", [0xD800, 0xDFFF, 0xFFFF, 0x10FFFF, 0x110000, 0x7FFFFFFF, 0x80000627, 0xFFFFFFFF])
def test_numbers_that_are_no_characters_part_words(small: World, number: int) -> None:
    data = encode("كتاب") + number.to_bytes(4, "little") + encode("قلم")
    assert rows(small.both.words(data)[0], 2) == [(0, 4), (5, 8)]
