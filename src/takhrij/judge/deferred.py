"""A sequence that is worked out when it is first looked at: most readers of a report never look at every passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

Item = TypeVar("Item")


class Deferred(Sequence[Item], Generic[Item]):
    """A tuple to be made by a function; equal to any sequence of equal items.

    Where it is not known how many there are, the function makes two things: the items that are listed, and how many more
    there are. The arguments are kept beside the function, and not in one made for each: there are many of these, and all
    are swept by the garbage collector.

    >>> made = Deferred(2, divmod, 7, 5)
    >>> len(made), made == (1, 2), list(made), made.more
    (2, True, [1, 2], 0)
    >>> made = Deferred(None, lambda word: (tuple(word[:2]), len(word[2:])), "peace")
    >>> len(made), made.more
    (2, 3)
    """

    __slots__ = ("_held", "_make", "_more", "_size")

    def __init__(self, size: int | None, make: Callable[..., tuple[Any, ...]], *arguments: Any) -> None:
        self._size = size
        self._make: Callable[..., tuple[Any, ...]] | None = make
        self._held: tuple[Any, ...] = arguments  # the arguments, and then the items
        self._more = 0

    def _all(self) -> tuple[Item, ...]:
        if self._make is not None:
            made = self._make(*self._held)
            self._held, self._more = made if self._size is None else (made, 0)
            self._make = None
        return self._held

    @property
    def more(self) -> int:
        """How many more there are than are listed."""
        if self._size is None:
            self._all()
        return self._more

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
