"""The words of a chain of narrators: a hadith's words with their places, and the names among them.

Which words belong to chains is data: `data/isnad.tsv` (verbs, particles, phrases) and `data/narrator_words.tsv` (words
of names).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from takhrij.library.companions import companions
from takhrij.library.tables import read_table, several, tables

WORD: Final = re.compile("[\u0610-\u061a\u0621-\u065f\u0670-\u06d3\u06d6-\u06ed\ufdfa\ufdfb]+")
LIGATURES: Final = frozenset("\ufdfa\ufdfb")
QUOTES: Final = frozenset('"«“{﴿')
STOPS: Final = QUOTES | {"."}
KIN_OF: Final = 8  # words that "رجل من …" may take
LOOK_AHEAD: Final = 4  # words that a name unknown to the table may take before the chain goes on
ASIDE: Final = 14  # words between two dashes that name a narrator more closely
FROM: Final = frozenset({"عن"})
CLOSER: Final = frozenset({"يعني", "هو", "وهو", "اسمه", "واسمه"})
SPEECH: Final = frozenset({"قال", "قالت", "قالا", "قالوا"})


class Lexicon:
    """The words of chains, by class."""

    __slots__ = ("_phrases", "_words", "closed", "connect", "names")

    def __init__(self, rows: list[list[str]], names: frozenset[str]) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._phrases: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for kind, values in rows:
            phrases = [tuple(value.split()) for value in several(values)]
            self._words[kind] = frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)
            starts: dict[str, list[tuple[str, ...]]] = {}
            for phrase in sorted(phrases, key=len, reverse=True):
                starts.setdefault(phrase[0], []).append(phrase)
            self._phrases[kind] = starts
        self.names = names | self._words["also"]
        self.connect = self._words["carry"] | self._words["heard"] | FROM
        """Words after which a narrator is named."""
        self.closed = self.connect | self._words["said"] | self._words["that"]
        """Words that no name contains."""

    def words(self, kind: str) -> frozenset[str]:
        """The single words of a class."""
        return self._words[kind]

    def phrase(self, kind: str, words: list[str], at: int) -> int:
        """How many words the longest phrase of this class takes at `at`; 0 when none stands there."""
        if at >= len(words):
            return 0
        for phrase in self._phrases[kind].get(words[at], ()):
            if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0


@cache
def lexicon() -> Lexicon:
    """The words of chains, from the package's tables."""
    return Lexicon(read_table("isnad.tsv"), frozenset(row[0] for row in read_table("narrator_words.tsv")))


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """A word at level folded."""
    return tables().letters.fold(word)


