"""The gate itself: a figure below its floor fails it, missing data skip it, another shape of output is an error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bench.gate import BELOW, FAILED, PASSED, BenchError, Bound, Bounds, Figure

from bench import accuracy, gate, scorers, speed

if TYPE_CHECKING:
    import types
    from collections.abc import Callable
    from pathlib import Path

WITHOUT_PROSE = "accuracy: false alarms skipped: no --prose FOLDER (tools/prose.py makes one)\n"
FLOORS = (Bound("spans.macro_f1", "at_least", 0.9), Bound("attribution.further", "at_most", 0.9))


def figures(macro: float = 0.91, further: float = 0.85) -> list[Figure]:
    return [Figure("spans.macro_f1", macro), Figure("attribution.further", further), Figure("spans.ayah", 0.1)]


def test_floors_that_hold() -> None:
    assert gate.failures(figures(0.9, 0.9), FLOORS) == []


def test_each_floor_that_does_not_hold_is_named() -> None:
    assert gate.failures(figures(0.899, 0.95), FLOORS) == [
        "spans.macro_f1 is 0.899; it must be ≥ 0.9",
        "attribution.further is 0.950; it must be ≤ 0.9",
    ]


def test_what_was_not_measured_does_not_hold() -> None:
    assert gate.failures(figures()[:1], FLOORS) == ["attribution.further was not measured; it must be ≤ 0.9"]


@pytest.mark.parametrize("section", ["accuracy", "speed"])
def test_the_floors_of_the_project_can_be_read(section: str) -> None:
    assert Bounds.read(section).floors


@pytest.mark.parametrize(
    "row",
    [
        {"figure": "a"},
        {"figure": "a", "at_least": "0.9"},
        {"figure": "a", "at_least": 0.9, "at_most": 1},
        {"figure": "a", "at_lest": 0.9},
        {"at_least": 0.9},
    ],
)
def test_a_bound_of_another_shape_is_an_error(tmp_path: Path, row: dict[str, Any]) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"accuracy": {"floors": [row], "aims": []}}), encoding="utf-8")
    with pytest.raises(BenchError, match="not of the shape known"):
        Bounds.read("accuracy", path)


def test_tables() -> None:
    measured = [Figure("spans.macro_f1", 0.8912, how="by folds", interval=(0.88, 0.9))]
    table = gate.rows(measured, Bounds(FLOORS, (Bound("spans.macro_f1", "at_least", 0.85),)))
    assert table[1] == ("spans.macro_f1", "0.891", "0.880–0.900", "≥ 0.9 ✗", "≥ 0.85", "by folds")
    assert gate.plain(table).splitlines()[1] == "spans.macro_f1  0.891  0.880–0.900  ≥ 0.9 ✗  ≥ 0.85  by folds"
    assert gate.markdown(table).splitlines()[1] == "|---|---|---|---|---|---|"


def test_the_short_table() -> None:
    made = gate.brief(
        figures(0.9, 0.95), Bounds(FLOORS, ()), {"attribution.further": "further", "spans.ayah": "verses"}
    )
    assert made == [("what", "measured", "floor"), ("further", "0.950", "≤ 0.9 ✗"), ("verses", "0.100", "")]


@pytest.mark.parametrize("program", [accuracy, speed])
def test_the_pages_have_places_for_the_tables(program: types.ModuleType) -> None:
    name = program.__name__.rpartition(".")[2]
    for page, mark in (("README.md", f"{name}-brief"), (PAGES[name], name)):
        assert (gate.ROOT / page).read_text(encoding="utf-8").count(f"<!-- bench: {mark} -->\n") == 1


PAGES = {"accuracy": "docs/accuracy.md", "speed": "docs/performance.md"}


def test_a_table_is_put_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- bench: speed -->\nold\n<!-- /bench -->\nb\n", encoding="utf-8")
    for text in ("new \\1", "newer"):
        gate.fill(page, {"speed": text, "speed-brief": "short"})
        assert page.read_text(encoding="utf-8") == f"a\n<!-- bench: speed -->\n{text}\n<!-- /bench -->\nb\n"
    with pytest.raises(BenchError, match="no place for a table accuracy"):
        gate.fill(page, {"accuracy": "x"})


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Runs bench/accuracy.py on a folder that has every file, with figures that are given instead of measured."""
    for name in accuracy.NEEDED:
        path = tmp_path / "data-folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(accuracy.Bounds, "read", lambda _section: Bounds(FLOORS, ()))
    monkeypatch.setattr(accuracy.importlib.util, "find_spec", lambda _name: object())

    def run(made: list[Figure] | Exception, *options: str, folder: str = "data-folder") -> int:
        def given(_measurement: object) -> list[Figure]:
            if isinstance(made, Exception):
                raise made
            return made

        monkeypatch.setattr(accuracy.Measurement, "figures", given)
        monkeypatch.setattr("sys.argv", ["accuracy.py", "--data", str(tmp_path / folder), *options])
        return accuracy.main()

    return run


