"""What a claim needs beside its marks to be one, and what is a quotation for certain whatever else is weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.claims import LEAD_KIND
from takhrij.kernel.twin.cues import (
    CITED,
    HADITH,
    HADITH_NOUN,
    HADITH_SAID,
    MAXIM,
    NO_KIND,
    PROPHET,
    SOURCE,
    SPEAKER,
    role_of,
)
from takhrij.kernel.twin.features import Field

if TYPE_CHECKING:
    from takhrij.kernel.twin.claims import Claim
    from takhrij.kernel.twin.document import Document
    from takhrij.kernel.twin.features import Features

ORNATE: Final = "﴿﴾"
INSIDE_SAID: Final = 4
"""The value of the feature that "the Prophet said" stands within."""
MOST_SHARED: Final = (3, 4)
"""Values of features: most of the words are shared with a source, or all."""
SENTENCE: Final = 40
"""Words of a sentence that is no longer than usual."""
TELLING: Final = 2
"""The value of a weight from which shared words are a hadith's."""


def is_supported(document: Document, claim: Claim, found: Features) -> bool:
    """Whether more than its marks says that a claim is of the Qur'an or of hadith.

    That is what leads up to it, a heading, what the text calls it behind it, words shared with a source, "the Prophet said"
    within, or the brackets of verses. Someone else who speaks right before, or a maxim announced, leaves the shared words
    alone.
    """
    if document.char_at(claim.outer_start) in (*ORNATE, "<"):
        return True
    spoken = shared = hadith = False
    for field, value in found:
        kind = value // 4
        if field == Field.LEAD:
            hadith |= kind == HADITH_NOUN
            spoken |= (role_of(kind) <= HADITH and kind not in (SOURCE, CITED)) or kind == PROPHET
        elif field in (Field.HEADING, Field.FOLLOW):
            spoken = True
        elif field == Field.CONTENT:
            spoken |= value == INSIDE_SAID
        elif field in (Field.QURAN, Field.HADITH):
            shared |= value in MOST_SHARED
    return shared or hadith or (spoken and claim.flags >> LEAD_KIND not in (SPEAKER + 1, MAXIM + 1))


def settle_for_certain(document: Document, claim: Claim, found: Features) -> None:
    """What no evidence outweighs.

    The brackets of verses; and without marks what follows "the Prophet said:" at once, up to the end of a sentence of usual
    length, or a hadith's own words behind the Prophet's name. "His saying:" may be a poet's.
    """
    if claim.verse > 0 or claim.hadith > 0:
        return
    if document.char_at(claim.outer_start) in ORNATE:
        if claim.verse >= claim.hadith:
            claim.verse = 1
        else:
            claim.hadith = 1
    elif not claim.mark:
        values = dict(found)
        leads = [value // 4 for field, value in found if field == Field.LEAD_LAST and value % 4 == 0]
        lead = leads[-1] if leads else NO_KIND
        said = values.get(Field.BEFORE_MARK) == 0 and claim.last - claim.first <= SENTENCE
        shared = any(field == Field.HADITH and value in MOST_SHARED for field, value in found)
        if lead == HADITH_SAID and (said or (shared and values.get(Field.HADITH_WEIGHT, 0) >= TELLING)):
            claim.hadith = 1
