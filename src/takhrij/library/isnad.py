"""Isnad and matn: where the chain of narrators ends and the report begins.

A chain is read word by word for as long as the words can belong to one: verbs that hand a report on (حدثنا, أخبرنا),
particles (عن), verbs of saying, names. The matn begins at the first word that cannot. The rules on edges:

* The story around the Prophet's words belongs to the matn: "رأيت رسول الله ﷺ يصلي", "سألت عائشة عن …".
* "قال رسول الله ﷺ" and its like stay with the chain where his words follow directly; where the formula tells more than
  that he spoke ("قال رسول الله ﷺ يوم أحد"), the matn begins with it.
* A hadith that only refers to another ("مثله", "بهذا الإسناد") has an empty matn at its end.
* What the compiler says afterwards ("قال أبو عيسى هذا حديث حسن") is not matn.
* Whatever does not begin like a chain is matn as a whole.

The words are data: `data/isnad.tsv` and `data/narrator_words.tsv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from takhrij.library.tables import read_table, several, tables

WORD: Final = re.compile("[\u0610-\u061a\u0621-\u065f\u0670-\u06d3\u06d6-\u06ed\ufdfa\ufdfb]+")
LOOK_AHEAD: Final = 4  # words that a name unknown to the table may take before the chain goes on
STORY: Final = 6  # words within which a quotation mark shows that a formula of saying is part of a story


class Split(NamedTuple):
    """A hadith taken apart; ranges are half-open and count code points."""

    matn: tuple[int, int]
    companion: str = ""
    narrator: str = ""
    """The last name of the chain, as written."""


class Lexicon:
    """The words of chains, by class."""

    __slots__ = ("_phrases", "_words", "names")

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

    def words(self, kind: str) -> frozenset[str]:
        """The single words of a class."""
        return self._words[kind]

    def phrase(self, kind: str, words: list[str], at: int) -> int:
        """How many words the longest phrase of this class takes at `at`; 0 when none stands there."""
        for phrase in self._phrases[kind].get(words[at], ()) if at < len(words) else ():
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0


@cache
def lexicon() -> Lexicon:
    """The words of chains, from the package's tables."""
    return Lexicon(read_table("isnad.tsv"), frozenset(row[0] for row in read_table("narrator_words.tsv")))


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """A word at level folded."""
    return tables().letters.fold(word)


