"""HTML: saved pages, fragments, broken markup, read as a browser shows them.

The text says with Markdown's signs what is evidence: `# ` a heading, `- ` a list item, `> ` a block quote, “ ” a `<q>`.
Tags within a line stand for nothing, so a word parted by one is one word. What no reader of the page sees is left out:
scripts, styles, comments, templates, the numbers of footnotes.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

from takhrij.errors import InputError
from takhrij.text.formats.limits import MARKUP, Deadline, check_size
from takhrij.text.formats.reading import Builder, Reading

_LINE, _PARAGRAPH = "\n", "\n\n"
_BREAKS: Final = {
    **dict.fromkeys(("td", "th"), "\t"),
    **dict.fromkeys(("br", "li", "tr", "dt", "dd", "option", "caption", "figcaption", "summary"), _LINE),
    **dict.fromkeys(
        ("address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dir", "div", "dl", "fieldset",
         "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
         "legend", "listing", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "table", "tbody", "tfoot",
         "thead", "ul"),
        _PARAGRAPH,
    ),
}  # fmt: skip
"""What stands between the text before a tag and that after it; nothing for all other tags."""
_RANKS: Final = ("", "\t", _LINE, _PARAGRAPH)
_PREFIXES: Final = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "# "), "li": "- "}
_ENDED_BY_BLOCKS: Final = frozenset(("svg", "select", "datalist", "canvas", "audio", "video", "object"))
"""What is left out up to its end, or to a block that cannot stand inside it: in broken markup the end may not come."""
_UNSEEN: Final = _ENDED_BY_BLOCKS | {
    "script", "style", "template", "noscript", "title", "iframe", "noembed", "noframes",
}  # fmt: skip
_SPACE: Final = " \t\n\r\f"
_REFERENCE: Final = "&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?"
_CHANGED: Final = re.compile(rf"[{_SPACE}]{{2,}}|[\t\n\r\f]|{_REFERENCE}")
_CHANGED_AS_WRITTEN: Final = re.compile(_REFERENCE)
_MARK_OF_NOTE: Final = re.compile(r"[\s()\[\]*†‡#,–-]*[0-9٠-٩۰-۹]{0,4}[\s()\[\]*†‡#,–-]*")
_END_OF_COMMENT: Final = re.compile("--!?>")
_CHARSET: Final = re.compile(
    rb"""<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_HEAD: Final = 4096
"""Bytes in which a page says its encoding."""
_ENCODINGS: Final = re.compile(
    r"(?:windows|cp)-?(125[0-8])|iso-?8859-?(\d\d?)(?:-[ie])?|(latin1|us-ascii|ascii)|(?:x-)?mac-?(arabic|roman)"
)


def read(data: bytes) -> Reading:
    """The reading of an HTML document.

    Raises:
        InputError: it is too large, not in UTF-8 nor in the encoding that it names, or takes too long.
    """
    check_size(len(data), MARKUP)
    received = decode(data)
    builder = Builder(received)
    fill(builder, int(received.startswith("\ufeff")), len(received), Deadline())
    return builder.reading()


