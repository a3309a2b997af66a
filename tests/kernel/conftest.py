from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from worlds import Both, World

from small_library import PASSAGES, index_bytes
from takhrij.library.indexfile import IndexFile

if TYPE_CHECKING:
    from takhrij.library.library import Library


@pytest.fixture(scope="session")
def small_index() -> bytes:
    return index_bytes()


@pytest.fixture(scope="session")
def small(small_index: bytes) -> World:
    return World(Both(small_index), IndexFile(small_index), PASSAGES)


@pytest.fixture(scope="session")
def real(library: Library) -> World:
    store = library.store
    some = [range(found.first, found.first + found.passages, found.passages // 60) for found in store.ranges]
    passages = [" ".join(store.matn(number).split()[:80]) for numbers in some for number in numbers]
    return World(Both(store.index.data), store.index, [text for text in passages if text])
