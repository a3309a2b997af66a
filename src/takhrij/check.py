"""The whole way: text and library in, report out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from takhrij.find.chain import ChainReader
from takhrij.find.document import Document
from takhrij.find.find import Finder
from takhrij.judge.deferred import Deferred
from takhrij.judge.judge import Judge
from takhrij.library.library import Library
from takhrij.library.tables import read_table
from takhrij.model import Report
from takhrij.options import Options
from takhrij.resolve.references import ReferenceReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takhrij.model import Citation

WINDOW: Final = 1 << 19
"""Code points read at once; memory does not grow with the document beyond its own text and findings."""
MARGIN: Final = 6000
"""Code points before and after a window that are read with it, so that nothing is cut at its edges."""


class Checker:
    """Checks documents against one library with one set of options."""

    def __init__(self, library: Library, options: Options) -> None:
        self.library = library
        self.options = options
        store = library.store
        tables = store.tables
        openers = {row[0]: row[1] for row in read_table("chain_openers.tsv")}
        reader, chains = ReferenceReader(tables), ChainReader(tables.letters, store.names, openers)
        self.finder = Finder(tables, reader, chains, store.feature_weights)
        self.judge = Judge(store, store.names, options)

    def citations(self, text: str) -> Iterator[Citation]:
        """The citations of a text, in order of place."""
        for start in range(0, max(len(text), 1), WINDOW):
            low, high = max(0, start - MARGIN), min(len(text), start + WINDOW + MARGIN)
            whole = low == 0 and high == len(text)
            document = Document(text if whole else text[low:high], self.library.store)
            for found in self.finder.find(document, explain=self.options.explain):
                if start <= found.candidate.start + low < start + WINDOW:
                    citation = self.judge.cite(document.text, found)
                    yield citation if not low else _moved(citation, low)

    def report(self, text: str) -> Report:
        """The report on a text."""
        sources = tuple(f"{edition.label} (sha256 {edition.digest[:12]})" for edition in self.library.editions
                        if edition.language == "ar")  # fmt: skip
        return Report(tuple(self.citations(text)), len(text), sources, ())


def check(text: str, *, library: Library | None = None, options: Options | None = None) -> Report:
    """Find what a text quotes from the Qur'an and from hadith, trace it, and say what holds.

    Args:
        text: the document; every offset of the report counts its code points.
        library: the sources to check against; `Library.open()` without it.
        options: how to check.

    Raises:
        SourceError: a source is missing or changed, or the index cannot be built.

    >>> report = check("قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]")
    >>> [finding.name for finding in report.citations[0].findings]
    ['wording.exact', 'extent.whole', 'reference.right']
    """
    return _checker(library or _default_library(), options or Options()).report(text)


@lru_cache(maxsize=1)
def _default_library() -> Library:
    return Library.open()


@lru_cache(maxsize=4)
def _checker(library: Library, options: Options) -> Checker:
    return Checker(library, options)


def _moved(citation: Citation, by: int) -> Citation:
    """A citation whose offsets count from the start of the whole document."""
    from takhrij.model import Span

    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return citation._replace(
        fragments=tuple(each._replace(span=moved(each.span)) for each in citation.fragments),
        findings=tuple(each._replace(span=moved(each.span)) if each.span else each for each in citation.findings),
        passages=Deferred(len(citation.passages), lambda: tuple(
            each._replace(operations=tuple(step._replace(quoted=moved(step.quoted)) for step in each.operations))
            for each in citation.passages
        )),
    )  # fmt: skip
