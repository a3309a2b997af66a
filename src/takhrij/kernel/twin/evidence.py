"""The evidence for and against a claim: its marks, its words, what leads up to it, and what of it the sources have."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.claims import (
    AS_REFERENCE,
    HAS_SAID,
    LEAD_KIND,
    MAY_FOLLOW,
    OF_READING,
    UNSUPPORTED,
    VERSE_BEFORE,
    WORK_BEFORE,
)
from takhrij.kernel.twin.cues import (
    CITED,
    FORMULA,
    HADITH,
    HADITH_NOUN,
    HADITH_SAID,
    HONORIFIC,
    NO_KIND,
    QURAN_NOUN,
    READING,
    SOURCE,
    SURAH,
    role_of,
)
from takhrij.kernel.twin.document import NEIGHBOUR_OF_CLAIM, NOTHING
from takhrij.kernel.twin.features import Features, Field
from takhrij.kernel.twin.support import is_supported, settle_for_certain
from takhrij.kernel.twin.tokens import ARABIC, DIGIT

if TYPE_CHECKING:
    from takhrij.kernel.twin.claims import Claim
    from takhrij.kernel.twin.document import Document
    from takhrij.kernel.twin.features import Weights

LEAD: Final = 16
"""Words before a quotation that can introduce it."""
FAR: Final = 60
"""Words before those within which the text last spoke of the Qur'an or of hadith."""
REFERENCE_WORDS: Final = 24
"""Of the longest reference that may stand between marks."""
FOLLOW: Final = 12
"""Words behind it within which the text may say what it is."""
SKIPPED: Final = 24
"""Code points between a quotation and what may be its reference."""
SOON: Final = 6
"""Words after it within which its reference begins."""
BEFORE: Final = 170
"""Code points before it in which a reference may lead up to it."""
NUMBERED: Final = 40
"""Code points before it in which a number may belong to a reference."""
COVERED: Final = 7
"""Tenths of the words that formulas cover when it is nothing but a formula."""
BEGINNING: Final = 3
"""Words within which a cue begins it, and cues of which one may."""
WITHIN_SAID: Final = 45
"""Words within which "he said" may end a chain that stands inside the marks."""
SAID_TO_COLON: Final = 40
"""Code points from "he said" to the colon behind it."""
LEAST_LEAD: Final = 2
"""Words of a line that lead up to nothing by themselves."""
HEADING_LINES: Final = 8
HEADING_REACH: Final = 400
FOOTNOTE_DIGITS: Final = 4
HEAVIEST: Final = 6
OF_REFERENCE: Final = 6
"""Features there are of a reference behind a claim."""
NEVER: Final = -(1 << 28)
"""Evidence that nothing outweighs."""
NEAR: Final = 2
"""A distance up to which a cue says whose the words are."""
NUMBER_BEFORE: Final = 254
OTHER_WORD: Final = 255
NO_LEAD: Final = 255

EMPHASIS: Final = " *_\n\t>"
LINE_MARKS: Final = " *_\t"
LIST_MARKS: Final = (">", "-", "•")
HEADING_MARKS: Final = " \t->*•"
DECORATION: Final = " \t\r\n*_>#-•"
AFTER_MARKS: Final = " .،*"
LEADING: Final = " :/([-،,"
"""What may stand between the number of a verse and what leads up to it."""
LED: Final = 3
"""Code points of it."""
BETWEEN: Final = " \t\r\n*_\"'«»“”„‘’﴾﴿)]}>.،,:;؛!؟?…-–—"
COLONS: Final = (":", "：")
MOST_DECORATION: Final = 64
"""Marks and spaces at the beginning of a line that are looked through."""

SIZES: Final = (2, 3, 4, 6, 10, 20, 40)
SHARES: Final = (30, 60, 95)
"""Hundredths of the words."""
VOWELS: Final = re.compile("[\u064b-\u0652]")
LATIN: Final = re.compile("[A-Za-z]")


