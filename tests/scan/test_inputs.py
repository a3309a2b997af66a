"""Every kind of file gives the same documents; what cannot be read is said of the document, and the others are read."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.errors import InputError
from takhrij.scan import inputs
from takhrij.scan.inputs import Fields, Opened, documents, listed

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Fields()
TEXTS = ["قال «كذا»\r\n", "", "peace \u2028 and \U0001f54c"]


def records(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"id": f"n{n}", "text": text}).encode() + b"\n" for n, text in enumerate(texts))


def read(path: Path, fields: Fields = PLAIN) -> list[tuple[str, str]]:
    """Each document's name and text; of one that cannot be read, what is said."""
    found = []
    with Opened(str(path)) as opened:
        for document in documents(opened, fields):
            name = document.id.replace(str(path.parent) + "/", "")
            try:
                found.append((name, "".join(document.pieces)))
            except InputError as problem:
                found.append((name, f"! {problem}"))
    return found


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("piece", [1, 3, 1 << 20])
def test_plain_and_packed(tmp_path: Path, packed: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "PIECE", piece)
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}[packed]
    for name, data in ("a.txt", TEXTS[0].encode()), ("b.jsonl", records(TEXTS)):
        (tmp_path / (name + packed)).write_bytes(pack(data))
    assert read(tmp_path / f"a.txt{packed}") == [(f"a.txt{packed}", TEXTS[0])]
    assert read(tmp_path / f"b.jsonl{packed}") == [(f"b.jsonl{packed}:{n}", text) for n, text in enumerate(TEXTS, 1)]
    assert read(tmp_path / f"b.jsonl{packed}", Fields(id="id")) == [(f"n{n}", text) for n, text in enumerate(TEXTS)]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"body": [*TEXTS, None], "n": [1, 2, 3, 4]}), path, row_group_size=2)
    assert read(path, Fields("body", "n"))[:3] == [(str(n), text) for n, text in enumerate(TEXTS, 1)]
    assert read(path, Fields("body", "n"))[3] == ("4", "! row 4 has no text in 'body'")
    assert read(path) == [("a.parquet", "! there is no column 'text'")]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"caf\xe9", "not UTF-8: byte 0xe9 at offset 3, line 1"),
        ("a.txt", b"one\ntwo \xff", "not UTF-8: byte 0xff at offset 8, line 2"),
        ("a.txt", b"a\xd9", "not UTF-8: byte 0xd9 at offset 1, line 1"),
        ("a.txt", b"a\0b", "a binary file"),
        ("a.txt", b"%PDF-1.7", "a PDF file"),
        ("a.txt.gz", b"no gzip", "Not a gzipped file"),
        ("a.txt.gz", gzip.compress(b"text " * 100)[:-9], "ended before"),
        ("a.txt.zst", b"no zstandard", "zstd"),
        ("a.jsonl", b"{\n", "line 1 is not JSON"),
        ("a.jsonl", b'{"body": "x"}\n', "line 1 has no text in the field 'text'"),
        ("a.jsonl", b'["x"]\n', "line 1 has no text"),
        ("a.jsonl", b'{"text": 7}\n', "line 1 has no text"),
        ("a.jsonl", b"\xff\n", "line 1 is not JSON"),
        ("a.jsonl", b"[" * 100_000 + b"\n", "line 1 is not JSON"),
        ("a.jsonl.gz", b"no gzip", "Not a gzipped file"),
        ("a.parquet", b"no parquet", "arquet"),
    ],
)
@pytest.mark.parametrize("piece", [2, 1 << 20])
def test_what_cannot_be_read_is_said(
    tmp_path: Path, name: str, data: bytes, said: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "PIECE", max(piece, 8) if data.startswith(b"%") else piece)
    (tmp_path / name).write_bytes(data)
    [(_, shown)] = read(tmp_path / name)
    assert shown.startswith("! ")
    assert said in shown
    assert "\n" not in shown


def test_a_bad_line_does_not_hide_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "LONGEST_LINE", 40)
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n\nnothing\n{"text": "' + b"x" * 90 + b'"}\n{"text": "two"}')
    shown = read(tmp_path / "a.jsonl")
    assert [(name, text[:10]) for name, text in shown] == [
        ("a.jsonl:1", "one"),
        ("a.jsonl:3", "! line 3 i"),
        ("a.jsonl:4", "! line 4 i"),
        ("a.jsonl:5", "two"),
    ]


def test_which_files_are_meant(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.md",
        "c.mARkdown",
        "d.py",
        ".h.txt",
        "x/e.jsonl.gz",
        "x/.y/f.txt",
        "0272Ishaq.Akhbar-ara1",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("")

    def names(*given: str) -> list[str]:
        return [each.path.removeprefix(f"{tmp_path}/") for each in listed([f"{tmp_path}{name}" for name in given])]

    assert names("") == ["0272Ishaq.Akhbar-ara1", "a.md", "b.txt", "c.mARkdown", "x/e.jsonl.gz"]
    assert names("/*.md", "/b.txt", "/d.py", "/a.md") == ["a.md", "b.txt", "d.py"]
    assert names("/**/*.gz") == ["x/e.jsonl.gz"]
    for missing in ("/no.txt", "/*.no", "/x/.y/.z"):
        with pytest.raises(InputError, match=r"No such file|no file that is read"):
            names(missing)


@settings(max_examples=200)
@given(data=st.binary(max_size=60), name=st.sampled_from(["a.txt", "a.jsonl", "a.txt.gz", "a.jsonl.zst", "a.parquet"]),
       head=st.sampled_from([b"", b"\x1f\x8b\x08", b"(\xb5/\xfd", b"PAR1", b'{"text":']))  # fmt: skip
def test_no_bytes_crash_a_reader(data: bytes, name: str, head: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(head + data)
    for _, text in read(path):
        assert isinstance(text, str)
