"""The file of the index: built once, kept private, refused when it is damaged, built anew when its sources change."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from small_build import open_small

import small_library
import takhrij
from takhrij.errors import SourceError
from takhrij.kernel import code_points
from takhrij.library import build, cache, editions
from takhrij.library.build import open_letters
from takhrij.library.indexfile import IndexFile
from takhrij.library.tables import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.library.library import Library

TESTS = Path(__file__).parent.parent
PACKAGE = Path(takhrij.__file__).parent
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (PACKAGE.parent, TESTS, TESTS / "library")))}
only_posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes of files are those of POSIX")
MEGABYTE = 1 << 20


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "some" / "cache"


def refused(where: Path) -> str:
    """The message of refusal: one line that names the file or the folder."""
    with pytest.raises(SourceError) as caught:
        open_small(where)
    message = str(caught.value)
    assert "\n" not in message
    assert str(where) in message
    return message


# --- the real one


def test_the_whole_library(library: Library, tmp_path: Path) -> None:
    program = r"""
import json, pathlib, re, resource, sys
from takhrij.library.library import Library
said = []
opened = Library.open(cache=sys.argv[1], progress=lambda message, share: said.append((message, share)))
status = pathlib.Path("/proc/self/status")  # the peak that getrusage tells counts that of the process that started this one
told = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
peak = int(told[1]) if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([opened.index_path, said, peak * (1 if sys.platform == "darwin" else 1024)]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=600, check=True,
    )  # fmt: skip
    path, said, peak = json.loads(done.stdout)
    assert peak < 1 << 30
    assert Path(path).stat().st_size < 150 * MEGABYTE
    # Another process built the other one: the two are alike in every byte.
    assert hashlib.sha256(Path(path).read_bytes()).digest() == hashlib.sha256(library.store.index.data).digest()
    shares = [share for _, share in said]
    assert len(shares) > 10
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


# --- where it lies, and who can write there


def test_the_folder_is_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TAKHRIJ_CACHE", str(tmp_path / "named"))
    assert cache.folder() == str(tmp_path / "named")
    monkeypatch.delenv("TAKHRIJ_CACHE")
    assert Path(cache.folder()).name == "takhrij"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert Path(cache.folder()) == tmp_path / "xdg" / "takhrij"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert Path(cache.folder()) == Path.home() / ".cache" / "takhrij"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert Path(cache.folder()) == Path.home() / "Library" / "Caches" / "takhrij"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert Path(cache.folder()) == tmp_path / "local" / "takhrij"


@only_posix
def test_folder_and_file_are_private(where: Path) -> None:
    path = open_small(where)
    assert stat.S_IMODE(where.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@only_posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702, 0o1777])
def test_a_folder_that_others_can_write_to(where: Path, mode: int) -> None:
    where.mkdir(parents=True)
    where.chmod(mode)
    assert "can be written by others" in refused(where)
    assert not list(where.iterdir())
    where.chmod(0o755)
    open_small(where)


@only_posix
def test_a_file_that_others_can_write_to(where: Path) -> None:
    open_small(where).chmod(0o666)
    assert "can be written by others" in refused(where)


@only_posix
def test_a_folder_of_another_user(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_small(where)
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert "belongs to another user" in refused(where)


@only_posix
def test_a_link_in_the_place_of_the_file(where: Path, tmp_path: Path) -> None:
    path = open_small(where)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert "symbolic link" in refused(where)


def test_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "set TAKHRIJ_CACHE to a folder of your own" in refused(tmp_path / "file")
    assert "set TAKHRIJ_CACHE to a folder of your own" in refused(tmp_path / "file" / "below")


# --- built once


def test_built_once_with_progress(where: Path) -> None:
    said: list[tuple[str, float]] = []
    path = open_small(where, lambda message, share: said.append((message, share)))
    assert said
    assert [share for _, share in said] == sorted(share for _, share in said)
    before, said_before = path.stat(), len(said)
    assert open_small(where, lambda message, share: said.append((message, share))) == path
    assert path.stat() == before
    assert len(said) == said_before


def test_two_builds_are_alike(tmp_path: Path) -> None:
    one, other = (open_small(tmp_path / name) for name in ("one", "other"))
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt, OSError(28, "No space left on device")], ids=str)
def test_a_build_that_fails_leaves_nothing(where: Path, problem: type[BaseException] | OSError) -> None:
    def fail(out: object, *_: object) -> int:
        out.write(b"half")  # type: ignore[attr-defined]
        raise problem

    with (
        mock.patch.object(build, "build", fail),
        pytest.raises(SourceError if isinstance(problem, OSError) else problem),
    ):
        cache.open_index(str(where), tables(), lambda _message, _share: None)
    assert [path.name for path in where.iterdir()] == ["lock"]
    open_small(where)


