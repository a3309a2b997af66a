"""The shape of the code: imports run downward, core stages open no file, modules are small and documented."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "takhrij"
LAYERS = (
    "namedtuple", "codes", "errors", "extras", "collector", "model", "options", "text", "kernel", "library", "resolve", "align",
    "find", "judge", "search", "lookup", "unchecked", "accepted", "received", "packs", "check", "guard", "report", "scan", "fix",
    "serve", "bridges", "cli", "__main__",
)  # fmt: skip
"""Lowest first: what stands in one imports from itself and from those before it. `takhrij` itself passes names on."""
CORE = (
    "namedtuple", "received", "text.letters", "kernel", "resolve", "align", "find", "judge", "library.store", "library.layout", "model",
    "codes", "errors", "options", "packs.words", "packs.record", "packs.index", "packs.trace", "packs.fit", "packs.match",
    "packs.quotations", "packs.context", "packs.pack", "packs.importers",
)  # fmt: skip
"""Modules and packages that open no file."""
OF_FILES = {
    "pathlib", "io", "mmap", "tempfile", "shutil", "glob", "fileinput", "gzip", "socket", "subprocess", "urllib",
    "http", "importlib.resources", "importlib.util", "sqlite3",
}  # fmt: skip
OF_OS = {"environ"}
"""What core may use of `os`."""
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "read_table"}
MOST_LINES = 450
NO_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "tools"}


class Import(NamedTuple):
    """An import that a module makes, wherever it stands in it."""

    importer: str
    imported: str
    typing: bool
    """Whether it is made for type checkers only."""
    line: int


def name_of(path: Path) -> str:
    """The module's name without the package's: `library.store`, `kernel`, and nothing for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imports(name: str) -> list[Import]:
    """What a module imports: modules of the package without its name, others in full."""
    found: list[Import] = []

    def add(node: ast.AST, imported: str, typing: bool) -> None:
        inside = imported == "takhrij" or imported.startswith("takhrij.")
        found.append(Import(name, "." + imported[8:] if inside else imported, typing, getattr(node, "lineno", 0)))

    def walk(node: ast.AST, typing: bool) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                add(node, alias.name, typing)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} line {node.lineno}: a relative import"
            module = str(node.module)
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                add(node, whole if whole[8:] in MODULES and module.startswith("takhrij") else module, typing)
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for child in node.body:
                walk(child, True)
            for child in node.orelse:
                walk(child, typing)
            return
        for child in ast.iter_child_nodes(node):
            walk(child, typing)

    walk(tree(name), False)
    return list(dict.fromkeys(found))


def inner(name: str) -> list[Import]:
    """What a module imports of the package."""
    return [found._replace(imported=found.imported[1:]) for found in imports(name) if found.imported.startswith(".")]


def layer(name: str) -> int:
    return LAYERS.index(name.partition(".")[0])


def test_every_module_has_a_layer() -> None:
    assert {name.partition(".")[0] for name in MODULES if name} == set(LAYERS)


@pytest.mark.parametrize("name", [name for name in MODULES if name])
def test_imports_run_downward(name: str) -> None:
    upward = [
        f"line {found.line} imports takhrij.{found.imported}{' for typing' if found.typing else ''}"
        for found in inner(name)
        if found.imported and found.imported != "_core" and layer(found.imported) > layer(name)
    ]
    assert not upward, f"takhrij.{name}: {'; '.join(upward)}"


@pytest.mark.parametrize("name", MODULES)
def test_no_module_imports_in_a_circle(name: str) -> None:
    """A circle that is only for typing fails too, and is told as such."""
    waiting: list[list[Import]] = [[found] for found in inner(name)]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        here = way[-1].imported
        if here == name and name:
            typing = " (one of them for typing only)" if any(step.typing for step in way) else ""
            pytest.fail(" → ".join([name, *(step.imported for step in way)]) + typing)
        if here not in seen and here in MODULES and here:
            seen.add(here)
            waiting += [[*way, found] for found in inner(here)]


def core() -> list[str]:
    return [name for name in MODULES if any(name == part or name.startswith(f"{part}.") for part in CORE)]


def test_core_is_there() -> None:
    assert all(any(name == part or name.startswith(f"{part}.") for name in MODULES) for part in CORE)


@pytest.mark.parametrize("name", core())
def test_core_opens_no_file(name: str) -> None:
    found = [
        f"line {made.line} imports {made.imported}"
        for made in imports(name)
        if not made.typing
        and any(made.imported == module or made.imported.startswith(f"{module}.") for module in OF_FILES)
    ]
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in OPENING:
                found.append(f"line {node.lineno} calls {called}")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            if node.attr not in OF_OS:
                found.append(f"line {node.lineno} uses os.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found.append(f"line {node.lineno} imports from os")
    assert not found, f"takhrij.{name}: {'; '.join(found)}"


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_small_and_well_named(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert name.rpartition(".")[2] not in NO_NAMES


@pytest.mark.parametrize("name", MODULES)
def test_what_is_public_is_documented(name: str) -> None:
    undocumented = []

    def look(node: ast.AST, inside: str) -> None:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if child.name.startswith("_") or any("overload" in ast.unparse(each) for each in child.decorator_list):
                continue
            if not ast.get_docstring(child):
                undocumented.append(f"{inside}{child.name}")
            if isinstance(child, ast.ClassDef):
                look(child, f"{inside}{child.name}.")

    look(tree(name), "")
    assert not undocumented
    assert ast.get_docstring(tree(name))


def test_importing_the_package_loads_little() -> None:
    """Names of the package are loaded when they are used."""
    assert not [found for found in inner("") if not found.typing]
