"""False alarms in prose: counted for each language, and left out of the gate where there are no texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.gate import BenchError, Bound, Bounds

from bench import prose

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "قال المدير: «نفتح المكتبة صباح الأحد» ثم انصرف الزوار.\n\n"
QUOTING = "قال تعالى: ﴿إن مع العسر يسرا﴾\n"


def texts(folder: Path, **written: str) -> Path:
    for language in prose.LETTERS:
        (folder / language).mkdir()
        text = written.get(language, "plain words " if language == "english" else PLAIN)
        (folder / language / "a.txt").write_text(text * 5, encoding="utf-8")
    return folder


def test_each_language_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prose, "LEAST", 10)
    english, arabic, other = prose.figures(texts(tmp_path, arabic=PLAIN + QUOTING))
    assert [figure.name for figure in (english, arabic, other)] == prose.names()
    assert (english.value, other.value) == (0, 0)
    assert (arabic.value, arabic.how) == (1000 * 5 / 75, "5 in 75 words")
    assert ":3: " in capsys.readouterr().err.splitlines()[0]


def test_too_few_words_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="english has 10 words; 40000 are needed"):
        prose.figures(texts(tmp_path))


def test_without_texts_their_bounds_do_not_count() -> None:
    held = Bound("spans.macro_f1", "at_least", 0.9)
    bounds = Bounds((held, *(Bound(name, "at_most", 0) for name in prose.names())), ())
    assert bounds.without(prose.names()).floors == (held,)
