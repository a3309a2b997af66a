"""Finds the references that a text states, in a window, after a quotation, or before it."""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, Final

from takhrij.model import Span
from takhrij.resolve.beginnings import BOTH, HADITH, QURAN, Beginnings
from takhrij.resolve.hadith import HadithGrammar
from takhrij.resolve.names import bare_forms
from takhrij.resolve.numbers import AND
from takhrij.resolve.quran import BEFORE_NUMBERS, SURAH, QuranGrammar
from takhrij.resolve.record import CERTAINTIES, Certainty, Reference
from takhrij.resolve.words import LATIN_END, LINE, MARK, NUMBER, TOKEN, TOKENS, WORD, Words, keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.library.tables import Tables

__all__ = ["Certainty", "Reference", "ReferenceReader"]

_OPENING: Final = "([{（【"
_OPENING_MARKS: Final = frozenset(_OPENING)
_CLOSES: Final = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_BETWEEN: Final = "،,;؛/"
_QUOTES: Final = "\"'«»“”„‘’*"
NUMBERED: Final = re.compile(r"\s{0,2}[:،,/-]\s{0,2}\d")
_MOST_ENCLOSED: Final = 60
_AFTER_MARKS: Final = "\"'«»“”„‘’﴾﴿)]}>.،,:;؛!؟?…-–—([{*|<~"
_AFTER_WORDS: Final = keys(
    "المصدر مصدر المرجع الراوي التخريج الآية الحديث الحديثان وهو وهي كلاهما وكلاهما كلتاهما في هذا هذه كما جاء "
    "source reference from in it is this the narrated both"
)
_LATEST_LINES: Final = 2
_LEADS: Final = "«“{﴿"
"""Marks that, behind a colon, open the next quotation."""


