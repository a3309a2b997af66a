"""Commands of a GitHub workflow: each error and warning becomes an annotation on the line of the pull request.

A line of the output is a command of ours or none: what comes from a document cannot begin or end one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.report.document import Failure, ordered
from takhrij.report.json import path_text
from takhrij.report.lines import one_line
from takhrij.report.places import Places
from takhrij.report.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.model import Citation
    from takhrij.report.document import Result


def render(results: Iterable[Result]) -> Iterator[str]:
    """One line for each error and each warning, and for each document that could not be checked."""
    for result in results:
        failure: Failure | None
        if isinstance(result, Failure):
            failure = result
        else:
            places = Places(result.text, result.source)
            for citation in result.citations():
                yield from _commands(result.path, citation, places)
            failure = result.failure()
        if failure is not None:
            yield command(
                "error", f"could not be checked: {failure.message}", file=_file(failure.path), title="takhrij"
            )


def _commands(path: str, citation: Citation, places: Places) -> Iterator[str]:
    for finding in ordered(citation.findings):
        if finding.severity == "note":
            continue
        span = finding.span or citation.quotation.span
        start, end = places.at(span.start), places.at(span.end)
        message = finding.message
        if citation.passages and (label := citation.passages[0].passage.label) not in message:
            message += f" ({label})"
        if finding.correction:
            message += f"; correct to: {finding.correction}"
        place = {"file": _file(path)}
        if places.lined:
            place |= {"line": str(start.line), "endLine": str(end.line)}
            if start.line == end.line:
                place |= {"col": str(start.column), "endColumn": str(end.column)}
        else:
            message = f"{places.label(span.start)}: {message}"
        yield command(finding.severity, message, **place, title=f"takhrij {finding.name}")


def _file(path: str) -> str:
    """A path as the code host names the file: from the top of the repository, where the workflow runs."""
    return path.removeprefix("./")


def command(name: str, message: str, **properties: str) -> str:
    r"""One workflow command, in one line.

    >>> command("error", "a::b\n::set-env", file="x,y:z%.md")
    '::error file=x%2Cy%3Az%25.md::a::b ::set-env\n'
    """
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(one_line(message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(path_text(text))).replace(":", "%3A").replace(",", "%2C")
