"""Links to the public page of a passage, only where its number is loaded in the numbering that the page goes by."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from takhrij.library.tables import read_table
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from takhrij.model import Passage

_VERSE: Final = r"(\d{1,3}):(\d{1,3}(?:-\d{1,3})?)"
_NUMBER: Final = r"\d{1,5}"


class Link(NamedTuple):
    """A public page: the site, the number it goes by, its address."""

    site: str
    number: str
    url: str


def links(passage: Passage) -> list[Link]:
    """The public pages of a passage, from `data/links.tsv`; none where no number of its scheme is loaded.

    >>> from takhrij.model import Number, Passage
    >>> verses = Passage("quran:94:5-6", "quran", "", "", (Number("kufan", "94:5-6"),), "")
    >>> links(verses)
    [Link(site='quran.com', number='94:5-6', url='https://quran.com/94/5-6')]
    >>> links(verses._replace(work="muslim", numbers=(Number("seq", "12", citable=False),)))
    []
    """
    found = []
    for number in passage.numbers:
        known = _patterns().get((passage.work, number.scheme)) if number.citable else None
        if known is None:
            continue
        site, address = known
        if verse := re.fullmatch(_VERSE, number.value, re.ASCII):
            found.append(Link(site, number.value, address.format(surah=verse[1], ayahs=verse[2], number="")))
        elif passage.work != "quran" and re.fullmatch(_NUMBER, number.value, re.ASCII):
            found.append(Link(site, number.value, address.format(number=number.value)))
    return found


@cache
def _patterns() -> dict[tuple[str, str], tuple[str, str]]:
    return {(work, scheme): (site, address) for work, scheme, site, address in read_table("links.tsv")}
