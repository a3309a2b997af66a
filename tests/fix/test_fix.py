"""What `takhrij fix` makes of documents. The wrong quotations were made for the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij import check
from takhrij.errors import InputError
from takhrij.fix.document import Fixer
from takhrij.fix.files import load, replace
from takhrij.options import Options

if TYPE_CHECKING:
    from takhrij.library.library import Library

SOURCE = Path(__file__).parent.parent.parent / "src"
ROOT = SOURCE.parent

CORRECTED = [
    # written, and what is made of it
    ("قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]", "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]"),
    ("قال تعالى: ﴿ومن يتق الله يجعل مخرجا﴾ [الطلاق: 2]", "قال تعالى: ﴿ومن يتق الله يجعل له مخرجا﴾ [الطلاق: 2]"),
    ("قال تعالى: ﴿إن الله مع المحسنين الصابرين﴾ [البقرة: 153]", "قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 153]"),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 150]", "قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 153]"),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ (البقرة/١٥٠)", "قال تعالى: ﴿إن الله مع الصابرين﴾ (البقرة/١٥٣)"),
    ("قال النبي ﷺ: ﴿الدين النصيحة﴾ رواه مسلم", "قال النبي ﷺ: «الدين النصيحة» رواه مسلم"),
    (
        "قال تعالى: ﴿إن **الله** مع المحسنين الصابرين﴾ [البقرة: 153]",
        "قال تعالى: ﴿إن **الله** مع الصابرين﴾ [البقرة: 153]",
    ),
]
KEPT = [
    # written, and why it is left to the author
    ("قال النبي ﷺ: «إنما الأعمال بالنوايا» رواه البخاري", "other wordings"),
    ('God says: "So be patient, for the promise of God is true" [Ar-Rum: 61].', "by a translation"),
    ("قال تعالى: ﴿إن مع العسر يسرا﴾ [البقرة: 6]", "does not have the words"),
    ("﴿قُلْ هُوَ اللَّهَ أَحَدٌ﴾ [الإخلاص: 1]", "--vowels"),
    ("قال تعالى: ﴿يا أيها الذين آمنوا استعينوا بالصبر جميعا﴾ [البقرة: 153]", "at its end another word"),
    ("قال تعالى: ﴿إن مع العسر يس**رى**﴾ [الشرح: 6]", "markup"),
]
FRAMES = ["{}", "\ufeff{}\r\n", "# عنوان\n\n> {}\n\n\U0001f4d6 نص آخر\r\n", "- {}\n- {}\n"]


@pytest.fixture(scope="module")
def fixer(library: Library) -> Fixer:
    return Fixer(library, Options())


@pytest.mark.parametrize(("written", "made"), CORRECTED)
@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_certain_is_corrected_and_nothing_else(fixer: Fixer, written: str, made: str, frame: str) -> None:
    fixed = fixer.fix(frame.format(written, written).encode(), "markdown")
    assert fixed.after == frame.format(made, made)
    assert fixer.fix(fixed.data, "markdown").corrections == ()


@pytest.mark.parametrize(("written", "why"), KEPT)
def test_what_is_not_certain_is_suggested(fixer: Fixer, written: str, why: str) -> None:
    fixed = fixer.fix(written.encode(), "markdown")
    assert fixed.after == fixed.before == written
    assert any(why in each.why for each in fixed.suggestions)


def test_vowels_are_corrected_where_it_is_asked_for(library: Library) -> None:
    fixed = Fixer(library, Options(), vowels=True).fix("﴿قُلْ هُوَ اللَّهَ أَحَدٌ﴾ [الإخلاص: 1]".encode(), "text")
    assert normalize("NFC", fixed.after) == normalize("NFC", "﴿قُلْ هُوَ اللَّهُ أَحَدٌ﴾ [الإخلاص: 1]")


def test_of_html_only_the_words_change(fixer: Fixer) -> None:
    page = '<p class="a">قال تعالى: ﴿إن مع <b>العسر</b> {}﴾ &mdash; [الشرح: 6]</p><!-- يسرى -->\r\n'
    assert fixer.fix(page.format("يسرى").encode(), "html").after == page.format("يسرا")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*(written for written, _ in CORRECTED + KEPT), "كلام آخر", "\u202bnews\u202c", "﴿", "\r\n", "\U0001f4d6"]
        ),
        max_size=6,
    )
)
def test_twice_changes_no_more(fixer: Fixer, library: Library, pieces: list[str]) -> None:
    """And what was corrected is no longer found wrong."""
    text = "\n\n".join(pieces)
    fixed = fixer.fix(text.encode(), "text")
    again = fixer.fix(fixed.data, "text")
    assert (again.after, again.corrections) == (fixed.after, ())

    def wrong(text: str) -> int:
        return sum(f.severity == "error" for c in check(text, library=library).citations for f in c.findings)

    assert wrong(fixed.after) == wrong(text) - len(fixed.corrections)


@pytest.mark.parametrize("name", ["article.md", "sermon.txt", "answer.md"])
def test_the_examples_are_corrected_line_by_line(fixer: Fixer, name: str) -> None:
    data = (ROOT / "examples" / name).read_bytes()
    fixed = fixer.fix(data, "markdown" if name.endswith(".md") else "text")
    changed = sum(
        before != after for before, after in zip(fixed.before.split("\n"), fixed.after.split("\n"), strict=True)
    )
    assert 0 < changed <= len(fixed.corrections)


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"%PDF-1.4", "pdf", "text, Markdown, HTML and Word"),
        ('<meta charset="windows-1256">قال'.encode("cp1256"), "html", "byte for byte"),
    ],
)
def test_what_cannot_be_rewritten_is_refused(fixer: Fixer, data: bytes, kind: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        fixer.fix(data, kind)


def test_a_file_is_replaced_whole_and_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    path.chmod(0o640)
    (tmp_path / "a.txt.bak").write_bytes(b"earlier")
    assert replace(str(path), b"one", b"two") == str(tmp_path / "a.txt.bak1")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)
    assert (tmp_path / "a.txt.bak1").read_bytes() == b"one"
    assert (tmp_path / "a.txt.bak").read_bytes() == b"earlier"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.txt", "a.txt.bak", "a.txt.bak1"]


def test_a_file_that_changed_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"changed")
    with pytest.raises(InputError, match="changed since"):
        replace(str(path), b"one", b"two")
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"changed"


def test_a_file_of_two_names_is_left_alone(tmp_path: Path) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_bytes(b"one")
    other.hardlink_to(path)
    with pytest.raises(InputError, match="hard links"):
        replace(str(path), b"one", b"two")
    assert path.read_bytes() == other.read_bytes() == b"one"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_late_change_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the file while the new one is made: theirs stays, and nothing is left beside it."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    flushed = os.fsync

    def fsync(handle: int) -> None:
        flushed(handle)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(InputError, match="changed since"):
        replace(str(path), b"one", b"two")
    assert path.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")

    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(InputError, match="No space left"):
        replace(str(path), b"one", b"two")
    assert path.read_bytes() == b"one"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_links_and_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    for name, said in (("link", "symbolic link"), ("", "not a regular file"), ("none", "No such file")):
        with pytest.raises(InputError, match=said):
            load(str(tmp_path / name))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "takhrij", "fix", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", timeout=600, check=False)


def test_the_diff_is_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    (written, made), (kept, _) = CORRECTED[0], KEPT[0]
    path.write_text(f"{written}\r\n\r\n{kept}", encoding="utf-8", newline="")
    shown = run(str(path))
    assert shown.returncode == 1, shown.stderr
    assert f"-{written}" in shown.stdout
    assert f"+{made}" in shown.stdout
    assert kept not in [line[1:] for line in shown.stdout.splitlines() if line[:1] in "+-"]
    assert "not rewritten" in shown.stderr
    assert path.read_bytes().startswith(written.encode())
    done = run("--write", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_bytes() == f"{made}\r\n\r\n{kept}".encode()
    assert run(str(path)).returncode == 0
    assert run(str(path), str(tmp_path / "none.md")).returncode == 2
