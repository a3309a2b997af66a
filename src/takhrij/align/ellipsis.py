"""The pieces of a quotation that says that it leaves words out: by an ellipsis, or in words ("up to His words", "the verse")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takhrij.model import Span
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from takhrij.library.tables import Tables

ELLIPSIS: Final = r"…+|\.{2,}"
BEHIND: Final = ' .…،)]}﴾»"\n'
"""What may stand behind a phrase that ends a quotation."""


def parted(tables: Tables, text: str, span: Span) -> list[Span]:
    """The pieces of a quotation that leaves words out and says so, by an ellipsis or in words; none of any other.

    >>> from takhrij.library.tables import tables
    >>> for text in ("قل هو الله أحد ... ولم يكن له كفوا أحد", "إن جاءكم فاسق بنبأ...الآية", "قل هو الله أحد…"):
    ...     print([text[start:end] for start, end in parted(tables(), text, Span(0, len(text)))])
    ['قل هو الله أحد ', ' ولم يكن له كفوا أحد']
    ['إن جاءكم فاسق بنبأ']
    []
    """
    between, ends = tables.omissions["between"], tables.omissions["end"]
    quoted = text[span.start : span.end]
    told = quoted.rstrip(BEHIND).endswith(ends) or any(map(quoted.__contains__, between))
    if not told and "…" not in quoted and ".." not in quoted:
        return []
    end = rf"(?<!\w)(?:{'|'.join(ends)})[{re.escape(BEHIND)}]*"
    phrases = rf"(?<!\w)(?:{'|'.join(between)})(?!\w)[\s:]*|(?:{end}){{1,3}}\Z"  # "the verse, to its end"
    left_out = [match.span() for match in rarely(rf"{ELLIPSIS}|{phrases}").finditer(text, span.start, span.end)]
    edges = zip([span.start, *(end for _, end in left_out)], [*(start for start, _ in left_out), span.end], strict=True)
    parts = [Span(start, end) for start, end in edges if any(map(str.isalpha, text[start:end]))]
    said = any(any(map(str.isalpha, text[start:end])) for start, end in left_out)
    return parts if said or len(parts) > 1 else []
