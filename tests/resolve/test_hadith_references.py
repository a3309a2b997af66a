"""References to works of hadith: the text, what of it is the reference, and what it says."""

from __future__ import annotations

import pytest

from takhrij.library.tables import tables
from takhrij.resolve.references import ReferenceReader

READER = ReferenceReader(tables())
SUNAN = ("abudawud", "tirmidhi", "nasai", "ibnmajah")
SIX = ("bukhari", "muslim", *SUNAN)
ONE = [
    # written, the reference in it, works, certainty
    ("«...» رواه البخاري.", "رواه البخاري", ("bukhari",), "strong"),
    ("(أخرجه مسلم)", "أخرجه مسلم", ("muslim",), "strong"),
    ("رَوَاهُ الْبُخَارِيُّ وَمُسْلِمٌ", "رَوَاهُ الْبُخَارِيُّ وَمُسْلِمٌ", ("bukhari", "muslim"), "strong"),
    ("رواه **البخاري** في صحيحه", "رواه **البخاري** في صحيحه", ("bukhari",), "strong"),
    ("ورواه الترمذي", "رواه الترمذي", ("tirmidhi",), "strong"),
    ("(البخاري ومسلم)", "البخاري ومسلم", ("bukhari", "muslim"), "strong"),
    ("(البخاري، مسلم، إلخ)", "البخاري، مسلم، إلخ", ("bukhari", "muslim"), "strong"),
    ("متفق عليه", "متفق عليه", ("bukhari", "muslim"), "strong"),
    ("رواه الشيخان", "رواه الشيخان", ("bukhari", "muslim"), "strong"),
    ("رواه الخمسة إلا النسائي", "رواه الخمسة إلا النسائي", ("ahmad", "abudawud", "tirmidhi", "ibnmajah"), "strong"),
    ("رواه الخمسة, إلا النسائي", "رواه الخمسة, إلا النسائي", ("ahmad", "abudawud", "tirmidhi", "ibnmajah"), "strong"),
    ("أخرجه الأربعة وصححه ابن حبان", "أخرجه الأربعة وصححه ابن حبان", SUNAN, "strong"),
    ("رواه أصحاب السنن", "رواه أصحاب السنن", SUNAN, "strong"),
    ("رواه الستة", "رواه الستة", SIX, "strong"),
    ("رواه السبعة", "رواه السبعة", ("ahmad", *SIX), "strong"),
    ("رواه الثلاثة وابن حبان", "رواه الثلاثة وابن حبان", ("abudawud", "tirmidhi", "nasai", "ibnhibban"), "strong"),
    ("صحيح مسلم (1817)", "صحيح مسلم (1817)", ("muslim",), "strong"),
    ("في سنن أبي داود أن", "سنن أبي داود", ("abudawud",), "fair"),
    ("وفي الصحيحين من حديث أنس", "الصحيحين", ("bukhari", "muslim"), "fair"),
    ("رواه أحمد في مسنده والحاكم", "رواه أحمد في مسنده والحاكم", ("ahmad", "hakim"), "strong"),
    ("رواه ابن ماجه وحسنه الألباني", "رواه ابن ماجه وحسنه الألباني", ("ibnmajah",), "strong"),
    ("(أحمد: 17765)", "أحمد: 17765", ("ahmad",), "strong"),
    ("روى مسلم عن جابر أن", "روى مسلم", ("muslim",), "strong"),
    ("(رواه أبو داود عن أبي هريرة رضي الله عنه)", "رواه أبو داود عن أبي هريرة رضي الله عنه", ("abudawud",), "strong"),
    ("رواه البيهقي في شعب الإيمان", "رواه البيهقي في شعب الإيمان", ("bayhaqi_shuab",), "strong"),
    ("رواه في شرح السنة", "رواه في شرح السنة", ("baghawi",), "strong"),
    ("رواه الطبراني في الأوسط", "رواه الطبراني في الأوسط", ("tabarani_awsat",), "strong"),
    ("رواه البخاري في الأدب المفرد", "رواه البخاري في الأدب المفرد", ("adab_mufrad",), "strong"),
    ("رواه الترمذي في الشمائل", "رواه الترمذي في الشمائل", ("shamail",), "strong"),
    ("رواه أبو داود في المراسيل", "رواه أبو داود في المراسيل", ("marasil",), "strong"),
    ("رواه النسائي في الكبرى", "رواه النسائي في الكبرى", ("nasai_kubra",), "strong"),
    ("(السنن الكبرى للنسائي)", "السنن الكبرى للنسائي", ("nasai_kubra",), "strong"),
    ("(رواية مسلم)", "رواية مسلم", ("muslim",), "strong"),
    ("(سنن البيهقي)", "سنن البيهقي", ("bayhaqi",), "strong"),
    ("رواه الكليني في الكافي، ج 2، ص 100", "رواه الكليني في الكافي، ج 2، ص 100", ("kafi",), "strong"),
    ("(بحار الأنوار: 68/ 12)", "بحار الأنوار: 68/ 12", ("bihar",), "strong"),
    ("رواه الربيع بن حبيب في مسنده", "رواه الربيع بن حبيب في مسنده", ("rabi",), "strong"),
    ("(رياض الصالحين 12)", "رياض الصالحين 12", ("riyad",), "strong"),
    ("رواه البخاري ومسلم من حديث أنس.", "رواه البخاري ومسلم من حديث أنس", ("bukhari", "muslim"), "strong"),
    ("(المستدرك للحاكم 1/ 93)", "المستدرك للحاكم 1/ 93", ("hakim",), "strong"),
    ("(Bukhari, Book 2, Hadith 8)", "Bukhari, Book 2, Hadith 8", ("bukhari",), "strong"),
    ("Sahih Muslim 1817", "Sahih Muslim 1817", ("muslim",), "strong"),
    ("[Sahih al-Bukhari 6018]", "Sahih al-Bukhari 6018", ("bukhari",), "strong"),
    ("Ṣaḥīḥ al-Bukhārī 6018", "Ṣaḥīḥ al-Bukhārī 6018", ("bukhari",), "strong"),
    ("Musnad Ahmad 11954", "Musnad Ahmad 11954", ("ahmad",), "strong"),
    ("Narrated by Abu Dawud via Anas.", "Narrated by Abu Dawud via Anas", ("abudawud",), "strong"),
    ("Reported by al-Bukhari and Muslim.", "Reported by al-Bukhari and Muslim", ("bukhari", "muslim"), "strong"),
    ("(Bukhari & Muslim)", "Bukhari & Muslim", ("bukhari", "muslim"), "strong"),
    ("[Agreed upon]", "Agreed upon", ("bukhari", "muslim"), "strong"),
    ("as in al-Bukhari's Sahih", "al-Bukhari's Sahih", ("bukhari",), "fair"),
    ("(Jami` at-Tirmidhi 2516)", "Jami` at-Tirmidhi 2516", ("tirmidhi",), "strong"),
    ("(al-Nasa'i)", "al-Nasa'i", ("nasai",), "strong"),
    ("al-Kafi, vol. 2, p. 100", "al-Kafi, vol. 2, p. 100", ("kafi",), "strong"),
]  # fmt: skip
NONE = [
    "كل مسلم أحمد الناس خلقا",
    "قال مالك وهو في الدار",
    "ذكره الرافعي في الشرح",
    "غير متفق عليه",
    "متفق عليه بين النحاة",
    "حدثنا أحمد بن عبيد عن مالك بن دينار",
    "the five daily prayers and the six days",
    "every Muslim king of the six kingdoms",
    "it is agreed upon by all",
    "خمسة من الأربعة",
]


