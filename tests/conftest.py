"""Options of the test run."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from takhrij.library.library import Library

# No test asserts a time: what is slow on a busy machine is not wrong.
settings.register_profile(
    "takhrij", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("takhrij")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write golden files anew instead of comparing with them")


def pytest_configure(config: pytest.Config) -> None:
    """One index serves the whole run, its subprocesses too, and the next run until something that shapes it changes.

    Packs lie in a folder of the run: the user's own are none of its business.
    """
    data = tempfile.TemporaryDirectory(prefix="takhrij-data-")
    config.add_cleanup(data.cleanup)
    os.environ["TAKHRIJ_DATA"] = data.name
    kept: pytest.Cache | None = getattr(config, "cache", None)
    if "TAKHRIJ_CACHE" not in os.environ and kept is not None:
        folder = kept.mkdir("takhrij-index")
        folder.chmod(0o700)
        os.environ["TAKHRIJ_CACHE"] = str(folder)


@pytest.fixture(scope="session")
def library() -> Library:
    """The library of the default editions."""
    from takhrij.library.library import Library

    return Library.open()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares text with a golden file, or writes the file when `--update` is given."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.is_file(), f"{path} is not there; pytest --update writes it"
        with path.open(encoding="utf-8", newline="") as file:
            assert text == file.read(), f"{path} differs; if that is right, pytest --update writes it anew"

    return compare
