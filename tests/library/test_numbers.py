from itertools import pairwise

import pytest

from takhrij.library import sources
from takhrij.library.editions import edition
from takhrij.library.numbers import numbering
from takhrij.library.tables import read_table, tables

WORKS = [row[0] for row in read_table("numberings.tsv")]

# well-known references, checked by hand: a number and the words it is known by
PROBES = {
    "bukhari": {
        1: "إنما الأعمال بالنيات", 8: "بني الإسلام على خمس", 52: "الحلال بين", 100: "لا يقبض العلم انتزاعا",
        631: "صلوا كما رأيتموني أصلي", 2442: "المسلم أخو المسلم", 2697: "من أحدث في أمرنا", 3461: "بلغوا عني ولو آية",
        5027: "خيركم من تعلم القرآن", 6018: "فلا يؤذ جاره", 6114: "ليس الشديد بالصرعة", 6416: "كأنك غريب",
        6502: "من عادى لي وليا", 7405: "أنا عند ظن عبدي بي", 7563: "كلمتان حبيبتان",
    },
    "abudawud": {
        61: "مفتاح الصلاة الطهور", 495: "مروا أولادكم بالصلاة", 1479: "الدعاء هو العبادة", 2178: "أبغض الحلال",
        3116: "من كان آخر كلامه", 4031: "من تشبه بقوم", 4291: "يبعث لهذه الأمة", 4682: "أكمل المؤمنين إيمانا",
        4833: "الرجل على دين خليله", 4941: "الراحمون يرحمهم الرحمن", 5095: "توكلت على الله",
    },
    "tirmidhi": {
        3: "مفتاح الصلاة الطهور", 1209: "التاجر الصدوق", 1924: "الراحمون", 1956: "تبسمك في وجه أخيك",
        2004: "أكثر ما يدخل الناس الجنة", 2317: "من حسن إسلام المرء", 2459: "الكيس من دان نفسه",
        2910: "من قرأ حرفا", 3371: "الدعاء مخ العبادة", 3895: "خيركم خيركم لأهله",
    },
    "ibnmajah": {
        224: "طلب العلم فريضة", 1753: "للصائم عند فطره", 1977: "خيركم خيركم لأهله", 2340: "لا ضرر ولا ضرار",
        2443: "أعطوا الأجير أجره", 3712: "إذا أتاكم كريم قوم", 3976: "من حسن إسلام المرء", 4250: "التائب من الذنب",
        4251: "كل بني آدم خطاء",
    },
}  # fmt: skip


@pytest.mark.parametrize("work", WORKS)
def test_probes(work):
    known = numbering(work)
    fold = tables().letters.fold
    texts = {passage.key: fold(passage.text) for passage in sources.read_edition(edition(work))}
    for number, words in PROBES[work].items():
        assert any(fold(words) in texts[key] for key in known.keys[number]), number


@pytest.mark.parametrize("work", WORKS)
def test_numbers_go_with_the_book(work):
    known = numbering(work)
    keys = [passage.key for passage in sources.read_edition(edition(work))]
    assert set(known.numbers) <= set(keys)
    assert all(numbers == tuple(range(numbers[0], numbers[-1] + 1)) for numbers in known.numbers.values())
    forward = [known.numbers[key][0] for key in keys if key in known.numbers]
    turns = sum(after < before for before, after in pairwise(forward))
    assert turns <= 1  # the introduction of Ibn Majah stands last in the package


def test_share():
    shares = {work: len(numbering(work).numbers) / edition(work).count for work in WORKS}
    assert shares["bukhari"] == 1
    assert min(shares.values()) > 0.9


@pytest.mark.parametrize("work", ["muslim", "nasai", "quran", "nothing"])
def test_unverified_numberings_are_not_there(work):
    assert numbering(work) is None