@pytest.mark.parametrize(("text", "reference", "works", "certainty"), ONE)
def test_one_reference(text: str, reference: str, works: tuple[str, ...], certainty: str) -> None:
    found = READER.read(text, 0, len(text))
    assert [text[one.span.start : one.span.end] for one in found] == [reference]
    assert (found[0].kind, found[0].works, found[0].certainty) == ("hadith", works, certainty)
    assert found[0].surah is None


@pytest.mark.parametrize("text", NONE)
def test_no_reference(text: str) -> None:
    assert READER.read(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "numbers", "volume", "page", "book", "chapter"),
    [
        ("رواه البخاري (6777)", [("bukhari", "6777")], None, None, None, None),
        ("رواه البخاري: 13", [("bukhari", "13")], None, None, None, None),
        ("(البخاري: 2986، مسلم: 2945)", [("bukhari", "2986"), ("muslim", "2945")], None, None, None, None),
        ("(صحيح البخاري: 2442، صحيح مسلم: 2580)", [("bukhari", "2442"), ("muslim", "2580")], None, None, None, None),
        ("رواه البخاري (٦٠١٨) ومسلم (٤٧)", [("bukhari", "6018"), ("muslim", "47")], None, None, None, None),
        ("صحيح مسلم، حديث رقم: 2564", [("muslim", "2564")], None, None, None, None),
        ("رواه البخاري في صحيحه (ح 13)", [("bukhari", "13")], None, None, None, None),
        ("رواه مسلم 4/2074", [], "4", "2074", None, None),
        ("رواه الطبراني في الأوسط ج1 ص: 20 رقم 64", [("tabarani_awsat", "64")], "1", "20", None, None),
        ("(Sahih Bukhari 4:52:256)", [("bukhari", "256")], "4", None, "52", None),
        ("(صحيح مسلم 40:6659)", [("muslim", "6659")], None, None, "40", None),
        ("رواه البخاري في كتاب الأدب، رقم 5237", [("bukhari", "5237")], None, None, "كتاب الأدب", None),
        (
            "صحيح البخاري، كتاب الإيمان، باب من الإيمان أن يحب لأخيه، رقم 13",
            [("bukhari", "13")], None, None, "كتاب الإيمان", "باب من الإيمان أن يحب لأخيه",
        ),
        ("Sahih Bukhari, Vol. 1, Book 2, Number 8", [("bukhari", "8")], "1", None, "2", None),
        ("(Bukhari, no. 6018; Muslim, no. 47)", [("bukhari", "6018"), ("muslim", "47")], None, None, None, None),
        ("Reported by Ahmad, 3/191", [], "3", "191", None, None),
    ],
)  # fmt: skip
def test_numbers_and_places(
    text: str,
    numbers: list[tuple[str, str]],
    volume: str | None,
    page: str | None,
    book: str | None,
    chapter: str | None,
) -> None:
    [found] = READER.read(text, 0, len(text))
    assert list(found.numbers) == numbers
    assert (found.volume, found.page, found.book, found.chapter) == (volume, page, book, chapter)
    assert text[found.span.start : found.span.end] == (text[1:-1] if text[0] == "(" else text)
    assert found.number == (numbers[0][1] if numbers else None)


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("رواه مسلم بنحوه", ("similar",)),
        ("أخرجه البخاري بمعناه", ("by-meaning",)),
        ("رواه البخاري مختصرا", ("abridged",)),
        ("أخرجه البخاري معلقا", ("suspended",)),
        ("رواه أبو داود والترمذي واللفظ له", ("wording",)),
        ("متفق عليه، واللفظ للبخاري", ("wording-of:bukhari",)),
        ("متفق عليه وهذا لفظ مسلم", ("wording-of:muslim",)),
        ("رواه النسائي وأصله في صحيح مسلم", ("base-in:muslim",)),
        ("رواه الإمام أحمد وغيره", ("others",)),
        ("رواه أبو داود والترمذي، وصححه الألباني", ("graded-sahih:الألباني",)),
        ("رواه أحمد وصححه ابن خزيمة وابن حبان", ("graded-sahih:ابن خزيمة", "graded-sahih:ابن حبان")),
        ("رواه الترمذي وقال: حديث حسن صحيح", ("graded-hasan", "graded-sahih")),
        ("رواه أبو داود بإسناد حسن", ("graded-hasan",)),
        ("reported by Ibn Majah and graded sahih by al-Albani", ("graded-sahih:al-Albani",)),
    ],
)
def test_qualifiers_belong_to_the_reference(text: str, qualifiers: tuple[str, ...]) -> None:
    [found] = READER.read(text, 0, len(text))
    assert found.qualifiers == qualifiers
    assert text[found.span.start : found.span.end] == text


