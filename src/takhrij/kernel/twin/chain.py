"""Runs on neighbouring diagonals are chained into regions; then each place of the document gets its best regions.

A quotation that leaves out a word or changes one makes two runs with a gap between them. Runs are taken in the order of
the document, and each joins the open chain that gives the most weight, or opens one of its own. Open chains are kept by
*band*, sixteen diagonals, in a table of some thousand rows, where a newer chain takes the place of an older one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takhrij.kernel.twin.seeds import table_rows
from takhrij.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takhrij.kernel.twin.index import Index
    from takhrij.kernel.twin.seeds import Run
    from takhrij.kernel.twin.tokens import Word


class Gaps(NamedTuple):
    """Words that may stand between two runs of a chain."""

    doc: int
    src: int
    excess: int
    """Of the document, more than of the source."""


# A verse is quoted exactly, and a remark of two words parts two quotations of it; a hadith is retold.
QURAN_GAPS: Final = Gaps(3, 8, 1)
HADITH_GAPS: Final = Gaps(12, 16, 6)
GAP_COST: Final = 3
"""Quarter bits a word of the longer gap."""
BAND: Final = 4
"""A band is 16 diagonals."""
BANDS: Final = 16384
"""Rows of the table of open chains at most."""
BANDS_A_RUN: Final = 4
BAND_SHIFT: Final = 18
LISTED: Final = 24
"""Regions kept for one place."""
MASK: Final = 0xFFFFFFFF
MIX: Final = 0x9E3779B1


@dataclass(slots=True)
class Chain:
    """One run, or several with gaps between them."""

    doc_start: int
    doc_end: int
    src_start: int
    src_end: int
    weight: int
    """Rarity of the shared words in quarter bits, less the cost of gaps."""
    words: int
    folded: int = 0
    """Without gaps: how many of the words are alike at the folded level."""
    lettered: int = 0
    """Without gaps: how many are alike letter for letter."""
    slot: int = 0
    """The place of the document it competes for."""

    @property
    def place(self) -> tuple[int, int, int]:
        """By which chains are ordered when nothing else tells them apart."""
        return self.doc_start, self.src_start, self.doc_end

    @property
    def band(self) -> int:
        """The band of its end, where the next run is awaited."""
        return _band(self.src_end, self.doc_end)

    def row(self) -> tuple[int, ...]:
        """Its numbers in the order of `takhrij.kernel.Region`."""
        return (
            self.doc_start, self.doc_end, self.src_start, self.src_end, self.weight, self.words, self.folded,
            self.lettered, self.slot,
        )  # fmt: skip


def chain_runs(
    index: Index, words: Sequence[Word], runs: Sequence[Run], least_quran: int, least_hadith: int
) -> list[Chain]:
    """Chains of runs; those of less weight than the least for their source are chance, and dropped."""
    chains: list[Chain] = []
    mask = table_rows(BANDS_A_RUN * len(runs), BANDS) - 1
    open_chains: dict[int, tuple[int, Chain]] = {}
    last = (-1, -1)
    for run in sorted(runs, key=lambda run: (run.doc_start, run.src_start, run.doc_end)):
        if (run.doc_start, run.src_start) == last:
            continue
        last = run.doc_start, run.src_start
        best, best_weight, joining = None, 0, run
        home = _band(run.src_start, run.doc_start)
        for band in (home - 1 & MASK, home, home + 1):
            known, chain = open_chains.get(_hash(band) & mask, (-1, None))
            if known != band or chain is None:
                continue
            rest = _beyond(chain, run)
            if not _follows(index, chain, rest):
                continue
            gain, cost = chain.weight + rest.weight, _gap_cost(chain, rest)
            if gain > cost + chain.weight and gain - cost > best_weight:
                best, best_weight, joining = chain, gain - cost, rest
        if best is None:
            best = Chain(*run)
            chains.append(best)
        else:
            best.doc_end, best.src_end = joining.doc_end, joining.src_end
            best.weight = best_weight
            best.words += joining.words
        open_chains[_hash(best.band) & mask] = best.band, best
    quran_end = index.quran_end
    chains = [
        chain for chain in chains if chain.weight >= (least_quran if chain.src_start < quran_end else least_hadith)
    ]
    for chain in chains:
        count_alike(index, words, chain)
    return chains


def count_alike(index: Index, words: Sequence[Word], chain: Chain) -> None:
    """Counts the words of a chain without gaps that are spelt alike."""
    if not chain.words == chain.doc_end - chain.doc_start == chain.src_end - chain.src_start:
        return
    for word, place in zip(words[chain.doc_start : chain.doc_end], range(chain.src_start, chain.src_end), strict=True):
        chain.folded += word.fold_check == index.stream_fold[place]
        chain.lettered += word.letters_check == index.stream_letters[place]


def _band(position: int, token: int) -> int:
    return (position - token & MASK) >> BAND


def _hash(band: int) -> int:
    return (band * MIX & MASK) >> BAND_SHIFT


def _beyond(chain: Chain, run: Run) -> Run:
    """The run without what a chain already has of it, at the price of an even share of its weight."""
    cut = max(chain.doc_end - run.doc_start, chain.src_end - run.src_start, 0)
    left = run.words - cut
    if not cut or left <= 0:
        return run
    return run._replace(
        doc_start=run.doc_start + cut,
        src_start=run.src_start + cut,
        weight=run.weight * left // run.words,
        words=left,
    )


def _follows(index: Index, chain: Chain, run: Run) -> bool:
    """Whether a run comes after a chain, near it, and in the same segment of the stream."""
    doc, src = run.doc_start - chain.doc_end, run.src_start - chain.src_end
    most = QURAN_GAPS if run.src_start < index.quran_end else HADITH_GAPS
    if not (0 <= doc <= most.doc and 0 <= src <= most.src and doc <= src + most.excess):
        return False
    return 0 not in index.stream[chain.src_end : run.src_start].tolist()


def _gap_cost(chain: Chain, run: Run) -> int:
    return GAP_COST * max(run.doc_start - chain.doc_end, run.src_start - chain.src_end, 0)


def select_chains(index: Index, chains: Sequence[Chain], n_words: int) -> list[Chain]:
    """The chains by slot, best first within one.

    The best chain of all owns its words of the document, a *slot*; the next one does too, unless half of its words have
    an owner: then it competes for the slot that owns the longest stretch of it, and is dropped when it is under a third
    of that slot's best or the slot has enough. Slots are numbered from 1 in order of rank, not of place.
    """
    owner = [0] * (n_words + 1)
    best_of: list[int] = [0]
    listed: list[int] = [0]
    kept: list[tuple[tuple[int, ...], Chain]] = []
    quran_end = index.quran_end
    for rank, chain in sorted(((_rank(chain, quran_end), chain) for chain in chains), key=lambda ranked: ranked[0]):
        standing = -rank[0]
        slot, owned = _main_owner(owner, chain)
        if owned * 2 < chain.doc_end - chain.doc_start:
            slot = len(best_of)
            best_of.append(standing)
            listed.append(0)
            for at in range(chain.doc_start, chain.doc_end):
                owner[at] = owner[at] or slot
        elif standing * 3 < best_of[slot] or listed[slot] >= LISTED:
            continue
        listed[slot] += 1
        chain.slot = slot
        kept.append(((slot, *rank), chain))
    kept.sort(key=lambda ranked: ranked[0])
    return [chain for _, chain in kept]


def _rank(chain: Chain, quran_end: int) -> tuple[int, ...]:
    """The lower the better. The Qur'an goes first where a hadith has the verse with a word or two around it."""
    standing = chain.weight * (3 if chain.src_start < quran_end else 2)
    return -standing, -chain.lettered, -chain.folded, *chain.place


def _main_owner(owner: list[int], chain: Chain) -> tuple[int, int]:
    """The slot that owns the longest stretch of a chain's words, and how many of its words have an owner."""
    best = most = owned = 0
    at = chain.doc_start
    while at < chain.doc_end:
        here, start = owner[at], at
        while at < chain.doc_end and owner[at] == here:
            at += 1
        if here:
            owned += at - start
            if at - start > most:
                best, most = here, at - start
    return best, owned
