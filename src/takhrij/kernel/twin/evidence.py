"""The evidence for and against a quotation: named features, from the marks, the words around, and the sources.

Each feature is a short readable name; `data/weights.json` gives each its weight for every kind, and `--explain` shows
those that counted most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from takhrij.find.candidate import Candidate
    from takhrij.find.document import Cue, Document
    from takhrij.resolve.references import ReferenceReader
    from takhrij.text.letters import Letters

LEAD: Final = 16
"""Words before a quotation that can introduce it."""
FAR: Final = 60
"""Words before those within which the text last spoke of the Qur'an or of hadith."""
AFTER: Final = 160
"""Code points after it in which a reference may begin."""
BEFORE: Final = 110
SKIPPED: Final = 24
BETWEEN: Final = " \t\r\n*_\"'«»“”„‘’﴾﴿)]}>.،,:;؛!؟?…-–—"
NEWLINE: Final = "\n"
DECORATION: Final = " \t\r\n*_>#-–—•\"'«“‘{(\\["
LATIN: Final = re.compile("[A-Za-z]")
DIGIT: Final = re.compile(r"\d")
WORD: Final = re.compile(r"\w+")
LEAST_LEAD: Final = 2
FOOTNOTE: Final = re.compile(r"[(\[{]\s*\d{1,4}\s*[)\]}]")
NUMBERED: Final = 40
"""Code points before a quotation in which a number may belong to a reference."""
VOWELS: Final = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def gather(document: Document, candidate: Candidate, letters: Letters, neighbours: frozenset[str]) -> None:
    """Fills in the candidate's evidence, but for that of references.

    Args:
        document: the document.
        candidate: what may be a quotation.
        letters: how words are folded.
        neighbours: the words (folded) whose presence right before a quotation is a feature.
    """
    text = document.text
    out = candidate.evidence
    _marks(text, candidate, out)
    _content(document, candidate, out)
    _lead(document, candidate, out)
    _above(document, candidate, out)
    if candidate.first:
        word = text[slice(*document.span(candidate.first - 1, candidate.first))]
        folded = letters.fold(word)
        out.append(f"word-before:{'number' if word.isdigit() else folded if folded in neighbours else '*'}")
    _matches(document, candidate, out)


def gather_references(document: Document, candidate: Candidate, reader: ReferenceReader) -> None:
    """Reads the references beside a candidate and adds their evidence."""
    text, out = document.text, candidate.evidence
    if _may_follow(document, candidate):
        candidate.after = reader.after(text, candidate.outer_end, AFTER)
    if _may_precede(document, candidate):
        low = max(0, candidate.outer_start - BEFORE)
        end = low + len(text[low : candidate.outer_start].rstrip(DECORATION))
        candidate.before = reader.before(text, end, BEFORE)
    for place, reference in (("after", next(iter(candidate.after), None)),
                             ("before", candidate.before[0][0] if candidate.before else None)):  # fmt: skip
        if reference is not None:
            out.append(f"{place}:{reference.kind}:{reference.certainty}")


def _may_follow(document: Document, candidate: Candidate) -> bool:
    """Whether a reference may follow: a bracket opens, or a word that begins references is next."""
    text = document.text
    at, most = candidate.outer_end, min(len(text), candidate.outer_end + SKIPPED)
    while at < most and text[at] in BETWEEN:
        at += 1
    if at < most and text[at] in "([{":
        return FOOTNOTE.match(text, at) is None
    token, _ = document.tokens(at, len(text))
    return any(cue.role in ("quran", "hadith") for cue in document.cues_between(token, token + 6)) or (
        at < most and text[at].isascii() and text[at].isalnum()
    )


def _may_precede(document: Document, candidate: Candidate) -> bool:
    """Whether a reference may lead up to the quotation: the words before name a surah or a collection, or have a number."""
    cues = document.cues_between(candidate.lead_start, candidate.first)
    if any((cue.role, cue.value) in (("quran", "noun"), ("hadith", "source")) for cue in cues):
        return True
    lead = document.text[max(0, candidate.outer_start - NUMBERED) : candidate.outer_start]
    return DIGIT.search(lead) is not None


def _marks(text: str, candidate: Candidate, out: list[str]) -> None:
    pair = candidate.pair
    out.append(f"mark:{pair.name if pair else 'none'}")
    before = text[max(0, candidate.outer_start - 4) : candidate.outer_start].rstrip(" *_\n\t>")
    sign = ":" if before.endswith(":") else "word" if before[-1:].isalnum() else "other"
    out.append(f"before-mark:{sign}")
    if candidate.cue is not None:
        cue = f"{candidate.cue[0]}-{candidate.cue[1]}"
        after = text[candidate.end : candidate.end + 3].lstrip(" .،*")
        out.append(f"cue:{cue}")
        out.append(f"cue-sign:{cue}:{sign}")
        out.append(
            f"cue-end:{cue}:{'line' if after[:1] in ('', NEWLINE) else 'bracket' if after[:1] in '([' else 'other'}"
        )
    line_start = text.rfind("\n", 0, candidate.outer_start) + 1
    head = text[line_start : candidate.outer_start].strip(" *_\t")
    if head in ("", ">", "-", "•"):
        out.append("line:alone" if not head else "line:listed")
    elif head.startswith("#"):
        out.append("line:heading")


