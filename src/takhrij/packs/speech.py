"""Whose words a quotation is said to be: the name beside "said", "according to", or at the head of a line."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from takhrij.library.tables import read_table
from takhrij.namedtuple import NamedTuple
from takhrij.packs.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.packs.quotations import Quotation

REACH: Final = 160
"""Code points beside a quotation in which its speaker is looked for."""
MOST_WORDS: Final = 6
"""Words of a name in a script without capitals."""
_CAPITAL: Final = r"[^\W\d_a-zà-öø-ÿа-яёα-ωß]"
"""Of a letter that is no small one; letters of scripts without capitals are sorted out by the rules that use it."""
_STOP: Final = re.compile(r"[.!?؟。\n]\s|\n|[“”«»\"]")


class Speaker(NamedTuple):
    """Who is said to have said something."""

    name: str
    """As the text has it, without titles' commas; empty for a pronoun."""
    start: int
    """Code points of the text, half-open."""
    end: int
    pronoun: bool = False


class _Rules(NamedTuple):
    behind: tuple[re.Pattern[str], ...]
    before: tuple[re.Pattern[str], ...]
    titles: frozenset[str]
    pronouns: frozenset[str]
    openers: frozenset[str]
    ends: re.Pattern[str]
    heads: re.Pattern[str]


def _choice(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in sorted(phrases, key=len, reverse=True))


@cache
def _rules() -> _Rules:
    table: dict[tuple[str, str], list[str]] = {}
    for kind, language, phrases in read_table("speech.tsv"):
        table.setdefault((kind, language), []).extend(phrases.split("|"))

    def of(kind: str, *languages: str, but: tuple[str, ...] = ()) -> list[str]:
        return [
            phrase for (each, language), phrases in table.items() for phrase in phrases
            if each == kind and (not languages or language in languages) and language not in but
        ]  # fmt: skip

    uncased = ("ar", "fa", "ur")
    verbs, sources = _choice(of("verb", but=uncased)), _choice(of("source", but=uncased))
    verbs = rf"(?i:{verbs})"
    behind_verb, before_colon = (
        rf"(?!(?:{_choice(of('tell'))})\b){verbs}",
        rf"(?!(?:{_choice(of('address'))})\b){verbs}",
    )
    particles = _choice(of("particle"))
    title = _choice(each for each in of("title", but=uncased) if len(each) > 1)
    word = rf"(?:{_CAPITAL}\.|{_CAPITAL}[\w'’]*(?:-[\w'’]+)*)"
    name = rf"{word}(?:[ \u00a0](?:(?:{particles})[ \u00a0'’-]?){{0,2}}{word}){{0,5}}"
    described = rf"(?:(?!(?:{_choice(of('between'))})\b)[a-zà-öø-ÿа-яё][\w-]*,?\s+){{0,3}}"
    pronoun = _choice(of("pronoun", but=uncased))
    who = rf"(?P<who>(?i:{pronoun})\b|(?:(?i:the|le|la|el|der|die)\s+)?(?:(?i:{title})\b[.]?,?\s+){{0,3}}{name})"
    aside = rf"(?:,\s[^,\n“”«»\"]{{1,70}},|\s(?:{_choice(of('place'))})\s[^,.:\n“”«»\"]{{1,60}}?)?"
    arabic, persian = _choice(of("verb", "ar")), _choice(of("verb", "fa"))
    arabic_sources = _choice(of("source", "ar"))
    letters = r"[^\W\d_a-zA-Z][^\n.:،,؛؟«»“”\"()]{0,78}?"
    return _Rules(
        behind=tuple(re.compile(each) for each in (
            rf"[\s,،.…—–-]*(?:{behind_verb})\s+{described}{who}",
            rf"[\s,،.…—–-]*{described}{who}{aside},?\s+(?:[a-z]+ly\s+)?(?:{verbs})\b",
            rf"[\s,،.…—–-]*(?i:{sources})\s+{who}",
            rf"[\s,،.…—–-]*(?:{arabic}|{persian})\s+(?P<who>{letters})(?=[.:،,؛؟\n«»“”\"(]|\Z)",
            rf"[\s,،.…—–-]*(?:{arabic_sources})\s*(?P<who>{letters})(?=[.:،,؛؟\n«»“”\"(]|\Z)",
        )),
        before=tuple(re.compile(each) for each in (
            rf"(?<![\w]){who}{aside},?\s+(?:[a-z]+ly\s+)?(?:{verbs})\b[^.!?\n“”«»\"]{{0,60}}[\s,:—–-]*\Z",
            rf"(?<![\w])(?:{before_colon})\s+{described}{who}[^.!?\n“”«»\"]{{0,60}}[,:—–-]\s*\Z",
            rf"(?<![\w])(?i:{sources})\s+{who}{aside}[\s,:—–-]*\Z",
            rf"(?<![\w])(?:{arabic}|{persian})\s+(?P<who>{letters})\s*[:،,]?\s*\Z",
            rf"(?<![\w])(?:{arabic_sources})\s*(?P<who>{letters})\s*[:،,]?\s*\Z",
            rf"(?:^|(?<=[۔،.\n]))\s*(?P<who>[^\W\d_][^\n.:۔،\"“«]{{0,60}}?)\s+(?:{_choice(of('named'))})\s*(?:کہ)?[\s:،]*\Z",
        )),
        titles=frozenset(each.casefold() for each in of("title")),
        pronouns=frozenset(each.casefold() for each in of("pronoun")),
        openers=frozenset(each.casefold() for each in of("opener")),
        ends=re.compile(rf"\s(?:{_choice(of('end'))})(?:\s|\Z)"),
        heads=re.compile(rf"[ \t>*_]*(?P<who>{name}|[^\W\d_a-zA-Z][^\n:.،]{{1,38}}?)[*_]*\s?[:：]\s"),
    )  # fmt: skip


