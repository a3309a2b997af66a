"""The source of a quotation that stands in a footnote. The texts are made up for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check

if TYPE_CHECKING:
    from takhrij.library.library import Library

FOLLOWED = [
    # written, the reference of each quotation
    ("قال رسول الله ﷺ: «من غشنا فليس منا»[1] وهذا عام.\n\n[1] رواه مسلم.", [["رواه مسلم"]]),
    ("قال رسول الله ﷺ: «من غشنا فليس منا»[^1] وهذا عام.\n\n[^1]: رواه مسلم.", [["رواه مسلم"]]),
    ("قال رسول الله ﷺ: «من غشنا فليس منا» (١).\n(١) أخرجه مسلم في صحيحه (102).", [["أخرجه مسلم في صحيحه (102)"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾ (٢).\n\n(2) البقرة: 153.", [["البقرة: 153"]]),
    ("قال تعالى: ﴿إن الله مع الصابرين﴾¹ ثم قال.\n\n¹ البقرة 153", [["البقرة 153"]]),
    ("The Prophet said: «من غشنا فليس منا».[1]\n\n[1] Sahih Muslim 102.", [["Sahih Muslim 102"]]),
    (
        "قال تعالى: ﴿إن الله مع الصابرين﴾ (1). وقال ﷺ: «من غشنا فليس منا» (2)، وقال: «لا تغضب» (رواه البخاري).\n"
        "____\n(1) سورة البقرة، الآية 153.\n(2) رواه مسلم.",
        [["سورة البقرة، الآية 153"], ["رواه مسلم"], ["رواه البخاري"]],
    ),
    (  # two pages, each with a note of its own
        "قال ﷺ: «لا تغضب» (1).\n(1) رواه البخاري.\n\nوقال ﷺ: «من غشنا فليس منا» (1).\n(1) رواه مسلم.",
        [["رواه البخاري"], ["رواه مسلم"]],
    ),
]
LEFT_ALONE = [
    "قال رسول الله ﷺ: «من غشنا فليس منا»(1) وهذا عام.\n\n(1) انظر شرح النووي وغيره من الكتب على صحيح مسلم.",
    "قال رسول الله ﷺ: «من غشنا فليس منا»(1) وهذا عام.\n\n(2) رواه مسلم.",
    "قال رسول الله ﷺ: «من غشنا فليس منا»[1] وهذا عام.\n\n(1) رواه مسلم.",
    "[1] رواه مسلم.\n\nقال رسول الله ﷺ: «من غشنا فليس منا»[1] وهذا عام.",
    "قال رسول الله ﷺ: «من غشنا فليس منا»[1] وهذا عام.\n\n[1] البقرة: 153.",
]


@pytest.mark.parametrize(("text", "stated"), FOLLOWED)
def test_a_footnote_tells_the_source(library: Library, text: str, stated: list[list[str]]) -> None:
    found = check(text, library=library).citations
    assert [[each.text for each in citation.fragments if each.kind == "source"] for citation in found] == stated
    for citation in found:
        assert all(text[each.span.start : each.span.end] == each.text for each in citation.fragments)
        names = {finding.name for finding in citation.findings}
        assert names & {"reference.right", "attribution.found-there"}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_source_of_it_is_left_alone(library: Library, text: str) -> None:
    [citation] = check(text, library=library).citations
    assert not [each for each in citation.fragments if each.kind == "source"]
    assert "reference.none" in {finding.name for finding in citation.findings}


def test_what_follows_a_note_is_still_read(library: Library) -> None:
    """A reference far behind does not hide what stands between."""
    text = "قال ﷺ: «لا تغضب» (1). وعن أبي هريرة أن رسول الله ﷺ قال: «من غشنا فليس منا».\n\n(1) رواه البخاري."
    _, second = check(text, library=library).citations
    assert [each.kind for each in second.fragments] == ["isnad", "matn"]
