import pytest

from takhrij.library.companions import companions
from takhrij.library.isnad import read
from takhrij.library.narrators import narrator
from takhrij.library.openings import companion_in
from takhrij.library.people import latin_key
from takhrij.library.tables import read_table, several, tables

KNOWN = companions()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("أبو هريرة", "abu-hurayrah"), ("أَبِي هُرَيْرَةَ", "abu-hurayrah"), ("أبا هريرة رضي الله عنه", "abu-hurayrah"),
        ("ابن عمر", "abdullah-ibn-umar"), ("عبد الله بن عمر بن الخطاب", "abdullah-ibn-umar"),
        ("عبدالله بن عمر", "abdullah-ibn-umar"), ("عبد الله بن عمرو بن العاص", "abdullah-ibn-amr"),
        ("عمر بن الخطاب", "umar-ibn-al-khattab"), ("عمر", "umar-ibn-al-khattab"),
        ("أبي حفص عمر بن الخطاب", "umar-ibn-al-khattab"), ("أمير المؤمنين علي", "ali-ibn-abi-talib"),
        ("عمر بن أبي سلمة", "umar-ibn-abi-salamah"), ("عائشة أم المؤمنين", "aishah"),
        ("أم المؤمنين عائشة", "aishah"), ("السيدة عائشة", "aishah"), ("أنسا", "anas-ibn-malik"),
        ("جابر", "jabir-ibn-abdullah"), ("جابر بن سمرة", "jabir-ibn-samurah"),
        ("أسماء ابنة أبي بكر", "asma-bint-abi-bakr"), ("أبي عبد الله النعمان بن بشير", "al-numan-ibn-bashir"),
        ("أبي بن كعب", "ubayy-ibn-kab"), ("أبي سعيد عبد الله بن مغفل", "abdullah-ibn-mughaffal"),
        ("Abu Huraira", "abu-hurayrah"), ("AbuHurayrah", "abu-hurayrah"), ("Abu Hurairah (RA)", "abu-hurayrah"),
        ("`Aisha", "aishah"), ("A'isha", "aishah"), ("Ayesha", "aishah"), ("Ibn 'Umar", "abdullah-ibn-umar"),
        ("Abdullah bin Umar", "abdullah-ibn-umar"), ("'Abdullah b. 'Amr", "abdullah-ibn-amr"),
        ("Abu Sa`id Al-Khudri", "abu-said-al-khudri"), ("Abu Sa'eed al-Khudri", "abu-said-al-khudri"),
        ("An-Nu'man bin Bashir", "al-numan-ibn-bashir"), ("ʿAbd al-Raḥmān ibn ʿAwf", "abdurrahman-ibn-awf"),
        ("Umar ibn al-Khattāb", "umar-ibn-al-khattab"), ("Omar bin Al-Khattab", "umar-ibn-al-khattab"),
        ("Uthman bin Affan", "uthman-ibn-affan"), ("Othman ibn Affan", "uthman-ibn-affan"),
    ],
)  # fmt: skip
def test_identify(name, person):
    assert KNOWN.identify(name) == person


@pytest.mark.parametrize(
    "name",
    [
        "", "محمد", "عبد الله", "علي بن المديني", "أنس بن عياض", "جابر الجعفي", "أبو سعيد الأشج", "أبو بكر بن أبي شيبة",
        "عمر بن حفص", "عثمان بن أبي شيبة", "Abdullah", "Anas bin Iyad", "Muhammad", "!?",
    ],
)  # fmt: skip
def test_others_are_not_taken_for_companions(name):
    assert KNOWN.identify(name) == ""


def test_successors_are_not_companions():
    assert KNOWN.identify("أنس بن سيرين") == "anas-ibn-sirin"
    assert {"anas-ibn-sirin", "nafi", "al-zuhri"} <= KNOWN.successors
    assert "abu-hurayrah" not in KNOWN.successors


