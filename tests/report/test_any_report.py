"""The formats for programs on reports of every kind that the records allow, and on files of other formats than text."""

from __future__ import annotations

import csv as reader
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import samples
from evil import EVIL, evil
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents

from takhrij.model import Number
from takhrij.report import annotations, csv, github, sarif
from takhrij.report.document import Document
from takhrij.report.links import links
from takhrij.text.readers import read_bytes

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)
HIDDEN = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\u2028]"
RENDERERS: list[Any] = [sarif, annotations, csv, github]
generous = settings(max_examples=60)


def log_of(*results: Any) -> Any:
    log = json.loads("".join(sarif.render(results)))
    VALIDATOR.validate(log)
    return log["runs"][0]


def test_sarif_places_count_code_points() -> None:
    run = log_of(*samples.RESULTS)
    assert run["columnKind"] == "unicodeCodePoints"
    assert {result["ruleId"] for result in run["results"]} >= {
        "wording.altered",
        "reference.wrong",
        "companion.differs",
    }
    assert not run["invocations"][0]["executionSuccessful"]
    data = samples.TEXT.encode()
    lines = re.split(r"\r\n|\r|\n", samples.TEXT)
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start, size = region["charOffset"], region["charLength"]
        words = samples.TEXT[start : start + size]
        assert region["snippet"]["text"] == words
        assert data[region["byteOffset"] :][: region["byteLength"]].decode() == words
        assert lines[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(words)
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]


@generous
@given(st.lists(documents(), max_size=2))
def test_any_report_is_valid_sarif(checked: list[Document]) -> None:
    log_of(*checked)


def test_sarif_of_hostile_documents() -> None:
    made = "".join(sarif.render(evil()))
    assert not re.search(HIDDEN.replace("\x0a", ""), made)
    run = log_of(*evil())
    for result in run["results"]:
        message = result["message"]["text"]
        assert "\n" not in message
        assert not re.search(r"(?<!\\)\[", message)
        assert not re.search(r"(?<!\{)\{(?!\{)", message)
    assert "markdown" not in made
    [first] = run["artifacts"]
    assert re.fullmatch(r"[\w%./~-]+", first["location"]["uri"])


def test_what_has_no_lines_has_a_logical_place() -> None:
    path = Path(__file__).parent.parent / "formats" / "files" / "libreoffice.docx"
    source = read_bytes(path.read_bytes(), "docx")
    report = samples.REPORT._replace(citations=(samples.UNKNOWN,))
    text = source.received
    run = log_of(Document("a.docx", text + samples.TEXT, report, None, source))
    for result in run["results"]:
        [location] = result["locations"]
        assert "region" not in location["physicalLocation"]
        assert location["logicalLocations"][0]["fullyQualifiedName"]


@pytest.mark.parametrize("renderer", [annotations, sarif])
def test_no_documents(renderer: Any) -> None:
    assert json.loads("".join(renderer.render([])))


@generous
@given(st.lists(documents(), max_size=2))
def test_annotations_select_the_quotations(checked: list[Document]) -> None:
    page = json.loads("".join(annotations.render(checked)))
    quotations = [
        (document.text, citation.quotation.span) for document in checked for citation in document.report.citations
    ]
    assert page["@context"] == annotations.CONTEXT
    for item, (text, span) in zip(page["items"], quotations, strict=True):
        position, quote = item["target"]["selector"]
        assert (position["start"], position["end"]) == span
        assert quote["exact"] == text[span.start : span.end]
        assert text[: span.start].endswith(quote["prefix"])
        assert text[span.end :].startswith(quote["suffix"])
        assert all(body.get("format", "text/plain") == "text/plain" for body in item["body"])


def test_a_page_is_annotated_by_its_words() -> None:
    import takhrij

    source = read_bytes("<p>قال تعالى: &quot;إن <b>مع</b> العسر يسرا&quot; (الشرح: 6)".encode(), "html")
    document = Document("a.html", source.received, takhrij.check(source), None, source)
    [item] = json.loads("".join(annotations.render([document])))["items"]
    [quote] = item["target"]["selector"]
    assert quote["exact"] == "إن مع العسر يسرا"
    assert quote["type"] == "TextQuoteSelector"


def rows(*results: Any) -> list[dict[str, str]]:
    made = "".join(csv.render(results))
    assert made.startswith("\ufeff")
    return [*reader.DictReader(io.StringIO(made[1:], newline=""))]


def test_csv_has_a_row_for_each_finding() -> None:
    found = rows(samples.DOCUMENT)
    assert len(found) == sum(len(citation.findings) for citation in samples.REPORT.citations)
    assert tuple(found[0]) == csv.COLUMNS
    assert found[0]["quoted"] == samples.TEXT[int(found[0]["start"]) : int(found[0]["end"])]
    assert found[0]["finding"] == "wording.altered"
    assert rows(samples.FAILURE)[0]["message"].startswith("not UTF-8")


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r\n=1", " =1", "\u200b=1", "＝1", '"=1', "'=1", "|x", "%0"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert csv.cell(text).startswith("'")


@generous
@given(st.lists(documents(), max_size=2))
def test_any_csv_reads_back_and_holds_no_formula(checked: list[Document]) -> None:
    for row in rows(*checked, *evil()):
        assert tuple(row) == csv.COLUMNS
        assert not [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]


def test_workflow_commands() -> None:
    lines = "".join(github.render(samples.RESULTS)).splitlines()
    assert lines[0].startswith(
        "::error file=notes/article.md,line=1,endLine=1,col=21,endColumn=63,title=takhrij wording.altered::"
    )
    assert lines[-1].startswith("::error file=notes/scan.txt,title=takhrij::could not be checked: not UTF-8")
    assert not [line for line in lines if line.startswith("::notice")]


@generous
@given(st.lists(documents(), max_size=2))
def test_each_line_is_one_command_of_ours(checked: list[Document]) -> None:
    for line in "".join(github.render([*checked, *evil()])).split("\n")[:-1]:
        command, properties, message = re.fullmatch(r"::(error|warning) ([^\r]*?)::(.*)", line).groups()  # type: ignore[union-attr]
        assert {each.partition("=")[0] for each in properties.split(",")} <= {
            "file",
            "line",
            "endLine",
            "col",
            "endColumn",
            "title",
        }
        assert command in ("error", "warning")
        assert not re.search(r"%(?!25|0D|0A)", message)


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.__name__)
def test_no_hidden_character_of_a_document_is_written(renderer: Any) -> None:
    made = "".join(renderer.render(evil())).replace("\r\n", "\n")
    assert not re.search(HIDDEN, made.removeprefix("\ufeff"))
    assert EVIL not in made


def test_a_link_needs_a_number_of_its_scheme() -> None:
    book = samples.hadith("bukhari", "x", "", Number("abd-al-baqi", "6018"))
    assert [link.url for link in links(book)] == ["https://sunnah.com/bukhari:6018"]
    for number in (
        Number("abd-al-baqi", "6018", citable=False),
        Number("other", "6018"),
        Number("abd-al-baqi", "60/18"),
    ):
        assert links(book._replace(numbers=(number,))) == []
    assert links(samples.hadith("muslim", "x", "", Number("abd-al-baqi", "55"))) == []
