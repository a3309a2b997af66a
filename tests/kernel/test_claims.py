"""Claims: what a document presents as a quotation, and the evidence for it."""

from __future__ import annotations

from array import array
from time import process_time
from typing import TYPE_CHECKING

import pytest
from documents import encode
from invariants import signed

from small_library import HADITHS, MODERN
from takhrij.kernel import HAS_SAID, MAY_FOLLOW, VERSE_BEFORE, WORK_BEFORE
from takhrij.library.features import AFTER_FIELD, field_names
from takhrij.library.tables import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worlds import World

FIELDS = field_names(tables())
NO_CODE = 0xFFFF
CODES = 128
FLAGS = {MAY_FOLLOW: "may follow", HAS_SAID: "has said", VERSE_BEFORE: "verse before", WORK_BEFORE: "work before"}


def claims(world: World, text: str) -> list[str]:
    """The words of the claims."""
    scan = world.both.scan(encode(text))
    return [text[row[0] : row[1]] for row in signed(scan.claims(scan.pairs, world.weights, True)[0], 13)]


def evidence(world: World, text: str) -> list[str]:
    """The names of the features of the first claim of a text."""
    scan = world.both.scan(encode(text))
    return named(scan.claims(scan.pairs, world.weights, True)[1][:CODES])


def named(codes: bytes) -> list[str]:
    return [str(FIELDS[code >> 8][1](code & 255)) for code in memoryview(codes).cast("H") if code != NO_CODE]


FOUND = [
    ("قرأت «كذا وكذا» اليوم", ["كذا وكذا"]),
    ("«، . » و«»", []),  # no words
    ("« “كذا”. »", ["كذا", "كذا"]),  # marks and full stops at its ends are left out
    ("قال الله تعالى: كذا وكذا. ثم", ["كذا وكذا"]),  # to the end of the sentence
    ("قال الله تعالى كذا وكذا\nثم", ["كذا وكذا"]),  # or of the line
    ("قال الله تعالى: «كذا»", ["كذا"]),  # to a mark: what that encloses is found there
    ("قال الله تعالى:\nكذا", ["كذا"]),  # over the end of a line after a colon
    ("قال الله تعالى\nكذا", []),
    ("في حديث عظيم: كذا", ["كذا"]),  # after a noun only behind a colon
    ("في حديث عظيم كذا", []),
    ("قال: كذا", []),  # of a speaker
    ("سورة البقرة: كذا", []),  # or a surah nothing is claimed
    ("«قال الله تعالى كذا»", ["قال الله تعالى كذا"]),  # what stands in marks is found there
    ("```\nكذا\n``` و ```وكذا```", ["كذا", "وكذا"]),
    ("```\nكذا", []),
    ("كان (كذا) اليوم", []),  # a bracket needs something that speaks for it:
    ("كان: (كذا) اليوم", ["كذا"]),  # a colon,
    ("قال الله تعالى (كذا)", ["كذا"]),  # an introducer,
    ("كان (كذا) (2:255)", ["كذا"]),  # another bracket right behind,
    (f"كان ({MODERN['55:13']}) اليوم", [MODERN["55:13"]]),  # words of a source
    ("كان ((كذا)) اليوم", ["كذا"]),  # or that it is a mark of its own
]


@pytest.mark.parametrize(("text", "wanted"), FOUND, ids=range(len(FOUND)))
def test_found(small: World, text: str, wanted: list[str]) -> None:
    assert claims(small, text) == wanted


EVIDENCE = [
    ("«كذا وكذا»", "mark:guillemets before-mark:other line:alone words:2 vowels:no lead-last:none far:none"),
    ("﴿كذا وكذا كذا﴾", "mark:ornate words:3"),
    ("- «كذا»", "line:listed words:1"),
    ("# قرأت «كذا»", "line:heading before-mark:word word-before:*"),
    ("قرأت: «كذا»", "before-mark::"),
    ("قال الله تعالى: «كذا»", "lead:quran-said:0 lead-last:quran-said:0"),
    ("قال الله تعالى في كتابه: «كذا»", "lead:quran-said:1-2 lead-last:quran-said:1-2"),
    ("قال الله تعالى:\n\n«كذا»", "lead:quran-said:0"),  # a colon above an empty line leads up
    ("قال الله تعالى\n\n«كذا»", "lead-last:none far:quran"),
    ("# حديث\nثم كان هذا كله «كذا»", "heading:hadith"),
    ("حديث:\nثم كان هذا كله «كذا»", "heading:hadith"),
    ("حديث\nثم كان هذا كله «كذا»", "far:hadith"),
    ("قال الله تعالى كذا وكذا", "cue:quran-said cue-sign:quran-said:word cue-end:quran-said:line"),
    ("قال الله تعالى: كذا وكذا وكذا وكذا (2:255)", "cue:quran-said cue-sign:quran-said:: cue-end:quran-said:bracket"),
    ("«قال رسول الله كذا»", "inside:hadith-said starts:hadith-said words:4-5"),
    ("«سبحان الله»", "all:formula words:2"),
    ("«Allah is one»", "script:latin"),
    ("«كذا 12؟»", "has:digit"),
    ("«كذا وكذا؟ »", "ends:question"),
    ("12 «كذا»", "word-before:number"),
    ("قوله «كذا»", "word-before:قوله"),
    (f"«{MODERN['55:13']}»", "match:quran:all match:quran:weight1 match:hadith:none vowels:full"),
    (f"«{HADITHS[2]}»", "match:hadith:all match:quran:none"),
    (f"«{MODERN['55:13']} {'كذا ' * 4}»", "match:quran:some"),
    (f"{MODERN['55:13']} {MODERN['55:14'][:22]}«{MODERN['55:14'][22:]}»", "match:quran:all match:quran:beyond"),
]


