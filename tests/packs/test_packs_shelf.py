"""Packs are kept, versioned, listed, verified and removed; hostile names and files are refused in one line."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.cli import main
from takhrij.errors import ConfigError, InputError, SourceError, TakhrijError
from takhrij.packs.record import checked_name, manifest_from_json, manifest_to_json, parted_name
from takhrij.packs.shelf import Shelf, Told

DAY = "2026-01-31"
ARTICLE = "The bridge\n\nThe new bridge opens in May.\n\n«سيفتح الجسر في أيار»، قالت لينا حداد.\n"
"""Made up for the tests."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(str(tmp_path / "data"))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "deep" / "b.md").write_text("# Пекарня\n\nОна откроется в мае.\n", encoding="utf-8")
    (folder / "deep" / "c.html").write_text("<h1>橋</h1><p>新しい橋が開きます。</p>", encoding="utf-8")
    (folder / ".hidden.txt").write_text("hidden", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def test_a_folder_becomes_a_pack(shelf: Shelf, news: Path) -> None:
    made = shelf.add("city-news", str(news), DAY, Told("City News", "CC0-1.0", "en"))
    assert (made.version, made.title, made.licence, made.added, made.kind) == (1, "City News", "CC0-1.0", DAY, "texts")
    assert [file.path for file in made.files] == ["a.txt", "deep/b.md", "deep/c.html"]
    pack = shelf.open("city-news")
    assert pack.manifest == made
    texts = [pack.passage(unit, unit).text for unit in range(pack.index.units)]
    assert texts[:3] == ["The bridge", "The new bridge opens in May.", "«سيفتح الجسر في أيار»، قالت لينا حداد."]
    assert "新しい橋が開きます。" in texts[-1]
    assert pack.passage(1, 1).id == "pack:city-news:a.txt:2"
    assert pack.passage(1, 1).label == "The bridge, paragraph 2"
    assert pack.passage(1, 2).label == "The bridge, paragraph 2 to 3"
    assert shelf.verify("city-news") == []


def test_only_its_owner_can_look_into_it(shelf: Shelf, news: Path) -> None:
    shelf.add("n", str(news), DAY)
    folder = Path(shelf.folder)
    for path in (folder, folder / "n" / "1", folder / "n" / "1" / "files"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    folder.chmod(0o777)
    with pytest.raises(SourceError, match="belongs to another user or can be written by others"):
        shelf.add("n", str(news), DAY)


def test_versions(shelf: Shelf, news: Path) -> None:
    shelf.add("n", str(news), DAY)
    (news / "a.txt").write_text("Another text.", encoding="utf-8")
    assert shelf.add("n", str(news), DAY).version == 2
    assert [(each.name, each.version) for each in shelf.manifests()] == [("n", 1), ("n", 2)]
    assert shelf.open("n").passage(0, 0).text == "Another text."
    assert shelf.open("n@1").passage(0, 0).text == "The bridge"
    assert shelf.remove("n@1") == [1]
    assert shelf.add("n", str(news), DAY).version == 3
    assert shelf.remove("n") == [2, 3]
    assert shelf.manifests() == []
    assert not (Path(shelf.folder) / "n").exists()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../n",
        "a/b",
        "A",
        "a b",
        "-a",
        "a-",
        ".a",
        "a\0",
        "a\n",
        "con",
        "a" * 65,
        "ä",
        "n@0",
        "n@x",
        "n@",
        "n@1@2",
    ],
)
def test_names_that_are_refused(shelf: Shelf, news: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        shelf.open(name)
    with pytest.raises(ConfigError):
        shelf.add(name, str(news), DAY)
    with pytest.raises(ConfigError):
        shelf.remove(name)


@given(st.text())
def test_any_name_is_a_folder_of_its_own_or_refused(name: str) -> None:
    try:
        known = checked_name(name)
    except ConfigError:
        return
    assert Path(known).name == known
    assert known not in (".", "..")


@given(st.text())
def test_any_name_and_version(given_name: str) -> None:
    try:
        name, version = parted_name(given_name)
    except ConfigError:
        return
    assert given_name == (name if version is None else f"{name}@{given_name.partition('@')[2]}")


def test_what_cannot_be_added_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    wordless = tmp_path / "wordless.txt"
    wordless.write_text("… — …", encoding="utf-8")
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"a\0b")
    latin = tmp_path / "latin.txt"
    latin.write_bytes("café".encode("latin-1"))
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path, said in (
        (empty, "a folder without texts"), (wordless, "no text with words"), (binary, "binary.txt: a binary file"),
        (latin, "latin.txt: not UTF-8"), (tmp_path / "none", "no such file"), (pipe, "not a regular file"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=said):
            shelf.add("n", str(path), DAY)
    assert shelf.manifests() == []
    assert [each.name for each in Path(shelf.folder).iterdir()] == [".lock"]


def test_an_addition_that_was_killed_is_cleared_away(shelf: Shelf, news: Path) -> None:
    shelf.add("n", str(news), DAY)
    aside = Path(shelf.folder) / "n" / ".adding-2"
    aside.mkdir()
    (aside / "pack.idx").write_bytes(b"half")
    assert [each.version for each in shelf.manifests()] == [1]
    assert shelf.add("n", str(news), DAY).version == 2
    assert not aside.exists()


def test_links_out_of_the_folder_are_not_followed(shelf: Shelf, news: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret words", encoding="utf-8")
    (news / "link").symlink_to(outside)
    assert all("secret" not in file.path for file in shelf.add("n", str(news), DAY).files)


def test_what_was_damaged_is_told(shelf: Shelf, news: Path) -> None:
    shelf.add("n", str(news), DAY)
    where = Path(shelf.folder) / "n" / "1"
    stored = where / "files" / "0001.txt"
    stored.write_text("changed", encoding="utf-8")
    assert shelf.verify("n") == ["pack n: a.txt is not the file that was added"]
    stored.unlink()
    assert shelf.verify("n") == ["pack n: a.txt is missing among its files"]
    index = where / "pack.idx"
    data = bytearray(index.read_bytes())
    data[-20] ^= 1
    index.write_bytes(data)
    assert any("section" in problem for problem in shelf.verify("n"))
    index.write_bytes(b"")
    assert "its index is damaged" in shelf.verify("n")[0]
    (where / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SourceError, match="manifest"):
        shelf.open("n")


def test_an_index_that_is_gone_or_older_is_made_anew(shelf: Shelf, news: Path) -> None:
    made = shelf.add("n", str(news), DAY)
    where = Path(shelf.folder) / "n" / "1"
    (where / "pack.idx").unlink()
    assert shelf.open("n").manifest == made
    told = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    (where / "manifest.json").write_text(json.dumps({**told, "format": 0}), encoding="utf-8")
    assert shelf.open("n").manifest == made


@given(st.binary(max_size=200), st.integers(0, 4000), st.integers(0, 255))
def test_a_damaged_index_is_refused_or_read(tail: bytes, at: int, byte: int) -> None:
    from io import BytesIO

    from takhrij.packs.build import build
    from takhrij.packs.index import PackIndex
    from takhrij.packs.match import Matcher
    from takhrij.packs.record import Record

    out = BytesIO()
    build(out, [Record("a", "The new bridge opens in May."), Record("b", "It carries buses and people.")])
    data = bytearray(out.getvalue())
    data[at % len(data)] = byte
    if tail:
        data[-len(tail) :] = tail
    try:
        index = PackIndex(bytes(data))
        if not index.file.damaged():
            Matcher(index).find("The new bridge opens in June.", 0, 29)
    except SourceError:
        pass


def test_manifests_round_trip(shelf: Shelf, news: Path) -> None:
    made = shelf.add("n", str(news), DAY)
    assert manifest_from_json(json.loads(json.dumps(manifest_to_json(made)))) == made
    for wrong in ([], {}, {"files": [{}]}, {**manifest_to_json(made), "files": [{"path": "a", "stored": "../x", "size": 1, "sha256": ""}]},
                  {**manifest_to_json(made), "title": 3}):  # fmt: skip
        with pytest.raises(SourceError):
            manifest_from_json(wrong)


def test_the_command_line(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAKHRIJ_DATA", str(tmp_path / "mine"))
    assert main(["pack", "list"]) == 0
    assert "No packs in" in capsys.readouterr().out
    assert main(["pack", "add", "news", str(news), "--title", "City News", "--licence", "CC0-1.0"]) == 0
    assert capsys.readouterr().out.startswith("news@1: City News\n  7 passages, ")
    assert main(["pack", "list", "--format", "json"]) == 0
    [told] = json.loads(capsys.readouterr().out)["packs"]
    assert (told["name"], told["licence"], len(told["files"])) == ("news", "CC0-1.0", 3)
    assert main(["pack", "verify"]) == 0
    assert capsys.readouterr().out == "1 pack: every file and text has its digest\n"
    (tmp_path / "mine" / "packs" / "news" / "1" / "files" / "0001.txt").write_text("x", encoding="utf-8")
    assert main(["pack", "verify", "news"]) == 1
    assert main(["pack", "remove", "news@2"]) == 2
    assert capsys.readouterr().err.endswith("takhrij: pack news has no version 2; there are 1\n")
    assert main(["pack", "remove", "news"]) == 0
    assert capsys.readouterr().out == "removed news@1\n"
    assert main(["pack", "add", "../x", str(news)]) == 2
    assert main(["pack", "remove", "news"]) == 2
    assert "no pack is called 'news'; takhrij pack add makes one" in capsys.readouterr().err


def test_every_error_is_one_of_the_program(shelf: Shelf, tmp_path: Path) -> None:
    for name, data in (
        ("a.json", b"["), ("b.json", b'{"a": 1}'), ("c.jsonl", b"{}\n"), ("d.jsonl", b"[" * 100_000), ("e.csv", b"a;b"),
        ("f.xml", b"<a/>"), ("g.json", b'{"hadiths": [{"hadithnumber": 1}, 2]}'), ("h.docx", b"PK\x03\x04"), ("i.jsonl", b"\xff"),
        ("j.json", b'{"hadiths": [{"arabic": "x", "idInBook": 1}, {"arabic": "y", "idInBook": 1}]}'),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        with pytest.raises(TakhrijError) as raised:
            shelf.add("n", str(tmp_path / name), DAY)
        assert "\n" not in str(raised.value)
