"""Every feature that evidence may name is worded for a reader."""

from __future__ import annotations

import pytest

from takhrij.find.reasons import Reasons
from takhrij.library.tables import tables

REASONS = Reasons(tables())


def code_of(name: str) -> int:
    return next(code for code in range(len(REASONS.fields) << 8) if REASONS.name(code) == name)


@pytest.mark.parametrize(
    ("name", "worded"),
    [
        ("lead:quran-said:0", "before it: quran said, words between: 0"),
        ("lead-last:none", "nothing that leads up to it"),
        ("cue-sign:hadith-said::", "introduced by: hadith said, and behind that: a colon"),
        ("before-mark::", "right before the marks: a colon"),
        ("cue:quran-said:1", "introduced by: quran said, 1"),
        ("words:4-5", "words: 4-5"),
        ("match:quran:weight3", "their weight, of 6: 3"),
        ("after:quran:strong", "behind it: a reference to the Qur'an, strong"),
        ("weight-dense:4:2-3", "weight: 4, and verses around: 2-3"),
    ],
)
def test_a_feature_in_words(name: str, worded: str) -> None:
    assert REASONS.words(code_of(name)) == worded


def test_every_feature_is_worded() -> None:
    named = [code for code in range(len(REASONS.fields) << 8) if REASONS.fields[code >> 8][1](code & 255)]
    assert len(named) > 1000
    for code in named:
        worded = REASONS.words(code)
        assert worded != REASONS.name(code)
        assert "{" not in worded
        assert "  " not in worded
