"""Ways of quoting and citing, as a user meets them: what each is reported as. The wrong quotations are made up for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check

if TYPE_CHECKING:
    from takhrij.library.library import Library

STATED = [
    # written, the references that each quotation has
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ البقرة: 153", [["البقرة: 153"]]),
    ("قال تعالى: «إن الله مع الصابرين» البقرة 153.", [["البقرة 153"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ [البفرة: 153]", [["البفرة: 153"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ [الحلقة: 15]", [[]]),
    ("قال تعالى: ﴿إن مع العسر يسرا﴾ [ألم نشرح: 6]", [["ألم نشرح: 6"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ [المادة: 15]", [[]]),
    ("قال النبي ﷺ: «بني الإسلام على خمس». هذا أصل عظيم من أصول الدين. رواه مسلم.", [["رواه مسلم"]]),
    ("قال النبي ﷺ: «بني الإسلام على خمس».\n\nثم تكلم في حديث آخر. رواه مسلم.", [[]]),
    ("قال النبي ﷺ: «لا تغضب» و«الدين النصيحة»، رواهما مسلم.", [["رواهما مسلم"], ["رواهما مسلم"]]),
    ("قال النبي ﷺ: «لا تغضب» و«الدين النصيحة»، رواه مسلم.", [[], ["رواه مسلم"]]),
    ("قال النبي ﷺ: «الدين النصيحة» علقه البخاري", [["علقه البخاري"]]),
    ("روى أبو هريرة أن النبي ﷺ قال: «من غشنا فليس منا»", [[]]),
    (
        "روى الترمذي عن أبي ذر: «تبسمك في وجه أخيك لك صدقة». وروى البخاري عن عمر: «إنما الأعمال بالنيات».",
        [["روى الترمذي"], ["روى البخاري"]],
    ),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ (الآية 153)", [[]]),  # of no surah
    ("قال تعالى في سورة البقرة: ﴿إن الله مع الصابرين﴾ (الآية 153)", [["الآية 153"]]),
    ("سورة البقرة: ﴿إن الله مع الصابرين﴾ (153)", [["سورة البقرة"]]),
    ("روى مسلم عن أبي هريرة أن النبي ﷺ قال: «من غشنا فليس منا»", [["روى مسلم"]]),
    ("روى الشيخان أن النبي ﷺ قال: «من غشنا فليس منا»", [["روى الشيخان"]]),
    ("Muslim reported that the Prophet said: «من غشنا فليس منا»", [["Muslim reported"]]),
    ("A Muslim reported that the Prophet said: «من غشنا فليس منا»", [[]]),
    ("The Prophet said: «من غشنا فليس منا» (Muslim 102), narrated by Abu Hurayrah", [["Muslim 102"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾. وهذه الآية في سورة البقرة برقم 153.", [["سورة البقرة برقم 153"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾. هي الآية 153 من سورة البقرة.", [["الآية 153 من سورة البقرة"]]),
    (
        "Allah says: ﴿إن الله مع الصابرين﴾. This verse is in Surah Al-Baqarah, verse 153.",
        [["Surah Al-Baqarah, verse 153"]],
    ),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾. وهذه الآية من أعظم الآيات، ومثلها في سورة العصر.", [[]]),
    ("قال النبي ﷺ: «الدين النصيحة». والحديث في صحيح مسلم.", [["صحيح مسلم"]]),
    ("قال النبي ﷺ: «الدين النصيحة». والحديث عن الصدق كثير في صحيح مسلم.", [[]]),
    ("The Prophet said: «الدين النصيحة». This hadith is recorded in Sahih Muslim.", [["recorded in Sahih Muslim"]]),
    ("The Prophet said: «الدين النصيحة». It was reported by Muslim.", [["reported by Muslim"]]),
    ("Surah An-Nahl (16:90): إن الله يأمر بالعدل والإحسان", [["Surah An-Nahl (16:90)"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ وقوله: ﴿وقولوا للناس حسنا﴾ (البقرة: 83)", [[], ["البقرة: 83"]]),
    ("قال تعالى: ﴿قل هو الله أحد﴾ إلى قوله ﴿ولم يكن له كفوا أحد﴾ [الإخلاص: 1-4]", [["الإخلاص: 1-4"]] * 2),
    (
        "قال تعالى: ﴿إن الله مع الصابرين﴾ و﴿وأحسنوا إن الله يحب المحسنين﴾ كلاهما في سورة البقرة (153، 195)",
        [["سورة البقرة (153، 195)"]] * 2,
    ),
]
CODES = [
    # written, codes that are among those of its findings
    (
        "قال تعالى: ﴿بسم الله الرحمن الرحيم قل هو الله أحد الله الصمد﴾ [الإخلاص: 1-2]",
        {"wording.exact", "reference.right"},
    ),
    ("قال تعالى: ﴿بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ * قل هو الله أحد﴾", {"wording.exact", "extent.whole"}),
    ("قال تعالى: ﴿بسم الله الرحمن الرحيم الحمد لله رب العالمين﴾", {"wording.exact", "extent.whole"}),
    ("قال تعالى: ﴿بسم الله الرحمن الرحيم إن الله مع الصابرين﴾", {"wording.joined"}),
    ("قال تعالى: ﴿الحمد لله رب العالمين﴾ [الفاتحة: 1]", {"wording.exact", "reference.other-scheme"}),
    ("قال تعالى: ﴿إياك نعبد وإياك نستعين﴾ [الفاتحة: 3]", {"wording.exact", "reference.wrong"}),
    ("قال تعالى: ﴿إن الله مع المحسنين﴾ [البقرة: 153]", {"wording.altered", "reference.right"}),
    ("قال تعالى: ﴿ولا تقربوا الزنا﴾ [الإسراء: 32]", {"wording.spelling", "reference.right"}),
    ("قال تعالى: ﴿إن رحمة الله قريب من المحسنين﴾ [الأعراف: 56]", {"wording.spelling", "reference.right"}),
    ("قال تعالى: ﴿إن رحمته قريبة من المحسنين﴾ [الأعراف: 56]", {"wording.altered"}),
    ("قال تعالى: ﴿بسم الله مجريها ومرساها﴾ [هود: 41]", {"wording.spelling", "reference.right"}),
    ("قال رسول الله ﷺ: «الدين الوصية»", {"wording.not-found"}),
    ("قال رسول الله ﷺ: «بني الإسلام على ست» رواه البخاري", {"wording.altered", "attribution.found-there-in-meaning"}),
    ("قال تعالى: ﴿امرأة فرعون﴾ [التحريم: 11]", {"wording.spelling", "reference.right"}),
    ("قال تعالى: ﴿واسجد واقترب﴾ [العلق: ١٩]", {"wording.exact", "reference.right"}),
    ("قال تعالى: ﴿إن الله مع المتعلمين﴾ [البقرة: 153]", {"wording.altered", "reference.right"}),
    ("قال تعالى: ﴿إن الله مع المتعلمين﴾ [الأنفال: 46]", {"wording.altered", "reference.right"}),
    ("وفي قراءة: ﴿فتثبتوا﴾", {"wording.reading-unchecked"}),
    ("قرأ المعلم: ﴿إن السماء تمطر في الشتاء والأرض تخضر في الربيع﴾", {"wording.not-found"}),
    ("روى أبو هريرة أن النبي ﷺ قال: «من غشنا فليس منا»", {"wording.exact", "companion.agrees"}),
    ("The Prophet said: «بني الإسلام على خمس» (Bukhari 8)", {"reference.right"}),
    ("The Prophet said: «بني الإسلام على خمس» (Bukhari 7)", {"reference.wrong"}),
    ("The Prophet said: «بني الإسلام على خمس» (Bukhari, Book 2, Hadith 8)", {"reference.right"}),
    (
        "The Prophet said: «بني الإسلام على خمس» (Bukhari, Book 2, Hadith 1)",
        {"reference.not-loaded"},
    ),  # within the book
    ("The Prophet said: «بني الإسلام على خمس» (Bukhari 1:2:7)", {"reference.not-loaded"}),  # volume, book, number
    ("وقال ﷺ: «الدين النصيحة»", {"wording.exact", "speaker.agrees"}),
    ("عنه ﷺ: «الماء يطهر كل شيء إذا غلى»", {"wording.not-found"}),
    ("He (ﷺ) said: “من غشنا فليس منا”", {"wording.exact", "speaker.agrees"}),
    ("قال تعالى: ﴿الله لا إله إلا هو الحي القيوم﴾ [البقرة: 253]", {"reference.other-scheme"}),  # Madani, Makkan
    ("قال تعالى: ﴿الله لا إله إلا هو الحي القيوم﴾ [البقرة: 252]", {"reference.wrong"}),
    ("قال تعالى: ﴿وهو على كل شيء قدير﴾ [المائدة: 122]", {"reference.other-scheme"}),  # beyond the Kufan count
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 152]", {"reference.other-scheme"}),  # where الم is no verse
    ("قال تعالى: ﴿قل هو الله أحد الله الصمد لم يلد ولم يولد ولم يكن له كفوا أحد﴾ [الإخلاص: 1-5]", {"reference.right"}),
    ("قال تعالى: ﴿وما خلقت الجن والإنس إلا ليعبدون﴾ (رواه البخاري)", {"wording.exact", "attribution.not-found-there"}),
    ("قال الله تعالى: ﴿إنما المؤمنون إخوة﴾ (الكافي 2/165)", {"wording.exact", "attribution.not-loaded"}),
    ("قال تعالى: ﴿الصلح خير﴾ [النساء: 128]", {"wording.altered", "reference.right"}),  # a conjunction left off, a note
    ("قال تعالى: ﴿أقيموا الصلاة﴾ [البقرة: 43]", {"wording.altered", "reference.right"}),  # 6:72 has the very words
    (
        'قال تعالى: "أقيموا الصلاة وآتوا الزكاة" [البقرة: 110]',
        {"wording.altered", "reference.right"},
    ),  # so has a hadith
    ("قال تعالى: ﴿يا أيها الذين آمنوا إن الله مع الصابرين﴾ [البقرة: 153]", {"wording.altered", "reference.right"}),
    ("قال رسول الله ﷺ: «احفظ الله يحفظك» (الترمذي 2516)", {"wording.exact", "reference.not-loaded"}),
    ("عن جابر بن عبد الله قال: قال رسول الله ﷺ: «الدين النصيحة» رواه مسلم", {"companion.differs"}),
    ("قال تعالى في سورة البقرة: «إن الله مع الصابرين» (الآية: 153)", {"reference.right"}),
    ("قال تعالى في سورة البقرة: «إن الله مع الصابرين» (الآية 150)", {"reference.wrong"}),
    ("In Surah Al-Baqarah, Allah says: “إن الله مع الصابرين” (verse 153)", {"reference.right"}),
    ("In Surah Al-Baqarah, Allah says: “إن الله مع الصابرين” (v. 153)", {"reference.right"}),
    ("## سورة البقرة\n\n1. ﴿إن الله مع الصابرين﴾ (الآية 153)", {"reference.right"}),
    ("قال تعالى في سورة البقرة: ﴿إن الله مع الصابرين﴾ (153)", {"reference.right"}),
    ("قال تعالى في سورة البقرة: ﴿إن الله مع الصابرين﴾ (1).\n\n(1) تفسير الطبري", {"reference.incomplete"}),
    ("Allah says: ﴿إن الله يأمر بالعدل والإحسان﴾ (Quran, 16.90)", {"reference.right"}),
    ("Allah says: ﴿إن الله يأمر بالعدل والإحسان﴾ (Koran XVI, 90)", {"reference.right"}),
    ("Allah says: ﴿إن الله يأمر بالعدل والإحسان﴾ (S. 16, v. 90)", {"reference.right"}),
    ("Allah says: ﴿إن الله يأمر بالعدل والإحسان﴾ (S. 16 of the list)", {"reference.none"}),
    ("The Prophet said: «بني الإسلام على خمس» (Bukhari, 1/2/7)", {"reference.not-loaded"}),
    ("إن الله يأمر بالعدل والإحسان (النحل: 90)", {"reference.right"}),
    ("إن الله يأمر بالعدل والإحسان (النحل: 91)", {"reference.wrong"}),
    ("- إن الله يأمر بالعدل والإحسان — النحل: 90", {"reference.right"}),
    ("إن الله يأمر بالعدل والإحسان - النحل 90", {"reference.right"}),
    ("إن الله يأمر بالعدل والإحسان - النحل 90 مثقالا من العسل", {"marks.unmarked"}),
    ("قال ﷺ: «لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه» متفق عليه من حديث أنس", {"companion.agrees"}),
    ("قال ﷺ: «لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه» أخرجاه عن أنس", {"companion.agrees"}),
    ("The Prophet said: «من غشنا فليس منا» (Muslim 102), narrated by Abu Hurayrah", {"companion.agrees"}),
    ("Tamim ad-Dari reported: The Prophet said: «الدين النصيحة»", {"companion.agrees"}),
]


def test_numbers_in_a_list_are_of_the_surah_that_stands_over_it(library: Library) -> None:
    text = "من سورة البقرة:\n1. ﴿إن الله مع الصابرين﴾ (الآية 153)\n2. ﴿وقولوا للناس حسنا﴾ (الآية 83)"
    found = check(text, library=library).citations
    assert [{each.name for each in citation.findings} & {"reference.right"} for citation in found] == [
        {"reference.right"}
    ] * 2


@pytest.mark.parametrize(("text", "stated"), STATED)
def test_references(library: Library, text: str, stated: list[list[str]]) -> None:
    found = check(text, library=library).citations
    assert [[each.text for each in citation.fragments if each.kind == "source"] for citation in found] == stated


@pytest.mark.parametrize(("text", "codes"), CODES)
def test_findings(library: Library, text: str, codes: set[str]) -> None:
    [citation] = check(text, library=library).citations
    assert codes <= {finding.name for finding in citation.findings}


def test_a_conjunction_left_off_is_a_note(library: Library) -> None:
    [citation] = check("قال تعالى: ﴿الصلح خير﴾ [النساء: 128]", library=library).citations
    assert {finding.severity for finding in citation.findings} == {"note"}


def test_a_verse_within_a_hadith_is_part_of_it(library: Library) -> None:
    said = "المؤمن من عمل بقوله تعالى: ﴿إن الله مع الصابرين﴾ ولم يغضب على جيرانه أبدا"  # made up for the test
    [citation] = check(f"قال رسول الله ﷺ: «{said}»", library=library).citations
    assert citation.quotation.text == said
    assert "wording.not-found" in {finding.name for finding in citation.findings}


@pytest.mark.parametrize(
    "text",
    [
        "بسم الله الرحمن الرحيم\n\nالحمد لله رب العالمين، والصلاة والسلام على سيد المرسلين.",
        "وآخر دعوانا أن الحمد لله رب العالمين.",
    ],
)
def test_formulas_are_no_verses(library: Library, text: str) -> None:
    assert not check(text, library=library).citations


def test_a_quotation_within_a_hadith_is_part_of_it(library: Library) -> None:
    said = "سئل رسول الله صلى الله عليه وسلم عن الغش فقال: (من غشنا فليس منا) ثم مضى إلى بيته"
    [citation] = check(f"وفي حديث آخر: «{said}» (رواه مسلم)", library=library).citations
    assert citation.quotation.text == said


def test_the_number_of_the_last_verse_is_left_outside(library: Library) -> None:
    text = "قال تعالى: ﴿قل هو الله أحد (1) الله الصمد (2)﴾"
    [citation] = check(text, library=library).citations
    assert citation.quotation.text == "قل هو الله أحد (1) الله الصمد"
