"""Opens the index of the small library in a folder: `small_build.py FOLDER`.

Prints the file's name, then what was said while it was built.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING
from unittest import mock

import small_library
from takhrij.library import build, cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.library.tables import Tables


def build_small(
    out: IO[bytes], _tables: Tables, fingerprint: bytes, progress: build.Progress, _works: Sequence[str]
) -> int:
    """In the place of the builder."""
    return small_library.write(out, fingerprint, progress)


def open_small(where: Path, progress: build.Progress = lambda _message, _share: None) -> Path:
    """The path of the index of the small library, built when it is not there."""
    with mock.patch.object(build, "build", build_small):
        index, path = cache.open_index(str(where), small_library.small_tables(), progress)
    assert index.fingerprint == cache.fingerprint()
    return Path(path)


if __name__ == "__main__":
    said: list[str] = []
    opened = open_small(Path(sys.argv[1]), lambda message, _share: said.append(message))
    sys.stdout.write("\n".join([opened.name, *said]))
