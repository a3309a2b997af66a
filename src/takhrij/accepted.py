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
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from takhrij.codes import ACCEPT, FINDINGS
from takhrij.errors import ConfigError

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


class InText:
    r"""Findings that the document itself says are meant: "takhrij: accept wording.altered: a pun, as the next line says".

    Such a mark stands in a comment (`<!-- … -->`) or wherever else the document has room for it. It is for the quotations that
    begin or end in its line; where nothing else stands in that, for those of the paragraph that follows.

    Args:
        text: the document as received.

    >>> InText("<!-- takhrij: accept wording.altered: a pun -->\n«...»").unmet()
    ['accepted in line 1 and not found there: wording.altered']
    """

    def __init__(self, text: str) -> None:
        self._marks: list[tuple[int, int, int, tuple[str, ...], str]] = []  # where it holds, its line, what, why
        self._met: set[tuple[int, str]] = set()
        line, counted = 1, 0
        for match in _MARK.finditer(text):
            low = text.rfind("\n", 0, match.start()) + 1
            high = text.find("\n", match.end())
            high = len(text) if high < 0 else high
            line, counted = line + text.count("\n", counted, match.start()), match.start()
            if not _WORD.search(text[low : match.start()] + text[match.end() : high]):
                following = _PARAGRAPH.match(text, high)
                low, high = (following.start(1), following.end(1)) if following else (high, high)
            named = tuple(_CODE.findall(match[1]))
            self._marks.append((low, high, line, named, match[2].strip()))

    def told(self, citation: Citation) -> Citation:
        """A citation whose findings that the document accepts are notes that say why."""
        start, end = citation.quotation.span
        for low, high, line, named, reason in self._marks:
            if start < high and low < end:
                citation = citation._replace(
                    findings=tuple(self._told(line, named, reason, finding) for finding in citation.findings)
                )
        return citation

    def _told(self, line: int, named: tuple[str, ...], reason: str, finding: Finding) -> Finding:
        if finding.name not in named:
            return finding
        self._met.add((line, finding.name))
        if finding.severity == "note":
            return finding
        return _noted(finding, f"line {line} of the document", reason)

    def unmet(self) -> list[str]:
        """What the marks accept and nothing was found of, a line each."""
        return [
            f"accepted in line {line} and not found there: {name}" if name in FINDINGS
            else f"accepted in line {line}, and no finding is called so: {name}"
            for _, _, line, named, _ in self._marks for name in named if (line, name) not in self._met
        ]  # fmt: skip
