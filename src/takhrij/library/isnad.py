"""Isnad and matn: where the chain of narrators ends and the report begins, and whom the chain ends in.

A chain is read word by word for as long as the words can belong to one: verbs that hand a report on (حدثنا, أخبرنا),
particles (عن), verbs of saying, names. The matn begins at the first word that cannot. The rules on edges:

* The story around the Prophet's words belongs to the matn: "رأيت رسول الله ﷺ يصلي", "سألت عائشة عن …".
* "قال رسول الله ﷺ" and its like stay with the chain where his words follow directly; where the clause tells more than
  that he spoke ("قال رسول الله ﷺ يوم أحد"), the matn begins with it.
* A hadith that only refers to another ("مثله", "بهذا الإسناد") has an empty matn at its end.
* What the compiler says afterwards ("قال أبو عيسى هذا حديث حسن") is not matn.
* Whatever does not begin like a chain is matn as a whole.
"""

from __future__ import annotations

from typing import Final

from takhrij.library.chain import FROM, Lexicon, Words, lexicon
from takhrij.library.companions import companions
from takhrij.namedtuple import NamedTuple

ASKED_WITHIN: Final = 8
LONG_STORY: Final = 20  # the same where the words after the formula tell when or to whom
STORY: Final = 6  # words within which a quotation mark shows that a formula of saying is part of a story
OWN: Final = 8  # words that a hadith must have behind a reference to another, to have a text of its own
SPOKE: Final = frozenset({"قال", "يقول"})
SKIPPED: Final = frozenset({"بذلك", "به", "بهذا", "منه", "من"})
"""Words between a verb of handing on and the name."""
ASKED: Final = frozenset({"حدثك", "حدثكم", "اخبرك", "اخبركم"})
TO_HIM: Final = frozenset({"لي", "لنا", "له", "لها", "لهم"})
GOES_ON: Final = -1
"""In place of the word at which the matn begins: the chain goes on."""


class Split(NamedTuple):
    """A hadith taken apart; ranges are half-open and count code points."""

    matn: tuple[int, int]
    narrators: tuple[str, ...] = ()
    """The names of the chain as written, from the compiler's teacher to the first narrator."""


