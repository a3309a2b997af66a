"""Reads references to works of hadith: "رواه البخاري ومسلم", "Sahih Muslim 1817", "متفق عليه"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.model import Span
from takhrij.resolve.agents import HONOURS, Agents
from takhrij.resolve.draft import Draft
from takhrij.resolve.names import bare_forms, behind
from takhrij.resolve.numbers import DASHES
from takhrij.resolve.tails import IN, Tails
from takhrij.resolve.words import LATIN_END, WORD, Words, keys
from takhrij.text.keys import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Certainty, Reference

VERBS: Final = keys(
    "رواه رواها رواهما روياه رووه أخرجه أخرجها أخرجوه خرجه خرجها يرويه ترويه رويه أخرجهما علقه علقها "
    "narrated reported recorded related transmitted collected quoted cited compiled"
)
"""A verb with its object, or a participle: the quotation came before, or is "it"."""
PLAIN_VERBS: Final = keys("روى أخرج خرج يروي رويا أخرجا روت")
"""A verb whose object follows: the chain or the words come after."""
_QUOTING_VERBS: Final = keys("نقله أورده ذكره ساقه ذكرها أوردها نقلها")
"""Verbs of quoting at second hand: scholars do that with each other's words too."""
_NARRATORS: Final = frozenset({
    "malik", "ahmad", "ibnwahb", "abuawana", "abdurrazzaq", "humaydi", "ibnalmubarak", "ibnishaq", "shafii",
    "abuhanifa", "tayalisi", "ishaq", "ibnabishayba", "saidmansur", "musaddad", "khatib",
})  # fmt: skip
"""Authors who are also links in other people's chains: "روى مالك عن نافع" need not mean his book."""
_NOT: Final = keys("غير وغير ليس وليس not")
_AMONG: Final = keys("بين عند لدى among between by that")
_HADITH: Final = keys("حديث الحديث لحديث hadith")
_VERSION: Final = keys("رواية لفظ")
_BOTH: Final = keys("كل كلا من both")
_JOINING: Final = keys("و and or أو ثم و كذا وكذا كذلك وكذلك")
_ACTIVE: Final = keys("narrated narrates reported reports recorded records related relates transmitted transmits")
_REPORTED: Final = keys("that from on")
_BY: Final = keys("by in")
_AT: Final = keys("عند وعند لدى")
_HEADS: Final = ARTICLES | VERBS | PLAIN_VERBS | _QUOTING_VERBS | HONOURS | _HADITH | _VERSION


