"""Letters: what each character stands for, and three strengths of folding a word.

A word is compared at three levels. Each forgets what the one before it kept:

* **letters**: vowels and other marks, tatweel and invisible characters dropped; presentation forms expanded;
* **folded**: also the seats of hamza, alef maqsura and ya, ta marbuta and ha made alike: two spellings of one word;
* **skeleton**: also alef dropped and doubled waw and ya made single. It makes Uthmani and modern spelling alike and
  merges real words too, so it serves to find candidates and never for a verdict.

The table itself is data (`data/letters.tsv`); `takhrij.library.tables` reads it.
"""

from __future__ import annotations

from typing import Final

ALEF: Final = "ا"
FOLDS: Final = {
    "أ": ALEF, "إ": ALEF, "آ": ALEF, "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": "", "گ": "ك",
}  # fmt: skip
"""Letters whose difference is one of spelling (hamza seats, alef maqsura, ta marbuta), after the benchmark's rule."""
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
_SPECIAL: Final = {DAGGER: "", MADDAH: "maddah", HAMZA_ABOVE: "hamza-above", HAMZA_BELOW: "hamza-below"}


class Letters:
    """The table of characters.

    Args:
        rows: for each character: its class (a key of `CLASSES`) and the letters it stands for.
    """

    __slots__ = ("classes", "stands_for")

    def __init__(self, rows: dict[str, tuple[str, str]]) -> None:
        self.classes: dict[str, int] = {char: CLASSES[name] for char, (name, _) in rows.items()}
        self.stands_for: dict[str, str] = {char: letters for char, (_, letters) in rows.items() if letters}

    def letters(self, text: str) -> str:
        """`text` reduced to its letters (level *letters*); separators stay, marks and invisible characters go.

        >>> from takhrij.library.tables import tables
        >>> tables().letters.letters("ٱلرَّحْمَـٰنِ")
        'الرحمن'
        """
        return self._reduce(text, folded=False)

    def fold(self, text: str) -> str:
        """`text` at level *folded*.

        >>> from takhrij.library.tables import tables
        >>> tables().letters.fold("ٱلصَّلَوٰةَ"), tables().letters.fold("الصلاة"), tables().letters.fold("An-Nisāʾ")
        ('الصلاه', 'الصلاه', 'an-nisaʾ')
        """
        return self._reduce(text, folded=True)

    def _reduce(self, text: str, *, folded: bool) -> str:
        classes, stands_for = self.classes, self.stands_for
        out: list[str] = []
        seat = -1  # where the last letter stands in `out`
        bare = False  # no mark but tatweel since that letter
        pending = False  # a dagger alef stands on the bare waw or ya at `seat`: it reads alef if a letter follows
        for char in text:
            kind = classes.get(char, SEPARATOR)
            if kind >= ARABIC:
                if pending:
                    out[seat] = ALEF
                    pending = False
                for letter in stands_for.get(char, char):
                    written = FOLDS.get(letter, letter) if folded else letter
                    if written:
                        out.append(written)
                        seat = len(out) - 1
                    elif not out:
                        seat = -1
                bare = True
            elif kind == DAGGER:
                pending = folded and bare and seat >= 0 and out[seat] in "وي"
                bare = False
            elif kind in _SPECIAL:
                if not folded and seat >= 0:
                    out[seat] = COMPOSED[_SPECIAL[kind]].get(out[seat], out[seat])
                bare = False
            elif kind == MARK:
                bare = bare and char == TATWEEL
            elif kind != INVISIBLE:
                out.append(char)
                seat, bare, pending = -1, False, False
        return "".join(out)


def skeleton(folded: str) -> str:
    """The skeleton of a folded word; a word of alefs alone keeps one.

    >>> skeleton("الصالحات"), skeleton("الصلحت"), skeleton("داوود"), skeleton("ا")
    ('لصلحت', 'لصلحت', 'دود', 'ا')
    """
    out: list[str] = []
    for char in folded:
        if char == ALEF or (out and char == out[-1] and char in "وي"):
            continue
        out.append(char)
    return "".join(out) or folded[:1]
