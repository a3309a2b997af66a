"""The features by which quotations are told: their names, and their weights as the kernel reads them.

A feature is a field and a value of it, `field << 8 | value`; the kernel emits these numbers, and `data/weights.json` names
them readably: `lead:quran-said:0`, `mark:guillemets`. The fields stand in the order of `kernel/c/scan.h`.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Final

from takhrij.library.layout import KINDS
from takhrij.library.tables import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from takhrij.library.tables import Tables

Weights = dict[str, tuple[float, float]]
"""For each feature, its weight for a verse and for a hadith, against none."""
MODELS: Final = ("claims", "matches")
THOUSANDTHS: Final = 1000
CERTAINTIES: Final = ("weak", "fair", "strong")
SIGNS: Final = (":", "word", "other")
ENDS: Final = ("line", "bracket", "other")
LINES: Final = ("alone", "listed", "heading")
SIZES: Final = ("1", "2", "3", "4-5", "6-9", "10-19", "20-39", "40+")
VOWELS: Final = ("no", "some", "full")
CONTENT: Final = ("script:latin", "has:digit", "ends:question", "all:formula", "inside:hadith-said")
DISTANCES: Final = ("0", "1-2", "3-6", "7+")
ROLES: Final = ("quran", "hadith", "none")
LEVELS: Final = ("none", "little", "some", "most", "all", "beyond")
USAGES: Final = ("none", "few", "many")
ALIKE: Final = ("gaps", "skeleton", "folded", "letters")
RUNS: Final = ("no", "next", "soon", "back")
VERSE: Final = ("verse:start", "verse:end", "has:formula")
RIVALS: Final = ("hadith:lighter", "hadith:like", "hadith:heavier")
DENSE: Final = ("0-1", "2-3", "4-7", "8-15", "16+")
NUMBER_BEFORE, OTHER_WORD, NO_SIGN, NO_LEAD = 254, 255, 255, 255
AFTER_FIELD = 21


def mark_names(tables: Tables) -> tuple[str, ...]:
    """The names of marks by their numbers; number 0 is none."""
    names = dict.fromkeys(
        ["none", *(mark.name for mark in tables.marks), *(mark.doubled for mark in tables.marks if mark.doubled)]
    )
    names.update(dict.fromkeys(f"tag-{kind}" for kind in tables.tags.values()))
    return tuple(names)


def field_names(tables: Tables) -> tuple[tuple[str, Callable[[int], str | None]], ...]:
    """For each field its model, and the name of a feature by its value; `None` for a value that is none."""
    marks, signs = mark_names(tables), ("?", *tables.signs)
    kinds = {number: f"{role}-{value}" for (role, value), number in KINDS.items()}

    def listed(prefix: str, names: tuple[str, ...]) -> Callable[[int], str | None]:
        return lambda value: f"{prefix}{names[value]}" if value < len(names) else None

    def kind(prefix: str, parts: tuple[str, ...] = (), none: str = "") -> Callable[[int], str | None]:
        def name(value: int) -> str | None:
            if none and value == NO_LEAD:
                return f"{prefix}{none}"
            number, part = divmod(value, max(1, len(parts)))
            if number not in kinds:
                return None
            return f"{prefix}{kinds[number]}:{parts[part]}" if parts else f"{prefix}{kinds[number]}"

        return name

    def word(prefix: str, place: str) -> Callable[[int], str | None]:
        words = tables.neighbours[place]
        return lambda value: (
            f"{prefix}{words[value - 1]}" if 0 < value <= len(words)
            else f"{prefix}number" if value == NUMBER_BEFORE else f"{prefix}*" if value in (0, OTHER_WORD) else None
        )  # fmt: skip

    def after() -> Callable[[int], str | None]:
        return lambda value: f"after:{ROLES[value // 3]}:{CERTAINTIES[value % 3]}" if value < 6 else None

    def sign(prefix: str) -> Callable[[int], str | None]:
        return lambda value: (
            f"{prefix}{signs[value]}" if value < len(signs) else f"{prefix}none" if value == NO_SIGN else None
        )

    def cue(value: int) -> str | None:
        return f"cue:{kinds[value >> 2]}:{value & 3}" if value >> 2 in kinds else None

    def weight_cue(value: int) -> str | None:
        weight, rest = divmod(value, 16)
        if weight > 8 or (rest >= len(RUNS) and rest - len(RUNS) not in kinds):
            return None
        return f"weight-cue:{weight}:{RUNS[rest] if rest < len(RUNS) else kinds[rest - len(RUNS)]}"

    def weight_dense(value: int) -> str | None:
        return f"weight-dense:{value // 5}:{DENSE[value % 5]}" if value < 45 else None

    def numbered(prefix: str, most: int) -> Callable[[int], str | None]:
        return lambda value: f"{prefix}{value}" if value <= most else None

    claims: tuple[Callable[[int], str | None], ...] = (
        listed("", ("bias",)), listed("mark:", marks), listed("before-mark:", SIGNS), kind("cue:"), kind("cue-sign:", SIGNS),
        kind("cue-end:", ENDS), listed("line:", LINES), listed("words:", SIZES), listed("vowels:", VOWELS), listed("", CONTENT),
        kind("starts:"), kind("lead:", DISTANCES), kind("lead-last:", DISTANCES, "none"), listed("far:", ROLES),
        listed("heading:", ROLES[:2]), word("word-before:", "claim"), listed("match:quran:", LEVELS),
        numbered("match:quran:weight", 6), listed("match:hadith:", LEVELS), numbered("match:hadith:weight", 6),
        listed("document-marks:", tuple(f"{usage}:{side}" for usage in USAGES for side in ("out", "in"))),
        after(), kind("follow:", DISTANCES),
    )  # fmt: skip
    matches: tuple[Callable[[int], str | None], ...] = (
        listed("", ("bias",)), numbered("weight:", 24), numbered("words:", 12), listed("alike:", ALIKE), cue,
        listed("run:", RUNS), weight_cue, sign("sign-before:"), sign("sign-after:"), word("before:", "before"),
        word("after:", "after"), listed("", VERSE), listed("", RIVALS), listed("dense:", DENSE), weight_dense,
        numbered("habit:", 6),
    )  # fmt: skip
    return (*((MODELS[0], name) for name in claims), *((MODELS[1], name) for name in matches))


def load_weights() -> dict[str, Weights]:
    """The weights of `data/weights.json`, for claims and for matches."""
    with open(f"{DATA}/weights.json", encoding="utf-8") as file:
        data = json.load(file)
    return {model: {name: (both[0], both[-1]) for name, both in data[model].items()} for model in MODELS}


def compiled(tables: Tables, weights: Mapping[str, Weights]) -> bytes:
    """Weights as the kernel reads them: two signed 32-bit numbers for every feature, thousandths."""
    out = array("i")
    for model, name in field_names(tables):
        known = weights[model]
        for value in range(256):
            both = known.get(name(value) or "", (0.0, 0.0))
            out.extend(round(weight * THOUSANDTHS) for weight in both)
    return out.tobytes()


def kinds_of_cues(tables: Tables) -> bytes:
    """The kind of each cue, by its number."""
    return bytes(KINDS[cue.role, cue.value] for cue in tables.cues)


def marks_section(tables: Tables) -> bytes:
    """The marks: opening, closing, number of the name, use, number of the name of two in a row or 0."""
    numbers = {name: number for number, name in enumerate(mark_names(tables))}
    uses = {"verse": 0, "quote": 1, "bracket": 2}
    rows = array("I")
    for mark in tables.marks:
        rows.extend((ord(mark.opening), ord(mark.closing), numbers[mark.name], uses[mark.use],
                     numbers[mark.doubled] if mark.doubled else 0))  # fmt: skip
    return rows.tobytes()


def neighbours_section(tables: Tables, hash_of: Callable[[str], int]) -> bytes:
    """The neighbours: set, hash of the folded word, its number from 1, in order."""
    rows = sorted(
        (number, hash_of(word), place)
        for number, words in enumerate(
            (tables.neighbours["claim"], tables.neighbours["before"], tables.neighbours["after"])
        )
        for place, word in enumerate(words, 1)
    )
    return array("I", [part for row in rows for part in row]).tobytes()
