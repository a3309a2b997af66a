"""What spaCy, pandas and Polars see of a report is what it says, place for place."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import takhrij
from takhrij.bridges.frames import COLUMNS, rows, to_pandas, to_polars

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.*")) if path.stem != "README"} | {
    "empty": "", "no quotation": "The pump is repaired.", "within tokens": "قال ﷺ:«كل معروف صدقة»(رواه البخاري).",
    "one source for two": "قال ﷺ: «كل معروف صدقة» و«في كل كبد رطبة أجر» رواهما البخاري",
}  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what spaCy imports
        spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
        import takhrij.bridges.spacy  # noqa: F401
    made = spacy.blank("ar")
    made.add_pipe("takhrij", config={"max_passages": 2})
    return made


@pytest.mark.parametrize("name", TEXTS)
def test_spans_of_spacy_have_the_places_of_the_report(nlp: Any, name: str) -> None:
    doc = nlp(TEXTS[name])
    assert doc.text == TEXTS[name]
    report = takhrij.check(TEXTS[name], options=takhrij.Options(max_passages=2))
    wanted = {(*each.span, each.kind) for citation in report.citations for each in citation.fragments}
    spans = doc.spans["takhrij"]
    assert len(spans) == len(wanted)
    assert {(span.start_char, span.end_char, span.label_) for span in spans} == wanted
    assert doc._.takhrij == report.to_dict()
    told = {(span.start_char, span.end_char): [each["code"] for each in span._.takhrij] for span in spans}
    for citation in report.citations:
        codes = [finding.code for finding in citation.findings]
        assert told[citation.quotation.span] == codes
        assert all({*codes} <= {*told[each.span]} for each in citation.fragments)


def test_a_document_of_spacy_can_be_kept(nlp: Any) -> None:
    from spacy.tokens import Doc

    doc = nlp(TEXTS["within tokens"])
    kept = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span.text for span in kept.spans["takhrij"]] == [span.text for span in doc.spans["takhrij"]]
    assert kept.spans["takhrij"][0]._.takhrij == doc.spans["takhrij"][0]._.takhrij != []


def test_a_tree_stays_a_tree_where_tokens_are_split(nlp: Any) -> None:
    from spacy.tokens import Doc

    words = ["قال", "﴿إن", "مع", "العسر", "يسرا﴾", "[الشرح:", "6]"]
    doc = Doc(nlp.vocab, words, heads=[0, 4, 1, 2, 0, 4, 5], deps=["dep"] * 7)
    doc = nlp.get_pipe("takhrij")(doc)
    assert [token.text for token in doc][1:3] == ["﴿", "إن"]
    assert [token.head.text for token in doc if token.text in ("قال", "مع", "العسر")] == ["قال", "﴿", "مع"]


def test_the_factory_is_found_without_an_import() -> None:
    import tomllib

    project = tomllib.loads((EXAMPLES.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {"takhrij": "takhrij.bridges.spacy:component"}


@pytest.mark.parametrize("name", TEXTS)
def test_frames_have_a_row_for_each_finding(name: str) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("polars", reason="Polars is not installed")
    report = takhrij.check(TEXTS[name])
    wanted = rows(report)
    assert [row["finding"] for row in wanted] == [each.name for one in report.citations for each in one.findings]
    assert all(TEXTS[name][row["start"] : row["end"]] == row["text"] for row in wanted)
    frame = to_pandas(report)
    assert [*frame.columns] == [*COLUMNS]
    assert [str(kind) for kind in frame.dtypes][:4] == ["Int64", "Int64", "Int64", "string"]
    assert frame.astype(object).where(frame.notna(), None).to_dict("records") == wanted
    assert pandas.api.types.is_float_dtype(frame["likeness"])
    polar = to_polars(report)
    assert polar.to_dicts() == wanted
    assert [str(kind) for kind in polar.dtypes] == [str(kind) for kind in to_polars(takhrij.check("")).dtypes]


def test_each_bridge_is_short() -> None:
    for path in (EXAMPLES.parent / "src" / "takhrij" / "bridges").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 50
