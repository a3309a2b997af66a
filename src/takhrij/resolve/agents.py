"""Who is said to report a hadith: titles of works, names of authors, terms for several, and names in no table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.resolve.draft import Agent, Draft
from takhrij.resolve.names import Misspelt, Phrases
from takhrij.resolve.words import LATIN_END, MARK, WORD, Words, keys
from takhrij.text.keys import BEGINNINGS

if TYPE_CHECKING:
    from takhrij.library.tables import Tables

HONOURS: Final = keys("الإمام الامام والإمام الإمامان الامامان الحافظ العلامة المحدث إمام imam imaam hafiz allama the")
EXCEPT: Final = keys("إلا الا سوى غير خلا except besides")
_COMMON: Final = frozenset(
    [
        "مسلم",
        "أحمد",
        "مالك",
        "الحاكم",
        "الحكيم",
        "الربيع",
        "الضياء",
        "النوري",
        "المفيد",
        "الصفار",
        "الخطيب",
        "رزين",
        "مسدد",
        "الصدوق",
        "أحمد",
        "الحميدي",
        "الفقيه",
        "بخاري",
        "ترمذي",
        "نسائي",
        "الشمائل",
        "المصابيح",
        "muslim",
        "malik",
        "ahmad",
        "ahmed",
        "hakim",
        "razin",
        "faqih",
        "musnad",
        "khatib",
        "harith",
        "nawawi",
        "suyuti",
    ]
)
_SURE_TITLES: Final = frozenset({"الموطأ", "المستدرك", "الصحيحان", "الصحيحين", "أخرجاه", "Sahihayn"})
"""The titles of one word that are no everyday words."""
_SON: Final = keys("ابن بن ibn bin")
_FATHER: Final = keys("أبو أبي أبا abu abi")
_GENERAL_TITLES: Final = (
    "صحيحه", "صحيحيهما", "سننه", "سننهم", "سننهما", "مسنده", "مسنديهما", "جامعه", "كتابه", "كتبهم", "الصحيح", "السنن",
    "صحاحهم", "مسانيدهم", "معجمه", "مصنفه", "مصنفيهما",
    "their Sahihs", "his book", "his collection", "their collections",
)  # fmt: skip


class Agents:
    """Reads the names of works and authors."""

    def __init__(self, tables: Tables, usage: str) -> None:
        self.known: Phrases[Agent] = Phrases(BEGINNINGS)
        self.beside: dict[str, Phrases[str]] = {}
        self.authors = {work.id: work.author for work in tables.works.values()}
        self.usual: dict[str, str] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.general: Phrases[str] = Phrases()
        self._ids = list(tables.works)
        for work in tables.works.values():
            for title in (work.arabic, work.latin, *work.aliases):
                self.known.add(title, Agent("title", work.id, _is_common(title)))
            for name in work.names:
                self.known.add(name, Agent("name", work.id, name.lower() in _COMMON))
            if work.names:
                self.usual.setdefault(work.author, work.id)
            phrases = self.beside.setdefault(work.author, Phrases())
            for title in work.beside:
                phrases.add(title, work.id)
        for group in tables.groups.values():
            self.groups[group.id] = group.usages.get(usage, group.works)
            for term in group.terms:
                self.known.add(
                    term,
                    Agent("group", group.id, group.id == "mashayikh" or _is_common(term.removeprefix("the "))),
                )
        for title in _GENERAL_TITLES:
            self.general.add(title, "")
        self.misspelt = Misspelt(
            (name, place)
            for place, work in enumerate(tables.works.values())
            for name in work.names
            if " " not in name and len(name) > 5 and name.startswith("ال")
        )

    def one(self, words: Words, at: int, draft: Draft, *, joined: bool, sure: bool = False) -> int | None:
        """A name in the tables at item `at`: adds it and gives the item after it.

        `joined`: a conjunction or preposition may be joined to its first word. `sure`: a name must follow, so that "the
        four" means the works.
        """
        at = words.skip(at, HONOURS)
        found = self.known.match_bare(words, at) if joined else self.known.match(words, at)
        if found is None:
            return None
        agent, after = found
        if agent.kind == "name" and agent.common and words.is_word(after, _SON):
            return None  # "أحمد بن عبيد" is another Ahmad
        if agent.kind == "group":
            return self._group(words, after, agent, draft) if sure or not agent.common else None
        draft.titles += agent.kind == "title"
        draft.names += agent.kind == "name"
        draft.rare += not agent.common
        draft.add(agent.id)
        if agent.kind == "title" and after < len(words) and words.keys[after].startswith("ل"):
            author = self.known.match_bare(words, after)
            if author is not None and self.authors.get(author[0].id) == self.authors[agent.id]:
                after = author[1]  # "المستدرك للحاكم"
        return after

    def _group(self, words: Words, at: int, agent: Agent, draft: Draft) -> int:
        draft.group = draft.group or agent.id
        draft.rare += 1
        without = Draft()
        comma = words.is_mark(at, "،,")
        if words.is_word(at + comma, EXCEPT):
            after = self.one(words, at + comma + 1, without, joined=True)
            while after is not None:
                at = after
                after = self.one(words, after + words.is_mark(after, "،,"), without, joined=True)
        for work in self.groups[agent.id]:
            if work not in without.works:
                draft.add(work)
        draft.last = ""
        return at

    def title_beside(self, words: Words, at: int, draft: Draft) -> int | None:
        """The item after a short title that means something beside the author named last: "his Sahih", "al-Kabir"."""
        author = self.authors.get(draft.last)
        found = self.beside[author].match_bare(words, at) if author is not None else None
        found = found or self.general.match_bare(words, at)
        full = self.known.match(words, at) if found is not None else None
        if found is None or (full is not None and full[1] > found[1]):
            return None
        if found[0] and found[0] != draft.last:
            draft.replace_last(found[0])
        draft.titles += 1
        return found[1]

    def unknown(self, words: Words, at: int, draft: Draft) -> int | None:
        """A name that is in no table, or is not quite one, by its shape: "al-...i", "Ibn ...", "Abu ..."."""
        at = words.skip(at, HONOURS)
        if at >= len(words) or words.kinds[at] != WORD:
            return None
        first = at
        word = words.keys[at].removeprefix("و") if len(words.keys[at]) > 4 else words.keys[at]
        if word < LATIN_END:
            return self._unknown_latin(words, at, draft)
        if word in _SON or word in _FATHER:
            at += 2
        elif word.startswith("ال") and word.endswith("ي") and len(word) > 5:
            place = self.misspelt.find(word) if words.is_number(at + 1 + words.is_mark(at + 1, "(:،")) else None
            if place is not None:
                draft.add(self._ids[place])
                draft.names += 1
                return at + 1
            at += 1
        else:
            return None
        if at > len(words) or words.kinds[at - 1] != WORD:
            return None
        name = words.written(first, at)
        draft.unknown.append(name.removeprefix("و") if word != words.keys[first] else name)
        draft.last = ""
        return at

    def _unknown_latin(self, words: Words, at: int, draft: Draft) -> int | None:
        first = at
        while at < len(words) and at - first < 6:
            start = words.text[words.span(at)[0]]
            name = words.kinds[at] == WORD and (
                start.isupper() or words.keys[at] in ("al", "an", "ad", "as", "at", "ibn", "bin")
            )
            if not name and not (words.kinds[at] == MARK and words.keys[at] == "-" and at > first):
                break
            at += 1
        if at == first or not words.text[words.span(at - 1)[0]].isupper():
            return None
        draft.unknown.append(words.written(first, at))
        draft.last = ""
        return at

    def misspelt_name(self, words: Words, at: int) -> str | None:
        """The work whose author's name is misspelt at item `at`."""
        if at >= len(words) or words.kinds[at] != WORD:
            return None
        place = self.misspelt.find(words.keys[at])
        return self._ids[place] if place is not None else None


def _is_common(title: str) -> bool:
    return title.lower() in _COMMON or (" " not in title and "-" not in title and title not in _SURE_TITLES)
