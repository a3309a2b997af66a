"""Verses that stand in the text without marks: regions shared with the Qur'an, and the few words after an introducer.

What is shared is certain; whether it is a quotation or a common turn of phrase is weighed, from its length and rarity,
the words around it, and whether it goes on where the verse before it stopped, as in a commentary.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.chain import Chain
from takhrij.kernel.twin.cues import FORMULA, NO_KIND, QURAN, QURAN_SAID, VALUES
from takhrij.kernel.twin.document import NEIGHBOUR_AFTER, NEIGHBOUR_BEFORE, NOTHING
from takhrij.kernel.twin.features import Features, Field
from takhrij.kernel.twin.habits import Habits
from takhrij.kernel.twin.index import number_at
from takhrij.kernel.twin.nearest import exact
from takhrij.kernel.twin.pieces import pieces_of
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.kernel.twin.document import Document
    from takhrij.kernel.twin.features import Weights

CERTAIN: Final = 60
"""A region of this weight, in quarter bits, is weighed wherever it stands; a lighter one near a cue or in a run."""
LOOKED_AT: Final = 4
"""Words after an introducer that are looked up when no region is there."""
PLACES: Final = 16
"""Of as many words, from how many places they are followed."""
NEAR_CUE: Final = 3
"""Words between an introducer and the verse."""
RUN_DOC: Final = 120
"""A verse goes on from another within so many words of the document."""
RUN_SOURCE: Final = 24
"""And of the source."""
FOLLOWED: Final = 60
"""Words of the document within which the same verse may go on."""
LEAST_GOING_ON: Final = 28
"""Seven bits: what goes on from a verse must say at least so much."""
HEAVY: Final = 120
"""A region of this weight is a verse wherever it stands: how many are around tells how much the text quotes."""
AROUND: Final = 500
"""Words to both sides within which they are counted."""
BESIDE: Final = 3
"""Code points beside a verse in which a sign may stand."""
NO_SIGN: Final = 255
NO_RUN, NEXT, SOON, BACK = range(4)
"""How a verse goes on from the one before it."""


class Match(NamedTuple):
    """A verse that no mark encloses."""

    region: Chain
    slot: int
    """1 + its slot, 0 for none."""
    cue: int = NO_KIND
    """The introducer of verses right before it: four times its value, and the words between; or `NO_KIND`."""
    verse: int = 0
    """What the evidence says for it, thousandths."""

    def row(self) -> tuple[int, ...]:
        """Its numbers in the order of `takhrij.kernel.Scan`."""
        return (*self.region.row(), self.slot, self.cue, self.verse)

    @property
    def order(self) -> tuple[int, ...]:
        """By which matches are in order of place; one that has a slot goes before the same words without."""
        return self.region.doc_start, self.region.doc_end, self.region.src_start, -self.slot


def find_matches(document: Document, weights: Weights, everything: bool) -> Iterator[tuple[Match, Features]]:
    """The matches of a document in order of place, each with its features; without `everything`, the likely ones."""
    found = sorted(_regions(document), key=lambda match: match.order)
    found = sorted([*found, *_short(document, found)], key=lambda match: match.order)
    found = sorted([*found, *_going_on(document, found)], key=lambda match: match.order)
    heavy = [match.region.doc_start for match in found if match.region.weight >= HEAVY]
    habits = Habits(document, [match.region for match in found])
    before: Chain | None = None
    for match in found:
        region = match.region
        cue, run = _cue_near(document, region.doc_start), _goes_on(before, region)
        if region.weight < CERTAIN and cue == NO_KIND and run == NO_RUN:
            continue
        if cue == NO_KIND and _is_formula(document, region):
            continue
        features = _gather(document, match._replace(cue=cue), run, _density(heavy, region.doc_start))
        features.add(Field.HABIT, habits.before(region))
        verse, _ = weights.sums(features)
        if region.weight >= CERTAIN or run != NO_RUN:
            before = region
        if everything or verse > 0:
            yield match._replace(cue=cue, verse=verse), features


def _is_formula(document: Document, region: Chain) -> bool:
    """Whether formulas have the words of a match, but for one at most: whoever says them quotes nothing."""
    covered = sum(cue.length for cue in document.cues_between(region.doc_start, region.doc_end) if cue.role == FORMULA)
    return covered > 0 and covered + 1 >= region.doc_end - region.doc_start


def _regions(document: Document) -> Iterator[Match]:
    """Of each slot the best region of the Qur'an, in its pieces."""
    quran_end = document.index.quran_end
    for number in range(1, len(document.slots) + 1):
        regions = document.slot_regions(number)
        best = next((region for region in regions if region.src_start < quran_end), None)
        if best is not None:
            for piece in pieces_of(document, best):
                yield Match(piece, number)


