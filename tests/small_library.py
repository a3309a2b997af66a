"""A library of a few passages, for tests that need an index and not the real one.

Its index is made by the code that makes the real one, from editions that are made up here: two of the Qur'an, in modern
and in Uthmani spelling, and one collection.

As a program, `small_library.py INDEX CORPUS`: writes the index, and as code points a text of its passages and cues, for tools/fuzz.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from takhrij.kernel import code_points
from takhrij.library.build import Progress, build_from
from takhrij.library.editions import Edition, edition
from takhrij.library.sources import SourcePassage
from takhrij.library.tables import Cue, Tables, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

MODERN = {
    "1:1": "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ",
    "1:2": "الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ",
    "1:3": "الرَّحْمَٰنِ الرَّحِيمِ",
    "55:12": "وَالْحَبُّ ذُو الْعَصْفِ وَالرَّيْحَانُ",
    "55:13": "فَبِأَيِّ آلَاءِ رَبِّكُمَا تُكَذِّبَانِ",
    "55:14": "خَلَقَ الْإِنسَانَ مِن صَلْصَالٍ كَالْفَخَّارِ",
    "55:15": "وَخَلَقَ الْجَانَّ مِن مَّارِجٍ مِّن نَّارٍ",
    "55:16": "فَبِأَيِّ آلَاءِ رَبِّكُمَا تُكَذِّبَانِ",
    "94:5": "فَإِنَّ مَعَ الْعُسْرِ يُسْرًا",
    "94:6": "إِنَّ مَعَ الْعُسْرِ يُسْرًا",
    "112:1": "قُلْ هُوَ اللَّهُ أَحَدٌ",
    "112:2": "اللَّهُ الصَّمَدُ",
    "112:3": "لَمْ يَلِدْ وَلَمْ يُولَدْ",
    "112:4": "وَلَمْ يَكُن لَّهُ كُفُوًا أَحَدٌ",
}
UTHMANI = MODERN | {
    "1:1": "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ",
    "1:2": "ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَـٰلَمِينَ",
    "1:3": "ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ",
    "55:13": "فَبِأَىِّ ءَالَآءِ رَبِّكُمَا تُكَذِّبَانِ",
    "55:14": "خَلَقَ ٱلْإِنسَـٰنَ مِن صَلْصَـٰلٍ كَٱلْفَخَّارِ",
    "55:16": "فَبِأَىِّ ءَالَآءِ رَبِّكُمَا تُكَذِّبَانِ",
    "112:2": "ٱللَّهُ ٱلصَّمَدُ",
}
HADITHS = (
    "إِنَّمَا الأَعْمَالُ بِالنِّيَّاتِ، وَإِنَّمَا لِكُلِّ امْرِئٍ مَا نَوَى، فَمَنْ كَانَتْ هِجْرَتُهُ إِلَى دُنْيَا يُصِيبُهَا أَوْ إِلَى امْرَأَةٍ يَنْكِحُهَا "
    "فَهِجْرَتُهُ إِلَى مَا هَاجَرَ إِلَيْهِ",
    "مَنْ كَانَ يُؤْمِنُ بِاللَّهِ وَالْيَوْمِ الآخِرِ فَلاَ يُؤْذِ جَارَهُ، وَمَنْ كَانَ يُؤْمِنُ بِاللَّهِ وَالْيَوْمِ الآخِرِ فَلْيُكْرِمْ ضَيْفَهُ، "
    "وَمَنْ كَانَ يُؤْمِنُ بِاللَّهِ وَالْيَوْمِ الآخِرِ فَلْيَقُلْ خَيْرًا أَوْ لِيَصْمُتْ",
    "مَا زَالَ جِبْرِيلُ يُوصِينِي بِالْجَارِ حَتَّى ظَنَنْتُ أَنَّهُ سَيُوَرِّثُهُ",
    "عَلَيْكُمْ بِالصِّدْقِ فَإِنَّ الصِّدْقَ يَهْدِي إِلَى الْبِرِّ وَإِنَّ الْبِرَّ يَهْدِي إِلَى الْجَنَّةِ",
    "قَرَأَ رَسُولُ اللَّهِ ‏صلى الله عليه وسلم‏ قُلْ هُوَ اللَّهُ أَحَدٌ اللَّهُ الصَّمَدُ",
    "الطُّهُورُ شَطْرُ الإِيمَانِ وَالْحَمْدُ لِلَّهِ تَمْلأُ الْمِيزَانَ",
    "مَا نَقَصَتْ صَدَقَةٌ مِنْ مَالٍ",
    "لاَ يُؤْمِنُ أَحَدُكُمْ حَتَّى يُحِبَّ لأَخِيهِ مَا يُحِبُّ لِنَفْسِهِ",
    "ء أ 12 abc",
)
RENDERINGS: tuple[dict[tuple[int, int], str], ...] = (
    {(1, 2): "All praise is for God, the Lord of the worlds", (94, 5): "With hardship there is ease",
     (94, 6): "With hardship there is ease", (112, 1): "Say: He is God, the One", (112, 2): "God, on whom all depend"},
    {(1, 2): "Praise belongs to God, Lord of the worlds", (94, 5): "So with hardship comes ease",
     (94, 6): "Indeed, with hardship comes ease", (112, 1): "Say, He is God: One", (112, 2): "God the Eternal Refuge"},
)  # fmt: skip
"""By surah and verse: two translations of a few of the verses, made for the tests."""
ENGLISH = {
    1: "Actions are by intentions, and everyone has what he intended",
    2: "Whoever believes in God and the Last Day does not harm his neighbour",
    3: "Gabriel kept urging me to treat the neighbour well, until I thought that he would make him an heir",
}
"""By number: renderings of a few hadiths, made for the tests."""
CUES = (
    Cue("quran", "said", ("قال الله", "قال الله تعالى", "قال تعالى", "قوله", "allah says", "allah almighty says")),
    Cue(
        "hadith",
        "said",
        ("قال رسول الله", "قال رسول الله صلى الله عليه وسلم", "the prophet said", "قال ﷺ", "he ﷺ said", "ﷺ قال"),
    ),
    Cue("hadith", "source", ("رواه البخاري", "رواه", "البخاري")),
    Cue("other", "speaker", ("قال", "قوله")),
    Cue("quran", "surah", ("سورة البقرة", "البقرة")),
    Cue("quran", "noun", ("الآية",)),
    Cue("hadith", "noun", ("حديث", "hadith")),
    Cue("honorific", "prophet", ("عليه الصلاة والسلام",)),
    Cue("formula", "praise", ("سبحان الله",)),
    Cue("hadith", "cited", ("أخرجه",)),
)
PASSAGES = (*MODERN.values(), *UTHMANI.values(), *HADITHS)
"""Their texts, as the document of a test may quote them."""
EDITIONS = tuple(
    edition(name)._replace(count=count)
    for name, count in (("quran-simple", len(MODERN)), ("quran-uthmani", len(UTHMANI)), ("bukhari", len(HADITHS)))
)


def passages_of(edition: Edition) -> Iterator[SourcePassage]:
    """The passages of an edition of the small library."""
    verses = {"quran-simple": MODERN, "quran-uthmani": UTHMANI}.get(edition.id)
    if verses is not None:
        yield from (SourcePassage(key, text, (0, len(text))) for key, text in verses.items())
        return
    for number, text in enumerate(HADITHS, 1):
        english = ENGLISH.get(number, "")
        yield SourcePassage(str(number), text, (0, len(text)), "abu-hurayra", "أبو هريرة", "كتاب", "Book", english)


def small_tables() -> Tables:
    """The tables of the program, with a few cues instead of all."""
    small = Tables()
    vars(small).update(letters=tables().letters, cues=CUES)
    return small


def write(out: IO[bytes], fingerprint: bytes = bytes(32), progress: Progress = lambda _message, _share: None) -> int:
    """Writes the index of the small library to a binary file; returns its size in bytes."""
    editions = [(edition, passages_of(edition)) for edition in EDITIONS]
    return build_from(out, small_tables(), fingerprint, editions, {}, bytes(780), progress, RENDERINGS)


def index_bytes() -> bytes:
    """The index of the small library."""
    out = BytesIO()
    write(out)
    return out.getvalue()


if __name__ == "__main__":
    index, corpus = map(Path, sys.argv[1:])
    phrases = [phrase for cue in CUES for phrase in cue.phrases]
    odd = [
        "qur'an an-Nisāʾ ‘a’ 'b'",
        '«»﴿﴾""()',
        "ﷺ ﷽ ﷲ ﻻ",
        "\u200f\u202bا\u0653\u0654\u0655\u0670ى\u0670ه",
        "12 ١٢ ۱۲",
        "# سورة البقرة:\n\n- قال الله تعالى: ﴿فبأي آلاء ربكما تكذبان﴾ (البقرة: 3)\n> «كذا» رواه البخاري (12).",
        "عن أبي هريرة وعن ابن عمر رضي الله عنهما قال: حدثنا أبو حفص عمر بن الخطاب قال سمعت أنسا الأنصاري عن النبي",
        ". روي عن أبي سعيد الأشج وهو ابن مالك عن جابر (ra) Jabir b. Abdullah",
        "((كذا)) [٣] {قوله} “كذا” „كذا“ ```\nكذا\n``` 2:255 <b>",
    ]
    index.write_bytes(index_bytes())
    corpus.write_bytes(code_points("\n".join([*PASSAGES, *phrases, *odd])))
