"""References to verses: the text, what of it is the reference, and what it says."""

from __future__ import annotations

import pytest

from takhrij.library.tables import tables
from takhrij.resolve.references import ReferenceReader

READER = ReferenceReader(tables())
ONE = [
    # written, the reference in it, surah, verses, certainty
    ("«...» البقرة: 255", "البقرة: 255", 2, ((255, 255),), "strong"),
    ("(البقرة:255)", "البقرة:255", 2, ((255, 255),), "strong"),
    ("﴿...﴾ [النساء/59].", "النساء/59", 4, ((59, 59),), "strong"),
    ("[النساء: ٥٩]", "النساء: ٥٩", 4, ((59, 59),), "strong"),
    ("[آل عمران ١٠٢]", "آل عمران ١٠٢", 3, ((102, 102),), "strong"),
    ("{14:4}", "14:4", 14, ((4, 4),), "strong"),
    ("(2:255)", "2:255", 2, ((255, 255),), "strong"),
    ("في سورة آل عمران الآيتان 10-11", "سورة آل عمران الآيتان 10-11", 3, ((10, 11),), "strong"),
    ("قال تعالى في سورة البقرة، الآية ٢٥٥: ﴿", "سورة البقرة، الآية ٢٥٥", 2, ((255, 255),), "strong"),
    ("سُورَةُ ٱلنِّسَاءِ: ٥٩", "سُورَةُ ٱلنِّسَاءِ: ٥٩", 4, ((59, 59),), "strong"),
    ("سوره نساء آیه ۵۹", "سوره نساء آیه ۵۹", 4, ((59, 59),), "strong"),
    ("الآية 5 من سورة المائدة", "الآية 5 من سورة المائدة", 5, ((5, 5),), "strong"),
    ("الآية رقم (5) من سورة المائدة", "الآية رقم (5) من سورة المائدة", 5, ((5, 5),), "strong"),
    ("الآيات من 1 إلى 5 من سورة العلق", "الآيات من 1 إلى 5 من سورة العلق", 96, ((1, 5),), "strong"),
    ("الآية الأولى من سورة العلق", "الآية الأولى من سورة العلق", 96, ((1, 1),), "strong"),
    ("السورة البقرة: 231", "السورة البقرة: 231", 2, ((231, 231),), "strong"),
    ("في سورة النساء (4:128) أن", "سورة النساء (4:128)", 4, ((128, 128),), "strong"),
    ("سورة النور (24)، آية 31", "سورة النور (24)، آية 31", 24, ((31, 31),), "strong"),
    ("سورة البقرة (الآية 282)", "سورة البقرة (الآية 282)", 2, ((282, 282),), "strong"),
    ("سورة الأنعام 6:116", "سورة الأنعام 6:116", 6, ((116, 116),), "strong"),
    ("السورة 3، آية 139", "السورة 3، آية 139", 3, ((139, 139),), "strong"),
    ("سورة : المائدة آية رقم : 6", "سورة : المائدة آية رقم : 6", 5, ((6, 6),), "strong"),
    ("سورة البقرة: 1-3، 7.", "سورة البقرة: 1-3، 7", 2, ((1, 3), (7, 7)), "strong"),
    ("سورة البقرة: من الآية 5 إلى الآية 7", "سورة البقرة: من الآية 5 إلى الآية 7", 2, ((5, 7),), "strong"),
    ("سورة الإسراء (بني إسرائيل): 23", "سورة الإسراء (بني إسرائيل): 23", 17, ((23, 23),), "strong"),
    ("(سورة **الإسراء**، الآية 110)", "سورة **الإسراء**، الآية 110", 17, ((110, 110),), "strong"),
    ("[براءة: 5]", "براءة: 5", 9, ((5, 5),), "strong"),
    ("[غافر: 60]", "غافر: 60", 40, ((60, 60),), "strong"),
    ("[المؤمن: 60]", "المؤمن: 60", 40, ((60, 60),), "strong"),
    ("[الدهر: 8]", "الدهر: 8", 76, ((8, 8),), "strong"),
    ("(زمر: 53)", "زمر: 53", 39, ((53, 53),), "strong"),
    ("[طه: 14]", "طه: 14", 20, ((14, 14),), "strong"),
    ("سورة ص: 26", "سورة ص: 26", 38, ((26, 26),), "strong"),
    ("قرأ آية الكرسي قبل النوم", "آية الكرسي", 2, ((255, 255),), "fair"),
    ("في سورة يوسف: «", "سورة يوسف", 12, (), "fair"),
    ("وسورة الكهف", "سورة الكهف", 18, (), "fair"),
    ("سورة عم", "سورة عم", 78, (), "fair"),
    ("Q 2:255", "Q 2:255", 2, ((255, 255),), "strong"),
    ("the Qur'an 2:255 says", "Qur'an 2:255", 2, ((255, 255),), "strong"),
    ("(Al-Quran 2:255)", "Al-Quran 2:255", 2, ((255, 255),), "strong"),
    ("Surah An-Nisaa: 59", "Surah An-Nisaa: 59", 4, ((59, 59),), "strong"),
    ("[TMQ Surah An-Nisaa: 59]", "TMQ Surah An-Nisaa: 59", 4, ((59, 59),), "strong"),
    ("Surat un-Nisa, verse 59", "Surat un-Nisa, verse 59", 4, ((59, 59),), "strong"),
    ("Sūrat al-Nisāʾ 4:59", "Sūrat al-Nisāʾ 4:59", 4, ((59, 59),), "strong"),
    ("al-Baqarah (2) 255", "al-Baqarah (2) 255", 2, ((255, 255),), "strong"),
    ("Al-Baqara 2:255-257", "Al-Baqara 2:255-257", 2, ((255, 257),), "strong"),
    ("Surah An-Nisa (The Women) 4:34", "Surah An-Nisa (The Women) 4:34", 4, ((34, 34),), "strong"),
    ("Chapter 4 verse 59", "Chapter 4 verse 59", 4, ((59, 59),), "strong"),
    ("verse 59 of Surah an-Nisa", "verse 59 of Surah an-Nisa", 4, ((59, 59),), "strong"),
    ("The Cow 2:255", "The Cow 2:255", 2, ((255, 255),), "strong"),
    ("at 10:30 in the morning", "10:30", 10, ((30, 30),), "weak"),
    ("Sura II, v. 153", "Sura II, v. 153", 2, ((153, 153),), "strong"),
    ("Surah xxiv: 35", "Surah xxiv: 35", 24, ((35, 35),), "strong"),
    ("[البقرة : من 153 إلى 155]", "البقرة : من 153 إلى 155", 2, ((153, 155),), "strong"),
    ("Matthew (5:3)", "5:3", 5, ((3, 3),), "weak"),
    ("النساء: 34 امرأة", "النساء: 34", 4, ((34, 34),), "fair"),
]  # fmt: skip
NONE = [
    "النساء شقائق الرجال",
    "قال محمد وإبراهيم ويوسف",
    "34% من النساء",
    "النساء 34% من السكان",
    "the five women and the light of the sun",
    "a cow, 12 bees and a table",
    "the chapter was long",
    "(ص) وسلم",
    "ص 45",
    "سورتان",
    "(المادة: 12)",
    "in this surah I counted 5 verses",
    "(العدد: 5)",
    "(الصفحة: 33)",
    "",
]


