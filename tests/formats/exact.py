"""What holds of every reading: its text belongs to what was received, character for character."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takhrij.text.formats.reading import Reading


def assert_exact(reading: Reading) -> None:
    """Every piece of the text stands where the map says, in order, and nothing stands in two places."""
    text, received, offsets = reading.text, reading.received, reading.offsets
    if offsets is None:
        assert text == received
        return
    if not text:
        return
    pieces = [*offsets.pieces()]
    assert pieces[0][0] == 0
    reached = 0
    for piece, following in zip(pieces, [*pieces[1:], (len(text), len(received), -1)], strict=True):
        at, start, end = piece
        size = following[0] - at
        assert size > 0
        if end < 0:
            end = start + size
            assert received[start:end] == text[at : at + size]
        assert reached <= start <= end <= len(received)
        reached = end
    for offset in range(0, len(text), max(len(text) // 200, 1)):
        start, end = offsets.span(offset, offset + 1)
        assert 0 <= start <= end <= len(received)
        assert offsets.offset(start) <= offset < offsets.offset(end) or start == end


def words(reading: Reading, words: str) -> str:
    """What was received where `words` stand in the text."""
    start = reading.text.index(words)
    if reading.offsets is None:
        return reading.received[start : start + len(words)]
    low, high = reading.offsets.span(start, start + len(words))
    return reading.received[low:high]
