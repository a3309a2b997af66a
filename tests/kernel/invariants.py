"""What holds of every answer of a kernel, whatever the text."""

from __future__ import annotations

from array import array
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from documents import LETTERS, encode

from takhrij.kernel import Region, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worlds import World

INVISIBLE = 2
FIRST_LETTER = 8
LISTED = 24
NO_KIND = 255


def check_words(world: World, text: str) -> None:
    """Words lie in the text in their order; each is what it is by itself too; no letter is outside of them."""
    offsets, word_rows, codes = world.both.words(encode(text))
    spans, words = rows(offsets, 2), rows(word_rows, 4)
    assert len(spans) == len(words)
    assert sum(word[3] for word in words) == len(codes)
    at = taken = 0
    for (start, end), word in zip(spans, words, strict=True):
        assert at <= start < end <= len(text)
        kinds = [LETTERS.classes.get(char, 0) for char in text[start:end]]
        assert kinds[0] == word[0]
        assert kinds[-1] != INVISIBLE
        assert not has_letters(text[at:start])
        alone = world.both.words(encode(text[start:end]))
        assert rows(alone[0], 2) == [(0, end - start)]
        assert rows(alone[1], 4) == [word]
        assert alone[2] == codes[taken : taken + word[3]]
        at, taken = end, taken + word[3]
    assert not has_letters(text[at:])


def has_letters(text: str) -> bool:
    return any(LETTERS.classes.get(char, 0) >= FIRST_LETTER for char in text)


def check_scan(world: World, text: str, least_quran: int, least_hadith: int) -> None:
    """Marks, cues and regions lie where they should; a region begins and ends with a word that stands there."""
    scan = world.both.scan(encode(text), least_quran, least_hadith)
    assert scan.offsets == world.both.words(encode(text))[0]
    words = [word for (word,) in rows(scan.words, 1)]
    places = rows(scan.quotes, 2)
    assert all(text[at] == chr(character) for at, character in places)
    assert places == sorted(set(places))
    at = 0
    for token, count, _ in rows(scan.cues, 3):
        assert at <= token < token + count <= len(words)
        at = token + count
    regions = [Region(*row) for row in rows(scan.regions, 9)]
    quran_end = world.index.numbers("quran")[1]
    for region in regions:
        assert 0 <= region.doc_start < region.doc_end <= len(words)
        assert 0 <= region.src_start < region.src_end <= len(world.stream)
        assert 0 not in world.stream[region.src_start : region.src_end].tolist()
        assert words[region.doc_start] == world.stream[region.src_start]
        assert words[region.doc_end - 1] == world.stream[region.src_end - 1]
        assert 2 <= region.words <= min(region.doc_end - region.doc_start, region.src_end - region.src_start)
        assert 0 <= region.folded <= region.words
        assert 0 <= region.lettered <= region.words
        assert region.weight >= (least_quran if region.src_start < quran_end else least_hadith)
    slots = [(slot, list(some)) for slot, some in groupby(regions, key=lambda region: region.slot)]
    places_of_slots = rows(scan.slots, 3)
    assert sorted(regions[first].slot for first, _, _ in places_of_slots) == [slot for slot, _ in slots]
    assert [start for _, _, start in places_of_slots] == sorted(start for _, _, start in places_of_slots)
    for first, count, start in places_of_slots:
        assert regions[first].doc_start == start
        assert {region.slot for region in regions[first : first + count]} == {regions[first].slot}
    assert [slot for slot, _ in slots] == list(range(1, len(slots) + 1))
    for _, some in slots:
        standing = [region.weight * (3 if region.src_start < quran_end else 2) for region in some]
        assert len(some) <= LISTED
        assert standing == sorted(standing, reverse=True)
        assert standing[-1] * 3 >= standing[0]


