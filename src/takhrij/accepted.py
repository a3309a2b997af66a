"""Findings that somebody has looked at and accepts: read from a file, and told in the report as what they are.

The file is TOML, an entry a finding; `takhrij check --format accept` writes it, for a person to fill in:

    [[accept]]
    fragment = "3f2a9c41d07be865"   # of the words quoted
    finding = "wording.altered"
    reason = "the poet's line, not the verse"
    who = "A. Editor"

A document may accept findings itself, in a line beside the quotation (`InText`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, Final

from takhrij.codes import ACCEPT, FINDINGS
from takhrij.errors import ConfigError
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation, Finding

DIGITS: Final = 16
KEYS: Final = ("fragment", "finding", "reason", "who")
_CODE: Final = re.compile(r"[a-z]+\.[a-z-]+")
_MARK: Final = re.compile(
    rf"(?:<!--|/\*|\[)?\s*{re.escape(ACCEPT)}\s*([a-z]+\.[a-z-]+(?:,\s*[a-z]+\.[a-z-]+)*):[^\S\n]*(\w[^\n]*?)[^\S\n]*(?:-->|\*/|\]|$)",
    re.MULTILINE,
)
_WORD: Final = re.compile(r"\w")
_PARAGRAPH: Final = re.compile(r"\s*((?:[^\n]*\S[^\n]*(?:\n|$))+)")


class Entry(NamedTuple):
    """A finding accepted: on which words, which, why, and by whom."""

    fragment: str
    finding: str
    reason: str
    who: str


def digest(words: str) -> str:
    r"""What stands for the words of a quotation: the same whatever their spacing and the order of their marks.

    >>> digest("إن مع  العسر\nيسرا") == digest("إن مع العسر يسرا"), len(digest(""))
    (True, 16)
    """
    plain = " ".join(unicodedata.normalize("NFC", words).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def entries(data: dict[str, Any], name: str) -> list[Entry]:
    """The entries of a file that was read as TOML.

    Args:
        data: its values.
        name: what to call it in an error.

    Raises:
        ConfigError: a key is missing, unknown or of another kind, a finding is none of the list, or a reason is empty.
    """
    rows = data.get("accept")
    if set(data) - {"accept"} or not isinstance(rows, list):
        raise ConfigError(f"{name}: it is to have [[accept]] entries, and nothing else")
    made = []
    for number, row in enumerate(rows, 1):
        where = f"{name}: entry {number}"
        if (
            not isinstance(row, dict)
            or set(row) != set(KEYS)
            or not all(isinstance(each, str) for each in row.values())
        ):
            raise ConfigError(f"{where}: it is to have the texts {', '.join(KEYS)}")
        entry = Entry(**row)
        if entry.finding not in FINDINGS:
            raise ConfigError(f"{where}: no finding is called {entry.finding!r}; docs/findings.md lists them")
        if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", entry.fragment):
            raise ConfigError(
                f"{where}: {entry.fragment!r} is no digest of {DIGITS} digits; --format accept writes them"
            )
        if not entry.reason.strip() or not entry.who.strip():
            raise ConfigError(f"{where}: say why it is accepted, and by whom")
        made.append(entry)
    return made


class Accepted:
    """Entries, and which of them were met.

    Args:
        entries: those of all files given.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {(entry.fragment, entry.finding): entry for entry in entries}
        self._met: set[tuple[str, str]] = set()

    def told(self, citation: Citation) -> Citation:
        """A citation whose accepted findings are notes that say why, and by whom; others stay as they are."""
        if all(finding.severity == "note" for finding in citation.findings):
            return citation
        fragment = digest(citation.quotation.text)
        return citation._replace(findings=tuple(self._told(fragment, finding) for finding in citation.findings))

    def _told(self, fragment: str, finding: Finding) -> Finding:
        entry = self._entries.get((fragment, finding.name))
        if entry is None or finding.severity == "note":
            return finding
        self._met.add((fragment, finding.name))
        return _noted(finding, entry.who, entry.reason)

    def unmet(self) -> Iterator[Entry]:
        """The entries that no finding met: their quotation is gone, or was corrected."""
        return (entry for key, entry in self._entries.items() if key not in self._met)


def _noted(finding: Finding, who: str, reason: str) -> Finding:
    """A finding that is accepted, as a note."""
    return finding._replace(
        severity="note",
        message=f"{finding.message}; accepted by {who}: {reason}",
        evidence={**finding.evidence, "accepted": {"severity": finding.severity, "who": who, "reason": reason}},
    )


class _Held(NamedTuple):
    """A line or a paragraph of a document, and what marks accept in it: by finding, the line of the mark and the reason."""

    start: int
    end: int
    reasons: dict[str, tuple[int, str]]


class InText:
    r"""Findings that the document itself says are meant: "takhrij: accept wording.altered: a pun, as the next line says".

    Such a mark stands in a comment (`<!-- … -->`) or wherever else the document has room for it. It is for the quotations of its
    line; where nothing else stands in that, for those of the paragraph that follows.

    Args:
        text: the document as received.

    >>> InText("<!-- takhrij: accept wording.altered: a pun -->\n«...»").unmet()
    ['accepted in line 1 and not found there: wording.altered']
    """

    def __init__(self, text: str) -> None:
        self._in_lines: list[_Held] = []
        self._before: list[_Held] = []
        """Of paragraphs: the marks that stand alone before them."""
        self._met: set[tuple[int, str]] = set()
        line, counted = 1, 0
        for match in _MARK.finditer(text):
            low = text.rfind("\n", 0, match.start()) + 1
            high = text.find("\n", match.end())
            high = len(text) if high < 0 else high
            line, counted = line + text.count("\n", counted, match.start()), match.start()
            held = self._in_lines
            if not _WORD.search(text[low : match.start()] + text[match.end() : high]):
                held, following = self._before, _PARAGRAPH.match(text, high)
                low, high = following.span(1) if following else (high, high)
            if not held or held[-1].start != low:
                held.append(_Held(low, high, {}))
            for name in _CODE.findall(match[1]):
                held[-1].reasons.setdefault(name, (line, match[2].strip()))

    def told(self, citation: Citation) -> Citation:
        """A citation whose findings that the document accepts are notes that say why."""
        start, end = citation.quotation.span
        for marks in (self._in_lines, self._before):
            first = bisect_right(marks, start, key=lambda held: held.end)
            for held in marks[first : bisect_left(marks, end, key=lambda held: held.start)]:
                citation = citation._replace(findings=tuple(self._told(held, each) for each in citation.findings))
        return citation

    def _told(self, held: _Held, finding: Finding) -> Finding:
        if finding.name not in held.reasons:
            return finding
        line, reason = held.reasons[finding.name]
        self._met.add((line, finding.name))
        return finding if finding.severity == "note" else _noted(finding, f"line {line} of the document", reason)

    def unmet(self) -> list[str]:
        """What the marks accept and nothing was found of, a line each."""
        unmet = sorted(
            (line, name) for held in (*self._in_lines, *self._before) for name, (line, _) in held.reasons.items()
            if (line, name) not in self._met
        )  # fmt: skip
        return [
            f"accepted in line {line} and not found there: {name}" if name in FINDINGS
            else f"accepted in line {line}, and no finding is called so: {name}"
            for line, name in unmet
        ]  # fmt: skip
