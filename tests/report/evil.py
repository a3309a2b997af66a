"""A made-up report in which every text tries to be more than words: sources, findings and names too."""

from __future__ import annotations

from takhrij.model import Alignment, Citation, Finding, Fragment, Number, Passage, Report, Span
from takhrij.report.document import Document, Failure

EVIL = (
    '</mark></div></style></title><script>document.title="owned"</script><img src=x onerror="document.title=1">'
    '<iframe src="https://example.org"></iframe><style>*{display:none}</style>{{ 7*7 }}{% raw %}" onload="x" '
    "=HYPERLINK(1) ::error::x\r\n::set-env name=a::b\n##[error]x\n[link](javascript:x) {0} %0A "
    "\x1b[31m\x1b]0;t\x07\x9b\x00\u202eevil\u202c\u2066\u2069\u2028 قال"
)
PATH = '=cmd|" /C calc"!A0\x1b[2J\u202e\n::error::x,y:z%<img src=x onerror=alert(1)>\udce9.md'


def evil() -> list[Document | Failure]:
    """Documents of hostile text, by a hostile name, with reports whose every text is hostile."""
    text = f"{EVIL}\n\n«{EVIL}» {EVIL}"
    start = text.index("«") + 1
    span = Span(start, start + len(EVIL))
    passage = Passage("x:1", "bukhari", EVIL, EVIL, (Number("abd-al-baqi", '1"><script>'),), EVIL, EVIL, EVIL)
    citation = Citation(
        (Fragment("matn", span, EVIL), Fragment("source", span, EVIL)),
        (
            Finding("wording", "altered", "error", EVIL, None, {}, EVIL),
            Finding("reference", "wrong", "warning", EVIL, span),
        ),
        (Alignment(passage, (0, 1), 0.9, before=EVIL, after=EVIL), Alignment(passage, (0, 1), 0.8)),
        3,
        (EVIL,),
    )
    report = Report((citation,), len(text), (EVIL,), (EVIL,))
    return [Document(PATH, text, report), Failure(PATH, "input", EVIL)]
