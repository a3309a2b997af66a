"""Why a stretch was taken for a quotation: the features that counted most, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.library.features import THOUSANDTHS, field_names

if TYPE_CHECKING:
    from takhrij.find.attach import Found
    from takhrij.find.claims import ClaimFinder
    from takhrij.find.document import Document
    from takhrij.library.tables import Tables

MOST: Final = 5
"""Reasons given for each."""


class Reasons:
    """Names features."""

    def __init__(self, tables: Tables) -> None:
        self.fields = field_names(tables)

    def name(self, code: int) -> str:
        """The name of a feature: `lead:quran-said:0`."""
        return self.fields[code >> 8][1](code & 255) or f"{code >> 8}:{code & 255}"

    def explain(self, document: Document, found: list[Found], claims: ClaimFinder, weights: bytes) -> None:
        """Gives every quotation its reasons, as text: `lead:quran-said:0 +2.9`."""
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
                ((numbers[2 * code + column], self.name(code)) for code in own),
                key=lambda pair: (-abs(pair[0]), pair[1]),
            )
            entry.reasons = tuple(f"{name} {weight / THOUSANDTHS:+.1f}" for weight, name in ranked[:MOST] if weight)
