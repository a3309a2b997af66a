"""The whole way: text and library in, report out."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from takhrij.codes import ACCEPT
from takhrij.collector import HeldBack
from takhrij.find.chain import ChainReader
from takhrij.find.chain_latin import LatinNames
from takhrij.find.document import Document
from takhrij.find.find import Finder
from takhrij.judge.judge import Judge
from takhrij.library.library import Library
from takhrij.library.tables import read_table
from takhrij.model import Citation, Report, Span
from takhrij.namedtuple import NamedTuple
from takhrij.options import Options
from takhrij.resolve.references import ReferenceReader
from takhrij.unchecked import Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.find.attach import Found
    from takhrij.model import FragmentKind
    from takhrij.packs.pack import Pack
    from takhrij.text.readers import Source

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
        latin = LatinNames(store.names, ((row[0], row[1]) for row in read_table("chain_latin.tsv")))
        reader, chains = ReferenceReader(tables), ChainReader(("", *store.names.arabic), latin)
        self.finder = Finder(tables, reader, chains, store.feature_weights)
        self.judge = Judge(store, store.names, options)

    def found(self, text: str, first: int = 0, stop: int | None = None) -> Iterator[list[Found]]:
        """The quotations of a text, in order of place, a window at a time; offsets count from the start of the text.

        Args:
            text: the document, or a stretch of it.
            first: where the first window begins; what lies before is read for the sake of its edge only.
            stop: where the last window ends at the latest; the end of the text without it.
        """
        reached = 0  # the end of the last quotation: at the edge of two windows, the first one's reading holds
        for start in range(first, max(len(text), 1) if stop is None else stop, WINDOW):
            low, high = max(0, start - MARGIN), min(len(text), start + WINDOW + MARGIN)
            whole = start == 0 and len(text) <= WINDOW
            document = Document(text if whole else text[low:high], self.library.store)
            part = range(start - low, start - low + WINDOW)
            found = self.finder.find(document, part, explain=self.options.explain)
            if not whole:
                for each in found:
                    _move(each, low)
                found = [
                    each
                    for each in found
                    if reached <= each.candidate.start < start + WINDOW and each.candidate.end > start
                ]
            if found:
                reached = found[-1].candidate.end
            yield found

    def windows(self, text: str) -> Iterator[list[Citation]]:
        """The citations of a text, in order of place, a window at a time."""
        for found in self.found(text):
            yield [self.judge.cite(text, each) for each in found]

    def stated(self, text: str) -> Iterator[Citation]:
        """The quotations of a text as it presents them, unjudged."""
        for found in self.found(text):
            for each in found:
                span = Span(each.candidate.start, each.candidate.end)
                kind: FragmentKind = "ayah" if each.kind == "ayah" else "matn"
                if each.rendering is not None:
                    kind = "translation"
                yield Citation(self.judge.fragments(text, span, each, kind), (), reasons=each.reasons)

    @property
    def sources(self) -> tuple[str, ...]:
        """The editions checked against, with their digests."""
        return tuple(
            f"{edition.label} (sha256 {edition.digest[:12]})"
            for edition in self.library.editions
            if edition.language == "ar"
        )

    def stream(self, text: str) -> Stream:
        """The report on a text, of a long one only the first part worked out."""
        windows = self.windows(text)
        first = next(windows)
        unchecked = Unchecked(text, self.library.store.tables)
        for citation in first:
            unchecked.add(citation)
        report = Report(tuple(first), len(text), self.sources, unchecked.lines())
        return Stream(report, chain.from_iterable(windows) if len(text) > WINDOW else None, unchecked)


class Stream(NamedTuple):
    """The report on the first part of a text, and the rest as it is found: a long text's need not be held at once."""

    report: Report
    rest: Iterator[Citation] | None
    """The citations that follow, as they are found; `None` when the report has them all."""
    unchecked: Unchecked
    """What could not be checked, once the rest was added to it."""


def check(
    text: str | Source, *, library: Library | None = None, options: Options | None = None, packs: Sequence[Pack] = (),
    grader: str = "",
) -> Report:  # fmt: skip
    """Find what a text quotes from the Qur'an and from hadith, trace it, and say what holds.

    Args:
        text: the document; every offset of the report counts its code points. Of a document that `takhrij.read` has
            read, those of its text as received.
        library: the sources to check against; `Library.open()` without it.
        options: how to check.
        packs: the user's own sources to check against as well (`takhrij.packs.shelf.Shelf`).
        grader: of the gradings that packs have, whose are told; everybody's without it.

    Raises:
        TypeError: `text` is neither.
        SourceError: a source is missing or changed, or the index cannot be built.

    >>> report = check("قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]")
    >>> [finding.name for finding in report.citations[0].findings]
    ['wording.exact', 'extent.whole', 'reference.right']
    """
    _require_text(text)
    library = library or _default_library()
    with HeldBack():
        made = stream(text, library=library, options=options or Options(), packs=packs, grader=grader)
        if made.rest is None:
            return made.report
        rest = tuple(made.rest)
    for citation in rest:
        made.unchecked.add(citation)
    return made.report._replace(citations=made.report.citations + rest, unchecked=made.unchecked.lines())