def test_processes_that_start_at_once(where: Path) -> None:
    command = [sys.executable, str(TESTS / "library" / "small_build.py"), str(where)]
    started = [
        subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(4)
    ]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in started]
    assert [(error, code) for _, error, code in ended] == [("", 0)] * 4
    names, built = zip(*((said.splitlines()[0], len(said.splitlines()) > 1) for said, _, _ in ended), strict=True)
    assert len(set(names)) == 1
    assert built.count(True) == 1
    assert sorted(path.suffix for path in where.iterdir() if path.name != "lock") == [".idx", ".ok"]


# --- damaged


def rewritten(path: Path, change: Callable[[bytearray], bytearray]) -> None:
    path.write_bytes(change(bytearray(path.read_bytes())))
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 1_000_000))


def flipped(at: int) -> Callable[[bytearray], bytearray]:
    def change(data: bytearray) -> bytearray:
        data[at] ^= 0x10
        return data

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[:0], "is empty"),
        (lambda data: data[:40], "not an index file"),
        (lambda data: data[: len(data) // 2], "cut short"),
        (lambda data: data[:-1], "cut short"),
        (lambda data: data + b"\0", "cut short"),
        (lambda _: bytearray(b"something else entirely " * 100), "not an index file"),
        (lambda data: bytearray(len(data)), "not an index file"),
        (flipped(5), "not an index file"),
        (flipped(9), "header is damaged"),
        (flipped(12), "header is damaged"),
        (flipped(30), "header is damaged"),
        (flipped(70), "header is damaged"),
        (flipped(100), "header is damaged"),
    ],
)
def test_damaged(where: Path, change: Callable[[bytearray], bytearray], message: str) -> None:
    path = open_small(where)
    rewritten(path, change)
    assert message in (said := refused(where))
    assert f"{path}" in said
    assert "remove it, and it is built anew" in said
    path.unlink()
    open_small(where)


