"""What a person fills in to accept findings: an entry for each error and warning (`takhrij.accepted`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from takhrij.accepted import digest
from takhrij.report.document import Failure, ordered
from takhrij.report.json import path_text
from takhrij.report.lines import one_line
from takhrij.report.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.report.document import Result


def render(results: Iterable[Result]) -> Iterator[str]:
    """Pieces of a TOML file; its reasons are empty, and it is refused until they are filled in."""
    yield "# Findings to accept: keep the entries that you accept, say why and who you are, and give the file to --accept.\n"
    for result in results:
        if isinstance(result, Failure):
            continue
        places = Places(result.text, result.source)
        for citation in result.citations():
            for finding in ordered(citation.findings):
                if finding.severity == "note":
                    continue
                place = f"{path_text(result.path)}:{places.label(citation.quotation.span.start)}"
                yield f"\n# {one_line(place)}: {one_line(finding.message)}\n# {one_line(citation.quotation.text)}\n"
                yield f'[[accept]]\nfragment = "{digest(citation.quotation.text)}"\n'
                yield f'finding = {json.dumps(finding.name)}\nreason = ""\nwho = ""\n'
