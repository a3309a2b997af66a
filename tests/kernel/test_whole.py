"""With the twin in the kernel's place, a check gives the same report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import takhrij
from takhrij.errors import ConfigError

if TYPE_CHECKING:
    from takhrij.library.library import Library

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.mark.parametrize("name", ["article.md", "sermon.txt", "answer.md"])
def test_the_same_report(library: Library, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("TAKHRIJ_KERNEL", "python")
    slow = takhrij.Library.open()
    assert slow.kernel == "pure Python"
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    report = takhrij.check(text, library=slow)
    assert report.citations
    assert report.to_dict() == takhrij.check(text, library=library).to_dict()


def test_a_kernel_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKHRIJ_KERNEL", "cobol")
    with pytest.raises(ConfigError, match="python or compiled"):
        takhrij.Library.open()
