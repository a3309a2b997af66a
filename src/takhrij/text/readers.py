"""Reading documents: UTF-8 text kept exactly as received, and other formats through the readers of `formats`.

Of text nothing is changed on the way in: line ends stay, and a byte order mark stays as the character U+FEFF, so an offset
into the text is an offset into the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.text.formats.parts import Place
    from takhrij.text.formats.reading import Reading

SUFFIXES: Final = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".srt": "srt", ".vtt": "vtt", ".docx": "docx", ".odt": "odt", ".epub": "epub", ".pdf": "pdf",
}  # fmt: skip
"""The format of a file, by the end of its name; a file of any other name is text."""
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (perhaps .docx, .odt or .epub)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file (perhaps .doc)"),
)
_WIDE: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


class Source(NamedTuple):
    """A document that was read: what `takhrij.check` is given for a file.

    >>> source = read_bytes("<p>قال تعالى: &quot;إن <b>ال</b>له".encode(), "html")
    >>> source.text
    'قال تعالى: "إن الله'
    """

    text: str
    """What is checked."""
    format: str = "text"
    """A value of `SUFFIXES`."""
    reading: Reading | None = None
    """How it was read; `None` of text, of which nothing is changed."""

    @property
    def received(self) -> str:
        """What spans of a report count: the decoded file, or the text of the parts of a container."""
        return self.text if self.reading is None else self.reading.received

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What of the document is not in the text, in words."""
        return () if self.reading is None else self.reading.unchecked

    def place(self, offset: int) -> Place:
        """The part at an offset of the text as received, by names and numbers, such as page and line.

        It is empty where lines and columns of the file say it all.
        """
        parts = None if self.reading is None else self.reading.parts
        return {} if parts is None else parts.at(offset)


def format_of(name: str) -> str:
    """The format of a file by its name.

    >>> format_of("a/b.HTM"), format_of("README"), format_of("-")
    ('html', 'text', 'text')
    """
    dot = name.rfind(".")
    return SUFFIXES.get(name[dot:].lower(), "text") if dot >= 0 else "text"


def read(path: str) -> Source:
    """The document in a file; its format is told by its name.

    Raises:
        InputError: it is missing, unreadable, damaged, too large, binary or not UTF-8, or its reader is not installed.
    """
    kind = format_of(path)
    most = -1
    if kind != "text":
        from takhrij.text.formats.limits import ARCHIVE

        most = ARCHIVE + 1  # what is larger is refused
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (pathlib costs a tenth of the start)
            data = file.read(most)
    except OSError as problem:
        raise InputError(f"{problem.strerror or problem}") from problem
    except ValueError as problem:  # a NUL in the path
        raise InputError(f"{problem}") from problem
    return read_bytes(data, kind)


def read_bytes(data: bytes, format: str = "text") -> Source:  # noqa: A002
    """The document that `data` holds.

    Args:
        data: a file's content.
        format: a value of `SUFFIXES`.

    Raises:
        InputError: it cannot be read.
    """
    if format == "text":
        return Source(decode(data))
    if format == "markdown":
        from takhrij.text.formats import markdown

        return _made(markdown.read(decode(data)), format)
    if format == "html":
        from takhrij.text.formats import html

        refuse_binary(data)
        return _made(html.read(data), format)
    if format == "docx":
        from takhrij.text.formats import word

        return _made(word.read(data), format)
    if format == "odt":
        from takhrij.text.formats import opendocument

        return _made(opendocument.read(data), format)
    if format == "epub":
        from takhrij.text.formats import epub

        return _made(epub.read(data), format)
    if format == "pdf":
        from takhrij.text.formats import pdf

        return _made(pdf.read(data), format)
    if format in ("srt", "vtt"):
        from takhrij.text.formats import subtitles

        return _made(subtitles.read(decode(data)), format)
    raise ValueError(f"no format is called {format!r}")


def _made(reading: Reading, format: str) -> Source:  # noqa: A002
    plain = reading.offsets is None and reading.parts is None and not reading.unchecked
    return Source(reading.text, format, None if plain else reading)


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
    refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise InputError(
            f"not UTF-8: byte 0x{data[problem.start]:02x} at offset {problem.start}, line {line}; "
            "convert it, for example with iconv"
        ) from None


def refuse_binary(data: bytes) -> None:
    """Refuse what is no text.

    Raises:
        InputError: it is binary, or text in an encoding of wide characters.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(
                f"{kind}, by its content; the format of a document is told by its name (takhrij check --help)"
            )
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            raise InputError(f"{encoding} text; convert it to UTF-8, for example with iconv")
    if b"\0" in data:
        raise InputError("a binary file (it holds a zero byte), not text")
