"""What follows the name of a work in a reference: numbers, title, book and chapter, gradings, narrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.resolve.draft import Draft
from takhrij.resolve.gradings import Gradings
from takhrij.resolve.hadith_numbers import BOOK, CHAPTER, NUMBER_LABELS, labelled_number, plain_number
from takhrij.resolve.numbers import DASHES
from takhrij.resolve.words import LATIN_END, LINE, MARK, NUMBER, WORD, Words, keys

if TYPE_CHECKING:
    from takhrij.resolve.agents import Agents

IN: Final = keys("في in وفي ضمن من")
_FREE_STOP: Final = keys(
    "حيث قال وقال قالت يقول أن وأن وهو وهي الذي التي عن وعن رقم برقم باب كتاب وقد فقال ونص ونصه بلفظ "
    "which where that who number no narrated from and"
)
_FREE_STOP_CHAPTER: Final = _FREE_STOP - keys("أن عن من which who that from and")
_COUNTED: Final = keys("حديث الحديث hadith")
_SAYS: Final = keys("قال قالت قالا يقول تقول أن أنه أنها قلت سمعت حدثنا سئل كان said that reported narrated who")
_NARRATOR: Final = keys("عن via from")
_FROM: Final = keys("من")
_HADITH_OF: Final = keys("حديث رواية طريق")
_ON: Final = keys("on")
_AUTHORITY: Final = keys("authority")
_QUOTES: Final = "\"'«»“”„‘’<>"
_MOST_FREE: Final = 12
_MOST_BRACKETED: Final = 9


class Tails:
    """Reads what follows the name of a work."""

    def __init__(self, agents: Agents) -> None:
        self.agents = agents
        self.gradings = Gradings(agents, self._where)

    def read(self, words: Words, at: int, draft: Draft, *, plain_verb: bool) -> int:
        """Everything from item `at` on that belongs to the work before it; the item after it."""
        while True:
            after = self._item(words, at, draft, plain_verb=plain_verb)
            if after is None or after <= at:
                return at
            at = after

    def _item(self, words: Words, at: int, draft: Draft, *, plain_verb: bool) -> int | None:
        here = at + (words.is_mark(at, "،,:;؛|" + DASHES) or (words.is_mark(at, "/") and words.is_number(at + 1)))
        size = len(words)
        if here >= size:
            return None
        if here > at and words.kinds[here] == MARK and words.keys[here] in DASHES:
            here += 1
            if here >= size:
                return None
        kind, word = words.kinds[here], words.keys[here]
        if kind == NUMBER:
            listed = here > at and words.is_mark(at, "،,;؛") and not self._stands_alone(words, here)
            return None if listed else plain_number(words, here, draft)
        if kind == MARK:
            if word in "([" and here == at:
                return self._bracket(words, here, draft)
            return labelled_number(words, here, draft) if word == "#" else self._quoted(words, here, at)
        if kind == LINE:
            return None
        after = labelled_number(words, here, draft)
        if after is None and word in IN:
            after = self._inside(words, here + 1, draft)
        if after is None and (word in BOOK or word in CHAPTER):
            after = self._free(words, here, draft)
        if after is None and word not in IN and (here > at or word < LATIN_END):
            after = self.agents.title_beside(words, here, draft)
        if after is None:
            after = self.gradings.qualifier(words, here, draft)
        if after is None:
            after = self.gradings.grading(words, here, draft, marked=here > at)
        if after is None and not plain_verb and (word in _NARRATOR or self._says_whose(words, here)):
            after = self._narrator(words, here)
        return after

    @staticmethod
    def _says_whose(words: Words, at: int) -> bool:
        """Whether "from the hadith of", "on the authority of" stands at item `at`."""
        return (words.is_word(at, _FROM) and words.is_word(at + 1, _HADITH_OF)) or (
            words.is_word(at, _ON) and words.is_word(at + 2, _AUTHORITY)
        )

    @staticmethod
    def _stands_alone(words: Words, at: int) -> bool:
        """Whether the number at `at`, after a comma, counts nothing: a mark or the end follows."""
        return at + 1 >= len(words) or words.kinds[at + 1] in (MARK, LINE)

    def _bracket(self, words: Words, at: int, draft: Draft) -> int | None:
        """Brackets that open within the reference: "(1817)", "(رقم 5)", "(مسند أحمد: 12)", "(كتاب الإيمان)"."""
        limit = at + 1
        number = words.is_word(limit, BOOK | CHAPTER)
        most = _MOST_FREE * 3 if number else _MOST_BRACKETED
        while limit < len(words) and limit - at <= most:
            if words.kinds[limit] == LINE or words.is_mark(limit, "([{"):
                return None
            if words.is_mark(limit, ")]"):
                break
            number = number or words.kinds[limit] == NUMBER
            limit += 1
        else:
            return None
        if limit >= len(words) or not number:
            return None
        here = at + 1
        if words.is_number(here):
            here = plain_number(words, here, draft)
        else:
            named = self.agents.one(words, here, Draft(), joined=False)
            here = named if named is not None else here
        while here < limit:
            after = self._item(words, here, draft, plain_verb=False)
            if after is None or after <= here:
                break
            here = after
        return limit + 1

    def _inside(self, words: Words, at: int, draft: Draft) -> int | None:
        """What follows "in": a title, a book or a chapter."""
        quote = words.is_mark(at, _QUOTES + "(")
        here = at + quote
        if here >= len(words):
            return None
        after = self.agents.title_beside(words, here, draft)
        if after is None and words.kinds[here] == WORD and (words.keys[here] in BOOK or words.keys[here] in CHAPTER):
            after = self._free(words, here, draft)
        if after is None and quote:
            return self._quoted(words, at, at)
        if after is None:
            other = Draft()
            after = self.agents.one(words, here, other, joined=False)
            if after is None or not other.titles:
                return None
            work = other.works[0]
            same = self.agents.authors.get(work) == self.agents.authors.get(draft.last)
            if same:
                draft.replace_last(work)
            else:
                draft.add(work)
            draft.titles += 1
            draft.rare += other.rare
        if quote and words.is_mark(after, _QUOTES + ")"):
            after += 1
        return after

    def _quoted(self, words: Words, at: int, before: int) -> int | None:
        """A title in quotation marks, after "in" or a label."""
        if not words.is_mark(at, _QUOTES) or before == at == 0 or not words.is_word(at - 1, IN):
            return None
        for here in range(at + 2, min(at + _MOST_BRACKETED, len(words))):
            if words.kinds[here] == LINE:
                return None
            if words.is_mark(here, _QUOTES):
                return here + 1
        return None

    def _free(self, words: Words, at: int, draft: Draft) -> int | None:
        """The name of a book or a chapter, in any words up to a mark."""
        book = words.keys[at] in BOOK
        if book:
            beside = self.agents.title_beside(words, at, draft)
            if beside is not None:
                return beside
            named = self.agents.known.match(words, at + 1)
            if (
                named is not None
                and named[0].kind == "title"
                and self.agents.authors[named[0].id] == self.agents.authors.get(draft.last)
            ):
                draft.replace_last(named[0].id)
                return named[1]
        here = at + 1
        here += words.is_mark(here, ":")
        first = here
        while here < len(words) and here - first < _MOST_FREE and not self._ends_free(words, here, first, book=book):
            here += 1
        while here > first and words.kinds[here - 1] == MARK:
            here -= 1
        if here == first:
            return None
        if book:
            draft.book = draft.book or words.written(at, here)
        else:
            draft.chapter = draft.chapter or words.written(at, here)
        return here

    def _ends_free(self, words: Words, at: int, first: int, *, book: bool) -> bool:
        """Whether the name of a book or chapter that began at `first` ends before item `at`."""
        kind, word = words.kinds[at], words.keys[at]
        if kind == WORD:
            if word in _COUNTED:
                return words.is_number(at + 1) or words.is_word(at + 1, NUMBER_LABELS)
            return at > first and word in (_FREE_STOP if book else _FREE_STOP_CHAPTER)
        return kind != MARK or word not in "-'’" + DASHES

    def _where(self, words: Words, at: int, graders: Draft) -> int:
        if words.is_word(at, IN):
            after = self._inside(words, at + 1, graders)
            at = after if after is not None else at
        bracket = self._bracket(words, at, Draft()) if words.is_mark(at, "(") else None
        if bracket is not None:
            return bracket
        label = labelled_number(words, at, Draft()) if at < len(words) and words.kinds[at] == WORD else None
        return label if label is not None else at

    def _narrator(self, words: Words, at: int) -> int | None:
        """The narrator, "from Abu Hurayra", where the sentence ends with him."""
        for here in range(at + 1, min(at + 12, len(words) + 1)):
            if here == len(words) or words.kinds[here] == LINE or words.is_mark(here, '.)]};؛،,"»”'):
                following = words.is_mark(here, '،,"') and words.is_word(here + 1, _SAYS | _NARRATOR)
                return here if here > at + 1 and not following else None
            if (words.kinds[here] == WORD and words.keys[here] in _SAYS) or words.kinds[here] == MARK:
                return None
        return None