def _exactly(document: Document, first: int, position: int, words: int) -> Chain:
    """Words of the document that are those of the source from a position on."""
    ids = document.ids[first : first + words]
    weight = sum(number_at(document.index.weight, word) for word in ids)
    return Chain(first, first + words, position, position + words, weight, words, words, words)


def _short(document: Document, found: Sequence[Match]) -> Iterator[Match]:
    """After an introducer where there is no region: the next words that the Qur'an has."""
    begun = [match.region.doc_start for match in found]
    for cue in document.cues:
        if cue.kind != QURAN_SAID:
            continue
        place = bisect_left(begun, cue.end)
        if place < len(begun) and begun[place] - cue.end <= 1:
            continue
        if place and found[place - 1].region.doc_end > cue.end:
            continue
        region = _longest_from(document, cue.end)
        if region is not None:
            yield Match(region, 0)


def _longest_from(document: Document, first: int) -> Chain | None:
    """The most words from a token on that stand in the Qur'an; as many as `LOOKED_AT` go on as far as the source does."""
    words = document.tokens.words
    for last in range(min(first + LOOKED_AT, len(words)), first, -1):
        if _line_between(document, first, last - 1):
            continue
        whole = last - first == LOOKED_AT
        positions = exact(document.index, words[first:last], PLACES if whole else 1)
        if positions:
            sizes = [_length(document, first, position) if whole else last - first for position in positions]
            best = max(range(len(sizes)), key=lambda at: sizes[at])
            return _exactly(document, first, positions[best], sizes[best])
    return None


def _length(document: Document, first: int, position: int) -> int:
    """How many words of a line, from a token on, are those of the source from a position on; `LOOKED_AT` at least."""
    ids, stream, size = document.ids, document.index.stream, LOOKED_AT
    while (
        first + size < len(ids)
        and 0 != ids[first + size] == number_at(stream, position + size)
        and not _line_between(document, first, first + size)
    ):
        size += 1
    return size


def _line_between(document: Document, first: int, last: int) -> bool:
    """Whether a line ends between two words."""
    starts = document.tokens.starts
    return document.line_start(starts[last]) > starts[first]


def _going_on(document: Document, found: Sequence[Match]) -> Iterator[Match]:
    """Words that go on where a verse stopped shortly before, as in a commentary."""
    ids = document.ids
    limits = [*(match.region.doc_start for match in found[1:]), len(ids)]
    for match, limit in zip(found, limits, strict=False):
        region = match.region
        if region.weight < CERTAIN:
            continue
        last = min(limit, region.doc_end + FOLLOWED)
        token = region.doc_end
        while token < last:
            size = 1
            position = _ahead(document, region.src_end, ids[token])
            if position is not None:
                stream = document.index.stream
                while token + size < last and 0 != ids[token + size] == number_at(stream, position + size):
                    size += 1
                more = _exactly(document, token, position, size)
                if more.weight >= LEAST_GOING_ON:
                    yield Match(more, 0)
            token += size


def _ahead(document: Document, start: int, word: int) -> int | None:
    """Where a word stands in the Qur'an next from a position on; `None` when it is not near."""
    most = min(start + RUN_SOURCE, document.index.quran_end)
    ahead = document.index.stream[start:most].tolist() if word else []
    return start + ahead.index(word) if word in ahead else None