class ReferenceReader:
    """Reads stated references.

    Args:
        tables: the data tables.
        usage: whose meaning group terms have; a name of the table of groups, or "" for the usual one.

    >>> from takhrij.library.tables import tables
    >>> text = "«إنما الأعمال بالنيات» (رواه البخاري ومسلم)، وقال تعالى: ﴿...﴾ [النساء: 59]"
    >>> for found in ReferenceReader(tables()).read(text, 0, len(text)):
    ...     print(text[found.span.start : found.span.end], found.works, found.surah, found.ayah_start)
    رواه البخاري ومسلم ('bukhari', 'muslim') None None
    النساء: 59 () 4 59
    """

    def __init__(self, tables: Tables, usage: str = "") -> None:
        self.quran = QuranGrammar(tables)
        self.hadith = HadithGrammar(tables, usage)
        self.begins = Beginnings(self.quran, self.hadith)

    def read(self, text: str, start: int, end: int) -> list[Reference]:
        """Every reference in `text[start:end]`, in order, none overlapping another."""
        return [found for found, _, _ in self._all(Words(text, max(0, start), min(end, len(text))), 0)]

    def after(self, text: str, pos: int, limit: int) -> list[Reference]:
        """The references that directly follow a quotation that ends at `pos`, within `limit` code points.

        Closing marks, brackets, dashes, up to two line ends and words such as "source:" may stand between; further
        references may follow the first in the same bracket, or after a comma.
        """
        if not self._may_follow(text, pos, pos + limit):
            return []
        words = Words(text, pos, min(len(text), pos + limit))
        at, lines = 0, 0
        one: tuple[Reference, int] | None = None
        while at < len(words):
            kind, word = words.kinds[at], words.keys[at]
            if kind == LINE:
                lines += 1
                if lines > _LATEST_LINES:
                    return []
            elif kind == WORD:
                one = self._one(words, at)
                if one is not None:
                    break
                if self._misspelt(words, at):
                    at -= 1
                    break
                if word not in _AFTER_WORDS:
                    return []
            elif kind == NUMBER:
                one = self._one(words, at)
                if one is None:
                    return []
                break
            elif word not in _AFTER_MARKS:
                return []
            at += 1
        out: list[Reference] = []
        expected = at
        for found, first, behind in self._all(words, at, one):
            if not self._continues(words, expected, first, found):
                break
            out.append(found)
            expected = behind
        return out

    def _may_follow(self, text: str, pos: int, end: int) -> bool:
        """Whether the first word or number after a quotation may begin a reference: most do not, and are soon told."""
        lines, colon, before = 0, -1, " "
        last: tuple[str, ...] = ()  # a word that may begin one if the right word is behind it
        for match in TOKEN.finditer(text, pos, end):
            kind, word = TOKENS[match[0]]
            if last:
                # A line end may be within brackets and count for nothing.
                if kind == LINE or self.begins.at((*last, word), 0):
                    return True
                if last[0] not in _AFTER_WORDS:
                    return False
                last = ()
            if kind == LINE:
                lines += 1
                if lines > _LATEST_LINES:
                    return False
            elif kind == WORD:
                if before in _OPENING and NUMBERED.match(text, match.end()):
                    return True
                if self.begins[word]:
                    last = (word,)
                elif word not in _AFTER_WORDS:
                    return False
            elif kind == NUMBER:
                return text[match.end() : match.end() + 2].lstrip()[:1] == ":"
            elif word not in _AFTER_MARKS:
                return False
            elif word == ":":
                colon = match.end()
            elif word in _LEADS and colon >= 0:
                return False
            before = word
        return bool(last and self.begins.at(last, 0))

    def _misspelt(self, words: Words, at: int) -> bool:
        """Whether a bracket that begins with the word at `at` holds nothing but a name not quite a surah's, and a verse."""
        close = self._close(words, at - 1) if at and words.is_mark(at - 1, _OPENING) else None
        found = self.quran.misspelt_alone(words, at, close) if close is not None else None
        return found is not None and found[0].surah is not None

    def _continues(self, words: Words, at: int, first: int, found: Reference) -> bool:
        """Whether only marks stand between two references; a sentence may end if the next is "and ... reported it"."""
        again = found.verb and words.keys[first].startswith("و")
        for item in range(at, first):
            if words.kinds[item] == LINE:
                if not again:
                    return False
            elif words.kinds[item] != MARK or words.keys[item] not in _BETWEEN + ")]}([{" + "." * again:
                return False
        return True

    def before(self, text: str, pos: int, limit: int, kinds: int = BOTH) -> list[Reference]:
        """The references that lead up to `pos`, nearest first; if only some kinds are asked for, others may be left out.

        At most `limit` code points back. The sentence ends where another quotation closes or a paragraph ends.
        """
        start = max(0, pos - limit)
        end = start + len(text[start:pos].rstrip())
        for stop in ("\n\n", "»", "﴾", "”"):
            cut = text.rfind(stop, start, end)
            if cut >= 0:
                start = cut + len(stop)
        return self.stated(text, start, pos, kinds)[::-1]

    def stated(self, text: str, start: int, end: int, kinds: int = BOTH) -> list[Reference]:
        """As `read`, if there is a word with which references of some kinds begin, or numbers with a colon; else nothing."""
        words = Words(text, start, min(end, len(text)))
        return [found for found, _, _ in self._all(words, 0)] if self._may_hold(words, kinds) else []

    def _may_hold(self, words: Words, kinds: int) -> bool:
        keys, begins = words.keys, self.begins
        begun = list(compress(range(len(keys)), map(begins.__getitem__, keys)))
        for at in begun:
            if begins.at(keys, at) & kinds:
                return True
        if NUMBER not in words.kinds:
            return False
        # Two numbers need no word; a name in brackets may be misspelt.
        return (kinds & QURAN and ":" in keys) or (bool(begun) and not _OPENING_MARKS.isdisjoint(keys))

    def _one(self, words: Words, at: int) -> tuple[Reference, int] | None:
        """The best reference that begins at item `at`."""
        kind = words.kinds[at]
        if kind == NUMBER:
            return self.quran.at(words, at) if at + 1 < len(words.keys) and words.keys[at + 1] == ":" else None
        if kind != WORD:
            return None
        begins = self.begins.at(words.keys, at)
        if not begins:
            return None
        enclosed = at > 0 and words.is_mark(at - 1, _OPENING)
        one = self.hadith.at(words, at, enclosed=enclosed) if begins & HADITH else None
        other = self.quran.at(words, at) if begins & QURAN else None
        if one is not None and other is not None:
            ranks = [(CERTAINTIES.index(found[0].certainty), found[1]) for found in (one, other)]
            best = one if ranks[0] > ranks[1] else other
        else:
            found = one or other
            if found is None:
                return None
            best = found
        joined = self._joined(words.keys[at])
        if joined and best[0].span.start == words.span(at)[0]:
            span = Span(words.start_without(at, joined), best[0].span.end)
            best = best[0]._replace(span=span), best[1]
        return best

    def _joined(self, word: str) -> int:
        """How many letters of a word with which a reference begins are a conjunction or preposition joined to it."""
        if word < LATIN_END or self.quran.begins(word) or self.hadith.begins(word):
            return 0
        for form in bare_forms(word):
            if self.quran.begins(form) or self.hadith.begins(form):
                return len(word) - len(form)
        return 0

    def _idle(self, words: Words, first: int, after: int, reference: Reference, *, bare: bool = False) -> bool:
        """Whether it is a bare name or a bare number, which is no reference in running text.

        A name between marks or line ends, or before a colon, may be one; so may one right behind a quotation (`bare`), but
        not where a sentence in Latin letters begins with it.
        """
        if reference.certainty != "weak" or reference.enclosed or reference.verb:
            return False
        if bare and (words.keys[first] >= LATIN_END or _parted(words, after)):
            return False
        if _parted(words, after) and (
            _parted(words, first - 1) or (reference.kind == "hadith" and words.is_mark(after, ":"))
        ):
            return False
        if reference.kind == "quran":
            return not reference.ayah_ranges or (reference.surah is None and not reference.surah_misspelt)
        return not (reference.by_title or reference.numbers or reference.group or len(reference.works) > 1)

    def _follows(self, words: Words, at: int, last: Reference, found: Reference) -> bool:
        """Whether `found`, at item `at`, goes on with a list of verses: "Q 4:59, 5:3"."""
        return (
            found.certainty == "weak"
            and found.surah_number is not None
            and last.kind == "quran"
            and last.surah_number is not None
            and last.certainty == "strong"
            and (words.is_mark(at - 1, "،,;؛") or words.is_word(at - 1, AND))
        )

    def _all(
        self, words: Words, at: int, first: tuple[Reference, int] | None = None
    ) -> Iterator[tuple[Reference, int, int]]:
        """The references from item `at` on, each with its first item and the item after it.

        `first`: the one at item `at`, right behind a quotation; then only those are wanted between which no word stands.
        """
        last: Reference | None = None
        size = len(words)
        kinds = words.kinds
        bracket_end = -1  # where the bracket closes that opened before the last reference
        behind = -1  # the item after the last reference
        keys, begins = words.keys, self.begins
        bare = at if first is not None else -1
        while at < size:
            kind = kinds[at]
            if kind == LINE or (kind == MARK and keys[at] not in _OPENING):
                at += 1
                continue
            if kind == MARK:
                close = self._close(words, at)
                found = self._bracketed(words, at, close) if close is not None else None
                if found is None or close is None:
                    at += 1
                    continue
                yield found
                last = found[0]
                at = behind = found[2]
                bracket_end = close
                continue
            one = first if at == bare else self._one(words, at) if kind == NUMBER or begins[keys[at]] else None
            if one is None or self._idle(words, at, one[1], one[0], bare=at == bare):
                if first is not None:
                    return
                at += 1
                continue
            reference, after = one
            listed = (
                at <= bracket_end and behind >= 0 and all(words.is_mark(item, _BETWEEN) for item in range(behind, at))
            )
            if listed and (words.is_mark(after, _BETWEEN) or after == bracket_end):
                reference = _enclosed(reference)
            if last is not None and behind == at - 1 and self._follows(words, at, last, reference):
                reference = reference._replace(certainty="strong")
            yield reference, at, after
            last = reference
            at = behind = after

    def _close(self, words: Words, at: int) -> int | None:
        """The item that closes the bracket at `at`, on the same line and not too far."""
        want, opened = _CLOSES[words.keys[at]], 0
        for here in range(at + 1, min(at + _MOST_ENCLOSED, len(words))):
            if words.kinds[here] == LINE:
                return None
            if words.kinds[here] == MARK:
                if words.keys[here] == words.keys[at]:
                    opened += 1
                elif words.keys[here] == want:
                    if not opened:
                        return here
                    opened -= 1
        return None

    def _bracketed(self, words: Words, at: int, close: int) -> tuple[Reference, int, int] | None:
        """The reference with which the content of a bracket begins."""
        first = at + 1
        while first < close and words.is_mark(first, _QUOTES + _OPENING):
            first += 1
        if first >= close:
            return None
        one = self._one(words, first)
        if one is None:
            one = self.hadith.misspelt_first(words, first, close) or self.quran.misspelt_alone(words, first, close)
            if one is None:
                return None
        reference, after = one
        if after > close:
            return None if self._idle(words, first, after, reference) else (reference, first, after)
        if reference.kind == "quran":
            whole = after == close or words.is_mark(after, _BETWEEN + _QUOTES + ".")
            if whole:
                reference = _enclosed(reference, self._most(words, at, first))
            return None if self._idle(words, first, after, reference) else (reference, first, after)
        alone = words.kinds[after] == WORD and all(words.kinds[item] == WORD for item in range(first, after))
        if reference.certainty == "weak" and not reference.verb and alone:
            return (
                None if self._idle(words, first, after, reference) else (reference, first, after)
            )  # a name, and other words
        after, end = self._rest(words, after, close)
        certainty: Certainty = reference.certainty
        if after == close:
            running = at > 0 and words.kinds[at - 1] == WORD and certainty == "weak" and len(reference.works) == 1
            certainty = "strong" if reference.works and not running else "fair"
        reference = reference._replace(span=Span(reference.span.start, end), enclosed=True, certainty=certainty)
        return (reference, first, after)

    def _most(self, words: Words, at: int, first: int) -> Certainty:
        """How certain a reference to verses can be that fills the bracket at `at` and begins at `first`.

        Two numbers alone after a word may be a time, a score or another scripture: "Matthew (5:3)".
        """
        if words.kinds[first] == NUMBER and words.is_mark(at, "(") and at and words.kinds[at - 1] == WORD:
            before = words.keys[at - 1]
            if before in BEFORE_NUMBERS:
                return "strong"
            return "weak" if before < LATIN_END and words.text[words.span(at - 1)[0]].isupper() else "fair"
        if words.keys[first] == "ص":  # "page" as much as the surah
            return "weak" if at and words.kinds[at - 1] == LINE else "fair"
        return "strong"

    def _rest(self, words: Words, at: int, close: int) -> tuple[int, int]:
        """How far a reference to hadith reaches within its bracket: to its end, unless verses or a sentence follow."""
        for here in range(at, close):
            if words.is_word(here, SURAH) or words.is_mark(here, ".؟!"):
                return at, words.span(at - 1)[1]
            if words.kinds[here] == WORD and here > at:
                found = self.quran.at(words, here) if self.begins.at(words.keys, here) & QURAN else None
                if found is not None and found[0].surah is not None and found[0].ayah_ranges:
                    return at, words.span(at - 1)[1]
        last = close
        while last > at and words.is_mark(last - 1, _BETWEEN + ".:"):
            last -= 1
        return close, words.span(last - 1)[1]


def _parted(words: Words, at: int) -> bool:
    """Whether a mark, a line end or the edge of the window stands at item `at`."""
    return not 0 <= at < len(words.kinds) or words.kinds[at] in (MARK, LINE)


def _enclosed(reference: Reference, most: Certainty = "strong") -> Reference:
    """A reference to verses that fills its bracket, or its part of it."""
    certainty = reference.certainty
    named = reference.surah is not None and (reference.ayah_ranges or reference.surah_number is not None)
    if named or reference.works:
        certainty = "fair" if reference.surah_misspelt and most == "strong" else most
    return reference._replace(certainty=certainty, enclosed=True)
