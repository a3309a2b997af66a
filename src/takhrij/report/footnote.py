"""The scholar's footnote: for each quotation where it stands, as one would print it, and nothing beyond the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.report.document import Failure
from takhrij.report.places import Places
from takhrij.report.terminal import FSI, PDI, clean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation, Passage
    from takhrij.report.document import Document, Result

_WORDS: Final = 8
"""Words of the quotation that stand before its note."""
_WORDING: Final = {
    "spelling": "in another spelling",
    "vowels": "a vowel differs",
    "altered": "the wording differs",
    "joined": "joined of several passages",
    "reading": "in another reading",
    "reading-unchecked": "perhaps in another reading, not checked",
    "too-short": "too short to tell one passage from another",
}


def render(results: Iterable[Result]) -> Iterator[str]:
    """One piece for each document: its path and its numbered notes."""
    for number, result in enumerate(result for result in results if not isinstance(result, Failure)):
        yield ("\n" if number else "") + "".join(line + "\n" for line in _document(result))


def footnote(citation: Citation) -> str:
    """The note on one citation, in one line: every passage that fits, hadiths with companion and citable numbers.

    It gives no grade, and says of what was not found only that no passage of the loaded sources reads so.
    """
    codes = {finding.name: finding for finding in citation.findings}
    if "wording.no-source" in codes:
        return clean(codes["wording.no-source"].message).rstrip(".") + "."
    if "wording.not-found" in codes or not citation.passages:
        nearest = f" Nearest: {_by_edition([citation.passages[0].passage])[0]}." if citation.passages else ""
        return f"No passage of the loaded sources reads so.{nearest}"
    notes = _by_edition([found.passage for found in citation.passages])
    if citation.more_passages:
        notes.append(f"and {citation.more_passages} more")
    said = [_WORDING[code] for code in _WORDING if f"wording.{code}" in codes]
    if "extent.part" in codes:
        said.append("in part")
    if "speaker.qudsi" in codes:
        said.append("a hadith qudsi")
    return "; ".join(notes) + (f" ({', '.join(said)})" if said else "") + "."


def passage_note(passage: Passage) -> str:
    """One passage as a footnote names it: label, further numbers that may be cited, book, companion.

    >>> from takhrij.model import Number, Passage
    >>> numbers = (Number("sequence", "5817", citable=False), Number("Fath al-Bari", "6018"))
    >>> passage_note(Passage("bukhari:seq:1", "bukhari", "", "Sahih al-Bukhari", numbers, "", "Manners", "Abu Hurayra"))
    'Sahih al-Bukhari, no. 6018 (Fath al-Bari), Manners, from Abu Hurayra'
    """
    parts = [_isolated(passage.label)]
    more = (number for number in passage.numbers if number.citable and number.value not in passage.label)
    parts += [f"no. {clean(number.value)} ({clean(number.scheme)})" for number in more]
    if passage.numbers and not any(number.citable for number in passage.numbers):
        parts.append("no citable number loaded")
    if passage.book and passage.work != "quran":
        parts.append(_isolated(passage.book))
    if passage.companion:
        parts.append(f"from {_isolated(passage.companion)}")
    return ", ".join(parts)


def _by_edition(passages: list[Passage]) -> list[str]:
    """The different notes; an edition is named once, at the end of a run of passages from it."""
    noted = list(dict.fromkeys((passage_note(passage), passage.edition) for passage in passages))
    editions = [edition for _, edition in noted]
    return [
        note if editions[at : at + 2] == [edition, edition] else f"{note} [{_isolated(edition)}]"
        for at, (note, edition) in enumerate(noted)
    ]


def _document(document: Document) -> Iterator[str]:
    places = Places(document.text)
    yield clean(document.path)
    if not document.report.citations:
        yield "No quotations found."
    for number, citation in enumerate(document.report.citations, start=1):
        quotation = citation.quotation
        words = _isolated(shorten(quotation.text, _WORDS))
        yield f"{number}. Line {places.at(quotation.span.start).line}, {words}: {footnote(citation)}"


def _isolated(text: str) -> str:
    text = clean(text)
    return text if text.isascii() else f"{FSI}{text}{PDI}"