def test_accuracy_passes(measure: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(figures()) == PASSED
    assert capsys.readouterr().err == WITHOUT_PROSE


def test_accuracy_below_a_floor_fails(
    measure: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "figures.json"
    assert measure(figures(0.899), "--json", str(out)) == BELOW
    assert capsys.readouterr().err == WITHOUT_PROSE + "accuracy: spans.macro_f1 is 0.899; it must be ≥ 0.9\n"
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["figures"]["spans.macro_f1"]["value"] == 0.899
    assert data["failed"] == ["spans.macro_f1 is 0.899; it must be ≥ 0.9"]


def test_false_alarms_beyond_their_floor_fail(
    measure: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = (*FLOORS, Bound("prose.arabic_false_per_1000", "at_most", 0.02))
    monkeypatch.setattr(accuracy.Bounds, "read", lambda _section: Bounds(floors, ()))
    assert measure(figures()) == PASSED
    assert capsys.readouterr().err == WITHOUT_PROSE
    monkeypatch.setattr(accuracy.prose, "figures", lambda _folder: [Figure("prose.arabic_false_per_1000", 0.03)])
    assert measure(figures(), "--prose", "texts") == BELOW
    assert capsys.readouterr().err == "accuracy: prose.arabic_false_per_1000 is 0.030; it must be ≤ 0.02\n"


def test_accuracy_without_data_is_skipped(measure: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(figures(0.1), folder="nowhere") == PASSED
    assert capsys.readouterr().err.startswith("accuracy: skipped: no data/islamiceval/answers.jsonl in ")


def test_accuracy_that_cannot_be_measured_is_an_error(
    measure: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert measure(BenchError("the scorer's output has no macro_f1")) == FAILED
    assert capsys.readouterr().err == "accuracy: the scorer's output has no macro_f1\n"


def scorer(folder: Path, name: str, output: str, code: int = 0) -> scorers.Scorers:
    """A folder with a scorer that prints this, whatever it is asked."""
    program = f"import sys\nsys.stdout.write({output!r})\nsys.stderr.write('bad input\\n')\nsys.exit({code})\n"
    (folder / name).write_text(program, encoding="utf-8")
    return scorers.Scorers(folder, folder / "quran.json")


SPANS = {"macro_f1": 0.9, "neither": 0.9, "Ayah": 0.9, "matn": 0.9, "isnad": 0.9, "claimed_source": 0.9}


def test_a_scorer_is_read(tmp_path: Path) -> None:
    scores = scorer(tmp_path, "score_fragments.py", json.dumps(SPANS)).fragments("spans")(tmp_path, tmp_path / "p.tsv")
    assert scores == dict.fromkeys(["macro_f1", "neither", "ayah", "matn", "isnad", "source"], 0.9)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("{}", "no macro_f1"),
        ("[]", "no macro_f1"),
        ("macro 0.9", "not JSON"),
        ("", "not JSON"),
        (json.dumps({**SPANS, "isnad": None}), "isnad is None"),
        (json.dumps({**SPANS, "isnad": "0.9"}), "isnad is '0.9'"),
        (json.dumps({**SPANS, "isnad": True}), "isnad is True"),
        (json.dumps({**SPANS, "isnad": 90.0}), "isnad is 90.0"),
        (json.dumps({**SPANS, "isnad": float("nan")}), "isnad is nan"),
    ],
)
def test_a_scorer_of_another_shape_is_an_error(tmp_path: Path, output: str, said: str) -> None:
    score = scorer(tmp_path, "score_fragments.py", output).fragments("spans")
    with pytest.raises(BenchError, match=said):
        score(tmp_path, tmp_path / "p.tsv")


def test_a_scorer_that_fails_is_an_error(tmp_path: Path) -> None:
    score = scorer(tmp_path, "score_attribution.py", "{}", 2).attribution
    with pytest.raises(BenchError, match="exit code 2: bad input"):
        score(tmp_path, tmp_path / "p.jsonl")


def test_predictions_outside_their_books_are_an_error(tmp_path: Path) -> None:
    score = scorer(tmp_path, "score_quotes.py", json.dumps({"predictions_skipped": 1})).quotes
    with pytest.raises(BenchError, match="outside their books"):
        score(tmp_path, tmp_path / "p.jsonl")


@pytest.fixture
def race(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Runs bench/speed.py with figures that are given instead of measured."""

    def run(ratio: float, *options: str) -> int:
        held = {
            "start.ratio": 5.0, "start.json_ratio": 5.0, "memory.check_mb": 100.0, "memory.command_mb": 100.0,
            "memory.jsonl_mb": 100.0, "index.mb": 60.0, "index.build_peak_mb": 400.0,
        }  # fmt: skip
        nothing: Callable[..., list[Figure]] = lambda *_arguments: []  # noqa: E731
        for name in ("start", "memory", "index"):
            monkeypatch.setattr(speed, name, nothing)
        made = [Figure("throughput.ratio", ratio), *(Figure(name, value) for name, value in held.items())]
        monkeypatch.setattr(speed, "throughput", lambda *_arguments: made)
        monkeypatch.setattr(speed, "PROSE", tmp_path / "nowhere.txt.gz")
        monkeypatch.setattr("sys.argv", ["speed.py", *options])
        return speed.main()

    return run


def test_speed_below_its_floor_fails(
    race: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = tmp_path / "prose.txt"
    text.write_text("نثر\n", encoding="utf-8")
    assert race(0.26, "--text", str(text)) == PASSED
    assert race(0.1, "--text", str(text)) == BELOW
    assert capsys.readouterr().err == "speed: throughput.ratio is 0.100; it must be ≥ 0.25\n"


def test_without_prose_the_floor_of_the_ratio_is_not_applied(
    race: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert race(0.1) == PASSED
    assert "no prose was at hand" in capsys.readouterr().out


def test_a_process_is_measured() -> None:
    program = "import sys; sys.stdout.write('done'); data = b'x' * 80_000_000; sum(range(2_000_000))"
    done = speed.run([speed.sys.executable, "-c", program])
    assert done.output == b"done"
    assert done.cpu_s > 0.005
    assert done.peak_mb > 80
    with pytest.raises(BenchError, match="exit code 3: no"):
        speed.run([speed.sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"])
