"""Two reports compared: what is gone, new, changed, and what became of the documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from takhrij import check
from takhrij.cli import main
from takhrij.report.compare import compare
from takhrij.report.document import Document
from takhrij.report.json import render

if TYPE_CHECKING:
    from pathlib import Path

    from takhrij.library.library import Library

# The verses are misquoted, and one reference is wrong, for the test.
OLD = "قال تعالى: ﴿إن الله مع المحسنين﴾ [البقرة: 153]\n\nقال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 7]\n"
NEW = "قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 153]\n\nقال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]\n"


def test_what_was_corrected_is_gone_and_what_is_right_now_changed(library: Library) -> None:
    found = compare([("a.md", check(OLD, library=library))], [("a.md", check(NEW, library=library))])
    said = {(each.change, each.old and each.old.name, each.new and each.new.name) for each in found.differences}
    assert ("gone", "wording.altered", None) in said
    assert ("changed", "reference.wrong", "reference.right") in said
    assert ("new", None, "wording.exact") in said
    for each in found.differences:
        assert (NEW if each.change != "gone" else OLD)[slice(*each.span)] == each.quoted


def test_a_report_is_as_itself(library: Library) -> None:
    report = check(OLD, library=library)
    found = compare([("a.md", report)], [("a.md", report)])
    assert not found.differences
    assert found.same == sum(len(each.findings) for each in report.citations)


def test_a_quotation_that_moved_is_the_same(library: Library) -> None:
    moved = compare(
        [("a.md", check(OLD, library=library))], [("a.md", check("مقدمة عن الجار.\n\n" + OLD, library=library))]
    )
    assert not moved.differences


def test_documents_come_and_go_and_fail(library: Library) -> None:
    report = check(OLD, library=library)
    found = compare([("a.md", report), ("b.md", "unreadable")], [("b.md", report), ("c.md", "not UTF-8")]).documents
    assert found == (["a.md"], ["c.md"], [("c.md", "not UTF-8")], ["b.md"])


@pytest.fixture
def written(library: Library, tmp_path: Path) -> tuple[str, str]:
    names = []
    for name, text in (("old", OLD), ("new", NEW)):
        path = tmp_path / f"{name}.json"
        path.write_text("".join(render([Document("a.md", text, check(text, library=library))])), encoding="utf-8")
        names.append(str(path))
    return names[0], names[1]


def test_the_command(written: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written
    assert main(["compare", old, new]) == 0
    assert "gone" in capsys.readouterr().out
    assert main(["compare", new, old]) == 1  # it brings errors
    capsys.readouterr()
    assert main(["compare", "--format", "json", new, old]) == 1
    assert {each["change"] for each in json.loads(capsys.readouterr().out)["differences"]} <= {"new", "gone", "changed"}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"documents": 3}', b"\xff", b"[" * 100_000])
def test_what_is_no_report_is_refused_in_a_line(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.json"
    path.write_bytes(data)
    assert main(["compare", str(path), str(path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "not a report" in said