def find(text: str | Source, *, library: Library | None = None, options: Options | None = None) -> tuple[Citation, ...]:
    """Find what a text quotes from the Qur'an and from hadith, and where it says that stands; judge nothing.

    A citation comes for each that `check` reports, in order of place, with its typed fragments as the text presents
    them: the quotation (`ayah` or `matn`), its chain (`isnad`), the references stated for it (`source`). Its findings and
    passages are empty.

    Args:
        text: the document, as for `check`; every span counts its code points.
        library: the sources; `Library.open()` without it.
        options: how to find.

    Raises:
        TypeError: `text` is neither.
        SourceError: a source is missing or changed, or the index cannot be built.

    >>> text = "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]"
    >>> [citation] = find(text)
    >>> [(fragment.kind, text[fragment.span.start : fragment.span.end]) for fragment in citation.fragments]
    [('ayah', 'إن مع العسر يسرا'), ('source', 'الشرح: 6')]
    """
    _require_text(text)
    checker = _checker(library or _default_library(), options or Options())
    with HeldBack():
        if isinstance(text, str):
            return tuple(checker.stated(text))
        return tuple(_received(checker.stated(text.text), text))


def stream(
    text: str | Source, *, library: Library, options: Options, packs: Sequence[Pack] = (), grader: str = ""
) -> Stream:
    """As `check`, for a reader that lets go of each citation when it has read it: memory does not grow with the text.

    Raises:
        SourceError: a source is missing or changed.
    """
    made = _streamed(_checker(library, options), text, packs, options, grader)
    received = text if isinstance(text, str) else text.received
    return _accepting(made, received) if ACCEPT in received else made


def _accepting(made: Stream, received: str) -> Stream:
    """The report on a document with marks that accept findings."""
    from takhrij.accepted import InText

    marks = InText(received)
    citations = tuple(map(marks.told, made.report.citations))
    made.unchecked.at_the_end(marks.unmet)
    report = made.report._replace(citations=citations, unchecked=made.unchecked.lines())
    return Stream(report, None if made.rest is None else map(marks.told, made.rest), made.unchecked)


def _streamed(checker: Checker, text: str | Source, packs: Sequence[Pack], options: Options, grader: str) -> Stream:
    """The report, marks that accept findings left aside."""
    made = checker.stream(text if isinstance(text, str) else text.text)
    if packs:
        made = _with_packs(made, text if isinstance(text, str) else text.text, packs, options, grader)
    if isinstance(text, str):
        return made
    made.unchecked.note(text.unchecked)
    report = made.report._replace(
        citations=tuple(_received(iter(made.report.citations), text)),
        length=len(text.received),
        unchecked=made.unchecked.lines(),
    )
    return Stream(report, None if made.rest is None else _received(made.rest, text), made.unchecked)


def _with_packs(made: Stream, text: str, packs: Sequence[Pack], options: Options, grader: str) -> Stream:
    """The report on a text with what packs have of its quotations."""
    from takhrij.packs.judge import PackJudge
    from takhrij.packs.weave import woven

    judge = PackJudge(packs, options.max_passages, grader, explain=options.explain)
    made.unchecked.graded = judge.graded
    report = made.report._replace(
        citations=(), sources=(*made.report.sources, *(pack.source for pack in packs)), unchecked=made.unchecked.lines()
    )
    citations = woven(chain(made.report.citations, made.rest or ()), text, judge)
    if made.rest is None:
        return made._replace(report=report._replace(citations=tuple(citations)))
    return made._replace(report=report, rest=citations)


def _received(citations: Iterator[Citation], source: Source) -> Iterator[Citation]:
    """Citations whose spans count the text as received."""
    offsets = None if source.reading is None else source.reading.offsets
    if offsets is None:
        return citations
    from takhrij.received import as_received

    return (as_received(citation, offsets) for citation in citations)


def _require_text(text: object) -> None:
    if not isinstance(text, str) and not hasattr(text, "received"):
        raise TypeError(f"text must be str or a Source, not {type(text).__name__}; decode bytes first")


@lru_cache(maxsize=1)
def _default_library() -> Library:
    return Library.open()


@lru_cache(maxsize=4)
def _checker(library: Library, options: Options) -> Checker:
    return Checker(library, options)


def _move(found: Found, by: int) -> None:
    """Makes the offsets of a quotation, found in a window, count from the start of the whole document."""
    candidate = found.candidate
    candidate.start += by
    candidate.end += by
    candidate.outer_start += by
    candidate.outer_end += by
    if found.translation is not None:
        found.translation = Span(found.translation.start + by, found.translation.end + by)
    if found.chain is not None:
        found.chain = found.chain._replace(start=found.chain.start + by, end=found.chain.end + by)
    if found.references:  # most have none
        found.references = [
            each._replace(span=Span(each.span.start + by, each.span.end + by)) for each in found.references
        ]
