"""Judges a quotation against packs: its wording, how much of a sentence it is, whose words it is said to be, gradings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.align.align import GAP
from takhrij.errors import SourceError
from takhrij.judge.finding import finding
from takhrij.judge.wording import NAMES
from takhrij.model import Alignment, Citation, Fragment, Operation, Span
from takhrij.namedtuple import NamedTuple
from takhrij.packs.context import begins_sentence, ends_clause, ends_sentence, resolved, source_speaker
from takhrij.packs.kinds import GRADED, OF_EDITIONS, OF_SPEAKERS
from takhrij.packs.match import ELLIPSIS, Matcher
from takhrij.packs.speech import same_speaker, speaker_of
from takhrij.packs.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takhrij.model import Finding, Json
    from takhrij.packs.fit import Quoted, Step
    from takhrij.packs.index import PackIndex
    from takhrij.packs.match import Found, Part
    from takhrij.packs.pack import Pack
    from takhrij.packs.quotations import Quotation
    from takhrij.packs.record import Grading
    from takhrij.packs.speech import Speaker

SHOWN: Final = 40
"""Words of a passage that are shown before and after a quotation."""
GOES_ON: Final = 6
"""Words of the source that are shown right behind a quotation that ends within a sentence."""
LEAST_WORDS: Final = 3
"""Words of a quotation that can be traced."""
LIKELY: Final = 0.75
"""Likeness from which a quotation whose words are altered is one of the passage, and no other saying like it."""
_ORDER: Final = ("exact", "spelling", "altered", "joined")
BY_DAMAGE: Final = (IndexError, KeyError, ValueError)
"""What numbers of a damaged index may lead to."""


class InPack(NamedTuple):
    """What of one pack a quotation is."""

    pack: Pack
    quoted: Sequence[Quoted]
    found: Found

    @property
    def rank(self) -> tuple[int, float]:
        """The least where the words are most nearly the pack's."""
        return (_ORDER.index(self.found.verdict), -self.found.likeness)


