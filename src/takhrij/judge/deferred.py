"""A sequence that is worked out when it is first looked at: most readers of a report never look at every passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")


class Deferred(Sequence[Item], Generic[Item]):
    """A tuple to be made by a function; equal to any sequence of equal items. Without a size it is made to be counted.

    >>> made = Deferred(2, lambda: (1, 2))
    >>> len(made), made == (1, 2), list(made)
    (2, True, [1, 2])
    """

    __slots__ = ("_items", "_make", "_size")

    def __init__(self, size: int | None, make: Callable[[], tuple[Item, ...]]) -> None:
        self._size = size
        self._make: Callable[[], tuple[Item, ...]] | None = make
        self._items: tuple[Item, ...] = ()

    def _all(self) -> tuple[Item, ...]:
        if self._make is not None:
            self._items, self._make = self._make(), None
        return self._items

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, at: int | slice) -> Item | tuple[Item, ...]:
        return self._all()[at]

    def __len__(self) -> int:
        return len(self._all()) if self._size is None else self._size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and not isinstance(other, str) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())
