"""`takhrij mcp`: a server for assistants that speak the Model Context Protocol, over standard input and output.

An assistant that is about to quote checks its text, looks a passage up, or finds one by its words. Every answer says what
it was checked against and what was not checked; nothing that is sent is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from takhrij import __version__
from takhrij.cli.exits import CLEAN
from takhrij.cli.streams import progress
from takhrij.errors import ConfigError, TakhrijError
from takhrij.extras import extra
from takhrij.library.library import Library
from takhrij.lookup import Shown, passage_id, value, written_out
from takhrij.report.document import ordered, verdict

if TYPE_CHECKING:
    import argparse

    from takhrij.model import Alignment, Citation, Finding, Passage

LONGEST: Final = 200_000
"""Code points of a text that is checked at once; an assistant's answer has a few thousand."""
MOST: Final = 50
"""Passages, and neighbours, of one answer."""
NAMED: Final = 5
"""Works that are not loaded, named in an answer; the others are counted."""
INSTRUCTIONS: Final = (
    "Checks quotations of the Qur'an and of hadith, in Arabic and in English, against the loaded sources, offline. Before "
    "quoting, find the passage "
    "with search or show and copy its words; after writing, run check on the whole text and correct what it finds. "
    "It says what the sources have; that no passage reads so does not say that none exists elsewhere. It gives no ruling. "
    "What an answer lists under `unchecked` was not checked: do not claim it was."
)


class Answers:
    """What the tools answer, as JSON values.

    Args:
        library: the sources.
        max_passages: how many of the passages that fit are listed for a quotation.
    """

    def __init__(self, library: Library, max_passages: int) -> None:
        self._library = library
        self._max_passages = max_passages
        self._sources = [f"{each.label} ({each.language})" for each in library.editions if each.language == "ar"]
        self._not_loaded = _not_loaded([work.latin for work in library.not_loaded])

    def check(self, text: str) -> dict[str, Any]:
        """The quotations of a text, with what holds of each.

        Raises:
            ConfigError: the text is too long.
        """
        from takhrij.check import check
        from takhrij.options import Options

        if len(text) > LONGEST:
            raise ConfigError(
                f"the text has {len(text):,} characters; at most {LONGEST:,} are checked at once: send it in parts"
            )
        report = check(text, library=self._library, options=Options(max_passages=self._max_passages))
        found = [finding.severity for citation in report.citations for finding in citation.findings]
        return {
            "quotations": [_citation(citation) for citation in report.citations],
            "errors": found.count("error"),
            "warnings": found.count("warning"),
            "checked_against": [*report.sources],
            "unchecked": [*report.unchecked],
        }

    def show(self, reference: str, context: int) -> dict[str, Any]:
        """A passage by its reference, with its neighbours.

        Raises:
            ConfigError: it names no passage, or its number is in a scheme that is not loaded.
        """
        named = passage_id(reference) or written_out(reference.strip())
        if named is None:
            raise ConfigError(
                f"{reference!r} names no passage: 4:59, bukhari:6018, or as people write it; search finds words"
            )
        shown = Shown.of(self._library, self._library.passage(named), min(max(context, 0), MOST))
        return self._passages(reference, [shown])

    def search(self, words: str, limit: int) -> dict[str, Any]:
        """The passages that have some words, the likeliest first."""
        from takhrij.search import search

        found = search(self._library, words, min(max(limit, 1), MOST))
        made = self._passages(words, [Shown(each.passage) for each in found])
        for passage, each in zip(made["passages"], found, strict=True):
            passage["likeness"] = each.score
        return made

    def _passages(self, query: str, shown: list[Shown]) -> dict[str, Any]:
        return {
            **value(query, shown, None),
            "searched": self._sources,
            "unchecked": self._not_loaded,
        }


def _not_loaded(names: list[str]) -> list[str]:
    more = f" and {len(names) - NAMED} more that are known" if len(names) > NAMED else ""
    return [f"works that are not loaded: {', '.join(names[:NAMED])}{more}"] if names else []


def _citation(citation: Citation) -> dict[str, Any]:
    top, quotation = verdict(citation), citation.quotation
    return {
        "kind": quotation.kind,
        "text": quotation.text,
        "start": quotation.span.start,
        "end": quotation.span.end,
        "stated": [fragment.text for fragment in citation.fragments if fragment.kind in ("source", "isnad")],
        "verdict": top.name if top is not None else "",
        "findings": [_finding(finding) for finding in ordered(citation.findings)],
        "passages": [_passage(found) for found in citation.passages],
        "more_passages": citation.more_passages,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    made = {"name": finding.name, "severity": finding.severity, "message": finding.message}
    return made if finding.correction is None else {**made, "correction": finding.correction}


def _passage(found: Alignment) -> dict[str, Any]:
    passage: Passage = found.passage
    return {
        "id": passage.id, "label": passage.label, "edition": passage.edition, "likeness": found.score,
        "words": passage.parts[1], "left_off_before": found.before, "left_off_after": found.after,
    }  # fmt: skip


def server(answers: Answers) -> Any:
    """The server with its three tools.

    Raises:
        ConfigError: the SDK is not installed.
    """
    kit = extra("mcp.server.mcpserver", "mcp")
    problem_of_tool = extra("mcp.server.mcpserver.exceptions", "mcp").ToolError
    hints = extra("mcp.types", "mcp").ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    made = kit.MCPServer("takhrij", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")

    def answered(answer: Any, *arguments: Any) -> dict[str, Any]:
        """An answer; what the program says of bad input is said to the assistant in one line."""
        try:
            told: dict[str, Any] = answer(*arguments)
        except TakhrijError as problem:
            raise problem_of_tool(str(problem)) from problem
        return told

    def check(text: str) -> dict[str, Any]:
        return answered(answers.check, text)

    def show(reference: str, context: int = 1) -> dict[str, Any]:
        return answered(answers.show, reference, context)

    def search(words: str, limit: int = 5) -> dict[str, Any]:
        return answered(answers.search, words, limit)

    told = {
        check: "Find every quotation of the Qur'an and of hadith in a text (in Arabic, or in English where it is presented as one), "
        "trace it, and say what holds: wording, "
        "extent, reference, collection, companion. Wrong wording comes with the source's words as `correction`. `text` is the whole "
        f"text, at most {LONGEST:,} characters, with the quotations as they will be shown.",
        show: "Show a verse, a run of verses or a hadith by its reference, verbatim, with `context` neighbours on each side and its "
        "numbers. `reference` is 4:59, 4:59-60, bukhari:6018, or as people write it: سورة النساء 59.",
        search: "Find the verses and hadiths that have some words, Arabic or English, or most of them, the likeliest first, "
        "`limit` at most. One whose "
        "`likeness` is not 1 has other words: do not quote it as if it had these.",
    }
    for tool, description in told.items():
        made.tool(description=description, annotations=hints)(tool)
    return made


def run(options: argparse.Namespace) -> int:
    """Serve until standard input ends."""
    extra("mcp", "mcp")  # said before an index is built
    library = Library.open(options.sources or (), progress=progress())
    server(Answers(library, options.max_passages)).run()
    return CLEAN
