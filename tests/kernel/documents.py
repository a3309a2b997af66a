"""Strategies: documents that quote, misquote and surround the passages of a library with whatever a text may hold."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from small_library import CUES
from takhrij.kernel import code_points
from takhrij.library.tables import tables

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

LETTERS = tables().letters
LIGATURES = [char for char, letters in LETTERS.stands_for.items() if len(letters) > 1]
KNOWN = sorted(LETTERS.classes)
MARKS = "\u064b\u064c\u064e\u0651\u0652\u0653\u0654\u0655\u0670\u0640\u06d6\u06e5\u08f0\u0301"
CONTROLS = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\0\x1b"
)
DIGITS = "0123٠١٢٣۰۱۲۳०１𝟙"
ASTRAL = "\U0001f600\U0001ee00\U00010e60\U000e0041\U0010ffff"
SURROGATES = "\ud800\udbff\udc00\udfff"
BREAKS = (
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u00a0",
    "\u2028",
    "، ",
    ". ",
    " «",
    "» ",
    '"',
    "",
    "\u200f ",
    " * ",
    "-",
)
LATIN = (
    "qur'an",
    "Qur’an",
    "an-Nisāʾ",
    "'Allah says'",
    "l'",
    "''",
    "'a'b'",
    "Ǆ",
    "ﬃ",
    "ß",
    "I",
    "2nd",
    "a1'b",
    "e\u0301",
)
PHRASES = sorted({phrase for cue in CUES for phrase in cue.phrases})

characters = st.one_of(
    st.sampled_from(KNOWN),
    st.sampled_from(LIGATURES),
    st.sampled_from(MARKS),
    st.sampled_from(CONTROLS + SURROGATES),
    st.sampled_from(DIGITS + ASTRAL),
    st.sampled_from("ابتويىهةءأإآؤئوي"),
    st.characters(),
)
noise = st.text(characters, max_size=12)


@st.composite
def excerpts(draw: st.DrawFn, passages: Sequence[str]) -> str:
    """Some words of a passage in a row."""
    words = draw(st.sampled_from(passages)).split()
    start = draw(st.integers(0, len(words) - 1))
    return " ".join(words[start : start + draw(st.integers(1, 24))])


@st.composite
def altered(draw: st.DrawFn, passages: Sequence[str]) -> str:
    """Some words of a passage with changes: a character more, less, or another; words joined, moved, left out."""
    text = draw(excerpts(passages))
    for _ in range(draw(st.integers(1, 4))):
        if not text:
            break
        at = draw(st.integers(0, len(text) - 1))
        words = text.split(" ")
        word = at % len(words)
        match draw(st.integers(0, 6)):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + draw(characters) + text[at:]
            case 2:
                text = text[:at] + draw(characters) + text[at + 1 :]
            case 3:
                text = text.replace(" ", "", 1)
            case 4:
                text = " ".join(words[:word] + words[word + 1 :])
            case 5:
                text = " ".join([*words[word:], *words[:word]])
            case 6:
                text = "".join(char for char in text if LETTERS.classes.get(char) != 1)
    return text


def texts(passages: Sequence[str]) -> st.SearchStrategy[str]:
    """Documents."""
    pieces = st.one_of(
        excerpts(passages),
        altered(passages),
        noise,
        st.sampled_from(PHRASES),
        st.sampled_from(LATIN),
        st.text(st.sampled_from("ابتويى" + MARKS), max_size=80),
    )
    return st.lists(st.tuples(pieces, st.sampled_from(BREAKS)), max_size=6).map(
        lambda parts: "".join(piece + after for piece, after in parts)
    )


AROUND = (
    "«", "»", "﴿", "﴾", '"', '"', "'", "“", "”", "„", "(", ")", "((", "))", "[", "]", "{", "}", "<", ">", "`",
    "```\n", "\n```", "\n", "\n\n", "\n# ", "\n- ", "\n> ", ": ", ":\n\n", "：", ". ", "؟ ", "?\n", "!", "*", "**",
    " _", "   ", "\t", "\0", "…", "،", "(البقرة: 255)", "(2:255)", "[٣]", "( 12 )", "{12345}", "12", "آية 7 ",
    "رواه البخاري (12)", "سورة البقرة: ",
)  # fmt: skip


def marked(passages: Sequence[str]) -> st.SearchStrategy[str]:
    """Documents full of what speaks for a quotation: marks, cues, headings, references."""
    pieces = st.one_of(
        excerpts(passages), altered(passages), noise, *[st.sampled_from(AROUND)] * 3, *[st.sampled_from(PHRASES)] * 2
    )
    parts = st.lists(st.tuples(pieces, st.sampled_from(("", " ", " ", "\n"))), max_size=24)
    return parts.map(lambda parts: "".join(piece + after for piece, after in parts))


def long_document(passages: Sequence[str], rng: random.Random) -> str:
    """A document long enough for whatever is counted in words, lines and code points at a distance."""
    parts: list[str] = []
    for _ in range(rng.choice((60, 300, 900))):
        match rng.randint(0, 9):
            case 0 | 1 | 2:
                words = rng.choice(passages).split()
                start = rng.randrange(len(words))
                parts.append(" ".join(words[start : start + rng.choice((2, 5, 9, 60))]))
            case 3:
                parts.append("كذا " * rng.randint(1, 70))
            case 4:
                parts.append("\n" * rng.randint(1, 3) + rng.choice(("# ", "- ", "", "  ")) + rng.choice(PHRASES))
            case 5 | 6:
                parts.append(rng.choice(PHRASES))
            case _:
                parts.append(rng.choice(AROUND))
        parts.append(rng.choice((" ", " ", "")))
    return "".join(parts)


def long_quotation(passages: Sequence[str], rng: random.Random) -> str:
    """Pieces of several passages that follow each other, with words left out and put in."""
    start = rng.randrange(len(passages))
    words = " ".join(passages[start : start + rng.randint(1, 6)]).split()
    words = words[rng.randrange(4) : rng.randint(20, 130)]
    for _ in range(rng.randrange(8)):
        at = rng.randrange(len(words))
        words[at : at + rng.randrange(3)] = ["كذا"] * rng.randrange(3)
        words = words or ["كذا"]
    return " ".join(words)


def quotations(passages: Sequence[str]) -> st.SearchStrategy[str]:
    """What may stand between quotation marks."""
    return st.one_of(excerpts(passages), altered(passages), altered(passages), texts(passages))


any_number = st.one_of(st.integers(0, 0xFFFFFFFF), st.integers(0xD700, 0x1100FF), st.integers(0, 0x700))


@st.composite
def spoilt(draw: st.DrawFn, passages: Sequence[str]) -> bytes:
    """Numbers that are hardly code points any more."""
    numbers = array("I", encode(draw(texts(passages))))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(numbers)))
        numbers[at : at + draw(st.integers(0, 2))] = array("I", draw(st.lists(any_number, max_size=3)))
    return numbers.tobytes()


def encode(text: str) -> bytes:
    """A text as a kernel takes it."""
    return code_points(text)