class Reading:
    """One reading of a text, from its first word to the end of its matn."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.words = Words(text, words)
        self.lexicon = words
        self.names: list[tuple[int, int]] = []
        """The names of the chain as ranges of words."""
        self.speakers: set[int] = set()
        """Which of them are named as one who speaks ("قال يحيى"), not handed on from."""
        self.raised = False
        """Whether the chain names the Prophet, or says that the companion had it from him (يرفعه)."""
        self.reported = False
        """Whether the matn begins with the Prophet's own words, the formula that says so being left to the chain."""
        self.begin = self._read()
        """The word at which the matn begins; 0 when the text does not begin like a chain."""
        self.end = self._stop(self.begin)
        """The word before which the matn ends."""
        self.refers = False
        """Whether the text refers to another hadith instead of having words of its own."""
        if self.names and self.begin < len(self.words):
            self._refer()

    def _read(self) -> int:
        words, at = self.words, 0
        connect, said, that = self.lexicon.connect, self.lexicon.words("said"), self.lexicon.words("that")
        while at < len(words):
            done = GOES_ON
            if (after := words.skip(at)) > at:
                at = self._name(after) if words.words[at] in ("قرات", "قري", "فيما", "وفيما", "كتب", "املي") else after
            elif (self.names or not at) and self.lexicon.phrase("reference", words.words, at):
                after = self._behind_reference(at)
                if self.names and not words.bare(after, connect):
                    return at
                at = after
            elif words.bare(at, connect):
                at, done = self._handed_on(at)
            elif words.bare(at, said):
                at, done = self._said(at)
            elif words.words[at] == "قلت" and (after := self._asked(at)):
                at = after
            elif words.bare(at, that) and not words.hamza_below(at):
                at, done = self._that(at)
            elif words.bare(at, self.lexicon.words("noise")):
                at = self._closer(at + 1)
            elif after := self._besides(at) or self._named(at):
                at = after
            else:
                return at
            if done != GOES_ON:
                return done
        return at

    def _name(self, at: int) -> int:
        """Reads a name into the chain; the word after it, `at` when none stands there."""
        end, after = self.words.name(at)
        if end == at:
            return at
        self.names.append((at, end))
        return after

    def _named(self, at: int) -> int:
        """The word after a name without a verb before it; 0 when none stands there."""
        words = self.words
        if words.is_name(at) and (not self.names or words.goes_on(at)) and (after := self._name(at)) > at:
            return after
        return 0

    def _closer(self, at: int) -> int:
        """Reads a name that says who the one before is ("هو ابن سعد"); the word after it."""
        end, after = self.words.name(at) if self.words.is_name(at) else (at, at)
        if end > at and self.names:
            self.names[-1] = (self.names[-1][0], end)
        elif end > at:
            self.names.append((at, end))
        return after

    def _prophet(self, at: int) -> int:
        """The word after the Prophet's name; `at` when he is not named there."""
        after = self.words.prophet(at)
        self.raised = self.raised or after > at
        return after

    def _handed_on(self, at: int) -> tuple[int, int]:
        """Behind a verb or particle of handing on: the next word to read, and the begin of the matn if it is known."""
        words, verb = self.words, at
        at += 1
        if words.words[at : at + 1] and words.words[at] in SKIPPED:
            at += 1
        if (after := self._prophet(at)) > at:
            return after, self._clause(after if words.bare(verb, FROM) else verb, after)
        after = self._name(at)
        heard = words.bare(verb, self.lexicon.words("heard"))
        if heard and after == at and self._is_story(at):  # سمعت حديثا
            return at, verb
        if after > at and heard and self._is_story(after):
            self.names.pop()  # سمع رجلا يقرأ
            if (verb and words.bare(verb - 1, self.lexicon.closed)) or not self.names:
                return after, verb
            return after, self.names.pop()[0] if self._told_of(verb) else verb
        return after, GOES_ON

    def _told_of(self, verb: int) -> bool:
        """Whether the verb's subject is the name before it, and that name follows "that": "أن عمر سمع رجلا"."""
        first, last = self.names[-1]
        return last == verb and first > 0 and self.words.words[first - 1] == "ان" and len(self.names) > 1

    def _is_story(self, at: int) -> bool:
        """Whether what follows a verb of hearing and its object at `at` is neither chain nor speech."""
        words = self.words
        return at < len(words) and not (
            words.bare(at, self.lexicon.closed)
            or words.bare(at, self.lexicon.words("noise"))
            or words.words[at] == "وهو"
        )

    def _said(self, at: int) -> tuple[int, int]:
        """Behind a verb of saying, like `_handed_on`."""
        words, verb = self.words, at
        self.raised = self.raised or words.words[at] in self.lexicon.words("raised")
        at += 1
        if words.words[at : at + 1] and words.words[at] in TO_HIM:
            at += 1
        if (after := self._prophet(at)) > at:
            return after, self._speech(verb, after)
        if self._addressed(at) and at == verb + 1:  # قال لعمرو
            return at, verb
        again = words.bare(verb - 1, self.lexicon.words("said")) if verb else False
        if words.is_name(at):
            after = self._name(at)
            if after == at:
                return at, at
            self.speakers.add(len(self.names) - 1)
            if words.bare(after, self.lexicon.closed | self.lexicon.words("noise")) and not words.hamza_below(after):
                return after, GOES_ON
            known = companions().match(words.words[at : at + 9]) or words.words[at:after] == ["عبد", "الله"]
            if ((known and (again or at > verb + 1)) or self._is_narrator(at)) and not self._addressed(after):
                return after, after  # قال قال عمر, قال لي عمر: his words follow
            self.names.pop()
            return (at, verb) if again or at > verb + 1 else (at, at)
        if (at > verb + 1 or words.words[verb] in ("ذكر", "وذكر")) and not words.bare(at, self.lexicon.closed):
            return at, verb  # قال لي يا بني, ذكر عند عائشة
        return at, GOES_ON

    def _besides(self, at: int) -> int:
        """The word after a remark on a narrator ("أن المقداد حدثه وكان شهد بدرا أنه قال"); 0 when there is none."""
        words = self.words
        if words.words[at] == "واللفظ":  # واللفظ لابن أبي شيبة
            return words.until(at)
        if at and words.words[at] in self.lexicon.words("besides") and words.bare(at - 1, self.lexicon.words("carry")):
            return words.until(at)
        return 0

    def _asked(self, at: int) -> int:
        """The verb of a question with which a book was read to its author ("قلت لمالك حدثك نافع"); 0 when none is."""
        near = range(at + 1, min(at + ASKED_WITHIN, len(self.words)))
        return next((ahead for ahead in near if self.words.words[ahead] in ASKED), 0)

    def _is_narrator(self, at: int) -> bool:
        """Whether the person named at `at` is a known first narrator and the one before him in the chain is not."""
        known = companions()
        found = known.match(self.words.words[at : at + 9])
        if not found or len(self.names) < 2:
            return False
        first, last = self.names[-2]
        before = known.match(self.words.words[first:last])
        return not before or (before[0] in known.successors and before[0] != found[0])

    def _that(self, at: int) -> tuple[int, int]:
        """Behind "that", like `_handed_on`."""
        words, begin = self.words, at + 1
        if (after := self._prophet(begin)) > begin:
            return after, self._clause(begin, after)
        if words.words[at].lstrip("وف") == "ان" and words.is_name(begin):
            after = self._name(begin)
            if words.bare(after, self.lexicon.connect):
                return after, GOES_ON
            stranger = words.words[begin] in self.lexicon.words("stranger")
            if words.bare(after, self.lexicon.words("said")) and not self._addressed(after + 1) and not stranger:
                return after, GOES_ON
            if len(self.names) > 1 and after > begin:
                self.names.pop()
            return begin, begin
        if words.bare(begin, self.lexicon.connect) or words.bare(begin, self.lexicon.words("said")):
            return begin, GOES_ON
        return begin, begin

    def _addressed(self, at: int) -> bool:
        """Whether the words at `at` tell to whom someone spoke: "قال للنبي", "قال لعمر", "قال يا رسول الله"."""
        if at >= len(self.words):
            return False
        word = self.words.words[at]
        if word == "يا" or word in TO_HIM or word in ("للنبي", "لرسول", "لنبي", "لرجل"):
            return True
        names, part = self.lexicon.names, self.lexicon.words("part")
        return word[0] == "ل" and len(word) > 2 and (word[1:] in names or word[1:] in part)

    def _speech(self, frame: int, after: int) -> int:
        """Where the matn begins after the Prophet's name and a verb of saying.

        At `after` (behind the formula) if his words follow directly, else at `frame`, the first word of the clause.
        """
        words = self.words
        if self._new_chain(after):
            return GOES_ON
        if after >= len(words) or words.quoted(after):
            self.reported = True
            return after
        told = words.words[after] in self.lexicon.words("frame") or self._addressed(after)
        near = range(after + 1, min(after + (LONG_STORY if told else STORY) + 1, len(words)))
        if any(words.quoted(ahead) for ahead in near) or (told and '"' not in words.text):
            return frame
        self.reported = True
        return after

    def _new_chain(self, at: int) -> bool:
        """Whether another chain to the same words begins at `at`: "عن النبي ﷺ ح وحدثنا"."""
        words = self.words
        if at >= len(words):
            return False
        return words.words[at] == "ح" or (words.words[at] in self.lexicon.words("chain") and words.is_name(at + 1))

    def _clause(self, frame: int, after: int) -> int:
        """Where the matn begins when the Prophet is named, the verb of saying (if any) still to come at `after`."""
        words = self.words
        if self._new_chain(after):
            return GOES_ON
        if words.bare(after, SPOKE):
            return self._speech(frame, after + 1)
        if words.words[after : after + 1] == ["انه"] and words.bare(after + 1, SPOKE):
            return self._speech(after, after + 2)
        listed = after + self.lexicon.phrase("listed", words.words, after)
        if listed > after and words.bare(listed, SPOKE) and (end := words.prophet(listed + 1)) > listed + 1:
            return self._speech(listed, end)  # صحيفة همام: فذكر أحاديث منها وقال رسول الله
        return frame

    def _stop(self, begin: int) -> int:
        """The word before which the matn ends: where the compiler speaks, or another chain begins, after a stop."""
        words, first = self.words, self.lexicon.words("chain")
        for at in range(begin + 1, len(words)):
            word = words.words[at]
            remark = self.lexicon.phrase("remark", words.words, at)
            if remark or (word in first and words.is_name(at + 1)):
                gap = words.gap(at)
                if "." in gap or "\n\n" in gap:
                    return at
        return len(words)

    def _behind_reference(self, at: int) -> int:
        """The word after words that refer to another hadith ("بهذا الإسناد نحوه", "بمثل حديث مالك")."""
        words, begin = self.words, at
        while taken := self.lexicon.phrase("reference", words.words, at):
            at += taken
        if at > begin and words.words[at - 1] == "حديث":  # بمثل حديث مالك عن نافع
            _, at = words.name(at)
            while words.bare(at, FROM):
                _, at = words.name(at + 1)
        elif at > begin and words.is_name(at) and not words.comma(at):
            _, at = words.name(at)
        return at

    def _refer(self) -> None:
        """Moves the begin of the matn behind words that refer to another hadith, to its end if nothing follows them."""
        words = self.words
        if self.reported or words.quoted(self.begin):  # قال رسول الله ﷺ "مثل المؤمن
            return
        at = self._behind_reference(self.begin)
        if at == self.begin:
            return
        own = self.end - at >= OWN or any(words.quoted(after) for after in range(at, self.end))
        self.refers = not own
        self.begin = at if own else self.end

    def matn(self) -> tuple[int, int]:
        """The matn as a range of code points; the whole text when it does not begin like a chain."""
        text = self.words.text
        if not self.names or not self.begin:
            return 0, len(text)
        if self.refers or self.begin >= len(self.words):
            return len(text), len(text)
        return self.words.starts[self.begin], self.words.ends[self.end - 1]


def read(text: str) -> Reading:
    """A hadith's text read once, for those who want more than `split` gives."""
    return Reading(text, lexicon())


def split(text: str) -> Split:
    """The matn of a hadith and the names of its chain.

    >>> text = "حدثنا قتيبة، عن مالك، عن نافع، عن ابن عمر، أن رسول الله صلى الله عليه وسلم قال من حمل علينا السلاح"
    >>> parts = split(text)
    >>> text[parts.matn[0] : parts.matn[1]]
    'من حمل علينا السلاح'
    >>> parts.narrators
    ('قتيبة', 'مالك', 'نافع', 'ابن عمر')
    """
    reading = read(text)
    return Split(reading.matn(), tuple(reading.words.written(*name) for name in reading.names))
