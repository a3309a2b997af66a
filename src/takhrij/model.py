"""The records that pass between the stages: frozen values, no behaviour beyond their JSON form.

Every offset is a half-open range of code points in the text *as received*: `text[span.start:span.end]` is the fragment.
Scores lie in 0 to 1, higher is better; what was not computed is `None`, never 0.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

from takhrij.codes import About, Severity  # noqa: TC001 - `from_json` reads the annotations
from takhrij.namedtuple import NamedTuple

SCHEMA_VERSION: Final = 1

FragmentKind = Literal["ayah", "matn", "isnad", "source", "translation", "quote"]
OperationKind = Literal["keep", "spell", "vowel", "replace", "insert", "delete", "gap"]
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Span(NamedTuple):
    """A half-open range of code points of the document.

    >>> text = "he said «peace»"
    >>> text[Span(9, 14).start : Span(9, 14).end]
    'peace'
    """

    start: int
    end: int


class Fragment(NamedTuple):
    """A typed piece of the document."""

    kind: FragmentKind
    span: Span
    text: str


class Number(NamedTuple):
    """A hadith's or verse's number in one numbering scheme; only a `citable` one is shown as a reference."""

    scheme: str
    value: str
    citable: bool = True


class Passage(NamedTuple):
    """A unit of a source: a verse (or a run of verses), a hadith."""

    id: str
    """`quran:2:255`, `quran:94:5-6`, `bukhari:seq:616`."""
    work: str
    edition: str
    """The edition as a reader should see it, such as "Hafs, Kufan count, Tanzil Simple"."""
    label: str
    """How the passage is cited, with the scheme of its number, such as "al-Baqarah 2:255"."""
    numbers: tuple[Number, ...]
    text: str
    book: str = ""
    companion: str = ""
    """The companion of a hadith, as the source names him; empty when it names none."""
    matn: tuple[int, int] = (0, 0)
    """The quotable words, without a hadith's chain: a half-open range of code points of `text`. The words that
    alignments count are those of this range."""

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before the quotable words, these, and what stands behind; all of it is quotable where none are set apart."""
        start, end = self.matn if self.matn[1] > self.matn[0] else (0, len(self.text))
        return self.text[:start], self.text[start:end], self.text[end:]


class Operation(NamedTuple):
    """One word operation that turns source words into the quoted words.

    `quoted` is the document's side as offsets, empty at the place where words are missing; `source` is a half-open range
    of words of the passage. Applied in order to the source's words, the operations rebuild the quotation. A `gap` is what the
    document says that it leaves out ("…", "to the end of the verse"); its source may be empty.
    """

    kind: OperationKind
    quoted: Span
    source: tuple[int, int]
    quoted_text: str
    source_text: str


class Narrator(NamedTuple):
    """A narrator as the document's chain and the passage's name him; one name is empty where only the other has him."""

    quoted: str
    source: str
    same: bool
    """Whether one name is the other, or a part of it; the same man may go by names that have no word in common."""


class Alignment(NamedTuple):
    """A passage that fits a quotation, and how."""

    passage: Passage
    words: tuple[int, int]
    """The words of the passage that the quotation covers, half-open."""
    score: float
    """Likeness of the quotation to those words, 0 to 1."""
    operations: tuple[Operation, ...] = ()
    before: str = ""
    """Words of the passage left off before the quotation."""
    after: str = ""
    """Words of the passage left off after the quotation."""
    narrators: tuple[Narrator, ...] = ()
    """The document's chain beside the passage's, from the compiler's side on; empty where the document names no narrator
    besides a companion."""


class Finding(NamedTuple):
    """One checked statement on a citation."""

    about: About
    code: str
    severity: Severity
    message: str
    span: Span | None = None
    """What it is about, when that is less or other than the quotation."""
    evidence: Mapping[str, Json] = MappingProxyType({})
    correction: str | None = None

    @property
    def name(self) -> str:
        """`about.code`, the key into `takhrij.codes.FINDINGS`."""
        return f"{self.about}.{self.code}"


