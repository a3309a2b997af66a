"""The chain that a document gives, beside that of the source. Who is named otherwise here was changed for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check
from takhrij.report.document import nearest_chain

if TYPE_CHECKING:
    from takhrij.library.library import Library

SAID = "أن رسول الله صلى الله عليه وسلم قال: "
GROUP = f"{SAID}«صلاة الجماعة تفضل صلاة الفذ بسبع وعشرين درجة»"
MODESTY = f"{SAID}«الحياء من الإيمان»"

CHAINS = [
    # written, how many the document names, and what differs: as the document has it, as the nearest source has it
    (f"حدثنا عبد الله بن يوسف قال أخبرنا مالك عن نافع عن ابن عمر {GROUP}", 4, []),
    (f"عن مالك، عن نافع، عن ابن عمر {GROUP}", 3, []),
    (f"حدثنا عبد الله بن يوسف عن مالك عن سفيان عن ابن عمر {GROUP}", 4, [("سفيان", "نَافِعٍ")]),
    (f"حدثنا عبد الله بن يوسف عن نافع عن ابن عمر {GROUP}", 3, [("", "مَالِكٌ")]),
    (f"روى البخاري عن الزهري عن سالم عن أبيه {MODESTY}", 3, []),  # who collected it is no narrator of its chain
    (f"أخبرنا قتيبة عن الزهري عن سالم عن أبيه {MODESTY}", 4, [("قتيبة", "سُفْيَانُ بْنُ عُيَيْنَةَ")]),
    ("عن شعبة عن قتادة عن أنس عن النبي ﷺ قال: «لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه»", 3, []),
]


@pytest.mark.parametrize(("text", "named", "differing"), CHAINS)
def test_narrators_are_compared(library: Library, text: str, named: int, differing: list[tuple[str, str]]) -> None:
    [citation] = check(text, library=library).citations
    chain = nearest_chain(citation)
    assert chain is not None
    assert (chain.named, [each[:2] for each in chain.differing]) == (named, differing)


@pytest.mark.parametrize(
    "text",
    [
        "عن ابن عمر عن النبي ﷺ قال: «الحياء من الإيمان»",
        "عن أبي هريرة رضي الله عنه قال: قال رسول الله ﷺ: «من غشنا فليس منا»",
        "وقد سمعت عن هذا كثيرا عند الناس. ثم قال رسول الله ﷺ: «الحياء من الإيمان»",
    ],
)
def test_a_companion_alone_is_no_chain(library: Library, text: str) -> None:
    [citation] = check(text, library=library).citations
    assert citation.passages
    assert nearest_chain(citation) is None


@pytest.mark.parametrize(
    ("chain", "code"),
    [
        ("عن سالم عن أبيه", "none"),  # the father of Salim: not Salim himself, as the sources know
        ("عن سالم عن أبيه عن أبي هريرة", "agrees"),
        ("عن عائشة عن أبي بكر", "differs"),
    ],
)
def test_a_father_is_not_his_son(library: Library, chain: str, code: str) -> None:
    [citation] = check(f"{chain} عن النبي ﷺ قال: «الحياء من الإيمان»", library=library).citations
    assert f"companion.{code}" in [finding.name for finding in citation.findings]
