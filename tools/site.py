"""What mkdocs.yml asks for besides docs: the pages that stand elsewhere in the repository, and the links to them.

The site has the paths of the repository, but that `docs/` is its top, README.md its first page, and a file without an end to
its name is a text. A link of a page leads on the site where it leads in the repository.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import TYPE_CHECKING, Final

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    "examples/article.md",
    "examples/answer.md",
)
"""Those that stand outside docs."""
FONT: Final = "src/takhrij/data/amiri-quran.woff2"
LINK: Final = re.compile(r"(?<=\])\((?P<target>[^)#\s]+)(?P<place>#[^)]*)?\)")

VERSE: Final = re.compile("﴿[^﴾<]*﴾")
"""Unicode does not mirror these brackets: in an English line they would point away from the words."""


def site_path(path: str) -> str:
    """Where a file of the repository is on the site."""
    if path == "README.md":
        return "index.md"
    return path.removeprefix("docs/") if Path(path).suffix else f"{path}.txt"


def linked(page: str) -> dict[str, str]:
    """The links of a page to files of the repository, each with the file that it leads to."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = {link["target"]: normpath(join(dirname(page), link["target"])) for link in LINK.finditer(text)}
    return {target: path for target, path in found.items() if (ROOT / path).is_file()}


def of_page(page: Page) -> str:
    """The path of a page in the repository."""
    return Path(page.file.abs_src_path or "").relative_to(ROOT).as_posix()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages outside docs, and the files that pages link to."""
    docs = [path.relative_to(ROOT).as_posix() for path in Path(config.docs_dir).rglob("*.md")]
    more = {path for page in (*PAGES, *docs) for path in linked(page).values() if not path.startswith("docs/")}
    for path in sorted({*PAGES, *more}):
        files.append(File.generated(config, site_path(path), abs_src_path=str(ROOT / path)))
    files.append(File.generated(config, Path(FONT).name, abs_src_path=str(ROOT / FONT)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Turns the links of the repository into those of the site."""
    targets = linked(of_page(page))
    here = dirname(page.file.src_uri) or "."

    def turned(link: re.Match[str]) -> str:
        path = targets.get(link["target"])
        return f"({relpath(site_path(path), here)}{link['place'] or ''})" if path else link[0]

    return LINK.sub(turned, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Sets verse brackets as they stand in Arabic, and an example as its first words run."""
    html = VERSE.sub(r'<bdi dir="rtl">\g<0></bdi>', html)
    return f'<div dir="auto">\n{html}\n</div>' if of_page(page).startswith("examples/a") else html
