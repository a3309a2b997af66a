"""Tells whether a verse whose words differ may follow another canonical reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.judge.wording import NAMES

if TYPE_CHECKING:
    from takhrij.judge.wording import Wording
    from takhrij.library.store import Store
    from takhrij.model import Span
    from takhrij.text.letters import Letters

READING_WORDS: Final = 2
"""At most so many words may differ, in letters that an undotted text writes alike, for another reading to be thought of."""
UNDOTTED: Final = str.maketrans({
    "ت": "ب", "ث": "ب", "ن": "ب", "ي": "ب", "ى": "ب", "ج": "ح", "خ": "ح", "ذ": "د", "ز": "ر", "ش": "س", "ض": "ص", "ظ": "ط",
    "غ": "ع", "ق": "ف",
})  # fmt: skip


def may_be_reading(store: Store, letters: Letters, text: str, wording: Wording, *, cue: bool) -> bool:
    """Whether a few words differ, and a cue of a reading stands before them or they differ in their dots alone.

    Args:
        store: the library.
        letters: the table of letters.
        text: the document.
        wording: the wording against a verse.
        cue: whether the document speaks of a reading just before.
    """
    if len(wording.altered) > READING_WORDS or any(NAMES[step[0]] != "replace" for step in wording.altered):
        return False
    if cue:
        return True
    skeleton = letters.skeleton
    return all(
        skeleton(text[start:end]).translate(UNDOTTED) == skeleton(store.words(low, high)).translate(UNDOTTED)
        for _, start, end, low, high in wording.altered
    )


def is_short(text: str, span: Span) -> bool:
    """Whether a quotation has no more words than those in which readings differ, with one beside them."""
    return len(text[span.start : span.end].split()) <= READING_WORDS + 1
