"""What a check could not check, gathered from the citations as they come, so that no report is silent on it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from takhrij.library.tables import Tables
    from takhrij.model import Citation, Finding

LATIN: Final = "[A-Za-z]{3}"
OPEN: Final = frozenset(("not-loaded", "reading-unchecked"))
"""Codes of findings that leave something unchecked."""
GRADINGS: Final = "gradings of hadiths (none is loaded)"
READINGS: Final = "readings other than Hafs (none is loaded)"
TRANSLATIONS: Final = "translations that nothing sets apart as quotations, and those into other languages than English"


class Unchecked:
    """Gathers what could not be checked.

    Args:
        text: the document.
        tables: the data tables, for the titles of works.
    """

    def __init__(self, text: str, tables: Tables) -> None:
        self._text = text
        self._tables = tables
        self.graded = False
        """Whether gradings are loaded."""
        self._hadiths = False
        self._said: dict[str, None] = {}
        self._last: Callable[[], Iterable[str]] = tuple

    def note(self, lines: Iterable[str]) -> None:
        """Take note of what the document's reader says."""
        self._said.update(dict.fromkeys(lines))

    def at_the_end(self, lines: Callable[[], Iterable[str]]) -> None:
        """Have further lines asked for when all citations were gone through."""
        self._last = lines

    def add(self, citation: Citation) -> None:
        """Take note of a citation."""
        self._hadiths = self._hadiths or citation.quotation.kind == "matn"
        for finding in citation.findings:
            if finding.code in OPEN:
                self._said.setdefault(self._words(finding))

    def _words(self, finding: Finding) -> str:
        if finding.about == "wording":
            return READINGS
        work = finding.evidence.get("work")
        if not isinstance(work, str):
            return f"{finding.evidence.get('name')} (in no table of works)"
        title = self._tables.works[work].latin
        loaded = finding.about == "reference" and "numbering" in finding.message
        return f"numbers in {title} (no citable numbering of it is loaded)" if loaded else f"{title} (not loaded)"

    @cached_property
    def _latin(self) -> bool:
        """Whether the text has words in Latin letters: told once, for it may have to be searched to its end."""
        return re.search(LATIN, self._text) is not None

    def lines(self) -> tuple[str, ...]:
        """What could not be checked, in words; complete when every citation was added."""
        general = []
        if self._hadiths and not self.graded:
            general.append(GRADINGS)
        if self._latin:
            general.append(TRANSLATIONS)
        return (*general, *self._said, *self._last())
