"""Markdown (CommonMark with footnotes, tables, task lists, front matter), read as its readers see it.

Most of its signs stay in the text: where a heading, a list or a block quote begins, and what is emphasised, are evidence.
What goes is what stands inside words or in the place of other characters: escapes, entities, tags and comments,
emphasis within a word, the targets of links, the marks of footnotes behind a word; behind a closing mark they stay,
and lead to the note of a quotation.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from takhrij.text.formats.limits import MARKDOWN, MARKUP, Deadline, check_size
from takhrij.text.formats.reading import Builder, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LETTER: Final = r"[^\s!-/:-@\[-`{-~،؛؟«»“”‘’﴿﴾…–—]"
MAY_HIDE: Final = re.compile(
    rf"&#?\w+;|\\[!-/:-@\[-`{{-~\r\n]|<[A-Za-z/!?]|\](?:\(|\[)|\[\^|{_LETTER}_*[*~][*~_]*{_LETTER}"
)
"""What a text has that reads otherwise than it is written; a text without is read as it is."""
MISSING: Final = (
    'the markup of a Markdown file, which was read as plain text (pip install "takhrij[markdown]" has it read)'
)
ESCAPED: Final = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SIGNS: Final = frozenset(("Strong", "Emphasis", "Strikethrough"))
_SIGN: Final = "*"
"""Stands for signs of emphasis, which are left out within words only."""
_LONGEST_CHARACTER: Final = 4
"""Bytes."""
_BLOCK: Final = 1024
_FIRST: Final = bytes([*range(0x80), *range(0xC0, 0x100)])
"""The bytes with which a character of UTF-8 begins."""

Edit = tuple[int, int, str | None]
"""A range of bytes and what stands for it; nothing leaves it out, `None` has it read as HTML."""


def read(received: str) -> Reading:
    """The reading of a Markdown document.

    Raises:
        InputError: it is too large.
    """
    check_size(len(received), MARKUP)
    if MAY_HIDE.search(received) is None:
        return Reading(received, received)
    check_size(len(received), MARKDOWN)
    try:
        import pyromark
    except ImportError:
        return Reading(received, received, unchecked=(MISSING,))
    from takhrij.text.formats.html import fill  # most files of Markdown do without

    wanted = pyromark.Options
    options = (
        wanted.ENABLE_FOOTNOTES | wanted.ENABLE_TABLES | wanted.ENABLE_TASKLISTS | wanted.ENABLE_STRIKETHROUGH
        | wanted.ENABLE_YAML_STYLE_METADATA_BLOCKS
    )  # fmt: skip
    data = received.encode()
    builder, done, deadline, at = Builder(received), 0, Deadline(), _offsets(received, data)
    events = pyromark.events_with_range(received, options=options)
    for low, high, text in sorted(_edits(events, data, deadline), key=_place):
        start, end = at(low), at(high)
        if start < done or (text == _SIGN and not _within_a_word(received, start, end)):
            continue
        builder.keep(done, start)
        if text is None:
            fill(builder, start, end, deadline)
        elif text != _SIGN:
            builder.stand(text, start, end)
        done = end
    builder.keep(done, len(received))
    return builder.reading()


def _place(edit: Edit) -> tuple[int, int]:
    return edit[:2]


def _edits(events: Iterator[tuple[Any, Any]], data: bytes, deadline: Deadline) -> Iterator[Edit]:
    """The edits that turn Markdown into the text, in no order."""
    from takhrij.text.formats.html import inline

    reached = 0  # the end of what the last event was about
    code = False  # within a block of code, where nothing stands for anything else
    signs: list[tuple[int, int]] = []
    for event, place in events:
        deadline.check()
        start, end = place["start"], place["end"]
        kind: str
        value: Any
        kind, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        name = value if isinstance(value, str) else next(iter(value)) if isinstance(value, dict) else ""
        if kind == "Text":
            if not code and data[start:end] != value.encode():
                if data[start : start + 1] == b"&":
                    yield start, end, value
            elif not code and start > reached and data[start - 1 : start] == b"\\" and value[:1] in ESCAPED:
                yield start - 1, start, ""
        elif kind == "InlineHtml":
            yield start, end, inline(value)
        elif kind == "HardBreak" and data[start : start + 1] == b"\\":
            yield start, end, "\n"
        elif kind == "FootnoteReference":
            if _is_of_words(data[max(0, start - _LONGEST_CHARACTER) : start]):
                yield start, end, ""
        elif kind == "Start":
            code = code or name == "CodeBlock"
            if name in _SIGNS:
                size = 2 if name == "Strong" or data[start : start + 2] == b"~~" else 1
                signs += [(start, start + size), (end - size, end)]
            elif name == "HtmlBlock":
                yield start, end, None
            reached = max(reached, start)
            continue
        elif kind == "End":
            code = code and name != "CodeBlock"
            if name in ("Link", "Image") and data[end - 1 : end] in (b")", b"]"):
                closed = data.find(b"]", reached, end) + 1
                if 0 < closed < end:
                    yield closed, end, ""
        reached = max(reached, end)
    yield from _joined(sorted(signs))


def _is_of_words(before: bytes) -> bool:
    """Whether what stands before the mark of a footnote is a letter: behind a closing mark it leads to the note of a quotation."""
    last = before.decode(errors="ignore")[-1:]
    return last.isalnum() or unicodedata.combining(last) > 0 if last else False


def _joined(signs: list[tuple[int, int]]) -> Iterator[Edit]:
    """Signs of emphasis, those beside each other as one."""
    low = high = -1
    for start, end in signs:
        if start != high:
            if low < high:
                yield low, high, _SIGN
            low = start
        high = end
    if low < high:
        yield low, high, _SIGN


def _within_a_word(text: str, start: int, end: int) -> bool:
    """Whether a range has letters, or what belongs to letters, on both sides."""
    return start > 0 and end < len(text) and _of_word(text[start - 1]) and _of_word(text[end])


def _of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "Cf")


def _offsets(text: str, data: bytes) -> Callable[[int], int]:
    """From bytes of UTF-8 to code points."""
    if len(text) == len(data):
        return lambda byte: byte
    sizes = (_characters(data[low : low + _BLOCK]) for low in range(0, len(data), _BLOCK))
    before = array("Q", accumulate(sizes, initial=0))

    def at(byte: int) -> int:
        low = byte - byte % _BLOCK
        return before[byte // _BLOCK] + _characters(data[low:byte])

    return at


def _characters(data: bytes) -> int:
    """How many characters begin in a piece of UTF-8."""
    return len(data) - len(data.translate(None, _FIRST))
