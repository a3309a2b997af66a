"""Our `NamedTuple` is used as that of `typing` is."""

from __future__ import annotations

import pickle
import re
import typing
from pathlib import Path

import pytest

from takhrij.namedtuple import NamedTuple

PACKAGE = Path(__file__).parent.parent / "src" / "takhrij"


class Ours(NamedTuple):
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()


class Further(Ours):
    """With a constructor of its own, as `takhrij.options.Options` has."""

    def __new__(cls, first: int) -> typing.Self:
        return super().__new__(cls, first * 2)


class Theirs(typing.NamedTuple):
    first: int
    second: str
    third: tuple[int, ...]


Theirs.__new__.__defaults__ = ("b", ())


@pytest.mark.parametrize(
    ("values", "named"), [((1,), {}), ((1, "c"), {"third": (2,)}), ((), {"first": 3}), ((1, "c", (4,)), {})]
)
def test_an_instance_is_the_same(values: tuple[typing.Any, ...], named: dict[str, typing.Any]) -> None:
    ours, theirs = Ours(*values, **named), Theirs(*values, **named)
    assert ours == theirs == tuple(theirs)
    assert hash(ours) == hash(theirs)
    assert (ours.first, ours.second, ours.third) == tuple(theirs)
    assert repr(ours).replace("Ours", "Theirs") == repr(theirs)
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(second="d") == theirs._replace(second="d")
    assert Ours._make(theirs) == ours
    assert pickle.loads(pickle.dumps(ours)) == ours
    assert type(pickle.loads(pickle.dumps(ours))) is Ours
    match ours:
        case Ours(first, second):
            assert (first, second) == (ours.first, ours.second)
    assert not hasattr(ours, "__dict__")


def test_the_class_is_described_alike() -> None:
    assert Ours._fields == Theirs._fields == Ours.__match_args__
    assert Ours._field_defaults == {"second": "b", "third": ()}
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)


@pytest.mark.parametrize("wrong", [lambda: Ours(), lambda: Ours(1, "b", (), 4), lambda: Ours(1, fourth=2)])  # type: ignore[call-arg]
def test_what_is_wrong_is_refused(wrong: typing.Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        wrong()
    assert Ours(1).second == "b"


def test_values_of_another_number_are_refused() -> None:
    with pytest.raises(TypeError, match="Expected 3 arguments"):
        Ours._make([1])
    with pytest.raises(ValueError, match="unexpected field names"):
        Ours(1)._replace(fourth=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="without a default"):

        class _Wrong(NamedTuple):  # type: ignore[misc]
            first: int = 0
            second: int  # type: ignore[misc]


def test_a_class_below_has_its_own_constructor() -> None:
    made = Further(2)
    assert (made, made.first, type(made)) == ((4, "b", ()), 4, Further)
    assert type(made._replace(first=1)) is Further


def test_annotations_are_text_wherever_it_is_used() -> None:
    """From Python 3.14 on, those that are not are no part of the class's body."""
    modules = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    users = [module for module in modules if "(NamedTuple)" in module and "class NamedTuple" not in module]
    assert len(users) > 50
    assert all("from __future__ import annotations\n" in module for module in users)
    assert not any(re.search("from typing import .*NamedTuple", module) for module in users)
