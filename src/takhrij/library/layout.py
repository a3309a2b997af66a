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
