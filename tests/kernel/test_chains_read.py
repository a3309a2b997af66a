"""Chains of narrators in running text: where they open, whom they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import BREAKS, encode, marked, noise
from hypothesis import given, settings
from hypothesis import strategies as st

from small_library import PASSAGES
from takhrij.kernel import IN_LATIN
from takhrij.library.companions import CASES, DIPTOTES, NASAB, companions, forms
from takhrij.library.namesection import ROLES
from takhrij.library.tables import read_table, tables

if TYPE_CHECKING:
    from worlds import World

PEOPLE = ("", *companions().arabic)
OPENERS = [row[0] for row in read_table("chain_openers.tsv")]
NAMES = sorted(forms().arabic)
WRITTEN = sorted(
    {name for person in tables().companions.values() for name in (person.arabic, *person.aliases) if not name.isascii()}
)
EPITHETS = ["الانصاري", "الأشج", "الثقفي", "الأنصارية", "الدوسي", "الي", "القرشيه"]
KIN = {
    spelling for word in ROLES["kin"] for spelling in (word, *(case for case, usual in CASES.items() if usual == word))
}
PARTICLES = sorted({word for words in ROLES.values() for word in words} | set(CASES) | {"انه", "قال", "عليه", "الله"})
SIGNS = [
    ": ",
    "، ",
    " - ",
    ". ",
    ".",
    "؟ ",
    "! ",
    " » ",
    "﴾",
    "\n",
    "\n \n",
    " b. ",
    "ab. ",
    "_b. ",
    " (",
    "*",
    "\u0640",
    "\u0651",
]


@st.composite
def chains(draw: st.DrawFn) -> str:
    """Texts made of openers, names in all their cases, and marks."""
    parts = []
    for _ in range(draw(st.integers(1, 14))):
        piece = draw(
            st.one_of(
                st.sampled_from(NAMES), st.sampled_from(WRITTEN), st.sampled_from(OPENERS), st.sampled_from(PARTICLES),
                st.sampled_from(EPITHETS), st.sampled_from(["Jabir", "Umar b. al-Khattab", "x"]), noise,
            )
        )  # fmt: skip
        match draw(st.integers(0, 7)):
            case 0:
                piece = draw(st.sampled_from("وف")) + piece
            case 1:
                piece += "ا"
            case 2:
                words = piece.split(" ")
                piece = " ".join(words[: draw(st.integers(1, len(words)))])
            case 3:
                cases = [case for case, usual in CASES.items() if usual == piece.split(" ")[0]]
                piece = " ".join([draw(st.sampled_from(cases)), *piece.split(" ")[1:]]) if cases else piece
        parts += [piece, draw(st.one_of(st.just(" "), st.just(" "), st.sampled_from(SIGNS), st.sampled_from(BREAKS)))]
    return "".join(parts)


@settings(max_examples=1500)
@given(text=chains(), data=st.data())
def test_the_kernels_read_chains_alike(small: World, text: str, data: st.DataObject) -> None:
    check_chains(small, text, data)


@settings(max_examples=300)
@given(text=marked(PASSAGES), data=st.data())
def test_any_text(small: World, text: str, data: st.DataObject) -> None:
    check_chains(small, text, data)


def check_chains(world: World, text: str, data: st.DataObject) -> None:
    scan = world.both.scan(encode(text))
    place = st.one_of(st.integers(0, len(text) + 2), st.integers(0, 0xFFFFFFFF))
    for start, end in ((0, len(text)), (data.draw(place), data.draw(place))):
        for found in (scan.isnad(start, end), scan.isnad_before(start, end)):
            if found is not None:
                assert start <= found[0] <= found[1] <= min(end, len(text))
                assert found[2] == IN_LATIN or found[2] < len(PEOPLE)


@settings(max_examples=1500)
@given(
    words=st.lists(st.one_of(st.sampled_from(NAMES), st.sampled_from(PARTICLES + EPITHETS), st.sampled_from(sorted(DIPTOTES | NASAB))),
                   min_size=1, max_size=6),
    accusative=st.booleans(),
)  # fmt: skip
def test_names_are_read_as_in_the_chains_of_the_sources(small: World, words: list[str], accusative: bool) -> None:
    """Whom the kernel finds behind an opener is whom `CompanionNames.match` finds, by the same words; a father is nobody known."""
    name = " ".join(words).split(" ")
    if accusative:
        name[0] += "ا"
    folded = [tables().letters.fold(word) for word in name]
    wanted, at = "", 0
    while at < len(folded) and not (wanted and folded[at] in ROLES["prophet"]):
        match = companions().match(folded, at, 9)
        if match:
            wanted = match[0]
        elif folded[at] in KIN and (not at or folded[at - 1] in ROLES["from"]):
            wanted = ""
        at += match[1] if match else 1
    text = "حدثنا " + " ".join(name)
    assert small.both.scan(encode(text)).isnad(0, len(text)) == (0, len(text), PEOPLE.index(wanted))


def read(world: World, text: str) -> str:
    """What stands from the opener on, with the companion in front; only the range when it may be in Latin letters."""
    found = world.both.scan(encode(text)).isnad_before(0, len(text))
    if found is None:
        return ""
    start, end, person = found
    return f"{'latin' if person == IN_LATIN else PEOPLE[person]}: {text[start:end]}"


CHAINS = [
    ("وعن أبي هريرة قال: «", "abu-hurayrah: عن أبي هريرة قال:"),
    ("كان كذا. عن أنس بن مالك: «", "anas-ibn-malik: عن أنس بن مالك:"),
    ("كان عن كذا. كذا «", ""),
    ("عن أنس. ثم كذا «", ""),
    ("عن أنس b. كذا «", "anas-ibn-malik: عن أنس b. كذا"),
    ("عن أنس\n \nثم «", ""),
    ("عن أنس\nثم «", "anas-ibn-malik: عن أنس\nثم"),
    ("عن أنس» ثم «", ""),
    ("حدثنا فلان «", ": حدثنا فلان"),
    ("عن فلان رضي الله عنه «", ": عن فلان رضي الله عنه"),
    ("عن فلان عن رضي الله عنه «", ""),
    ("عن رضي الله عنه «", ""),
    ("روي عن جابر «", "jabir-ibn-abdullah: روي عن جابر"),
    ("كان روي كذا ان جابر «", ""),
    ("كان: روي كذا ان جابر «", "jabir-ibn-abdullah: روي كذا ان جابر"),
    ("عن النبي عن كذا «", ""),
    ("سمعت أنسا «", "anas-ibn-malik: سمعت أنسا"),
    ("عن جابر عن النبي عن عمر «", "jabir-ibn-abdullah: عن جابر عن النبي عن عمر"),
    ("عن جابر عن عمر «", "umar-ibn-al-khattab: عن جابر عن عمر"),
    ("عن سالم أبي النضر «", ""),
    ("عن أبي سعيد الأنصاري «", "abu-said-al-khudri: عن أبي سعيد الأنصاري"),
    ("عن أبي سعيد الأشجي «", ""),
    ("عن أبي حفص عمر بن الخطاب «", "umar-ibn-al-khattab: عن أبي حفص عمر بن الخطاب"),
    ("عن أبي فلان عمر بن الخطاب «", "umar-ibn-al-khattab: عن أبي فلان عمر بن الخطاب"),
    ("عن أبي فلان عمر «", ""),
    ("عن أبي بكر وهو ابن محمد «", ""),
    ("Jabir said «", "latin: Jabir said"),
    ("عن Jabir said «", ""),
    ("12: «", ""),
]


@pytest.mark.parametrize(("text", "wanted"), CHAINS, ids=range(len(CHAINS)))
def test_chains(small: World, text: str, wanted: str) -> None:
    assert read(small, text) == wanted


def test_a_word_cut_by_the_limit_is_read_as_what_is_left(small: World) -> None:
    scan = small.both.scan(encode("بعن أنس"))
    assert scan.isnad(0, 7) is None
    assert scan.isnad(1, 7) == (1, 7, PEOPLE.index("anas-ibn-malik"))
    assert scan.isnad(1, 6) is None


def test_a_chain_begins_within_reach(small: World) -> None:
    for words, found in ((100, True), (103, True), (104, False)):
        text = "عن أنس" + " كذا" * words + "«"
        assert bool(small.both.scan(encode(text)).isnad_before(0, len(text) - 1)) is found


def test_the_words_of_the_tables_have_hashes_of_their_own(small: World) -> None:
    words = {word for name in NAMES for word in name.split(" ")} | set(PARTICLES) | set(OPENERS)
    words |= {epithet for epithets in forms().epithets.values() for epithet in epithets}
    rows = [small.both.words(encode(word))[1] for word in words]
    assert all(len(row) == 16 for row in rows)
    assert len({row[4:8] for row in rows}) == len({tables().letters.fold(word) for word in words})
