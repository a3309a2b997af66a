"""JSON and JSON Lines: golden files, the schema, offsets, and reading back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import characters, documents

from takhrij import codes, model
from takhrij.judge.deferred import Deferred
from takhrij.library.tables import tables
from takhrij.report import document as document_module
from takhrij.report import json as report_json
from takhrij.report import jsonl
from takhrij.report.document import Document, Failure, Rest
from takhrij.report.places import Places
from takhrij.unchecked import Unchecked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOLDEN = Path(__file__).parent / "golden"
SCHEMA_FILE = Path(model.__file__).parent / "data" / "report.schema.json"
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
LINE_VALIDATOR = VALIDATOR.evolve(schema={"$ref": "#/$defs/line", "$defs": SCHEMA["$defs"]})
generous = settings(max_examples=150)


def test_golden(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "report.json", "".join(report_json.render(samples.RESULTS)))
    golden(GOLDEN / "report.jsonl", "".join(jsonl.render(samples.RESULTS)))


def test_no_documents() -> None:
    assert json.loads("".join(report_json.render([]))) == {"schema_version": 1, "documents": []}
    assert [*jsonl.render([])] == []


def test_passages_that_are_worked_out_when_looked_at() -> None:
    checked = next(result for result in samples.RESULTS if isinstance(result, Document))

    def deferred(citation: model.Citation) -> model.Citation:
        return citation._replace(passages=Deferred(len(citation.passages), lambda: tuple(citation.passages)))

    report = checked.report._replace(citations=tuple(map(deferred, checked.report.citations)))
    made = "".join(report_json.render([Document(checked.path, checked.text, report)]))
    assert made == "".join(report_json.render([checked]))


@generous
@given(st.lists(documents(), max_size=3))
def test_every_report_holds_to_the_schema_and_reads_back(checked: list[Document]) -> None:
    results: list[Document | Failure] = [*checked, Failure("gone", "input", "No such file or directory")]
    text = "".join(report_json.render(results))
    text.encode("utf-8")
    data = json.loads(text)
    VALIDATOR.validate(data)
    *read, failed = report_json.reports(data)
    assert read == [(each.path, each.report) for each in checked]
    assert failed == ("gone", "No such file or directory")
    lines = [json.loads(line) for line in "".join(jsonl.render(results)).split("\n")[:-1]]
    for line in lines:
        LINE_VALIDATOR.validate(line)
    assert [{"schema_version": 1, **each} for each in data["documents"]] == lines


@generous
@given(documents())
def test_every_span_is_a_slice_by_code_points_by_bytes_and_by_lines(document: Document) -> None:
    [data] = json.loads("".join(report_json.render([document])))["documents"]
    encoded = document.text.encode("utf-8")
    starts = [0]
    for at, char in enumerate(document.text):
        if char == "\n" or (char == "\r" and document.text[at + 1 : at + 2] != "\n"):
            starts.append(at + 1)
    for span in spans(data):
        words = document.text[span["start"] : span["end"]]
        assert encoded[span["start_byte"] : span["end_byte"]].decode("utf-8") == words
        assert starts[span["line"] - 1] + span["column"] - 1 == span["start"]
        assert starts[span["end_line"] - 1] + span["end_column"] - 1 == span["end"]


def spans(value: Any) -> Iterator[dict[str, int]]:
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "end_byte", "end_column"}:  # evidence, too, has keys of any name
            yield value
        for item in value.values():
            yield from spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans(item)


@given(st.text(characters).map(lambda text: text * 99), st.data())
def test_places_in_long_texts(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = Places(text).at(offset)
    assert place.byte == len(text[:offset].encode("utf-8"))


@pytest.mark.parametrize("offset", [-1, 4])
def test_no_place_outside_the_text(offset: int) -> None:
    with pytest.raises(ValueError, match="lies outside"):
        Places("abc").at(offset)


def test_lone_surrogates_and_odd_paths_can_be_encoded() -> None:
    fragment = model.Fragment("quote", model.Span(0, 2), "\ud800a")
    report = model.Report((model.Citation((fragment,), ()),), 2)
    text = "".join(report_json.render([Document("caf\udce9.txt", "\ud800a", report)]))
    data = json.loads(text.encode("utf-8"))
    assert data["documents"][0]["path"] == "caf\ufffd.txt"
    assert data["documents"][0]["citations"][0]["fragments"][0]["text"] == "\ud800a"


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("citation", model.Citation),
        ("fragment", model.Fragment),
        ("finding", model.Finding),
        ("alignment", model.Alignment),
        ("passage", model.Passage),
        ("number", model.Number),
        ("operation", model.Operation),
    ],
)
def test_the_schema_has_the_fields_of_the_records(name: str, record: type) -> None:
    definition = SCHEMA["$defs"][name]
    names: tuple[str, ...] = record._fields  # type: ignore[attr-defined]
    assert [each for each in definition["properties"] if each != "place"] == [*names]
    assert definition["required"] == [*names]


def test_the_schema_has_the_closed_lists() -> None:
    definitions = SCHEMA["$defs"]
    finding = definitions["finding"]["properties"]
    assert finding["about"]["enum"] == [*codes.ABOUTS]
    assert finding["severity"]["enum"] == [*codes.SEVERITIES]
    assert definitions["fragment"]["properties"]["kind"]["enum"] == [*get_args(model.FragmentKind)]
    assert definitions["operation"]["properties"]["kind"]["enum"] == [*get_args(model.OperationKind)]
    error = definitions["failure"]["properties"]["error"]["properties"]
    assert error["code"]["enum"] == [*get_args(document_module.FailureCode)]
    fields: tuple[str, ...] = model.Report._fields
    assert {*definitions["document"]["required"]} == {*fields, "path"}
    assert SCHEMA["properties"]["schema_version"]["const"] == model.SCHEMA_VERSION


def test_the_schema_is_a_schema_and_refuses() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    data = json.loads("".join(report_json.render(samples.RESULTS)))
    VALIDATOR.validate(data)
    del data["documents"][0]["citations"][0]["findings"][0]["severity"]
    assert not VALIDATOR.is_valid(data)
    assert not VALIDATOR.is_valid({"schema_version": 2, "documents": []})
    assert not LINE_VALIDATOR.is_valid(
        {"schema_version": 1, "path": "a", "error": {"code": "input", "message": ""}, "x": 1}
    )


@pytest.mark.parametrize(
    "data", [{"schema_version": 2, "documents": []}, {"schema_version": 1, "documents": [{"path": "a", "length": 1}]}]
)
def test_reading_refuses_other_shapes(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"schema_version|Report"):
        list(report_json.reports(data))


def test_a_document_that_could_not_be_checked_to_its_end_says_so() -> None:
    """What was found before stands in the report, and an error beside it: `reports` takes it for one."""
    checked = next(result for result in samples.RESULTS if isinstance(result, Document))

    def some() -> Iterator[model.Citation]:
        yield from checked.report.citations[2:]
        raise RuntimeError("crash")

    for render, load in (
        (report_json.render, json.loads),
        (jsonl.render, lambda line: {"documents": [json.loads(line)]}),
    ):
        rest = Rest(
            some(), Unchecked(checked.text, tables()), lambda problem: Failure(checked.path, "internal", str(problem))
        )
        first = checked.report._replace(citations=checked.report.citations[:2])
        data = load("".join(render([Document(checked.path, checked.text, first, rest)])))
        [document] = data["documents"]
        assert len(document["citations"]) == len(checked.report.citations)
        assert document["error"] == {"code": "internal", "message": "crash"}
        VALIDATOR.validate(data) if "schema_version" in data else LINE_VALIDATOR.validate(document)
        assert [*report_json.reports({"schema_version": 1, **data})] == [(checked.path, "crash")]
