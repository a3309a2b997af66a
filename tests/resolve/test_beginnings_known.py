"""What an index says of the beginnings of names is what the tables would say."""

import pytest

from takhrij.library.tables import tables
from takhrij.resolve.agents import Agents
from takhrij.resolve.names import Phrases
from takhrij.resolve.quran import QuranGrammar
from takhrij.text.keys import BEGINNINGS, beginnings, forms

pytestmark = pytest.mark.usefixtures("library")  # its index says them


@pytest.fixture(scope="module")
def trees() -> list[Phrases]:
    quran, agents = QuranGrammar(tables()), Agents(tables(), "")
    return [quran.names, quran.verses, agents.known]


def test_every_name_of_the_tables_is_among_the_beginnings_of_the_index(trees):
    missing = [
        phrase
        for tree in trees
        for phrase in tree._values
        for form in forms(phrase)
        if form and f"{form}={phrase}" not in BEGINNINGS[form.partition(" ")[0]].split("|")
    ]
    assert not missing


def test_names_are_found_alike_with_and_without_an_index(trees):
    for tree in trees:
        alone: Phrases = Phrases()
        for phrase, value in tree._values.items():
            alone.add(phrase, value)
        for first in beginnings(tree._values):
            assert flat(tree._grown(first)) == flat(alone._grown(first)), first


def flat(node):
    """The tree below a step, as values one can compare."""
    return (node.value, {word: flat(below) for word, below in (node.below or {}).items()})
