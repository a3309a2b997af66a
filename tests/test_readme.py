"""The pages hold what they say: consoles are run, Python is executed, links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from console import BLOCK, commands, refreshed, shows

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md"))
)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def output(command: str, last: int) -> tuple[str, int]:
    """What a command prints, and its exit code."""
    words = shlex.split(command)
    if words == ["echo", "$?"]:
        return f"{last}\n", 0
    given = None
    if words[0] == "echo" and words[2] == "|":
        given, words = f"{words[1]}\n", words[3:]
    assert words[0] == "takhrij", f"a console of the pages calls takhrij, not {words[0]}"
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8",
        **({"stdin": subprocess.DEVNULL} if given is None else {"input": given}),
    )  # fmt: skip
    assert not done.stderr
    return done.stdout, done.returncode


@pytest.mark.parametrize("name", [name for name in PAGES if BLOCK.search((ROOT / name).read_text(encoding="utf-8"))])
def test_consoles(name: str, request: pytest.FixtureRequest) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    for console in commands(page):
        code = 0
        for command in console:
            printed, code = output(command.text, code)
            if request.config.getoption("--update") and not shows(command.shown, printed):
                old, new = (f"$ {command.text}\n{text}" for text in (command.shown, refreshed(command.shown, printed)))
                page = page.replace(old, new)
                (ROOT / name).write_text(page, encoding="utf-8")
            else:
                assert shows(command.shown, printed), f"{command.text} now prints:\n{printed}"


@pytest.mark.parametrize("name", [name for name in PAGES if ">>> " in (ROOT / name).read_text(encoding="utf-8")])
def test_python(name: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("name", PAGES)
def test_links(name: str) -> None:
    page = ROOT / name
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_of_the_docs_is_linked() -> None:
    """From the README, or from a page that it links."""
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = LINK.findall(page.read_text(encoding="utf-8"))
        waiting += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert [name for name in PAGES if name.startswith("docs/") and ROOT / name not in reached] == []


def test_refreshing_keeps_the_stanzas() -> None:
    shown = "a:1: note old\n  words\n\n[…]\n2 quotations: old\n[…]\n"
    printed = "x:9: note\n\na:1: note new\n  others\n  more\n\nb:2: note\n\n3 quotations: new\nend\n"
    assert refreshed(shown, printed) == "a:1: note new\n  others\n  more\n\n[…]\n3 quotations: new\nend\n[…]\n"
    assert shows(refreshed(shown, printed).replace("a:1", "[…]\na:1", 1), printed)