@pytest.mark.parametrize(("text", "wanted"), EVIDENCE, ids=range(len(EVIDENCE)))
def test_evidence(small: World, text: str, wanted: str) -> None:
    assert set(wanted.split()) <= set(evidence(small, text))


LEADING = [
    ("«كذا»", set()),
    ("«كذا» (البقرة: 3)", {"may follow"}),
    ("«كذا». * [كذا]", {"may follow"}),
    ("«كذا» (12)", set()),  # a footnote
    ("«كذا» (12345)", {"may follow"}),
    ("«كذا» Quran 2:255", {"may follow"}),
    ("«كذا» رواه البخاري", {"may follow"}),
    ("«كذا» ثم كان هذا كله وكذلك فقد رواه البخاري", set()),  # too far
    ("سورة البقرة «كذا»", {"verse before"}),
    ("آية 3 «كذا»", {"verse before"}),
    ("كان 2:255 «كذا»", {"verse before"}),
    ("255 «كذا»", set()),
    ("رواه البخاري «كذا»", {"work before"}),
    ("«قال رسول الله كذا»", {"has said"}),
]


@pytest.mark.parametrize(("text", "wanted"), LEADING, ids=range(len(LEADING)))
def test_flags(small: World, text: str, wanted: set[str]) -> None:
    scan = small.both.scan(encode(text))
    flags = signed(scan.claims(scan.pairs, small.weights, True)[0], 13)[0][10]
    assert {name for flag, name in FLAGS.items() if flags & flag} == wanted


def test_how_much_a_document_uses_marks(small: World) -> None:
    def usage(text: str) -> str:
        return next(name for name in evidence(small, text) if name.startswith("document-marks:"))

    assert usage("قال الله تعالى كذا") == "document-marks:none:out"
    assert usage("«كذا»") == "document-marks:none:in"  # one word tells nothing
    assert usage("«كذا وكذا كذا»") == "document-marks:few:in"
    assert usage("«كذا وكذا كذا» " * 3) == "document-marks:many:in"


def weighed(world: World, text: str, *stretches: Sequence[int]) -> list[tuple[int, ...]]:
    rows = array("I", [number for row in stretches for number in row]).tobytes()
    return signed(world.both.scan(encode(text)).weigh(rows, world.weights)[0], 13)


def test_stretches_are_weighed(small: World) -> None:
    text = f"قال الله «{MODERN['55:13']}»"
    [claim] = weighed(small, text, (10, len(text) - 1, 9, len(text), 3, 255))
    assert claim[:9] == (10, len(text) - 1, 2, 6, 9, len(text), 3, 255, 1)
    assert weighed(small, text, (4, 4, 4, 4, 0, 255), (5, 2, 2, 5, 0, 255)) == []
    assert weighed(small, text, (0, 8, 1, 8, 0, 255), (0, 8, 0, 7, 0, 255)) == []
    assert weighed(small, text, (9, 0xFFFFFFFF, 9, 0xFFFFFFFF, 0, 255))[0][1] == len(text)


def test_weights_decide_who_is_hopeful(small: World) -> None:
    scan = small.both.scan(encode("«كذا» (البقرة: 3)"))
    weights = array("i", bytes(8 << 14))
    assert scan.claims(scan.pairs, weights.tobytes(), False) == (b"", b"")
    weights[1] = 7  # each is a claim: for a hadith
    assert signed(scan.claims(scan.pairs, weights.tobytes(), False)[0], 13)[0][11:] == (0, 7)
    weights[0] = weights[1] = -7
    assert scan.claims(scan.pairs, weights.tobytes(), False)[0] == b""
    weights[2 * (AFTER_FIELD << 8) + 4] = 8  # the reference that may follow could speak for it
    assert signed(scan.claims(scan.pairs, weights.tobytes(), False)[0], 13)[0][11:] == (-7, -7)
    assert scan.claims(scan.pairs, weights.tobytes()[:4], True)[0] == scan.claims(scan.pairs, b"", True)[0]


@pytest.mark.parametrize(
    "unit",
    [
        "«قال الله» ",
        "« ",
        "«كذا",
        "كذا»",
        "((كذا))",
        "قال الله تعالى: ",
        "قال الله ",
        "\n",
        "حديث : ",
        "```كذا",
        "# ",
        "    ",
    ],
)
def test_work_grows_with_the_text(small: World, unit: str) -> None:
    """Work that grew with its square would take minutes."""
    pytest.importorskip("takhrij._core", reason="the kernel was not compiled")
    kernel = small.both.kernels[0]
    text = encode(unit * (600_000 // len(unit)) + "«كذا» " * 20_000)
    start = process_time()
    scan = kernel.scan(text, 44, 112)
    scan.claims(scan.pairs, small.weights, False)
    scan.matches(small.weights, False)
    assert process_time() - start < 5
