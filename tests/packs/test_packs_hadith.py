"""Packs of hadith beside the library: what it does not have is traced, gradings are shown as given, packs are compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from takhrij.check import check
from takhrij.cli import main
from takhrij.packs.lookups import gradings_of
from takhrij.packs.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

    from takhrij.library.library import Library
    from takhrij.model import Finding, Report

DAY = "2026-01-31"
INVENTED = "من سقى شجرة في سنة قحط حتى تثمر كتب اسمه عند أهل القرية في الصالحين"
"""No hadith: made up for the tests, and so in no collection."""
KNOWN = "كل معروف صدقة"
"""In the library."""


def edition(name: str, texts: list[str], graders: list[str]) -> dict[str, object]:
    hadiths = [
        {"hadithnumber": number, "arabicnumber": number, "text": text,
         "grades": [{"name": grader, "grade": f"Term of {grader}"} for grader in graders],
         "reference": {"book": 1, "hadith": number}}
        for number, text in enumerate(texts, 1)
    ]  # fmt: skip
    return {"metadata": {"name": name, "sections": {"1": "Made-up section"}}, "hadiths": hadiths}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("hadith")
    shelf = Shelf(str(tmp_path_factory.mktemp("data")))
    for name, texts, graders in (
        ("one", [INVENTED, KNOWN + " والدال على الخير كفاعله فيما قالوا"], ["Grader One", "Grader Two"]),
        ("two", [INVENTED.replace("شجرة", "نخلة")], ["Grader Three"]),
        ("plain", [INVENTED], []),
    ):
        (folder / f"{name}.json").write_text(json.dumps(edition(f"Book {name}", texts, graders)), encoding="utf-8")
        shelf.add(name, str(folder / f"{name}.json"), DAY)
    return shelf


def checked(text: str, library: Library, shelf: Shelf, *names: str, grader: str = "") -> Report:
    return check(text, library=library, packs=[shelf.open(name) for name in names], grader=grader)


def of(report: Report, about: str) -> list[Finding]:
    [citation] = report.citations
    return [finding for finding in citation.findings if finding.about == about]


def test_a_hadith_that_the_library_does_not_have(library: Library, shelf: Shelf) -> None:
    text = f"قال رسول الله ﷺ: «{INVENTED}» رواه أحمد"
    without, with_pack = check(text, library=library), checked(text, library, shelf, "one")
    [before] = of(without, "wording")
    [wording] = of(with_pack, "wording")
    assert (before.code, wording.code) == ("no-source", "exact")
    assert wording.message == "Book one 1"
    assert [finding.code for finding in of(with_pack, "attribution")] == ["not-loaded"]
    [passage] = with_pack.citations[0].passages
    assert passage.passage.id == "pack:one:one:1"
    assert with_pack.sources[-1].startswith("one, pack one 1 (sha256 ")


def test_gradings_stand_side_by_side_as_given(library: Library, shelf: Shelf) -> None:
    text = f"قال رسول الله ﷺ: «{INVENTED}»"
    both = of(checked(text, library, shelf, "one"), "grading")
    assert [finding.message for finding in both] == [
        "Grader One: Term of Grader One (one), of Book one 1", "Grader Two: Term of Grader Two (one), of Book one 1",
    ]  # fmt: skip
    assert {finding.name for finding in both} == {"grading.given"}
    assert both[0].evidence == {
        "grader": "Grader One", "term": "Term of Grader One", "book": "", "edition": "one", "pack": "one", "passage": "one:1",
    }  # fmt: skip
    assert [
        finding.evidence["grader"]
        for finding in of(checked(text, library, shelf, "one", grader="grader two"), "grading")
    ] == ["Grader Two"]
    assert of(checked(text, library, shelf, "one", grader="Nobody"), "grading") == []
    assert of(checked(text, library, shelf, "plain"), "grading") == []
    assert len(of(checked(text, library, shelf, "one", "two"), "grading")) == 3


def test_gradings_are_no_longer_said_to_be_missing(library: Library, shelf: Shelf) -> None:
    text = f"قال رسول الله ﷺ: «{KNOWN}» رواه البخاري"
    missing = "gradings of hadiths (none is loaded)"
    assert missing in check(text, library=library).unchecked
    report = checked(text, library, shelf, "one")
    assert missing not in report.unchecked
    assert [finding.code for finding in of(report, "wording")] == ["exact"]
    assert report.citations[0].passages[0].passage.work == "bukhari"


def test_packs_of_one_work_agree_or_it_is_said_how_they_differ(library: Library, shelf: Shelf) -> None:
    text = f"قال رسول الله ﷺ: «{INVENTED}»"
    [wording] = of(checked(text, library, shelf, "two", "one"), "wording")
    assert wording.message == "Book one 1; 1 change against pack two"
    assert wording.evidence["packs"] == {"one": "exact", "two": "altered"}
    [wording] = of(checked(text, library, shelf, "one", "plain"), "wording")
    assert wording.message == "Book one 1"
    assert wording.evidence["packs"] == {"one": "exact", "plain": "exact"}
    [wording] = of(checked(text.replace("شجرة", "سدرة"), library, shelf, "one"), "wording")
    assert (wording.code, wording.severity) == ("altered", "warning")


def test_a_verse_is_never_taken_for_something_else(library: Library, shelf: Shelf) -> None:
    for text in (
        "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]",
        f"قال تعالى: ﴿{INVENTED}﴾",
        "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]",
    ):
        without, with_pack = check(text, library=library), checked(text, library, shelf, "one")
        named = [
            [finding.name for finding in report.citations[0].findings if finding.about != "grading"]
            for report in (without, with_pack)
        ]
        assert named[0] == named[1]


def test_gradings_of_a_passage(library: Library, shelf: Shelf) -> None:
    pack = shelf.open("one")
    passage = pack.passage(0, 0)
    assert [each.evidence["grader"] for each in gradings_of([pack], passage)] == ["Grader One", "Grader Two"]
    assert gradings_of([pack], library.passage("quran:112:1")) == []


def test_show(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: Library
) -> None:
    assert library
    monkeypatch.setenv("TAKHRIJ_DATA", shelf.folder.removesuffix("/packs"))
    assert main(["show", "pack:one:one:1"]) == 0
    printed = capsys.readouterr().out
    assert "Book one 1 · one, pack one 1" in printed
    assert "  grading    Grader One: Term of Grader One (one), of Book one 1\n             Grader Two" in printed
    assert main(["show", "pack:one:one:1", "--grader", "Grader Two", "--format", "json"]) == 0
    [shown] = json.loads(capsys.readouterr().out)["passages"]
    assert [each["term"] for each in shown["gradings"]] == ["Term of Grader Two"]
    assert main(["show", INVENTED, "--pack", "one", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["passages"][-1]["passage"]["id"] == "pack:one:one:1"
    assert main(["show", "112:1", "--pack", "one"]) == 0
    assert "grading" not in capsys.readouterr().out
    for wrong, said in (("pack:none:1", "no pack is called 'none'"), ("pack:one:99", "pack one has no passage 99"), ("pack:", "cannot be the name"),
                        ("pack:../x:1", "cannot be the name")):  # fmt: skip
        assert main(["show", wrong]) == 2
        assert said in capsys.readouterr().err
    assert main(["check", "--pack", "none", "-"]) == 2


@pytest.mark.parametrize(
    "form", ["text", "html", "json", "jsonl", "csv", "sarif", "annotations", "github", "takhrij", "accept"]
)
def test_every_report_can_be_written(
    form: str, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAKHRIJ_DATA", shelf.folder.removesuffix("/packs"))
    document = tmp_path / "d.md"
    document.write_text(
        f"قال ﷺ: «{INVENTED}» رواه أحمد، و«{INVENTED[:-4]} كلهم»\n\n> {INVENTED} ﴿إن مع العسر يسرا﴾\n\n“Nothing of it at all,” said Lina Haddad.\n",
        encoding="utf-8",
    )  # fmt: skip
    assert main(
        ["check", "--pack", "one", "--pack", "two", "--explain", "--context", "1", "--format", form, str(document)]
    ) in (0, 1)
    printed = capsys.readouterr().out
    assert printed
    if form == "json":
        import jsonschema

        from takhrij.library.tables import DATA
        from takhrij.model import Report

        with open(f"{DATA}/report.schema.json", encoding="utf-8") as schema:  # noqa: PTH123
            jsonschema.Draft202012Validator(json.load(schema)).validate(json.loads(printed))
        assert Report
