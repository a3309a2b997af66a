"""Bilingual articles in five layouts: every slip that was planted is found, and nothing else is flagged.

bilingual/contents.json has the articles; each is laid out in five ways, and a golden file holds every finding of each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from takhrij import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.library.library import Library
    from takhrij.model import Citation

FOLDER = Path(__file__).parent / "bilingual"
ARTICLES: dict[str, Any] = json.loads((FOLDER / "contents.json").read_text(encoding="utf-8"))["articles"]


def lines(quoted: dict[str, str]) -> str:
    return f'{quoted["intro"]} {quoted["arabic"]} "{quoted["english"]}." [{quoted["reference"]}]'


def paragraphs(quoted: dict[str, str]) -> str:
    return f"{quoted['intro']}\n\n{quoted['arabic']}\n\n**{quoted['english']}.** [{quoted['reference']}]"


def english_first(quoted: dict[str, str]) -> str:
    return f"{quoted['intro']} “{quoted['english']}” ({quoted['arabic']}) [{quoted['reference']}]"


def alone(quoted: dict[str, str]) -> str:
    return f'{quoted["intro"]} "{quoted["english"]}" ({quoted["reference"]})'


def rows(articles: list[dict[str, str]]) -> str:
    table = "".join(
        f"| {each['intro']} {each['arabic']} | {each['english']} | {each['reference']} |\n"
        for each in articles if each["arabic"]
    )  # fmt: skip
    rest = "\n\n".join(alone(each) for each in articles if not each["arabic"])
    return f"| quoted | meaning | source |\n|---|---|---|\n{table}\n{rest}"


def footnotes(articles: list[dict[str, str]]) -> str:
    words, notes = [], []
    for number, each in enumerate(articles, 1):
        if each["arabic"]:
            words.append(f"{each['intro']} {each['arabic']}[^{number}]")
            notes.append(f"[^{number}]: {each['reference']}: “{each['english']}.”")
        else:
            words.append(alone(each))
    return "\n\n".join([*words, "\n".join(notes)])


def each(layout: Callable[[dict[str, str]], str]) -> Callable[[list[dict[str, str]]], str]:
    return lambda articles: "\n\n".join((layout if one["arabic"] else alone)(one) for one in articles)


LAYOUTS = {
    "lines": each(lines), "paragraphs": each(paragraphs), "english-first": each(english_first), "table": rows,
    "footnotes": footnotes,
}  # fmt: skip


def laid_out(name: str, layout: str) -> str:
    article = ARTICLES[name]
    return f"# On {name}\n\n{article['opening']}\n\n{LAYOUTS[layout](article['quotations'])}\n"


def of(citation: Citation) -> list[str]:
    """What is flagged of a citation."""
    return [each.name for each in citation.findings if each.severity != "note"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ARTICLES)
def test_every_slip_and_nothing_else(
    name: str, layout: str, library: Library, golden: Callable[[Path, str], None]
) -> None:
    text = laid_out(name, layout)
    citations = check(text, library=library).citations
    for citation in citations:
        assert all(text[each.span.start : each.span.end] == each.text for each in citation.fragments)
    quotations = ARTICLES[name]["quotations"]
    assert len(citations) == len(quotations)
    for citation, quoted in zip(citations, quotations, strict=True):
        by_kind = {each.kind: each.text for each in citation.fragments}
        assert by_kind["translation"] == quoted["english"].rstrip("?.")
        assert by_kind["source"] in quoted["reference"]
        assert {*quoted["planted"]} <= {each.name for each in citation.findings}
        assert {*of(citation)} <= {*quoted["planted"]}
    shown = "".join(
        f"{citation.quotation.kind} {citation.quotation.text}\n"
        + "".join(f"  {each.severity} {each.name}: {each.message}\n" for each in citation.findings)
        for citation in citations
    )
    golden(FOLDER / f"{name}-{layout}.findings", shown)
