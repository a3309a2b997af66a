"""Quotations in English: which are found, of what, and what is judged of them. Wrong ones are made up for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij import check, find

if TYPE_CHECKING:
    from takhrij.library.library import Library

FOUND = [
    # the document, what is quoted, the passage, findings among others
    ('Allah says in the Qur\'an: "Indeed, with hardship will be ease" (Qur\'an 94:6).', "Indeed, with hardship will be ease",
     "quran:94:6", {"translation.closest", "reference.right"}),
    ("God says: ‘And We have created man, and We know what his soul whispers to him’.",
     "And We have created man, and We know what his soul whispers to him", "quran:50:16", {"reference.none"}),
    ('The verse “So be patient, for the promise of God is true” [Ar-Rum: 61] is often read.',
     "So be patient, for the promise of God is true", "quran:30:60", {"reference.wrong"}),
    ("Of the Qur'an I remember:\n\n> We have certainly created man, and We know what his soul whispers to him, and We are closer to him\n"
     "> than his jugular vein.\n", "We have certainly created man, and We know what his soul whispers to him, and We are closer to him\n"
     "> than his jugular vein", "quran:50:16", set()),
    ("On sincerity in the Qur'an: **Say: He is God, the One; God, the Eternal; He begets not, nor was He begotten.** (112:1-3)",
     "Say: He is God, the One; God, the Eternal; He begets not, nor was He begotten", "quran:112:1-3", {"reference.right"}),
    ("The Qur'an says: *Despair not of the mercy of God; God forgives all sins* (39:53).",
     "Despair not of the mercy of God; God forgives all sins", "quran:39:53", {"reference.right"}),
    ('The Prophet (peace be upon him) said: "None of you truly believes until he loves for his brother what he loves for himself."'
     " [Bukhari]", "None of you truly believes until he loves for his brother what he loves for himself", "hadith",
     {"attribution.found-there", "companion.none"}),
    ("Abu Hurairah reported that the Messenger of Allah said: “The strong man is not the good wrestler; the strong man is the one who"
     " controls himself when he is angry.” (Muslim)",
     "The strong man is not the good wrestler; the strong man is the one who controls himself when he is angry", "hadith",
     {"attribution.found-there", "companion.agrees"}),
    ("Anas reported that the Messenger of Allah said: “The strong man is not the good wrestler; the strong man is the one who"
     " controls himself when he is angry.” (Muslim)",
     "The strong man is not the good wrestler; the strong man is the one who controls himself when he is angry", "hadith",
     {"companion.differs"}),
    ('“Actions are judged by intentions, so each man will have what he intended.” (Sahih al-Bukhari 1)',
     "Actions are judged by intentions, so each man will have what he intended", "hadith", {"reference.right"}),
    ('God says: "Whoever waters a garden on a Tuesday shall have a second garden by the weekend." (Quran 2:300)',
     "Whoever waters a garden on a Tuesday shall have a second garden by the weekend", "",
     {"wording.not-found", "reference.wrong"}),
    ('The Prophet said, “Cleanliness of the bus is half of the journey, said the driver.” [Tirmidhi]',
     "Cleanliness of the bus is half of the journey, said the driver", "", {"wording.not-found"}),
]  # fmt: skip
NOTHING = [
    'The engineer said: "We will replace every pipe on this street before the winter."',
    "The driver said, “God willing, we will be there by noon, and the shop will still be open.”",
    'A Muslim neighbour told the paper: "We shared one tap for three days, and nobody had to be asked twice."',
    "In her book on the Qur'an she writes that “the study of manuscripts took eleven years and three grants”.",
    "The mayor, citing the hadith office, said “the new library will open on Sunday with four hundred chairs”.",
    "He called it the “verse of the sword”, and nobody at the table agreed with him about that.",
    "# On the Qur'an\n\n**What to bring:** a pencil, a notebook, and the time to read slowly with the group.",
]


@pytest.mark.parametrize(("text", "quoted", "passage", "findings"), FOUND)
def test_a_quotation_is_found(library: Library, text: str, quoted: str, passage: str, findings: set[str]) -> None:
    [citation] = check(text, library=library).citations
    assert citation.quotation.kind == "translation"
    assert citation.quotation.text == quoted
    assert findings <= {finding.name for finding in citation.findings}
    if passage == "hadith":
        assert citation.passages[0].passage.work != "quran"
        assert citation.passages[0].passage.companion
    else:
        assert [each.passage.id for each in citation.passages[:1]] == [each for each in [passage] if each]


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_speech_is_none(library: Library, text: str) -> None:
    assert check(text, library=library).citations == ()


def test_it_is_found_as_it_is_judged(library: Library) -> None:
    text = "".join(f"{document}\n\n" for document, *_ in FOUND)
    found, judged = find(text, library=library), check(text, library=library).citations
    assert [each.fragments for each in found] == [each.fragments for each in judged]
    assert [each.quotation.text for each in judged] == [quoted for _, quoted, *_ in FOUND]


PIECES = [piece for document, *_ in FOUND for piece in document.split(" ")] + [
    "﴿إِنَّ مَعَ الْعُسْرِ يُسْرًا﴾", "«كُلُّ مَعْرُوفٍ صَدَقَةٌ»", "\n\n", "> ", "**", "|", "[^1]", "[^1]: ", '"', "“", "”", "(2:255)",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(0, 3))
def test_spans_hold_whatever_stands_around(library: Library, pieces: list[str], document: int) -> None:
    text = " ".join([*pieces[:30], FOUND[document][0], *pieces[30:]])
    reached = 0
    for citation in check(text, library=library).citations:
        for fragment in citation.fragments:
            assert text[fragment.span.start : fragment.span.end] == fragment.text
        assert [each.kind for each in citation.fragments].count("translation") <= 1
        quotation = citation.quotation.span
        assert reached <= quotation.start < quotation.end
        reached = quotation.end
        for finding in citation.findings:
            if finding.span is not None:
                assert 0 <= finding.span.start < finding.span.end <= len(text)
