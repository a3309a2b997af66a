"""Both kernels answer alike, whatever they are asked; and every answer is sound."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest
from documents import encode, long_document, long_quotation, marked, quotations, spoilt, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import check_claims, check_exact, check_matches, check_nearest, check_scan, check_words

from small_library import PASSAGES
from takhrij.kernel import CLOSEST, FITTING, LEAST_HADITH, LEAST_QURAN, THOROUGH, open_kernel

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
few = settings(max_examples=200)
many = settings(max_examples=800)
leasts = st.sampled_from((0, 16, 44, 112))
counts = st.sampled_from((0, 1, 3, 64, 300, 0xFFFFFFFF))


def test_there_is_a_compiled_kernel(small_index):
    core = pytest.importorskip("takhrij._core", reason="the kernel was not compiled")
    kernel, name = open_kernel(small_index)
    assert name == "compiled"
    assert isinstance(kernel, core.Kernel)


def test_the_twin_can_be_asked_for(small_index, monkeypatch):
    monkeypatch.setenv("TAKHRIJ_KERNEL", "python")
    assert open_kernel(small_index)[1] == "pure Python"


@many
@given(text=texts(PASSAGES))
def test_words(small, text):
    check_words(small, text)


@many
@given(text=texts(PASSAGES), least_quran=leasts, least_hadith=leasts)
def test_scan(small, text, least_quran, least_hadith):
    check_scan(small, text, least_quran, least_hadith)


@many
@given(text=marked(PASSAGES))
def test_claims(small, text):
    check_claims(small, text)


@many
@given(text=marked(PASSAGES), least_quran=leasts)
def test_matches(small, text, least_quran):
    check_matches(small, text, least_quran)


@many
@given(text=marked(PASSAGES), data=st.data())
def test_any_pairs_stretches_and_weights(small, text, data):
    number = st.one_of(st.integers(0, len(text) + 2), st.integers(0, 0xFFFFFFFF))
    row = st.tuples(*[st.integers(0, len(text) + 2)] * 4, st.one_of(st.integers(0, 40), number), number)
    pairs = sorted(data.draw(st.lists(row, max_size=4)))
    weights = array("i", data.draw(st.lists(st.integers(-(1 << 31), (1 << 31) - 1), max_size=2000))).tobytes()
    bytes_over = data.draw(st.binary(max_size=5))
    flat = array("I", [part for row in pairs for part in row]).tobytes() + bytes_over
    scan = small.both.scan(encode(text))
    for some in (weights, small.weights):
        scan.claims(flat, some, data.draw(st.booleans()))
        scan.weigh(flat, some)
        scan.matches(some + bytes_over, data.draw(st.booleans()))


@many
@given(text=quotations(PASSAGES), count=counts, low=st.integers(0, 50), size=st.integers(0, 60))
def test_nearest_and_exact(small, text, count, low, size):
    check_nearest(small, text, low, low + size, count)
    check_exact(small, text, count)


@many
@given(data=spoilt(PASSAGES))
def test_numbers_that_are_no_characters(small, data):
    offsets, *_ = small.both.words(data)
    numbers = memoryview(offsets).cast("I").tolist()
    assert numbers == sorted(numbers)
    assert not numbers or numbers[-1] <= len(data) // 4
    scan = small.both.scan(data, 0, 0)
    assert scan.offsets == offsets
    scan.claims(scan.pairs, small.weights, True)
    scan.matches(small.weights, True)
    small.both.nearest(data, 0, 50, 5)
    small.both.exact(data, 5)


@few
@given(data=st.data())
def test_on_the_library(real, data):
    text = data.draw(texts(real.passages))
    check_words(real, text)
    check_scan(real, text, data.draw(leasts), data.draw(leasts))


@few
@given(data=st.data())
def test_claims_and_matches_on_the_library(real, data):
    text = data.draw(marked(real.passages))
    check_claims(real, text)
    check_matches(real, text, LEAST_QURAN)


@pytest.mark.parametrize("seed", range(12))
def test_long_documents(small, real, seed):
    rng = random.Random(seed)
    for world in (small, real):
        for _ in range(4):
            text = long_document(world.passages, rng)
            check_scan(world, text, LEAST_QURAN, LEAST_HADITH)
            check_claims(world, text)
            check_matches(world, text, LEAST_QURAN)


@pytest.mark.parametrize("seed", range(8))
def test_long_quotations(real, seed):
    rng = random.Random(seed)
    for _ in range(12):
        data = encode(long_quotation(real.passages, rng))
        assert len(real.both.trace_verses(data)) % 36 == 0
        few, left = real.both.trace_hadiths(data, CLOSEST)
        fitting, none_left = real.both.trace_hadiths(data, FITTING)
        assert len(few) <= len(fitting) <= len(real.both.trace_hadiths(data, THOROUGH)[0])
        assert not none_left
        assert left or len(few) == len(fitting)


@pytest.mark.parametrize("name", ["README.md", "answer.md", "article.md", "sermon.txt"])
def test_examples(real, name):
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    check_scan(real, text, LEAST_QURAN, LEAST_HADITH)
    check_claims(real, text)
    check_matches(real, text, LEAST_QURAN)


@few
@given(data=st.data())
def test_look_ups_in_the_library(real, data):
    text = data.draw(quotations(real.passages))
    passages = len(real.starts) - 1
    low = data.draw(st.integers(0, passages))
    check_nearest(real, text, 0, passages, data.draw(counts))
    check_nearest(real, text, low, low + data.draw(st.integers(0, passages)), 5)
    words = real.both.exact(encode(text), data.draw(counts))
    assert len(words) <= 4 * 256


@pytest.mark.parametrize("bad", ["text", None, 5], ids=repr)
def test_only_bytes_are_text(small, bad):
    for kernel in small.both.kernels:
        with pytest.raises(TypeError):
            kernel.words(bad)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 4 * len(PASSAGES[1]) - 1])
def test_texts_are_of_whole_numbers(small, size):
    text = encode(PASSAGES[1])[:size]
    for kernel in small.both.kernels:
        for call, *others in (
            (kernel.words,), (kernel.scan, 0, 0), (kernel.nearest, 0, 50, 3), (kernel.exact, 3), (kernel.align, 0, 50, True),
            (kernel.trace_verses, b""), (kernel.trace_hadiths, CLOSEST),
        ):  # fmt: skip
            with pytest.raises(ValueError, match=r"^the text is not of code points$"):
                call(text, *others)


def test_numbers_are_taken_modulo_32_bits(small):
    text = encode(PASSAGES[1])
    assert small.both.nearest(text, 0, -1, 3) == small.both.nearest(text, 0, 0xFFFFFFFF, 3) != b""
    assert small.both.nearest(text, 1 << 32, -1, -1) == small.both.nearest(text, 0, 50, 64)
    for kernel in small.both.kernels:
        with pytest.raises(TypeError):
            kernel.nearest(text, 0, 1.5, 3)
