"""The numbers by which hadiths are cited, for collections whose package numbers them in sequence only.

Which numberings there are, and how they were derived and checked, stands in docs/decisions/numbers.md. A collection
without a verified numbering has none here: its sequential numbers are never to be shown as citable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from takhrij.library.tables import read_table, several


@dataclass(frozen=True, slots=True)
class Numbering:
    """One numbering of one collection."""

    work: str
    scheme: str
    """Its id, such as `abd-al-baqi`."""
    label: str
    """How a report names it."""
    numbers: dict[str, tuple[int, ...]]
    """The numbers of a hadith by its key (`SourcePassage.key`); several where one text carries several."""
    disputed: dict[str, tuple[int, ...]]
    """Numbers that a second digital edition gives instead: printings of the book differ in order there."""
    keys: dict[int, tuple[str, ...]]
    """The keys of the hadiths that a number stands for, disputed ones last."""


@cache
def numbering(work: str) -> Numbering | None:
    """The citable numbering of a collection, or None when none is verified.

    >>> bukhari = numbering("bukhari")
    >>> bukhari.numbers["616"], bukhari.keys[631]
    ((631,), ('616',))
    >>> numbering("muslim") is None
    True
    """
    for known, scheme, label in read_table("numberings.tsv"):
        if known == work:
            return _read(work, scheme, label)
    return None


def _read(work: str, scheme: str, label: str) -> Numbering:
    numbers: dict[str, tuple[int, ...]] = {}
    disputed: dict[str, tuple[int, ...]] = {}
    keys: dict[int, tuple[str, ...]] = {}
    rows = [(*row, "") for row in read_table(f"numbers-{work}.tsv")]
    for key, own, _, other, *_ in rows:
        numbers[key] = tuple(int(number) for number in several(own))
        if other:
            disputed[key] = tuple(int(number) for number in several(other))
    for table in (numbers, disputed):
        for key, cited in table.items():
            for number in cited:
                keys[number] = (*keys.get(number, ()), key)
    return Numbering(work, scheme, label, numbers, disputed, keys)
