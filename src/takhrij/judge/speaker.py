"""Judges whose words a hadith is said to be, and whose the source says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.judge.attribution import THERE
from takhrij.judge.finding import finding

if TYPE_CHECKING:
    from takhrij.find.attach import Found
    from takhrij.judge.hadith import JudgedHadith
    from takhrij.library.store import Store
    from takhrij.model import Finding, Json

WORDS: Final = {
    "prophet": "the Prophet's (marfu')", "companion": "a companion's (mawquf)", "god": "God's, reported by the Prophet (qudsi)",
    "later": "those of someone later", "quran": "the Qur'an's",
}  # fmt: skip


def judge_speaker(store: Store, found: Found, hadith: JudgedHadith) -> list[Finding]:
    """The findings on the speaker of a hadith, and on marks that say it is the Qur'an.

    A hadith in which the Prophet reports God's words may well be introduced as God's: it is then known as qudsi, and no
    mark of a verse on it is reported.
    """
    match = hadith.match
    if match is None or match.likeness < THERE:
        return []
    least = max(THERE, match.likeness)
    speakers = {store.speaker(each.first) for each in hadith.matches if each.likeness >= least} - {""}
    said = found.speaker
    if "god" in speakers:
        evidence: dict[str, Json] = {"said": said, "source": "god"}
        return [finding("speaker", "qudsi", "a hadith that reports the words of God", evidence=evidence)]
    if said in ("quran", "god"):
        return [finding("marks", "verse-marks", "presented as a verse of the Qur'an; the words are a hadith's")]
    if not said or not speakers:
        return []
    source = min(speakers)
    evidence = {"said": said, "source": source}
    if said in speakers:
        return [finding("speaker", "agrees", f"the words are {WORDS[said]}", evidence=evidence)]
    return [finding("speaker", "differs", f"said to be {WORDS[said]}; in the source they are {WORDS[source]}",
                    severity="warning" if hadith.same else "note", evidence=evidence)]  # fmt: skip
