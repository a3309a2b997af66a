"""The reference that does not follow a quotation at once: behind its translation, or in a sentence that calls it the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Container

    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

LATER: Final = 420
"""Code points after a quotation in which its reference may stand behind its translation or a sentence on it."""
ANNOUNCED: Final = 160
"""Code points behind the word "source" in which the reference may begin."""
LEADS_ON: Final = re.compile(r"[\s)\]}*]{0,4}:[\s*_>]{0,8}[\"«“﴿{(<]")
"""A reference that a colon and a mark follow belongs to what is in the marks."""
MAY_REFER: Final = re.compile(
    r"\([^()\[\]\n]{3,90}(?:\n[^()\[\]\n]{1,90})?[)\]]|\[[^()\[\]\n]{3,90}(?:\n[^()\[\]\n]{1,90})?[)\]]"
    r"|مصدر|مرجع|Source|source|Reference|reference"
)
"""A bracket or a word that may hold or announce a reference; each way begins with a letter of its own, and is soon found."""
VERBS: Final = ("رواه", "أخرجه", "خرجه", "متفق عليه")
"""Verbs with the hadith for their object, and "agreed upon"."""
REPORTED: Final = rf"(?<!\w)و?(?:{'|'.join(VERBS)})(?!\w)"
"""What says of the hadith quoted before who reports it."""
TOLD: Final = ("الآية", "الحديث", "verse", "hadith", "It was", "It is")
"""With one of these a sentence tells where what was quoted stands."""
STANDS: Final = (
    r"الآية(?<![^\Wو]الآية)(?: الكريمة)? (?=(?:في|من|رقم) |\d)|الحديث(?<![^\Wو]الحديث) (?=(?:في|عند|متفق) )"
    r"|(?:This|The) (?:verse|ayah|hadith|narration) (?:is|was|can be|appears)(?: [a-z]+)? (?:in|by) "
    r"|It (?:is|was) (?=(?:[a-z]+) (?:in|by) )"
)
"""What says where the verse or the hadith quoted before stands."""
NEAR: Final = 12
"""Code points between such words and the place they tell."""
SENTENCE: Final = 160
"""Code points of what may be said of a hadith before it is said who reports it."""
STOP: Final = r"[«﴿“\"]|\n\s*\n"
"""Where another quotation or paragraph begins."""
TRANSLATION: Final = re.compile(r"[\s*_>»﴾”\"')\],:–—-]{0,12}[A-Za-z]")
"""What follows a quotation where its translation into a language in Latin letters does."""
NEXT: Final = re.compile("[«﴿]")
EITHER: Final = ("quran", "hadith")
"""The kinds of references."""


def later(reader: ReferenceReader, text: str, start: int, end: int, wanted: Container[str]) -> list[Reference]:
    """The reference of a wanted kind behind a quotation's translation, or one that is called its source.

    Args:
        reader: reads references.
        text: the document.
        start: where the quotation's marks end.
        end: where to stop, code points.
        wanted: `quran`, `hadith`, or both.
    """
    heading = text.find("\n#", start, end)
    end = heading if heading >= 0 else end
    for match in MAY_REFER.finditer(text, start, end):
        bracket = match[0][0] in "(["
        low, high = match.span() if bracket else (match.end(), min(end, match.end() + ANNOUNCED))
        for reference in reader.stated(text, low, high):
            if LEADS_ON.match(text, reference.span.end):
                return []
            if reference.kind in wanted and (not bracket or (reference.enclosed and reference.certainty == "strong")):
                return [reference]
    found = reported(reader, text, start, end) if "hadith" in wanted else []
    return found or told(reader, text, start, end, wanted)


def told(reader: ReferenceReader, text: str, start: int, end: int, wanted: Container[str]) -> list[Reference]:
    """The reference in a sentence that tells where what was quoted stands: "this verse is in Surah ..."."""
    end = min(end, start + SENTENCE)
    sentence = text[start:end]
    if not any(map(sentence.__contains__, TOLD)):
        return []
    stop = rarely(STOP).search(text, start, end)
    match = rarely(STANDS).search(text, start, stop.start() if stop else end)
    if match is None:
        return []
    found = reader.stated(text, match.start(), end)[:1]
    return [each for each in found if each.kind in wanted and each.certainty != "weak"
            and each.span.start <= match.end() + NEAR and not LEADS_ON.match(text, each.span.end)]  # fmt: skip


def reported(reader: ReferenceReader, text: str, start: int, end: int) -> list[Reference]:
    """The reference that says who reports the hadith quoted a sentence before: "رواه مسلم"."""
    end_of_sentence = min(end, start + SENTENCE)
    sentence = text[start:end_of_sentence]
    if not any(map(sentence.__contains__, VERBS)):  # most say nothing of the kind, and are soon told
        return []
    stop = rarely(STOP).search(text, start, end_of_sentence)
    match = rarely(REPORTED).search(text, start, stop.start() if stop else end_of_sentence)
    if match is None:
        return []
    found = reader.read(text, match.start(), min(end, match.end() + ANNOUNCED))[:1]
    return [each for each in found if each.kind == "hadith" and each.certainty != "weak" and _at(each, match)
            and not LEADS_ON.match(text, each.span.end)]  # fmt: skip


def _at(reference: Reference, match: re.Match[str]) -> bool:
    """Whether a reference begins where the verb does, with the conjunction or without."""
    return match.start() <= reference.span.start <= match.start() + 1


def behind_translation(reader: ReferenceReader, text: str, end: int) -> Reference | None:
    """The reference behind the translation of a quotation whose marks end at `end`, before the next quotation."""
    if TRANSLATION.match(text, end) is None:
        return None
    following = NEXT.search(text, end, end + LATER)
    found = later(reader, text, end, following.start() if following else end + LATER, EITHER)
    return found[0] if found else None
