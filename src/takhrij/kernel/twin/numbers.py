"""Rows of 32-bit numbers as bytes: what goes in and out of a kernel."""

from __future__ import annotations

from array import array
from operator import index as whole_number
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK: Final = 0xFFFFFFFF
SIZE: Final = 4


def u32(number: int) -> int:
    """As C takes an argument: of any whole number, its lower 32 bits."""
    return whole_number(number) & MASK


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as bytes; a negative one as its two's complement.

    >>> packed([1, -1]).hex()
    '01000000ffffffff'
    """
    return array("I", [number & MASK for number in numbers]).tobytes()


def unpacked(data: bytes, width: int) -> Iterator[list[int]]:
    """Rows of so many numbers; bytes over are left out.

    >>> list(unpacked(bytes([1, 0, 0, 0, 2, 0, 0, 0, 3]), 2))
    [[1, 2]]
    """
    size = width * SIZE
    numbers = memoryview(bytes(data)[: len(data) // size * size]).cast("I").tolist()
    for at in range(0, len(numbers), width):
        yield numbers[at : at + width]
