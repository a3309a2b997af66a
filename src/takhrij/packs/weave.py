"""Joins what packs say of a document's quotations with what the library says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.judge.deferred import Deferred
from takhrij.packs.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.model import Alignment, Citation, Finding
    from takhrij.packs.judge import InPack, PackJudge
    from takhrij.packs.quotations import Quotation

ALIKE: Final = 0.5
"""Share of both that a quotation and a citation have in common when they are of the same words."""
UNTRACED: Final = frozenset({"not-found", "no-source", "too-short"})
"""Codes on wording that leave open whose words they are."""
DIFFERENT: Final = frozenset({"altered", "joined"})
"""Codes on wording that a source gives way with to one that has the very words."""


def woven(citations: Iterator[Citation], text: str, judge: PackJudge) -> Iterator[Citation]:
    """The citations of a document, with what packs have of each, and those of what it quotes besides.

    Args:
        citations: what the library says, in order of place.
        text: the document.
        judge: judges against packs.
    """
    quoted = tuple(quotations(text))
    at = 0
    for citation in citations:
        start, end = citation.quotation.span
        while at < len(quoted) and quoted[at].end <= start:
            yield from _alone(text, quoted, quoted[at], judge)
            at += 1
        same = None
        while at < len(quoted) and quoted[at].start < end:
            one = quoted[at]
            common = min(one.end, end) - max(one.start, start)
            if common >= ALIKE * (one.end - one.start) and common >= ALIKE * (end - start):
                same = one
            elif one.end > end:
                break
            else:
                yield from _alone(text, quoted, one, judge, within=True)
            at += 1
        span = (start, end) if same is None else (same.start, same.end)
        yield joined(citation, judge.find(text, *span), text, judge)
    for one in quoted[at:]:
        yield from _alone(text, quoted, one, judge)


def _alone(
    text: str, quoted: tuple[Quotation, ...], one: Quotation, judge: PackJudge, *, within: bool = False
) -> Iterator[Citation]:
    made = judge.cite(text, quoted, one, within=within)
    if made is not None:
        yield made


def joined(citation: Citation, made: Sequence[InPack], text: str, judge: PackJudge) -> Citation:
    """A citation of the library's with what packs have of its words.

    A hadith whose words the library does not have, or has otherwise, is one of the pack that has them. What is said to be a
    verse is never taken for anything else: packs only add the passages that they have.
    """
    if not made:
        return citation
    best = made[0].found
    codes = {each.code for each in citation.findings if each.about == "wording"}
    better = bool(codes & UNTRACED) or (bool(codes & DIFFERENT) and best.verdict in ("exact", "spelling"))
    if citation.quotation.kind == "matn" and better and best.verdict != "joined":
        kept = [each for each in citation.findings if each.about not in ("wording", "extent", "grading")]
        own = judge.findings(text, _of(citation), None, made, 3)
        return citation._replace(findings=(*own, *kept), passages=tuple(judge.passages(text, made)), more_passages=0)
    if codes & UNTRACED:
        return citation
    graded = judge.gradings(made)
    findings: tuple[Finding, ...] = (*citation.findings, *graded)
    listed = [each for each in made if each.found.verdict in ("exact", "spelling")]
    if not listed:
        return citation._replace(findings=findings)
    return citation._replace(
        findings=findings,
        passages=Deferred(None, _both, citation.passages, text, tuple(listed), judge),
        more_passages=0,
    )


def _both(
    passages: Sequence[Alignment], text: str, listed: tuple[InPack, ...], judge: PackJudge
) -> tuple[tuple[Alignment, ...], int]:
    """The passages of the library, then those of packs."""
    return (*passages, *judge.passages(text, listed)), getattr(passages, "more", 0)


def _of(citation: Citation) -> Quotation:
    from takhrij.packs.quotations import Quotation

    start, end = citation.quotation.span
    return Quotation(start, end, start, end, "marks")
