"""The whole way, from a file to its report: the same findings whatever the format, and places that are the file's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import takhrij
from takhrij import model
from takhrij.report import footnote
from takhrij.report import json as report_json
from takhrij.report.document import Document
from takhrij.report.terminal import Paper
from takhrij.report.text import TextReport
from takhrij.text.readers import Source, read, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.library.library import Library

FILES = Path(__file__).parent / "files"
SAME = ("libreoffice.docx", "libreoffice.odt", "libreoffice.pdf", "chromium.pdf", "answer.html", "answer.epub")
COMMENT = "فإن مع العسر يسرا"
"""Stands in the comment, which is in office documents only."""
SCHEMA = json.loads((Path(model.__file__).parent / "data" / "report.schema.json").read_text(encoding="utf-8"))
PAGE = (
    "<p>قال تعالى: &quot;إن <b>ال</b>له&nbsp;مع<br>\n <i>المحسن</i>ين&quot; (البقرة: 153).\n"
    "<p>قال رسول الله ﷺ: «<q>إنما الأعمال بالنيات</q>» رواه البخار&#x64a;"
)
NOTES = "قال تعالى: ﴿إن ال**ل**ه مع \\\nالمحسنين[^1]﴾ \\[[البقرة: 153](https://example.org/2/153)\\]\n\n[^1]: &quot;متفق عليه&quot;\n"
CUES = "1\n00:00:01,000 --> 00:00:02,000\nقال تعالى: ﴿إن الله <i>مع</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nالمحسنين﴾ [البقرة: 153]\n"


def findings(report: model.Report) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [
        (" ".join(citation.quotation.text.split()), tuple((each.name, each.severity) for each in citation.findings))
        for citation in report.citations
        if citation.quotation.text != COMMENT
    ]


def checked(path: str, source: Source, library: Library) -> Document:
    return Document(path, source.received, takhrij.check(source, library=library), source=source)


@pytest.fixture(scope="module")
def in_word(library: Library) -> list[Any]:
    return findings(takhrij.check(read(str(FILES / "libreoffice.docx")), library=library))


@pytest.mark.parametrize("name", SAME[1:])
def test_every_format_gives_the_same_findings(library: Library, in_word: list[Any], name: str) -> None:
    assert len(in_word) == 16
    assert findings(takhrij.check(read(str(FILES / name)), library=library)) == in_word


def test_presentation_forms_as_they_are_seen_give_the_same_findings(library: Library, in_word: list[Any]) -> None:
    """A file without the table, whose brackets are turned and in whose ligatures a vowel may stand on either letter."""
    found = findings(takhrij.check(read(str(FILES / "reportlab.pdf")), library=library))
    assert [codes for _, codes in found] == [codes for words, codes in in_word if words != "إن الله مع الصابرين"]


def all_spans(value: Any) -> Iterator[dict[str, int]]:
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "end_byte"}:
            yield value
        for item in value.values():
            yield from all_spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from all_spans(item)


@pytest.mark.parametrize(
    ("text", "kind", "quoted", "differs"),
    [
        (PAGE, "html", "إن <b>ال</b>له&nbsp;مع<br>\n <i>المحسن</i>ين", "المحسن</i>ين"),
        (NOTES, "markdown", "إن ال**ل**ه مع \\\nالمحسنين", "المحسنين"),
        (CUES, "srt", "إن الله <i>مع</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nالمحسنين", "المحسنين"),
    ],
)
def test_spans_are_the_files(library: Library, text: str, kind: str, quoted: str, differs: str) -> None:
    source = read_bytes(text.encode(), kind)
    document = checked("a", source, library)
    [first, *_] = document.report.citations
    assert text[slice(*first.quotation.span)] == quoted
    assert "<" not in first.quotation.text
    assert "\n" in first.quotation.text
    [stated] = [each for each in first.fragments if each.kind == "source"]
    assert text[slice(*stated.span)] == stated.text == "البقرة: 153"
    [changed] = [each for each in first.passages[0].operations if each.kind == "replace"]
    assert text[slice(*changed.quoted)] == differs
    assert document.report.length == len(text)
    said = json.loads("".join(report_json.render([document])))
    jsonschema.Draft202012Validator(SCHEMA).validate(said)
    assert said["documents"][0]["format"] == kind
    for span in all_spans(said):
        assert text.encode()[span["start_byte"] : span["end_byte"]].decode() == text[span["start"] : span["end"]]
        lines = text.split("\n")
        assert sum(len(line) + 1 for line in lines[: span["line"] - 1]) + span["column"] - 1 == span["start"]
    [(_, read_back)] = report_json.reports(said)
    assert read_back == document.report
    coloured = "".join(TextReport(Paper(200, color=True)).render([document]))
    assert f"\x1b[31m{'المحسنين'}\x1b[0m" in coloured


def test_found_is_what_is_checked(library: Library) -> None:
    source = read_bytes(PAGE.encode(), "html")
    found = takhrij.find(source, library=library)
    assert [each.quotation for each in found] == [
        each.quotation for each in takhrij.check(source, library=library).citations
    ]
    assert PAGE[slice(*found[1].quotation.span)] == "إنما الأعمال بالنيات"


def test_a_long_document_is_mapped_to_its_end(library: Library) -> None:
    text = ("<p>كلمة &amp; أخرى\n" * 40_000) + PAGE
    source = read_bytes(text.encode(), "html")
    report = takhrij.check(source, library=library)
    assert text[slice(*report.citations[-2].quotation.span)].startswith("إن <b>ال</b>له&nbsp;")
    assert report.length == len(text)


@pytest.mark.parametrize(
    ("name", "place", "label"),
    [
        ("libreoffice.docx", {"footnote": 1}, "footnote 1"),
        ("libreoffice.odt", {"footnote": 1}, "footnote 1"),
        ("libreoffice.pdf", {"page": 1, "line": 24}, "page 1, line 24"),
        ("answer.epub", {"section": 2, "paragraph": 10, "file": "OEBPS/text/part 2.xhtml"}, "section 2, paragraph 10"),
    ],
)
def test_places_have_the_names_that_people_know(library: Library, name: str, place: dict[str, Any], label: str) -> None:
    document = checked(name, read(str(FILES / name)), library)
    said = json.loads("".join(report_json.render([document])))
    jsonschema.Draft202012Validator(SCHEMA).validate(said)
    [citation] = [
        each for each in said["documents"][0]["citations"] if each["fragments"][0]["text"] == "إن مع العسر يسرا"
    ]
    assert citation["place"] == place
    assert f"{name}:{label}: note wording.exact" in "".join(TextReport(Paper(200)).render([document]))
    assert f". {label[0].upper()}{label[1:]}, " in "".join(footnote.render([document]))
    [(_, read_back)] = report_json.reports(said)
    assert read_back == document.report


def test_cues_are_named_beside_lines(library: Library) -> None:
    document = checked("a.srt", read_bytes(CUES.encode(), "srt"), library)
    assert "a.srt:3:13 (cue 1 at 00:00:01,000): error" in "".join(TextReport(Paper(200)).render([document]))
    assert "1. Line 3 (cue 1 at 00:00:01,000), " in "".join(footnote.render([document]))


def command(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "takhrij", *arguments], input=stdin, capture_output=True, env={**os.environ}
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_command_reads_a_folder_of_every_format(tmp_path: Path) -> None:
    for name in SAME:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    (tmp_path / "b.SRT").write_text(CUES, encoding="utf-8")
    (tmp_path / "c.md").write_text(NOTES, encoding="utf-8")
    (tmp_path / "d.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "e.json").write_text("{}", encoding="utf-8")
    done = command("check", str(tmp_path), "--format", "jsonl")
    assert done.returncode == 2
    assert done.stderr == f"takhrij: {tmp_path}/d.docx: a damaged Word (.docx) file: File is not a zip file\n"
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(Path(line["path"]).name, line.get("format")) for line in lines} == {
        ("libreoffice.docx", "docx"), ("libreoffice.odt", "odt"), ("libreoffice.pdf", "pdf"), ("chromium.pdf", "pdf"),
        ("answer.html", "html"), ("answer.epub", "epub"), ("b.SRT", "srt"), ("c.md", "markdown"), ("d.docx", None),
    }  # fmt: skip


def test_the_name_of_standard_input_tells_its_format() -> None:
    data = (FILES / "libreoffice.docx").read_bytes()
    done = command("check", "-", "--stdin-filename", "my.docx", stdin=data)
    assert (done.returncode, done.stderr) == (1, "")
    assert "my.docx:paragraph 5: error reference.wrong" in done.stdout
    refused = command("check", "-", stdin=data)
    assert (refused.returncode, refused.stdout) == (2, refused.stdout)
    assert "a ZIP archive (perhaps .docx, .odt or .epub), by its content" in refused.stderr


def test_what_could_not_be_read_is_said(library: Library) -> None:
    source = Source(
        "قال",
        "pdf",
        read(str(FILES / "libreoffice.pdf")).reading._replace(unchecked=("page 2 of the PDF (no text layer)",)),
    )  # type: ignore[union-attr]
    assert "page 2 of the PDF (no text layer)" in takhrij.check(source, library=library).unchecked
