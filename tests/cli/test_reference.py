"""docs/cli.md is what `--help` says, and docs/findings.md has every finding, with an example of it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from takhrij.check import check
from takhrij.cli.arguments import COMMANDS, parser
from takhrij.codes import ABOUTS, FINDINGS, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.library.library import Library

DOCS = Path(__file__).parent.parent.parent / "docs"
HEAD = """# The command line

Generated from `--help` (`pytest tests/cli --update` writes it anew).

Reports go to standard output, everything else to standard error: progress (on a terminal only), and one line for each
thing that could not be done. `TAKHRIJ_CACHE` names the folder of the index, `TAKHRIJ_DATA` that of packs, `COLUMNS` the
width of a report in text, `NO_COLOR` forbids colours, `TAKHRIJ_DEBUG` shows the traceback of an internal error. An
interrupt ends with exit code 130.

"""


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command by its name, those of a command behind it."""
    found: dict[str, argparse.ArgumentParser] = {}
    waiting: list[tuple[str, argparse.ArgumentParser]] = [("", parser())]
    while waiting:
        name, command = waiting.pop(0)
        found[name] = command
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                inner = [(f"{name} {each}".strip(), one) for each, one in action.choices.items()]
                waiting = [*waiting, *inner] if not name else [*inner, *waiting]
    return found


def test_reference(golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "112")
    parts = []
    for name, command in commands().items():
        parts.append(f"## takhrij {name}".rstrip() + f"\n```text\n{command.format_help()}```\n")
    golden(DOCS / "cli.md", HEAD + "\n".join(parts))


def test_every_command_and_option_is_explained() -> None:
    found = commands()
    assert {name.partition(" ")[0] for name in found} == {"", *COMMANDS}
    for command in found.values():
        assert command.description
        for action in command._actions:
            assert isinstance(action, argparse._SubParsersAction) or action.help, action.dest


def test_every_finding_is_documented_with_its_severity_and_meaning() -> None:
    text = (DOCS / "findings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z.-]+)` \| (\w+) \| (.+?) \| (.+) \|$", text, re.MULTILINE)
    assert {name: (severity, meaning) for name, severity, meaning, _ in rows} == {
        name: (kind.severity, kind.meaning) for name, kind in FINDINGS.items()
    }
    assert len(rows) == len(FINDINGS)
    assert all(example.strip() for *_, example in rows)
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == [*ABOUTS]
    for severity in SEVERITIES:
        assert f"* **{severity}**" in text


EXAMPLE = re.compile(r"```console\n\$ echo '(.+)' \| takhrij check -\n(.+?)```\n", re.DOTALL)
NO_EXAMPLE = {"wording.reading", "grading.given"}
"""What no document of today can have."""
AT_THE_END = "grading.none-loaded"
"""Said once, of the whole report."""


@pytest.mark.parametrize("name", FINDINGS)
def test_every_finding_has_an_example(name: str, library: Library) -> None:
    """That the program prints what the page shows is for tests/test_readme.py."""
    text = (DOCS / "findings.md").read_text(encoding="utf-8")
    about, _, code = name.partition(".")
    section = text.partition(f"\n## {about}\n")[2].partition("\n## ")[0]
    section = section.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    if name in NO_EXAMPLE:
        assert section.startswith("Not shown: ")
        return
    [[document, shown]] = EXAMPLE.findall(section)
    found = {finding.name for citation in check(document, library=library).citations for finding in citation.findings}
    if name == AT_THE_END:
        assert "Not checked: gradings of hadiths (none is loaded)" in shown
    else:
        assert name in found
        assert re.search(rf"(?<![\w.-])({name}|{about} {code})(?![\w-])", shown)
