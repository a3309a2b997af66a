"""The editions: which there are, and where their files lie.

Every start reads this much of the sources and no more; `takhrij.library.sources` reads the texts, when the index is
built. The packages that carry them are never imported.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from takhrij.errors import ConfigError, SourceError
from takhrij.library.tables import DATA
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Edition(NamedTuple):
    """A digital text of a work, as a package of the index carries it."""

    id: str
    """`quran-simple`, `bukhari`, `pickthall`."""
    work: str
    """The work it is a text of: `quran`, `bukhari`."""
    name: str
    label: str
    """As a reader should see it: "Hafs, Kufan count, Tanzil Simple Plain 1.1"."""
    package: str
    """The distribution's name on the package index."""
    file: str
    """The path of its file, from the folder that holds the package."""
    licence: str
    licence_note: str
    language: str
    """ISO 639-1: `ar` for the source text, another for a translation."""
    scheme: str
    """How its passages are numbered: `kufan`; `seq` is the package's own count and not citable."""
    count: int  # type: ignore[assignment]  # hides the method that tuples have, which nobody needs here
    """How many passages it has."""
    digest: str
    """SHA-256 of the file, in hexadecimal."""
    rights_verified: bool
    """Whether the right to redistribute the text itself was verified, not only the licence the package states."""
    url: str
    default: bool
    """Whether it is loaded when nothing else is asked for."""


@cache
def editions() -> tuple[Edition, ...]:
    """Every known edition, those loaded by default first."""
    with open(f"{DATA}/editions.json", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    return tuple(Edition(**row) for row in rows)


def edition(name: str) -> Edition:
    """The edition of this id.

    Raises:
        SourceError: there is none.

    >>> edition("bukhari").count
    7277
    """
    for known in editions():
        if known.id == name:
            return known
    raise SourceError(f"no edition is called {name!r}; known are {', '.join(known.id for known in editions())}")


def chosen(works: Sequence[str] = ()) -> tuple[Edition, ...]:
    """The editions to load: the Qur'an with its translations, and the works named, or every work when none is.

    Raises:
        ConfigError: no work of that name can be loaded.

    >>> [known.id for known in chosen(["bukhari"]) if known.language == "ar"]
    ['quran-simple', 'quran-uthmani', 'bukhari']
    """
    loaded = [known for known in editions() if known.default]
    known_works = list(dict.fromkeys(known.work for known in loaded))
    for work in works:
        if work not in known_works:
            raise ConfigError(f"no work that can be loaded is called {work!r}; there are {', '.join(known_works)}")
    return tuple(known for known in loaded if not works or known.work == "quran" or known.work in works)


def locate(wanted: Edition) -> str:
    """Where the edition's file lies.

    Raises:
        SourceError: the package is not installed, or has no such file.
    """
    try:
        return find(wanted.file, wanted.package)
    except SourceError as problem:
        raise SourceError(f"{wanted.id}: {problem}") from None


def find(file: str, package: str) -> str:
    """Where a file of a package lies: `file` is its path from the folder that holds the package.

    The package is looked for on the module path, first where installers put it, then as Python finds it, and is never
    imported.

    Raises:
        SourceError: the package is not installed, or has no such file.
    """
    for place in sys.path:
        path = os.path.join(place, file)
        if os.path.isfile(path):
            return path
    from importlib.util import find_spec

    try:
        spec = find_spec(file.partition("/")[0])
    except ValueError:  # a stand-in module of that name is loaded
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise SourceError(f"the package {package} is not installed (pip install {package})")
    for place in places:
        path = os.path.join(os.path.dirname(place), file)
        if os.path.isfile(path):
            return path
    raise SourceError(f"the installed {package} has no file {file}")
