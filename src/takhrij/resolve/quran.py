"""Reads references to verses: a surah's name or number, and numbers of verses, in every usual order and spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from takhrij.model import Span
from takhrij.namedtuple import NamedTuple
from takhrij.resolve.names import Misspelt, Phrases, bare_forms, behind
from takhrij.resolve.numbers import AYAH, DASHES, FIRST_TO_TENTH, LAST, ROMAN, SHORTENED, Ranges, verse_numbers
from takhrij.resolve.record import Certainty, Reference
from takhrij.resolve.verses import CLOSING, FROM, MANY, NO_VERSES, NUMBER_WORD, OPENING, Verses, verses_after
from takhrij.resolve.words import LATIN_END, NUMBER, WORD, Words, keys
from takhrij.text.keys import ARTICLES, BEGINNINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.library.tables import NamedVerse, Surah, Tables

SURAH: Final = keys(
    "سوره السوره surah sura surat surahs suratu suratul suratun soorah surat chapter sourate suret سورت"
)
SURAH_SHORTENED: Final = keys("s")  # "S. 2, v. 43"
QURAN: Final = keys("القران قران quran qur qs q koran tmq coran")
OF: Final = keys("من في of in from")
_FILLERS: Final = keys("الكريم المجيد العظيم holy noble glorious majid karim")
_COUNTED_THINGS: Final = keys(
    "المادة مادة الصفحة صفحة العدد عدد الفقرة فقرة الفصل فصل الباب باب السنة سنة الجزء جزء الرقم رقم القسم البند القرن "
    "التاريخ تاريخ الحديث حديث الشكل الجدول السؤال المسألة ساعة الساعة الفتوى فتوى المجلد الحلقة حلقة "
    "page article section no number"
)
"""Things that are numbered too: a name beside them is no misspelt surah."""
_AFTER_QURAN: Final = _FILLERS | QURAN
_MOST_FILLERS: Final = 4
BEFORE_NUMBERS: Final = QURAN | AYAH | SURAH | _FILLERS | keys("تعالى وجل الله allah god says said")
"""Words after which two numbers in brackets are those of a surah and a verse."""
_HEADS: Final = ARTICLES | SURAH | SURAH_SHORTENED | AYAH | QURAN

How = Literal["name", "alias", "english", "short"]


class Named(NamedTuple):
    """A surah as named, and how: by its usual name, another, an English one, or the usual one without its article."""

    number: int
    how: How


class QuranGrammar:
    """Reads a reference to the Qur'an at one place."""

    def __init__(self, tables: Tables) -> None:
        self.surahs: tuple[Surah, ...] = tables.surahs
        self.names: Phrases[Named] = Phrases(BEGINNINGS)
        self.verses: Phrases[NamedVerse] = Phrases(BEGINNINGS)
        for surah in self.surahs:
            self.names.add(surah.arabic, Named(surah.number, "name"))
            self.names.add(surah.latin, Named(surah.number, "name"))
        for surah in self.surahs:
            for name in surah.aliases:
                self.names.add(name, Named(surah.number, _how(name, surah.latin)))
        for surah in self.surahs:
            if surah.arabic.startswith("ال") and len(surah.arabic) > 4:
                self.names.add(surah.arabic[2:], Named(surah.number, "short"))
        self.misspelt = Misspelt(
            (name, surah.number)
            for surah in self.surahs
            for name in (surah.arabic.replace(" ", ""), surah.latin.rpartition("-")[2])
        )
        for named in tables.named_verses:
            for name in named.names:
                self.verses.add(name, named)

    def first_words(self) -> Iterable[str]:
        """The keys with which references begin, and possibly others."""
        return (*_HEADS, *self.names.first_words(), *self.verses.first_words())

    def begins(self, word: str) -> bool:
        """Whether a reference may begin with a word of this key."""
        return word in _HEADS or self.names.begins(word) or self.verses.begins(word)

    def behind(self, forms: Sequence[str]) -> frozenset[str] | None:
        """The keys of which one must stand behind a word of these forms that begins a reference; `None`: there needs be none."""
        return None if not _HEADS.isdisjoint(forms) else behind((self.names, self.verses), forms)

    def at(self, words: Words, at: int) -> tuple[Reference, int] | None:
        """The reference that begins at item `at`, and the item after it."""
        if words.kinds[at] != WORD:
            return self._numeric(words, at, at)
        word = words.keys[at]
        if word in ARTICLES and words.is_mark(at + 1, DASHES) and words.is_word(at + 2, QURAN):
            return self._after_quran(words, at, at + 3)
        if word in AYAH:
            return self._ayah_first(words, at)
        if word in QURAN and (len(word) > 1 or words.text[words.span(at)[0]] == "Q"):
            return self._after_quran(words, at, at + 1)
        if word in SURAH_SHORTENED and words.is_mark(at + 1, ".") and words.is_number(at + 2):
            counted = self._surah_number(words, at, at + 2)
            return counted if counted is not None and counted[0].ayah_ranges else None
        found = self.verses.match(words, at)
        if found is not None:
            verse, after = found
            ranges = ((verse.first, verse.last),)
            return self._reference(words, at, after, "fair", verse.surah, Verses(ranges))
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
        verses: Verses,
        *,
        misspelt: bool = False,
    ) -> tuple[Reference, int]:
        span = Span(words.span(first)[0], words.span(after - 1)[1])
        reference = Reference(
            span, "quran", certainty, surah, verses.ranges, verses.surah_number, surah_misspelt=misspelt
        )
        return reference, after

    # a reference that begins with ...

    def _surah_first(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """... the word "surah"."""
        english = words.keys[first] < LATIN_END
        for _ in range(_MOST_FILLERS):
            at += words.is_word(at, NUMBER_WORD) or words.is_mark(at, ':#"' + DASHES)
        if words.is_number(at) or (words.is_mark(at, "(") and words.is_number(at + 1)):
            return self._surah_number(words, first, at)
        if words.is_mark(at, "("):
            at += 1  # "Surah (An-Nisa) 59"
        found = self._name(words, at)
        misspelt = False
        if found is None and (counted := self._roman(words, first, at)) is not None:
            return counted
        if found is None:
            if words.keys[first] == "chapter":
                return None
            found, misspelt = self._misspelt(words, at), True
            if found is None:
                return self._unknown_surah(words, first, at)
        elif words.keys[first] == "chapter" and found[0].how != "name":
            return None
        named, after = found
        if words.is_mark(at - 1, '("') and words.is_mark(after, ')"'):
            after += 1
        other = self._other_name(words, after)
        verses, end = verses_after(words, other, self.surahs[named.number - 1])
        after = end if verses.ranges or other == after else after
        if misspelt and not verses.ranges and english:
            return None
        sure = verses.surah_number is not None or (verses.ranges and not verses.footnote)
        certainty: Certainty = "strong" if sure else "fair"
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
            return self._reference(words, first, numeric[1] + 1, "strong", surah, Verses(numeric[0].ayah_ranges, surah))
        at += 2 if bracket and words.is_mark(at + 1, ")") else 1
        if words.is_mark(at, "(") and (found := self._name(words, at + 1)) and words.is_mark(found[1], ")"):
            at = found[1] + 1  # "Surah 4 (An-Nisa): 59"
        verses, after = verses_after(words, at, self.surahs[surah - 1], need_word=True)
        if not verses.ranges and words.keys[first] == "chapter":
            return None
        verses = Verses(verses.ranges, surah)
        return self._reference(words, first, after, "strong" if verses.ranges else "fair", surah, verses)

    def _roman(self, words: Words, first: int, at: int, *, bare: bool = False) -> tuple[Reference, int] | None:
        """The word "surah", its number in Roman numerals, and verses: "Sura II, v. 153"; `bare`: without a sign of such."""
        if at >= len(words) or words.keys[first] == "chapter":
            return None
        number = ROMAN.get(words.written(at, at + 1).casefold())  # a key has no letter twice
        if number is None:
            return None
        verses, after = verses_after(words, at + 1, self.surahs[number - 1])
        if not verses.ranges or not (verses.marked or bare):
            return None
        return self._reference(words, first, after, "strong", number, Verses(verses.ranges, number))

    def _unknown_surah(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """The word "surah", a name that is none, and numbers."""
        if at >= len(words) or words.kinds[at] != WORD:
            return None
        for after in (at + 1, at + 2):
            verses, end = verses_after(words, after, None)
            if verses.ranges and verses.marked:
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
            return self._reference(words, first, after, "fair", verse.surah, Verses(((verse.first, verse.last),)))
        at = first + 1
        at += words.is_word(first, SHORTENED) and words.is_mark(at, ".")
        for _ in range(_MOST_FILLERS):
            at += words.is_word(at, NUMBER_WORD) or words.is_word(at, FROM) or words.is_mark(at, "#:")
        bracket = words.is_mark(at, "([{")
        at += bracket
        pair = self._numeric(words, first, at)
        number = pair[0].surah if pair is not None else None
        if pair is not None:
            ranges, after = pair[0].ayah_ranges, pair[1]
        else:
            numbers = self._ayah_numbers(words, at)
            if numbers is None:
                return None
            ranges, after = numbers
        after += bracket and words.is_mark(after, CLOSING)
        found_surah = self._of_surah(words, first, after, ranges, number)
        if found_surah is not None or not ranges or (number is not None and bracket):
            return found_surah
        certainty: Certainty = "strong" if number is not None else "weak"
        return self._reference(words, first, after, certainty, number, Verses(ranges, number))

    def _ayah_numbers(self, words: Words, at: int) -> tuple[Ranges, int] | None:
        """The numbers after the word "verse", in digits or in words; none for "the last"."""
        ordinal = FIRST_TO_TENTH.get(words.keys[at]) if at < len(words) else None
        if ordinal is not None:
            return ((ordinal, ordinal),), at + 1
        if words.is_word(at, LAST):
            return (), at + 1
        numbers = verse_numbers(words, at)
        return None if numbers is None or numbers[0][0][0] > MANY else numbers

    def _of_surah(
        self, words: Words, first: int, at: int, ranges: Ranges, number: int | None
    ) -> tuple[Reference, int] | None:
        """`of Surah ...` after numbers of verses; `number` is that of the surah where it was written with them."""
        for _ in range(_MOST_FILLERS):
            at += words.is_word(at, OF) or words.is_mark(at, "،,")
        named = words.is_word(at, SURAH)
        at += named
        if named and ranges and words.is_number(at) and 1 <= words.number(at) <= len(self.surahs):
            surah = words.number(at)
            return self._reference(words, first, at + 1, "strong", surah, Verses(ranges, surah))
        found = self._name(words, at)
        misspelt = found is None
        if found is None and named:
            found = self._misspelt(words, at)
        if found is None or (not named and found[0].how != "name"):
            return None
        surah, after = found[0].number, found[1]
        if not ranges:
            count = self.surahs[surah - 1].ayahs
            ranges = ((count, count),)
        return self._reference(words, first, after, "strong", surah, Verses(ranges, number), misspelt=misspelt)

    def _after_quran(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """... the word "Qur'an" or its initial, followed by numbers or by a surah.

        A bracket after the word, or the word surah after the Arabic word, begins the reference; a colon does not.
        """
        for _ in range(_MOST_FILLERS):
            at += words.is_word(at, _AFTER_QURAN) or words.is_mark(at, ".:،,")
        found = self._numeric(words, first, at)
        if found is not None:
            reference, after = found
            return self._reference(
                words, first, after, "strong", reference.surah, Verses(reference.ayah_ranges, reference.surah)
            )
        if words.is_mark(first - 1, "(["):
            found = self._dotted(words, first, at) or self._roman(words, first, at, bare=True)
        if found is not None or words.keys[first] >= LATIN_END or at - first > 2:
            return found
        if words.is_word(at, SURAH):
            return self._surah_first(words, first, at + 1)
        named = self._name_first(words, at) if at < len(words) and words.kinds[at] == WORD else None
        if named is None or not named[0].ayah_ranges:
            return None
        verses = Verses(named[0].ayah_ranges, named[0].surah_number)
        return self._reference(words, first, named[1], "strong", named[0].surah, verses)

    def _dotted(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """Two numbers with a full stop between them, which fill the bracket: "(Quran, 16.90)"."""
        dotted = words.is_number(at) and words.is_mark(at + 1, ".") and words.is_number(at + 2)
        if not dotted or not words.is_mark(at + 3, ")]") or not 1 <= words.number(at) <= len(self.surahs):
            return None
        surah, verse = words.number(at), words.number(at + 2)
        return self._reference(words, first, at + 3, "strong", surah, Verses(((verse, verse),), surah, marked=True))

    def _numeric(self, words: Words, first: int, at: int) -> tuple[Reference, int] | None:
        """... two numbers, `2:255`."""
        if not (words.is_number(at) and words.is_mark(at + 1, ":") and words.is_number(at + 2)):
            return None
        surah = words.number(at)
        if (
            not 1 <= surah <= len(self.surahs)
            or (at > 1 and words.is_mark(at - 1, ":/.") and words.is_number(at - 2))
            or not words.touches(at)
        ):
            return None
        numbers = verse_numbers(words, at + 2, self.surahs[surah - 1].ayahs)
        if numbers is None or numbers[0][0][0] > MANY:
            return None
        return self._reference(words, first, numbers[1], "weak", surah, Verses(numbers[0], surah, marked=True))

    def _name_first(self, words: Words, first: int) -> tuple[Reference, int] | None:
        """... a surah's name. The key of "Allah" is also that of al-A'la."""
        if words.keys[first] == "ala" and words.written(first, first + 1).casefold() == "allah":
            return None
        found = self.names.match_bare(words, first)
        if found is None:
            return None
        named, at = found
        verses, after = verses_after(words, at, self.surahs[named.number - 1])
        if not verses.ranges:
            usual = named.how == "name" and len(words.keys[at - 1]) > 1
            return self._reference(words, first, at, "weak", named.number, NO_VERSES) if usual else None
        sure = verses.surah_number == named.number
        if (named.how == "english" and not sure) or (named.how == "short" and (verses.footnote or not verses.marked)):
            return None
        latin = words.keys[at - 1] < LATIN_END
        certainty: Certainty = "weak"
        if sure:
            certainty = "strong"
        elif named.how == "name" and verses.marked and not verses.footnote and (not latin or at - first > 1):
            counted = after < len(words) and words.kinds[after] == WORD and not verses.worded
            certainty = "fair" if counted or len(words.keys[at - 1]) < 5 else "strong"
        if len(words.keys[first]) == 1 and not sure:  # "ص 5" is a page
            if not words.is_mark(at, ":/"):
                return None
            certainty = "weak"
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

    def _other_name(self, words: Words, at: int) -> int:
        """The item after a further name of the surah in brackets, "(The Women)"; `at` if there is none."""
        if words.is_mark(at, "(["):
            for here in range(at + 1, min(at + 8, len(words))):
                if words.is_mark(here, ")]"):
                    return here + 1 if here > at + 1 else at
                if words.kinds[here] == NUMBER and not words.is_word(here - 1, SURAH):
                    break
                if words.kinds[here] not in (WORD, NUMBER) and not words.is_mark(here, DASHES + "'’"):
                    break
                if words.is_word(here, AYAH):
                    break
        return at

    def misspelt_alone(self, words: Words, first: int, limit: int) -> tuple[Reference, int] | None:
        """A name not quite a surah's, with numbers, filling items `first` to `limit`: the content of a bracket."""
        for at in range(first, min(limit, first + 3)):
            if words.kinds[at] != WORD or words.is_word(at, _COUNTED_THINGS):
                break
            verses, after = verses_after(words, at + 1, None)
            if verses.ranges and after == limit and verses.marked:
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


def _how(name: str, latin: str) -> How:
    """A further name of a surah: a spelling of its usual one in Latin letters, an English one, or another in Arabic."""
    if name[0] >= LATIN_END:
        return "alias"
    spelling = "-" in name or name.startswith(("Al ", "Aal", "Ya ", "Ta ", "Bani", "Umm"))
    return "name" if spelling or name[:2].lower() == latin.rpartition("-")[2][:2].lower() else "english"
