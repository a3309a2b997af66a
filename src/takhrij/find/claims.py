"""What the document presents as quotations, with the references beside each.

The kernel finds and weighs the stretches between marks and after introducers. Here those are added that a reference in
brackets follows, chains and references within the marks are set apart, and the references beside them add their evidence.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from takhrij.find.candidate import Candidate
from takhrij.find.later import behind_translation
from takhrij.find.tags import tag_pairs
from takhrij.kernel import AS_REFERENCE, HAS_SAID, MAY_FOLLOW, NEVER, UNSUPPORTED, WORK_BEFORE
from takhrij.library.features import AFTER_FIELD, CERTAINTIES, mark_names
from takhrij.library.layout import KINDS
from takhrij.resolve.beginnings import HADITH
from takhrij.text.patterns import rarely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.find.chain import ChainReader
    from takhrij.find.document import Document
    from takhrij.library.tables import Tables
    from takhrij.resolve.record import Reference
    from takhrij.resolve.references import ReferenceReader

TRIMMED: Final = " \t\r\n\u00a0*_~\"'«»“”„‘’﴾﴿{}()[]<>|`.…،,:;؛-–—ﷺﷻ"
"""What no quotation begins or ends with."""
LONGEST: Final = 2000
"""Code points of a quotation without marks before its reference."""
SHORTEST_REFERENCE, LONGEST_REFERENCE = 6, 120
"""Code points of a bracket that holds a reference and nothing else."""
NUMBERED: Final = re.compile(r"[^\W\d].*\d|\d.*[^\W\d]|\d\s*[:/]\s*\d", re.DOTALL)
"""A reference in brackets has a word and a number, or two numbers."""
DIGIT: Final = re.compile(r"\d")
ENCLOSED_AT_END: Final = r"[(\[]([^()\[\]]{3,100})[)\]]?[\"'»”}\s.]*$"
PAIR: Final = r"\d:\Z"
VERSE_NUMBER: Final = r"\d{1,3}(?:[-–]\d{1,3})?\s?[)\]]?\s?:"
"""The number of a verse, behind that of its surah and a colon, and the colon that leads from it to the words."""
CLOSING: Final = "\"'»”﴾}’"
SAID: Final = ("hadith", "said")
WITHIN_SAID: Final = 45
"""Words within which "he said" may end a chain that stands inside the marks."""
TO_COLON: Final = 40
HONORIFIC: Final = "صلى الله عليه وسلم"
WORK_REACH: Final = 60
"""Code points before marks in which a work is named to whose words a colon leads."""
AFTER: Final = 160
"""Code points after a quotation in which a reference may begin."""
BRACKET: Final = 2
WIDTH: Final = 13
CODES: Final = 64
NO_CODE: Final = 0xFFFF


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the marks, spaces and full stops at its ends."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return start, end


class ClaimFinder:
    """Finds what documents present as quotations.

    Args:
        tables: the data tables.
        reader: reads references.
        chains: reads chains.
    """

    def __init__(self, tables: Tables, reader: ReferenceReader, chains: ChainReader) -> None:
        numbers = {name: number for number, name in enumerate(mark_names(tables))}
        self.tags = {word: numbers[f"tag-{kind}"] for word, kind in tables.tags.items()}
        self.brackets = frozenset(numbers[mark.name] for mark in tables.marks if mark.use == "bracket")
        self.reader = reader
        self.chains = chains

    def candidates(self, document: Document, weights: bytes, *, everything: bool = False) -> list[Candidate]:
        """What may be a quotation, weighed, in no particular order.

        Args:
            document: the document.
            weights: those of features, as the kernel reads them.
            everything: whether the hopeless ones are kept too, and the codes of features with each.
        """
        pairs = document.marked = self._pairs(document)
        rows, codes = document.scan.claims(pairs.tobytes(), weights, everything)
        changed = array("I")
        kept: list[Candidate] = []
        inner: dict[tuple[int, int], Candidate] = {}
        for candidate in _candidates(document, rows, codes):
            if candidate.flags & AS_REFERENCE and self._is_reference(document.text, candidate):
                continue
            led = candidate.flags & HAS_SAID and self._past_lead(document, candidate)
            if not candidate.mark and document.text[candidate.start].isdigit():
                led = self._past_number(document, candidate) or led
            if (candidate.mark and self._before_reference(document, candidate)) or led:
                changed.extend(_stretch(candidate))
                inner[candidate.start, candidate.end] = candidate
            else:
                kept.append(candidate)
        document.referred = array("I", self._referred(document, pairs))
        changed += document.referred
        if changed:
            for made in _candidates(document, *document.scan.weigh(changed.tobytes(), weights)):
                before = inner.get((made.start, made.end))
                if before is not None:
                    made.inner_chain, made.inner = before.inner_chain, before.inner
                kept.append(made)
        numbers = memoryview(weights).cast("i")
        if not everything:
            kept = _hopeful(kept, numbers)
        for candidate in kept:
            if candidate.flags & (MAY_FOLLOW | UNSUPPORTED | WORK_BEFORE):  # beside others there are none
                self._add_references(document, candidate, numbers)
        return kept

    def foreign(self, document: Document, weights: bytes, stretches: Sequence[int]) -> list[Candidate]:
        """What may be a quotation and has no word in Arabic letters, in no particular order; asked for after `candidates`.

        Args:
            document: the document.
            weights: those of features, as the kernel reads them.
            stretches: further rows of start, end, outer start, outer end, mark and cue.
        """
        found = _candidates(document, document.scan.claims(document.marked.tobytes(), weights, True)[0], b"")
        more = document.referred + array("I", stretches)
        if more:
            found += _candidates(document, document.scan.weigh(more.tobytes(), weights)[0], b"")
        kept = [
            each for each in found if each.ayah <= NEVER and each.mark not in self.brackets
            and not (each.flags & AS_REFERENCE and self._is_reference(document.text, each))
        ]  # fmt: skip
        for each in kept:
            if each.flags & MAY_FOLLOW:
                each.after = self.reader.after(document.text, each.outer_end, AFTER)
        return kept

    def codes(self, document: Document, candidates: Sequence[Candidate], weights: bytes) -> list[tuple[int, ...]]:
        """The codes of the features of candidates, those of references included."""
        stretches = array("I")
        for candidate in candidates:
            stretches.extend(_stretch(candidate))
        found = []
        for made, candidate in zip(
            _candidates(document, *document.scan.weigh(stretches.tobytes(), weights)), candidates, strict=True
        ):
            found.append((*made.codes, *reference_codes(candidate)))
        return found

    def _pairs(self, document: Document) -> array[int]:
        """The pairs of marks and tags of a document in order of place, six numbers each."""
        pairs = array("I", document.scan.pairs)
        if "<" in document.text and (tags := tag_pairs(document.text, self.tags)):
            rows = sorted([*_rows(pairs, 6), *tags], key=lambda pair: (pair[0], -pair[3]))
            pairs = array("I", [number for row in rows for number in row])
        return pairs

    def _referred(self, document: Document, pairs: array[int]) -> Iterator[int]:
        """The sentence or line before a reference that stands alone in brackets, as stretches to weigh."""
        text = document.text
        rows = list(zip(pairs[::6].tolist(), pairs[3::6].tolist(), pairs[5::6].tolist(), strict=True))
        brackets = [
            (start, end)
            for start, end, use in rows
            if use == BRACKET
            and SHORTEST_REFERENCE <= end - start <= LONGEST_REFERENCE
            and DIGIT.search(text, start, end)
        ]
        if not brackets:
            return
        taken = [(start, end) for start, end, use in rows if use != BRACKET]
        starts = [start for start, _ in taken]
        for start, end in brackets:
            behind = _before_bracket(text, start)
            if _inside(taken, starts, start) or _inside(taken, starts, behind - 1):  # it is of what the marks enclose
                continue
            if not NUMBERED.search(text, start + 1, end - 1):
                continue
            for reference in self.reader.read(text, start, end):
                if reference.enclosed:
                    yield from self._sentence_before(text, reference, taken, starts)

    def _sentence_before(
        self, text: str, reference: Reference, taken: Sequence[tuple[int, int]], starts: Sequence[int]
    ) -> Iterator[int]:
        end = _before_bracket(text, reference.span.start)
        low = max(0, end - LONGEST)
        found = max(text.rfind(mark, low, end) for mark in "\n:»)")
        if found < 0 and low > 0:
            return
        start, end = trimmed(text, found + 1, end)
        if start < end and not _inside(taken, starts, end - 1):
            yield from (start, end, start, end, 0, KINDS["reference", reference.kind])

    def _is_reference(self, text: str, candidate: Candidate) -> bool:
        """Whether marks hold a reference and nothing else: {سورة النساء، الآية 19}."""
        references = self.reader.read(text, candidate.outer_start, candidate.outer_end)
        return (
            bool(references)
            and references[0].span.start <= candidate.start
            and references[-1].span.end >= candidate.end
        )

    def _past_lead(self, document: Document, candidate: Candidate) -> bool:
        """Where marks hold a chain and then the words, the quotation begins at the words."""
        text = document.text
        for cue, after in document.cues_of(SAID, candidate.first, min(candidate.last, candidate.first + WITHIN_SAID)):
            end = document.ends[after - 1]
            colon = text.find(":", end, min(candidate.end, end + TO_COLON))
            if colon < 0 or any(char.isalnum() for char in text[end:colon].replace(HONORIFIC, "")):
                continue
            start, stop = trimmed(text, colon + 1, candidate.end)
            first, last = document.tokens(start, stop) if stop > start else (0, 0)
            if last <= first:
                return False
            if cue - candidate.first > 2 and self.chains.within(document, candidate.start, end) is None:
                return False
            candidate.inner_chain = (candidate.start, colon + 1)
            candidate.start, candidate.end, candidate.first, candidate.last = start, stop, first, last
            return True
        return False

    @staticmethod
    def _past_number(document: Document, candidate: Candidate) -> bool:
        """Where the colon that introduces words is that of "49:13", they begin behind the number and the next colon."""
        text = document.text
        number = rarely(VERSE_NUMBER).match(text, candidate.start, candidate.end)
        if number is None or not rarely(PAIR).search(text, max(0, candidate.start - 4), candidate.start):
            return False
        start, stop = trimmed(text, number.end(), candidate.end)
        first, last = document.tokens(start, stop) if stop > start else (0, 0)
        if last <= first:
            return False
        candidate.start, candidate.end, candidate.first, candidate.last = start, stop, first, last
        candidate.outer_start = start
        return True

    def _before_reference(self, document: Document, candidate: Candidate) -> bool:
        """Where marks hold the words and then their reference in brackets, the quotation ends before it."""
        text = document.text
        if text[candidate.end : candidate.end + 1] not in ")]" and text[candidate.end - 1] not in ")]":
            return False
        closed = rarely(ENCLOSED_AT_END).search(
            text, max(candidate.start, candidate.end - LONGEST_REFERENCE), candidate.outer_end
        )
        if (
            closed is None
            or closed.end() < candidate.end
            or text[candidate.start : closed.start()].rstrip()[-1:] in CLOSING
        ):
            return False
        references = self.reader.read(text, closed.start(), closed.end())
        if not references or not references[0].enclosed or references[0].certainty == "weak":
            return False
        start, end = trimmed(text, candidate.start, closed.start())
        first, last = document.tokens(start, end) if end > start else (0, 0)
        if last <= first:
            return False
        candidate.end, candidate.last, candidate.inner = end, last, references
        return True

    def _add_references(self, document: Document, candidate: Candidate, weights: memoryview) -> None:
        """Reads the references beside a candidate and adds their evidence; what one gives as its words is a quotation of it."""
        text = document.text
        doubtful = not candidate.kind or candidate.flags & UNSUPPORTED
        led = (
            doubtful
            and candidate.mark
            and candidate.flags & WORK_BEFORE
            and self._work_leads(text, candidate.outer_start)
        )
        if candidate.flags & MAY_FOLLOW:
            candidate.after = self.reader.after(text, candidate.outer_end, AFTER)
        given: Reference | None = None
        ruled_out = candidate.ayah <= NEVER  # it has no word in Arabic
        if candidate.mark and candidate.after and _is_given(text, candidate.after[0]):
            given = candidate.after[0]
        elif candidate.flags & UNSUPPORTED and all(reference.certainty == "weak" for reference in candidate.after):
            given = behind_translation(self.reader, text, candidate.outer_end)
            if given is None:
                candidate.ayah = candidate.matn = NEVER
        if candidate.after:
            for code in reference_codes(candidate):
                candidate.ayah += weights[2 * code]
                candidate.matn += weights[2 * code + 1]
        if (given is not None or led) and not candidate.kind and not ruled_out:
            if given is not None and given.kind == "quran":
                candidate.ayah = 1
            else:
                candidate.matn = 1

    def _work_leads(self, text: str, pos: int) -> bool:
        """Whether a colon leads from the name of a work of hadith to `pos`: what stands there is given as its words."""
        low = max(0, pos - WORK_REACH)
        end = low + len(text[low:pos].rstrip())
        if not text[low:end].endswith(":"):
            return False
        found = self.reader.before(text, end - 1, end - 1 - low, HADITH)
        named = [each for each in found[:1] if each.kind == "hadith" and each.certainty != "weak"]
        return any(not text[each.span.end : end - 1].strip() for each in named)


def _is_given(text: str, reference: Reference) -> bool:
    """Whether a bracket right behind marks holds a sure reference: what is in the marks is then given as a quotation of it."""
    return reference.certainty == "strong" and text[reference.span.start - 1] in "([{"


def reference_codes(candidate: Candidate) -> Iterator[int]:
    """The codes of the features of the references beside a candidate."""
    if candidate.after:
        kind = 0 if candidate.after[0].kind == "quran" else 1
        yield AFTER_FIELD << 8 | kind * len(CERTAINTIES) + CERTAINTIES.index(candidate.after[0].certainty)


def _hopeful(candidates: list[Candidate], weights: memoryview) -> list[Candidate]:
    """Those that may still be quotations, whatever reference follows; of many, only "he said" within made them worth a look."""
    codes = range(AFTER_FIELD << 8, (AFTER_FIELD << 8) + 2 * len(CERTAINTIES))
    ayah, matn = (-max(0, *(weights[2 * code + kind] for code in codes)) for kind in (0, 1))
    kept = []
    for each in candidates:
        if each.ayah <= 0 and each.matn <= 0:
            if not each.flags & (MAY_FOLLOW | WORK_BEFORE):
                continue
            given = each.mark or each.flags & UNSUPPORTED  # a reference may settle it, whatever speaks against it
            if not given and each.ayah <= ayah and each.matn <= matn:
                continue
        kept.append(each)
    return kept


def _candidates(document: Document, rows: bytes, codes: bytes) -> list[Candidate]:
    """The candidates of the kernel's rows."""
    found = [Candidate(document, row) for row in _rows(memoryview(rows).cast("i").tolist(), WIDTH)]
    if codes:
        features = memoryview(codes).cast("H").tolist()
        for at, made in enumerate(found):
            made.codes = tuple(code for code in features[at * CODES : (at + 1) * CODES] if code != NO_CODE)
    return found


def _rows(numbers: Sequence[int], width: int) -> Iterator[tuple[int, ...]]:
    return zip(*[iter(numbers)] * width, strict=True)


def _stretch(candidate: Candidate) -> tuple[int, ...]:
    return (candidate.start, candidate.end, min(candidate.start, candidate.outer_start),
            max(candidate.end, candidate.outer_end), candidate.mark, candidate.cue)  # fmt: skip


def _before_bracket(text: str, at: int) -> int:
    """Where the sentence ends before a reference in brackets that begins at a place."""
    while at > 0 and text[at - 1] in "([{ \t*.":
        at -= 1
    return at


def _inside(taken: Sequence[tuple[int, int]], starts: Sequence[int], at: int) -> bool:
    """Whether a place is within marks; only a few nest."""
    place = bisect_right(starts, at)
    return any(low < at < high for low, high in taken[max(0, place - 3) : place])
