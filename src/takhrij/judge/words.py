"""Compares a quoted word with the word of the source: the same, the same in another spelling, or another; and its vowels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from takhrij.kernel import DELETE, code_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.align.align import Step
    from takhrij.library.store import Store
    from takhrij.library.tables import Tables
    from takhrij.model import Span

Likeness = Literal["same", "spelling", "prefix", "different"]

FATHA, DAMMA, KASRA, SUKUN, SHADDA = "\u064e", "\u064f", "\u0650", "\u0652", "\u0651"
VOWELS: Final = {
    "\u064b": "\u064b", "\u064c": "\u064c", "\u064d": "\u064d", FATHA: FATHA, DAMMA: DAMMA, KASRA: KASRA,
    SUKUN: SUKUN, "\u06e1": SUKUN, "\u08f0": "\u064b", "\u08f1": "\u064c", "\u08f2": "\u064d",
}  # fmt: skip
"""Marks that say how a letter is read; the Uthmani print's small sukun and open tanween are those of the modern print."""
HAS_VOWEL: Final = frozenset(VOWELS)
TANWEEN_FATH: Final = "\u064b"
SEATS: Final = str.maketrans({"ؤ": "ء", "ئ": "ء", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
BEFORE_WORD: Final = re.compile("[وف]?[بكل]?(?:ال|ل)?")
"""Conjunction, preposition and article, folded."""
ATTACHED: Final = "وف"
NO_REGION: Final = 1 << 20
HONORIFICS: Final = (
    "صلى الله عليه وسلم صلى الله عليه وعلى آله وسلم وآله عليه السلام عليه الصلاة والسلام رضي الله عنه رضي الله عنها عنهما "
    "عنهم تعالى عز وجل سبحانه وتعالى جل وعلا تبارك"
)
"""The words of honorifics: two or more of them together, left out or added, do not alter a quotation."""
LEAST_HONORIFIC, MOST_HONORIFIC = 2, 9


def unvowelled(text: str, span: Span) -> bool:
    """Whether no vowel is written in a quotation."""
    quoted = text[span.start : span.end]
    return quoted.replace(" ", "").isalpha() or HAS_VOWEL.isdisjoint(quoted)


class WordJudge:
    """Compares words. One judge remembers the pairs it met.

    >>> from takhrij.library.tables import tables
    >>> judge = WordJudge(tables())
    >>> judge.likeness("الرحمان", "الرَّحْمَٰنِ"), judge.likeness("مسئول", "مَسْؤُول"), judge.likeness("وقال", "قال")
    ('different', 'spelling', 'prefix')
    >>> judge.likeness("والزكوة", "وَالزَّكَاةَ"), judge.likeness("تقربوا", "تَقْرَبَا")
    ('spelling', 'different')
    >>> judge.vowels_agree("رَبُّكُمْ", "رَبُّكُمُ", last=False), judge.vowels_agree("العالمين", "الْعَالَمِينَ", last=True)
    (False, True)
    """

    def __init__(self, tables: Tables) -> None:
        self.letters = tables.letters
        self._tables = tables
        self._old = tuple(tables.old_spellings)
        self._honorifics: frozenset[int] | None = None
        self._reduced = lru_cache(maxsize=1 << 14)(self._reduce)
        self.likeness = lru_cache(maxsize=1 << 16)(self._likeness)
        self.vowels_agree = lru_cache(maxsize=1 << 16)(self._vowels_agree)

    def honorific(self, store: Store, text: str, step: Step) -> bool:
        """Whether the words that a step inserts or deletes are honorifics alone."""
        kind, start, end, low, high = step
        if kind == DELETE:
            words: Sequence[int] = store.stream[low:high]
        elif (inserted := text[start:end]).isalpha():
            return False  # one word
        else:
            words = self._ids(store, inserted)
        if not LEAST_HONORIFIC <= len(words) <= MOST_HONORIFIC:
            return False
        if self._honorifics is None:
            self._honorifics = frozenset(self._ids(store, HONORIFICS))
        return self._honorifics.issuperset(words)

    @staticmethod
    def _ids(store: Store, text: str) -> Sequence[int]:
        return memoryview(store.kernel.scan(code_points(text), NO_REGION, NO_REGION).words).cast("I")

    def _likeness(self, quoted: str, source: str) -> Likeness:
        """How a quoted word stands to a source word; `prefix` when they differ by a conjunction و or ف alone."""
        (left, left_folded, left_seated), (right, right_folded, right_seated) = (
            self._reduced(quoted),
            self._reduced(source),
        )
        if left == right:
            return "same"
        if left_folded == right_folded or left_seated == right_seated:
            return "spelling"
        if self._today(left_folded) == right_folded:
            return "spelling"
        bare_left = left_folded[1:] if left_folded[:1] in ATTACHED else left_folded
        bare_right = right_folded[1:] if right_folded[:1] in ATTACHED else right_folded
        if len(bare_left) > 1 and bare_left == bare_right:
            return "prefix"
        return "different"

    def _reduce(self, word: str) -> tuple[str, str, str]:
        """A word at level letters and folded, and its letters without the seats of hamza and other spellings of a letter."""
        letters = self.letters.letters(word)
        return letters, self.letters.fold(word), letters.translate(SEATS)

    def _today(self, word: str) -> str:
        """A folded word spelt as today where the mushaf spells it otherwise."""
        if not word.endswith(self._old):
            return word
        for old, new in self._tables.old_spellings.items():
            if word.endswith(old) and BEFORE_WORD.fullmatch(word, 0, len(word) - len(old)):
                return word[: -len(old)] + new
        return word

    def _vowels_agree(self, quoted: str, source: str, *, last: bool) -> bool:
        """Whether no vowel that both words write differs.

        Args:
            quoted: a word of the document.
            source: the word of the source, the same but for spelling.
            last: the word ends the quotation, where a reader may stop and leave off its last vowel.
        """
        left, right = self._marked(quoted), self._marked(source)
        if [letter for letter, _ in left] != [letter for letter, _ in right]:
            return True  # the spellings differ in their letters: nothing to compare letter by letter
        for place, ((_, ours), (_, theirs)) in enumerate(zip(left, right, strict=True)):
            mine = {VOWELS[mark] for mark in ours if mark in VOWELS}
            yours = {VOWELS[mark] for mark in theirs if mark in VOWELS}
            if not mine or not yours or mine & yours:
                if SHADDA in ours and SHADDA not in theirs and place and yours:
                    return False
                continue
            if last and place == len(left) - 1:
                continue
            return False
        return True

    def _marked(self, word: str) -> list[tuple[str, str]]:
        """The folded letters of a word, each with the marks written on it."""
        out: list[tuple[str, str]] = []
        for char in word:
            folded = self.letters.fold(char)
            if folded:
                out.append((folded, ""))
            elif (out and char in VOWELS) or char == SHADDA:
                letter, marks = out[-1]
                # The tanween of an accusative may be written on its alef or before it.
                if char == TANWEEN_FATH and letter == "ا" and len(out) > 1:
                    before, before_marks = out[-2]
                    out[-2] = (before, before_marks + char)
                else:
                    out[-1] = (letter, marks + char)
        return out
