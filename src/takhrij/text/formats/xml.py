"""XML read as a stream of elements and text, each text with its place in the file; no entity is ever expanded.

A declaration of entities is refused, nothing outside the file is read, and depth and time are limited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from takhrij.errors import InputError
from takhrij.text.formats.limits import DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.text.formats.limits import Deadline

_CHUNK: Final = 1 << 18


class Elements:
    """What a reader does at each element and text; subclasses say it."""

    byte: Callable[[], int]
    """Where in the file the present text begins, in bytes; -1 in a file that is not UTF-8."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; names are `namespace name`, parted by a space."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters of an element; an entity or a line end may part them."""


def parse(data: bytes, elements: Elements, name: str, deadline: Deadline) -> None:
    """Go through a file of XML.

    Args:
        data: the file.
        elements: what is told of each element.
        name: what to call the file in messages.
        deadline: when reading has to be done.

    Raises:
        InputError: it is not well-formed, declares entities, is nested too deep, or takes too long.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0
    utf8 = not data.startswith((b"\xff\xfe", b"\xfe\xff"))

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        nonlocal utf8
        utf8 = utf8 and (encoding or "utf-8").lower() in ("utf-8", "us-ascii")

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise InputError(f"{name}: elements are nested deeper than {DEPTH}: refused as an attack")
        elements.start(element, attributes)

    def end(element: str) -> None:
        nonlocal depth
        depth -= 1
        elements.end(element)

    def entity(*_: object) -> None:
        raise InputError(f"{name}: it declares entities: refused as an attack")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = elements.text
    parser.EntityDeclHandler = entity
    parser.XmlDeclHandler = declaration
    elements.byte = lambda: parser.CurrentByteIndex if utf8 else -1
    try:
        for at in range(0, len(data), _CHUNK):
            deadline.passed()
            parser.Parse(data[at : at + _CHUNK], at + _CHUNK >= len(data))
        if not data:
            raise InputError(f"{name}: it is empty")
    except expat.ExpatError as problem:
        message = expat.errors.messages.get(problem.code, "not well-formed")
        raise InputError(f"{name}: damaged XML: {message} in line {problem.lineno}") from None
    except (LookupError, ValueError):  # an encoding that no codec has
        raise InputError(f"{name}: damaged XML: unknown encoding") from None