def _goes_on(before: Chain | None, region: Chain) -> int:
    """Whether a verse goes on from another, near in the document and near in the source."""
    if before is None or not 0 <= region.doc_start - before.doc_end <= RUN_DOC:
        return NO_RUN
    step = region.src_start - before.src_end
    if step >= 0:
        return NEXT if step <= 2 else SOON if step <= RUN_SOURCE else NO_RUN
    return BACK if step >= -RUN_SOURCE else NO_RUN


def _cue_near(document: Document, first: int) -> int:
    """The introducer of verses that ends right before a token, as `Match.cue` tells."""
    for number in range(document.cue_from(first) - 1, -1, -1):
        cue = document.cues[number]
        if cue.end + NEAR_CUE < first:
            break
        if cue.end <= first and cue.role == QURAN:
            return cue.kind % VALUES << 2 | first - cue.end
    return NO_KIND


def _density(heavy: Sequence[int], first: int) -> int:
    """How many heavy regions are around a token: 0 for one, then 2, 4, 8, 16 or more."""
    around = bisect_left(heavy, first + AROUND) - bisect_left(heavy, first - AROUND)
    return sum(around >= least for least in (2, 4, 8, 16))


def _gather(document: Document, match: Match, run: int, dense: int) -> Features:
    out = Features()
    region, cue = match.region, match.cue
    words, weight = region.doc_end - region.doc_start, min(region.weight // 20, 8)
    start, end = document.tokens.starts[region.doc_start], document.tokens.ends[region.doc_end - 1]
    out.add(Field.MATCH, 0)
    out.add(Field.WEIGHT, min(region.weight // 10, 24))
    out.add(Field.MATCH_WORDS, min(words, 12))
    alike = 3 if region.lettered == words else 2 if region.folded == words else 1 if region.words == words else 0
    out.add(Field.ALIKE, alike)
    if cue != NO_KIND:
        out.add(Field.MATCH_CUE, cue)
    out.add(Field.RUN, run)
    out.add(Field.WEIGHT_CUE, weight * 16 + (run if cue == NO_KIND else 4 + (cue >> 2)))
    out.add(Field.SIGN_BEFORE, _sign(document, document.text[max(start - BESIDE, 0) : start][::-1]))
    out.add(Field.SIGN_AFTER, _sign(document, document.text[end : end + BESIDE]))
    if region.doc_start:
        out.add(Field.NEIGHBOUR_BEFORE, document.neighbour(NEIGHBOUR_BEFORE, region.doc_start - 1))
    if region.doc_end < len(document.ids):
        out.add(Field.NEIGHBOUR_AFTER, document.neighbour(NEIGHBOUR_AFTER, region.doc_end))
    _of_sources(document, match, out)
    if any(cue.role == FORMULA for cue in document.cues_between(region.doc_start, region.doc_end)):
        out.add(Field.VERSE, 2)
    out.add(Field.DENSE, dense)
    out.add(Field.WEIGHT_DENSE, weight * 5 + dense)
    return out


def _sign(document: Document, beside: str) -> int:
    """The sign nearest to a verse, as its number in the table, 0 for one not there; `NO_SIGN` for a word or nothing."""
    sign = next((character for character in beside if character != NOTHING and not character.isspace()), NOTHING)
    if sign == NOTHING or sign in document.word_characters:
        return NO_SIGN
    signs = document.index.signs[: NO_SIGN - 1].tolist()
    return signs.index(ord(sign)) + 1 if ord(sign) in signs else 0


def _of_sources(document: Document, match: Match, out: Features) -> None:
    """Whether a verse begins or ends with the match, and how heavy the best region of a hadith is in its place."""
    index, region = document.index, match.region
    if region.src_start == number_at(index.passage_start, index.passage_at(region.src_start)):
        out.add(Field.VERSE, 0)
    if region.src_end == number_at(index.passage_start, index.passage_at(region.src_end - 1) + 1):
        out.add(Field.VERSE, 1)
    regions = document.slot_regions(match.slot)
    rival = next((other for other in regions if other.src_start >= index.quran_end), None)
    if rival is not None:
        heavier = rival.weight * 10
        out.add(Field.RIVAL, 2 if heavier > region.weight * 15 else 1 if heavier > region.weight * 9 else 0)
