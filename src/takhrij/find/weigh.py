"""Weighs the evidence: a linear model whose weights are a readable file, applied without any learning library.

For each kind of quotation the weights of the features present are added to the kind's own; the kind with the greatest sum
wins when it is above none. tools/train_cues.py fits the weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS: Final = ("ayah", "matn")
Weights = dict[str, tuple[float, float]]
"""For each feature, its weight for a verse and for a hadith, against none."""
BIAS: Final = "bias"


def weigh(weights: Weights, evidence: Sequence[str]) -> tuple[str, float]:
    """The kind the evidence speaks for, empty for none, and by how much: the logarithm of the odds against none.

    >>> weigh({"bias": (-1.0, -1.0), "lead:quran-said:0": (3.0, 0.0)}, ["lead:quran-said:0"])
    ('ayah', 2.0)
    >>> weigh({"bias": (-1.0, -1.0)}, [])
    ('', -1.0)
    """
    ayah, matn = weights[BIAS]
    for name in evidence:
        found = weights.get(name)
        if found is not None:
            ayah += found[0]
            matn += found[1]
    best = max(ayah, matn)
    if best <= 0:
        return "", best
    return ("ayah" if ayah >= matn else "matn"), best


def reasons(weights: Weights, evidence: Sequence[str], kind: str, most: int = 5) -> tuple[str, ...]:
    """The features that count most for or against a kind, as text: `lead:quran-said:0 +2.9`."""
    column = KINDS.index(kind)
    ranked = sorted(
        ((weights[name][column], name) for name in evidence if name in weights), key=lambda pair: (-abs(pair[0]), pair[1])
    )
    return tuple(f"{name} {weight:+.1f}" for weight, name in ranked[:most])


def most_from_references(weights: Weights) -> float:
    """The most that references beside a candidate can add to its score."""
    return sum(
        max((max(values) for name, values in weights.items() if name.startswith(f"{place}:")), default=0.0)
        for place in ("after", "before")
    )
