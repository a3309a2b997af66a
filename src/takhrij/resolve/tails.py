"""What follows the name of a work in a reference: numbers, book and chapter, title, qualifiers, gradings, narrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.resolve.draft import Draft
from takhrij.resolve.names import Phrases, bare_forms
from takhrij.resolve.numbers import DASHES
from takhrij.resolve.words import LINE, MARK, NUMBER, WORD, Words, keys

if TYPE_CHECKING:
    from takhrij.resolve.agents import Agents

NUMBER_LABELS: Final = keys(
    "رقم برقم رقمه الرقم حديث الحديث بحديث ح number no nos num nr n hadith hadeeth hadis ahadith h"
)
VOLUME_LABELS: Final = keys("ج الجزء جزء مجلد المجلد مج volume vol part")
PAGE_LABELS: Final = keys("ص صفحة الصفحة صـ page pages p pp pg")
BOOK: Final = keys("كتاب وكتاب الكتاب book kitab bk")
CHAPTER: Final = keys("باب وباب أبواب الباب chapter bab chap ch")
IN: Final = keys("في in وفي ضمن من")
_FREE_STOP: Final = keys(
    "حيث قال وقال قالت يقول أن وأن وهو وهي الذي التي عن وعن رقم برقم باب كتاب وقد فقال ونص ونصه بلفظ "
    "which where that who number no narrated from and"
)
_COUNTED: Final = keys("حديث الحديث hadith")
_SAYS: Final = keys("قال قالت قالا يقول تقول أن أنه أنها قلت سمعت حدثنا سئل كان said that reported narrated who")
_NARRATOR: Final = keys("عن via from")
_GRADES: Final = keys(
    "صحيح حسن غريب ضعيف جيد قوي لين منكر موضوع ثقات ثقة صالح متروك مجهول رجاله إسناده الإسناد إسناد سند سنده "
    "حديث هذا الحديث "
    "وهو لغيره لذاته مرسل موقوف على شرط شرطهما الشيخين مسلم البخاري به لا بأس واه"
)
_GRADE_NAMES: Final = {
    "صحيح": "sahih", "حسن": "hasan", "غريب": "gharib", "ضعيف": "daif", "جيد": "jayyid", "قوي": "qawi", "موضوع": "mawdu",
    "منكر": "munkar",
}  # fmt: skip
_GRADERS: Final = {
    key: name
    for name, words in {
        "sahih": "صححه صححها صححاه صححوه authenticated", "hasan": "حسنه حسنها حسنوه", "daif": "ضعفه ضعفها ضعفوه",
        "jayyid": "جوده", "qawi": "قواه", "defective": "اعله أعله",
    }.items()
    for key in keys(words)
}  # fmt: skip
_CHAINS: Final = keys("بإسناد بسند بأسانيد بإسنادين إسناده سنده رجاله بسندين وإسناده وسنده ورجاله")
_QUALIFIERS: Final = {
    "similar": "بنحوه | نحوه | بمثله | مثله | بنحو هذا | similar to it",
    "by-meaning": "بمعناه | معناه | بالمعنى | في معناه",
    "abridged": "مختصرا | باختصار | اختصره",
    "at-length": "مطولا | بطوله | مفصلا | في حديث طويل | ضمن حديث طويل",
    "suspended": "معلقا | تعليقا | علقه",
    "mursal": "مرسلا",
    "mawquf": "موقوفا | موقوفا عليه",
    "marfu": "مرفوعا",
    "wording": "واللفظ له | وهذا لفظه | والسياق له | بلفظه | بهذا اللفظ | ولفظه | وهذا سياقه | the wording is his",
    "others": "وغيره | وغيرهما | وغيرهم | وآخرون | وغير واحد | and others | and other | et al",
    "": "أيضا | كلاهما | كلهم | جميعا | معا | رحمه الله | رحمه الله تعالى | رحمهم الله | رحمهما الله | also | both",
}
_QUALIFIED_AGENT: Final = {
    "wording-of:": "واللفظ | وهذا لفظ | وهذا اللفظ | بلفظ | واللفظ لفظ | وهذا السياق | والسياق | the wording is that of",
    "base-in:": "أصله في | أصله عند | وأصله في | وأصله عند | originally in",
}
_QUOTES: Final = "\"'«»“”„‘’<>"
_MOST_FREE: Final = 12
_MOST_BRACKETED: Final = 9


class Tails:
    """Reads what follows the name of a work."""

    def __init__(self, agents: Agents) -> None:
        self.agents = agents
        self.qualifiers: Phrases[str] = Phrases()
        for name, phrases in (_QUALIFIERS | _QUALIFIED_AGENT).items():
            for phrase in phrases.split(" | "):
                self.qualifiers.add(phrase, name)

    def read(self, words: Words, at: int, draft: Draft, *, plain_verb: bool) -> int:
        """Everything from item `at` on that belongs to the work before it; the item after it."""
        while True:
            after = self._item(words, at, draft, plain_verb=plain_verb)
            if after is None or after <= at:
                return at
            at = after

    def _item(self, words: Words, at: int, draft: Draft, *, plain_verb: bool) -> int | None:
        here = at + words.is_mark(at, "،,:;؛" + DASHES)
        size = len(words)
        if here >= size:
            return None
        if here > at and words.kinds[here] == MARK and words.keys[here] in DASHES:
            here += 1
        kind, word = words.kinds[here], words.keys[here]
        if kind == NUMBER:
            listed = here > at and words.is_mark(at, "،,;؛")
            return None if listed else self._plain_number(words, here, draft)
        if kind == MARK:
            if word in "([" and here == at:
                return self._bracket(words, here, draft)
            return self._label(words, here, draft) if word == "#" else self._quoted(words, here, at)
        if kind == LINE:
            return None
        after = self._label(words, here, draft)
        if after is None and word in IN:
            after = self._inside(words, here + 1, draft)
        if after is None and (word in BOOK or word in CHAPTER):
            after = self._free(words, here, draft)
        if after is None and here > at:
            after = self.agents.title_beside(words, here, draft) if word not in IN else None
        if after is None:
            after = self._qualifier(words, here, draft)
        if after is None:
            after = self._grading(words, here, draft, marked=here > at)
        if after is None and word in _NARRATOR and not plain_verb:
            after = self._narrator(words, here)
        return after

    # numbers

    def _plain_number(self, words: Words, at: int, draft: Draft) -> int:
        number = words.keys[at]
        at += 1
        if words.is_number(at + 1) and words.is_mark(at, "/:\\"):
            second = words.keys[at + 1]
            if words.keys[at] == ":":
                draft.book = draft.book or number
                draft.numbers.append((draft.last, second))
            else:
                draft.volume, draft.page = draft.volume or number, draft.page or second
            return at + 2
        draft.numbers.append((draft.last, number))
        if words.is_number(at + 1) and words.is_mark(at, DASHES) and words.touches(at):
            at += 2
        elif at < len(words) and words.kinds[at] == WORD and words.touches(at - 1) and len(words.keys[at]) == 1:
            at += 1
        return at

    def _label(self, words: Words, at: int, draft: Draft) -> int | None:
        """A number with its label: "رقم 52", "Book 2", "ج 1 ص 5"."""
        here = at
        word = words.keys[at]
        if len(word) > 1 and word[0] == "و" and word[1:] in NUMBER_LABELS:
            word = word[1:]
        if (
            words.kinds[at] == WORD
            and word not in NUMBER_LABELS
            and word not in VOLUME_LABELS | PAGE_LABELS | BOOK | CHAPTER
        ):
            return None
        here += 1
        while words.is_word(here, NUMBER_LABELS) or words.is_mark(here, ".:#"):
            here += 1
        bracket = words.is_mark(here, "(")
        here += bracket
        if not words.is_number(here):
            return None
        value = words.keys[here]
        if word in VOLUME_LABELS:
            draft.volume = draft.volume or value
        elif word in PAGE_LABELS:
            draft.page = draft.page or value
        elif word in BOOK and not words.is_word(here - 1, NUMBER_LABELS):
            draft.book = draft.book or value
        elif word in CHAPTER:
            draft.chapter = draft.chapter or value
        else:
            after = self._plain_number(words, here, draft)
            return after + (bracket and words.is_mark(after, ")"))
        here += 1
        if words.is_mark(here, "/") and words.is_number(here + 1):
            draft.page = draft.page or words.keys[here + 1]
            here += 2
        return here + (bracket and words.is_mark(here, ")"))

    def _bracket(self, words: Words, at: int, draft: Draft) -> int | None:
        """Brackets that open within the reference: "(1817)", "(رقم 5)", "(مسند أحمد: 12)"."""
        limit = at + 1
        number = False
        while limit < len(words) and limit - at <= _MOST_BRACKETED:
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
            here = self._plain_number(words, here, draft)
        else:
            named = self.agents.one(words, here, Draft(), joined=False)
            here = named if named is not None else here
        while here < limit:
            after = self._item(words, here, draft, plain_verb=False)
            if after is None or after <= here:
                break
            here = after
        return limit + 1

    # titles, books, chapters

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
        while here < len(words) and here - first < _MOST_FREE and not self._ends_free(words, here, first):
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

    def _ends_free(self, words: Words, at: int, first: int) -> bool:
        """Whether the name of a book or chapter that began at `first` ends before item `at`."""
        kind, word = words.kinds[at], words.keys[at]
        if kind == WORD:
            if word in _COUNTED:
                return words.is_number(at + 1) or words.is_word(at + 1, NUMBER_LABELS)
            return word in _FREE_STOP and at > first
        return kind != MARK or word not in "-'’" + DASHES

    # qualifiers, gradings, narrators

    def _qualifier(self, words: Words, at: int, draft: Draft) -> int | None:
        found = self.qualifiers.match(words, at) or self.qualifiers.match_bare(words, at)
        if found is None:
            return None
        name, after = found
        if name.endswith(":"):
            other = Draft()
            end = self.agents.one(words, after, other, joined=True)
            if end is None:
                return None
            draft.qualifiers.extend(name + work for work in other.works)
            return end
        if name:
            draft.qualifiers.append(name)
        return after

    def _grading(self, words: Words, at: int, draft: Draft, *, marked: bool) -> int | None:
        word = words.keys[at]
        forms = (word, *bare_forms(word))
        for form in forms:
            if form in _GRADERS:
                return self._graders(words, at + 1, draft, _GRADERS[form])
        if word in _CHAINS or any(form in _CHAINS for form in forms):
            return self._grade_words(words, at + 1, draft, needed=True)
        if forms[-1] in ("قال", "قالا"):
            here = at + 1
            named = self.agents.one(words, here, Draft(), joined=False)
            here = named if named is not None else here
            here += words.is_mark(here, ":")
            return self._grade_words(words, here, draft, needed=True)
        if (marked and word in _GRADE_NAMES) or (word == "حديث" and self._grade_at(words, at + 1)):
            return self._grade_words(words, at, draft, needed=True)
        return None

    def _goes_on(self, words: Words, at: int) -> bool:
        """Whether a word follows that has nothing to do with grading."""
        return at < len(words) and words.kinds[at] == WORD and words.keys[at] not in _GRADES

    def _grade_at(self, words: Words, at: int) -> bool:
        return at < len(words) and words.keys[at] in _GRADE_NAMES

    def _grade_words(self, words: Words, at: int, draft: Draft, *, needed: bool) -> int | None:
        here, graded = at, False
        while here < len(words) and words.kinds[here] == WORD and here - at < 8:
            word = words.keys[here]
            bare = word if word in _GRADES else next((form for form in bare_forms(word) if form in _GRADES), None)
            if bare is None:
                break
            if bare in _GRADE_NAMES:
                draft.qualifiers.append("graded-" + _GRADE_NAMES[bare])
                graded = True
            here += 1
        graded = graded or (here > at and not needed)
        return here if graded or (here > at and "ثقات" in words.keys[at:here]) else None

    def _graders(self, words: Words, at: int, draft: Draft, grade: str) -> int | None:
        """The names of those who graded it, and where."""
        end: int | None = None
        here = at
        while True:
            first = here
            graders = Draft()
            after = self.agents.one(words, here, graders, joined=True)
            if after is None:
                after = self.agents.unknown(words, here, graders)
            if after is None:
                break
            here = first
            while words.is_mark(here, "،,"):
                here += 1
            draft.qualifiers.append(f"graded-{grade}:" + words.written(here, after).removeprefix("و").strip())
            end = self._where(words, after, graders)
            here = end + words.is_mark(end, "،,")
            if here >= len(words) or words.kinds[here] != WORD or not words.keys[here].startswith("و"):
                break
        return end

    def _where(self, words: Words, at: int, graders: Draft) -> int:
        if words.is_word(at, IN):
            after = self._inside(words, at + 1, graders)
            at = after if after is not None else at
        bracket = self._bracket(words, at, Draft()) if words.is_mark(at, "(") else None
        if bracket is not None:
            return bracket
        label = self._label(words, at, Draft()) if at < len(words) and words.kinds[at] == WORD else None
        return label if label is not None else at

    def _narrator(self, words: Words, at: int) -> int | None:
        """The narrator, "from Abu Hurayra", where the sentence ends with him."""
        for here in range(at + 1, min(at + 12, len(words) + 1)):
            if here == len(words) or words.kinds[here] == LINE or words.is_mark(here, '.)]};؛،,"»”'):
                following = words.is_mark(here, '،,"') and words.is_word(here + 1, _SAYS)
                return here if here > at + 1 and not following else None
            if (words.kinds[here] == WORD and words.keys[here] in _SAYS) or words.kinds[here] == MARK:
                return None
        return None
