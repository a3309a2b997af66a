"""A document read in pieces and checked in stretches has the citations of one checked whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from corpora import PIECE, WRONG
from hypothesis import given
from hypothesis import strategies as st

from takhrij.check import Checker
from takhrij.errors import InputError
from takhrij.options import Options
from takhrij.scan import rows as scan_rows
from takhrij.scan.batches import batches, digest
from takhrij.scan.rows import Rows, rows_of
from takhrij.scan.windows import Document, stretches
from takhrij.text.openiti import blanked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.library.library import Library
    from takhrij.scan.windows import Stretch

SMALL, EDGE = 2000, 400


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("check", "scan.windows", "scan.batches", "scan.rows"):
        module = sys.modules[f"takhrij.{name}"]
        monkeypatch.setattr(module, "WINDOW", SMALL)
        if hasattr(module, "MARGIN"):
            monkeypatch.setattr(module, "MARGIN", EDGE)


def cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def all_rows(checker: Checker, parts: Iterable[Stretch]) -> Rows:
    made = Rows.none()
    for lot in rows_of(checker, parts, lambda rows: rows):
        made.take(lot)
    return made


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("lot", [1, 3, 512])
@pytest.mark.parametrize("windows_each", [1, 2, 3])
@pytest.mark.parametrize("before", [0, 7, 61, 113, 150])
def test_seams_lose_and_double_nothing(
    library: Library, windows_each: int, before: int, lot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seams fall at other places of the text for each `before`, on quotations too."""
    monkeypatch.setattr(scan_rows, "LOT", lot)
    text = "\ufeff" + "ا " * before + (PIECE + WRONG) * 170
    checker = Checker(library, Options())
    whole = checker.stream(text)
    citations = [*whole.report.citations, *(whole.rest or ())]
    parts = [*stretches(Document("d", "d.txt", cut(text, 777)), windows_each)]
    assert len(parts) > 4
    made = all_rows(checker, parts)
    assert [(row["start"], row["end"], row["codes"]) for row in made.citations] == [
        (*each.quotation.span, [finding.name for finding in each.findings]) for each in citations
    ]
    data = text.encode()
    for row in made.citations:
        assert data[row["start_byte"] : row["end_byte"]].decode() == row["text"] == text[row["start"] : row["end"]]
    assert [(row["start"], row["end"]) for row in made.documents] == [(each.start, each.stop) for each in parts]
    assert sum(row["citations"] for row in made.documents) == len(citations)


@pytest.mark.usefixtures("windows")
@given(st.integers(0, 9000), st.integers(1, 5000), st.integers(1, 3))
def test_stretches_cover_the_text_once_however_it_comes(length: int, size: int, each: int) -> None:
    text = "".join(chr(0x627 + place % 30) if place % 11 else "\n" for place in range(length))
    made = [*stretches(Document("d", "d", cut(text, size)), each)]
    assert "".join(part.text[part.start - part.low : part.stop - part.low] for part in made) == text
    assert [part.last for part in made] == [False] * (len(made) - 1) + [True]
    for part in made:
        assert text[part.low : part.low + len(part.text)] == part.text
        assert part.low_byte == len(text[: part.low].encode())
        assert part.low == max(0, part.start - SMALL - EDGE)
        assert len(part.text) <= (each + 1) * SMALL + 2 * EDGE
        assert part.last or len(part.text) + part.low >= min(part.stop + EDGE, length)
    assert made == [*stretches(Document("d", "d", [text]), each)]


@pytest.mark.usefixtures("windows")
def test_what_is_held_does_not_grow_with_the_document() -> None:
    asked = 0

    def pieces() -> Iterator[str]:
        nonlocal asked
        for _ in range(1000):
            asked += 1
            yield "كلمة " * 100

    for number, part in enumerate(stretches(Document("d", "d", pieces()), 1)):
        assert len(part.text) <= 2 * SMALL + 2 * EDGE
        assert asked * 500 <= (number + 1) * SMALL + EDGE + 500 or part.last


def test_a_document_that_breaks_off_has_a_row_with_an_error(library: Library) -> None:
    def pieces() -> Iterator[str]:
        yield PIECE
        raise InputError("torn")

    made = all_rows(Checker(library, Options()), stretches(Document("d", "d", pieces())))
    assert [(row["error_code"], row["error"], row["last"]) for row in made.documents] == [("input", "torn", True)]
    assert not made.citations


@pytest.mark.parametrize("lot", [1, 512])
def test_a_check_that_fails_is_a_row_and_the_next_document_is_checked(
    library: Library, lot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no other rows, those neither that were packed before it failed."""
    monkeypatch.setattr(scan_rows, "LOT", lot)
    checker = Checker(library, Options())
    cite = checker.judge.cite

    def fails(text: str, found: object) -> object:
        if text.startswith("BREAK") and found.candidate.start > 100:  # type: ignore[attr-defined]
            raise RuntimeError("broken")
        return cite(text, found)  # type: ignore[arg-type]

    monkeypatch.setattr(checker.judge, "cite", fails)
    documents = [Document(name, name, [start + PIECE]) for name, start in (("c", ""), ("a", "BREAK "), ("b", ""))]
    made = all_rows(checker, (each for document in documents for each in stretches(document)))
    assert [(row["error_code"], row["error"], row["citations"]) for row in made.documents] == [
        (None, None, 2),
        ("internal", "RuntimeError: broken", 0),
        (None, None, 2),
    ]
    assert [row["document"] for row in made.citations] == ["c", "c", "b", "b"]


def test_batches_are_the_same_and_their_digests_tell_them_apart() -> None:
    def made(texts: list[str]) -> list[tuple[str, ...]]:
        packed = batches((Document(str(n), "f", [text]) for n, text in enumerate(texts)), 100)
        return [(digest(batch), *(each.document for each in batch)) for batch in packed]

    first = made(["a" * 60, "b" * 30, "c" * 20, "d"])
    assert [names[1:] for names in first] == [("0", "1"), ("2", "3")]
    assert first == made(["a" * 60, "b" * 30, "c" * 20, "d"])
    assert first[0] == made(["a" * 60, "b" * 30, "c" * 20, "e"])[0]
    assert first[1] != made(["a" * 60, "b" * 30, "c" * 20, "e"])[1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("######OpenITI#\n#META# 1\n#META#Header#End#\n# قال", f"{' ' * 41}\n  قال"),
        ("~~كذا", "  كذا"),
        ("### | باب", "      باب"),
        ("كذا PageV02P117 كذا", "كذا             كذا"),
        ("كذا ms0012 كذا", "كذا        كذا"),
        ("بيت %~% بيت", "بيت     بيت"),
        ("he said (a 1) # no", "he said (a 1) # no"),
    ],
)
def test_the_marks_of_openiti_are_put_out_of_sight(text: str, shown: str) -> None:
    made = blanked(text, first=True)
    assert len(made) == len(text)
    assert made == shown


def test_a_verse_across_lines_of_openiti_is_exact(library: Library) -> None:
    text = "######OpenITI#\n#META#Header#End#\n# قال تعالى: ﴿إن مع\n~~العسر PageV01P002 يسرا﴾ [الشرح: 6]\n"
    [row] = all_rows(Checker(library, Options()), stretches(Document("d", "d", [text], openiti=True))).citations
    assert (row["wording"], row["label"]) == ("exact", "ash-Sharh 94:6")
    assert row["text"] == "إن مع\n~~العسر PageV01P002 يسرا"
