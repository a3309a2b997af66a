"""Checks documents that are made up and mangled: nothing may crash, and every span must be what it says.

    python tools/robust.py [--documents N] [--seed S] [--workers W] [--render SHARE]

Each document is made from its own number and the seed, of passages, cues, references and names of the library and whatever
else a text may hold: marks without their fellows, bidi controls, combining marks, ligatures, characters beyond the basic
plane, NULs, lone surrogates, CR LF, byte order marks, long lines; and then cut, doubled and mangled. Of a document that
fails, the shortest that fails alike is printed as a Python string, with the traceback.

Exit codes: 0 all is well, 1 something failed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import sys
import traceback
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from takhrij.check import check, find
from takhrij.library.library import Library
from takhrij.options import Options
from takhrij.report import footnote, json, jsonl
from takhrij.report.document import Document
from takhrij.report.terminal import Paper
from takhrij.report.text import TextReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from takhrij.model import Report

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
MARKS: Final = "﴿﴾«»“”„‘’\"\"''()[]{}（）【】<>*_~`|#-–—…"
CONTROLS: Final = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\x00\x1b\x7f\x85"
COMBINING: Final = (
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670\u06d6\u06da\u06de\u06e5\u06ed\u0301\u0327"
)
LETTERS: Final = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱـپچگکیہےabcxyzAQéßİıǄﬃʿʾāḥ"
LIGATURES: Final = "ﷺﷻﷲ﷽ﷴﻻﻼﷵﷷﮦ۞۩ۭ"
ASTRAL: Final = "\U0001f600\U0001ee00\U00010e60\U000e0041\U0010ffff\U0001d7d9"
SURROGATES: Final = "\ud800\udbff\udc00\udfff"
DIGITS: Final = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳०१²½"
BREAKS: Final = (
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\t",
    "\u00a0",
    "\u2028",
    "، ",
    ". ",
    ": ",
    "؛ ",
    ", ",
    "",
)
SNIPPETS: Final = (
    "Allah says", "Allah the Almighty said:", "The Prophet (peace be upon him) said:", "narrated by", "(Q 4:59)", "[2:255]",
    "Qur'an 94:5-6", "Surah An-Nisaa: 59", "Sahih al-Bukhari, Book 2, Hadith 8", "رواه البخاري ومسلم", "متفق عليه", "[النساء: 59]",
    "(سورة البقرة، الآية ٢٥٥)", "قال تعالى", "قوله عز وجل", "قال رسول الله ﷺ", "عن أبي هريرة رضي الله عنه", "صلى الله عليه وسلم",
    "حدثنا عبد الله بن يوسف قال أخبرنا مالك عن نافع", "وقرئ", "إلى قوله", "الآية", "ثم قال", "بنحوه", "واللفظ له", "صححه الألباني",
    "أخرجه أحمد في المسند (٤/ ١٢٦)", "<ayah>", "</ayah>", "<hadith>", "</hadith>", "> ", "- ", "1. ", "## ", "```", "http://x.y/4:59",
    "on the authority of Anas", "99999999999999999999", "٩٩٩٩٩٩٩٩٩:٩٩٩٩٩٩٩", "4:59:59", "0:0", "(::)", "[]", "()", "﴿﴾", "«»", "\"\"",
)  # fmt: skip
OPTIONS: Final = (Options(), Options(explain=True), Options(max_passages=1))
MOST_SHRINKS: Final = 3000
SMALL: Final = (300, 120)
"""Window and margin, code points, of documents that are read in windows."""
PARTED: Final = 0.15
"""The share of these."""


class Failed(NamedTuple):
    """A document that failed, and how."""

    number: int
    text: str
    problem: str


@cache
def library() -> Library:
    """The library of this process."""
    return Library.open()


@cache
def examples() -> tuple[str, ...]:
    """The example documents."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.*")))


@cache
def phrases() -> tuple[str, ...]:
    """Cues, names of works and surahs, terms for several works, openers of chains."""
    tables = library().store.tables
    found = [phrase for cue in tables.cues for phrase in cue.phrases[:40]]
    found += [name for work in tables.works.values() for name in (work.arabic, work.latin, *work.aliases)]
    found += [name for surah in tables.surahs for name in (surah.arabic, surah.latin, *surah.aliases)]
    found += [name for group in tables.groups.values() for name in group.terms]
    return tuple(found)