class PackJudge:
    """Judges quotations against packs.

    Args:
        packs: the packs that are asked for.
        most: the most passages listed.
        grader: whose gradings are told; everybody's without it.
        explain: whether each citation says why it was taken for a quotation.
    """

    def __init__(self, packs: Sequence[Pack], most: int = 10, grader: str = "", *, explain: bool = False) -> None:
        self.packs = packs
        self._matchers = [Matcher(pack.index, most) for pack in packs]
        self._most = most
        self._grader = frozenset(word.fold for word in words(grader))
        self._explain = explain

    @property
    def graded(self) -> bool:
        """Whether a pack has gradings at all."""
        return any({*pack.manifest.kind.split("+")} & GRADED for pack in self.packs)

    def find(self, text: str, start: int, end: int) -> list[InPack]:
        """What of each pack some words are, the nearest first.

        Raises:
            SourceError: a pack is damaged.
        """
        made = []
        for pack, matcher in zip(self.packs, self._matchers, strict=True):
            try:
                quoted, found = matcher.find(text, start, end)
            except BY_DAMAGE as problem:
                if pack.index.file.damaged():
                    raise SourceError(f"pack {pack.name} is damaged; takhrij pack verify says where") from problem
                raise
            if found is not None:
                made.append(InPack(pack, quoted, found))
        return sorted(made, key=lambda each: each.rank)

    def cite(
        self, text: str, quoted: tuple[Quotation, ...], one: Quotation, *, within: bool = False
    ) -> Citation | None:
        """The citation for a quotation; nothing for one or two words that nobody is said to have spoken.

        Args:
            text: the document.
            quoted: all that it quotes.
            one: the quotation.
            within: whether it is part of another that was traced: then only what a pack has of it is told.
        """
        speaker = resolved(text, quoted, one)
        count = len(words(text, one.start, one.end))
        made = self.find(text, one.start, one.end)
        if count < LEAST_WORDS and (within or speaker is None or speaker_of(text, one) is None):
            return None
        if not made and within:
            return None
        span = Span(one.start, one.end)
        fragments = [Fragment("quote", span, text[one.start : one.end])]
        if speaker is not None and not speaker.pronoun:
            fragments.append(Fragment("source", Span(speaker.start, speaker.end), text[speaker.start : speaker.end]))
        fragments.sort(key=lambda fragment: fragment.span)
        findings = self.findings(text, one, speaker, made, count)
        how = "a block quote" if one.kind == "block" else "between quotation marks"
        reasons = (how, *([f"given to {speaker.name}"] if speaker is not None and speaker.name else []))
        return Citation(
            tuple(fragments), tuple(findings), tuple(self.passages(text, made)), 0, reasons if self._explain else ()
        )

    def findings(
        self, text: str, one: Quotation, speaker: Speaker | None, made: Sequence[InPack], count: int
    ) -> list[Finding]:
        """What holds of a quotation."""
        if count < LEAST_WORDS:
            return [finding("wording", "too-short", "too few words to tell one passage from another")]
        if not made:
            named = {"said": speaker.name} if speaker is not None and speaker.name else {}
            return [
                finding("wording", "not-found", "no passage of the loaded sources reads so",
                        severity="warning" if speaker is not None else "note", evidence=dict(named))
            ]  # fmt: skip
        best = made[0]
        findings = [_wording(best, made[1:])]
        if best.found.verdict != "joined":
            findings.append(_extent(text, one, best))
        findings += self._speaker(speaker, best)
        return findings + self.gradings(made)

    def gradings(self, made: Sequence[InPack]) -> list[Finding]:
        """What those who graded the passages said of them, each once, as their packs have it."""
        told: dict[tuple[str, Grading], Finding] = {}
        for each in made:
            if each.found.verdict == "joined" or each.found.likeness < LIKELY:
                continue
            index = each.pack.index
            for place in (each.found.parts[0].low, *each.found.also):
                unit = index.unit_of(place)
                known = each.pack.known(unit)
                for grading in known.gradings:
                    if self._grader <= {word.fold for word in words(grading.grader)}:
                        told.setdefault((known.id, grading), grading_finding(each.pack, known.id, known.label, grading))
        return list(told.values())

    def _speaker(self, speaker: Speaker | None, best: InPack) -> list[Finding]:
        if speaker is None or not speaker.name or (speaker.pronoun and best.found.verdict == "joined"):
            return []
        if not {*best.pack.manifest.kind.split("+")} <= OF_SPEAKERS:
            return []
        made: list[Finding] = []
        for part in best.found.parts:
            told, spoken = source_speaker(best.pack.index, part.low, part.high)
            known = best.pack.known(best.pack.index.unit_of(part.low)).speaker
            source = told.name if told is not None and told.name else known
            span = Span(speaker.start, speaker.end)
            doubtful = speaker.pronoun or (told is not None and told.pronoun)
            if source and same_speaker(speaker.name, source):
                made.append(finding("speaker", "agrees", f"given to {speaker.name}, as in the source"))
            elif source:
                evidence: dict[str, Json] = {"said": speaker.name, "source": source}
                made.append(
                    finding("speaker", "differs", f"given to {speaker.name}; the source gives them to {source}", span=span,
                            severity="note" if doubtful else "warning", evidence=evidence)
                )  # fmt: skip
            elif not spoken:
                made.append(
                    finding("speaker", "differs", f"given to {speaker.name}; the source has them as words of its own",
                            span=span, severity="note", evidence={"said": speaker.name, "source": ""})
                )  # fmt: skip
        differing = [each for each in made if each.code == "differs"]
        return (differing or made)[:1]

    def passages(self, text: str, made: Sequence[InPack]) -> Iterator[Alignment]:
        """The passages that a quotation is of, with the word operations; the nearest first, each pack's by themselves."""
        left = self._most
        for each in made:
            for part in each.found.parts:
                yield self._alignment(text, each, part)
                left -= 1
            for place in each.found.also[: max(left, 0)]:
                shift = place - each.found.parts[0].low
                steps = tuple(
                    step._replace(low=step.low + shift, high=step.high + shift) for step in each.found.parts[0].steps
                )
                yield self._alignment(text, each, each.found.parts[0]._replace(
                    low=place, high=place + len(each.quoted), steps=steps
                ))  # fmt: skip
                left -= 1

    @staticmethod
    def _alignment(text: str, each: InPack, part: Part) -> Alignment:
        index = each.pack.index
        first, last = index.unit_of(part.low), index.unit_of(part.high - 1)
        base, high = index.words_of(first)[0], index.words_of(last)[1]
        before, after = max(base, part.low - SHOWN), min(high, part.high + SHOWN)
        total = max(1, part.last - part.first, part.high - part.low)
        score = 1.0 if not part.changed else round(min(0.999, part.kept / total), 3)
        return Alignment(
            each.pack.passage(first, last), (part.low - base, part.high - base), score,
            tuple(_operation(text, index, each.quoted, step, base) for step in part.steps),
            ("… " if before > base else "") + index.slice(before, part.low) if part.low > base else "",
            index.slice(part.high, after) + (" …" if after < high else "") if part.high < high else "",
        )  # fmt: skip


def grading_finding(pack: Pack, passage: str, label: str, grading: Grading) -> Finding:
    """The finding on a grading, as it is given."""
    where = ", ".join(each for each in (grading.book, grading.edition) if each)
    return finding(
        "grading", "given", f"{grading.grader}: {grading.term}{f' ({where})' if where else ''}, of {label or passage}",
        evidence={**grading._asdict(), "pack": pack.name, "passage": passage},
    )  # fmt: skip


