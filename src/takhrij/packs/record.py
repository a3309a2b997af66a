"""What a pack is made of: passages with what is known of them, and the manifest."""

from __future__ import annotations

import re
from typing import Any, Final

from takhrij.errors import ConfigError, SourceError
from takhrij.namedtuple import NamedTuple

NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that are no folder on every platform."""
COUNT: Final = "running count of this text"
"""A numbering that nobody cites."""
FORMAT: Final = 1
"""Raised when the layout of a pack's index changes: it is then made anew from the files that are kept."""


class Grading(NamedTuple):
    """What somebody said of a hadith, as the source of the pack gives it. The program adds none of its own."""

    grader: str
    term: str
    book: str = ""
    """The book in which he said so, where the source names it."""
    edition: str = ""
    """Its edition, or that of the text which carries the grading."""


class Record(NamedTuple):
    """A passage of a pack, as an importer gives it."""

    id: str
    """What it is called within the pack, such as `2:255` or `news/bridge.txt:3`."""
    text: str
    label: str = ""
    """How it is cited; the id without it."""
    group: str = ""
    """Passages of one group that follow each other are one text: a quotation may run across them."""
    title: str = ""
    book: str = ""
    speaker: str = ""
    """Whose words all of it is, where the source says so."""
    narrator: str = ""
    date: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    """Each a numbering and the number in it."""
    gradings: tuple[Grading, ...] = ()


class FileDigest(NamedTuple):
    """A file that a pack was made from."""

    path: str
    """As it was given, below the folder that was added."""
    stored: str
    """Its name in the pack's folder."""
    size: int
    sha256: str


class Manifest(NamedTuple):
    """What is known of a pack."""

    name: str
    version: int
    title: str
    kind: str
    """The layout that it was read by, such as `texts` or `hadith-api`."""
    licence: str
    language: str
    added: str
    """The day on which it was added."""
    passages: int
    words: int
    files: tuple[FileDigest, ...]
    text_sha256: str = ""
    """Of the passages' text as it is kept in the index."""
    origin: str = ""
    """The address from which it was fetched."""
    format: int = FORMAT

    @property
    def edition(self) -> str:
        """What reports call it."""
        return f"{self.title}, pack {self.name} {self.version}"


def checked_name(name: str) -> str:
    """The name of a pack, if it can be one.

    Raises:
        ConfigError: it cannot.

    >>> checked_name("city-news")
    'city-news'
    >>> checked_name("../news")
    Traceback (most recent call last):
    takhrij.errors.ConfigError: '../news' cannot be the name of a pack; use a-z, 0-9 and hyphens between them, 64 at most
    """
    if NAME.fullmatch(name) is None or _DEVICES.fullmatch(name) is not None:
        raise ConfigError(f"{name!r} cannot be the name of a pack; use a-z, 0-9 and hyphens between them, 64 at most")
    return name


def parted_name(given: str) -> tuple[str, int | None]:
    """The name and the version of a pack, as they are given together.

    Raises:
        ConfigError: it cannot be the name of a pack, or the version is no number.

    >>> parted_name("news"), parted_name("news@2")
    (('news', None), ('news', 2))
    """
    name, at, version = given.partition("@")
    if at and not (version.isascii() and version.isdecimal() and 0 < len(version) < 7 and int(version)):
        raise ConfigError(f"{given!r}: a version is a number, such as {name or 'news'}@2")
    return checked_name(name), int(version) if at else None


def manifest_to_json(manifest: Manifest) -> dict[str, Any]:
    """A manifest as JSON values."""
    return {**manifest._asdict(), "files": [file._asdict() for file in manifest.files]}


def manifest_from_json(data: Any) -> Manifest:
    """A manifest from its JSON values.

    Raises:
        SourceError: they are not those of a manifest.
    """
    try:
        files = tuple(FileDigest(**file) for file in data["files"])
        made = Manifest(**{**data, "files": files})
    except (TypeError, KeyError) as problem:
        raise SourceError("the manifest is damaged") from problem
    texts = (made.name, made.title, made.kind, made.licence, made.language, made.added, made.text_sha256, made.origin)
    numbers = (made.version, made.passages, made.words, made.format)
    stored = all(
        isinstance(file.stored, str) and re.fullmatch(r"\d{4,9}(\.[a-z0-9]{1,8})?", file.stored)
        and isinstance(file.path, str) and isinstance(file.sha256, str) and isinstance(file.size, int)
        for file in files
    )  # fmt: skip
    if not (stored and all(isinstance(each, str) for each in texts) and all(isinstance(each, int) for each in numbers)):
        raise SourceError("the manifest is damaged")
    return made