def weigh(document: Document, claim: Claim, weights: Weights) -> Features:
    """Gathers the features of a claim, and fills in what they say, its flags and where its lead begins."""
    out = Features()
    claim.flags = 0
    out.add(Field.CLAIM, 0)
    out.add(Field.DOCUMENT_MARKS, document.usage * 2 + (claim.mark != 0))
    _of_marks(document, claim, out)
    _of_words(document, claim, out)
    _of_lead(document, claim, out)
    _of_above(document, claim, out)
    _of_sources(document, claim, out)
    _of_follow(document, claim, out)
    if _may_follow(document, claim):
        claim.flags |= MAY_FOLLOW
    claim.flags |= _may_precede(document, claim)
    if not is_supported(document, claim, out):
        claim.flags |= UNSUPPORTED
    claim.verse, claim.hadith = weights.sums(out)
    settle_for_certain(document, claim, out)
    if claim.flags & UNSUPPORTED and not claim.flags & (MAY_FOLLOW | WORK_BEFORE):
        claim.verse = claim.hadith = NEVER
    # What has no word in Arabic letters no source that is loaded can have.
    if not any(word.kind == ARABIC for word in document.tokens.words[claim.first : claim.last]):
        claim.verse = claim.hadith = NEVER
    return out


def is_hopeful(claim: Claim, weights: Weights) -> bool:
    """Whether the evidence can speak for a quotation.

    That is with what a reference that may follow can say, or once a chain within the marks is set apart.
    """
    best = max(claim.verse, claim.hadith)
    if claim.flags & MAY_FOLLOW:
        best += weights.most(Field.AFTER, OF_REFERENCE)
    given = claim.mark and claim.flags & (MAY_FOLLOW | WORK_BEFORE)
    return best > 0 or bool(claim.flags & HAS_SAID) or bool(given)


def _of_marks(document: Document, claim: Claim, out: Features) -> None:
    sign = _sign_before(document, claim.outer_start)
    out.add(Field.MARK, claim.mark)
    out.add(Field.BEFORE_MARK, sign)
    if claim.cue != NO_KIND:
        out.add(Field.CUE, claim.cue)
        out.add(Field.CUE_SIGN, claim.cue * 3 + sign)
        out.add(Field.CUE_END, claim.cue * 3 + _end(document, claim.end))
    start = document.line_start(claim.outer_start)
    head = document.stripped_start(start, min(claim.outer_start, start + MOST_DECORATION), LINE_MARKS)
    end = document.stripped_end(head, claim.outer_start, LINE_MARKS)
    first = document.char_at(head)
    if head == end:
        out.add(Field.LINE, 0)
    elif end == head + 1 and first in LIST_MARKS:
        out.add(Field.LINE, 1)
    elif first == "#":
        out.add(Field.LINE, 2)


def _sign_before(document: Document, start: int) -> int:
    """0 after a colon, 1 after a word, 2 after anything else."""
    before = document.text[max(start - 4, 0) : start].rstrip(EMPHASIS)[-1:]
    return 0 if before == ":" else 1 if before in document.word_characters else 2


def _end(document: Document, end: int) -> int:
    """0 where the line ends, 1 where a bracket opens, 2 before anything else."""
    at = document.stripped_start(end, end + 3, AFTER_MARKS)
    following = document.char_at(at)
    if at >= end + 3 or following in (NOTHING, "\n"):
        return 0
    return 1 if following in "([" else 2


def _of_words(document: Document, claim: Claim, out: Features) -> None:
    text = document.text[claim.start : claim.end]
    words = claim.last - claim.first
    out.add(Field.WORDS, bisect_right(SIZES, words))
    vowels = len(VOWELS.findall(text))
    out.add(Field.VOWELS, 2 if vowels * 4 > len(text) else 1 if vowels * 12 > len(text) else 0)
    if len(LATIN.findall(text)) * 2 > len(text):
        out.add(Field.CONTENT, 0)
    if not document.digits.isdisjoint(text):
        out.add(Field.CONTENT, 1)
    if text[-1:] in ("?", "؟"):
        out.add(Field.CONTENT, 2)
    cues = document.cues_between(claim.first, claim.last)
    begins = [cue.kind for cue in cues[:BEGINNING] if cue.role != FORMULA and cue.token - claim.first <= BEGINNING]
    if begins:
        out.add(Field.STARTS, begins[0])
    if words <= REFERENCE_WORDS and cues and cues[0].token == claim.first and cues[0].kind in (SURAH, SOURCE, CITED):
        claim.flags |= AS_REFERENCE
    said = [cue for cue in cues if cue.kind == HADITH_SAID]
    for cue in said:
        end = document.cue_end(cue)
        soon = document.text[end : min(claim.end, end + SAID_TO_COLON)]
        if cue.token < claim.first + WITHIN_SAID and ":" in soon:
            claim.flags |= HAS_SAID
    covered = sum(cue.length for cue in cues if cue.role == FORMULA)
    if covered and covered * 10 >= words * COVERED:
        out.add(Field.CONTENT, 3)
    if said:
        out.add(Field.CONTENT, 4)


