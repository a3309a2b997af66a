"""What passes between the server and a process that works for it: a head in JSON, and bytes."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typing import BinaryIO

SIZES: Final = struct.Struct(">IQ")
"""The sizes of head and body, before them."""


def packed(head: dict[str, Any], body: bytes) -> bytes:
    """All that goes before the body."""
    written = json.dumps(head).encode()
    return SIZES.pack(len(written), len(body)) + written


def read(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; `None` at the end.

    >>> import io
    >>> read(io.BytesIO(packed({"do": "search"}, b"abc") + b"abc"))
    ({'do': 'search'}, b'abc')
    """
    sizes = stream.read(SIZES.size)
    if len(sizes) < SIZES.size:
        return None
    head, body = SIZES.unpack(sizes)
    return json.loads(stream.read(head)), stream.read(body)
