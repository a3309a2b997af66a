"""The passages of an index: which there are, what they say, how they are cited. Reads a mapped index, never a file."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import ConfigError, SourceError
from takhrij.kernel import open_kernel
from takhrij.library.editions import Edition
from takhrij.library.layout import BLOCK, DISPUTED, PAUSE_BASE, SPEAKERS
from takhrij.library.people import People, PeopleNames
from takhrij.model import Number, Passage
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.library.indexfile import IndexFile
    from takhrij.library.tables import Tables

QURAN: Final = "quran"
SEQUENTIAL: Final = "seq"


class EditionRange(NamedTuple):
    """An edition of the index and where its passages stand."""

    edition: Edition
    first: int
    passages: int


class Store:
    """The passages of an index by number (their place in the index) and by id (`quran:2:255`, `bukhari:seq:616`)."""

    def __init__(self, index: IndexFile, tables: Tables) -> None:
        self.tables = tables
        self.index = index
        try:
            self.kernel, self.kernel_name = open_kernel(index.data)
            meta = json.loads(bytes(index.section("meta")))
        except ValueError as problem:
            raise SourceError(f"the index is damaged: {problem}; remove it, and it is built anew") from problem
        self.ranges = tuple(EditionRange(Edition(*fields), first, count) for fields, first, count in meta["editions"])
        self.translations = tuple(Edition(*fields) for fields in meta["translations"])
        self.companion_ids: tuple[str, ...] = tuple(meta["companions"])
        self.cues: tuple[tuple[str, str], ...] = tuple((role, value) for role, value in meta["cues"])
        self.latin_cues = frozenset(meta["latin_cues"])
        """Those of them that speak, in Latin letters, of the Qur'an or of hadiths."""
        self.continuing = frozenset(meta["continuations"])
        """The words with which a passage may go on to limit what stands before (`Tables.continuations`), and what is spelt alike."""
        self.starts = index.numbers("passage_start")
        self._passage_block = index.numbers("passage_block")
        self.keys = index.numbers("keys")
        self.weights = index.section("weight")
        self.feature_weights = bytes(index.section("weights"))
        self.stream = index.numbers("stream")
        self.quran_modern, self.quran_end, self.first_hadith = index.numbers("quran")
        self._companions = index.numbers("companions", "H")
        self._quarters = index.section("quarters")
        self._pauses = index.section("pauses")
        self._speakers = index.section("speakers")
        self._books = index.numbers("books", "H")
        self._book_names: list[tuple[str, str]] = [(arabic, latin) for arabic, latin in meta["books"]]
        self._numbers = index.section("numbers")
        self._number_starts = index.numbers("number_starts")
        self._text_starts = index.numbers("text_starts")
        self._texts = index.section("texts")
        self._matn = index.numbers("matn")
        self._word_places = index.numbers("word_places")
        self._word_lengths = index.section("word_lengths")
        self._note_starts = index.numbers("note_starts")
        self._notes = index.section("notes")
        self.quran_verses = self.ranges[0].passages
        """How many verses the Qur'an has in the Kufan count: passages 0 to this are those of the modern edition."""
        self._uthmani = self.ranges[1].first if len(self.ranges) > 1 else 0
        self._firsts = [found.first for found in self.ranges]
        self._known_numbers: dict[str, dict[str, list[int]]] = {}
        self._block = lru_cache(maxsize=64)(self._read_block)
        self.rank = lru_cache(maxsize=512)(self.kernel.rank)
        """The passages whose renderings most likely have some terms: a text may have the same words many times."""
        self.label = lru_cache(maxsize=2048)(self._label)
        self.passage = lru_cache(maxsize=512)(self._passage)  # a larger one answers hardly more, and holds megabytes

    def range_of(self, number: int) -> EditionRange:
        """The edition that a passage stands in."""
        return self.ranges[bisect_right(self._firsts, number) - 1]

    def work_of(self, number: int) -> str:
        """The work that a passage stands in: `quran`, `bukhari`."""
        return self.range_of(number).edition.work

    def at(self, position: int) -> int:
        """The passage that holds a stream position."""
        number, starts = self._passage_block[position >> 6], self.starts
        while starts[number + 1] <= position:
            number += 1
        return number

    def run(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last passage of a stretch of the stream, half-open."""
        first = self.at(start)
        return first, first if end <= self.starts[first + 1] else self.at(end - 1)

    def modern(self, number: int) -> int:
        """The verse in modern spelling that a passage of either edition of the Qur'an is."""
        second = self._uthmani
        return number - second if second <= number < second + self.quran_verses else number

    def uthmani(self, number: int) -> int:
        """The same verse in the Uthmani edition."""
        return self._uthmani + self.modern(number)

    def quarter(self, number: int) -> bool:
        """Whether the mushaf marks a quarter of a hizb (۞) before a verse."""
        return bool(self._quarters[self.modern(number) >> 3] >> (self.modern(number) & 7) & 1)

    def verse(self, number: int) -> tuple[int, int]:
        """Surah and verse of a passage of the Qur'an."""
        key = self.keys[number]
        return key >> 16, key & 0xFFFF

    @cached_property
    def names(self) -> PeopleNames:
        """The names of companions."""
        return PeopleNames(People(*json.loads(bytes(self.index.section("names")))), self.tables.letters)

    def companion_of(self, number: int) -> str:
        """The id of a hadith's companion; empty when the chain names none that is known, or ends in someone who came later."""
        return self._named_companions[self._companions[number]]

    @cached_property
    def _named_companions(self) -> list[str]:
        """Of each narrator, his id if he is a companion."""
        return ["" if person in self.names.successors else person for person in self.companion_ids]

    def _narrator(self, number: int) -> str:
        """The id of the first narrator whom the chain of a hadith names, a companion or not."""
        return self.companion_ids[self._companions[number]]

    def verse_number(self, surah: int, ayah: int) -> int | None:
        """The passage of a verse in the edition in modern spelling; `None` when there is no such verse."""
        if not 1 <= surah <= len(self.tables.surahs) or not 1 <= ayah <= self.tables.surahs[surah - 1].ayahs:
            return None
        return self._surah_first[surah - 1] + ayah - 1

    @cached_property
    def _surah_first(self) -> list[int]:
        """The passage with which each surah begins, and where the last ends."""
        return [*accumulate((surah.ayahs for surah in self.tables.surahs), initial=0)]

    def text(self, number: int) -> str:
        """The text of a passage, verbatim, a hadith's chain included."""
        return self._decoded(self._text_starts[number], self._text_starts[number + 1])

    def matn(self, number: int) -> str:
        """The words of a verse, or the body of a hadith, verbatim."""
        start = self._text_starts[number]
        return self._decoded(start + self._matn[2 * number], start + self._matn[2 * number + 1])

    def matn_span(self, number: int) -> tuple[int, int]:
        """Where in its text the body of a passage stands, in code points, half-open."""
        start = self._text_starts[number]
        before = len(self._decoded(start, start + self._matn[2 * number]))
        return before, before + len(self.matn(number))

    def words(self, low: int, high: int) -> str:
        """The source's text from one stream position to another, half-open, with what stands between the words."""
        if high <= low:
            return ""
        places, lengths = self._word_places, self._word_lengths
        number = self.at(low)
        if high <= self.starts[number + 1]:
            return self._decoded(places[low], places[high - 1] + lengths[high - 1])
        pieces = []
        while low < high:
            end = min(high, self.starts[number + 1])
            last = (
                end - 1 if lengths[end - 1] else end - 2
            )  # after the last word of a surah or hadith, a place is empty
            if last >= low:
                pieces.append(self._decoded(places[low], places[last] + lengths[last]))
            low, number = max(end, low + 1), number + 1
        return " ".join(pieces)

    def _decoded(self, start: int, end: int) -> str:
        try:
            return str(self._texts[start:end], "utf-8")
        except UnicodeDecodeError as problem:
            raise SourceError("the index is damaged; run `takhrij sources --verify`") from problem

    def translated(self, first: int, last: int, edition: str) -> str:
        """The words of a loaded translation for some verses, or of a hadith its English text, whatever the edition."""
        notes = [self.notes(number) for number in range(first, last + 1)]
        return str(notes[0][2]) if first >= self.first_hadith else " ".join(note[0][edition] for note in notes)

    def notes(self, number: int) -> list[Any]:
        """What is known of a passage beyond its text.

        Of a verse, its translations by edition; of a hadith, the narrator in Arabic and English, the English text, and where
        the words of God begin and end in a hadith qudsi.
        """
        found: list[Any] = self._block(number // BLOCK)[number % BLOCK]
        return found

    def _read_block(self, block: int) -> list[list[Any]]:
        start, end = self._note_starts[block], self._note_starts[block + 1]
        try:
            blocks: list[list[Any]] = json.loads(zlib.decompress(self._notes[start:end]))
        except (zlib.error, ValueError) as problem:
            raise SourceError("the index is damaged; run `takhrij sources --verify`") from problem
        return blocks

    def pause(self, position: int) -> str:
        """The sign of waqf after the word at a stream position of the Qur'an; empty where there is none."""
        sign = self._pauses[position]
        return chr(PAUSE_BASE + sign) if sign else ""

    def speaker(self, number: int) -> str:
        """Whom a hadith is ascribed to: `prophet`, `companion`, `god`, `later`, or empty where its wording does not tell."""
        return SPEAKERS[self._speakers[number]]

    def words_of_god(self, number: int) -> tuple[int, int]:
        """In a hadith qudsi, the words of God as a half-open range of code points of its text; `(0, 0)` elsewhere."""
        notes = self.notes(number)
        return notes[3], notes[4]

    def citable(self, number: int, *, disputed: bool = False) -> list[str]:
        """The numbers by which a hadith is cited; with `disputed`, also those that only one of two witnesses gives."""
        written = bytes(self._numbers[self._number_starts[number] : self._number_starts[number + 1]]).decode().split()
        return [each.lstrip(DISPUTED) for each in written if disputed or not each.startswith(DISPUTED)]

    def numbered(self, work: str, number: str) -> list[int]:
        """The passages of a work that are known to have a number by which they are cited."""
        known = self._known_numbers.get(work)
        if known is None:
            known = self._known_numbers[work] = {}
            for found in self.ranges:
                if found.edition.work == work:
                    for each in range(found.first, found.first + found.passages):
                        for cited in self.citable(each, disputed=True):
                            known.setdefault(cited, []).append(each)
        return known.get(number, [])

    def id_of(self, number: int) -> str:
        """The id of a hadith's passage."""
        return f"{self.work_of(number)}:{SEQUENTIAL}:{self.keys[number]}"

    def _label(self, number: int) -> str:
        """How a passage is cited."""
        work = self.work_of(number)
        if work == QURAN:
            surah, ayah = self.verse(number)
            return f"{self.tables.surahs[surah - 1].latin} {surah}:{ayah}"
        title = self.tables.works[work].latin
        if numbers := self.citable(number):
            return f"{title} {', '.join(numbers)}"
        arabic, latin = self._book_names[self._books[number]]
        return f"{title}, {latin or arabic}"

    def _passage(self, number: int, last: int | None = None) -> Passage:
        """A passage as a record; `last` makes it a run of verses up to and with that one."""
        edition = self.range_of(number).edition
        if edition.work == QURAN:
            surah, ayah = self.verse(number)
            through = self.verse(last)[1] if last is not None and last > number else ayah
            verses = f"{surah}:{ayah}" if through == ayah else f"{surah}:{ayah}-{through}"
            text = " ".join(self.text(each) for each in range(number, number + through - ayah + 1))
            return Passage(
                id=f"{QURAN}:{verses}", work=QURAN, edition=edition.label,
                label=f"{self.tables.surahs[surah - 1].latin} {verses}", numbers=(Number("kufan", verses),), text=text,
                book=self.tables.surahs[surah - 1].arabic, matn=(0, len(text)),
            )  # fmt: skip
        sequential = self.keys[number]
        scheme = self.tables.numberings.get(edition.work, ("", ""))[0]
        narrator = self._narrator(number)
        companion = (
            "" if narrator in self.names.successors else self.names.arabic.get(narrator) or self.notes(number)[0]
        )
        return Passage(
            id=f"{edition.work}:{SEQUENTIAL}:{sequential}", work=edition.work, edition=edition.label, label=self.label(number),
            numbers=(*(Number(scheme, value) for value in self.citable(number)),
                     Number(SEQUENTIAL, str(sequential), citable=False)),
            text=self.text(number), book=self._book_names[self._books[number]][0],
            companion=companion, matn=self.matn_span(number),
        )  # fmt: skip

    def numbers_of(self, identifier: str) -> tuple[int, int]:
        """The first and last passage that an id names.

        Raises:
            ConfigError: there is no such passage, or its number is in a scheme that is not loaded.
        """
        work, _, rest = identifier.partition(":")
        if work == QURAN:
            return self._verses(identifier, rest)
        ranges = [found for found in self.ranges if found.edition.work == work]
        if not ranges:
            if work in self.tables.works:
                raise ConfigError(f"{self.tables.works[work].latin} is not loaded; `takhrij sources` lists what is")
            raise ConfigError(f"no work is called {work!r}; `takhrij sources` lists the works that are known")
        if rest.startswith(f"{SEQUENTIAL}:"):
            value = rest.removeprefix(f"{SEQUENTIAL}:")
            for found in ranges if value.isdecimal() else ():
                end = found.first + found.passages
                # Each collection is in the order of these numbers.
                number = bisect_left(self.keys, int(value), found.first, end)
                if number < end and self.keys[number] == int(value):
                    return number, number
            raise ConfigError(f"{self.tables.works[work].latin} has no sequential number {value}")
        if work in self.tables.numberings:
            rest = rest.removeprefix(f"{self.tables.numberings[work][0]}:")
        else:
            raise ConfigError(
                f"no citable numbering of {self.tables.works[work].latin} is loaded, so {rest} cannot be looked up; "
                f"{work}:{SEQUENTIAL}:N takes the package's own sequential number, and words can be searched"
            )
        for number in self.numbered(work, rest):
            return number, number
        raise ConfigError(f"{self.tables.works[work].latin} has no number {rest} in {self.tables.numberings[work][1]}")

    def _verses(self, identifier: str, rest: str) -> tuple[int, int]:
        surah, _, ayahs = rest.partition(":")
        first, _, last = ayahs.partition("-")
        if not (surah.isdecimal() and first.isdecimal() and (not last or last.isdecimal())):
            raise ConfigError(f"{identifier!r} is not a reference such as quran:2:255 or quran:94:5-6")
        start = self.verse_number(int(surah), int(first))
        end = self.verse_number(int(surah), int(last or first))
        if start is None or end is None or end < start:
            raise ConfigError(f"the Qur'an has no verse {rest} (Kufan count)")
        return start, end