def speaker_of(text: str, quotation: Quotation) -> Speaker | None:
    """Whose words a quotation of a text is said to be; `None` where nobody is named.

    >>> from takhrij.packs.quotations import quotations
    >>> for text in (
    ...     "“It opens in May,” said Mayor Lina Haddad on Tuesday.", "Lina Haddad, the mayor, said: “It opens in May.”",
    ...     "«سيفتح الجسر في أيار»، قالت رئيسة البلدية لينا حداد.", "“It opens,” she said.", "A “bridge” and Haddad.",
    ... ):
    ...     print(speaker_of(text, quotations(text)[0]))
    Speaker(name='Mayor Lina Haddad', start=24, end=41, pronoun=False)
    Speaker(name='Lina Haddad', start=0, end=11, pronoun=False)
    Speaker(name='رئيسة البلدية لينا حداد', start=28, end=51, pronoun=False)
    Speaker(name='', start=12, end=15, pronoun=True)
    None
    """
    rules = _rules()
    if quotation.signed[1] > quotation.signed[0]:
        start, end = quotation.signed
        name = re.split(r"[,،(]", text[start:end])[0].strip(" *_")
        return Speaker(name, start, start + len(text[start:end].split(",")[0]))
    behind_end = _clause_end(text, quotation.outer_end)
    for pattern in rules.behind:
        if found := pattern.match(text, quotation.outer_end, behind_end):
            return _speaker(rules, text, found)
    low = _clause_start(text, quotation.outer_start)
    stretch = text[low : quotation.outer_start]
    best: re.Match[str] | None = None
    for pattern in rules.before:
        found = pattern.search(stretch)
        while found is not None:  # the last one, which is the nearest
            if best is None or found.start("who") > best.start("who"):
                best = found
            found = pattern.search(stretch, found.end("who"))
    if best is None:
        return None
    made = _speaker(rules, stretch, best)
    return made._replace(start=made.start + low, end=made.end + low)


def head_of(text: str, at: int) -> Speaker | None:
    r"""Who is named at the head of the line that has a place, as transcripts do.

    >>> head_of("Q: When?\nLina Haddad: In May.", 25)
    Speaker(name='Lina Haddad', start=9, end=20, pronoun=False)
    """
    start = text.rfind("\n", 0, at) + 1
    found = _rules().heads.match(text, start)
    return None if found is None or found.end() > at else _speaker(_rules(), text, found)


def _clause_end(text: str, at: int) -> int:
    for stop in _STOP.finditer(text, at + 1, at + REACH):
        if not _initial(text, stop.start()):
            return stop.start()
    return min(len(text), at + REACH)


def _clause_start(text: str, at: int) -> int:
    low = max(0, at - REACH)
    start = low
    for stop in _STOP.finditer(text, low, max(low, at - 1)):
        if not _initial(text, stop.start()):
            start = stop.end()
    return start


def _initial(text: str, at: int) -> bool:
    """Whether the full stop is that of an abbreviation: Dr. Haddad, J. Smith."""
    before = re.search(r"\w+\Z", text[max(0, at - 6) : at])
    return text[at] == "." and before is not None and (len(before[0]) <= 2 or before[0].casefold() in _rules().titles)


def _speaker(rules: _Rules, text: str, found: re.Match[str]) -> Speaker:
    start, end = found.span("who")
    name = text[start:end]
    if name.casefold() in rules.pronouns:
        return Speaker("", start, end, pronoun=True)
    while (opener := name.partition(" ")[0]).casefold().rstrip(",") in rules.openers:
        start += len(opener) + len(name[len(opener) :]) - len(name[len(opener) :].lstrip())
        name = text[start:end]
    if stop := rules.ends.search(" " + name):
        name = name[: max(stop.start() - 1, 0)].rstrip()
    if not name:
        return Speaker("", start, end, pronoun=True)
    return Speaker(name, start, start + len(name))


def same_speaker(one: str, other: str) -> bool:
    """Whether two names may be of one speaker: most words of the shorter, but for titles, stand in the longer.

    >>> same_speaker("Mayor Lina Haddad", "Haddad"), same_speaker("Lina Haddad", "Karim Haddad")
    (True, False)
    >>> same_speaker("رئيسة البلدية لينا حداد", "لينا حداد"), same_speaker("the mayor", "Mayor Lina Haddad")
    (True, True)
    """
    first, second = (frozenset(word.fold for word in words(name)) for name in (one, other))
    titles = _rules().titles
    bare = first - titles, second - titles
    if not bare[0] or not bare[1]:  # a title alone says no name that could differ
        return bool(first & second)
    return 2 * len(bare[0] & bare[1]) > min(map(len, bare))
