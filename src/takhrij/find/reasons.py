"""Why a stretch was taken for a quotation: the features that counted most, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.library.features import THOUSANDTHS, field_names
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from takhrij.find.attach import Found
    from takhrij.find.claims import ClaimFinder
    from takhrij.find.document import Document
    from takhrij.library.tables import Tables

MOST: Final = 5
"""Reasons given for each."""
HYPHEN: Final = r"(?<=[a-z])-(?=[a-z])"
SIGNS: Final = {":": "a colon", "*": "any other"}
"""Parts of a feature's name that a reader would not know."""


class Reasons:
    """Names features."""

    def __init__(self, tables: Tables) -> None:
        self.fields = field_names(tables)
        self.worded = sorted(tables.reasons.items(), key=lambda row: -len(row[0]))

    def name(self, code: int) -> str:
        """The name of a feature: `lead:quran-said:0`."""
        return self.fields[code >> 8][1](code & 255) or f"{code >> 8}:{code & 255}"

    def words(self, code: int) -> str:
        """A feature in words, for a reader: "before it: hadith said, words between: 0"."""
        name = self.name(code)
        for begins, worded in self.worded:
            if name.startswith(begins):
                parts = name.removeprefix(begins).split(":", max(0, worded.count("{}") - 1))
                return worded.format(*(_worded(part) for part in parts))
        return name

    def explain(self, document: Document, found: list[Found], claims: ClaimFinder, weights: bytes) -> None:
        """Gives every quotation its reasons, as text: "marks: ornate +1.3"."""
        from takhrij.find.matches import matches

        claimed = [entry for entry in found if entry.candidate.region is None]
        codes = dict(
            zip(map(id, claimed), claims.codes(document, [entry.candidate for entry in claimed], weights), strict=True)
        )
        matched = {(each.start, each.end): each.codes for each in matches(document, weights, everything=True)}
        numbers = memoryview(weights).cast("i")
        for entry in found:
            own = codes.get(id(entry)) or matched.get((entry.candidate.start, entry.candidate.end), ())
            column = entry.kind != "ayah"
            ranked = sorted(
                ((numbers[2 * code + column], self.words(code)) for code in own),
                key=lambda pair: (-abs(pair[0]), pair[1]),
            )
            entry.reasons = tuple(f"{name} {weight / THOUSANDTHS:+.1f}" for weight, name in ranked[:MOST] if weight)


def _worded(part: str) -> str:
    """A part of a feature's name: "quran-said:1" is "quran said, 1"."""
    return SIGNS.get(part) or rarely(HYPHEN).sub(" ", part).replace(":", ", ")
