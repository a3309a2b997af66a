"""EPUB: sections in reading order, their places, and the runs that they stand in."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import packed

from takhrij.errors import InputError
from takhrij.text.readers import read, read_bytes

FILE = Path(__file__).parent / "files" / "answer.epub"
CONTAINER = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'


def book(manifest: str = "", spine: str = "", **files: str | bytes) -> bytes:
    package = f"<package><manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    return packed({"META-INF/container.xml": CONTAINER, "b.opf": package, **files})


ITEMS = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in "abc")
ORDER = "".join(f'<itemref idref="{name}"/>' for name in "cbax")


def test_sections_come_in_reading_order() -> None:
    source = read_bytes(book(ITEMS, ORDER, a="<p>one<p>two", b="<script/>", c="<h1>&#x642;ال</h1>"), "epub")
    assert source.text == "# قال\n\none\n\ntwo"
    assert source.place(3) == {"section": 1, "paragraph": 1, "file": "c"}
    assert source.place(source.text.index("two")) == {"section": 3, "paragraph": 2, "file": "a"}


def test_every_run_stands_where_it_is_said_to_stand() -> None:
    source = read(str(FILE))
    assert source.place(source.text.index("والخلاصة"))["file"] == "OEBPS/text/part 2.xhtml"
    assert source.reading is not None
    assert source.reading.parts is not None
    runs = source.reading.parts.runs(0, len(source.text))
    with zipfile.ZipFile(FILE) as opened:
        for run in runs:
            words = source.text[run.start : run.end]
            assert opened.read(run.member)[run.byte :].decode("utf-8", "ignore").startswith(words)
    assert sum(run.end - run.start for run in runs) > 0.9 * len(source.text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not an EPUB (.epub) file but damaged"),
        (packed({"a": ""}), "it has no META-INF/container.xml"),
        (packed({"META-INF/container.xml": "<a/>"}), "META-INF/container.xml names no book"),
        (packed({"META-INF/container.xml": CONTAINER}), "it has no b.opf"),
        (book(), "b.opf lists no section"),
        (book(ITEMS, ORDER), "it has no c"),
        (book(ITEMS, ORDER, c="\udce9".encode("utf-8", "surrogateescape")), "names no encoding and is not UTF-8"),
        (book(ITEMS, ORDER, **{"META-INF/encryption.xml": '<e><CipherReference URI="c"/></e>'}, c="x"), "protected against copying"),
        (book('<!DOCTYPE p [<!ENTITY a "b">]>'), "damaged XML"),
        (book(ITEMS, ORDER, c=b"<p>" * 1_000_000), "larger than packed"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "epub")
    assert said in str(caught.value)


@given(st.integers(0, 2**32))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(FILE) as opened:
        files: dict[str, str | bytes] = {name: opened.read(name) for name in opened.namelist()}
    name = chance.choice([*files])
    data = bytearray(files[name])  # type: ignore[arg-type]
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(3)] = bytes(data[chance.randrange(len(data) + 1) :][: chance.randrange(40)])
    try:
        source = read_bytes(packed({**files, name: bytes(data)}, zipfile.ZIP_STORED), "epub")
    except InputError:
        return
    for at in range(0, len(source.text), 50):
        assert source.place(at)