class HadithGrammar:
    """Reads a reference to hadith at one place."""

    def __init__(self, tables: Tables, usage: str) -> None:
        self.agents = Agents(tables, usage)
        self.tails = Tails(self.agents)

    def first_words(self) -> Iterable[str]:
        """The keys with which references begin, and possibly others."""
        return (*_HEADS, *self.agents.known.first_words())

    def begins(self, word: str) -> bool:
        """Whether a reference may begin with a word of this key."""
        return word in _HEADS or self.agents.known.begins(word)

    def behind(self, forms: Sequence[str]) -> frozenset[str] | None:
        """The keys of which one must stand behind a word of these forms that begins a reference; `None`: there needs be none."""
        return None if not _HEADS.isdisjoint(forms) else behind((self.agents.known,), forms)

    def at(self, words: Words, first: int, *, enclosed: bool) -> tuple[Reference, int] | None:
        """The reference that begins at item `first`, and the item after it.

        `enclosed`: a bracket opens just before.
        """
        draft = Draft()
        at = first
        if words.kinds[at] != WORD:
            return None
        if (words.is_word(at, _HADITH) and not words.is_word(at + 1, VERBS)) or words.is_word(at, _VERSION):
            at += 1
        lead = at > first
        verb, plain, at = self._verb(words, at)
        quoting = verb and words.keys[at - 1] in _QUOTING_VERBS
        if verb:
            at += words.is_mark(at, ":")
            at = words.skip(at, _BOTH)
        after = self._first(words, at, draft, verb=verb, plain=plain or quoting)
        if after is None:
            return None
        if not verb and draft.group == "muttafaq" and _is_plain_agreement(words, first, after):
            return None
        # What follows "from" is the chain, unless the hadith came before.
        quiet = plain or not (verb or enclosed or draft.group == "muttafaq")
        at = self._others(words, after, draft, verb=verb, plain=quiet, enclosed=enclosed)
        if not verb and words.is_word(at, _ACTIVE) and (draft.rare or self._is_subject(words, first, at, draft)):
            verb, at = True, at + 1  # "al-Bukhari narrated"
        latin = words.keys[first] < LATIN_END
        certainty = self._certainty(draft, verb=verb, lead=lead, latin=latin, loose=plain or latin or quoting)
        return draft.reference(
            Span(words.span(first)[0], words.span(at - 1)[1]), certainty, verb=verb, enclosed=enclosed
        ), at

    def _verb(self, words: Words, at: int) -> tuple[bool, bool, int]:
        """Whether a verb stands at item `at`, whether its object follows it, and the item after it."""
        if at >= len(words) or words.kinds[at] != WORD:
            return False, False, at
        word = words.keys[at]
        for form in (word, *bare_forms(word)) if word[0] in "وف" else (word,):
            if form in VERBS:
                if form >= LATIN_END:
                    return True, False, at + 1
                return (True, False, at + 2) if words.is_word(at + 1, _BY) else (False, False, at)
            if form in PLAIN_VERBS:
                return True, True, at + 1
            if form in _QUOTING_VERBS:
                return True, False, at + 1
        return False, False, at

    def _first(self, words: Words, at: int, draft: Draft, *, verb: bool, plain: bool) -> int | None:
        if verb and words.is_word(at, IN):
            after = self.agents.one(words, at + 1, draft, joined=False)
            return after if after is not None and draft.titles else None
        after = self.agents.one(words, at, draft, joined=not verb, sure=verb)
        if after is None and verb and not plain:
            after = self.agents.unknown(words, at, draft)
        return after

    def _others(self, words: Words, at: int, draft: Draft, *, verb: bool, plain: bool, enclosed: bool) -> int:
        """The tail of the first work and the works after it."""
        at = self.tails.read(words, at, draft, plain_verb=plain)
        while True:
            marked = words.is_mark(at, "،,;؛/&+" + DASHES) or (draft.group is not None and words.is_mark(at, ":"))
            here = at + marked
            joined = words.is_word(here, _JOINING)
            here = words.skip(here, _JOINING)
            if here >= len(words) or words.kinds[here] != WORD:
                return at
            with_and = joined or words.keys[here].startswith("و")
            again, object_follows, after_verb = self._verb(words, here)
            if again and not object_follows and with_and:
                here = after_verb
            elif (words.is_word(here, _AT) or (joined and words.is_word(here, IN))) and with_and:
                here += 1
            elif again or (not marked and not with_and):
                return at
            after = self.agents.one(words, here, draft, joined=True, sure=verb)
            if after is None and verb and not plain and (with_and or marked):
                after = self._unknown_listed(words, here, draft, enclosed=enclosed, with_and=with_and)
            if after is None:
                return at
            at = self.tails.read(words, after, draft, plain_verb=plain)

    def _unknown_listed(self, words: Words, at: int, draft: Draft, *, enclosed: bool, with_and: bool) -> int | None:
        if not enclosed and not with_and:
            return None
        return self.agents.unknown(words, at, draft)

    @staticmethod
    def _is_subject(words: Words, first: int, at: int, draft: Draft) -> bool:
        """Whether a name that is an everyday word too is that of who reports: "Muslim reported that", not "a Muslim ..."."""
        opens = first == 0 or words.kinds[first - 1] != WORD
        return draft.names > 0 and opens and words.is_word(at + 1, _REPORTED)

    def _certainty(self, draft: Draft, *, verb: bool, lead: bool, latin: bool, loose: bool) -> Certainty:
        if draft.works and (verb or (draft.group == "muttafaq" and not latin)):
            narrators = loose and not draft.titles and not draft.numbers and _NARRATORS.issuperset(draft.works)
            return "fair" if narrators else "strong"
        if not draft.works:
            return "weak"
        if (draft.rare and draft.numbers) or (draft.titles and draft.page and draft.volume):
            return "strong"
        if draft.titles or lead or (draft.group and draft.rare):
            return "fair" if draft.rare else "weak"
        if draft.names > 1 and draft.rare and not _NARRATORS.issuperset(draft.works):
            return "fair"
        return "weak"

    def misspelt_first(self, words: Words, first: int, limit: int) -> tuple[Reference, int] | None:
        """An author's name not quite right, with a number, at the head of a bracket that closes at item `limit`."""
        work = self.agents.misspelt_name(words, first)
        if work is None:
            return None
        draft = Draft()
        draft.add(work)
        after = self.tails.read(words, first + 1, draft, plain_verb=False)
        if not (draft.numbers or draft.page):
            return None
        after = self._others(words, after, draft, verb=False, plain=False, enclosed=True)
        if after > limit:
            return None
        return draft.reference(
            Span(words.span(first)[0], words.span(after - 1)[1]), "fair", verb=False, enclosed=True
        ), after


def _is_plain_agreement(words: Words, first: int, after: int) -> bool:
    """Whether "agreed upon" is said of something else: "not agreed upon", "agreed upon among the grammarians"."""
    return (first > 0 and words.is_word(first - 1, _NOT)) or words.is_word(after, _AMONG)
