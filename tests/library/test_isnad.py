"""Where the matn begins and ends: the shapes of chains, with short public-domain texts."""

import pytest

from takhrij.library import isnad, sources
from takhrij.library.editions import edition

SAW = "صلى الله عليه وسلم"

# text before the matn, the matn, text after it
CASES = {
    "speech in quotes": (
        f'حَدَّثَنَا مُسَدَّدٌ، حَدَّثَنَا يَحْيَى، عَنْ شُعْبَةَ، عَنْ أَنَسٍ، عَنِ النَّبِيِّ {SAW} قَالَ "',
        "لاَ يُؤْمِنُ أَحَدُكُمْ حَتَّى يُحِبَّ لأَخِيهِ مَا يُحِبُّ لِنَفْسِهِ",
        '".',
    ),
    "speech without quotes": (
        f"حدثنا قتيبة، عن مالك، عن نافع، عن ابن عمر، أن رسول الله {SAW} قال ",
        "من حمل علينا السلاح فليس منا",
        "",
    ),
    "said said": (f'حدثنا آدم، حدثنا شعبة، عن أبي هريرة، قال قال رسول الله {SAW} "', "الدين النصيحة", '"'),
    "said to me": (
        f'أخبرنا زياد، حدثنا هشيم، عن الحسن، عن عبد الرحمن بن سمرة، قال قال لي النبي {SAW} "',
        "إذا حلفت على يمين",
        '" .',
    ),
    "heard him say": (
        f'حدثنا الحميدي، حدثنا سفيان، عن عمر بن الخطاب، قال سمعت رسول الله {SAW} يقول "',
        "إنما الأعمال بالنيات",
        '".',
    ),
    "story that he speaks in": (
        "حدثنا مسدد، عن يحيى، عن أنس، قال ",
        f'جاء أعرابي إلى النبي {SAW} فقال بايعني فقال " المدينة كالكير',
        '".',
    ),
    "when he spoke": (
        "حدثنا قتيبة، حدثنا الليث، عن سعد، قال ",
        f'قال رسول الله {SAW} يوم أحد " ارم فداك أبي وأمي',
        '".',
    ),
    "to whom he spoke": (
        "حدثنا محمد، عن إسرائيل، عن البراء بن عازب، أن ",
        f'النبي {SAW} قال لجعفر بن أبي طالب " أشبهت خلقي وخلقي',
        '" .',
    ),
    "what he did": ("حدثنا هناد، حدثنا وكيع، عن عائشة، أن ", f"النبي {SAW} كان يحب التيمن", " ."),
    "what she said he did": ("حدثنا هناد، حدثنا وكيع، عن عائشة، قالت ", "كان خلقه القرآن", " ."),
    "what someone saw": ("حدثنا هناد، حدثنا وكيع، عن جابر، قال ", f"رأيت رسول الله {SAW} يصلي", " ."),
    "a question": ("حدثنا هناد، حدثنا وكيع، عن مسروق، قال ", "سألت عائشة عن العمل فقالت الدائم", " ."),
    "two chains": (
        f'حدثنا قتيبة، حدثنا أبو عوانة، عن سماك، ح وحدثنا هناد، حدثنا وكيع، عن ابن عمر، عن النبي {SAW} قال "',
        "لا تقبل صلاة بغير طهور",
        '" .',
    ),
    "the second chain behind his name": (
        f'حدثنا مسدد، عن ابن عمر، عن النبي {SAW}. وحدثني محمد، حدثنا بكر، عن ابن عمر، عن النبي {SAW} قال "',
        "السمع والطاعة حق",
        '".',
    ),
    "aside": (
        f'حدثنا زهير، حدثنا عبد العزيز، - يعني ابن محمد - عن سهيل، عن أبي هريرة، أن النبي {SAW} قال "',
        "الإيمان بضع وسبعون شعبة",
        '" .',
    ),
    "whose wording": (
        "حدثنا أبو بكر بن أبي شيبة، وأبو كريب - واللفظ لأبي كريب - قالا حدثنا وكيع، عن جرير، قال ",
        f"بايعت رسول الله {SAW} على النصح لكل مسلم",
        " .",
    ),
    "one of them says": (
        f'حدثنا زهير، وإسحاق، قال إسحاق أخبرنا وقال الآخران، حدثنا سفيان، عن أبي هريرة، عن النبي {SAW} قال "',
        "الصوم جنة",
        '" .',
    ),
    "that he told him that": (
        "حدثنا حرملة، أخبرنا ابن وهب، أن عروة بن الزبير، حدثه أن عائشة حدثته أن ",
        f"النبي {SAW} خرج ليلا فصلى",
        " .",
    ),
    "compiler's remark": (
        f'حدثنا هناد، حدثنا وكيع، عن أنس، قال قال رسول الله {SAW} "',
        "الدعاء مخ العبادة",
        '" . قال أبو عيسى هذا حديث غريب من هذا الوجه',
    ),
    "another chain after it": (
        f'حدثنا هناد، حدثنا وكيع، عن أنس، عن النبي {SAW} قال "',
        "يسروا ولا تعسروا",
        '" . حدثنا محمد بن بشار، حدثنا يحيى، عن شعبة، نحوه',
    ),
    "additional words": (
        "حدثنا ابن المثنى، حدثنا يحيى، عن قتادة، بهذا الإسناد ",
        f"أنه رأى نبي الله {SAW} وقال حتى يحاذي بهما فروع أذنيه",
        " .",
    ),
    "a companion's own": ("حدثنا قتيبة، عن مالك، عن نافع، عن ابن عمر، قال ", "لا تلبس المحرمة ثوبا مسه ورس", " ."),
    "two hear": (f'حدثنا قتيبة، سمعا سعيد بن المسيب، يقول قال علي سمعت رسول الله {SAW} يقول "', "المرء مع من أحب", '"'),
    "a book read to its author": (
        f'حدثنا يحيى بن يحيى، قال قلت لمالك حدثك نافع، عن ابن عمر، قال قال رسول الله {SAW} "',
        "من أعتق شركا له في عبد",
        '" .',
    ),
    "words that begin with inna": ("حدثنا هناد، عن وكيع، عن عائشة، قالت ", "إِنْ كَانَ ليصلي الصبح فينصرف النساء", ""),
    "a stranger hears": (
        "حدثنا هناد، عن وكيع، عن أبي سعيد، أن ",
        "رجلا سمع رجلا يقرأ قل هو الله أحد يرددها",
        ".",
    ),
}


