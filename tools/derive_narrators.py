"""Writes data/narrator_words.tsv: the words of narrators' names, from the chains of the six collections.

A word is taken when it stands between a verb or particle of handing on and the next comma in most of its occurrences
(first pass), or within the chains that the parser reads with those words (second pass). Words and no text are kept.

Usage: python tools/derive_narrators.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from takhrij.library import chain, isnad, sources
from takhrij.library.editions import editions
from takhrij.library.tables import DATA, read_table

HEADER = (
    "# Words of narrators' names, at level folded: words that stand mostly within chains.\n"
    "# Derived from the chains of the six collections by tools/derive_narrators.py.\n"
)
FIRST_SHARE, SECOND_SHARE, LEAST = 0.4, 0.5, 2


def texts() -> list[str]:
    return [
        passage.text for edition in editions() if edition.scheme == "seq" for passage in sources.read_edition(edition)
    ]


def first_pass(words: chain.Words, inside: Counter[str], everywhere: Counter[str]) -> None:
    everywhere.update(words.words)
    for at, word in enumerate(words.words[:60]):
        if word not in words.lexicon.connect:
            continue
        name: list[str] = []
        for ahead in range(at + 1, min(at + 7, len(words))):
            if words.comma(ahead) and name:
                inside.update(name)
                break
            if words.bare(ahead, words.lexicon.closed):
                inside.update(name)
                break
            name.append(words.words[ahead])


def second_pass(reading: isnad.Reading, inside: Counter[str], everywhere: Counter[str]) -> None:
    words = reading.words.words
    everywhere.update(words)
    for begin, end in reading.names:
        inside.update(words[begin:end])


def kept(inside: Counter[str], everywhere: Counter[str], share: float, lexicon: chain.Lexicon) -> frozenset[str]:
    closed = lexicon.closed | lexicon.words("noise")
    return frozenset(
        word
        for word, count in inside.items()
        if count >= LEAST and count / everywhere[word] > share and word not in closed and len(word) > 1
    )


def main() -> None:
    all_texts = texts()
    lexicon = chain.Lexicon(read_table("isnad.tsv"), frozenset())
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for text in all_texts:
        first_pass(chain.Words(text, lexicon), inside, everywhere)
    lexicon = chain.Lexicon(read_table("isnad.tsv"), kept(inside, everywhere, FIRST_SHARE, lexicon))
    inside, everywhere = Counter(), Counter()
    for text in all_texts:
        second_pass(isnad.Reading(text, lexicon), inside, everywhere)
    names = kept(inside, everywhere, SECOND_SHARE, lexicon)
    Path(DATA, "narrator_words.tsv").write_text(
        HEADER + "".join(f"{name}\n" for name in sorted(names)), encoding="utf-8"
    )
    print(f"{len(names):,} words")


if __name__ == "__main__":
    main()
