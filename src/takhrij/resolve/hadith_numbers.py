"""The numbers of a reference to hadith: of the hadith, the book, the volume, the page, with their labels or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takhrij.resolve.numbers import DASHES
from takhrij.resolve.words import WORD, Words, keys

if TYPE_CHECKING:
    from takhrij.resolve.draft import Draft

_OR: Final = keys("أو or")
_MOST_LABELS: Final = 4
NUMBER_LABELS: Final = keys(
    "رقم برقم رقمه الرقم حديث الحديث بحديث ح number no nos num nr n hadith hadeeth hadis ahadith h"
)
VOLUME_LABELS: Final = keys("ج الجزء جزء مجلد المجلد مج volume vol part")
PAGE_LABELS: Final = keys("ص صفحة الصفحة صـ page pages p pp pg")
BOOK: Final = keys("كتاب وكتاب الكتاب book kitab bk")
CHAPTER: Final = keys("باب وباب أبواب الباب chapter bab chap ch")
_LABELS: Final = NUMBER_LABELS | VOLUME_LABELS | PAGE_LABELS | BOOK | CHAPTER


def plain_number(words: Words, at: int, draft: Draft) -> int:
    """A number without a label, "52", "3/191", "40:6659", "4:52:256", "4/52/256"; the item after it."""
    number = words.keys[at]
    at += 1
    if words.is_number(at + 1) and words.is_mark(at, "/:\\"):
        second = words.keys[at + 1]
        if (
            words.keys[at] in ":/" and words.is_mark(at + 2, words.keys[at]) and words.is_number(at + 3)
        ):  # volume, book, number
            draft.volume, draft.book = draft.volume or number, draft.book or second
            draft.numbers.append((draft.last, words.keys[at + 3]))
            return at + 4
        if words.keys[at] == ":":
            draft.book = draft.book or number
            draft.numbers.append((draft.last, second))
        else:
            draft.volume, draft.page = draft.volume or number, draft.page or second
        return at + 2
    draft.numbers.append((draft.last, number))
    if words.is_number(at + 1) and words.is_mark(at, DASHES) and words.touches(at):
        at += 2
    elif at < len(words) and words.kinds[at] == WORD and words.touches(at - 1) and len(words.keys[at]) == 1:
        at += 1
    return at


def labelled_number(words: Words, at: int, draft: Draft) -> int | None:
    """A number with its label: "رقم 52", "Book 2", "ج 1 ص 5"."""
    word = words.keys[at]
    if len(word) > 1 and word[0] == "و" and word[1:] in NUMBER_LABELS:
        word = word[1:]
    if words.kinds[at] == WORD and word not in _LABELS:
        return None
    here = at + 1
    if words.is_word(here, _OR) and words.is_word(here + 1, NUMBER_LABELS):
        word, here = words.keys[here + 1], here + 2  # "page or number: 5"
    for _ in range(_MOST_LABELS):
        here += words.is_word(here, NUMBER_LABELS) or words.is_mark(here, ".:#")
    bracket = words.is_mark(here, "(")
    here += bracket
    if not words.is_number(here):
        return None
    value = words.keys[here]
    if word in VOLUME_LABELS:
        draft.volume = draft.volume or value
    elif word in PAGE_LABELS:
        draft.page = draft.page or value
    elif word in BOOK and not words.is_word(here - 1, NUMBER_LABELS):
        draft.book = draft.book or value
    elif word in CHAPTER:
        draft.chapter = draft.chapter or value
    else:
        after = plain_number(words, here, draft)
        return after + (bracket and words.is_mark(after, ")"))
    here += 1
    if words.is_mark(here, "/") and words.is_number(here + 1):
        draft.page = draft.page or words.keys[here + 1]
        here += 2
    return here + (bracket and words.is_mark(here, ")"))
