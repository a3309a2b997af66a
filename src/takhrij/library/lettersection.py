"""The table of letters as the kernel reads it: numbers for the characters, letters and foldings of `text.letters`."""

from __future__ import annotations

from array import array
from typing import Final

from takhrij.text.letters import ALEF, BARE, CLASSES, COMPOSED, FOLDS, TATWEEL, Letters

BASIC: Final = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگڤڨٹڈڑ"
CODES: Final = {
    **{letter: number for number, letter in enumerate(BASIC, 1)},
    "\ufffd": 63,
    **{chr(97 + i): 64 + i for i in range(26)},
    **{str(i): 96 + i for i in range(10)},
}
"""The number of each letter inside the kernel; 0 is none."""
LIGATURES: Final = {"arabic": 11, "latin": 12}
TATWEEL_CLASS: Final = 13


def letter_sections(letters: Letters) -> list[tuple[str, bytes]]:
    """The sections `letters`, `ligatures`, `fold`, `bare`, `compose` and `codes`."""
    table = array("H", bytes(2 * 65536))
    ligatures = bytearray()
    for char, kind in letters.classes.items():
        stands_for = letters.stands_for.get(char, "")
        if len(stands_for) > 1:
            ligature = LIGATURES["latin" if kind == CLASSES["latin"] else "arabic"]
            table[ord(char)] = ligature | len(ligatures) // 8 << 4
            codes = bytes([len(stands_for), *(CODES[letter] for letter in stands_for)])
            ligatures += codes.ljust(8, b"\0")
        elif char == TATWEEL:
            table[ord(char)] = TATWEEL_CLASS
        else:
            table[ord(char)] = kind | CODES.get(stands_for, 0) << 4
    fold = bytearray(range(256))
    for letter, folded in FOLDS.items():
        fold[CODES[letter]] = CODES[folded] if folded else 0
    bare = bytearray(range(256))
    for letter, left in BARE.items():
        bare[CODES[letter]] = CODES[left] if left else 0
    compose = bytearray(768)
    for row, mark in enumerate(("maddah", "hamza-above", "hamza-below")):
        for letter, made in COMPOSED[mark].items():
            compose[row * 256 + CODES[letter]] = CODES[made]
    codes = bytes(CODES[letter] for letter in (ALEF, "و", "ي", "ل", "ه", "ت", "ف"))
    return [
        ("letters", table.tobytes()), ("ligatures", bytes(ligatures)), ("fold", bytes(fold)),
        ("bare", bytes(bare)), ("compose", bytes(compose)), ("codes", codes),
    ]  # fmt: skip
