"""Random documents with random reports on them: whatever the model allows, with the characters that cause trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from takhrij.codes import FINDINGS, SEVERITIES
from takhrij.model import (
    Alignment,
    Citation,
    Finding,
    Fragment,
    FragmentKind,
    Number,
    Operation,
    OperationKind,
    Passage,
    Report,
    Span,
)
from takhrij.report.document import Document

if TYPE_CHECKING:
    from takhrij.codes import About

TROUBLE = (
    "\x00\x1b[31m\x1b]0;title\x07\x9b1m\r\n\t\v\f\x1c\x85\u2028\u2029\ufeff\u200b\u200c\u200d\u200e\u200f\u061c\u00ad"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u06dd\u0600\U000e0041\ufff9\ufffb\U0001f33f水ﷺﷲ۞َّٰ«»﴿﴾()"
)
characters = st.one_of(
    st.sampled_from(TROUBLE), st.sampled_from("ابتثج هو "), st.sampled_from("abc 12:"), st.characters(codec="utf-8")
)
texts = st.text(characters, max_size=40)
spaced = st.one_of(texts, st.lists(texts, max_size=30).map(" ".join), texts.map(lambda text: text * 50))
fragment_kinds: st.SearchStrategy[FragmentKind] = st.sampled_from(get_args(FragmentKind))
operation_kinds: st.SearchStrategy[OperationKind] = st.sampled_from(get_args(OperationKind))
scores = st.floats(0, 1)
values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    start = draw(st.integers(0, length))
    return Span(start, draw(st.integers(start, length)))


@st.composite
def findings(draw: st.DrawFn, length: int) -> Finding:
    about, code = draw(st.sampled_from([name.split(".") for name in FINDINGS]))
    known: About = about  # type: ignore[assignment]
    return Finding(
        known, code, draw(st.sampled_from(SEVERITIES)), draw(spaced), draw(st.none() | spans(length)),
        draw(st.dictionaries(texts, values, max_size=3)), draw(st.none() | spaced),
    )  # fmt: skip


numbers = st.builds(Number, texts, texts, st.booleans())
words = st.tuples(st.integers(0, 99), st.integers(0, 99))
passages = st.builds(
    Passage, texts, texts, texts, texts, st.lists(numbers, max_size=3).map(tuple), spaced, texts, texts, words
)


@st.composite
def alignments(draw: st.DrawFn, text: str) -> Alignment:
    operations = []
    for kind in draw(st.lists(operation_kinds, max_size=4)):
        span = draw(spans(len(text)))
        operations.append(Operation(kind, span, draw(words), text[span.start : span.end], draw(spaced)))
    return Alignment(draw(passages), draw(words), draw(scores), tuple(operations), draw(spaced), draw(spaced))


@st.composite
def citations(draw: st.DrawFn, text: str) -> Citation:
    fragments = []
    for kind in draw(st.lists(fragment_kinds, min_size=1, max_size=3)):
        span = draw(spans(len(text)))
        fragments.append(Fragment(kind, span, text[span.start : span.end]))
    return Citation(
        tuple(fragments),
        tuple(draw(st.lists(findings(len(text)), max_size=3))),
        tuple(draw(st.lists(alignments(text), max_size=3))),
        draw(st.integers(0, 99)),
        tuple(draw(st.lists(texts, max_size=2))),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(spaced)
    report = Report(
        tuple(draw(st.lists(citations(text), max_size=3))), len(text),
        tuple(draw(st.lists(texts, max_size=2))), tuple(draw(st.lists(texts, max_size=2))),
    )  # fmt: skip
    return Document(draw(texts), text, report)