class Words:
    """The words of a text, folded, with their places, and what stands at each."""

    __slots__ = ("ends", "lexicon", "starts", "text", "words")

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text = text
        self.lexicon = words
        found = [(fold(match[0]), *match.span()) for match in WORD.finditer(text)]
        if not LIGATURES.isdisjoint(text):  # ﷺ is four words
            found = [(part, start, end) for word, start, end in found for part in word.split()]
        found = [word for word in found if word[0]]
        self.words: list[str] = [word for word, _, _ in found]
        self.starts: list[int] = [start for _, start, _ in found]
        self.ends: list[int] = [end for _, _, end in found]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, at: int) -> str:
        """What stands between the word before and the word at `at`."""
        return self.text[self.ends[at - 1] if at else 0 : self.starts[at]]

    def written(self, begin: int, end: int) -> str:
        """The words from `begin` to `end` as the text has them, without what stands between them."""
        return " ".join(self.text[self.starts[at] : self.ends[at]] for at in range(begin, end))

    def bare(self, at: int, among: frozenset[str]) -> bool:
        """Whether the word at `at`, with or without a leading waw or fa, is one of these."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        return word in among or (word[0] in "وف" and word[1:] in among)

    def quoted(self, at: int) -> bool:
        """Whether a quotation mark stands right before the word."""
        return not QUOTES.isdisjoint(self.gap(at))

    def hamza_below(self, at: int) -> bool:
        """Whether the word begins with إ: إنّ begins someone's words, أنّ what is told."""
        return self.text[self.starts[at]] == "إ"

    def is_on(self, at: int) -> bool:
        """Whether the word is the preposition على and not the name علي, which folding makes alike."""
        if self.words[at] != "علي" or self.words[at + 1 : at + 2] == ["بن"]:
            return False
        return tables().letters.letters(self.text[self.starts[at] : self.ends[at]]).endswith("ى")

    def comma(self, at: int) -> bool:
        """Whether a comma or a stop stands right before the word."""
        return at >= len(self.words) or (at > 0 and not {"،", ",", "."}.isdisjoint(self.gap(at)))

    def prophet(self, at: int) -> int:
        """The word after the Prophet's name and the blessing on him; `at` when he is not named there."""
        return at + self.lexicon.phrase("prophet", self.words, at)

    def skip(self, at: int) -> int:
        """The word after phrases, and asides between dashes, that name nobody."""
        while at < len(self.words):
            taken = self.lexicon.phrase("phrase", self.words, at) or self._aside(at)
            if not taken:
                return at
            at += taken
        return at

    def _aside(self, at: int) -> int:
        """How many words stand between two dashes: "- يعني ابن محمد -"."""
        if at == 0 or "-" not in self.gap(at):
            return 0
        compiler = self.lexicon.phrase("remark", self.words, at) > 0
        if self.bare(at, self.lexicon.closed) and not compiler:  # the dash closes an aside
            return 0
        for ahead in range(at + 1, min(at + ASIDE * (1 + compiler), len(self.words))):
            if "-" in self.gap(ahead):
                return ahead - at
            if self.bare(ahead, self.lexicon.connect) and not compiler:
                return 0
        return 0

    def goes_on(self, at: int, *, first: bool = True) -> int:
        """The word at which the chain goes on behind a name that the table lacks; 0 when it does not go on soon.

        Args:
            at: the word that may belong to a name.
            first: whether it would be the first word of the name.
        """
        for ahead in range(at + 1, min(at + LOOK_AHEAD + 1, len(self.words))):
            if not STOPS.isdisjoint(self.gap(ahead)):
                return 0
            comma = self.comma(ahead)
            if self.bare(ahead, self.lexicon.connect):
                return ahead if comma or (first and ahead - at == 1) or self.words[ahead] != "عن" else 0
            if self.words[ahead] in SPEECH and ahead + 1 < len(self.words):
                following = ahead + 1
                if (
                    comma
                    or self.bare(following, self.lexicon.connect)
                    or self.words[following] in SPEECH
                    or self.prophet(following) > following
                ):
                    return ahead
            if (
                self.words[ahead][0] == "و"
                and self.is_name(ahead)
                and (comma or self.words[ahead - 1].startswith("ال"))
            ):
                return ahead
            if self.bare(ahead, self.lexicon.closed):
                return ahead if comma else 0
        return 0

    def until(self, at: int, near: int = ASIDE) -> int:
        """The next word that no name contains, if it stands within `near` words; 0 when none does."""
        for ahead in range(at + 1, min(at + near + 1, len(self.words))):
            if not STOPS.isdisjoint(self.gap(ahead)):
                return 0
            if self.bare(ahead, self.lexicon.closed):
                return ahead
        return 0

    def _ends(self, at: int) -> bool:
        """Whether no name goes on with this word."""
        return self.bare(at, self.lexicon.closed) or self.words[at] in self.lexicon.words("noise")

    def _is_nisba(self, at: int) -> bool:
        """Whether the word has the form of an epithet of origin: الذهلي."""
        word = self.words[at]
        return word.startswith("ال") and len(word) > 4 and word.endswith("ي") and not self.prophet(at) > at

    def is_name(self, at: int) -> bool:
        """Whether the word at `at` is one of names."""
        if at >= len(self.words):
            return False
        word, lexicon = self.words[at], self.lexicon
        if word in lexicon.names or word in lexicon.words("part") or word in lexicon.words("kin"):
            return True
        if word[0] == "و" and (word[1:] in lexicon.names or word[1:] in lexicon.words("part")):
            return True
        if word[-1] == "ا" and word[:-1] in lexicon.names:  # أن نافعا حدثه
            return True
        return self.words[at + 1 : at + 2] == ["بن"] and not self.bare(at, lexicon.closed)

    def joins(self, at: int) -> bool:
        """Whether the word joins a further name to the one before: وابن, وأنس."""
        word, lexicon = self.words[at], self.lexicon
        if word[0] != "و" or word in lexicon.names:
            return False
        return word[1:] in lexicon.names or word[1:] in lexicon.words("part")

    def name(self, at: int) -> tuple[int, int]:
        """The word after the name, or names, at `at`, and the word after what may follow them (رضي الله عنه)."""
        part, kin = self.lexicon.words("part"), self.lexicon.words("kin")
        begin = end = at
        of_kin = False
        while at < len(self.words):
            if (after := self.skip(at)) > at:
                end = after if end > begin and self.words[at] in CLOSER and "-" in self.gap(at) else end
                at = after
            elif self._ends(at) or (end > begin and self.lexicon.phrase("reference", self.words, at)):
                break
            elif end > begin and self.words[at] in self.lexicon.words("besides") and (on := self.until(at)):
                at = on  # وكان من أصحاب الشجرة
            elif end > begin and self.words[at] == "ثم" and at + 1 < len(self.words) and self._is_nisba(at + 1):
                end = at = at + 2  # الأنصاري ثم السلمي
            elif found := companions().match(self.words, at, 9):
                end = at = at + found[1]
            elif end > begin and self._is_nisba(at):
                end = at = at + 1
            elif self.is_name(at):
                of_kin = of_kin or self.words[at] in kin
                while self.bare(at, part) and at + 1 < len(self.words) and not self.bare(at + 1, self.lexicon.closed):
                    at += 1
                end = at = max(at + 1, self.prophet(at))  # مؤذن رسول الله
            elif of_kin and self.words[at] == "من" and (on := self.until(at, KIN_OF)):  # رجل من قومه
                end = at = on
            elif end > begin and self.words[at] in self.lexicon.words("besides") and (on := self.until(at)):
                at = on  # وكان من أصحاب الشجرة
            elif end > begin and self.words[at] == "ثم" and at + 1 < len(self.words) and self._is_nisba(at + 1):
                end = at = at + 2  # الأنصاري ثم السلمي
            elif found := companions().match(self.words, at, 9):
                end = at = at + found[1]
            elif end > begin and self._is_nisba(at):
                end = at = at + 1
            elif self.is_name(at):
                known_kin = self.words[at] in kin
                while self.bare(at, part) and at + 1 < len(self.words) and not self.bare(at + 1, self.lexicon.closed):
                    at += 1
                at += 1
                if known_kin and self.words[at : at + 1] == ["من"] and (on := self.until(at, KIN_OF)):  # رجل من قومه
                    at = on
                end = at
            elif on := self.goes_on(at, first=end == begin):
                end = at = on
            else:
                break
        return end, at
