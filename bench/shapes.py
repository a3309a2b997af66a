"""Pieces that make, one after the other, texts that invite more than linear work."""

from __future__ import annotations

from typing import Final

VERSE: Final = "إن مع العسر يسرا"
SHAPES: Final = {
    "one long line": f"وكان الناس يمشون في السوق، قال تعالى: ﴿{VERSE}﴾ [الشرح: 6]؛ ",
    "quotation marks": '"',
    "guillemets that open": "«",
    "marks and a letter": "a«ب",
    "brackets that open": "(",
    "ornate brackets, turned round": "﴿﴾",
    "apostrophes": "'",
    "one word": "كلمة ",
    "one common word": "الله ",
    "one letter": "ا",
    "one mark": "\u0651",
    "one quotation": f"«{VERSE}» ",
    "one verse": f"{VERSE} ",
    "one cue": "قال الله تعالى ",
    "one cue in English": "the Prophet said: ",
    "one quotation in English": 'God says: "with hardship comes ease for those who wait" ',
    "one verse and its translation": f"﴿{VERSE}﴾ “with hardship comes ease” [94:6]\n\n",
    "emphasis that opens": "Allah says *a __b **c ",
    "block quotes": "> Allah says: a line\n",
    "one narrator": "عن أبي هريرة ",
    "one reference": "(سورة البقرة 2) ",
    "one collection": "رواه البخاري ومسلم ",
    "numbers": "1:",
    "tags that open": "<ayah>",
    "line ends": "\r\n",
    "controls": "\u200f\0",
}
