"""How a reference to hadith is qualified: with what wording, how fully, and how somebody graded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.resolve.draft import Draft
from takhrij.resolve.names import Phrases, bare_forms
from takhrij.resolve.words import LATIN_END, WORD, Words, keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.resolve.agents import Agents

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
_GRADED: Final = keys("graded classed declared deemed ranked authenticated weakened")
_GRADES_ENGLISH: Final = {
    "sahih": "sahih", "authentic": "sahih", "authenticated": "sahih", "hasan": "hasan", "god": "hasan", "fair": "hasan",
    "sound": "hasan", "daif": "daif", "weak": "daif", "weakened": "daif",
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
    "others": (
        "وغيرهما من أصحاب السنن | وغيرهم من أصحاب السنن | وغيره | وغيرهما | وغيرهم | وآخرون | وغير واحد | "
        "and others | and other | et al"
    ),
    "": "أيضا | كلاهما | كلهم | جميعا | معا | رحمه الله | رحمه الله تعالى | رحمهم الله | رحمهما الله | also | both",
}
_QUALIFIED_AGENT: Final = {
    "wording-of:": "واللفظ | وهذا لفظ | وهذا اللفظ | بلفظ | وهذا السياق | والسياق | the wording is that of",
    "base-in:": "أصله في | أصله عند | وأصله في | وأصله عند | originally in",
}


class Gradings:
    """Reads qualifiers and gradings.

    Args:
        agents: who may be named.
        where: reads the place of a grading ("in al-Silsila, no. 5") at an item, into a draft; gives the item after it.
    """

    def __init__(self, agents: Agents, where: Callable[[Words, int, Draft], int]) -> None:
        self.agents = agents
        self.where = where
        self.qualifiers: Phrases[str] = Phrases()
        for name, phrases in (_QUALIFIERS | _QUALIFIED_AGENT).items():
            for phrase in phrases.split(" | "):
                self.qualifiers.add(phrase, name)

    def qualifier(self, words: Words, at: int, draft: Draft) -> int | None:
        """The item after a qualifier: "بنحوه", "واللفظ لمسلم", "and others"."""
        found = self.qualifiers.match_bare(words, at)
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

    def grading(self, words: Words, at: int, draft: Draft, *, marked: bool) -> int | None:
        """The item after a grading: "وصححه الألباني", "بإسناد حسن"; `marked`: a comma or the like stands before."""
        word = words.keys[at]
        if word < LATIN_END:
            return self._grading_english(words, at + (word == "and"), draft)
        forms = (word, *bare_forms(word))
        for form in forms:
            if form in _GRADERS:
                return self._graders(words, at + 1, draft, _GRADERS[form]) or self._by_author(at, draft, _GRADERS[form])
        if word in _CHAINS or any(form in _CHAINS for form in forms):
            return self._grade_words(words, at + 1, draft, needed=True)
        if forms[-1] in ("قال", "قالا"):
            here = at + 1
            named = self.agents.one(words, here, Draft(), joined=False)
            here = named if named is not None else here
            here += words.is_mark(here, ":")
            return self._grade_words(words, here, draft, needed=True)
        if (marked and word in _GRADE_NAMES and not self._title(words, at)) or (
            word == "حديث" and self._grade_at(words, at + 1)
        ):
            return self._grade_words(words, at, draft, needed=True)
        return None

    def _title(self, words: Words, at: int) -> bool:
        """Whether the title of a work stands at item `at`: "صحيح مسلم" is no grade."""
        found = self.agents.known.match(words, at)
        return found is not None and found[0].kind == "title"

    def _grading_english(self, words: Words, at: int, draft: Draft) -> int | None:
        """A grading in English: "graded sahih by al-Albani"."""
        if not words.is_word(at, _GRADED):
            return None
        grade = _GRADES_ENGLISH.get(words.keys[at])
        here = at + 1
        here += words.is_word(here, frozenset({"as"}))
        while grade is None and here < len(words) and words.keys[here] in _GRADES_ENGLISH:
            grade = _GRADES_ENGLISH[words.keys[here]]
            here += 1
        if grade is None:
            return None
        if words.is_word(here, frozenset({"by"})):
            after = self._graders(words, here + 1, draft, grade)
            if after is not None:
                return after
        draft.qualifiers.append("graded-" + grade)
        return here

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

    @staticmethod
    def _by_author(at: int, draft: Draft, grade: str) -> int:
        """A grading by the author of the work itself: "رواه الترمذي وحسنه"."""
        draft.qualifiers.append("graded-" + grade)
        return at + 1

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
            end = self.where(words, after, graders)
            here = end + words.is_mark(end, "،,")
            if here >= len(words) or words.kinds[here] != WORD or not words.keys[here].startswith("و"):
                break
        return end