def _content(document: Document, candidate: Candidate, out: list[str]) -> None:
    text = document.text[candidate.start : candidate.end]
    words = candidate.last - candidate.first
    size = "1" if words <= 1 else "2" if words == 2 else "3" if words == 3 else "4-5" if words < 6 else \
        "6-9" if words < 10 else "10-19" if words < 20 else "20-39" if words < 40 else "40+"  # fmt: skip
    out.append(f"words:{size}")
    vowels = sum(map(text.count, VOWELS))
    out.append(f"vowels:{'full' if vowels * 4 > len(text) else 'some' if vowels * 12 > len(text) else 'no'}")
    if len(LATIN.findall(text)) * 2 > len(text):
        out.append("script:latin")
    if DIGIT.search(text):
        out.append("has:digit")
    if text[-1:] in "؟?":
        out.append("ends:question")
    inside = document.cues_between(candidate.first, candidate.last)
    covered = sum(cue.end - cue.token for cue in inside if cue.role == "formula")
    if covered and covered * 10 >= words * 7:
        out.append("all:formula")
    for cue in inside[:3]:
        if cue.token - candidate.first <= 3 and cue.role != "formula":
            out.append(f"starts:{cue.role}-{cue.value}")
            break
    if any(cue.role == "hadith" and cue.value == "said" for cue in inside):
        out.append("inside:hadith-said")


def distance(words: int) -> str:
    """A number of words as one of a few sizes."""
    return "0" if words == 0 else "1-2" if words <= 2 else "3-6" if words <= 6 else "7+"


def _lead_cut(window: str) -> int:
    """Where in the text before a quotation its lead begins.

    The lead stays in its line; where the line has nothing but marks and a word or two, the line above belongs to it, and one
    that ends in a colon above an empty line.
    """
    line = window.rfind("\n")
    while line >= 0:
        head = window[line:]
        if len(WORD.findall(head)) > LEAST_LEAD:
            return line
        before = window[:line].rstrip(" \t\r\n*_>#-•")
        if window.count("\n", len(before), line + 1) > 1 and not before.endswith((":", "：")):
            return line
        line = window.rfind("\n", 0, len(before))
    return 0


def lead_of(document: Document, candidate: Candidate) -> list[Cue]:
    """The cues of the words that lead up to a candidate: in its paragraph, or above it when those end in a colon."""
    text = document.text
    first = max(0, candidate.first - LEAD)
    start = document.starts[first] if first < len(document.starts) else candidate.outer_start
    window = text[start : candidate.outer_start]
    cut = _lead_cut(window)
    if cut:
        first, _ = document.tokens(start + cut, candidate.outer_start)
    candidate.lead_start = min(first, candidate.first)
    return document.cues_between(candidate.lead_start, candidate.first)


def _lead(document: Document, candidate: Candidate, out: list[str]) -> None:
    nearest: dict[str, int] = {}
    last = ""
    for cue in lead_of(document, candidate):
        name = f"{cue.role}-{cue.value}"
        nearest[name] = candidate.first - cue.end
        if cue.role not in ("honorific", "formula"):
            last = name
    out.extend(f"lead:{name}:{distance(words)}" for name, words in nearest.items())
    if last:
        out.append(f"lead-last:{last}:{distance(nearest[last])}")
    else:
        out.append("lead-last:none")


def _above(document: Document, candidate: Candidate, out: list[str]) -> None:
    """What the text spoke of last before the words that lead up: the Qur'an or hadith; and what its heading speaks of."""
    for cue in reversed(document.cues_before(candidate.lead_start, FAR)):
        if cue.role in ("quran", "hadith"):
            out.append(f"far:{cue.role}")
            break
    else:
        out.append("far:none")
    role = document.heading(document.text.rfind("\n", 0, candidate.outer_start))
    if role:
        out.append(f"heading:{role}")


def _matches(document: Document, candidate: Candidate, out: list[str]) -> None:
    quran_end = document.store.quran_end
    seen: set[str] = set()
    for region in candidate.slot:
        kind = "quran" if region.src_start < quran_end else "hadith"
        if kind in seen:
            continue
        seen.add(kind)
        part = candidate.share(region)
        if part <= 0:
            continue
        level = "all" if part > 0.95 else "most" if part > 0.6 else "some" if part > 0.3 else "little"
        out.append(f"match:{kind}:{level}")
        weight = min(region.weight // 40, 6)
        out.append(f"match:{kind}:weight{weight}")
        if region.doc_start < candidate.first - 1 or region.doc_end > candidate.last + 1:
            out.append(f"match:{kind}:beyond")
    for kind in ("quran", "hadith"):
        if kind not in seen:
            out.append(f"match:{kind}:none")
