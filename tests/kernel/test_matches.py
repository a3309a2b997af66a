"""Matches: verses that stand in a text without marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import encode
from invariants import signed
from test_claims import CODES, named
from worlds import verse

from small_library import HADITHS, MODERN
from takhrij.kernel import rows

if TYPE_CHECKING:
    from worlds import World

LONG = f"{MODERN['55:13']} {MODERN['55:14']}"


def matches(world: World, text: str, least_quran: int = 44) -> list[tuple[str, list[str]]]:
    """The words of the matches, and the names of their features."""
    scan = world.both.scan(encode(text), least_quran, least_hadith=44)
    found, codes = scan.matches(world.weights, True)
    places = rows(scan.offsets, 2)
    return [
        (text[places[row[0]][0] : places[row[1] - 1][1]], named(codes[CODES * number : CODES * (number + 1)]))
        for number, row in enumerate(signed(found, 12))
    ]


FOUND = [
    (f"كان {LONG} اليوم", [LONG]),
    (f"كان {MODERN['55:13']} اليوم", []),  # too light where nothing leads up to it
    (f"كان {HADITHS[2]} اليوم", []),  # of a hadith nothing is matched
    (f"قال الله تعالى {MODERN['55:13']}", [MODERN["55:13"]]),
    (f"قال الله تعالى ثم كان هنا {MODERN['55:13']}", [MODERN["55:13"]]),
    (f"قال الله تعالى ثم كان هذا كله {MODERN['55:13']}", []),
    ("قال الله تعالى أَحَدٌ ثم", ["أَحَدٌ"]),  # a word right after an introducer, though no seed has it
    ("قال الله تعالى\nأَحَدٌ ثم", ["أَحَدٌ"]),
    ("قال الله تعالى اللَّهُ الصَّمَدُ", ["اللَّهُ الصَّمَدُ"]),
    ("قال الله تعالى مَعَ\nالْعُسْرِ", ["مَعَ"]),  # such words do not go over the end of a line
    ("قال الله تعالى كذا", []),
    (f"قال الله {MODERN['112:1']} اليوم", [MODERN["112:1"]]),
    (f"{LONG} أي كذا وكذا وَخَلَقَ الْجَانَّ", [LONG, "وَخَلَقَ الْجَانَّ"]),  # it goes on after a remark
    (f"{LONG} {'كذا ' * 70}وَخَلَقَ الْجَانَّ", [LONG]),
    # A word that is not of the verse stays inside, unless the author begins anew there.
    (f"{MODERN['55:14']} كذا {MODERN['55:15']}", [f"{MODERN['55:14']} كذا {MODERN['55:15']}"]),
    (f"{MODERN['55:14']} قوله {MODERN['55:15']}", [MODERN["55:14"], MODERN["55:15"]]),
    (f"{MODERN['55:14']} وقال: {MODERN['55:15']}", [MODERN["55:14"], MODERN["55:15"]]),
    (f"{MODERN['55:14']} كذا. {MODERN['55:15']}", [MODERN["55:14"], MODERN["55:15"]]),
    (f"{MODERN['55:14']}\nكذا {MODERN['55:15']}", [MODERN["55:14"], MODERN["55:15"]]),
    (f"{MODERN['55:14']}. {MODERN['55:15']}", [f"{MODERN['55:14']}. {MODERN['55:15']}"]),  # nothing is left out
    # Within a verse a full stop ends what the author says in its words.
    (f"{LONG} وَخَلَقَ الْجَانَّ. مِن مَّارِجٍ مِّن نَّارٍ", [f"{LONG} وَخَلَقَ الْجَانَّ", "مِن مَّارِجٍ مِّن نَّارٍ"]),
]


@pytest.mark.parametrize(("text", "wanted"), FOUND, ids=range(len(FOUND)))
def test_found(small: World, text: str, wanted: list[str]) -> None:
    assert [words for words, _ in matches(small, text)] == wanted


def test_behind_an_introducer_the_longest_run_is_looked_up(small: World) -> None:
    def found(text: str) -> list[str]:
        return [words for words, _ in matches(small, f"قال الله تعالى {text}", least_quran=100_000)]  # no regions

    assert found(f"{LONG} كذا") == [LONG]
    assert found(LONG.replace(" مِن", "\nمِن"))[0] == LONG.partition(" مِن")[0]
    assert found(f"{MODERN['55:13']} قُلْ هُوَ") == [MODERN["55:13"]]
    assert found(f"{MODERN['94:6']} قُلْ هُوَ")[0] == MODERN["94:6"]  # there the surah ends


EVIDENCE = [
    (LONG, "words:9 alike:letters run:no verse:start verse:end sign-before:none sign-after:none dense:0-1"),
    (f"كان {LONG} ثم", "before:* after:ثم"),
    (f"قوله {LONG}. ثم", "sign-after:. cue:quran-said:0 before:قوله"),
    (f"({LONG})", "sign-before:( sign-after:)"),
    (f"قال الله تعالى: {LONG}", "sign-before:: cue:quran-said:0 before:تعالي"),
    (f"قال الله تعالى هنا {LONG}", "cue:quran-said:1"),
    (f"{MODERN['112:1']} {MODERN['112:2']}", "hadith:like"),
    ("الاء ربكما تكذبان خلق الانسان من صلصال", "alike:folded"),
]


@pytest.mark.parametrize(("text", "wanted"), EVIDENCE, ids=range(len(EVIDENCE)))
def test_evidence(small: World, text: str, wanted: str) -> None:
    assert set(wanted.split()) <= set(matches(small, text)[0][1])


def test_how_one_goes_on_from_another(small: World) -> None:
    def runs(*verses: str) -> list[str]:
        found = matches(small, " كذا وكذا كذا كذا ".join(MODERN[key] for key in verses))
        return [name for _, features in found for name in features if name.startswith("run:")]

    assert runs("55:14", "55:15") == ["run:no", "run:next"]
    assert runs("55:12", "55:14") == ["run:no", "run:soon"]
    assert runs("55:15", "55:14") == ["run:no", "run:back"]
    assert runs("1:2", "112:4", "55:13") == ["run:no", "run:no"]
    assert runs("55:12", "55:13") == ["run:no", "run:next"]  # where it goes on, a lighter one will do


def test_how_many_are_around(small: World) -> None:
    long = " ".join(MODERN[key] for key in ("55:13", "55:14", "55:15", "55:16"))
    found = matches(small, " كذا وكذا كذا كذا ".join([long] * 9))
    assert [name for name in found[4][1] if name.startswith("dense:")] == ["dense:8-15"]


def test_what_stands_before_verses_in_the_document(small: World) -> None:
    def habit(text: str) -> str:
        return next(name for name in matches(small, text)[-1][1] if name.startswith("habit:"))

    light = f"ونحو {MODERN['94:6']}"
    assert habit(light) == "habit:0"
    assert habit(f"ونحو {LONG} كذا {light}") == "habit:3"
    assert habit(f"{f'ونحو {LONG} كذا ' * 3}{light}") == "habit:5"
    assert habit(f"{'ونحو كذا ' * 9}{f'ونحو {LONG} كذا ' * 3}{light}") == "habit:4"
    assert habit(f"ونحو {LONG}") == "habit:0"  # it does not count itself


def test_a_match_has_its_slot_and_its_region(small: World) -> None:
    scan = small.both.scan(encode(f"{HADITHS[2]} {LONG}"))
    [match] = signed(scan.matches(small.weights, True)[0], 12)
    first, _, start = rows(scan.slots, 3)[match[9] - 1]
    assert rows(scan.regions, 9)[first] == match[:9]
    assert start == match[0]
    assert small.at(verse("55:13"))[0] == match[2]
