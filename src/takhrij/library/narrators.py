"""Who narrates: the companion in whom a chain ends, read from its names and from the story that follows.

A name that says little (أبيه, جده, عبد الله) is read by the narrator before it, as scholars do; the pairs that occur
are data (`data/narrators_between.tsv`). Where the chain ends in a successor, the companion may stand at the head of the
story: "عن نافع أن ابن عمر كان …", "عن مسروق قال سألت عائشة".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from takhrij.library.chain import CLOSER, lexicon
from takhrij.library.companions import CASES, companions, fold
from takhrij.library.tables import read_table, several
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.library.isnad import Reading

HEAD: Final = 15
"""Words of a story within which its companion is looked for."""
FATHER: Final = ("ابيه", "ابوه", "اباه", "ابيها", "ابو")  # the last from "حدثني أبي"


class Narrator(NamedTuple):
    """The first narrator of a report."""

    id: str
    """Of the table of companions; empty when it has no such name."""
    name: str
    """As written."""


NOBODY: Final = Narrator("", "")


@cache
def _between() -> dict[tuple[str, ...], dict[tuple[str, ...], str]]:
    pairs: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {}
    for name, before, person in read_table("narrators_between.tsv"):
        known = pairs.setdefault(_words(name), {})
        for one in several(before):
            known[_words(one)] = person
    return pairs


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in name.split())


def narrator(reading: Reading) -> Narrator:
    """The first narrator of a hadith.

    >>> from takhrij.library.isnad import read
    >>> narrator(read("حدثنا مسدد، حدثنا يحيى، عن عبيد الله، عن نافع، أن ابن عمر، كان يصلي في السفر على راحلته"))
    Narrator(id='abdullah-ibn-umar', name='ابن عمر')
    >>> narrator(read("حدثنا يونس، عن ابن شهاب، عن سالم، عن أبيه، قال كان النبي صلى الله عليه وسلم يصلي")).id
    'abdullah-ibn-umar'
    """
    if not reading.names:
        return NOBODY
    words = reading.words
    names = [[CASES.get(word, word) for word in words.words[begin:end]] for begin, end in reading.names]
    while len(names) > 1 and len(names) - 1 in reading.speakers and _again(names):
        names.pop()
    last = reading.names[len(names) - 1]
    person = _person(names)
    if (not person or person in companions().successors) and not reading.refers and not reading.raised:
        story = words.words[reading.begin : min(reading.begin + HEAD, reading.end)]
        if story and story[0] in FATHER and (father := _forebear(names[-1], 1)):  # أن أباه رأى
            return Narrator(father, words.written(reading.begin, reading.begin + 1))
        prepositions = {at for at in range(len(story)) if reading.words.is_on(reading.begin + at)}
        found = _in_story(story, prepositions)
        if found:
            begin, size, other = found
            first = reading.begin + begin
            name = words.written(first, first + size) if size else companions().arabic[other]
            return Narrator(other, name)
    return Narrator(person, words.written(*last))


def _again(names: list[list[str]]) -> bool:
    """Whether the last name repeats one of the chain ("… عن عائشة قال يحيى أن رجلا"), and so is not its end."""
    last = names[-1]
    if last[0] in lexicon().words("kin"):
        return False
    return any(name[: len(last)] == last for name in names[:-1])


def _person(names: list[list[str]]) -> str:
    """The id of the last of these names."""
    last, at, steps = names[-1], len(names) - 2, 1
    while at > 0 and last in (["جده"], *([word] for word in FATHER)) and names[at][:1] in ([word] for word in FATHER):
        if len(names[at]) > 1:
            break
        at, steps = at - 1, 2  # عن أبيه عن جده
    before = names[at] if at >= 0 else []
    if last[0] in ("جده", *FATHER) and len(last) == 1:
        return next((person for name in reversed(_each(before)) if (person := _forebear(name, steps))), "")
    if pairs := _between().get(tuple(last)):
        for name in reversed(_each(before)):
            if person := _beginning(pairs, name):
                return person
    people = [person for name in _each(last) if (person := _known(name))]
    return next((person for person in people if person not in companions().successors), people[0] if people else "")


def _beginning(pairs: dict[tuple[str, ...], str], name: list[str]) -> str:
    """What the table has for the longest beginning of a name."""
    return next((person for size in range(len(name), 0, -1) if (person := pairs.get(tuple(name[:size])))), "")


def _each(name: list[str]) -> list[list[str]]:
    """The names of a list "فلان وفلان", one by one."""
    known, part = lexicon().names, lexicon().words("part")
    cuts = [
        at for at, word in enumerate(name) if at and word[0] == "و" and word not in known and _joined(word, known, part)
    ]
    parts = [name[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(name)], strict=True)]
    return [[CASES.get(p[0][1:], p[0][1:]), *p[1:]] if at else p for at, p in enumerate(parts) if p]


def _joined(word: str, names: frozenset[str], part: frozenset[str]) -> bool:
    return word[1:] in names or word[1:] in part


def _known(name: Sequence[str]) -> str:
    name = [CASES.get(word, word) for word in name]
    found = companions().match(name)
    closer = next((at for at, word in enumerate(name) if word in CLOSER), 0)
    if not found and closer:  # عبد الله يعني ابن عمرو
        head, tail = name[:closer], name[closer + 1 :]
        found = companions().match([*head, *tail] if tail[:1] == ["ابن"] else tail)
    if not found and name and (name[0] in lexicon().words("kin") or name[0] == "ابو"):  # عن جده رافع بن خديج
        found = companions().match(name[1:])
    return found[0] if found else _at_end(name)


def _at_end(name: list[str]) -> str:
    """The person whom the end of a name that begins with others' words gives ("رجلا يقال له سهل بن أبي حثمة")."""
    part = lexicon().words("part")
    for at in range(1, len(name) - 1):
        if name[at - 1] not in part and (found := companions().match(name[at:])) and at + found[1] == len(name):
            return found[0]
    return ""


def _forebear(name: list[str], steps: int) -> str:
    """The id of the father (`steps` 1) or grandfather (2) of the person named."""
    pairs = _between()[("ابيه",) if steps == 1 else ("جده",)]
    if person := pairs.get(tuple(name)):
        return person
    if steps == 1 and name[:1] == ["ابن"] and name[1:] and name[1].startswith("ل"):  # ابن لأبي واقد
        return _known([name[1][1:], *name[2:]])
    rest = name
    for _ in range(steps):
        at = next((at for at, word in enumerate(rest[1:], 1) if word in ("ابن", "بنت")), len(rest))
        rest = rest[at + 1 :]
    found = companions().match(rest)
    return found[0] if found and found[1] > 1 else _beginning(pairs, name)


def _in_story(words: list[str], prepositions: set[int]) -> tuple[int, int, str] | None:
    """The companion at the head of a story: first word, words (0 where letters before it belong to another), id.

    Args:
        words: the story's first words.
        prepositions: which of them are على, written like the name at level folded.
    """
    known = companions()
    for at, word in enumerate(words):
        if lexicon().phrase("prophet", words, at):  # the Prophet acts, and whoever is named with him is no witness
            return None
        found = known.match(words[at:]) if at not in prepositions else None
        if not found and word[0] in "لوب" and len(word) > 3:  # قلت لعائشة
            bare = "ا" + word[1:] if word.startswith("لل") else word[1:]  # للبراء
            other = known.match([bare, *words[at + 1 :]])
            found = (other[0], 0) if other else None
        if found and found[0] not in known.successors:
            return at, found[1], found[0]
    return None
