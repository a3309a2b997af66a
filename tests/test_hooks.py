"""What other tools run of this program: the steps of the GitHub action, and the hooks of pre-commit."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
WRONG = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]\n"
"""Made for the test."""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Where the action installs the program, with this source in its place."""
    where = tmp_path / "takhrij" / "bin"
    where.mkdir(parents=True)
    command = where / "takhrij"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} exec {shlex.quote(sys.executable)} -m takhrij "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "code", "marked"),
    [
        ("a file.md\n", 1, ["a file.md"]),
        ("good.md\n\n  \n", 0, []),
        (".", 1, ["a file.md", "docs/$(touch evil).md"]),
        ("none.md", 2, ["none.md"]),
    ],
)
def test_the_action_marks_what_it_finds(program: Path, paths: str, code: int, marked: list[str]) -> None:
    here = program / "work"
    (here / "docs").mkdir(parents=True)
    (here / "good.md").write_text("قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]\n", encoding="utf-8")
    for name in ("a file.md", "docs/$(touch evil).md"):
        (here / name).write_text(WRONG, encoding="utf-8")
    [script] = [step["run"] for step in ACTION["runs"]["steps"] if step["name"] == "Check"]
    environment = os.environ | {
        "RUNNER_TEMP": str(program),
        "PATHS": paths,
        "LEVEL": ACTION["inputs"]["fail-level"]["default"],
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=here,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    found = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert len(found) == len(marked)
    assert all(f"file={name}" in line for name, line in zip(marked, found, strict=True))
    assert not (here / "evil").exists()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_fails_where_something_is_wrong(hook: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", *hook["entry"].split(), str(path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    # pre-commit fails a hook that changes a file, whatever it returns.
    assert done.returncode == 1 or path.read_text(encoding="utf-8") != WRONG
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == (
        1 if hook["id"] == "takhrij" else 0
    )