def decode(data: bytes) -> str:
    """The text of a page: UTF-8 where it is that, otherwise in the encoding that it names.

    Raises:
        InputError: it is in neither.

    >>> decode('<meta charset="windows-1256"><p>قال'.encode("cp1256"))[-3:]
    'قال'
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        place = f"byte 0x{data[problem.start]:02x} at offset {problem.start}"
    named = _CHARSET.search(data, 0, _HEAD)
    label = named[1].decode("ascii").lower() if named else ""
    known = _ENCODINGS.fullmatch(label)
    if known is None:
        said = f"names the encoding {label!r} and is" if named else "names no encoding and is"
        raise InputError(f"the page {said} not UTF-8: {place}; convert it, for example with iconv")
    windows, iso, ascii_, mac = known.groups()
    codec = f"cp{windows}" if windows else f"iso8859-{iso}" if iso else "cp1252" if ascii_ else f"mac-{mac}"
    codec = "cp1252" if codec == "iso8859-1" else codec  # as browsers read it
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        raise InputError(f"the page names the encoding {label} and is in another; convert it to UTF-8") from None


def fill(builder: Builder, start: int, end: int, deadline: Deadline) -> None:
    """Add to a builder what the markup in a range of its text says.

    Raises:
        InputError: it takes too long.
    """
    reader = _Reader(builder, start, end, deadline)
    reader.feed(builder.received[start:end])
    reader.close()
    reader.done()


def inline(tag: str) -> str:
    r"""What a tag stands for within a line of Markdown.

    >>> inline("<br/>"), inline("<Q>"), inline("</q>"), inline("<b>"), inline("<!-- note -->")
    ('\n', '“', '”', '', '')
    """
    name = re.match(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", tag)
    if name is None:
        return ""
    if name[2].lower() == "q":
        return "”" if name[1] else "“"
    return _BREAKS.get(name[2].lower(), "")


class _Reader(HTMLParser):
    """Takes note of tags, and hands on the text between them.

    A stretch of text is worked on when the tag after it comes: what a parser of tags hands on in pieces is then one range.
    """

    def __init__(self, builder: Builder, start: int, end: int, deadline: Deadline) -> None:
        super().__init__(convert_charrefs=False)
        self._builder = builder
        self._end = end
        self._deadline = deadline
        self._lines = [start]
        received, at = builder.received, builder.received.find("\n", start, end)
        while at >= 0:
            self._lines.append(at + 1)
            at = received.find("\n", at + 1, end)
        self._text = -1
        """Where the stretch of text begins, or -1 between tags."""
        self._last = start
        """Where the last text ends as received."""
        self._break = ""
        self._prefix = ""
        self._spaced = True
        """Whether the text ends with white space."""
        self._quotes = self._as_written = self._hidden = 0
        self._hider = ""
        self._held: list[tuple[int, int]] | None = None
        """Stretches of a `<sup>`, until it is known whether they are the number of a footnote."""

    def handle_data(self, data: str) -> None:  # noqa: ARG002
        self._deadline.check()
        if self._text < 0:
            self._text = self._here()

    def handle_entityref(self, name: str) -> None:
        self.handle_data(name)

    def handle_charref(self, name: str) -> None:
        self.handle_data(name)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self._deadline.check()
        self._stretch(self._here())

    def parse_html_declaration(self, i: int) -> int:
        """What begins with `<!`: over at its end, or at that of the text, as browsers have it."""
        return self._skipped(self.rawdata.find(">", i) + 1)

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        """A comment, likewise."""
        end = _END_OF_COMMENT.search(self.rawdata, i + 2)
        return self._skipped(end.end() if end else 0)

    def parse_pi(self, i: int) -> int:
        """What begins with `<?`."""
        return self._skipped(self.rawdata.find(">", i) + 1)

    def parse_starttag(self, i: int) -> int:
        """A tag; one that is open at the end of the text is none, and is not looked at again."""
        return super().parse_starttag(i) if self.rawdata.find(">", i) >= 0 else self._skipped(0)

    def parse_endtag(self, i: int) -> int:
        """A closing tag, likewise."""
        return super().parse_endtag(i) if self.rawdata.find(">", i) >= 0 else self._skipped(0)

    def _skipped(self, end: int) -> int:
        self.handle_comment("")
        return end or len(self.rawdata)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._deadline.check()
        here = self._here()
        self._stretch(here)
        if self._hidden:
            if self._hider in _ENDED_BY_BLOCKS and _BREAKS.get(tag, "") == _PARAGRAPH:
                self._hidden = 0
            else:
                self._hidden += tag == self._hider
                return
        if tag in _UNSEEN:
            self._hider, self._hidden = tag, 1
        elif tag == "q":
            self._release()
            self._say("“", here, here + len(self.get_starttag_text() or ""))
        elif tag == "sup":
            self._release()
            self._held = []
        elif tag in _BREAKS:
            self._release()
            self._part(_BREAKS[tag])
            self._prefix = _PREFIXES.get(tag, self._prefix)
            self._quotes += tag == "blockquote"
            self._as_written += tag in ("pre", "listing")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # a slash means nothing in HTML: <p/> begins a paragraph

    def handle_endtag(self, tag: str) -> None:
        self._deadline.check()
        here = self._here()
        self._stretch(here)
        if self._hidden:
            self._hidden -= tag == self._hider
        elif tag == "q":
            self._release()
            end = self._builder.received.find(">", here, self._end) + 1
            self._say("”", here, end or self._end)
        elif tag == "sup":
            self._release(closed=True)
        elif tag in _BREAKS:
            self._release()
            self._part(_BREAKS[tag])
            self._prefix = "" if tag in _PREFIXES else self._prefix
            self._quotes -= tag == "blockquote" and self._quotes > 0
            self._as_written -= tag in ("pre", "listing") and self._as_written > 0

    def done(self) -> None:
        """Hand on what is left at the end; a line end after the last block."""
        self._stretch(self._end)
        self._release()
        if self._break and self._builder.tail():
            self._builder.stand(_LINE, self._last, self._end)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _part(self, sign: str) -> None:
        self._break = max(self._break, sign, key=_RANKS.index)

    def _stretch(self, end: int) -> None:
        """The stretch of text that a tag ends."""
        start, self._text = self._text, -1
        if start < 0 or self._hidden:
            return
        if self._held is not None:
            self._held.append((start, end))
        else:
            self._hand_on(start, end)

    def _release(self, *, closed: bool = False) -> None:
        """The text of a `<sup>`, unless it is closed and the mark of a footnote is all it has."""
        held, self._held = self._held or (), None
        if closed and _MARK_OF_NOTE.fullmatch(unescape("".join(self._builder.received[a:b][:40] for a, b in held))):
            return
        for start, end in held:
            self._hand_on(start, end)

    def _hand_on(self, start: int, end: int) -> None:
        builder, received, done = self._builder, self._builder.received, start
        pattern = _CHANGED_AS_WRITTEN if self._as_written else _CHANGED
        for match in pattern.finditer(received, start, end):
            self._keep(done, match.start())
            done = match.end()
            if match[0][0] != "&":
                if not self._spaced and not self._break:
                    builder.stand(" ", match.start(), done)
                    self._spaced, self._last = True, done
                continue
            stands = unescape(match[0])
            if stands == match[0]:
                self._keep(match.start(), done)
            else:
                self._say(stands, match.start(), done)
        self._keep(done, end)

    def _keep(self, start: int, end: int) -> None:
        received = self._builder.received
        if start < end and not self._as_written and received[start] == " " and (self._spaced or self._break):
            start += 1
        if start < end:
            self._begin(start)
            self._builder.keep(start, end)
            self._spaced, self._last = received[end - 1] in _SPACE, end

    def _say(self, text: str, start: int, end: int) -> None:
        if not self._hidden and text:
            self._begin(start)
            self._builder.stand(text, start, end)
            self._spaced, self._last = text[-1] in _SPACE, end

    def _begin(self, start: int) -> None:
        """What stands between blocks, before the text of the next."""
        if self._break or self._prefix:
            sign = self._break if self._builder.tail() else ""
            quote = "> " if self._quotes and self._break == _PARAGRAPH else ""
            self._builder.stand(sign + quote + self._prefix, self._last, start)
            self._break = self._prefix = ""