@pytest.mark.parametrize("name", ["letters", "stream", "seed_bitmap", "texts", "meta"])
def test_damaged_inside(where: Path, name: str) -> None:
    path = open_small(where)
    offset, length, _ = IndexFile(path.read_bytes()).rows[name]
    rewritten(path, flipped(offset + length // 2))
    assert f"its sections {name} are damaged" in refused(where)


def test_touched_and_sound(where: Path) -> None:
    path = open_small(where)
    noted = path.with_suffix(".ok").read_text()
    rewritten(path, lambda data: data)
    assert open_small(where) == path
    assert path.with_suffix(".ok").read_text() != noted
    path.with_suffix(".ok").unlink()
    assert open_small(where) == path
    path.with_suffix(".ok").write_bytes(b"\xff")
    assert open_small(where) == path


def test_read_through_only_when_touched(where: Path) -> None:
    open_small(where)
    with mock.patch.object(IndexFile, "damaged", side_effect=AssertionError):
        open_small(where)


def test_the_index_of_other_sources(where: Path) -> None:
    path = open_small(where)
    with path.open("wb") as out:
        small_library.write(out, bytes(range(32)))
    assert "built from other sources" in refused(where)


# --- fresh


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of what the fingerprint looks at, looked at in their place."""
    folder = tmp_path / "package"
    for name in (*cache.SHAPING, *(f"data/{path.name}" for path in (PACKAGE / "data").glob("*.*"))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((PACKAGE / name).read_bytes())
    for edition in small_library.EDITIONS:
        (folder / edition.id).write_text(edition.name)
    monkeypatch.setattr(cache, "DATA", str(folder / "data"))
    monkeypatch.setattr(editions, "editions", lambda: small_library.EDITIONS)
    monkeypatch.setattr(editions, "locate", lambda edition: str(folder / edition.id))
    return folder


@pytest.mark.parametrize(
    "name", ["quran-uthmani", "bukhari", "data/letters.tsv", "data/cues.tsv", "library/build.py", "text/letters.py"]
)
def test_built_anew_when_a_source_a_table_or_the_code_changed(where: Path, copies: Path, name: str) -> None:
    first = open_small(where)
    assert open_small(where) == first
    os.utime(copies / name, ns=(1, 1))
    second = open_small(where)
    assert second != first
    assert first.exists()
    (copies / name).write_bytes((copies / name).read_bytes() + b"#")
    os.utime(copies / name, ns=(1, 1))
    assert open_small(where) not in (first, second)


def test_built_anew_when_there_is_a_new_table(where: Path, copies: Path) -> None:
    first = open_small(where)
    (copies / "data" / "another.tsv").write_text("")
    assert open_small(where) != first


def test_those_used_longest_ago_are_removed(where: Path, copies: Path) -> None:
    opened: list[Path] = []
    for at in range(6):
        if opened:
            os.utime(copies / "bukhari", ns=(0, 0))
            assert open_small(where) == opened[0]  # it is the oldest, and in use
        os.utime(copies / "bukhari", ns=(at, at))
        opened.append(open_small(where))
        os.utime(opened[-1].with_suffix(".ok"), ns=(at, at))
    kept = [opened[0], *opened[-cache.KEPT :]]
    assert sorted(where.glob("*.idx")) == sorted(kept)
    assert sorted(where.glob("*.ok")) == sorted(path.with_suffix(".ok") for path in kept)


def test_all_code_that_shapes_the_index_is_looked_at() -> None:
    shaping, waiting = set(), ["library/build.py"]
    while waiting:
        name = waiting.pop()
        if name in shaping or not name.startswith(("library/", "text/")):
            continue
        shaping.add(name)
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("takhrij."):
                module = str(node.module).removeprefix("takhrij.").replace(".", "/")
                names = [f"{module}/{alias.name}.py" for alias in node.names] + [f"{module}.py"]
                waiting += [found for found in names if (PACKAGE / found).is_file()]
    assert shaping <= set(cache.SHAPING)
    assert all((PACKAGE / name).is_file() for name in cache.SHAPING)


def test_the_format_is_raised_when_words_are_read_otherwise() -> None:
    """The fingerprint does not look at the compiled kernel: if this fails, raise `FORMAT` and write the new digest."""
    sample = "\n".join([*small_library.PASSAGES, "ﻻ ﷲ مُوسَىٰ صَلَوٰةً هَوَىٰهُ داوود ء ئ ؤ ا\u0653\u0654 qur'an Ǆ ﬃ 12 ١٢"])
    digest = hashlib.sha256(b"".join(open_letters(tables()).words(code_points(sample)))).hexdigest()[:16]
    assert (cache.FORMAT, digest) == (1, "7a762efa7293907e")


# --- documented


def test_every_section_is_documented(library: Library) -> None:
    document = (TESTS.parent / "docs" / "index-format.md").read_text(encoding="utf-8")
    index = library.store.index
    told = {
        name: int(size.replace(",", ""))
        for name, size in re.findall(r"^\| `(\w+)` \|[^|]*\| ([\d,]+) \|", document, re.MULTILINE)
    }
    assert set(told) == set(index.sizes)
    # What is told is about right: tools/index_sizes.py --write puts it right.
    assert sum(told.values()) == pytest.approx(sum(index.sizes.values()), rel=0.1)


def test_there_is_room_for_more_sections(library: Library) -> None:
    assert len(library.store.index.rows) <= 64
    assert all(len(name) < 16 for name in library.store.index.rows)


def test_the_document_has_the_sizes_of_the_sections(library: Library) -> None:
    """To one in a hundred: how far notes are compressed depends on the system's zlib."""
    told = (TESTS.parent / "docs" / "index-format.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|[^|]*\| *([\d,]+) \|", told, re.MULTILINE))
    sizes = library.store.index.sizes
    assert rows.keys() == sizes.keys()
    off = {
        name: sizes[name]
        for name, size in rows.items()
        if abs(int(size.replace(",", "")) - sizes[name]) * 100 > sizes[name]
    }
    assert not off, "tools/index_sizes.py --write fills them in"
