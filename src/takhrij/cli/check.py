"""`takhrij check`: documents in, a report out."""

from __future__ import annotations

import os
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from takhrij.cli.exits import CLEAN, FAILED, FINDINGS
from takhrij.cli.inputs import documents, same_file
from takhrij.cli.streams import colored, complain, progress, width, write
from takhrij.codes import SEVERITIES
from takhrij.errors import ConfigError, InputError, SourceError, TakhrijError
from takhrij.report.document import Document, Failure, Rest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from takhrij.accepted import Accepted, Entry
    from takhrij.library.library import Library
    from takhrij.model import Passage
    from takhrij.packs.pack import Pack
    from takhrij.report.document import Result
    from takhrij.text.readers import Source


def run(options: argparse.Namespace) -> int:
    """Check every document, write the report, return the exit code."""
    if options.output is not None and same_file(options.output, options.inputs):
        raise ConfigError(f"--output {options.output} is one of the documents to check")
    outcome = _Outcome(options.fail_level)
    checker = _Checker(options, _accepted(options.accept))
    results = _begun(outcome.watch(_results(options, checker)))
    write(_rendered(results, options, checker), options.output)
    for line in checker.unmet():
        complain(line)
    if outcome.failed:
        return FAILED
    return FINDINGS if outcome.found and not options.exit_zero else CLEAN


def _begun(results: Iterator[Result]) -> Iterator[Result]:
    """The same results, the first document's made now: a wrong option or source is known before a report begins."""
    made: list[Result] = []
    for result in results:
        made.append(result)
        if isinstance(result, Document):
            break
    return chain(made, results)


def _accepted(files: list[str]) -> Accepted | None:
    """What somebody accepts.

    Raises:
        ConfigError: a file cannot be read, or is no such file.
    """
    if not files:
        return None
    import tomllib
    from pathlib import Path

    from takhrij.accepted import Accepted, entries

    found: list[Entry] = []
    for name in files:
        try:
            found += entries(tomllib.loads(Path(name).read_text(encoding="utf-8")), name)
        except OSError as problem:
            raise ConfigError(f"{name}: {problem.strerror or problem}") from problem
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            raise ConfigError(f"{name}: not TOML in UTF-8: {problem}") from problem
    return Accepted(found)


def _rendered(results: Iterator[Result], options: argparse.Namespace, checker: _Checker) -> Iterator[str]:
    if options.format == "json":
        from takhrij.report.json import render
    elif options.format == "jsonl":
        from takhrij.report.jsonl import render
    elif options.format == "takhrij":
        from takhrij.report.footnote import render
    elif options.format == "csv":
        from takhrij.report.csv import render
    elif options.format == "sarif":
        from takhrij.report.sarif import render
    elif options.format == "annotations":
        from takhrij.report.annotations import render
    elif options.format == "github":
        from takhrij.report.github import render
    elif options.format == "accept":
        from takhrij.report.accept import render
    elif options.format == "html":
        from takhrij.report.html import HtmlReport

        return HtmlReport(checker.neighbours, explain=options.explain).render(results)
    else:
        from takhrij.report.terminal import Paper
        from takhrij.report.text import TextReport

        stream = sys.stdout if options.output is None else None
        paper = Paper(width(stream), color=colored(options.color, stream))
        context = checker.neighbours if options.context else None
        return TextReport(paper, explain=options.explain, context=context).render(results)
    return render(results)


class _Outcome:
    """Notes, while results pass by, whether one failed and whether one has findings at the level."""

    def __init__(self, level: str) -> None:
        self._counted = SEVERITIES[: [*SEVERITIES].index(level) + 1]  # type: ignore[arg-type]
        self.failed = self.found = False

    def watch(self, results: Iterator[Result]) -> Iterator[Result]:
        for result in results:
            if isinstance(result, Failure):
                self._fail(result)
            elif not self.found:
                findings = (finding for citation in result.report.citations for finding in citation.findings)
                self.found = any(finding.severity in self._counted for finding in findings)
            yield result
            if isinstance(result, Document) and result.rest is not None:  # it was rendered, and so gone through
                self.found = self.found or not result.rest.severities.isdisjoint(self._counted)
                if (failure := result.failure()) is not None:
                    self._fail(failure)

    def _fail(self, failure: Failure) -> None:
        self.failed = True
        complain(f"{failure.path}: {failure.message}")