def _of_lead(document: Document, claim: Claim, out: Features) -> None:
    """The cues of the words that lead up to a claim, with how far each is, and the last of them."""
    first = max(claim.first - LEAD, 0)
    start = document.tokens.starts[first] if document.ids else claim.outer_start
    line = _lead_from(document, start, claim.outer_start) if start < claim.outer_start else start
    if line > start:
        first, _ = document.tokens_in(line, claim.outer_start)
    claim.lead_start = min(first, claim.first)
    distances: dict[int, int] = {}
    last: int | None = None
    for cue in document.cues_between(claim.lead_start, claim.first):
        kind = cue.kind & 63
        distances[kind] = _distance(claim.first - cue.end)
        if role_of(kind) not in (HONORIFIC, FORMULA):
            last = kind
    for kind, distance in sorted(distances.items()):
        out.add(Field.LEAD, kind * 4 + distance)
    out.add(Field.LEAD_LAST, NO_LEAD if last is None else last * 4 + distances[last])
    if READING in distances:
        claim.flags |= OF_READING
    if last is not None and distances[last] <= NEAR:
        claim.flags |= last + 1 << LEAD_KIND


def _lead_from(document: Document, start: int, end: int) -> int:
    """The place at which the lead begins.

    It stays in its line; where that has nothing but marks and a word or two, the line above belongs to it, and one that
    ends in a colon above an empty line.
    """
    text, line = document.text, end
    while (line := text.rfind("\n", start, line)) >= 0:
        first, last = document.tokens_in(line, end)
        if last - first > LEAST_LEAD:
            return line
        before = document.stripped_end(start, line, DECORATION)
        apart = text.count("\n", before, line + 1) > 1
        if apart and not text.startswith(COLONS, max(before - 1, start), before):
            return line
        line = before
    return start


def _distance(words: int) -> int:
    return 0 if words == 0 else 1 if words <= 2 else 2 if words <= 6 else 3


def _of_above(document: Document, claim: Claim, out: Features) -> None:
    """What the text spoke of last before the words that lead up, and what its heading speaks of: Qur'an or hadith."""
    cues = document.cues[document.cue_from(claim.lead_start - FAR) : document.cue_from(claim.lead_start)]
    out.add(Field.FAR, next((cue.role for cue in reversed(cues) if cue.role <= HADITH), 2))
    start = document.line_start(claim.outer_start)
    heading = _heading_above(document, start - 1) if start else None
    if heading is not None:
        out.add(Field.HEADING, heading)
    if claim.first:
        before = claim.first - 1
        number = document.neighbour(NEIGHBOUR_OF_CLAIM, before)
        if document.tokens.words[before].kind == DIGIT:
            out.add(Field.WORD_BEFORE, NUMBER_BEFORE)
        else:
            out.add(Field.WORD_BEFORE, number if 0 < number < NUMBER_BEFORE else OTHER_WORD)


def _heading_above(document: Document, end: int) -> int | None:
    """The role that the nearest heading above speaks of last. A heading begins with #, or ends in a colon."""
    text = document.text
    for _ in range(HEADING_LINES):
        if end <= 0:
            break
        start = max(document.line_start(end), end - HEADING_REACH)
        first, last = document.stripped(start, end, HEADING_MARKS)
        if first < last and text[last - 1] != NOTHING and (text[first] == "#" or text[last - 1] in COLONS):
            cues = document.cues_between(*document.tokens_in(start, end))
            roles = [cue.role for cue in cues if cue.role <= HADITH]
            if roles:
                return roles[-1]
        end = max(start - 1, 0)
    return None


