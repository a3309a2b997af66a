"""What a request asks for: JSON or a form, held to one shape. What is said of a wrong one repeats nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from takhrij.namedtuple import NamedTuple
from takhrij.serve.settings import PASSAGES, WORDS, Refusal
from takhrij.text.readers import format_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from starlette.datastructures import FormData

Format = Literal["html", "json", "jsonl", "csv", "text", "takhrij", "sarif", "annotations", "github", "accept"]
FIELDS: Final = 40
"""Fields of a form."""


class Question(BaseModel):
    """Base of what is sent: nothing but the fields that are named."""

    model_config = ConfigDict(extra="forbid")


Q = TypeVar("Q", bound=Question)


class ToCheck(Question):
    """A text to check, and how to write the report."""

    text: str = Field(description="the document, as text")
    filename: str = Field(
        "text", max_length=300, description="what to call it in the report; its end tells the format (.md, .html)"
    )
    format: Format = Field("json", description="the format of the report")
    sources: list[str] = Field(
        [], max_length=20, description="check against these works beside the Qur'an, not against all"
    )
    explain: bool = Field(False, description="also say why a passage was taken for a quotation")
    max_passages: int = Field(10, ge=1, le=1000, description="list at most so many passages that fit a quotation")


def _like(name: str) -> Any:
    return ToCheck.model_fields[name]


class ToCheckFile(Question):
    """A form: a file of any format, or a text. Its other fields are those of `ToCheck`, and told as they are there."""

    file: bytes = Field(
        b"", description="the document; the end of its name tells the format", json_schema_extra={"format": "binary"}
    )
    text: str = Field("", description="or the document as text")
    format: Format = _like("format")
    sources: list[str] = _like("sources")
    explain: bool = _like("explain")
    max_passages: int = _like("max_passages")


class ToSearch(Question):
    """Words to find."""

    words: str = Field(min_length=1, max_length=WORDS, description="words in Arabic or English, or a reference")
    limit: int = Field(10, ge=1, le=PASSAGES)


class Asked(NamedTuple):
    """A document to check."""

    body: bytes
    head: dict[str, Any]
    plain: bool
    """Whether it is text."""
    fields: Mapping[str, str]
    """What else a form has."""


class InMemory(MultiPartParser):
    """Keeps files in memory: their size is limited already, and nothing that is sent is to be on disk."""

    spool_max_size = 1 << 40


def read_json(kind: type[Q], body: bytes) -> Q:
    """A question from JSON.

    Raises:
        Refusal: it has another shape.
    """
    try:
        return kind.model_validate_json(body)
    except ValidationError as problem:
        raise Refusal("request", said(problem)) from None


def said(problem: ValidationError) -> str:
    """What is wrong, in a line: fields of ours by name, those of others not.

    >>> try:
    ...     ToSearch.model_validate_json('{"words": "a", "secret": 1}')
    ... except ValidationError as problem:
    ...     said(problem)
    'Extra inputs are not permitted'
    """
    first = problem.errors(include_input=False, include_url=False, include_context=False)[0]
    known = {*ToCheck.model_fields, *ToCheckFile.model_fields, *ToSearch.model_fields}
    names = [str(each) for each in first["loc"] if each in known]  # the name of an unknown field is what somebody sent
    told = "not valid JSON" if first["type"] == "json_invalid" else str(first["msg"])
    return f"{'.'.join(names)}: {told}" if names else told


async def form(request: Request) -> FormData:
    """The fields of a form, files in memory.

    Raises:
        Refusal: it is no form, or damaged.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            most = len(await request.body())
            parser = InMemory(
                request.headers, request.stream(), max_files=1, max_fields=FIELDS, max_part_size=most
            )  # fmt: skip
            return await parser.parse()
        if kind == "application/x-www-form-urlencoded":
            return await FormParser(request.headers, request.stream()).parse()
    except (MultiPartException, KeyError, ValueError, AttributeError, UnicodeError):
        raise Refusal("request", "the form is damaged, or has too many fields") from None
    raise Refusal("type", "send application/json or multipart/form-data")


async def to_check(request: Request) -> Asked:
    """The document that a request sends.

    Raises:
        Refusal: there is none, or the request has another shape.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        asked = read_json(ToCheck, await request.body())
        return _asked(asked, _bytes(asked.text), asked.filename, {})
    fields = await form(request)
    file = fields.get("file")
    name, body = "text", b""
    if file is not None and not isinstance(file, str) and (file.filename or file.size):
        name, body = (file.filename or "text")[-300:], await file.read()
    values: dict[str, Any] = {
        key: str(value)
        for key, value in fields.items()
        if key in ToCheck.model_fields and key not in ("sources", "text")
    }
    text = fields.get("text")
    if not body and isinstance(text, str):
        name, body = "text", _bytes(text)
    others = {key: value for key, value in fields.items() if key in ("part", "format") and isinstance(value, str)}
    if unknown := {*fields} - {*ToCheck.model_fields, *others, "file"}:
        raise Refusal("request", f"{len(unknown)} fields of the form are not known")
    try:
        sources = [each for each in fields.getlist("sources") if isinstance(each, str)]
        asked = ToCheck.model_validate({**values, "filename": name, "text": "", "sources": sources})
    except ValidationError as problem:
        raise Refusal("request", said(problem)) from None
    return _asked(asked, body, name, others)


def _asked(asked: ToCheck, body: bytes, name: str, fields: Mapping[str, str]) -> Asked:
    name = name.replace("\\", "/").rpartition("/")[2] or "text"
    head = {
        "do": "check", "name": name, "works": sorted({*asked.sources}), "format": asked.format, "explain": asked.explain,
        "max_passages": asked.max_passages,
    }  # fmt: skip
    return Asked(body, head, format_of(name) == "text", fields)


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Refusal("request", "text: half a character (a lone surrogate)") from None
