"""With which words references begin: most words of a text are told from them by their key, most others by the word behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.resolve.names import bare_forms
from takhrij.resolve.words import MEMO_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.resolve.hadith import HadithGrammar
    from takhrij.resolve.quran import QuranGrammar

QURAN, HADITH = 1, 2
BOTH: Final = QURAN | HADITH


class Beginnings(dict[str, int]):
    """For each key, to what a reference may be that begins with it: `QURAN`, `HADITH`; worked out when first met."""

    def __init__(self, quran: QuranGrammar, hadith: HadithGrammar) -> None:
        super().__init__()
        self._grammars = ((QURAN, quran), (HADITH, hadith))
        self._first = frozenset().union(*(grammar.first_words() for grammar in (quran, hadith)))
        self._behind: dict[str, list[tuple[int, frozenset[str]]]] = {}
        """The keys of which one must stand behind a word, for those kinds that its key alone does not suffice for."""

    def __missing__(self, word: str) -> int:
        forms = (word, *bare_forms(word))
        known = 0
        if not self._first.isdisjoint(forms):  # most words
            known = sum(kind for kind, grammar in self._grammars if any(map(grammar.begins, forms)))
        if len(self) >= MEMO_LIMIT:
            self.clear()
            self._behind.clear()
        self[word] = known
        if known:
            needs = [(kind, grammar.behind(forms)) for kind, grammar in self._grammars if known & kind]
            self._behind[word] = [(kind, behind) for kind, behind in needs if behind is not None]
        return known

    def at(self, words: Sequence[str], at: int) -> int:
        """To what a reference may be that begins at item `at`, as its key and that of the next item tell."""
        word = words[at]
        known = self[word]
        if known:
            for kind, behind in self._behind[word]:
                if at + 1 >= len(words) or words[at + 1] not in behind:
                    known -= kind
        return known