class _Fields(NamedTuple):
    fragments: tuple[Fragment, ...]
    findings: tuple[Finding, ...]
    passages: Sequence[Alignment] = ()
    """The passages that fit, best first; those of a check are worked out when they are looked at."""
    more_passages: int = 0
    reasons: tuple[str, ...] = ()


class Citation(_Fields):
    """One act of quoting: its fragments, the passages that fit, the findings, and why it was taken for a quotation."""

    __slots__ = ()

    @property
    def more_passages(self) -> int:
        """How many more fit and are not listed: a number, or what the passages say when they are looked at."""
        return self[3] + getattr(self.passages, "more", 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Citation) and _items(self) == _items(other)

    def __hash__(self) -> int:
        return hash(_items(self))

    @property
    def quotation(self) -> Fragment:
        """The fragment quoted: the first that is neither chain, source nor translation, or else the first translation."""
        for others in (("isnad", "source", "translation"), ("isnad", "source")):
            for fragment in self.fragments:
                if fragment.kind not in others:
                    return fragment
        return self.fragments[0]


def _items(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record._fields)


class Report(NamedTuple):
    """What was found in one document."""

    citations: tuple[Citation, ...]
    length: int
    """Code points of the document."""
    sources: tuple[str, ...] = ()
    """The editions checked against, with their digests."""
    unchecked: tuple[str, ...] = ()
    """What could not be checked, in words."""

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values, with `schema_version`; `from_dict` reads it back.

        >>> report = Report(citations=(), length=0)
        >>> Report.from_dict(report.to_dict()) == report
        True
        """
        return {"schema_version": SCHEMA_VERSION, **to_json(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """A report from its JSON values.

        Raises:
            ValueError: the schema version is another, or a field is missing or of the wrong shape.
        """
        version = data.get("schema_version")
        if version != SCHEMA_VERSION:
            raise ValueError(f"schema_version is {version!r}; this program reads {SCHEMA_VERSION}")
        return from_json(cls, {key: value for key, value in data.items() if key != "schema_version"})


def is_record(kind: Any) -> bool:
    """Whether a type is that of a record."""
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")


def to_json(value: Any) -> Any:
    """A record as JSON values: records become objects, tuples become lists."""
    if is_record(type(value)):
        return {name: to_json(getattr(value, name)) for name in value._fields}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    return value


Record = TypeVar("Record")


def from_json(cls: type[Record], data: dict[str, Any]) -> Record:
    """A record of class `cls` from JSON values made by `to_json`.

    Raises:
        ValueError: a field is missing, unknown, or not of its shape.
    """
    hints = typing.get_type_hints(cls)
    if unknown := set(data) - set(hints):
        raise ValueError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
    try:
        return cls(**{name: _shaped(hints[name], item) for name, item in data.items()})
    except TypeError as problem:
        raise ValueError(f"{cls.__name__}: {problem}") from problem


def _shaped(hint: Any, value: Any) -> Any:
    if is_record(hint):
        if not isinstance(value, dict):
            raise ValueError(f"{hint.__name__} wants an object, not {value!r}")
        return from_json(hint, value)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (tuple, Sequence):
        if not isinstance(value, list):
            raise ValueError(f"a list is wanted, not {value!r}")
        alike = origin is Sequence or arguments[-1] is Ellipsis
        kinds = [arguments[0]] * len(value) if alike else list(arguments)
        if len(kinds) != len(value):
            raise ValueError(f"a list of {len(kinds)} is wanted, not {value!r}")
        return tuple(_shaped(kind, item) for kind, item in zip(kinds, value, strict=True))
    if type(None) in arguments:
        if value is None:
            return None
        inner = [argument for argument in arguments if argument is not type(None)]
        return _shaped(inner[0], value) if len(inner) == 1 else value
    return value
