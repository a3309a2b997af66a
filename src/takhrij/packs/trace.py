"""Where the words of a quotation stand in a pack: exactly, mostly, or in pieces. Bounded work a word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from takhrij.packs.index import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.packs.index import PackIndex

MOST_PLACES: Final = 4096
"""Places of a quotation's words that vote for where it stands."""
MOST_OF_A_PAIR: Final = 512
"""Places of two words that are looked at for a piece."""
LEAST_RUN: Final = 2
NEAR: Final = 12
"""Words by which places of one quotation may be apart."""


class Run(NamedTuple):
    """Words of a quotation that stand in the pack one after the other."""

    first: int
    """Words of the quotation, half-open."""
    last: int
    position: int
    """Where the first of them stands in the stream."""

    @property
    def diagonal(self) -> int:
        """Where the quotation's first word would stand."""
        return self.position - self.first


def exact_places(index: PackIndex, numbers: Sequence[int], limit: int) -> list[int]:
    """The positions at which exactly these folded words stand, the first `limit` of them."""
    if not numbers or UNKNOWN in numbers:
        return []
    seeds = [(len(index.places_of(number)), at) for at, number in enumerate(numbers)]
    pairs = [(len(index.places_of_pair(*numbers[at : at + 2])), at) for at in range(len(numbers) - 1)]
    if pairs and min(pairs) < min(seeds):
        _, at = min(pairs)
        places = index.places_of_pair(*numbers[at : at + 2])
    else:
        _, at = min(seeds)
        places = index.places_of(numbers[at])
    found: list[int] = []
    for place in places[: MOST_PLACES * 16]:
        if index.stands(numbers, place - at):
            found.append(place - at)
            if len(found) == limit:
                break
    return found


def diagonals(index: PackIndex, numbers: Sequence[int], most: int) -> list[int]:
    """Where the quotation's first word would stand in the places that have most of its words, best first.

    Its rarest words and pairs vote, a pair for two; those that stand near one another count together.
    """
    seeds = sorted(
        [(len(index.places_of(number)), at, 1) for at, number in enumerate(numbers)]
        + [(len(index.places_of_pair(*numbers[at : at + 2])), at, 2) for at in range(len(numbers) - 1)]
    )
    votes: Counter[int] = Counter()
    left = MOST_PLACES
    for size, at, weight in seeds:
        if not size:
            continue
        if left <= 0 or (votes and size > left):
            break
        pair = weight == 2
        places = index.places_of_pair(*numbers[at : at + 2]) if pair else index.places_of(numbers[at])
        for place in places[:left]:
            if not pair or index.stands(numbers[at : at + 2], place):
                votes[place - at] += weight
        left -= size
    gathered: list[tuple[int, int]] = []
    for diagonal in sorted(votes):
        if gathered and diagonal - gathered[-1][0] <= NEAR:
            best, number = gathered[-1]
            gathered[-1] = (diagonal if votes[diagonal] > votes[best] else best, number + votes[diagonal])
        else:
            gathered.append((diagonal, votes[diagonal]))
    gathered.sort(key=lambda row: (-row[1], row[0]))
    return [diagonal for diagonal, _ in gathered[:most]]


def runs(index: PackIndex, numbers: Sequence[int], breaks: Sequence[int] = ()) -> list[Run]:
    """The longest runs of a quotation's words that stand in the pack, from its beginning on, none across a break.

    Args:
        index: the pack.
        numbers: the quotation's words.
        breaks: words before which the quotation says that it leaves something out.
    """
    found: list[Run] = []
    edges = [*sorted(breaks), len(numbers)]
    at = 0
    for edge in edges:
        while at + LEAST_RUN <= edge:
            run = _longest(index, numbers, at, edge, found[-1] if found else None)
            if run is None:
                at += 1
            else:
                found.append(run)
                at = run.last
        at = max(at, edge)
    return found


def _longest(index: PackIndex, numbers: Sequence[int], at: int, edge: int, before: Run | None) -> Run | None:
    best: Run | None = None
    nearest = 0
    for place in index.places_of_pair(numbers[at], numbers[at + 1])[:MOST_OF_A_PAIR]:
        if not index.stands(numbers[at : at + 2], place):
            continue
        length = 2
        stream, most = index.stream, min(edge - at, len(index.stream) - place)
        while length < most and stream[place + length] == numbers[at + length]:
            length += 1
        # Of places that have as many words the one that goes on where the last piece ended is the likeliest.
        distance = abs(place - at - before.diagonal) if before is not None else 0
        if best is None or length > best.last - at or (length == best.last - at and distance < nearest):
            best, nearest = Run(at, at + length, place), distance
    return best
