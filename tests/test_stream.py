"""A long text is checked window by window: alike to one read whole, and nothing of it is held that need not be."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import pytest

from takhrij import check as check_text
from takhrij import find as find_in
from takhrij.model import Citation
from takhrij.options import Options

if TYPE_CHECKING:
    from takhrij.library.library import Library

PIECE = (
    "وكان الناس يمشون في السوق وينظرون إلى ما فيه. قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]، وقال رسول الله ﷺ: "
    "«إنما الأعمال بالنيات» رواه البخاري ومسلم، ثم مضوا.\r\n"
)


def shrink(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["takhrij.check"]
    monkeypatch.setattr(module, "WINDOW", 2000)
    monkeypatch.setattr(module, "MARGIN", 400)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch)


TEXT = "\ufeff" + PIECE * 40


def test_a_long_text_has_the_citations_of_a_short_one(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = check_text(TEXT, library=library)
    assert len(whole.citations) == 80
    shrink(monkeypatch)
    parted = check_text(TEXT, library=library)
    assert [each.fragments for each in parted.citations] == [each.fragments for each in whole.citations]
    assert [each.passages for each in parted.citations] == [each.passages for each in whole.citations]
    assert parted == whole
    assert find_in(TEXT, library=library) == tuple(Citation(each.fragments, ()) for each in whole.citations)


@pytest.mark.usefixtures("windows")
def test_fragments_and_operations_are_slices_of_the_whole(library: Library) -> None:
    for citation in check_text(TEXT, library=library).citations:
        for fragment in citation.fragments:
            assert TEXT[fragment.span.start : fragment.span.end] == fragment.text
        for alignment in citation.passages:
            for step in alignment.operations:
                assert TEXT[step.quoted.start : step.quoted.end] == step.quoted_text


@pytest.mark.usefixtures("windows")
def test_a_reader_may_let_go_of_each_citation(library: Library) -> None:
    from takhrij.check import stream

    made = stream(PIECE * 120, library=library, options=Options())
    assert made.rest is not None
    counts = []
    for number, _ in enumerate(made.rest):
        if number % 20 == 0:
            gc.collect()
            counts.append(sum(isinstance(each, Citation) for each in gc.get_objects()))
    assert number > 200
    assert max(counts) - min(counts) < 40