@pytest.mark.parametrize(("before", "matn", "after"), CASES.values(), ids=CASES)
def test_matn(before, matn, after):
    text = before + matn + after
    start, end = isnad.split(text).matn
    assert text[start:end].strip() == matn.strip()


@pytest.mark.parametrize(
    "text",
    [
        "وحدثنا عبد بن حميد، أخبرنا عبد الرزاق، عن الزهري، بهذا الإسناد مثله .",
        f"حدثنا قتيبة، عن مالك، عن ابن عمر، عن النبي {SAW} نحوه .",
        "حدثنا أبو بكر، حدثنا حفص، عن الأعمش، بهذا الإسناد نحو حديث مالك عن نافع .",
        "أخبرنا أحمد بن سليمان، عن أبي داود، عن سماك، عن عكرمة، مرسل .",
        f"حدثنا هناد، عن مالك، عن ابن عمر، عن النبي {SAW} بمثله . قال أبو عيسى هذا حديث حسن صحيح",
    ],
)
def test_reference_to_another_hadith_has_no_matn(text):
    reading = isnad.read(text)
    assert reading.refers
    assert reading.matn() == (len(text), len(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " . ",
        "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى",
        f"فقال رسول الله {SAW} والله لأن يلج أحدكم بيمينه",
        "من قال حين يسمع النداء اللهم رب هذه الدعوة",
    ],
)
def test_what_is_no_chain_is_matn_as_a_whole(text):
    assert isnad.split(text).matn == (0, len(text))


def test_names_of_the_chain():
    text = "حدثنا قتيبة بن سعيد، قال حدثنا سفيان، عن الزهري، عن أبي سلمة، عن أبي هريرة، رضى الله عنه أن رجلا قال"
    names = ("قتيبة بن سعيد", "سفيان", "الزهري", "أبي سلمة", "أبي هريرة")
    assert isnad.split(text).narrators == names


@pytest.mark.parametrize("mark", ["\u200f", "\n", "\r\n", "\ufeff", "😀"])
def test_offsets_are_of_the_text_as_given(mark):
    before = f"{mark}حدثنا قتيبة،{mark} عن مالك، عن ابن عمر، أن رسول الله {SAW} قال {mark}"
    text = f'{before}" من غشنا فليس منا {mark}"'
    start, end = isnad.split(text).matn
    assert text[start:end] == "من غشنا فليس منا"


@pytest.mark.parametrize("work", ["bukhari", "muslim", "abudawud", "tirmidhi", "nasai", "ibnmajah"])
def test_every_hadith(work):
    passages = list(sources.read_edition(edition(work)))
    whole = sum(passage.matn == (0, len(passage.text)) for passage in passages)
    unknown = sum(not passage.companion for passage in passages)
    for passage in passages:
        start, end = passage.matn
        matn = passage.text[start:end]
        assert 0 <= start <= end <= len(passage.text)
        assert matn in (passage.text, matn.strip(" \n.،\u200f"))
        assert not matn.startswith(("حَدَّثَنَا", "عَنْ "))
        god = passage.god
        assert god == (0, 0) or start <= god[0] < god[1] <= end
    assert whole / len(passages) < 0.01
    assert unknown / len(passages) < 0.11