def check_claims(world: World, text: str) -> None:
    """Claims have words, lie in their marks, and weigh alike by themselves; the likely ones are some of all."""
    scan, weights = world.both.scan(encode(text)), world.weights
    offsets, pairs = rows(scan.offsets, 2), scan.pairs
    for start, inner_start, inner_end, end, _, _ in rows(pairs, 6):
        assert 0 <= start < inner_start <= inner_end < end <= len(text)
    claim_rows, codes = scan.claims(pairs, weights, True)
    claims = signed(claim_rows, 13)
    assert len(codes) == 128 * len(claims)
    for start, end, first, last, outer_start, outer_end, mark, _, slot, lead, *_ in claims:
        assert outer_start <= start < end <= outer_end <= len(text)
        assert first == last or start <= offsets[first][0] < offsets[last - 1][1] <= end
        assert lead <= first
        assert slot <= len(rows(scan.slots, 3))
        assert mark or (start, end) == (outer_start, outer_end)
    stretches = array("I", [number for row in claims for number in (*row[:2], *row[4:8])])
    worded = [claim for claim in claims if claim[2] < claim[3]]
    assert signed(scan.weigh(stretches.tobytes(), weights)[0], 13) == worded
    likely, none = scan.claims(pairs, weights, False)
    assert not none
    assert is_part(signed(likely, 13), claims)


def check_matches(world: World, text: str, least_quran: int) -> None:
    """Matches are words of the Qur'an, in order of place; the likely ones are those that the evidence speaks for."""
    scan, weights = world.both.scan(encode(text), least_quran), world.weights
    match_rows, codes = scan.matches(weights, True)
    matches = signed(match_rows, 12)
    assert len(codes) == 128 * len(matches)
    end = world.index.numbers("quran")[1]
    words = [word for (word,) in rows(scan.words, 1)]
    assert [match[:2] for match in matches] == sorted(match[:2] for match in matches)
    for doc_start, doc_end, src_start, src_end, _, shared, _, _, _, slot, cue, _ in matches:
        assert doc_start < doc_end <= len(words)
        assert src_start < src_end <= end
        assert words[doc_start] == world.stream[src_start]
        assert slot or words[doc_start:doc_end] == world.stream[src_start:src_end].tolist()
        assert slot or shared == doc_end - doc_start
        assert cue == NO_KIND or cue < 32
    likely, none = scan.matches(weights, False)
    assert not none
    assert signed(likely, 12) == [match for match in matches if match[-1] > 0]


def signed(data: bytes, width: int) -> list[tuple[int, ...]]:
    """Rows of signed numbers."""
    numbers = memoryview(data).cast("i").tolist()
    return [tuple(numbers[at : at + width]) for at in range(0, len(numbers), width)]


def is_part(some: Iterable[object], everything: Iterable[object]) -> bool:
    """Whether a sequence is another one with some left out."""
    left = iter(everything)
    return all(item in left for item in some)


def check_nearest(world: World, text: str, low: int, high: int, count: int) -> None:
    """Passages of the range, each once, the best first."""
    found = rows(world.both.nearest(encode(text), low, high, count), 2)
    assert len(found) <= min(count, 64)
    assert len({passage for passage, _ in found}) == len(found)
    assert all(low <= passage < high for passage, _ in found)
    assert all(0 <= score <= 1000 for _, score in found)
    assert all(first[1] >= second[1] for first, second in pairwise(found))


def check_exact(world: World, text: str, count: int) -> None:
    """Places of the Qur'an where exactly the words of the text stand."""
    found = [place for (place,) in rows(world.both.exact(encode(text), count), 1)]
    ids = [word for (word,) in rows(world.both.scan(encode(text)).words, 1)]
    kinds = [row[0] for row in rows(world.both.words(encode(text))[1], 4)]
    words = [word for word, kind in zip(ids, kinds, strict=True) if kind == FIRST_LETTER]
    end = world.index.numbers("quran")[1]
    assert len(found) <= min(count, 256)
    assert found == sorted(set(found))
    if len(found) < min(count, 256):
        stream = world.stream[:end].tolist()
        first = [at for at in range(end - len(words) + 1) if stream[at] == words[0]] if words and all(words) else []
        assert found == [at for at in first if stream[at : at + len(words)] == words]
