"""A library of some works only: what is not in it is not loaded, and reports say so."""

from __future__ import annotations

import pytest

from takhrij import check as check_text
from takhrij.errors import ConfigError
from takhrij.library.cache import fingerprint
from takhrij.library.editions import chosen
from takhrij.library.library import Library

TEXT = "قال رسول الله ﷺ: «الطهور شطر الإيمان والحمد لله تملأ الميزان» رواه مسلم (223)، وقال تعالى: ﴿إن مع العسر يسرا﴾."


def test_the_quran_is_always_there() -> None:
    assert {known.work for known in chosen(["bukhari"])} == {"quran", "bukhari"}
    assert {known.work for known in chosen(["quran"])} == {"quran"}
    assert chosen() == chosen(["bukhari", "muslim", "abudawud", "tirmidhi", "nasai", "ibnmajah"])


@pytest.mark.parametrize("work", ["ahmad", "nothing", ""])
def test_a_work_that_cannot_be_loaded(work: str) -> None:
    with pytest.raises(ConfigError, match=f"no work that can be loaded is called '{work}'; there are quran, bukhari"):
        chosen(["bukhari", work])


def test_each_choice_has_an_index_of_its_own() -> None:
    assert (
        len({fingerprint(), fingerprint(["bukhari"]), fingerprint(["muslim"]), fingerprint(["bukhari", "muslim"])}) == 4
    )
    assert fingerprint(["bukhari", "muslim"]) == fingerprint(["muslim", "bukhari"])


@pytest.mark.slow
def test_what_is_left_out_is_not_loaded() -> None:
    library = Library.open(["bukhari"])
    assert {edition.work for edition in library.editions} == {"quran", "bukhari"}
    assert "muslim" in {work.id for work in library.not_loaded}
    report = check_text(TEXT, library=library)
    hadith, verse = report.citations
    names = {finding.name for finding in hadith.findings}
    assert {"wording.no-source", "attribution.not-loaded", "reference.not-loaded"} <= names
    assert {finding.name for finding in verse.findings} >= {"wording.exact"}
    assert "Sahih Muslim (not loaded)" in report.unchecked
    assert all("muslim" not in each for each in report.sources)
