"""Write src/takhrij/data/letters.tsv: what the tokeniser does with each character.

The table is derived from the Unicode Character Database that ships with Python (compatibility decompositions give the
presentation forms and ligatures) and from the short lists below. Run it again only to change the lists; the result is
committed, so that every Python version tokenises alike.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src" / "takhrij" / "data" / "letters.tsv"

BASIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي" + "پچژگڤڨٹڈڑ"
OTHER = "\ufffd"  # any further letter of the Arabic blocks: part of a word, equal to no letter of a source
# Letters of other Arabic-script orthographies that stand for a basic one in a quotation from the Arabic.
SAME = {
    "ٱ": "ا", "ٲ": "أ", "ٳ": "إ", "ک": "ك", "ڪ": "ك", "ګ": "ك", "ڬ": "ك", "ی": "ي", "ے": "ي", "ې": "ي", "ۍ": "ي",
    "ێ": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۂ": "ه", "ۃ": "ة", "ں": "ن", "ۄ": "و", "ۆ": "و", "ۇ": "و",
    "ۈ": "و", "ۋ": "و", "ٸ": "ئ", "ٷ": "ؤ", "ٶ": "ؤ", "ٵ": "أ", "ۓ": "ئ", "ٮ": "ب", "ٯ": "ق", "ڡ": "ف",
    "ࢭ": "ا", "ࢬ": "ي", "ࢠ": "ب", "\u0870": "ا", "\u0871": "ا", "\u0872": "ا", "\u0873": "ا", "\u0874": "ا",
    "\u0875": "ا", "\u0876": "ا", "\u0877": "ا", "\u0878": "ا", "\u0879": "ا", "\u087a": "ا", "\u087b": "ا",
    "\u087c": "ا", "\u087d": "ا", "\u087e": "ا", "\u087f": "ا", "\u0880": "ا", "\u0881": "ا", "\u0882": "ا",
}  # fmt: skip
LETTER_MARKS = {"\u06e7": "ي", "\u06e8": "ن"}  # small high yeh and noon: letters the Uthmani rasm leaves out
SPECIAL = {"\u0670": "dagger", "\u0653": "maddah", "\u0654": "hamza-above", "\u0655": "hamza-below"}
INVISIBLE = "\u00ad\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
QUOTES = "\"'«»“”„‟‹›﴾﴿{}()[]‘’‚‛`<>《》「」『』＂"
MARK_RANGES = (
    (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED),
    (0x0890, 0x0891), (0x0897, 0x089F), (0x08C9, 0x08E1), (0x08E3, 0x08FF), (0x0300, 0x036F),
)  # fmt: skip
# Ligatures that stand for whole phrases are symbols, not words.
PHRASES = {0xFDFA, 0xFDFB, 0xFDFD, 0xFDFC} | set(range(0xFD40, 0xFD50)) | {0xFDCF, 0xFDFE, 0xFDFF}
LATIN_EXTRA = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ħ": "h"}


def classify(code: int) -> tuple[str, str] | None:
    char = chr(code)
    if char in INVISIBLE:
        return "invisible", ""
    if char in QUOTES:
        return "quote", ""
    if char in SPECIAL:
        return SPECIAL[char], ""
    if char in LETTER_MARKS:
        return "arabic", LETTER_MARKS[char]
    if any(low <= code <= high for low, high in MARK_RANGES):
        return "mark", ""
    if char in BASIC:
        return "arabic", char
    if char in SAME:
        return "arabic", SAME[char]
    if code in PHRASES:
        return None
    if (digit := unicodedata.digit(char, None)) is not None and unicodedata.category(char) == "Nd":
        return "digit", str(digit)
    plain = unicodedata.normalize("NFKC", char)
    if plain != char or 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        letters = "".join(SAME.get(c, c) for c in plain if c in BASIC or c in SAME)
        rest = [c for c in plain if c not in BASIC and c not in SAME]
        if letters and all(unicodedata.category(c) in ("Mn", "Lm", "Zs") or c == "\u0640" for c in rest):
            return "arabic", letters
        if 0xFE70 <= code <= 0xFE7F:  # isolated and medial forms of the harakat
            return "mark", ""
    if unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo"):
        lower = unicodedata.normalize("NFKD", char.lower())
        base = "".join(LATIN_EXTRA.get(c, c) for c in lower if unicodedata.category(c) != "Mn").lower()
        if base and base.isascii() and base.isalpha():
            return "latin", base
        if 0x0600 <= code <= 0x08FF or 0xFB50 <= code <= 0xFEFC:
            return "arabic", OTHER
    return None


def main() -> None:
    rows = [
        "# What the tokeniser does with each character of the basic multilingual plane; a character not listed separates.",
        "# Written by tools/make_letters.py from the Unicode Character Database and the lists in it.",
        "# code point\tclass\tletters it stands for",
    ]
    for code in range(0x10000):
        if 0xD800 <= code <= 0xDFFF:
            continue
        if (row := classify(code)) is not None:
            rows.append(f"{code:04X}\t{row[0]}\t{row[1]}".rstrip("\t"))
    OUT.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
