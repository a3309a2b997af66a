"""EPUB: the sections of a book in reading order, each read as HTML."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.text.formats import html
from takhrij.text.formats.archive import Archive, resolved
from takhrij.text.formats.limits import Deadline
from takhrij.text.formats.parts import Parts, Run
from takhrij.text.formats.reading import Builder, Reading
from takhrij.text.formats.xml import Elements, parse

if TYPE_CHECKING:
    from takhrij.text.formats.parts import Place

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = frozenset(("application/xhtml+xml", "text/html", "application/html+xml", "text/x-oeb1-document"))
_BETWEEN: Final = "\n\n"
"""What stands between sections, and ends their paragraphs."""


def read(data: bytes) -> Reading:
    """The reading of a book.

    Raises:
        InputError: it is damaged, protected or too large.
    """
    deadline = Deadline()
    archive = Archive(data, "an EPUB (.epub)", deadline)
    package = _Package(_root(archive, deadline))
    parse(archive.read(package.name), package, package.name, deadline)
    protected = _protected(archive, deadline)
    out: list[str] = []
    parts: list[tuple[int, Place]] = []
    runs: list[Run] = []
    at = 0
    for number, member in enumerate(package.sections(), 1):
        if member in protected:
            raise InputError(f"protected against copying: {member} is encrypted, and cannot be read")
        page = archive.read(member)
        builder = Builder(html.decode(page))
        html.fill(builder, int(builder.received.startswith("\ufeff")), len(builder.received), deadline)
        text = builder.text().strip("\n")
        if not text:
            continue
        if out:
            out.append(_BETWEEN)
            at += len(_BETWEEN)
        paragraph, start = 1, 0
        while start >= 0:
            parts.append((at + start, {"section": number, "paragraph": paragraph, "file": member}))
            start = text.find(_BETWEEN, start)
            start, paragraph = (start + len(_BETWEEN) if start >= 0 else -1), paragraph + 1
        runs += _runs(builder, at, len(text), member, page)
        out.append(text)
        at += len(text)
    text = "".join(out)
    return Reading(text, text, None, Parts(parts, runs))


def _runs(builder: Builder, at: int, length: int, member: str, page: bytes) -> list[Run]:
    """The runs of a section whose text begins at `at`; none where its file is not UTF-8."""
    received = builder.received
    if len(received.encode("utf-8", "replace")) != len(page):
        return []
    skipped = len(builder.text()) - len(builder.text().lstrip("\n"))
    pieces = [*builder.offsets.pieces(), (len(builder.text()), 0, 0)]
    runs, byte, reached = [], 0, 0
    for (text, start, end), (following, _, _) in pairwise(pieces):
        byte += len(received[reached:start].encode())
        reached = start
        low, high = max(text - skipped, 0), min(following - skipped, length)
        if end < 0 and low < high:
            runs.append(Run(at + low, at + high, member, byte))
    return runs


def _root(archive: Archive, deadline: Deadline) -> str:
    """The name of the file that lists a book's sections."""
    if _CONTAINER not in archive:
        raise InputError(f"not an EPUB (.epub) file: it has no {_CONTAINER}")
    container = _Named("rootfile", "full-path")
    parse(archive.read(_CONTAINER), container, _CONTAINER, deadline)
    if not container.found:
        raise InputError(f"not an EPUB (.epub) file: {_CONTAINER} names no book")
    return container.found[0]


def _protected(archive: Archive, deadline: Deadline) -> set[str]:
    """The files that are encrypted; fonts often are."""
    if _ENCRYPTION not in archive:
        return set()
    named = _Named("CipherReference", "URI")
    parse(archive.read(_ENCRYPTION), named, _ENCRYPTION, deadline)
    return {resolved("", name) for name in named.found}


class _Named(Elements):
    """The values of an attribute of all elements of a name, in any namespace."""

    def __init__(self, element: str, attribute: str) -> None:
        self._element, self._attribute = element, attribute
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        if name.rpartition(" ")[2] == self._element and self._attribute in attributes:
            self.found.append(attributes[self._attribute])


class _Package(Elements):
    """The list of a book's files, and the order in which they are read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._files: dict[str, str] = {}
        self._order: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        element = name.rpartition(" ")[2]
        if element == "item" and attributes.get("media-type") in _PAGES and "href" in attributes:
            self._files.setdefault(attributes.get("id", ""), resolved(self.name, attributes["href"]))
        elif element == "itemref":
            self._order.append(attributes.get("idref", ""))

    def sections(self) -> list[str]:
        """The names of the sections, each once, in reading order.

        Raises:
            InputError: there is none.
        """
        found = [*dict.fromkeys(self._files[name] for name in self._order if name in self._files)]
        if not found:
            raise InputError(f"not an EPUB (.epub) file: {self.name} lists no section")
        return found
