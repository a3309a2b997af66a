"""Word operations: what they are for known differences, and that they rebuild the quotation and the cost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from documents import encode, quotations
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import hadith, uthmani_verse, verse

from small_library import HADITHS, MODERN, PASSAGES
from takhrij.judge.words import WordJudge
from takhrij.kernel import DELETE, DOUBTFUL, INSERT, KEEP, REPLACE, RESEMBLE, SPELL, rows
from takhrij.library.tables import tables

if TYPE_CHECKING:
    from worlds import World

NAMES = {KEEP: "keep", SPELL: "spell", REPLACE: "replace", INSERT: "insert", DELETE: "delete", RESEMBLE: "resemble"}
COSTS = {KEEP: 0, REPLACE: 10, INSERT: 8, DELETE: 8, RESEMBLE: 5}
ARABIC = 8
JUDGE = WordJudge(tables())


def aligned(world: World, text: str, passage: int, whole: bool = False) -> tuple[int, str]:
    """The cost, and the operations: each with the words quoted and the words of the passage, counted from 0; `?` in doubt."""
    low, high = world.at(passage)
    fit, edits = world.both.align(encode(text), low, high, whole)
    told = [
        f"{NAMES[kind & ~DOUBTFUL]}{'?' * (kind >= DOUBTFUL)} {text[start:end] or '-'} {first - low}:{last - low}"
        for kind, start, end, first, last in rows(edits, 5)
    ]
    return rows(fit, 7)[0][2], "; ".join(told)


KNOWN = [
    # quotation, passage, whole, cost, operations
    ("قل هو الله أحد", verse("112:1"), True, 0, "keep قل هو الله أحد 0:4"),
    ("هو الله", verse("112:1"), False, 0, "keep هو الله 1:3"),
    ("هو الله", verse("112:1"), True, 16, "delete - 0:1; keep هو الله 1:3; delete - 3:4"),
    ("قل هو الله احد", verse("112:1"), True, 0, "keep قل هو الله 0:3; spell احد 3:4"),
    ("قل الله أحد", verse("112:1"), True, 8, "keep قل 0:1; delete - 1:2; keep الله أحد 2:4"),
    ("قل هو ربي الله أحد", verse("112:1"), True, 8, "keep قل هو 0:2; insert ربي 2:2; keep الله أحد 2:4"),
    ("قل هو الله واحد", verse("112:1"), True, 5, "keep قل هو الله 0:3; resemble? واحد 3:4"),
    ("قل هي الله أحد", verse("112:1"), True, 10, "keep قل 0:1; replace? هي 1:2; keep الله أحد 2:4"),
    ("كذا قل هو كذا وكذا", verse("112:1"), False, 28,
     "insert كذا 0:0; keep قل هو 0:2; replace كذا 2:3; replace وكذا 3:4"),  # where the verse goes on
    ("كذا وكذا الله أحد", verse("112:1"), False, 20, "replace كذا 0:1; replace وكذا 1:2; keep الله أحد 2:4"),
    ("قل كذا وكذا كذا", verse("112:1"), False, 24, "keep قل 0:1; insert كذا وكذا كذا 1:1"),  # two at most
    ("كذا هو الله أحد كذا", verse("112:1"), False, 18, "replace كذا 0:1; keep هو الله أحد 1:4; insert كذا 4:4"),
    ("كذا قل", verse("112:1"), True, 32, "insert كذا 0:0; keep قل 0:1; delete - 1:4"),
    ("فلا يؤذجاره ومن", hadith(2), False, 2, "keep فلا 6:7; spell? يؤذجاره 7:9; keep ومن 9:10"),
    ("إن ما الأعمال بالنيات", hadith(1), False, 2, "spell? إن ما 0:1; keep الأعمال بالنيات 1:3"),
    ("الحمد لله رب العالمين", uthmani_verse("1:2"), True, 1, "keep الحمد لله رب 0:3; spell? العالمين 3:4"),
    ("ءالاء ربكما", verse("55:13"), False, 0, "spell ءالاء 1:2; keep ربكما 2:3"),
    ("قل 1 هو (Allah) الله", verse("112:1"), False, 0, "keep قل 1 هو (Allah) الله 0:3"),
    ("قل هو الله فأحد", verse("112:1"), True, 5, "keep قل هو الله 0:3; resemble? فأحد 3:4"),
    ("قل هو الله حدث", verse("112:1"), True, 5, "keep قل هو الله 0:3; resemble حدث 3:4"),
    ("", verse("112:1"), False, 0, ""),
    ("", verse("112:1"), True, 32, "delete - 0:4"),
    ("12 abc", verse("112:1"), False, 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "passage", "whole", "cost", "wanted"), KNOWN)
def test_known(small: World, text: str, passage: int, whole: bool, cost: int, wanted: str) -> None:
    assert aligned(small, text, passage, whole) == (cost, wanted)


def test_a_fit_counts_rarity(small: World) -> None:
    low, high = small.at(hadith(7))
    weights = small.index.section("weight")
    rarity = [10 * weights[word] for word in small.stream[low:high].tolist()]
    fit, _ = small.both.align(encode("ما نقصت صدقة من مالك قط"), low, high, False)
    assert rows(fit, 7) == [
        (low, high, 13, sum(rarity[:4]) + rarity[4] * 7 // 10, rarity[4] * 3 // 10 + 200, 4, 0)
    ]  # fmt: skip


def test_the_first_of_equal_places(small: World) -> None:
    low, high = small.at(verse("55:13"))[0], small.at(verse("55:16"))[1]
    fit, _ = small.both.align(encode(MODERN["55:13"]), low, high, False)
    assert rows(fit, 7)[0][:2] == (low, low + 4)


def test_beyond_the_stream(small: World) -> None:
    end = len(small.stream)
    text = encode(HADITHS[0])
    assert rows(small.both.align(text, end, 0xFFFFFFFF, False)[1], 5)[0][0] == INSERT
    assert small.both.align(text, 9, 3, False) == small.both.align(text, 3, 3, False)
    assert rows(small.both.align(text, 0xFFFFFFFF, 0xFFFFFFFF, True)[0], 7)[0][:2] == (end, end)


def test_too_many_words(small: World) -> None:
    text = encode("كذا " * 40_000)
    for kernel in small.both.kernels:
        with pytest.raises(OverflowError, match="too many words to align at once"):
            kernel.align(text, 0, 200, False)


def check_edits(world: World, text: str, low: int, high: int, whole: bool) -> None:
    """Operations cover the quotation and the source without a gap, and what they are is true of the words."""
    fit_row, edit_rows = world.both.align(encode(text), low, high, whole)
    [(src_start, src_end, cost, _common, _other, kept, spelt)] = rows(fit_row, 7)
    offsets, word_rows, codes = world.both.words(encode(text))
    words, taken = [], 0
    for (start, end), (kind, fold, letters, length) in zip(rows(offsets, 2), rows(word_rows, 4), strict=True):
        if kind == ARABIC:
            words.append((start, end, fold, letters, codes[taken : taken + length]))
        taken += length
    edits = rows(edit_rows, 5)
    high = min(high, len(world.stream))
    if whole:
        assert (src_start, src_end) == (min(low, high), high)
    at, place, rebuilt, price, same = 0, src_start, [], 0, [0, 0]
    for kind, start, end, first, last in edits:
        assert first == place
        assert start <= end
        quoted = [word for word in words if start <= word[0] and word[1] <= end] if start < end else []
        assert rebuilt == words[: len(rebuilt)]
        assert quoted == words[len(rebuilt) : len(rebuilt) + len(quoted)]
        assert at <= start
        rebuilt += quoted
        at, place = end, last
        source = range(first, last)
        doubtful, kind = kind & DOUBTFUL, kind & ~DOUBTFUL
        if not doubtful and kind in (SPELL, REPLACE, RESEMBLE):
            alike = [
                JUDGE.likeness(text[word[0] : word[1]], source_text(world, position))
                for word, position in zip(quoted, source, strict=True)
            ]
            assert alike == ["spelling" if kind == SPELL else "different"] * len(source)
        if kind in (KEEP, REPLACE, RESEMBLE):
            assert len(quoted) == len(source) > 0
        if kind == KEEP:
            for word, position in zip(quoted, source, strict=True):
                assert word[3] == world.index.numbers("stream_letters", "H")[position]
                assert word[4] == skeleton(world, position)
        elif kind == SPELL:
            assert b"".join(word[4] for word in quoted) == b"".join(skeleton(world, position) for position in source)
        elif kind in (REPLACE, RESEMBLE):
            assert len(source) == 1
            assert not quoted[0][4] or quoted[0][4] != skeleton(world, first)
        elif kind == INSERT:
            assert not source
            assert quoted
        else:
            assert kind == DELETE
            assert source
            assert start == end
        if kind in COSTS:
            price += COSTS[kind] * max(len(quoted), len(source))
            same[0] += len(quoted) * (kind == KEEP)
        else:
            same[1] += 1
    assert rebuilt == words
    assert place == src_end
    assert price <= cost <= price + 2 * sum(len(word[4]) for word in words)
    assert kept == same[0]
    assert spelt >= same[1]
    kinds = [edit[0] & ~DOUBTFUL for edit in edits]
    assert all(one != other or one in (REPLACE, RESEMBLE) for one, other in pairwise(kinds))


def source_text(world: World, position: int) -> str:
    """The word of the source at a stream position."""
    start = world.index.numbers("word_places")[position]
    return str(world.index.section("texts")[start : start + world.index.section("word_lengths")[position]], "utf-8")


def skeleton(world: World, position: int) -> bytes:
    word = world.stream[position]
    starts = world.index.numbers("vocab_start")
    return bytes(world.index.section("vocab_codes")[starts[word] : starts[word + 1]]) if word else b""


@settings(max_examples=600)
@given(text=quotations(PASSAGES), low=st.integers(0, 245), size=st.integers(0, 60), whole=st.booleans())
def test_operations(small: World, text: str, low: int, size: int, whole: bool) -> None:
    check_edits(small, text, low, low + size, whole)


@settings(max_examples=200)
@given(data=st.data())
def test_operations_on_the_library(real: World, data: st.DataObject) -> None:
    text = data.draw(quotations(real.passages))
    passage = data.draw(st.integers(0, len(real.starts) - 2))
    low, high = real.at(passage)
    check_edits(real, text, low, min(high, low + 80), data.draw(st.booleans()))
