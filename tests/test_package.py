"""What is installed: wheel and source distribution hold what they must, and one version string."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import takhrij

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both; the wheel is built from the source distribution, as an index's users build it."""
    folder = tmp_path_factory.mktemp("dist")
    tree = shutil.copytree(
        ROOT, folder / "tree", ignore=shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "*.so")
    )
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(tree)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(next(built.glob("*.whl")))


def of_package(*suffixes: str) -> set[str]:
    """The package's files in the tree, as a wheel names them."""
    source = ROOT / "src"
    return {path.relative_to(source).as_posix() for path in (source / "takhrij").rglob("*") if path.suffix in suffixes}


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    kernel = {name for name in names if name.startswith("takhrij/_core.") and not name.endswith(".pyi")}
    assert {Path(name).name for name in kernel} == ({"_core.abi3.so"} if shutil.which("cc") else set())
    assert names - kernel == of_package(
        ".py", ".pyi", ".tsv", ".json", ".html", ".css", ".js", ".svg", ".woff2", ".txt"
    ) | {"takhrij/py.typed"}


@pytest.mark.slow
def test_what_the_wheel_says_of_itself(wheel: zipfile.ZipFile) -> None:
    folder = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")).rpartition("/")[0]
    said = email.message_from_bytes(wheel.read(f"{folder}/METADATA"))
    assert said["Version"] == takhrij.__version__
    assert said["License-Expression"] == "Apache-2.0"
    required = said.get_all("Requires-Dist", [])
    assert [each for each in required if "extra ==" not in each] == PROJECT["dependencies"]
    assert said.get_all("Provides-Extra") == [*PROJECT["optional-dependencies"]]
    assert wheel.read(f"{folder}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert wheel.read(f"{folder}/licenses/NOTICE") == (ROOT / "NOTICE").read_bytes()
    assert b"takhrij = takhrij.cli:run" in wheel.read(f"{folder}/entry_points.txt")
    if shutil.which("cc"):
        assert "cp311-abi3" in str(wheel.filename)


@pytest.mark.slow
def test_the_source_distribution_can_be_built_and_tested(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    kernel = {f"src/{name}" for name in of_package(".c", ".h")}
    assert kernel
    wanted = {"LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "pyproject.toml", "setup.py", "examples/article.md",
              "tests/conftest.py", "bench/floors.json", "tools/fuzz/fuzz.c", "docs/findings.md"}  # fmt: skip
    assert kernel | wanted <= names
    assert not [name for name in names if name.endswith((".so", ".pyc"))]


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", takhrij.__version__)
    assert PROJECT["dynamic"] == ["version"]
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    string = f'"{takhrij.__version__}"'
    places = [name for name in files if name.endswith((".py", ".toml")) and string in (ROOT / name).read_text("utf-8")]
    assert places in ([], ["src/takhrij/__init__.py"])


def test_the_names_of_the_package() -> None:
    for name in takhrij.__all__:
        assert getattr(takhrij, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        takhrij.nothing  # noqa: B018


@pytest.mark.parametrize("name", ["check", "find"])
@pytest.mark.parametrize("first", ["import takhrij.{}", "from takhrij.check import Checker", "takhrij.{}"])
def test_functions_stay_functions_where_a_module_is_called_so(first: str, name: str) -> None:
    program = f"import takhrij; {first.format(name)}; from takhrij import {name}; print({name} is takhrij.{name}, callable({name}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"


def test_importing_the_package_loads_nothing_of_it() -> None:
    program = "import sys, takhrij; print([name for name in sys.modules if name.startswith('takhrij.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