def _of_sources(document: Document, claim: Claim, out: Features) -> None:
    """How much of the words the best region of the Qur'an covers, and of hadith."""
    words, quran_end = claim.last - claim.first, document.index.quran_end
    shares, heavy = (Field.QURAN, Field.HADITH), (Field.QURAN_WEIGHT, Field.HADITH_WEIGHT)
    seen: set[int] = set()
    for region in document.slot_regions(claim.slot):
        source = int(region.src_start >= quran_end)
        if source in seen:
            continue
        seen.add(source)
        shared = min(region.doc_end, claim.last) - max(region.doc_start, claim.first)
        if shared <= 0:
            continue
        out.add(shares[source], 1 + sum(shared * 100 > share * words for share in SHARES))
        out.add(heavy[source], min(region.weight // 40, HEAVIEST))
        if region.doc_start + 1 < claim.first or region.doc_end > claim.last + 1:
            out.add(shares[source], 5)
    for source, field in enumerate(shares):
        if source not in seen:
            out.add(field, 0)


def _of_follow(document: Document, claim: Claim, out: Features) -> None:
    """What the text calls a claim behind it: "this hadith shows". Of each kind of cue the first counts."""
    cues = document.cues[document.cue_from(claim.last) : document.cue_from(claim.last + FOLLOW)]
    seen: set[int] = set()
    for cue in cues:
        kind = cue.kind & 63
        if kind in (QURAN_NOUN, HADITH_NOUN) and kind not in seen:
            seen.add(kind)
            out.add(Field.FOLLOW, kind * 4 + _distance(cue.token - claim.last))


def _may_follow(document: Document, claim: Claim) -> bool:
    """Whether a reference may follow: a bracket opens, or a word that begins references is near."""
    end = claim.outer_end + SKIPPED
    at = document.stripped_start(claim.outer_end, end, BETWEEN)
    following = document.char_at(at)
    if at < end and following in "([{":
        return not _is_footnote(document, at)
    if at < end and following.isascii() and following in document.word_characters:
        return True
    first, _ = document.tokens_in(at, len(document.text))
    return _has_cue(document, first, first + SOON, SURAH, QURAN_NOUN, SOURCE, CITED)


def _has_cue(document: Document, first: int, last: int, *kinds: int) -> bool:
    """Whether a cue of some kinds stands wholly among some tokens."""
    return any(cue.kind in kinds for cue in document.cues_between(first, last))


def _is_footnote(document: Document, at: int) -> bool:
    """Whether one to four digits alone stand in the bracket that opens at a place: the number of a footnote."""
    at += 1
    while document.char_at(at).isspace():
        at += 1
    first = at
    while at - first <= FOOTNOTE_DIGITS and document.char_at(at) in document.digits:
        at += 1
    digits = at - first
    while document.char_at(at).isspace():
        at += 1
    return 1 <= digits <= FOOTNOTE_DIGITS and document.char_at(at) in ")]}"


def _may_precede(document: Document, claim: Claim) -> int:
    """Flags for the references that may lead up to a claim: to the Qur'an, to hadith."""
    start = claim.outer_start
    first, last = document.tokens_in(max(start - BEFORE, 0), start)
    verse = _has_verse_number(document, max(start - NUMBERED, 0), start) or _has_cue(document, first, last, SURAH)
    work = _has_cue(document, first, last, SOURCE, CITED)
    return (VERSE_BEFORE if verse else 0) | (WORK_BEFORE if work else 0)


def _has_verse_number(document: Document, low: int, high: int) -> bool:
    """Whether a range has a number that may be a verse's: a word, or a colon and another number, lead up to it."""
    text, digits = document.text, document.digits
    for at in range(low, high):
        if text[at] not in digits or (at and text[at - 1] in digits):
            continue
        back = document.stripped_end(max(at - LED, 0), at, LEADING)
        before = text[back - 1] if back else NOTHING
        if back and before in document.word_characters and (":" in text[back:at] or before not in digits):
            return True
    return False