def test_table():
    rows = read_table("companions.tsv")
    assert all(len(row) == 5 and row[4] in ("companion", "successor") for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    for person in tables().companions.values():
        assert KNOWN.identify(person.arabic) == person.id
        assert KNOWN.identify(person.latin) == person.id


def test_no_form_has_two_bearers():
    bearers: dict[tuple[str, ...], set[str]] = {}
    for person in tables().companions.values():
        for name in (person.arabic, *person.aliases):
            bearers.setdefault(tuple(name.split()), set()).add(person.id)
    assert [form for form, ids in bearers.items() if len(ids) > 1] == []


def test_narrators_between_names_known_persons():
    for name, before, person in read_table("narrators_between.tsv"):
        assert person in tables().companions, (name, before, person)
        assert several(before)


@pytest.mark.parametrize(
    ("chain", "person", "name"),
    [
        ("حدثنا مالك، عن نافع، عن عبد الله، قال نهى", "abdullah-ibn-umar", "عبد الله"),
        ("حدثنا سفيان، عن الأعمش، عن أبي وائل، عن عبد الله، قال نهى", "abdullah-ibn-masud", "عبد الله"),
        ("حدثنا شعبة، عن عبد الله، - يعني ابن عمرو - قال نهى", "abdullah-ibn-amr", None),
        ("حدثنا يونس، عن ابن شهاب، عن سالم، عن أبيه، قال كان", "abdullah-ibn-umar", "أبيه"),
        ("حدثنا حماد، عن عامر بن سعد بن أبي وقاص، عن أبيه، قال كان", "sad-ibn-abi-waqqas", "أبيه"),
        ("حدثنا حماد، عن عمرو بن شعيب، عن أبيه، عن جده، قال كان", "abdullah-ibn-amr", "جده"),
        ("حدثنا حماد، عن بهز بن حكيم، عن أبيه، عن جده، قال كان", "muawiyah-ibn-haydah", "جده"),
        ("حدثنا حماد، عن عباية، عن جده، رافع بن خديج قال كان", "rafi-ibn-khadij", None),
        ("حدثنا مالك، عن نافع، أن ابن عمر، كان يصلي", "abdullah-ibn-umar", "ابن عمر"),
        ("حدثنا سفيان، عن مسروق، قال سألت عائشة عن الصلاة", "aishah", "عائشة"),
        ("حدثنا سفيان، عن مسروق، قال قلت لعائشة يا أماه", "aishah", "عائشة"),
        ("حدثنا سفيان، عن قتادة، قال قلت لأنس أكانت المصافحة", "anas-ibn-malik", "أنس بن مالك"),
        ("حدثنا سفيان، عن عطاء، دخل على عائشة فسألها", "aishah", "عائشة"),
        ("حدثنا سفيان، عن سعيد بن المسيب، أن رسول الله صلى الله عليه وسلم بعث عليا", "said-ibn-al-musayyab", None),
        ("حدثنا سفيان، عن أبي هريرة، وأبي سعيد، قالا كان", "abu-hurayrah", None),
        ("حدثنا سفيان، عن رجل، من الأنصار قال كان", "", None),
        ("أنفقوا ولا تقتروا", "", ""),
    ],
)
def test_first_narrator(chain, person, name):
    found = narrator(read(chain))
    assert found.id == person
    if name is not None:
        assert found.name == name


@pytest.mark.parametrize(
    ("text", "person", "name"),
    [
        ("وعن أبي هريرة رضي الله عنه قال", "abu-hurayrah", "أبي هريرة"),
        ("وَعَنْ عَائِشَةَ رَضِيَ اَللَّهُ عَنْهَا قَالَتْ", "aishah", "عَائِشَةَ"),
        ("عن شداد بن أوس: أن رسول الله", "shaddad-ibn-aws", "شداد بن أوس"),
        ("وعن ابن مسعود، وابن عمر، وأنس رضي الله عنهم", "abdullah-ibn-masud", "ابن مسعود"),
        ("وقال ابن عباس: إنما الماء من الماء", "abdullah-ibn-abbas", "ابن عباس"),
        ("وعن خالد بن عمر العدوي قال خطبنا", "", "خالد بن عمر العدوي"),
        ("الثالث: عن ابن عباس، رضي الله عنهما", "abdullah-ibn-abbas", "ابن عباس"),
        ("أبو ذر قال", "abu-dharr", "أبو ذر"),
    ],
)
def test_narrator_of_an_opening(text, person, name):
    found = companion_in(text)
    assert found is not None
    assert (found.id, text[found.start : found.end]) == (person, name)


@pytest.mark.parametrize("text", ["", "وعنه قال", "وعنها", "قال رسول الله صلى الله عليه وسلم", "من صام رمضان", "عن"])
def test_opening_without_a_name(text):
    assert companion_in(text) is None


def test_latin_key_keeps_names_apart():
    names = ["Umar", "Amr", "Amir", "Ammar", "Imran", "Anas", "Unays", "Sad", "Said", "Saib"]
    assert len({latin_key(name, tables().letters) for name in names}) == len(names)
