"""Passages of packs by id and by words, and the gradings that packs have of a passage, for whoever shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.errors import ConfigError
from takhrij.packs.judge import PackJudge
from takhrij.packs.pack import PREFIX
from takhrij.packs.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.model import Finding, Passage
    from takhrij.packs.pack import Pack

THE_SAME: Final = 0.9
"""Likeness from which a passage of a pack is the one that is asked about, in another edition perhaps."""
MOST_WORDS: Final = 300
"""Words of a passage by which it is looked for."""


def passage_called(packs: Sequence[Pack], reference: str) -> tuple[Pack, Passage]:
    """The passage of an id, such as `pack:news:bridge.txt:3`.

    Raises:
        ConfigError: there is no such pack among them, or no such passage.
    """
    _, _, rest = reference.partition(PREFIX)
    name, _, passage = rest.partition(":")
    for pack in packs:
        if pack.name == name:
            first = pack.unit_called(passage.partition("..")[0])
            end = passage.partition("..")[2]
            return pack, pack.passage(first, pack.unit_called(end) if end else first)
    raise ConfigError(f"{reference}: name its pack, --pack {name}")


def passages_with(packs: Sequence[Pack], text: str, limit: int) -> list[tuple[Pack, Passage]]:
    """The passages of packs that have some words, or most of them, the likeliest first."""
    made = []
    for found in PackJudge(packs, limit).find(text, 0, len(text)):
        index = found.pack.index
        places = [part.low for part in found.found.parts] + list(found.found.also)
        units = dict.fromkeys(index.unit_of(place) for place in places)
        made += [(found.pack, found.pack.passage(unit, unit)) for unit in units]
    return made[:limit]


def gradings_of(packs: Sequence[Pack], passage: Passage, grader: str = "") -> list[Finding]:
    """What packs have of gradings of a passage, each with its grader, as it is given."""
    text = passage.parts[1]
    known = words(text)
    end = known[MOST_WORDS - 1].end if len(known) > MOST_WORDS else len(text)
    judge = PackJudge(packs, grader=grader)
    made = [found for found in judge.find(text, 0, end) if found.found.likeness >= THE_SAME]
    return judge.gradings(made)
