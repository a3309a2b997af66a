"""The formats for programs: CSV, SARIF, Web Annotations, workflow commands. None lets a document say more than words."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hostile import NAME, TEXT, hostile
from jsonschema import Draft4Validator

from takhrij import check
from takhrij.report import annotations, github, sarif
from takhrij.report import csv as table
from takhrij.report.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.library.library import Library

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u061c]")


@pytest.fixture(scope="module")
def example(library: Library) -> Document:
    text = (EXAMPLES / "answer.md").read_bytes().decode("utf-8")
    return Document("examples/answer.md", text, check(text, library=library))


def rendered(render: Callable[..., Any], results: object) -> str:
    return "".join(render(results))


def test_csv_has_a_row_for_each_finding_and_no_formula(library: Library, example: Document) -> None:
    text = rendered(table.render, [example, *hostile(library)])
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    told = [row for row in rows if row["path"] == example.path]
    assert len(told) == sum(len(citation.findings) for citation in example.report.citations)
    for row in told:
        assert example.text[int(row["start"]) : int(row["end"])].split() == row["quoted"].lstrip("'").split()
    for row in rows:
        for value in row.values():
            assert not value or value[0] not in "=+-@\t\r"
            assert not UNSEEN.search(value)


def test_sarif_fits_its_schema_and_points_at_the_words(library: Library, example: Document) -> None:
    found = json.loads(rendered(sarif.render, [example, *hostile(library)]))
    Draft4Validator(SCHEMA).validate(found)
    [run] = found["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert not run["invocations"][0]["executionSuccessful"]  # one document could not be read
    assert run["results"]
    for result in run["results"]:
        [location] = [each["physicalLocation"] for each in result["locations"]]
        text = TEXT if location["artifactLocation"]["index"] else example.text
        region = location["region"]
        start, end = region["charOffset"], region["charOffset"] + region["charLength"]
        line = text.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(text[start:end].split("\n")[0])
        assert text.encode()[region["byteOffset"] :].startswith(text[start:end].encode())
        if "snippet" in region:
            assert region["snippet"]["text"] == text[start:end]
        assert not re.search(r"(?<!\\)\[", result["message"]["text"])
        assert not re.search(r"(?<!\{)\{(?!\{)", result["message"]["text"].replace("{{", ""))


def test_annotations_select_by_place_and_by_words(library: Library, example: Document) -> None:
    page = json.loads(rendered(annotations.render, [example, *hostile(library)]))
    assert page["type"] == "AnnotationPage"
    own = [each for each in page["items"] if each["target"]["source"] == example.path]
    assert len(own) == len(example.report.citations)
    for each in own:
        place, words = each["target"]["selector"]
        assert example.text[place["start"] : place["end"]] == words["exact"]
        assert example.text[: place["start"]].endswith(words["prefix"])
        assert example.text[place["end"] :].startswith(words["suffix"])
    assert len({each["id"] for each in page["items"]}) == len(page["items"])


def test_workflow_commands_are_ours_alone(library: Library, example: Document) -> None:
    lines = rendered(github.render, [example, *hostile(library)]).splitlines()
    assert lines
    for line in lines:
        assert re.match(r"::(error|warning) file=[^:,\s]*( [^:,]*)?(,\w+=[^:,]*)*::", line), line
        assert not UNSEEN.search(line)
    assert not any(NAME in line for line in lines)


@pytest.mark.parametrize("render", [sarif.render, annotations.render])
def test_json_hides_nothing(library: Library, render: Callable[..., Any]) -> None:
    assert not UNSEEN.search(rendered(render, hostile(library)))