def _results(options: argparse.Namespace, checker: _Checker) -> Iterator[Result]:
    """Each document checked. The library is opened for the first one that can be read."""
    for path, source in documents(options.inputs, options.stdin_filename, options.output):
        if isinstance(source, InputError):
            yield Failure(path, "input", str(source))
            continue
        yield checker.check(path, source)


BY_DAMAGE: Final = (IndexError, KeyError, ValueError)
"""What numbers of a damaged index may lead to."""


class _Checker:
    def __init__(self, options: argparse.Namespace, accepted: Accepted | None) -> None:
        self._given = options
        self._accepted = accepted
        self._library: Library | None = None
        self._packs: dict[str, Any] = {}

    def _opened(self) -> Library:
        if self._library is None:
            from takhrij.library.library import Library

            self._library = Library.open(self._given.sources or (), progress=progress())
            if self._given.packs:  # nothing of packs is loaded where none is asked for
                from takhrij.packs.shelf import Shelf

                shelf = Shelf()
                packs: list[Pack] = [shelf.open(name) for name in dict.fromkeys(self._given.packs)]
                self._packs = {"packs": packs, "grader": self._given.grader}
        return self._library

    def neighbours(self, identifier: str) -> tuple[list[Passage], list[Passage]]:
        """The passages before and after one, as many as are asked for; one on each side unless it was said."""
        if identifier.startswith("pack:"):
            return self._neighbours_in_pack(identifier)
        return self._opened().neighbours(identifier, self._given.context or 1)

    def _neighbours_in_pack(self, identifier: str) -> tuple[list[Passage], list[Passage]]:
        _, name, passage = identifier.split(":", 2)
        for pack in self._packs.get("packs", ()):
            if pack.name == name:
                return pack.neighbours(passage, self._given.context or 1)  # type: ignore[no-any-return]
        return [], []

    def unmet(self) -> Iterator[str]:
        """What was accepted and not found, a line each."""
        for entry in self._accepted.unmet() if self._accepted is not None else ():
            yield f"accepted by {entry.who} and not found any more: {entry.finding} of {entry.fragment} ({entry.reason})"

    def check(self, path: str, source: Source) -> Result:
        from takhrij.check import stream
        from takhrij.options import Options

        library = self._opened()
        chosen = Options(explain=self._given.explain, max_passages=self._given.max_passages)

        def failed(problem: Exception) -> Failure:
            broken = library.store.index.damaged() if isinstance(problem, BY_DAMAGE) else []
            if broken:
                raise SourceError(
                    f"the index {library.index_path} is damaged ({', '.join(broken)}); remove it, and it is built anew"
                ) from problem
            return _failure(path, problem)

        try:
            report, rest, unchecked = stream(source, library=library, options=chosen, **self._packs)
        except Exception as problem:  # noqa: BLE001 (said of the document, or raised again)
            return failed(problem)
        if self._accepted is not None:
            report = report._replace(citations=tuple(map(self._accepted.told, report.citations)))
            rest = map(self._accepted.told, rest) if rest is not None else None
        remaining = Rest(rest, unchecked, failed) if rest is not None else None
        return Document(path, source.received, report, remaining, source)


def _failure(path: str, problem: Exception) -> Failure:
    """What is said of a document that could not be checked.

    Raises:
        ConfigError, SourceError: not the document's fault; the next one would fail alike.
    """
    if isinstance(problem, ConfigError | SourceError) or os.environ.get("TAKHRIJ_DEBUG"):
        raise problem
    if isinstance(problem, TakhrijError):
        return Failure(path, "input" if isinstance(problem, InputError) else "internal", str(problem))
    return Failure(path, "internal", f"internal error, please report it: {type(problem).__name__}: {problem}")
