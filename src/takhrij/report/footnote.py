"""The scholar's footnote: for each quotation where it stands, as one would print it, and nothing beyond the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.report.document import Failure
from takhrij.report.places import Places
from takhrij.report.terminal import FSI, PDI, clean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    """For each document its path and its numbered notes, a line a piece."""
    for number, result in enumerate(result for result in results if not isinstance(result, Failure)):
        if number:
            yield "\n"
        for line in _document(result):
            yield line + "\n"


def footnote(citation: Citation) -> str:
    """The note on one citation, in one line: every passage that fits, hadiths grouped by companion, then the editions.

    It gives no grade, and says of what was not found only that no passage of the loaded sources reads so.
    """
    codes = {finding.name: finding for finding in citation.findings}
    passages = [found.passage for found in citation.passages]
    if "wording.no-source" in codes:
        return clean(codes["wording.no-source"].message).rstrip(".") + "."
    if "wording.not-found" in codes or not passages:
        nearest = f" Nearest: {passages_note(passages[:1])}" if passages else ""
        return f"No passage of the loaded sources reads so.{nearest}"
    said = [_WORDING[code] for code in _WORDING if f"wording.{code}" in codes]
    if "extent.part" in codes:
        said.append("in part")
    if "speaker.qudsi" in codes:
        said.append("a hadith qudsi")
    return passages_note(passages, citation.more_passages, said)


def passages_note(passages: list[Passage], more: int = 0, said: Sequence[str] = ()) -> str:
    """Passages as a footnote names them: companion, labels, books, numbers that may be cited, editions.

    Args:
        passages: the passages, best first.
        more: how many more there are.
        said: what is to be said of the wording, in brackets.

    >>> from takhrij.model import Number, Passage
    >>> numbers = (Number("sequence", "5790", citable=False), Number("Fath al-Bari", "6018"))
    >>> passages_note([Passage("", "bukhari", "1st ed.", "Sahih al-Bukhari", numbers, "", "Manners", "Abu Hurayra")])
    'From Abu Hurayra: Sahih al-Bukhari (Manners), no. 6018 [1st ed., numbering Fath al-Bari].'
    """
    groups: dict[str, dict[str, None]] = {}
    for passage in passages:
        groups.setdefault(passage.companion, {})[_passage(passage)] = None
    notes = []
    for companion, labels in groups.items():
        who = f"from {_isolated(companion)}: " if companion else ""
        notes.append(who + "; ".join(labels))
    if more:
        notes.append(f"and {more} more")
    schemes: dict[str, str] = {}
    for passage in passages:
        schemes[passage.edition] = schemes.get(passage.edition) or _scheme(passage)
    editions = "; ".join(
        _isolated(edition) + (f", numbering {clean(scheme)}" if scheme else "") for edition, scheme in schemes.items()
    )
    note = "; ".join(notes) + (f" ({', '.join(said)})" if said else "") + f" [{editions}]."
    if note.startswith("from "):
        note = "F" + note[1:]
    numbered = [any(number.citable for number in passage.numbers) for passage in passages if passage.numbers]
    if not all(numbered):
        note += " No citable number is loaded" + (" for some of them." if any(numbered) else ".")
    return note


def _passage(passage: Passage) -> str:
    note = _isolated(passage.label)
    if passage.work == "quran":
        return note
    if passage.book:
        note += f" ({_isolated(passage.book)})"
    numbers = [number for number in passage.numbers if number.citable]
    missing = [number.value for number in numbers if number.value not in passage.label]
    if missing:
        note += f", no. {clean(', '.join(missing))}"
    return note


def _scheme(passage: Passage) -> str:
    """The scheme of a hadith's number, where it has one that may be cited."""
    schemes = (number.scheme for number in passage.numbers if number.citable and passage.work != "quran")
    return next(schemes, "")


def _document(document: Document) -> Iterator[str]:
    places = Places(document.text, document.source)
    yield clean(document.path)
    number = 0
    for number, citation in enumerate(document.citations(), start=1):
        quotation = citation.quotation
        words = _isolated(shorten(quotation.text, _WORDS))
        yield f"{number}. {places.line(quotation.span.start)}, {words}: {footnote(citation)}"
    if not number:
        yield "No quotations found."


def _isolated(text: str) -> str:
    text = clean(text)
    return text if text.isascii() else f"{FSI}{text}{PDI}"
