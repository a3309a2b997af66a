"""What the pages show besides consoles and Python is run too, or read by what it is written for."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from takhrij.accepted import entries
from takhrij.cli.arguments import parser

ROOT = Path(__file__).parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^    (takhrij .+)$", re.MULTILINE)
WRONG = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]\n"
"""Made for the test."""


def blocks(page: str, language: str) -> list[str]:
    return [block for kind, block in BLOCK.findall(PAGES[page]) if kind == language]


def program(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "takhrij", *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def test_every_kind_of_block_is_known() -> None:
    """`console` and `python` are run by test_readme.py, the README's `sh` by .ci/run, the server's by serve/, the Spark
    job by scan/test_spark.py; `text` is the command line's own."""
    shown = {(kind, page) for page, text in PAGES.items() for kind, _ in BLOCK.findall(text)}
    assert {one for one in shown if one[0] not in ("console", "python")} == {
        ("sh", "README.md"), ("sh", "docs/serve.md"), ("text", "docs/cli.md"), ("diff", "docs/fix.md"), ("toml", "docs/fix.md"),
        ("lua", "docs/editors.md"), ("yaml", "docs/editors.md"), ("json", "docs/assistants.md"),
        ("json", "docs/schema/README.md"), ("sql", "docs/schema/scan.md"),
    }  # fmt: skip
    assert {page for kind, page in shown if kind == "python" and ">>> " not in PAGES[page]} == {"docs/scan.md"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the commands of the pages name."""
    import zstandard

    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.txt").write_text(WRONG, encoding="utf-8")
    (folder / "more" / "of it").mkdir(parents=True)
    line = json.dumps({"text": WRONG.replace("يسرى", "يسرا")}).encode() + b"\n"
    (folder / "more" / "of it" / "b.jsonl.zst").write_bytes(zstandard.compress(line))
    for name in ("old", "new"):
        assert program("check", "--format", "json", "--output", f"{name}.json", "corpus", folder=folder).returncode == 1
    return folder


def test_commands_of_the_pages(desk: Path) -> None:
    ran = []
    for page in sorted(PAGES):
        for command in COMMAND.findall(PAGES[page]) if page != "docs/cli.md" else ():
            if command == "takhrij serve":  # serves until it is ended; tests/serve/ starts it
                continue
            done = program(*shlex.split(command)[1:], folder=desk)
            assert done.returncode in (0, 1), f"{command}: {done.stderr}"
            ran.append(command.split()[1])
    assert {*ran} >= {"check", "compare", "scan", "stats"}
    assert (desk / "report.html").is_file()
    duckdb = pytest.importorskip("duckdb")
    [query] = blocks("docs/schema/scan.md", "sql")
    asked = query.replace("'RUN/", f"'{desk / 'run'}/")
    assert duckdb.sql(asked).fetchall() == [("ash-Sharh 94:6", 1)]


def test_the_diff(tmp_path: Path) -> None:
    [block] = blocks("docs/fix.md", "diff")
    command, _, diff = block.removeprefix("$ ").partition("\n")
    (tmp_path / "sermon.md").write_text(WRONG, encoding="utf-8")
    done = program(*shlex.split(command)[1:], folder=tmp_path)
    assert (done.stdout, done.returncode) == (diff, 1)


def test_an_accepted_finding() -> None:
    [block] = blocks("docs/fix.md", "toml")
    [entry] = entries(tomllib.loads(block), "docs/fix.md")
    assert entry.finding == "wording.altered"


def test_servers_are_started_as_shown() -> None:
    [client] = blocks("docs/assistants.md", "json")
    server = json.loads(client)["mcpServers"]["takhrij"]
    [editor] = blocks("docs/editors.md", "lua")
    started = re.search(r"cmd = \{(.+?)\}", editor)
    assert started
    for command in ([server["command"], *server["args"]], re.findall(r'"(.+?)"', started[1])):
        assert command[0] == "takhrij"
        assert parser().parse_args(command[1:]).command in ("mcp", "lsp")


def test_hooks_and_the_action_are_used_as_they_are() -> None:
    hooks, steps = map(yaml.safe_load, blocks("docs/editors.md", "yaml"))
    known: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == [hook["id"] for hook in known]
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert {*steps[-1]["with"]} == {*action["inputs"]}


def test_the_json_that_is_shown_has_fields_of_the_schema() -> None:
    schema = (ROOT / "src" / "takhrij" / "data" / "report.schema.json").read_text(encoding="utf-8")
    [block] = blocks("docs/schema/README.md", "json")

    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {*value}.union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    assert [name for name in names(json.loads(block)) - {"…"} if f'"{name}"' not in schema] == []


def test_every_extra_named_is_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {name for text in PAGES.values() for name in re.findall(r"""["'](?:takhrij|\.)\[(\w+)\]""", text)}
    assert named
    assert named <= {*extras}
