"""A component of spaCy, `nlp.add_pipe("takhrij")`: spans, their findings, and the report (docs/bridges.md)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from takhrij.check import check
from takhrij.extras import extra
from takhrij.options import Options


def component(nlp: Any, name: str, max_passages: int) -> Any:  # noqa: ARG001 (spaCy gives them)
    """What `add_pipe` makes; its one setting is `max_passages`."""

    def checked(doc: Any) -> Any:
        report = check(doc.text, options=Options(max_passages=max_passages))
        fragments = [fragment for citation in report.citations for fragment in citation.fragments]
        _split(doc, {offset for fragment in fragments for offset in fragment.span})
        spans = (doc.char_span(*each.span, label=each.kind, alignment_mode="expand") for each in fragments)
        doc.spans["takhrij"] = [*dict.fromkeys(spans)]
        doc._.takhrij = report.to_dict()
        return doc

    return checked


def _split(doc: Any, offsets: set[int]) -> None:
    with doc.retokenize() as retokenizer:
        for token in doc:
            first, end = token.idx, token.idx + len(token)
            if inner := sorted(offsets & {*range(first + 1, end)}):
                pieces = [token.text[low - first : high - first] for low, high in pairwise([first, *inner, end])]
                head = (token, 0) if token.head == token else token.head
                retokenizer.split(token, pieces, heads=[head, *[(token, 0)] * len(inner)])


def _findings(span: Any) -> list[dict[str, Any]]:
    place, citations = {"start": span.start_char, "end": span.end_char}, span.doc._.takhrij["citations"]
    return [
        told for one in citations if place in [each["span"] for each in one["fragments"]] for told in one["findings"]
    ]


_spacy = extra("spacy", "spacy")
_spacy.tokens.Doc.set_extension("takhrij", default={"citations": []}, force=True)
_spacy.tokens.Span.set_extension("takhrij", getter=_findings, force=True)
_spacy.Language.factory("takhrij", default_config={"max_passages": 10}, func=component)
