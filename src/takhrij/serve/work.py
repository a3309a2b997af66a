"""What is done for a request, in a process of its own: checking a document, finding passages, telling the sources."""

from __future__ import annotations

import codecs
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from takhrij.check import stream
from takhrij.errors import ConfigError, InputError
from takhrij.library.library import Library
from takhrij.library.listing import value as listed
from takhrij.lookup import Shown, passage_id, value, written_out
from takhrij.model import SCHEMA_VERSION
from takhrij.namedtuple import NamedTuple
from takhrij.options import Options
from takhrij.report.document import Document, Rest
from takhrij.report.html import HtmlReport
from takhrij.report.json import dumps
from takhrij.report.links import links
from takhrij.report.text import TextReport
from takhrij.search import search
from takhrij.serve.settings import ANSWER, PASSAGES, Refusal
from takhrij.text.readers import format_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.report.document import Failure, Result


class Written(NamedTuple):
    """How a format is written: the media type of the answer, and the end of a file's name."""

    media: str
    suffix: str


FORMATS: Final = {
    "html": Written("text/html; charset=utf-8", "html"),
    "json": Written("application/json", "json"),
    "jsonl": Written("application/jsonl", "jsonl"),
    "csv": Written("text/csv; charset=utf-8", "csv"),
    "text": Written("text/plain; charset=utf-8", "txt"),
    "takhrij": Written("text/markdown; charset=utf-8", "md"),
    "sarif": Written("application/sarif+json", "sarif"),
    "annotations": Written("application/ld+json", "jsonld"),
    "github": Written("text/plain; charset=utf-8", "txt"),
    "accept": Written("application/toml", "toml"),
}
"""Every format of a report, those that are asked for most first."""
MODULES: Final = {"takhrij": "footnote"}
"""Of a format whose renderer has another name."""


class Work:
    """Does what is asked, with the sources that are loaded.

    Args:
        works: those to load beside the Qur'an; all when empty.
    """

    def __init__(self, works: tuple[str, ...] = ()) -> None:
        self._works = works
        self._library = Library.open(works)
        self._chosen = lru_cache(maxsize=1)(Library.open)  # of one choice at a time: each is 100 MB of address space

    def do(self, head: dict[str, Any], body: bytes) -> tuple[str, bytes]:
        """The media type and the content of an answer.

        Raises:
            Refusal: it is not done.
        """
        try:
            if head["do"] == "check":
                return self._check(head, body)
            done = {"search": self._search, "passage": self._passage, "sources": self._sources}[head["do"]]
            return FORMATS["json"].media, f"{dumps(done(head, body.decode()))}\n".encode()
        except InputError as problem:
            raise Refusal("input", str(problem)) from problem
        except ConfigError as problem:
            raise Refusal("not-found" if head["do"] != "check" else "choice", str(problem)) from problem

    def library(self, works: Iterable[str]) -> Library:
        """The library of some works, of all that are loaded when none is named."""
        wanted = tuple(works)
        return self._chosen(wanted) if wanted and wanted != self._works else self._library

    def _check(self, head: dict[str, Any], body: bytes) -> tuple[str, bytes]:
        library = self.library(head["works"])
        options = Options(explain=head["explain"], max_passages=head["max_passages"])
        source = read_bytes(body, format_of(head["name"]))
        report, rest, unchecked = stream(source, library=library, options=options)

        def failed(problem: Exception) -> Failure:
            raise problem

        remaining = Rest(rest, unchecked, failed) if rest is not None else None
        document = Document(head["name"], source.received, report, remaining, source)
        made = _joined(_rendered([document], head, library))
        return FORMATS["html" if head["format"] == "part" else head["format"]].media, made

    def _search(self, head: dict[str, Any], words: str) -> dict[str, Any]:
        found = search(self._library, words, min(head["limit"], PASSAGES))
        made = value(words, [Shown(each.passage) for each in found], None)
        for row, each in zip(made["passages"], found, strict=True):
            row["likeness"] = each.score
        return {**made, "not_loaded": [work.latin for work in self._library.not_loaded]}

    def _passage(self, head: dict[str, Any], reference: str) -> dict[str, Any]:
        named = passage_id(reference) or written_out(reference.strip())
        if named is None:
            if head["or_words"]:
                return self._search(head, reference)
            raise ConfigError("this names no passage: 4:59, bukhari:6018, or as people write it")
        library = self._library
        passage = library.passage(named)
        shown = Shown.of(library, passage, min(head["context"], PASSAGES))
        translations = [
            {
                "edition": each.id,
                "label": each.label,
                "text": library.translation(named, each.id),
                "note": _rights(each),
            }
            for each in library.editions
            if each.language != "ar" and each.work == passage.work
        ]
        [row] = value(reference, [shown], None)["passages"]
        return {
            "schema_version": SCHEMA_VERSION,
            "passage": row["passage"],
            "parts": [*passage.parts],
            "before": row["before"],
            "after": row["after"],
            "translations": [each for each in translations if each["text"]],
            "links": [each._asdict() for each in links(passage)],
        }

    def _sources(self, _head: dict[str, Any], _body: str) -> dict[str, Any]:
        made = listed(self._library, None)
        return {name: each for name, each in made.items() if name not in ("index", "problems")}


def _rights(edition: Any) -> str:
    return "" if edition.rights_verified else str(edition.licence_note or edition.licence)


def _rendered(results: list[Result], head: dict[str, Any], library: Library) -> Iterator[str]:
    name, explain = head["format"], head["explain"]
    if name in ("html", "part"):
        language = head["language"] if name == "part" else "en"
        report = HtmlReport(lambda identifier: library.neighbours(identifier, 1), explain=explain, language=language)
        return report.part(results) if name == "part" else report.render(results)
    if name == "text":
        return TextReport(explain=explain).render(results)
    pieces: Iterator[str] = import_module(f"takhrij.report.{MODULES.get(name, name)}").render(results)
    return pieces


def _joined(pieces: Iterator[str]) -> bytes:
    """An answer in one piece.

    Raises:
        Refusal: it has too many bytes.
    """
    encode, made = codecs.getincrementalencoder("utf-8")("replace").encode, bytearray()
    for piece in pieces:
        made += encode(piece)
        if len(made) > ANSWER:
            raise Refusal("memory", f"the report has more than {ANSWER / 1e6:.0f} MB: check the document in parts")
    return bytes(made)
