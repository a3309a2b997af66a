"""The path of a document as a URI reference."""

from __future__ import annotations

from urllib.parse import quote


def uri(path: str) -> str:
    """A path as a URI reference: relative where it is, a `file:` URI where it is absolute; nothing of it stays special.

    >>> uri("notes/one two.md"), uri("/srv/a#b.md"), uri("javascript:x")
    ('notes/one%20two.md', 'file:///srv/a%23b.md', 'javascript%3Ax')
    """
    made = quote(
        path.encode("utf-8", "surrogateescape") if _encodes(path) else path.encode("utf-8", "replace"), safe="/"
    )
    if made.startswith("/"):
        return "file:///" + made.lstrip("/")
    return made


def _encodes(path: str) -> bool:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
