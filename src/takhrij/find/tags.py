"""The stretches between tags that are named for a quotation, such as `<aya_start>` and `<aya_end>`."""

from __future__ import annotations

from typing import Final

from takhrij.text.patterns import rarely

TAG: Final = r"<(/?)([A-Za-z][A-Za-z_-]{1,30})>"
VERSE: Final = 0
"""The use of a mark that is for a quotation alone, as the kernel knows it."""


def tag_pairs(text: str, tags: dict[str, int]) -> list[tuple[int, int, int, int, int, int]]:
    """The pairs of tags as the kernel takes pairs: start, inner start, inner end, end, number of the name, use.

    >>> tag_pairs("<aya>قل</aya>", {"aya": 9})
    [(0, 5, 7, 13, 9, 0)]
    """
    found = []
    opened: tuple[int, int, str] | None = None
    for tag in rarely(TAG).finditer(text):
        name = tag[2].lower()
        stem = name.removesuffix("_start").removesuffix("_end").rpartition("_")[2]
        if stem not in tags:
            continue
        closing = bool(tag[1]) or name.endswith("_end")
        if closing and opened is not None and opened[2] == stem:
            found.append((opened[0], opened[1], tag.start(), tag.end(), tags[stem], VERSE))
            opened = None
        elif not closing:
            opened = (tag.start(), tag.end(), stem)
    return found
