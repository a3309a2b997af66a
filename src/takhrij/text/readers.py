"""Reading documents: UTF-8 text and Markdown, kept exactly as received.

Nothing is changed on the way in: line ends stay, and a byte order mark stays as the character U+FEFF, so an offset into
the text is an offset into the file.
"""

from __future__ import annotations

from typing import Final

from takhrij.errors import InputError

_SIGNATURES: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (perhaps .docx, .odt or .epub)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (perhaps .doc)"),
)
_WIDE: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


def read(path: str) -> str:
    """The text of a file, as received.

    Raises:
        InputError: it is missing, unreadable, binary or not UTF-8.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (pathlib costs a tenth of the start)
            data = file.read()
    except OSError as problem:
        raise InputError(f"{problem.strerror or problem}") from problem
    except ValueError as problem:  # a NUL in the path
        raise InputError(f"{problem}") from problem
    return decode(data)


def decode(data: bytes) -> str:
    r"""The text that `data` holds.

    Raises:
        InputError: it is binary or not UTF-8.

    >>> decode(b"\xef\xbb\xbfone\r\n")
    '\ufeffone\r\n'
    >>> decode(b"caf\xe9")
    Traceback (most recent call last):
    takhrij.errors.InputError: not UTF-8: byte 0xe9 at offset 3, line 1; convert it, for example with iconv
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{kind}; only UTF-8 text and Markdown are read")
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            raise InputError(f"{encoding} text; convert it to UTF-8, for example with iconv")
    if b"\0" in data:
        raise InputError("a binary file (it holds a zero byte); only UTF-8 text and Markdown are read")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise InputError(
            f"not UTF-8: byte 0x{data[problem.start]:02x} at offset {problem.start}, line {line}; "
            "convert it, for example with iconv"
        ) from None
