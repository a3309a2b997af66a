"""The report for people: golden files, and what holds of it whatever a document contains."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import samples
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import TROUBLE, characters, documents

from takhrij.model import Alignment, Citation, Fragment, Operation, Report, Span
from takhrij.report.document import Document
from takhrij.report.terminal import FSI, PDI, Paper, cells, clean, mixed, quoted, shorten
from takhrij.report.text import TextReport

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"
SGR = re.compile(r"\x1b\[(0|1|2|1;31|1;33|36|32|31)m")
FORBIDDEN = "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\ufeff"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def render(*results: Document, width: int = 100, color: bool = False, explain: bool = False) -> str:
    return "".join(TextReport(Paper(width, color=color), explain=explain).render(results))


@pytest.mark.parametrize(
    ("name", "width", "color", "explain"),
    [
        ("text", 100, False, False),
        ("narrow", 44, False, False),
        ("color", 100, True, False),
        ("explain", 100, False, True),
    ],
)
def test_golden(golden: Callable[[Path, str], None], name: str, width: int, color: bool, explain: bool) -> None:
    shown = render(*samples.RESULTS, width=width, color=color, explain=explain)  # type: ignore[arg-type]
    golden(GOLDEN / f"{name}.txt", shown)


def assert_tame(shown: str) -> None:
    """No control character, no mark of direction but the renderer's own isolates, closed on each line."""
    for line in shown.split("\n"):
        depth = 0
        for char in line:
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), ascii(char)
            assert char in (FSI, PDI) or char not in FORBIDDEN
            depth += (char == FSI) - (char == PDI)
            assert depth in (0, 1)
        assert depth == 0


@settings(max_examples=300)
@given(documents(), st.integers(20, 120), st.booleans())
@example(
    Document("a\x1b[2J\n.txt", TROUBLE, Report((Citation((Fragment("ayah", Span(0, 9), TROUBLE),), ()),), 9)), 40, False
)
def test_no_document_can_disturb_the_terminal(document: Document, width: int, explain: bool) -> None:
    plain = render(document, width=width, explain=explain)
    assert_tame(plain)
    assert SGR.sub("", render(document, width=width, color=True, explain=explain)) == plain
    assert all(cells(line) <= width for line in plain.split("\n"))
    plain.encode("utf-8")


@settings(max_examples=300)
@given(st.text(characters, max_size=200))
def test_every_right_to_left_word_of_a_sentence_is_isolated(text: str) -> None:
    [*lines] = Paper(60).lines(mixed(text))
    assert_tame("\n".join(lines))
    assert not RIGHT_TO_LEFT.search(re.sub(f"{FSI}[^{PDI}]*{PDI}", "", "\n".join(lines)))


@given(st.text(characters))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_wrapping_loses_no_word() -> None:
    words = samples.VERSE.split() * 5
    lines = [*Paper(40).lines(quoted((" ".join(words), "")), first="label  ", indent="       ")]
    assert len(lines) > 5
    assert " ".join(lines).replace(FSI, "").replace(PDI, "").removeprefix("label").split() == words


def test_parts_in_two_styles_keep_the_space_between_them() -> None:
    pieces = quoted(("الجار", "changed"), (" ", ""), ("قبل", "changed"), (" \n الدار", ""), ("", ""), ("،", ""))
    assert [*Paper().lines(pieces)] == [f"{FSI}الجار قبل الدار،{PDI}"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    lines = [*Paper(20).lines([*quoted(("ب" * 50, ""))], indent="  ")]
    assert max(map(cells, lines)) <= 20
    assert "".join(lines).count("ب") == 50


def test_a_mark_stays_with_its_letter_where_a_word_is_cut() -> None:
    lines = [*Paper(20).lines(quoted(("بَ" * 30, "")))]
    assert not any(unicodedata.combining(line.removeprefix(FSI)[0]) for line in lines)


@pytest.mark.parametrize(
    ("text", "words", "keep", "shown"),
    [
        ("a b c d e f", 4, "ends", "a b … e f"),
        ("a b c d e", 4, "ends", "a b c d e"),
        ("a b c d e f", 3, "start", "a b c …"),
        ("a b c d e f", 3, "end", "… d e f"),
        ("", 3, "end", ""),
        ("x" * 99, 3, "end", "x" * 60 + "…"),
    ],
)
def test_shorten(text: str, words: int, keep: str, shown: str) -> None:
    assert shorten(text, words, keep=keep) == shown


def test_a_document_without_quotations() -> None:
    assert render(samples.EMPTY).startswith("0 quotations in 1 document: 0 errors, 0 warnings.")


def test_latin_text_is_left_alone() -> None:
    assert [*Paper().lines([*quoted(("plain words", "")), *mixed(" and more")])] == ["plain words and more"]


def test_many_differences_are_counted() -> None:
    def at(kind: str, number: int) -> Operation:
        return Operation(kind, Span(0, 1), (number, number + 1), f"q{number}", f"s{number}")  # type: ignore[arg-type]

    operations = (*(at("replace", n) for n in range(15)), *(at("spell", n) for n in range(5)))
    passage = samples.verse("1:1", "al-Fatiha 1:1", "s")
    citation = Citation((Fragment("ayah", Span(0, 1), "q"),), (), (Alignment(passage, (0, 1), 0.5, operations),))
    shown = render(Document("a", "q", Report((citation,), 1)))
    assert "q11 where the source has s11" in shown
    assert "q12" not in shown
    assert "and 3 more differences" in shown
    assert "5 places written otherwise in the source, not in other words" in shown


def test_an_honorific_that_is_added_or_left_out() -> None:
    operations = (Operation("spell", Span(0, 1), (0, 0), "q", ""), Operation("spell", Span(1, 1), (0, 1), "", "s"))
    passage = samples.verse("1:1", "al-Fatiha 1:1", "s")
    citation = Citation((Fragment("ayah", Span(0, 1), "q"),), (), (Alignment(passage, (0, 1), 1.0, operations),))
    shown = render(Document("a", "q", Report((citation,), 1)))
    assert "q is not in the source" in shown
    assert "s is left out" in shown
