"""Reads references to verses: a surah's name or number, and numbers of verses, in every usual order and spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takhrij.model import Span
from takhrij.resolve.names import ARTICLES, Misspelt, Phrases, bare_forms
from takhrij.resolve.numbers import DASHES, FIRST_TO_TENTH, LAST, Ranges, verse_numbers
from takhrij.resolve.record import Certainty, Reference
from takhrij.resolve.words import LATIN_END, WORD, Words, key, keys

if TYPE_CHECKING:
    from takhrij.library.tables import NamedVerse, Surah, Tables

SURAH: Final = keys("سوره السوره surah sura surat surahs suratu suratul suratun soorah surat chapter suret سورت")
AYAH: Final = keys(
    "ايه الايه ايات الايات ايتان الايتان ايتين الايتين والايه والايات verse verses aya ayah ayat ayaat ayahs ayet v vs vv"
)
QURAN: Final = keys("القران قران quran qur qs q koran tmq coran")
NUMBER_WORD: Final = keys("رقم ارقام رقمها برقم no nos number numbers num nr")
OF: Final = keys("من في of in from")
_FILLERS: Final = keys("الكريم المجيد العظيم holy noble glorious majid karim")
OPENING: Final = "([{﴿«<"
CLOSING: Final = ")]}﴾»>"
_APOSTROPHES: Final = "'’‘`"
_SEPARATORS: Final = ":،,/؛" + DASHES
_MANY: Final = 300
"""No surah has as many verses."""

How = Literal["name", "alias", "english", "short"]


@dataclass(frozen=True, slots=True)
class Named:
    """A surah as named, and how: by its usual name, another, an English one, or the usual one without its article."""

    number: int
    how: How


@dataclass(frozen=True, slots=True)
class _Verses:
    """What follows the name: numbers, and with what signs."""

    ranges: Ranges = ()
    surah_number: int | None = None
    colon: bool = False
    """A colon or slash, brackets or the word verse: what does not follow a common noun."""


_NOTHING: Final = _Verses()


class QuranGrammar:
    """Reads a reference to the Qur'an at one place."""

    def __init__(self, tables: Tables) -> None:
        self.surahs: tuple[Surah, ...] = tables.surahs
        self.names: Phrases[Named] = Phrases()
        self.verses: Phrases[NamedVerse] = Phrases()
        single: dict[str, int] = {}
        for surah in self.surahs:
            for name in (surah.arabic, surah.latin):
                self.names.add(name, Named(surah.number, "name"))
            single[key(surah.arabic.replace(" ", ""))] = surah.number
            single[key(surah.latin.rpartition("-")[2])] = surah.number
        for surah in self.surahs:
            for name in surah.aliases:
                latin = key(name) < LATIN_END
                spelling = latin and (name.partition("-")[0].lower() in ARTICLES or _alike(name, surah.latin))
                how: How = "name" if spelling else "english" if latin else "alias"
                self.names.add(name, Named(surah.number, how))
        for surah in self.surahs:
            if surah.arabic.startswith("ال") and len(surah.arabic) > 4:
                self.names.add(surah.arabic[2:], Named(surah.number, "short"))
        self.misspelt = Misspelt(single)
        for named in tables.named_verses:
            for name in named.names:
                self.verses.add(name, named)
        self.heads = SURAH | AYAH | QURAN | self.names.first_words | self.verses.first_words

    def at(self, words: Words, at: int) -> tuple[Reference, int] | None:
        """The reference that begins at item `at`, and the item after it."""
        if words.kinds[at] != WORD:
            return self._numeric(words, at, at)
        word = words.keys[at]
        if word in AYAH:
            return self._ayah_first(words, at)
        if word in QURAN and (len(word) > 1 or words.text[words.starts[at]] == "Q"):
            return self._after_quran(words, at)
        found = self.verses.match(words, at)
        if found is not None:
            verse, after = found
            ranges = ((verse.first, verse.last),)
            return self._reference(words, at, after, "fair", verse.surah, _Verses(ranges))
        if word in SURAH or (word[:1] in "وبلكف" and SURAH.intersection(bare_forms(word))):
            return self._surah_first(words, at, at + 1)
        return self._name_first(words, at)

    def _reference(
        self,
        words: Words,
        first: int,
        after: int,
        certainty: Certainty,
        surah: int | None,
        verses: _Verses,
        *,
        misspelt: bool = False,
    ) -> tuple[Reference, int]:
        span = Span(words.starts[first], words.ends[after - 1])
        reference = Reference(
            span, "quran", certainty, surah, verses.ranges, verses.surah_number, surah_misspelt=misspelt
        )
        return reference, after

    # a reference that begins with ...

    def _surah_first(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """... the word "surah"."""
        english = words.keys[first] < LATIN_END
        while words.is_word(at, NUMBER_WORD) or words.is_mark(at, "#" + DASHES + '"'):
            at += 1
        if words.is_number(at) or (words.is_mark(at, "(") and words.is_number(at + 1)):
            return self._surah_number(words, first, at)
        if words.is_mark(at, "("):
            at += 1  # "Surah (An-Nisa) 59"
        found = self._name(words, at)
        misspelt = False
        if found is None:
            if words.keys[first] == "chapter":
                return None
            found, misspelt = self._misspelt(words, at), True
            if found is None:
                return self._unknown_surah(words, first, at)
        elif words.keys[first] == "chapter" and found[0].how != "name":
            return None
        named, after = found
        if words.is_mark(after, ")") and words.is_mark(at - 1, "("):
            after += 1
        verses, after = self._verses(words, after, named.number)
        if misspelt and not verses.ranges and english:
            return None
        certainty: Certainty = "strong" if verses.ranges or verses.surah_number else "fair"
        return self._reference(words, first, after, certainty, named.number, verses, misspelt=misspelt)

    def _surah_number(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        bracket = words.is_mark(at, "(")
        at += bracket
        surah = words.number(at)
        if not 1 <= surah <= len(self.surahs):
            return None
        if words.is_mark(at + 1, ":/") and words.is_number(at + 2):
            numeric = self._numeric(words, first, at)
            if numeric is None or not bracket or not words.is_mark(numeric[1], ")"):
                return numeric
            return self._reference(
                words, first, numeric[1] + 1, "strong", surah, _Verses(numeric[0].ayah_ranges, surah)
            )
        at += 2 if bracket and words.is_mark(at + 1, ")") else 1
        if words.is_mark(at, "(") and (found := self._name(words, at + 1)) and words.is_mark(found[1], ")"):
            at = found[1] + 1  # "Surah 4 (An-Nisa): 59"
        verses, after = self._verses(words, at, surah, need_word=True)
        if not verses.ranges and words.keys[first] == "chapter":
            return None
        verses = _Verses(verses.ranges, surah)
        return self._reference(words, first, after, "strong" if verses.ranges else "fair", surah, verses)

    def _unknown_surah(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """The word "surah", a name that is none, and numbers."""
        if at >= len(words) or words.kinds[at] != WORD:
            return None
        for after in (at + 1, at + 2):
            verses, end = self._verses(words, after, None)
            if verses.ranges and verses.colon:
                return self._reference(words, first, end, "fair", None, verses, misspelt=True)
            if after < len(words) and words.kinds[after] != WORD:
                return None
        return None

    def _ayah_first(self, words: Words, first: int) -> tuple[Reference, int] | None:
        """... the word "verse": "verse 5 of Surah al-Ma'ida"; or the name of a verse."""
        found = self.verses.match(words, first)
        if found is not None:
            verse, after = found
            extra, end = self._in_brackets(words, after)
            if extra is not None and extra.surah == verse.surah:
                after = end
            return self._reference(words, first, after, "fair", verse.surah, _Verses(((verse.first, verse.last),)))
        at = first + 1
        while words.is_word(at, NUMBER_WORD) or words.is_mark(at, "#:"):
            at += 1
        bracket = words.is_mark(at, "([{")
        at += bracket
        pair = self._numeric(words, first, at) if words.is_mark(at + 1, ":/") else None
        if pair is not None:
            after = pair[1] + (bracket and words.is_mark(pair[1], CLOSING))
            strong = self._reference(
                words, first, after, "strong", pair[0].surah, _Verses(pair[0].ayah_ranges, pair[0].surah)
            )
            return self._then_surah(words, first, after, strong)
        ordinal = FIRST_TO_TENTH.get(words.keys[at]) if at < len(words) else None
        if ordinal is not None:
            ranges: Ranges = ((ordinal, ordinal),)
            after = at + 1
        elif words.is_word(at, LAST):
            ranges, after = (), at + 1
        else:
            numbers = verse_numbers(words, at)
            if numbers is None or numbers[0][0][0] > _MANY:
                return None
            ranges, after = numbers
        after += bracket and words.is_mark(after, CLOSING)
        return self._then_surah(words, first, after, None, ranges)

    def _then_surah(
        self, words: Words, first: int, at: int, otherwise: tuple[Reference, int] | None, ranges: Ranges = ()
    ) -> tuple[Reference, int] | None:
        """`of Surah ...` after a number of verses."""
        while words.is_word(at, OF) or words.is_mark(at, "،,"):
            at += 1
        named = words.is_word(at, SURAH)
        at += named
        if named and words.is_number(at) and 1 <= words.number(at) <= len(self.surahs) and ranges:
            number = words.number(at)
            return self._reference(words, first, at + 1, "strong", number, _Verses(ranges, number))
        found = self._name(words, at)
        misspelt = found is None
        if found is None and named:
            found = self._misspelt(words, at)
        if found is None or (not named and found[0].how != "name"):
            return otherwise
        surah, after = found[0].number, found[1]
        if not ranges:
            if otherwise is not None:
                ranges = otherwise[0].ayah_ranges
            else:
                count = self.surahs[surah - 1].ayahs
                ranges = ((count, count),)
        number = otherwise[0].surah if otherwise else None
        return self._reference(words, first, after, "strong", surah, _Verses(ranges, number), misspelt=misspelt)

    def _after_quran(self, words: Words, first: int) -> tuple[Reference, int] | None:
        """... the word "Qur'an" or its initial, followed by numbers or by a surah."""
        at = first + 1
        while words.is_word(at, _FILLERS) or words.is_mark(at, ".:،,") or words.is_word(at, QURAN):
            at += 1
        if at >= len(words):
            return None
        bracket = words.is_mark(at, "([")
        found = self._numeric(words, first, at + bracket)
        if found is not None:
            reference, after = found
            if bracket and not words.is_mark(after, ")]"):
                return None
            return self._reference(
                words,
                first,
                after + bracket,
                "strong",
                reference.surah,
                _Verses(reference.ayah_ranges, reference.surah),
            )
        if words.is_word(at, SURAH) and not bracket:
            return self._surah_first(words, first, at + 1) if at - first <= 3 else None
        return None

    def _numeric(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """... two numbers, `2:255`."""
        if not (words.is_number(at) and words.is_mark(at + 1, ":") and words.is_number(at + 2)):
            return None
        surah = words.number(at)
        if not 1 <= surah <= len(self.surahs) or words.is_mark(at - 1, ":/.") or not words.touches(at):
            return None
        numbers = verse_numbers(words, at + 2, self.surahs[surah - 1].ayahs)
        if numbers is None or numbers[0][0][0] > _MANY:
            return None
        return self._reference(words, first, numbers[1], "weak", surah, _Verses(numbers[0], surah, colon=True))

    def _name_first(self, words: Words, first: int) -> tuple[Reference, int] | None:
        """... a surah's name."""
        found = self.names.match(words, first) or self.names.match_bare(words, first)
        if found is None:
            return None
        named, at = found
        verses, after = self._verses(words, at, named.number)
        if not verses.ranges:
            return self._reference(words, first, at, "weak", named.number, _NOTHING)
        sure = verses.surah_number == named.number
        if named.how == "english" and not sure:
            return None
        latin = words.keys[at - 1] < LATIN_END
        certainty: Certainty = "weak"
        if sure or (named.how == "name" and verses.colon and (not latin or at - first > 1)):
            certainty = "strong" if sure or len(words.keys[at - 1]) > 4 else "fair"
        elif named.how == "name" and not latin and verses.colon:
            certainty = "fair"
        return self._reference(words, first, after, certainty, named.number, verses)

    # parts

    def _name(self, words: Words, at: int) -> tuple[Named, int] | None:
        return self.names.match(words, at, loose=True)

    def _misspelt(self, words: Words, at: int) -> tuple[Named, int] | None:
        if words.is_word(at, ARTICLES):
            at += 1
            at += words.is_mark(at, DASHES)
        if at >= len(words) or words.kinds[at] != WORD:
            return None
        number = self.misspelt.find(words.keys[at])
        return None if number is None else (Named(number, "name"), at + 1)

    def misspelt_alone(self, words: Words, first: int, limit: int) -> tuple[Reference, int] | None:
        """A name that is not quite a surah's, with numbers, filling items `first` to `limit`: the content of a bracket."""
        for at in range(first, min(limit, first + 3)):
            if words.kinds[at] != WORD:
                break
            verses, after = self._verses(words, at + 1, None)
            if verses.ranges and after == limit and verses.colon:
                number = self.misspelt.find("".join(words.keys[first : at + 1]))
                certainty: Certainty = "weak" if number is None else "fair"
                return self._reference(words, first, after, certainty, number, verses, misspelt=True)
        return None

    def _in_brackets(self, words: Words, at: int) -> tuple[Reference | None, int]:
        if words.is_mark(at, OPENING) and at + 1 < len(words):
            found = self.at(words, at + 1)
            if found is not None and words.is_mark(found[1], CLOSING):
                return found[0], found[1] + 1
        return None, at

    def _verses(self, words: Words, at: int, surah: int | None, *, need_word: bool = False) -> tuple[_Verses, int]:
        """The numbers after a surah's name, and the item after them; nothing when there are none."""
        start, colon = at, False
        written: int | None = None
        if words.is_mark(at, _APOSTROPHES) and at and words.touches(at - 1):
            at += 1  # An-Nisa'
        if (
            words.is_mark(at, "([")
            and words.is_number(at + 1)
            and words.is_mark(at + 2, ")]")
            and words.number(at + 1) == surah
        ):
            start = at = at + 3  # al-Baqara (2) 255
            written, colon = surah, True
        if words.is_mark(at, _SEPARATORS):
            colon = colon or words.is_mark(at, ":/") or (words.is_mark(at, DASHES) and words.touches(at))
            at += 1
        bracket = words.is_mark(at, "([{")
        at += bracket
        worded = words.is_word(at, AYAH)
        while words.is_word(at, AYAH) or words.is_word(at, NUMBER_WORD) or (worded and words.is_mark(at, ":.#")):
            at += 1
        if worded and words.is_mark(at, "([{") and not bracket:
            bracket = True
            at += 1
        colon = colon or worded or bracket
        count = self.surahs[surah - 1].ayahs if surah else None
        if words.is_number(at) and words.is_mark(at + 1, ":/") and words.is_number(at + 2) and not worded:
            if surah is None or words.number(at) <= len(self.surahs):
                written = words.number(at)
                at += 2
                colon = True
        numbers = verse_numbers(words, at, count)
        if numbers is not None:
            ranges, at = numbers
        elif worded and at < len(words) and words.keys[at] in FIRST_TO_TENTH:
            ordinal = FIRST_TO_TENTH[words.keys[at]]
            ranges, at = ((ordinal, ordinal),), at + 1
        elif worded and count and words.is_word(at, LAST):
            ranges, at = ((count, count),), at + 1
        else:
            return (_Verses((), written), start) if written else (_NOTHING, start)
        if ranges[0][0] > _MANY or (need_word and not worded) or words.is_mark(at, "%٪"):
            return (_Verses((), written), start) if written else (_NOTHING, start)
        if bracket:
            if not words.is_mark(at, CLOSING):
                return _Verses(ranges, written, colon), at
            at += 1
        return _Verses(ranges, written, colon), at


def _alike(name: str, latin: str) -> bool:
    """Whether `name` is a spelling of the transliterated name, not another word."""
    return (
        key(name)[:2] == key(latin.rpartition("-")[2] or latin)[:2]
        or "-" in name
        or name.startswith(("Al ", "Aal", "Ya ", "Ta ", "Bani", "Umm"))
    )