def _operation(text: str, index: PackIndex, quoted: Sequence[Quoted], step: Step, base: int) -> Operation:
    if step.last > step.first:
        span = Span(quoted[step.first].word.start, quoted[step.last - 1].word.end)
    else:
        place = quoted[step.first].word.start if step.first < len(quoted) else quoted[-1].word.end
        span = Span(place, place)
    return Operation(
        NAMES[step.kind], span, (step.low - base, step.high - base), text[span.start : span.end], index.slice(step.low, step.high)
    )  # fmt: skip


def _where(each: InPack, part: Part) -> str:
    """How the passage of a piece is cited."""
    index = each.pack.index
    return each.pack.passage(index.unit_of(part.low), index.unit_of(part.high - 1)).label


def _wording(best: InPack, others: Sequence[InPack]) -> Finding:
    found = best.found
    where = [_where(best, part) for part in found.parts]
    evidence: dict[str, Json] = {"pack": best.pack.name}
    if others:  # packs of one work agree, or it is said how they differ
        evidence["packs"] = {each.pack.name: each.found.verdict for each in (best, *others)}
    differing = [each for each in others if each.found.verdict != found.verdict]
    beside = "".join(f"; {_told(each)} pack {each.pack.name}" for each in differing)
    if found.verdict in ("exact", "spelling"):
        return finding("wording", found.verdict, where[0] + beside, evidence=evidence)
    of_editions = bool({*best.pack.manifest.kind.split("+")} & OF_EDITIONS)
    if found.verdict == "joined":
        index = best.pack.index
        pieces: list[Json] = [best.pack.known(index.unit_of(part.low)).id for part in found.parts]
        names = " and ".join(dict.fromkeys(where)) if len({*where}) > 1 else f"several places of {where[0]}"
        return finding("wording", "joined", f"run together from {names}{beside}",
                       severity="warning" if of_editions else "error", evidence={**evidence, "pieces": pieces})  # fmt: skip
    doubtful = of_editions or found.likeness < LIKELY
    return finding(
        "wording", "altered", f"{_changes(found)} against {where[0]}{beside}", severity="warning" if doubtful else "error",
        correction=_right_words(best), evidence={**evidence, "likeness": round(found.likeness, 3)},
    )  # fmt: skip


def _told(each: InPack) -> str:
    match each.found.verdict:
        case "altered":
            return f"{_changes(each.found)} against"
        case "joined":
            return "run together in"
        case "spelling":
            return "spelt otherwise in"
        case _:
            return "exact in"


def _changes(found: Found) -> str:
    number = found.changed
    return f"{number} change{'' if number == 1 else 's'}"


def _right_words(best: InPack) -> str:
    """The source's words for the quotation's; what this leaves out and says so stays left out."""
    [part] = best.found.parts
    index = best.pack.index
    gaps = [(step.low, step.high) for step in part.steps if step.kind == GAP and step.high > step.low]
    starts, ends = [part.low, *(high for _, high in gaps)], [*(low for low, _ in gaps), part.high]
    return " … ".join(index.slice(low, high) for low, high in zip(starts, ends, strict=True) if high > low)


def _extent(text: str, one: Quotation, best: InPack) -> Finding:
    """Whether a quotation begins and ends where sentences of the source, or speech, do; a fact, and no blame."""
    index, [part] = best.pack.index, best.found.parts
    begins = begins_sentence(index, part.low)
    ends = ends_sentence(index, part.high)
    shown, narrated = _gaps(text, best, part)
    evidence: dict[str, Json] = {}
    said = []
    if not begins:
        said.append("begins within a sentence")
    if not ends:
        last = index.words_of(index.unit_of(part.high))[1]
        goes_on = index.slice(part.high, min(part.high + GOES_ON, last))
        evidence["goes_on"] = goes_on
        where = "at a comma within a sentence" if ends_clause(index, part.high) else "within a sentence"
        as_said = ", as the document says" if ELLIPSIS.search(text, one.end, one.outer_end) else ""
        said.append(f"ends {where}{as_said}; the source goes on: {goes_on}{' …' if part.high + GOES_ON < last else ''}")
    if shown:
        evidence["left_out"] = shown
        said.append(f"{shown} word{'s' if shown != 1 else ''} left out within, as the document says")
    if narrated:
        evidence["narration"] = narrated
        said.append(f"{narrated} word{'s' if narrated != 1 else ''} of the source's own between the speech left out")
    if not said:
        return finding("extent", "whole", "whole sentences of the source")
    return finding("extent", "part", "; ".join(said), evidence=evidence)


def _gaps(text: str, best: InPack, part: Part) -> tuple[int, int]:
    """How many words the document says that it leaves out, and how many stand in the source between two pieces of speech."""
    shown = narrated = 0
    for step in part.steps:
        if step.kind != GAP or step.high == step.low:
            continue
        before = best.quoted[step.first - 1].word.end if step.first else 0
        behind = best.quoted[step.first].word.start if step.first < len(best.quoted) else before
        if step.last > step.first or ELLIPSIS.search(text, before, behind):
            shown += step.high - step.low
        else:
            narrated += step.high - step.low
    return shown, narrated
