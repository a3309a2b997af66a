"""Prose that quotes no scripture is left alone; what quotes it in the same words of introduction is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takhrij import check

if TYPE_CHECKING:
    from takhrij.library.library import Library

PLAIN = [
    # speech, with words that also speak of reports
    "وقالت الكاتبة في حديث لإذاعة محلية: «كتبت الفصل الأول في ليلة واحدة، ثم انتظرت سنتين».",
    "صدرت رواية «بيت على النهر» في الربيع، وتقول الرواية: «كان النهر أعرض مما نظن».",
    "وكانت السنة الماضية أصعب على المزارعين، إذ قال أحدهم: «لم نر مطرا منذ الربيع، والآبار جفت كلها».",
    "هذا الخبر نشرته الصحيفة تحت عنوان: «أسعار الخبز ترتفع للمرة الثالثة هذا العام».",
    "روى شهود عيان ما رأوا، وقال صاحب المحل المجاور: «رأيت الدخان يخرج من النافذة».",
    "وجاء في البيان الصادر عن الشركة: «نعتذر لعملائنا عن الانقطاع ونعمل على إصلاحه».",
    "ورد في المادة الثانية من الدستور: «اللغة العربية هي اللغة الرسمية للدولة».",
    "ما يحدث اليوم في الأسواق، كما يقول الخبراء، «فقاعة لا بد أن تنفجر».",
    "كلمة «بستان» فارسية الأصل، ولفظ «سراط» من الرومية، وحرف «الضاد» خاص بالعربية.",
    # "his book" is any author's, and "writing" is spelt like it
    "ويضيف المؤرخ في الفصل الثاني من كتابه عن المدن: «لم يكن الميناء رصيفا، بل كان سوقا ومدرسة».",
    "وعلى جدار المدرسة كتابة باللون الأحمر: «نريد ملعبا جديدا».",
    # names that authors of collections bear, and others too
    "قال أحمد: «السوق مغلق اليوم».",
    "مالك: «سأعود غدا إلى القرية».",
    # programs and templates
    "تعذرت كتابة الملف لأنه أكبر من {{PLURAL:$2|بايت واحد|$2 بايت}}.",
    '{"title": "مرحبا بكم في موقعنا الجديد", "body": "نص قصير للتجربة"}',
    "\\section{مقدمة في علوم الحاسوب} ثم تبدأ الفقرة الأولى.",
]
QUOTING = [
    ("وفي حديث آخر: «الدين النصيحة»", "الدين النصيحة"),
    ("وفي حديث أبي هريرة: «من حسن إسلام المرء تركه ما لا يعنيه»", "من حسن إسلام المرء تركه ما لا يعنيه"),
    ("وروى مسلم في صحيحه: «الدين النصيحة»", "الدين النصيحة"),
    ("وروى مسلم: «إنما الأعمال بالنيات»", "إنما الأعمال بالنيات"),
    ("وفي صحيح البخاري: «إنما الأعمال بالنيات»", "إنما الأعمال بالنيات"),
    ("أخرج البخاري ومسلم في صحيحيهما: «إنما الأعمال بالنيات»", "إنما الأعمال بالنيات"),
    ("قال الله في كتابه: «إن مع العسر يسرا»", "إن مع العسر يسرا"),
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_prose_is_left_alone(library: Library, text: str) -> None:
    assert [text[c.quotation.span.start : c.quotation.span.end] for c in check(text, library=library).citations] == []


@pytest.mark.parametrize(("text", "quoted"), QUOTING)
def test_what_quotes_is_found(library: Library, text: str, quoted: str) -> None:
    found = check(text, library=library).citations
    assert [text[c.quotation.span.start : c.quotation.span.end] for c in found] == [quoted]
