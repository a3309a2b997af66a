"""Where the words of a quotation stand in a pack: exactly, mostly, or in pieces. Bounded work a word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from takhrij.namedtuple import NamedTuple
from takhrij.packs.index import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.packs.index import PackIndex

MOST_PLACES: Final = 4096
"""Places of a quotation's words that vote for where it stands."""
MOST_OF_A_PAIR: Final = 512
"""Places of two words that are looked at for a piece."""
AHEAD: Final = (12, 6, 3, 2)
"""Words that a run is looked for by."""
MOST_RUNS: Final = 64
"""Places of a run that are compared."""
MOST_OF_A_PIECE: Final = 1024
"""Places of a piece among which the one beside another is looked for."""
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


def exact_places(index: PackIndex, numbers: Sequence[int], limit: int, most: int = 2 * MOST_PLACES) -> list[int]:
    """The positions at which exactly these folded words stand, the first `limit` of them; `most` places are looked at."""
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
    for place in places[:most]:
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
    """The longest run from a word on; the rarest words of some that follow tell where to look."""
    for length in AHEAD:
        if at + length > edge:
            continue
        found = exact_places(index, numbers[at : at + length], MOST_RUNS, MOST_OF_A_PAIR * length)
        made = [Run(at, at + _reach(index, numbers, at, edge, place), place) for place in found]
        if made:  # of those as long, the one that goes on where the last piece ended is the likeliest
            near = before.diagonal if before is not None else 0
            return min(made, key=lambda run: (-run.last, abs(run.diagonal - near) if before is not None else 0))
    return None


def _reach(index: PackIndex, numbers: Sequence[int], at: int, edge: int, place: int) -> int:
    """How many words from one on stand at a place."""
    length, stream = 0, index.stream
    most = min(edge - at, len(stream) - place)
    while length < most and stream[place + length] == numbers[at + length]:
        length += 1
    return length


def in_order(index: PackIndex, numbers: Sequence[int], breaks: Sequence[int], far: int) -> list[Run]:
    """The pieces of a quotation that leaves words out, where each stands exactly and they follow one another in one text.

    Args:
        index: the pack.
        numbers: the quotation's words.
        breaks: words before which the quotation says that it leaves something out.
        far: the most words that lie between two pieces.

    Returns:
        A run for each piece, of the place where least is left out; none when there is no such place.
    """
    edges = [0, *sorted(breaks), len(numbers)]
    pieces = [(low, high) for low, high in pairwise(edges) if high > low]
    places = [exact_places(index, numbers[low:high], MOST_OF_A_PIECE, MOST_PLACES) for low, high in pieces]
    if not all(places):
        return []
    for each in places:
        each.sort()
    anchor = min(range(len(pieces)), key=lambda number: (len(places[number]), number))
    best: tuple[int, list[Run]] | None = None
    for place in places[anchor][:MOST_RUNS]:
        made = _beside(pieces, places, anchor, place, far)
        if made and (best is None or made[-1].position - made[0].position < best[0]):
            low, high = made[0].position, made[-1].position
            if 0 not in index.stream[low:high].tolist():
                best = (high - low, made)
    return best[1] if best else []


def _beside(
    pieces: Sequence[tuple[int, int]], places: Sequence[Sequence[int]], anchor: int, place: int, far: int
) -> list[Run]:
    """The nearest places of the other pieces, in order, before and behind one."""
    made = [Run(*pieces[anchor], place)]
    for number in range(anchor - 1, -1, -1):
        low, high = pieces[number]
        at = bisect_right(places[number], made[0].position - (high - low)) - 1
        if at < 0 or made[0].position - places[number][at] > far:
            return []
        made.insert(0, Run(low, high, places[number][at]))
    for number in range(anchor + 1, len(pieces)):
        end = made[-1].position + made[-1].last - made[-1].first
        at = bisect_left(places[number], end)
        if at == len(places[number]) or places[number][at] - end > far:
            return []
        made.append(Run(*pieces[number], places[number][at]))
    return made
