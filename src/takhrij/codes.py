"""The closed list of findings: what each can be about, its codes, their severity and meaning.

A finding is named by both parts, `about.code`. The list is stable: a code is never reused for another meaning, and a
test holds that every code is documented in docs/findings.md.
"""

from __future__ import annotations

from typing import Final, Literal

from takhrij.namedtuple import NamedTuple

Severity = Literal["error", "warning", "note"]
About = Literal[
    "wording", "extent", "reference", "attribution", "companion", "speaker", "translation", "marks", "grading"
]


class Kind(NamedTuple):
    """One kind of finding: its usual severity (a finding may carry a lower one) and its meaning."""

    severity: Severity
    meaning: str


FINDINGS: Final[dict[str, Kind]] = {
    "wording.exact": Kind("note", "the words stand so in the source named"),
    "wording.spelling": Kind("note", "the same words in another orthography"),
    "wording.vowels": Kind("warning", "a written vowel differs from the edition named"),
    "wording.altered": Kind("error", "words were replaced, added, dropped or moved"),
    "wording.joined": Kind("error", "pieces of several passages are run together"),
    "wording.reading": Kind("note", "the words stand so in another canonical reading that is loaded"),
    "wording.reading-unchecked": Kind("note", "may follow another canonical reading; none is loaded to check it"),
    "wording.not-found": Kind("error", "no passage of the loaded sources reads so"),
    "wording.too-short": Kind("note", "too few words to tell one passage from another"),
    "wording.no-source": Kind("note", "the work it is said to come from is not loaded"),
    "extent.whole": Kind("note", "the whole passage, or several whole verses"),
    "extent.part": Kind("note", "part of the passage, with the words that are left off"),
    "reference.right": Kind("note", "the reference is that of the words"),
    "reference.wrong": Kind("error", "the words stand elsewhere"),
    "reference.incomplete": Kind("note", "names the work or the surah and no number"),
    "reference.none": Kind("note", "no reference is given"),
    "reference.other-scheme": Kind("note", "right in another numbering of hadiths or another count of verses"),
    "reference.not-loaded": Kind("note", "the work or the numbering scheme is not loaded"),
    "attribution.found-there": Kind("note", "the collection named has these words"),
    "attribution.found-there-in-meaning": Kind("note", "the collection named has this report in other words"),
    "attribution.not-found-there": Kind("warning", "not found in the loaded edition of the collection named"),
    "attribution.not-loaded": Kind("note", "the collection named is not loaded"),
    "companion.agrees": Kind("note", "the companion named is the one the source names"),
    "companion.differs": Kind("warning", "the sources that have these words name another companion"),
    "companion.none": Kind("note", "no companion is named"),
    "speaker.agrees": Kind("note", "the words are ascribed to the speaker the source gives"),
    "speaker.differs": Kind("warning", "the source gives these words to another speaker"),
    "speaker.qudsi": Kind("note", "a hadith that reports the words of God (hadith qudsi)"),
    "translation.closest": Kind("note", "the closest loaded translation, and its likeness"),
    "translation.covers-more": Kind("warning", "the translation covers more of the passage than the words beside it"),
    "translation.covers-less": Kind("note", "the translation covers less of the passage than the words beside it"),
    "translation.elsewhere": Kind("warning", "the translation is of another passage than the words beside it"),
    "translation.no-counterpart": Kind("warning", "the passage has no counterpart of a clause of the translation"),
    "marks.verse-marks": Kind("error", "Qur'an brackets or a Qur'an introducer on what is neither Qur'an nor qudsi"),
    "marks.unmarked": Kind("note", "the words of a passage, not presented as a quotation"),
    "grading.given": Kind("note", "a grading, with its grader and book"),
    "grading.none-loaded": Kind("note", "no grading is loaded"),
}
"""Every finding by its full name, with its highest severity."""

ACCEPT: Final = "takhrij: accept "
"""With what a mark begins by which a document accepts findings (`takhrij.accepted`)."""
ABOUTS: Final[tuple[About, ...]] = (
    "wording", "extent", "reference", "attribution", "companion", "speaker", "translation", "marks", "grading",
)  # fmt: skip
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""From the gravest to the least."""
