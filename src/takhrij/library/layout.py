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
BASMALA: Final = "بسم الله الرحمن الرحيم"
"""The basmala, folded."""