@pytest.mark.parametrize(("text", "reference", "surah", "verses", "certainty"), ONE)
def test_one_reference(
    text: str, reference: str, surah: int, verses: tuple[tuple[int, int], ...], certainty: str
) -> None:
    found = READER.read(text, 0, len(text))
    assert [text[one.span.start : one.span.end] for one in found] == [reference]
    assert (found[0].surah, found[0].ayah_ranges, found[0].certainty) == (surah, verses, certainty)
    assert found[0].kind == "quran"
    assert not found[0].surah_misspelt
    assert found[0].works == ()


@pytest.mark.parametrize("text", NONE)
def test_no_reference(text: str) -> None:
    assert READER.read(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("[البقرة: 255؛ النساء: 3]", [(2, "البقرة: 255"), (4, "النساء: 3")]),
        ("(سورة النور: 31، الأحزاب: 59)", [(24, "سورة النور: 31"), (33, "الأحزاب: 59")]),
        ("(2:255, 3:18)", [(2, "2:255"), (3, "3:18")]),
        ("Q. 4:59, 5:3 and 6:12", [(4, "Q. 4:59"), (5, "5:3"), (6, "6:12")]),
        ("سورة الفاتحة (1:1)، سورة النحل (16:89)", [(1, "سورة الفاتحة (1:1)"), (16, "سورة النحل (16:89)")]),
    ],
)
def test_several_references(text: str, references: list[tuple[int, str]]) -> None:
    found = READER.read(text, 0, len(text))
    assert [(one.surah, text[one.span.start : one.span.end]) for one in found] == references
    assert {one.certainty for one in found} == {"strong"}


@pytest.mark.parametrize(
    ("text", "surah"),
    [
        ("(العمرن: 5)", 3),
        ("سورة البقرا: 5", 2),
        ("سورة الأتعام، الآية 12", 6),
        ("Surah Al-Baqaro: 255", 2),
        ("Surah Ibrahem 14:7", 14),
    ],
)
def test_misspelt_names_need_a_number_or_the_word_surah(text: str, surah: int) -> None:
    [found] = READER.read(text, 0, len(text))
    assert (found.surah, found.surah_misspelt) == (surah, True)
    word = text.strip("()").replace("سورة ", "").replace("Surah ", "").split(":")[0].split("،")[0].split(" 1")[0]
    assert READER.read(f"قال {word} شيئا", 0, len(word) + 9) == []


def test_a_surah_that_is_none() -> None:
    [found] = READER.read("سورة الكتاب، الآية 12", 0, 21)
    assert (found.surah, found.surah_misspelt, found.ayah_start, found.certainty) == (None, True, 12, "fair")


def test_the_number_of_the_surah_is_kept_when_it_disagrees() -> None:
    [found] = READER.read("سورة الأعراف (17:19)", 0, 20)
    assert (found.surah, found.surah_number, found.ayah_start, found.ayah_end) == (7, 17, 19, 19)


def test_first_and_last_verse() -> None:
    [found] = READER.read("(البقرة: 7، 21-25)", 0, 18)
    assert (found.ayah_start, found.ayah_end, found.enclosed) == (7, 25, True)


def test_page_marks_of_printed_books_are_weak() -> None:
    text = "حدثنا ابن\n[ص: 64]\nالمبارك"
    [found] = READER.read(text, 0, len(text))
    assert found.certainty == "weak"


def test_surahs_have_their_verses_and_no_name_twice() -> None:
    surahs = tables().surahs
    assert [surah.number for surah in surahs] == list(range(1, 115))
    assert sum(surah.ayahs for surah in surahs) == 6236
    for surah in surahs:
        for name in (surah.arabic, surah.latin, *surah.aliases):
            text = f"سورة {name}: 1" if name[0] > "z" else f"Surah {name}: 1"
            found = READER.read(text, 0, len(text))
            assert [one.surah for one in found] == [surah.number], name
