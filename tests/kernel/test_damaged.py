"""A damaged index is refused, or gives some answer: the same from both kernels, and never a crash."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from damage import answers, answers_of_scan, variants
from documents import encode

import takhrij
from takhrij.errors import SourceError
from takhrij.kernel import open_kernel
from takhrij.kernel.twin import Twin
from takhrij.library.indexfile import HEADER, ROW, IndexFile

HERE = Path(__file__).parent
SOURCE = Path(takhrij.__file__).parent.parent


def test_the_kernels_agree_on_damaged_indexes() -> None:
    pytest.importorskip("takhrij._core", reason="the kernel was not compiled")
    seed, count = "1", "300"
    path = os.pathsep.join(map(str, (SOURCE, HERE.parent, HERE)))
    # In a process of its own: should it crash, the test fails and the run goes on.
    done = subprocess.run(
        [sys.executable, str(HERE / "damage.py"), seed, count],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    compiled = done.stdout.splitlines()
    assert len(compiled) == int(count)
    assert len(set(compiled)) > 50
    for number, (line, variant) in enumerate(zip(compiled, variants(int(seed), int(count)), strict=True)):
        assert answers(Twin, variant) == line, f"variant {number}"


def with_row(data: bytes, name: str, *, offset: int | None = None, length: int | None = None) -> bytes:
    """An index whose header tells another offset or length of a section."""
    damaged = bytearray(data)
    row = HEADER.size + ROW.size * list(IndexFile(data).rows).index(name)
    if offset is not None:
        struct.pack_into("<Q", damaged, row + 16, offset)
    if length is not None:
        struct.pack_into("<Q", damaged, row + 24, length)
    return bytes(damaged)


def with_number(data: bytes, at: int, code: str, number: int) -> bytes:
    damaged = bytearray(data)
    struct.pack_into(code, damaged, at, number)
    return bytes(damaged)


REFUSED = {
    "empty": (lambda data: data[:0], "not an index file"),
    "short": (lambda data: data[:63], "not an index file"),
    "magic": (lambda data: b"TAKHRIJ2" + data[8:], "not an index file"),
    "cut": (lambda data: data[:-1], "the index file is cut short"),
    "longer": (lambda data: data + b"\0", "the index file is cut short"),
    "sections": (lambda data: with_number(data, 12, "<I", 65), "the index file's header is damaged"),
    "no sections": (lambda data: with_number(data, 12, "<I", 0), "the index file lacks its letters"),
    "offset": (lambda data: with_row(data, "stream", offset=len(data) + 8), "the index file's header is damaged"),
    "far offset": (lambda data: with_row(data, "stream", offset=2**64 - 8), "the index file's header is damaged"),
    "odd offset": (lambda data: with_row(data, "stream", offset=1028), "the index file's header is damaged"),
    "length": (lambda data: with_row(data, "meta", length=2**63), "the index file's header is damaged"),
    "letters": (lambda data: with_row(data, "letters", length=131070), "the index file lacks its letters"),
    "codes": (lambda data: with_row(data, "codes", length=4), "the index file lacks its letters"),
    "words": (lambda data: with_row(data, "vocab_table", length=2040), "the index file's vocabulary is damaged"),
    "seeds": (lambda data: with_row(data, "seed_table", length=2044), "the index file's seeds are damaged"),
    "bitmap": (lambda data: with_row(data, "seed_bitmap", length=12), "the index file's seeds are damaged"),
    "cues": (lambda data: with_row(data, "cue_table", length=36), "the index file's cues are damaged"),
    "names": (lambda data: with_row(data, "name_table", length=36), "the index file's names are damaged"),
    "words of chains": (lambda data: with_row(data, "chain_words", length=36), "the index file's names are damaged"),
    "stream": (lambda data: with_row(data, "stream", length=4), "the index file's words are damaged"),
    "folds": (lambda data: with_row(data, "stream_fold", length=4), "the index file's words are damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(small_index: bytes, name: str) -> None:
    damage, message = REFUSED[name]
    data = damage(small_index)
    for kernel in (open_kernel, Twin):
        with pytest.raises(ValueError, match=f"^{message}$"):
            kernel(data)
    with pytest.raises(SourceError):
        IndexFile(data)


@pytest.mark.parametrize(
    "name",
    [
        "weight",
        "cue_of_node",
        "quran",
        "seed_postings",
        "vocab_start",
        "passage_block",
        "name_nodes",
        "name_table",
        "chain_words",
    ],
)
def test_a_section_that_is_not_there(small_index: bytes, name: str) -> None:
    data = with_row(small_index, name, length=0)
    assert answers(lambda data: open_kernel(data)[0], data) == answers(Twin, data)


@pytest.mark.parametrize("kind", range(16))
def test_what_lies_beyond_a_text_is_no_letter(small_index: bytes, kind: int) -> None:
    """A kernel reads 0 there; in a damaged table of letters that may be anything, a digit without end too."""
    offset, _, _ = IndexFile(small_index).rows["letters"]
    data = with_number(small_index, offset, "<H", kind)
    for text in ("قوله «كذا» [", "قوله «كذا» [\0\0 3"):
        scans = [kernel.scan(encode(text), 0, 0) for kernel in (open_kernel(data)[0], Twin(data))]
        compiled, twin = ([*answers_of_scan(scan)] for scan in scans)
        assert compiled == twin


@pytest.mark.parametrize("length", [1, 3, 5, 7])
def test_a_section_with_bytes_over(small_index: bytes, length: int) -> None:
    data = with_row(small_index, "quran", length=length)
    assert answers(lambda data: open_kernel(data)[0], data) == answers(Twin, data)
