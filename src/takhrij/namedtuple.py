"""Named tuples whose classes are made fast.

To a type checker and to its users this `NamedTuple` is that of `typing`, which compiles the annotations and a constructor of
every class when the module that holds it is imported: a fourteenth of a start (docs/decisions/start.md). Here a class gets its
constructor with its first instance, and many of a start's classes have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    try:
        from _collections import _tuplegetter as _getter  # what `collections.namedtuple` uses
    except ImportError:
        from operator import itemgetter

        def _getter(place, doc):
            return property(itemgetter(place), doc=doc)

    class _Maker(type):
        """Makes a class of the annotations in its body: the fields in their order, with their defaults."""

        def __new__(cls, name, bases, body):
            body.setdefault("__slots__", ())
            fields = tuple(body.get("__annotations__", ()))
            if fields and not any(hasattr(base, "_fields") for base in bases):
                defaults = {field: body[field] for field in fields if field in body}
                if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                    raise TypeError(f"{name}: a field without a default follows one with a default")
                body.update({field: _getter(place, f"Field {place}.") for place, field in enumerate(fields)})
                body.update(_fields=fields, _field_defaults=defaults, __match_args__=fields, __new__=_first)
            return super().__new__(cls, name, bases, body)

    def _first(cls, *values, **named):
        """Makes the constructor of a class, and its first instance."""
        owner = next(each for each in cls.__mro__ if "_fields" in vars(each))
        fields = ", ".join(owner._fields)
        scope = {"made": tuple.__new__}
        exec(f"def __new__(_cls, {fields}): return made(_cls, ({fields},))", scope)
        new = scope["__new__"]
        new.__defaults__ = tuple(owner._field_defaults.values())
        new.__qualname__ = f"{owner.__qualname__}.__new__"
        owner.__new__ = new
        return new(cls, *values, **named)

    class NamedTuple(tuple, metaclass=_Maker):
        """A tuple whose items have names.

        >>> class Point(NamedTuple):
        ...     x: int
        ...     y: int = 0
        >>> Point(3), Point(3)._replace(y=4).y, Point(y=1, x=2) == (2, 1)
        (Point(x=3, y=0), 4, True)
        """

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changed):
            made = self._make([changed.pop(field, value) for field, value in zip(self._fields, self, strict=True)])
            if changed:
                raise ValueError(f"Got unexpected field names: {[*changed]!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            items = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({items})"

        def __getnewargs__(self):
            return tuple(self)
