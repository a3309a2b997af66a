"""From code points to words: where each stands in the text, its three foldings, its number in the vocabulary.

A word is a run of letters of one kind (Arabic, Latin, digits) with the marks and invisible characters inside it; it
ends with its last letter or mark. Its letters are folded as `takhrij.text.letters` tells, letter by letter, as numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.numbers import SIZE, packed, unpacked
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.kernel.twin.index import Index

# What the table of letters says of a character: the classes of `takhrij.text.letters`, and four more.
MARK, INVISIBLE, QUOTE, DAGGER, MADDAH, HAMZA_ABOVE, HAMZA_BELOW, ARABIC, LATIN, DIGIT = range(1, 11)
ARABIC_LIGATURE, LATIN_LIGATURE, TATWEEL = 11, 12, 13
LETTERS: Final = {ARABIC: (ARABIC, ARABIC_LIGATURE), LATIN: (LATIN, LATIN_LIGATURE), DIGIT: (DIGIT,)}
"""The classes of the letters of each kind of word."""
WITHIN: Final = (MARK, TATWEEL, DAGGER, MADDAH, HAMZA_ABOVE, HAMZA_BELOW, INVISIBLE)
"""What may stand inside a word, and, but for invisible characters, end it."""
ENDING: Final = "ىة"
"""Letters with which a word ends: what stands behind them is a word that no space parts off."""
HAMZAS: Final = "ء\ufe80"
MOST_LETTERS: Final = 64
"""Letters of a word that count; the rest of a longer run is skipped, its end is not."""
APOSTROPHES: Final = "'`‘’"
CACHED: Final = 1 << 17
"""Spellings of which the reading is kept."""
LAST_CHARACTER: Final = 0x10FFFF


class Word(NamedTuple):
    """What the kernel knows of a word of the document."""

    kind: int
    """`ARABIC`, `LATIN` or `DIGIT`."""
    id: int
    """Its number in the vocabulary of the sources; 0 when it stands in none."""
    fold_hash: int
    """Hash of its letters at the folded level."""
    letters_check: int
    """16 bits of the hash of its letters."""
    skeleton: bytes

    @property
    def fold_check(self) -> int:
        """16 bits of the hash of its letters at the folded level."""
        return check(self.fold_hash)


class Tokens(NamedTuple):
    """The words of a text in their order, and its quotation marks."""

    starts: list[int]
    """Code points of the text."""
    ends: list[int]
    words: list[Word]
    quotes: list[tuple[int, int]]
    """Place and character."""

    def offsets(self) -> bytes:
        """Start and end of every word."""
        return packed(offset for pair in zip(self.starts, self.ends, strict=True) for offset in pair)

    def arabic(self) -> Tokens:
        """Without numbers between verses, tags, and words in Latin letters: no words of a quotation in Arabic."""
        kept = [at for at, word in enumerate(self.words) if word.kind == ARABIC]
        starts, ends = ([places[at] for at in kept] for places in (self.starts, self.ends))
        return Tokens(starts, ends, [self.words[at] for at in kept], [])


class Reader:
    """Reads words by an index's tables of letters and of words.

    Attributes:
        digits: the characters that are digits.
        word_characters: those, and the letters.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, Word] = {}
        members: dict[int, list[int]] = {}
        for character, entry in enumerate(index.letters):
            if entry & 15:
                members.setdefault(entry & 15, []).append(character)
        self._invisible = "".join(map(chr, members.get(INVISIBLE, ())))
        self._latin = frozenset(_of(members, *LETTERS[LATIN]))
        self.digits = frozenset(_of(members, DIGIT))
        self.word_characters = self._latin | self.digits | frozenset(_of(members, *LETTERS[ARABIC]))
        self._before_apostrophe = self._latin | self.digits
        # One alternative for each kind of word, in the order of KINDS, and one for quotation marks.
        words = [
            f"({_one_of(members, *classes)}{_one_of(members, *classes, *WITHIN)}*)" for classes in LETTERS.values()
        ]
        within, letters = _one_of(members, MARK, INVISIBLE), _one_of(members, *LETTERS[ARABIC])
        self._ended = re.compile(f"[{ENDING}]{within}*(?=(?![{HAMZAS}]){letters})")
        self._token = re.compile("|".join([*words, f"({_one_of(members, QUOTE)})"]))

    def read(self, text: str) -> Tokens:
        """The words of a text."""
        tokens = Tokens([], [], [], [])
        kinds = tuple(LETTERS)
        for match in self._token.finditer(text):
            number, start = match.lastindex or 0, match.start()
            if number > len(kinds):
                if not self._apostrophe(text, start):
                    tokens.quotes.append((start, ord(text[start])))
                continue
            for low, high in self._parted(text, *match.span()):
                spelt = text[low:high].rstrip(self._invisible) if self._invisible else text[low:high]
                word = self._known.get(spelt)
                if word is None:
                    if len(self._known) >= CACHED:
                        self._known.clear()
                    word = self._known[spelt] = self._word(spelt, kinds[number - 1])
                tokens.starts.append(low)
                tokens.ends.append(low + len(spelt))
                tokens.words.append(word)
        return tokens

    def _parted(self, text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
        """The words of a run of letters: it is parted behind a letter with which words end, unless a hamza follows (شىء)."""
        for ended in self._ended.finditer(text, start, end):
            yield start, ended.end()
            start = ended.end()
        yield start, end

    def _apostrophe(self, text: str, at: int) -> bool:
        """Whether the mark stands between two Latin letters, as in "qur'an": it opens and closes nothing."""
        return (
            text[at] in APOSTROPHES
            and text[at - 1 : at] in self._before_apostrophe
            and text[at + 1 : at + 2] in self._latin
        )

    def folded(self, spelt: str) -> bytes:
        """The letters, at the folded level, of a word or part of one."""
        return bytes(self._folding(spelt).folded)

    def _folding(self, spelt: str) -> Folding:
        index = self._index
        folding = Folding(index)
        for character in spelt:
            entry = index.letters[ord(character)]
            number, code = entry & 15, entry >> 4
            if number in (ARABIC_LIGATURE, LATIN_LIGATURE):
                for place in range(1, min(number_at(index.ligatures, code * 8), 7) + 1):
                    folding.letter(number_at(index.ligatures, code * 8 + place))
            elif number in (ARABIC, LATIN, DIGIT):
                folding.letter(code & 0xFF)
            elif number != INVISIBLE:
                folding.mark(number)
        return folding

    def _word(self, spelt: str, kind: int) -> Word:
        folding = self._folding(spelt)
        skeleton = folding.whole_skeleton()
        return Word(
            kind=kind,
            id=self._find(skeleton) if kind == ARABIC else 0,
            fold_hash=fnv(folding.folded),
            letters_check=check(fnv(folding.letters)),
            skeleton=skeleton,
        )

    def _find(self, skeleton: bytes) -> int:
        """The number of a word in the vocabulary: its row is searched from its hash on, up to an empty one."""
        index = self._index
        rows = len(index.vocab_table) // 2
        if not rows or not skeleton:
            return 0
        wanted = fnv(skeleton)
        for tried in range(rows):
            row = (wanted + tried & rows - 1) * 2
            word: int = index.vocab_table[row + 1]
            if not word:
                return 0
            if index.vocab_table[row] == wanted and index.skeleton(word) == skeleton:
                return word
        return 0


class Folding:
    """A word read letter by letter into its three levels.

    Three rules need a memory. A dagger alef on a bare waw or ya (صلوة, تورية with the dagger) makes it read alef, if a
    letter follows: until then it is *pending*. A waw or ya *repeated* is written once in the skeleton. And a word of
    alefs and hamzas alone has its first letter for a skeleton, for it must have one.
    """

    __slots__ = ("_bare_weak", "_index", "_pending", "_repeated", "folded", "letters", "skeleton")

    def __init__(self, index: Index) -> None:
        self._index = index
        self.letters = bytearray()
        self.folded = bytearray()
        self.skeleton = bytearray()
        self._bare_weak = False
        self._pending = False
        self._repeated = False

    def letter(self, code: int) -> None:
        """The word's next letter."""
        alef, waw, ya = self._index.codes[:3]
        if self._pending:
            self._pending = False
            if self.folded:
                self.folded[-1] = alef
            if self.skeleton and not self._repeated:
                self.skeleton.pop()
        if len(self.letters) < MOST_LETTERS:
            self.letters.append(code)
        folded, bare = self._index.fold[code], self._index.bare[code]
        if folded and len(self.folded) < MOST_LETTERS:
            self.folded.append(folded)
        weak = bare in (waw, ya)
        self._repeated = weak and self.skeleton[-1:] == bytes([bare])
        if bare and not self._repeated and len(self.skeleton) < MOST_LETTERS:
            self.skeleton.append(bare)
        self._bare_weak = weak and code != 0

    def mark(self, number: int) -> None:
        """A mark of this class on the last letter."""
        if number == DAGGER:
            self._pending = self._bare_weak
        elif number in (MADDAH, HAMZA_ABOVE, HAMZA_BELOW) and self.letters:
            made = self._index.compose[(number - MADDAH) * 256 + self.letters[-1]]
            if made:
                self.letters[-1] = made
        if number != TATWEEL:
            self._bare_weak = False

    def whole_skeleton(self) -> bytes:
        """The skeleton when the word has ended."""
        return bytes(self.skeleton or self.folded[:1])


def fnv(codes: bytes | bytearray) -> int:
    """The FNV-1a hash, 32 bits."""
    value = 2166136261
    for code in codes:
        value = (value ^ code) * 16777619 & 0xFFFFFFFF
    return value


def check(value: int) -> int:
    """A hash folded to 16 bits."""
    return (value ^ value >> 16) & 0xFFFF


def decode(data: bytes) -> str:
    """The code points of a text; what lies beyond Unicode is some character of no use.

    Raises:
        ValueError: the bytes are not numbers of 32 bits.
    """
    if len(data) % SIZE:
        raise ValueError("the text is not of code points")
    try:
        return data.decode("utf-32-le", "surrogatepass")
    except UnicodeDecodeError:
        return "".join(chr(min(number, LAST_CHARACTER)) for (number,) in unpacked(data, 1))


def _of(members: dict[int, list[int]], *classes: int) -> list[str]:
    return [chr(character) for number in classes for character in members.get(number, ())]


def _one_of(members: dict[int, list[int]], *classes: int) -> str:
    """A pattern for one character of these classes; it matches nothing when there is none."""
    ranges: list[list[int]] = []
    for character in sorted(ord(char) for char in _of(members, *classes)):
        if ranges and ranges[-1][1] == character - 1:
            ranges[-1][1] = character
        else:
            ranges.append([character, character])
    if not ranges:
        return "(?!)"
    return "[" + "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges) + "]"
