"""Findings that somebody has looked at and accepts: read from a file, and told in the report as what they are.

The file is TOML, an entry a finding; `takhrij check --format accept` writes it, for a person to fill in:

    [[accept]]
    fragment = "3f2a9c41d07be865"   # of the words quoted
    finding = "wording.altered"
    reason = "the poet's line, not the verse"
    who = "A. Editor"
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from takhrij.codes import FINDINGS
from takhrij.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation, Finding

DIGITS: Final = 16
KEYS: Final = ("fragment", "finding", "reason", "who")


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
        return finding._replace(
            severity="note",
            message=f"{finding.message}; accepted by {entry.who}: {entry.reason}",
            evidence={
                **finding.evidence,
                "accepted": {"severity": finding.severity, "who": entry.who, "reason": entry.reason},
            },
        )

    def unmet(self) -> Iterator[Entry]:
        """The entries that no finding met: their quotation is gone, or was corrected."""
        return (entry for key, entry in self._entries.items() if key not in self._met)
