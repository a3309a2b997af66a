"""Letters: what each character stands for, and three strengths of folding a word.

A word is compared at three levels. Each forgets what the one before it kept:

* **letters**: vowels and other marks, tatweel and invisible characters dropped; presentation forms expanded;
* **folded**: also the seats of hamza, alef maqsura and ya, ta marbuta and ha made alike: two spellings of one word;
* **skeleton**: also alef and hamza on any seat dropped, and doubled waw and ya made single. It makes Uthmani and modern
  spelling alike and merges real words too, so it serves to find candidates and never for a verdict.

The table itself is data (`data/letters.tsv`); `takhrij.library.tables` reads it.
"""

from __future__ import annotations

from typing import Final

ALEF: Final = "ا"
FOLDS: Final = {
    "أ": ALEF, "إ": ALEF, "آ": ALEF, "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": "", "گ": "ك",
}  # fmt: skip
"""Letters whose difference is one of spelling (hamza seats, alef maqsura, ta marbuta), after the benchmark's rule."""
BARE: Final = {
    "ا": "", "أ": "", "إ": "", "آ": "", "ء": "", "ؤ": "", "ئ": "", "ى": "ي", "ة": "ه", "گ": "ك",
}  # fmt: skip
"""Letters that the skeleton drops or makes alike."""
COMPOSED: Final = {
    "hamza-above": {"ا": "أ", "و": "ؤ", "ي": "ئ", "ى": "ئ"},
    "hamza-below": {"ا": "إ"},
    "maddah": {"ا": "آ"},
}
"""Letter and combining hamza or maddah, written as two characters: the letter they make."""

SEPARATOR, MARK, INVISIBLE, QUOTE, DAGGER, MADDAH, HAMZA_ABOVE, HAMZA_BELOW = range(8)
ARABIC, LATIN, DIGIT = 8, 9, 10
CLASSES: Final = {
    "mark": MARK, "invisible": INVISIBLE, "quote": QUOTE, "dagger": DAGGER, "maddah": MADDAH,
    "hamza-above": HAMZA_ABOVE, "hamza-below": HAMZA_BELOW, "arabic": ARABIC, "latin": LATIN, "digit": DIGIT,
}  # fmt: skip
TATWEEL: Final = "\u0640"
_SPECIAL: Final = {MADDAH: "maddah", HAMZA_ABOVE: "hamza-above", HAMZA_BELOW: "hamza-below"}


class _Reduced(dict[int, str]):
    """What each character becomes, by its code point; worked out when it is first met."""

    __slots__ = ("_folds", "_letters")

    def __init__(self, letters: Letters, folds: dict[str, str]) -> None:
        self._letters = letters
        self._folds = folds

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = self._letters.classes.get(char, SEPARATOR)
        if kind in (SEPARATOR, QUOTE):
            made = char
        elif kind >= ARABIC:
            made = "".join(self._folds.get(letter, letter) for letter in self._letters.stands_for.get(char, char))
        else:
            made = ""
        self[code] = made
        return made


class Letters:
    """The table of characters.

    Args:
        classes: the class of each character, a value of `CLASSES`.
        stands_for: the letters that a character stands for, where it stands for any.
    """

    __slots__ = ("_composing", "_folded", "_plain", "classes", "stands_for")

    def __init__(self, classes: dict[str, int], stands_for: dict[str, str]) -> None:
        self.classes = classes
        self.stands_for = stands_for
        self._plain = _Reduced(
            self, {}
        )  # what each character becomes at level letters, where it does not change the one before
        self._folded = _Reduced(self, FOLDS)
        self._composing = frozenset(char for char, kind in classes.items() if kind in _SPECIAL)

    def letters(self, text: str) -> str:
        """`text` reduced to its letters (level *letters*); separators stay, marks and invisible characters go.

        >>> from takhrij.library.tables import tables
        >>> tables().letters.letters("ٱلرَّحْمَـٰنِ")
        'الرحمن'
        """
        if self._composing.isdisjoint(text):
            return text.translate(self._plain)
        out: list[str] = []
        for char in text:
            kind = self.classes.get(char, SEPARATOR)
            if kind in _SPECIAL:
                if out:
                    out[-1] = COMPOSED[_SPECIAL[kind]].get(out[-1], out[-1])
            else:
                out.extend(self._plain[ord(char)])
        return "".join(out)

    def fold(self, text: str) -> str:
        """`text` at level *folded*.

        >>> from takhrij.library.tables import tables
        >>> tables().letters.fold("ٱلصَّلَوٰةَ"), tables().letters.fold("الصلاة"), tables().letters.fold("An-Nisāʾ")
        ('الصلاه', 'الصلاه', 'an-nisaʾ')
        >>> tables().letters.fold("مُوسَىٰ قَالَ")
        'موسي قال'
        """
        return self._daggers_read(text).translate(self._folded)

    def skeleton(self, word: str) -> str:
        """The skeleton of one word; a word of alefs and hamzas alone keeps its first letter, folded.

        >>> from takhrij.library.tables import tables
        >>> [tables().letters.skeleton(word) for word in ("الصالحات", "ٱلصَّـٰلِحَـٰتِ", "مسؤول", "مسئول", "داوود", "ا")]
        ['لصلحت', 'لصلحت', 'مسول', 'مسول', 'دود', 'ا']
        """
        bare: list[str] = []
        for char in self._daggers_read(word):
            for letter in self.stands_for.get(char, ""):
                written = BARE.get(letter, letter)
                if written and not (bare and written == bare[-1] and written in "وي"):
                    bare.append(written)
        return "".join(bare) or self.fold(word)[:1]

    def _daggers_read(self, word: str) -> str:
        """Words with each waw or ya that a dagger alef makes an alef, because a letter follows, written as one."""
        if "\u0670" not in word:
            return word
        out: list[str] = []
        seat, bare, pending = -1, False, False
        for char in word:
            kind = self.classes.get(char, SEPARATOR)
            if kind == ARABIC:
                if pending:
                    out[seat] = self.stands_for[out[seat]][:-1] + ALEF
                pending, bare, seat = False, True, len(out)
            elif kind == DAGGER:
                pending = bare and self.stands_for.get(out[seat], " ")[-1] in "ويى"
                bare = False
            elif kind > ARABIC or kind in (SEPARATOR, QUOTE):
                pending = bare = False
            elif kind != INVISIBLE:
                bare = bare and char == TATWEEL
            out.append(char)
        return "".join(out)
