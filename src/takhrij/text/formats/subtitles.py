"""Subtitles (.srt, .vtt): the words of the cues, one after another, so that a quotation may run over several of them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from takhrij.errors import InputError
from takhrij.text.formats.limits import MARKUP, Deadline, check_size
from takhrij.text.formats.parts import Parts
from takhrij.text.formats.reading import Builder, Reading

if TYPE_CHECKING:
    from takhrij.text.formats.parts import Place

_TIMES: Final = re.compile(
    r"[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})[ \t]*-->[ \t]*(?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_NUMBER: Final = re.compile(r"\s*\d+\s*")
_WEB: Final = ("WEBVTT", "\ufeffWEBVTT")
_TAGS: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>|\{\\[^{}]{0,500}\}")
_WEB_TAGS: Final = re.compile(r"<[^<>]{0,500}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{1,31});")

Line = tuple[int, int]
"""Where a line begins and ends, without its line end."""


def read(received: str) -> Reading:
    """The reading of a file of subtitles.

    Raises:
        InputError: it has no cue, is too large, or takes too long.
    """
    check_size(len(received), MARKUP)
    deadline = Deadline()
    builder, parts = Builder(received), []
    web = received.startswith(_WEB)
    tags = _WEB_TAGS if web else _TAGS
    reached = -1
    for number, (start, time, lines) in enumerate(_cues(received, web=web), 1):
        deadline.check()
        place: Place = {"cue": number, "time": time}
        parts.append((start, place))
        for low, high in lines:
            if reached >= 0:
                builder.stand("\n", reached, low)
            reached = high
            done = low
            for tag in tags.finditer(received, low, high):
                builder.keep(done, tag.start())
                if tag[0][0] == "&":
                    builder.stand(unescape(tag[0]), *tag.span())
                done = tag.end()
            builder.keep(done, high)
    if not parts and received.strip("\ufeff \t\r\n"):
        raise InputError("not a file of subtitles: no line has two times and --> between them")
    return builder.reading(Parts(parts, lines=True))


def _lines(text: str) -> list[Line]:
    """The lines of a text."""
    found, start = [], 0
    for end in _LINE_END.finditer(text):
        found.append((start, end.start()))
        start = end.end()
    return [*found, (start, len(text))]


def _cues(text: str, *, web: bool) -> list[tuple[int, str, list[Line]]]:
    """Each cue: where it begins, its time, the lines of its words.

    In WebVTT a cue ends with an empty line. In SubRip empty lines may stand in it, and it ends before the number of the next.
    """
    lines = _lines(text)
    heads = [(at, match[1]) for at, (start, end) in enumerate(lines) if (match := _TIMES.match(text, start, end))]
    cues = []
    for (at, time), following in zip(heads, [*(at for at, _ in heads[1:]), len(lines)], strict=False):
        words = lines[at + 1 : following]
        filled = [bool(text[start:end].strip()) for start, end in words]
        if web and False in filled:
            words = words[: filled.index(False)]
        elif not web and following < len(lines) and words and _NUMBER.fullmatch(text, *words[-1]):
            words = words[:-1]
        cues.append((lines[at][0], time, [(start, end) for start, end in words if text[start:end].strip()]))
    return cues
