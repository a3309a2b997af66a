"""What the builder of the index and its readers must agree on, beyond the sections themselves."""

from __future__ import annotations

from typing import Final

BLOCK: Final = 8
"""Passages whose notes are compressed together."""
SPEAKERS: Final = ("", "prophet", "companion", "god", "later")
"""Whom a hadith is ascribed to, by its number in the section `speakers`."""
PAUSE_BASE: Final = 0x06D5
"""Added to a number of the section `pauses`, it gives the sign of waqf; 0 is none."""
LAST_PAUSE: Final = 0x06DC
DISPUTED: Final = "~"
"""In the section `numbers`, stands before a number that only one of two witnesses gives: accepted in a citation, not shown."""
NAT: Final = 16
"""What a term of a rendering tells, in the section `render_postings`, when it tells one nat."""
NO_KIND: Final = 255
_VALUES: Final = {
    "quran": ("said", "noun", "god", "surah", "reading"),
    "hadith": ("said", "noun", "source", "chain", "cited"),
    "honorific": ("prophet", "companion"),
    "formula": ("basmala", "praise"),
    "other": ("maxim", "prayer", "speaker", "term", "title"),
    "mark": ("fence",),
    "reference": ("quran", "hadith"),
}
KINDS: Final = {
    (role, value): number * 8 + place
    for number, (role, values) in enumerate(_VALUES.items())
    for place, value in enumerate(values)
}
"""The number of each kind of cue, by its role and value; the kernel knows them by these."""
CHAIN_ROLES: Final = (
    "any", "clause", "name", "attached", "prophet", "from", "honour", "nasab", "ibn", "abu", "abd", "that-is", "anyones",
    "kin",
)  # fmt: skip
"""What a word is in a chain, each a bit in the section `chain_words`: it opens one, as it stands, where a clause begins or where
a name follows, or with a conjunction before it; it is the Prophet's, says from whom, honours a companion; joins two names as
father and child, as son, or begins a kunya; is Abd; explains who is meant; is an epithet that anyone may bear; or says whose
kinsman someone is, and not his name."""
KUNYA_BEGINS, HAS_NASAB, AFTER_ALLAH = (1 << place for place in (16, 17, 18))
"""Bits in the section `name_nodes` above the number of the person: the one word up to there begins a kunya; of the words one
joins father and child; the last is the word Allah."""
BASMALA: Final = "بسم الله الرحمن الرحيم"
"""The basmala, folded."""
BLESSING: Final = "\ufdfa"
"""The sign of the blessing on the Prophet: no word, but phrases of the cues may have it."""