class _Chain:
    """One reading of a text, from its first word on."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text = text
        self.lexicon = words
        found = [(fold(match.group()), match.start(), match.end()) for match in WORD.finditer(text)]
        found = [word for word in found if word[0]]
        self.words = [word for word, _, _ in found]
        self.starts = [start for _, start, _ in found]
        self.ends = [end for _, _, end in found]
        self.name = (0, 0)
        self.links = 0
        self.carry, self.heard = words.words("carry"), words.words("heard")
        self.said, self.that = words.words("said"), words.words("that")
        self.noise, self.kin, self.part = words.words("noise"), words.words("kin"), words.words("part")
        self.closed = self.carry | self.heard | self.said | self.that | {"عن"}
        self.connect = self.carry | self.heard | {"عن"}

    def bare(self, at: int, among: frozenset[str]) -> bool:
        """Whether the word at `at`, with or without a leading waw or fa, is one of these."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        return word in among or (word[0] in "وف" and word[1:] in among)

    def quoted(self, at: int) -> bool:
        """Whether a quotation mark stands right before the word."""
        gap = self.text[self.ends[at - 1] if at else 0 : self.starts[at]]
        return any(mark in gap for mark in '"«“{﴿')

    def comma(self, at: int) -> bool:
        """Whether a comma stands right before the word."""
        return at > 0 and "،" in self.text[self.ends[at - 1] : self.starts[at]]

    def prophet(self, at: int) -> int:
        """The word after the Prophet's name and the blessing on him; `at` when he is not named there."""
        return at + self.lexicon.phrase("prophet", self.words, at)

    def skip(self, at: int) -> int:
        """The word after phrases that name nobody."""
        while at < len(self.words):
            taken = self.lexicon.phrase("phrase", self.words, at)
            if not taken:
                return at
            at += taken
        return at

    def goes_on(self, at: int) -> int:
        """The word at which the chain goes on after a name that the table lacks; 0 when it does not go on soon."""
        for ahead in range(at, min(at + LOOK_AHEAD + 1, len(self.words))):
            if self.bare(ahead, self.connect):
                return ahead
            if self.words[ahead] in ("قال", "قالت") and ahead + 1 < len(self.words) and ahead > at:
                following = self.words[ahead + 1]
                if following in self.connect or following in ("قال", "قالت") or self.prophet(ahead + 1) > ahead + 1:
                    return ahead
            if self.bare(ahead, self.said | self.that):
                return 0
        return 0

    def is_name(self, at: int) -> bool:
        if at >= len(self.words):
            return False
        word = self.words[at]
        if word in self.lexicon.names or word in self.part or word in self.kin:
            return True
        return word[0] == "و" and (word[1:] in self.lexicon.names or word[1:] in self.part)

    def read_name(self, at: int) -> int:
        """The word after the name, or names, at `at`."""
        begin = at
        while at < len(self.words):
            after = self.skip(at)
            if after > at:
                at = after
                continue
            if self.bare(at, self.connect | self.said | self.that | self.noise):
                break
            if self.is_name(at):
                while self.bare(at, self.part) and not self.bare(at + 1, self.closed) and at + 1 < len(self.words):
                    at += 1
                at += 1
                continue
            on = self.goes_on(at)
            if not on:
                break
            at = on
        if at > begin:
            self.name = (begin, at)
            self.links += 1
        return at

    def speech(self, frame: int, after: int) -> int:
        """Where the matn begins after the Prophet's name and a verb of saying.

        At `after` (behind the formula) if his words follow directly, else at `frame`, the first word of the clause.
        """
        if after >= len(self.words):
            return after
        if self.quoted(after):
            return after
        if any(self.quoted(ahead) for ahead in range(after + 1, min(after + STORY + 1, len(self.words)))):
            return frame
        if '"' not in self.text and self.words[after] in self.lexicon.words("frame"):
            return frame
        return after

    def report(self, frame: int, after: int) -> int:
        """Where the matn begins when the Prophet is named, the verb of saying (if any) still to come at `after`."""
        if self.bare(after, frozenset({"قال", "يقول"})):
            return self.speech(frame, after + 1)
        if after + 1 < len(self.words) and self.words[after] == "انه" and self.words[after + 1] in ("قال", "يقول"):
            return self.speech(after, after + 2)
        return frame

    def begin(self) -> int:
        """The word at which the matn begins."""
        words, at, last = self.words, 0, len(self.words)
        if not last or not (self.bare(0, self.connect) or self.skip(0) or words[0] in self.said or self.is_name(0)):
            return 0
        while at < last:
            after = self.skip(at)
            if after > at:
                if words[at] in ("قرات", "قري"):
                    after = self.read_name(after)
                at = after
                continue
            if self.lexicon.phrase("reference", words, at) and self.links:
                return at
            if self.bare(at, self.noise):
                at += 1
                if self.is_name(at):
                    held = self.name
                    at = self.read_name(at)
                    if words[at - 1] and held != (0, 0):
                        self.name = (held[0], at)
                continue
            if self.bare(at, self.connect):
                verb = at
                at += 1
                if (after := self.prophet(at)) > at:
                    frame = after if words[verb] in ("عن", "وعن") else verb
                    return self.report(frame, after)
                at = self.read_name(at)
                continue
            if self.bare(at, self.said):
                if (after := self.prophet(at + 1)) > at + 1:
                    return self.speech(at, after)
                if self.is_name(at + 1):
                    held = self.name
                    after = self.read_name(at + 1)
                    if self.bare(after, self.connect) or self.bare(after, self.noise | self.that):
                        at = after
                        continue
                    if self.bare(after, self.said) or (at and self.bare(at - 1, self.said)):
                        at = after
                        continue
                    self.name = held
                    return at + 1 if not self.bare(at - 1, self.said) else at
                at += 1
                continue
            if self.bare(at, self.that):
                begin = at + 1
                if (after := self.prophet(begin)) > begin:
                    return self.report(begin, after)
                if words[at] == "ان" and self.is_name(begin):
                    held = self.name
                    after = self.read_name(begin)
                    if self.bare(after, self.connect) or self.bare(after, self.said):
                        at = after
                        continue
                    if held != (0, 0):
                        self.name = held
                    return begin
                at += 1
                if not (self.bare(at, self.connect) or self.bare(at, self.said)):
                    return at
                continue
            if self.links and self.goes_on(at) and self.is_name(at):
                at = self.read_name(at)
                continue
            return at
        return at

    def end(self, begin: int) -> int:
        """The word before which the matn ends: where a remark of the compiler begins after a full stop."""
        for at in range(begin + 1, len(self.words)):
            if self.lexicon.phrase("remark", self.words, at):
                gap = self.text[self.ends[at - 1] : self.starts[at]]
                if "." in gap or "\n\n" in gap:
                    return at
        return len(self.words)


def split(text: str) -> Split:
    """The matn of a hadith and the last narrator of its chain.

    >>> text = "حدثنا قتيبة، عن مالك، عن نافع، عن ابن عمر، أن رسول الله صلى الله عليه وسلم قال من حمل علينا السلاح"
    >>> parts = split(text)
    >>> text[parts.matn[0] : parts.matn[1]]
    'من حمل علينا السلاح'
    >>> parts.narrator
    'ابن عمر'
    """
    chain = _Chain(text, lexicon())
    begin = chain.begin()
    if not begin or not chain.links:
        return Split((0, len(text)))
    first, last = chain.name
    narrator = text[chain.starts[first] : chain.ends[last - 1]] if last else ""
    referring = lexicon().phrase("reference", chain.words, begin)
    if begin + referring >= len(chain.words):
        return Split((len(text), len(text)), "", narrator)
    end = chain.end(begin)
    return Split((chain.starts[begin], chain.ends[end - 1]), "", narrator)
