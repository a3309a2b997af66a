"""A sequence that is worked out when it is first looked at: most readers of a report never look at every passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

Item = TypeVar("Item")


class Deferred(Sequence[Item], Generic[Item]):
    """A tuple to be made by a function; equal to any sequence of equal items. Without a size it is made to be counted.

    The arguments are kept beside the function, and not in one made for each: there are many of these, and all are swept by
    the garbage collector.

    >>> made = Deferred(2, divmod, 7, 5)
    >>> len(made), made == (1, 2), list(made)
    (2, True, [1, 2])
    """

    __slots__ = ("_held", "_make", "_size")

    def __init__(self, size: int | None, make: Callable[..., tuple[Item, ...]], *arguments: Any) -> None:
        self._size = size
        self._make: Callable[..., tuple[Item, ...]] | None = make
        self._held: tuple[Any, ...] = arguments  # the arguments, and then the items

    def _all(self) -> tuple[Item, ...]:
        if self._make is not None:
            self._held, self._make = self._make(*self._held), None
        return self._held

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
