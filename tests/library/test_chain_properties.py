"""Whatever the text, reading it ends and every range lies in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.library.companions import companions
from takhrij.library.hadith import voices
from takhrij.library.isnad import read
from takhrij.library.narrators import narrator
from takhrij.library.openings import companion_in
from takhrij.library.tables import read_table, several

CHAIN_WORDS = sorted({value for row in read_table("isnad.tsv") for value in several(row[1])})
NAMES = [name for row in read_table("companions.tsv")[:40] for name in (row[1], *several(row[3]))]
GAPS = [" ", "، ", " . ", ' "', '" ', " - ", "\n", "\u200f", " {", "} ", "ﷺ", "ـ", "ء", "👍", ""]
WORDS = st.sampled_from([*CHAIN_WORDS, *NAMES, "ح", "أن", "إن", "على", "و", "ف", "ل", "ءء", "a", "7"])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(GAPS)), max_size=60).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@settings(max_examples=400)
@given(TEXTS | st.text(max_size=200))
def test_reading_any_text(text):
    reading = read(text)
    start, end = reading.matn()
    assert 0 <= start <= end <= len(text)
    assert all(0 <= first < last <= len(reading.words) for first, last in reading.names)
    who = narrator(reading)
    heard = voices(reading, who)
    for first, last in (heard.god, *heard.speech):
        assert 0 <= first <= last <= len(text)
    assert who.id == "" or who.id in companions().arabic


@settings(max_examples=400)
@given(TEXTS | st.text(max_size=200))
def test_opening_of_any_text(text):
    found = companion_in(text)
    assert found is None or 0 <= found.start < found.end <= len(text)


@settings(max_examples=300)
@given(st.text(max_size=60) | TEXTS)
def test_identifying_any_name(name):
    person = companions().identify(name)
    assert person == "" or person in companions().arabic
