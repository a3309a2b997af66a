"""A document and a name that try to be more than words, wherever a report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij import check
from takhrij.report.document import Document, Failure

if TYPE_CHECKING:
    from takhrij.library.library import Library
    from takhrij.report.document import Result

TEXT: Final = (
    '=HYPERLINK("http://example.org")\n::error::no\n\x1b[31mred\x1b[0m \u202eturned\u202c {0} [link](http://example.org)\n'
    "<script>document.title = 'run'</script><style>body{display:none}</style><iframe src='http://example.org'></iframe>\n"
    "<img src=x onerror=\"document.title = 'run'\">\n\n"
    "قال تعالى: ﴿إن الله مع <script>document.title = 'run'</script> المحسنين والصادقين\u202e﴾ [البقرة: 153]\n\n"
    "قال رسول الله ﷺ: «إنما الأعمال بالنيات» رواه <b onclick=alert(1)>أبو داود</b>\n"
)
"""Wrong on purpose: the verse is not worded so."""
NAME: Final = "=a\x1b[2J\n::set-output name=x::y<script>\u202e'\"{1}].md"


def hostile(library: Library) -> list[Result]:
    """The document under a hostile name, and one that could not be read."""
    report = check(TEXT, library=library)
    assert any(finding.severity != "note" for citation in report.citations for finding in citation.findings)
    return [Document(NAME, TEXT, report), Failure(NAME, "input", f"no such {TEXT}")]