class Maker:
    """Makes documents.

    Args:
        chance: what decides.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def document(self) -> str:
        """A document: pieces one after the other, and then mangled."""
        chance = self.chance
        pieces: list[str] = []
        for _ in range(chance.choice((1, 2, 4, 8, 16, 30))):
            pieces += [self.piece(), chance.choice(BREAKS)]
        text = "".join(pieces)
        for _ in range(chance.choice((0, 0, 1, 3, 10, 40))):
            text = self.mangled(text)
        if chance.random() < 0.05:
            text = "\ufeff" + text
        if chance.random() < 0.03:
            text = text.replace("\n", " ") * chance.randrange(2, 30)
        return text

    def piece(self) -> str:
        """A piece of a document."""
        makers: tuple[Callable[[], str], ...] = (
            self.passage, self.passage, self.quotation, self.quotation, self.phrase, self.snippet, self.snippet, self.example,
            self.noise, self.reference,
        )  # fmt: skip
        return self.chance.choice(makers)()

    def passage(self) -> str:
        """Words of a source, whole or in part, with or without their vowels."""
        store, chance = library().store, self.chance
        number = chance.randrange(len(store.starts) - 1)
        text = store.text(number) if chance.random() < 0.3 else store.matn(number)
        if chance.random() < 0.15:
            text = self.translation(number) or text
        words = text.split(" ")
        low = chance.randrange(len(words))
        words = words[low : low + chance.choice((1, 2, 3, 5, 9, 20, 60))]
        text = " ".join(words)
        return "".join(char for char in text if char not in COMBINING) if chance.random() < 0.5 else text

    def translation(self, number: int) -> str:
        """A passage in a language of its translations; empty where it has none."""
        store = library().store
        if number >= store.first_hadith:
            known = store.range_of(number)
            return str(store.notes(number)[2]) if number < known.first + known.passages else ""
        translations = store.notes(number)[0] if number < store.quran_verses else {}
        return str(self.chance.choice([*translations.values(), ""]))

    def quotation(self) -> str:
        """Words of a source between marks, with what may introduce and follow them."""
        chance = self.chance
        opening, closing = chance.choice(
            ("﴿﴾", "«»", '""', "“”", "()", "[]", "{}", "﴾﴿", "''", ("<ayah>", "</ayah>"), ("**", "**"))
        )
        before = chance.choice(("", self.phrase() + ": ", self.snippet() + " "))
        after = chance.choice(
            ("", " " + self.reference(), f" ({self.phrase()})", f" [{self.phrase()}: {self.number()}]")
        )
        return f"{before}{opening}{self.passage()}{closing}{after}"

    def phrase(self) -> str:
        """A cue, a name or a term of the tables."""
        return self.chance.choice(phrases())

    def snippet(self) -> str:
        """What documents say around quotations."""
        return self.chance.choice(SNIPPETS)

    def number(self) -> str:
        """A number, of whatever digits."""
        return "".join(self.chance.choice(DIGITS) for _ in range(self.chance.choice((1, 1, 2, 3, 9))))

    def reference(self) -> str:
        """What may be a reference."""
        chance = self.chance
        opening, closing = chance.choice(("()", "[]", "  ", "((", "）】"))
        parts = [chance.choice((self.phrase, self.number, self.snippet))() for _ in range(chance.randrange(1, 5))]
        return opening + chance.choice((" ", ": ", "، ", "/", "-", ":")).join(parts) + closing

    def example(self) -> str:
        """A slice of an example."""
        text = self.chance.choice(examples())
        low = self.chance.randrange(len(text))
        return text[low : low + self.chance.choice((20, 100, 500, 2000))]

    def noise(self) -> str:
        """Characters of any kind."""
        chance = self.chance
        kinds = chance.choice(
            (MARKS, CONTROLS, COMBINING, LETTERS, LIGATURES, ASTRAL, DIGITS, MARKS + LETTERS, SURROGATES, "")
        )
        if not kinds:
            return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 30)))
        return "".join(chance.choice(kinds) for _ in range(chance.choice((1, 1, 2, 5, 40, 300))))

    def mangled(self, text: str) -> str:
        """A text with one thing done to it."""
        chance = self.chance
        low = chance.randrange(len(text) + 1)
        high = min(len(text), low + chance.choice((0, 1, 1, 2, 10, 100)))
        inside = chance.choice((
            "", "", text[low:high] * 2, text[low:high][::-1], self.noise()[:3], chance.choice(MARKS), chance.choice(CONTROLS),
            chance.choice(COMBINING), chance.choice(BREAKS), text[low:high].upper(), text[low:high].replace(" ", ""),
        ))  # fmt: skip
        return text[:low] + inside + text[high:]


def made(seed: int, number: int) -> tuple[str, random.Random]:
    """The document of a number, and what decides what is done with it."""
    chance = random.Random(f"{seed}:{number}")
    return Maker(chance).document(), chance


@contextmanager
def windows(small: bool) -> Iterator[None]:
    """Within it, a text of a few hundred code points is read in windows, as a long one is."""
    module: Any = sys.modules["takhrij.check"]
    kept = module.WINDOW, module.MARGIN
    if small:
        module.WINDOW, module.MARGIN = SMALL
    try:
        yield
    finally:
        module.WINDOW, module.MARGIN = kept


def examine(text: str, options: Options, *, render: bool) -> None:
    """Checks a document and what is said of it.

    Raises:
        AssertionError: a span is not what it says, or two ways to the same do not agree.
    """
    report = check(text, library=library(), options=options)
    assert report.length == len(text), "length"
    reached = 0
    for citation in report.citations:
        assert citation.quotation.span.start >= reached, "quotations overlap, or are not in order"
        reached = citation.quotation.span.end
        assert citation.fragments, "a citation without a fragment"
        for fragment in citation.fragments:
            assert 0 <= fragment.span.start < fragment.span.end <= len(text), f"span {fragment.span} of {fragment.kind}"
            assert text[fragment.span.start : fragment.span.end] == fragment.text, f"text of {fragment.kind}"
        for finding in citation.findings:
            assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(text), (
                f"span of {finding.name}"
            )
        for alignment in citation.passages:
            assert 0 <= alignment.score <= 1, "score"
            for step in alignment.operations:
                assert text[step.quoted.start : step.quoted.end] == step.quoted_text, f"text of {step.kind}"
    if render:
        assert [each.quotation.span for each in find(text, library=library())] == [
            each.quotation.span for each in report.citations
        ], "find and check differ"
        rendered(text, report)


def rendered(text: str, report: Report) -> None:
    """Writes a report in every form, and reads it back.

    Raises:
        AssertionError: what is read back differs.
    """
    document = Document("made.txt", text, report)
    for _ in (
        *TextReport(Paper(80), explain=True).render([document]),
        *footnote.render([document]),
        *jsonl.render([document]),
    ):
        pass
    from json import loads

    [(_, again)] = json.reports(loads("".join(json.render([document]))))
    # Two lone surrogates side by side, which no file can hold, are one character to a reader of JSON.
    assert again == report or re.search("[\ud800-\udbff][\udc00-\udfff]", text), "what JSON reads back"


def failure(text: str, options: Options, *, render: bool, parted: bool = False) -> str:
    """The traceback of a document that fails; empty when it does not. `parted`: it is read in small windows."""
    try:
        with windows(parted):
            examine(text, options, render=render)
    except Exception:  # noqa: BLE001 (any that escapes is what is looked for)
        return traceback.format_exc()
    return ""


def shrunk(text: str, fails: Callable[[str], str]) -> str:
    """The shortest text found, by taking pieces away, that fails in the same place."""

    def place(problem: str) -> str:
        return (
            "".join(line for line in problem.splitlines() if line.startswith("  File"))[-200:]
            + problem.splitlines()[-1][:40]
        )

    wanted, size, tries = place(fails(text)), len(text) // 2, 0
    while size >= 1 and tries < MOST_SHRINKS:
        at = 0
        while at < len(text) and tries < MOST_SHRINKS:
            shorter, tries = text[:at] + text[at + size :], tries + 1
            problem = fails(shorter)
            if problem and place(problem) == wanted:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def run(job: tuple[int, int, int, float]) -> tuple[int, int, list[Failed]]:
    """Examines the documents of a range of numbers: how many, their code points, those that failed."""
    seed, first, last, share = job
    length, failed = 0, []
    for number in range(first, last):
        text, chance = made(seed, number)
        fails = partial(
            failure, options=chance.choice(OPTIONS), render=chance.random() < share, parted=chance.random() < PARTED
        )
        length += len(text)
        if fails(text):
            short = shrunk(text, fails)
            failed.append(Failed(number, short, fails(short)))
    return last - first, length, failed


def jobs(options: argparse.Namespace) -> Iterator[tuple[int, int, int, float]]:
    """The numbers in ranges of a few hundred."""
    for first in range(0, options.documents, 250):
        yield options.seed, first, min(first + 250, options.documents), options.render


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--workers", type=int, default=2, metavar="W")
    parser.add_argument(
        "--render", type=float, default=0.1, metavar="SHARE", help="share of reports written in every form"
    )
    options = parser.parse_args()
    begun, done, length, failed = perf_counter(), 0, 0, 0
    library()
    with multiprocessing.Pool(options.workers) as pool:
        for count, size, problems in pool.imap_unordered(run, jobs(options)):
            done, length, failed = done + count, length + size, failed + len(problems)
            for problem in problems:
                print(
                    f"document {problem.number} of seed {options.seed}: {problem.text!a}\n{problem.problem}", flush=True
                )
    print(f"{done:,} documents, {length:,} code points, {perf_counter() - begun:.0f} s: {failed:,} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
