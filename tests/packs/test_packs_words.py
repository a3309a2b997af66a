"""Words, quotations and speakers in any script: tables, and what holds of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.packs.quotations import quotations
from takhrij.packs.speech import head_of, same_speaker, speaker_of
from takhrij.packs.words import words

TEXTS = st.text(alphabet=st.sampled_from(list("ab Z'’\"“”„«»‘’ \n>—.,…[]قالَّ橋नि0١")), max_size=80) | st.text(
    max_size=60
)


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        ("Don't, DON’T", ["don't", "don't"]),
        ("3.5 of 1,200; a.b", ["3.5", "of", "1,200", "a", "b"]),
        ("naïve Straße ﬁne", ["naive", "strasse", "fine"]),
        ("قالَتْ المرأةُ ١٢٫٥", ["قالت", "المراه", "12٫5"]),
        ("हिन्दी में किताब", None),
        ("ยินดี", None),
        ("駅は10分", ["駅", "は", "10", "分"]),
        ("שָׁלוֹם", ["שלום"]),
        ("snake_case-word", ["snake", "case", "word"]),
        ("İstanbul'da", ["istanbul'da"]),
        ("", []),
        ("…—“”", []),
    ],
)
def test_words_of_scripts(text: str, folds: list[str] | None) -> None:
    found = [word.fold for word in words(text)]
    if folds is None:  # what matters is that marks part no word
        assert len(found) == 3
    else:
        assert found == folds


@given(TEXTS)
def test_words_stand_where_they_say(text: str) -> None:
    reached = 0
    for word in words(text):
        assert reached <= word.start < word.end <= len(text)
        assert word.key
        assert word.fold
        reached = word.end
        [alone] = words(text[word.start : word.end])[:1]
        assert (alone.key, alone.fold) == (word.key, word.fold)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“one”, «two», „three“, »four«, ‹five›, 「six」, 『seven』, \"eight\", 'nine', ‘ten’", "one|two|three|four|five|six|seven|eight|nine|ten"),
        ("He said “she said ‘no’ to it” twice", "she said ‘no’ to it"),
        ("rock 'n' roll", "n"),
        ("It's Tom's and the boys' own", ""),
        ("an “unclosed mark\n\nand another paragraph”", ""),
        ("“Speech that goes on.\n\n“And ends here.”", "Speech that goes on|And ends here"),
        ('5" by 7" is a size', ""),
        ("> a block\n> of two lines\n\nand text", "a block\n> of two lines"),
        ("﴿إن مع العسر يسرا﴾", "إن مع العسر يسرا"),
        ("« espace »", "espace"),
    ],
)  # fmt: skip
def test_what_is_quoted(text: str, quoted: str) -> None:
    assert "|".join(text[each.start : each.end] for each in quotations(text)) == quoted


@given(TEXTS)
def test_quotations_are_apart_and_in_order(text: str) -> None:
    reached = 0
    for one in quotations(text):
        assert reached <= one.outer_start <= one.start < one.end <= one.outer_end <= len(text)
        reached = one.outer_end
        found = words(text, one.start, one.end)
        assert (found[0].start, found[-1].end) == (one.start, one.end)


@given(TEXTS)
def test_speakers_stand_where_they_say(text: str) -> None:
    for one in quotations(text):
        found = speaker_of(text, one)
        if found is not None and not found.pronoun:
            assert text[found.start : found.end].startswith(found.name)
    head_of(text, len(text) // 2)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It opens,” said Lina Haddad, the mayor.", "Lina Haddad"),
        ("“It opens,” the mayor, Lina Haddad, said.", "Lina Haddad"),
        ("“It opens,” Haddad told reporters on Monday.", "Haddad"),
        ("“It opens”, Ms. Haddad added.", "Ms. Haddad"),
        ("“It opens,” said Dr. A. B. van der Berg.", "Dr. A. B. van der Berg"),
        ("Dr. Okafor of the weather office warned: “It opens.”", "Dr. Okafor"),
        ("According to Haddad, “it opens”.", "Haddad"),
        ("“It opens”, according to Lina Haddad.", "Lina Haddad"),
        ("“It opens,” said grower Peter Lindqvist.", "Peter Lindqvist"),
        ("Ms Haddad told the BBC: “It opens.”", "Ms Haddad"),
        ("Nasser asked Haddad: “Does it open?”", "Nasser"),
        ("“It opens,” Haddad told Nasser.", "Haddad"),
        ("When asked by Nasser whether it opens, Haddad replied: “It opens.”", "Haddad"),
        ("The head of the council, Lina Haddad, said that “it opens”.", "Lina Haddad"),
        ("In an interview with the Herald, Haddad said the bridge was “open to all by May”.", "Haddad"),
        ("“It opens,” Haddad's deputy said.", None),
        ("The council said: “It opens.”", None),
        ("وأضافت في حديث للصحيفة: «سيفتح».", None),
        ("Haddad spoke. Then Nasser said: “It opens.”", "Nasser"),
        ("“It opens.” Nasser came late.", None),
        ("The “bridge” in Haddad’s town", None),
        ("“It opens,” said the man who knows Haddad.", None),
        ("وقال وزير الأشغال كريم ناصر في مؤتمر: «سيفتح».", "وزير الأشغال كريم ناصر"),
        ("بحسب كريم ناصر، «سيفتح».", "كريم ناصر"),
        ("وزیر نے کہا: «پل کھلے گا»", "وزیر"),
        ("«Откроется», — сказала Вера Соколова.", "Вера Соколова"),
        ("„Es öffnet“, sagte Anna Weiß.", "Anna Weiß"),
        ("«Abrirá», dijo Rosa Delgado.", "Rosa Delgado"),
        ("“Açılacak” dedi Leyla Aydın.", "Leyla Aydın"),
        ("“Akan dibuka,” kata Budi Santoso.", "Budi Santoso"),
        ("> It opens.\n> — Lina Haddad, mayor", "Lina Haddad"),
    ],
)
def test_who_said_it(text: str, speaker: str | None) -> None:
    [one, *_] = quotations(text)
    found = speaker_of(text, one)
    assert (found.name if found is not None and not found.pronoun else None) == speaker


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lina Haddad", "Haddad", True),
        ("Mayor Lina Haddad", "Ms. Haddad", True),
        ("Lina M. Haddad", "Lina Haddad", True),
        ("LINA HADDAD", "Lina Haddad", True),
        ("Tomas Vega", "Tomás Vega", True),
        ("Lina Haddad", "Karim Haddad", False),
        ("Mayor Haddad", "Mayor Nasser", False),
        ("رئيسة البلدية لينا حداد", "رئيس البلدية كريم ناصر", False),
        ("السيدة لينا حداد", "لينا حداد", True),
    ],
)
def test_whether_two_names_are_of_one_speaker(one: str, other: str, same: bool) -> None:
    assert same_speaker(one, other) == same_speaker(other, one) == same


def test_work_grows_as_the_text_does() -> None:
    """Marks that open and never close, in thousands: read in one pass, whatever their number."""
    for text in ("“" * 20_000, '"' * 20_001, "> \n" * 10_000, "“a” said " * 5_000, "'" * 20_000, "“a\n\n" * 5_000):
        quotations(text)