def test_names_in_no_table() -> None:
    [found] = READER.read("رواه الترمذي والأوزاعي", 0, 22)
    assert (found.works, found.unknown_works) == (("tirmidhi",), ("الأوزاعي",))
    [found] = READER.read("رواه ابن عباس", 0, 13)
    assert (found.works, found.unknown_works, found.certainty) == ((), ("ابن عباس",), "weak")


def test_a_misspelt_author_needs_a_number() -> None:
    [found] = READER.read("(البيهمي: 11/37)", 0, 16)
    assert (found.works, found.volume, found.page) == (("bayhaqi",), "11", "37")
    assert READER.read("قال البيهمي", 0, 11) == []


def test_usages_of_group_terms() -> None:
    text = "رواه الخمسة"
    [usual] = READER.read(text, 0, len(text))
    [early] = ReferenceReader(tables(), "early").read(text, 0, len(text))
    assert usual.works == ("ahmad", *SUNAN)
    assert early.works == ("bukhari", "muslim", "abudawud", "tirmidhi", "nasai")
    assert usual.group == early.group == "khamsa"


def test_works_and_groups_of_the_tables() -> None:
    works = tables().works
    assert set(SIX) <= set(works)
    for group in tables().groups.values():
        assert set(group.works).union(*group.usages.values()) <= set(works)
    for work in works.values():
        assert work.tradition in ("sunni", "twelver", "zaydi", "ibadi")
        assert work.kind in ("primary", "secondary")
        text = f"({work.arabic} 12)"
        assert [one.works for one in READER.read(text, 0, len(text))] == [(work.id,)], work.arabic


def test_sister_works_are_never_the_collection() -> None:
    for sister, collection in (
        ("nasai_kubra", "nasai"),
        ("adab_mufrad", "bukhari"),
        ("shamail", "tirmidhi"),
        ("marasil", "abudawud"),
    ):
        work = tables().works[sister]
        for title in (work.arabic, work.latin, *work.aliases):
            text = f"({title} 12)"
            [found] = READER.read(text, 0, len(text))
            assert found.works == (sister,), title
            assert collection not in found.works
