"""What a report says could not be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check as check_text
from takhrij.unchecked import GRADINGS, READINGS, TRANSLATIONS

if TYPE_CHECKING:
    from takhrij.library.library import Library

HADITH = "قال رسول الله ﷺ: «إنما الأعمال بالنيات»"
VERSE = "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ()),
        ("كلام لا نقل فيه.", ()),
        ("Words in English, whatever they quote.", (TRANSLATIONS,)),
        (VERSE, ()),
        (f"{VERSE} With hardship goeth ease.", (TRANSLATIONS,)),
        (f"{HADITH} رواه البخاري (1).", (GRADINGS,)),
        (f"{HADITH} رواه أحمد.", (GRADINGS, "Musnad Ahmad (not loaded)")),
        (f"{HADITH} رواه أحمد.\n\n{HADITH} رواه أحمد.", (GRADINGS, "Musnad Ahmad (not loaded)")),
        (f"{HADITH} (صحيح مسلم 1907).", (GRADINGS, "numbers in Sahih Muslim (no citable numbering of it is loaded)")),
        ("قال تعالى: ﴿وانظر إلى العظام كيف ننشرها ثم نكسوها لحما﴾ [البقرة: 259]", (READINGS,)),
    ],
)
def test_what_could_not_be_checked_is_said_once(library: Library, text: str, said: tuple[str, ...]) -> None:
    assert check_text(text, library=library).unchecked == said
