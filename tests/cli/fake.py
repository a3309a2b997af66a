"""The command line on a library that is made up: fast, and nothing of the real one has to be there.

`python fake.py ARGUMENTS` runs it. A quotation stands between guillemets; the words in it say what is found.
"""

from __future__ import annotations

import re
import sys
import types
from typing import Any

from takhrij.errors import ConfigError, InputError, SourceError
from takhrij.model import Alignment, Citation, Finding, Fragment, Number, Passage, Report, Span

EDITION = types.SimpleNamespace(
    id="fake", work="fake", name="Fake", label="Fake edition, 1st printing", package="fake-texts", licence="CC0-1.0",
    licence_note="made for a test", language="ar", scheme="fake count", count=3, digest="ab" * 32,
    rights_verified=False, url="https://example.org/fake", file="fake/fake.json", default=True,
)  # fmt: skip
WORK = types.SimpleNamespace(
    id="ahmad", arabic="مسند أحمد", latin="Musnad Ahmad", author="Ahmad ibn Hanbal", aliases=()
)
PASSAGES = [
    Passage(f"fake:{n}", "fake", EDITION.label, f"Fake {n}", (Number("fake count", str(n)),), f"الكلام رقم {n}")
    for n in range(1, 4)
]


def check(text: str, *, library: Any = None, options: Any = None) -> Report:  # noqa: ARG001
    assert library is not None
    if "CRASH" in text:
        raise RuntimeError("crash")
    if "REFUSE" in text:
        raise InputError("refused")
    citations = []
    for match in re.finditer("«([^»]*)»", text):
        if "bad" in match[1]:
            finding = Finding("wording", "not-found", "error", "no passage of the loaded sources reads so")
        elif "odd" in match[1]:
            finding = Finding("wording", "vowels", "warning", "a vowel differs")
        else:
            finding = Finding("wording", "exact", "note", "the words stand so in Fake 1")
        fragment = Fragment("quote", Span(*match.span(1)), match[1])
        citations.append(Citation((fragment,), (finding,), (Alignment(PASSAGES[0], (0, 3), 1.0),), 0, ("guillemets",)))
    return Report(tuple(citations), len(text), (EDITION.label,))


def stream(text: Any, *, library: Any, options: Any) -> tuple[Report, None, None]:
    return check(text.text, library=library, options=options), None, None


class Library:
    kernel = "pure Python"
    editions = (EDITION,)
    not_loaded = (WORK,)
    index_path = "/cache/takhrij/index"
    index_bytes = 12_345_678

    @classmethod
    def open(cls, works: Any = (), *, cache: str | None = None, progress: Any = None) -> Library:  # noqa: ARG003
        if works and "fake" not in works:
            raise ConfigError(f"no work that can be loaded is called {works[0]!r}; there are fake")
        if "--no-library" in sys.argv:
            raise SourceError("fake-texts is not installed")
        if progress is not None:
            progress("building the index", 0.5)
            progress("building the index", 1.0)
        return cls()

    def passage(self, id: str) -> Passage:  # noqa: A002
        work, _, number = id.rpartition(":")
        if work != "fake" or not 1 <= int(number) <= 3:
            raise ConfigError(f"{id}: no such passage; loaded: fake:1 to fake:3")
        return PASSAGES[int(number) - 1]

    def neighbours(self, id: str, count: int) -> tuple[list[Passage], list[Passage]]:  # noqa: A002
        at = PASSAGES.index(self.passage(id))
        return PASSAGES[max(at - count, 0) : at], PASSAGES[at + 1 : at + 1 + count]

    def translation(self, id: str, edition: str) -> str:  # noqa: A002
        if edition != "fake":
            raise ConfigError(f"no translation is called {edition!r}")
        return f"words of {id}"

    def verify(self) -> list[str]:
        return ["fake: the digest changed"] if "--broken" in sys.argv else []


def search(library: Library, words: str, limit: int = 10) -> list[Alignment]:
    if words == "CRASH":
        raise RuntimeError("crash")
    assert library is not None
    return [Alignment(passage, (0, 1), 1.0) for passage in PASSAGES if words in passage.text][:limit]


def install() -> None:
    stand_ins: dict[str, dict[str, Any]] = {
        "takhrij.check": {"check": check, "stream": stream},
        "takhrij.library.library": {"Library": Library},
        "takhrij.search": {"search": search},
        "takhrij.options": {"Options": lambda **options: types.SimpleNamespace(**options)},
    }
    for name, members in stand_ins.items():
        module = types.ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module


if __name__ == "__main__":
    install()
    from takhrij.cli import main

    sys.exit(main([argument for argument in sys.argv[1:] if argument not in ("--no-library", "--broken")]))
