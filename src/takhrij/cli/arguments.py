"""The commands and options of the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final, NoReturn

from takhrij import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

EXITS: Final = (
    "exit codes: 0 nothing at the fail level or worse, 1 findings at that level or worse, 2 the job could not be done"
)
COMMANDS: Final = ("check", "compare", "show", "sources", "pack", "scan", "stats", "fix", "serve", "mcp", "lsp")
FORMATS: Final = ("text", "html", "json", "jsonl", "csv", "sarif", "annotations", "github", "takhrij", "accept")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Formatter, **options)

    def error(self, message: str) -> NoReturn:
        """Say so and exit with 2."""
        from takhrij.cli.streams import complain

        complain(f"{message} (see {self.prog} --help)")
        raise SystemExit(2)


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        import sys

        from takhrij.cli.streams import width

        super().__init__(prog, max_help_position=30, width=width(sys.stdout) - 2)


def parser(first: str = "") -> Parser:
    """The parser of the command line; where its first argument is a command, of that command alone."""
    top = Parser(
        prog="takhrij",
        usage="takhrij [--help] [--version] COMMAND ...",
        description="Finds what a document quotes from the Qur'an and from hadith, traces it to its source, "
        "and says what holds.",
        epilog=EXITS,
    )
    top.add_argument("--version", action="version", version=f"takhrij {__version__}", help="show the version and exit")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands", prog=top.prog)
    for name, add in zip(
        COMMANDS, (_check, _compare, _show, _sources, _pack, _scan, _stats, _fix, _serve, _mcp, _lsp), strict=True
    ):
        if first == name or first not in COMMANDS:
            add(commands)
    return top


def _check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        usage="takhrij check [OPTION ...] FILE|FOLDER|- ...",
        help="check the quotations of documents",
        description="Checks the quotations of documents: text (UTF-8), Markdown, HTML, Word (.docx), OpenDocument (.odt), "
        "EPUB, PDF with a text layer, subtitles (.srt, .vtt). The end of a file's name tells its format; any other "
        "file is text. Of a folder, the files of these formats are checked, in the folders below it too; hidden ones are "
        "skipped and links to folders not followed.",
        epilog=EXITS,
    )
    command.add_argument("inputs", nargs="+", metavar="FILE|FOLDER|-", help="what to check; - is standard input")
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for people, html (a page for people), json (one document for all inputs), jsonl (one line an input), "
        "csv (one row a finding), sarif (2.1.0, for code hosts and editors), annotations (W3C Web Annotation), "
        "github (commands of a workflow), takhrij (footnotes), accept (entries to fill in for --accept); default text",
    )
    command.add_argument("--output", metavar="FILE", help="write the report there, not to standard output")
    command.add_argument(
        "--stdin-filename",
        metavar="NAME",
        default="-",
        help="what to call standard input in the report; its end tells the format",
    )
    command.add_argument(
        "--accept",
        action="append",
        metavar="FILE",
        default=[],
        help="findings that somebody accepts (TOML, as --format accept writes it): they become notes that say so; may be "
        "given several times",
    )
    _packs(command)
    _exit(command)
    command.add_argument(
        "--explain",
        action="store_true",
        help="also say why a passage was taken for a quotation and what each code means",
    )
    command.add_argument(
        "--context",
        type=_number(0, 100),
        metavar="N",
        default=0,
        help="also show each passage in full, a hadith with its chain, and N passages on each side of it (text; html shows one "
        "without being asked); default 0",
    )
    _library(command)
    _color(command)


def _compare(commands: Any) -> None:
    command = commands.add_parser(
        "compare",
        usage="takhrij compare [OPTION ...] OLD NEW",
        help="say what changed between two JSON reports",
        description="Compares two reports that `takhrij check --format json` wrote: findings that are gone, that are new, "
        "that changed. Documents go together by their path, quotations by their words.",
        epilog="exit codes: 0 nothing new at the fail level or worse, 1 something is, 2 the job could not be done",
    )
    command.add_argument("old", metavar="OLD", help="the earlier report")
    command.add_argument("new", metavar="NEW", help="the later report")
    command.add_argument("--format", choices=("text", "json"), default="text", help="default text")
    _fail_level(command, "a finding of this severity or worse is new")
    command.add_argument("--notes", action="store_true", help="show notes too, not only errors and warnings")
    _color(command)


def _show(commands: Any) -> None:
    command = commands.add_parser(
        "show",
        usage="takhrij show [OPTION ...] REFERENCE|WORDS",
        help="print a passage with its neighbours, or the passages that have some words",
        description="Prints a passage with its neighbours: 4:59 or 4:59-60 (surah and verses), bukhari:6018 "
        "(a number in a numbering that is loaded), bukhari:seq:616 (the package's own count, which nobody cites), "
        "or the passages that have the words given.",
        epilog="exit codes: 0 found, 1 no passage has the words, 2 the job could not be done",
    )
    command.add_argument("query", metavar="REFERENCE|WORDS", help="which passage, or words of it")
    command.add_argument(
        "--context", type=_number(0, 1000), metavar="N", default=1, help="neighbours on each side; default 1"
    )
    command.add_argument(
        "--limit", type=_number(1, 1000), metavar="N", default=10, help="most passages for words; default 10"
    )
    command.add_argument(
        "--translation", metavar="ID", help="also the translation of this edition (see takhrij sources)"
    )
    _packs(
        command,
        "look in this pack too, and tell the gradings that it has (see takhrij pack; may be given several times)",
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help="default text")
    _color(command)


def _sources(commands: Any) -> None:
    command = commands.add_parser(
        "sources",
        usage="takhrij sources [OPTION ...]",
        help="list the texts that are loaded, and those that are not",
        description="Lists the texts that are loaded, with licence, count, digest and numbering; known works that "
        "are not; the index file and the kernel in use.",
        epilog="exit codes: 0 all is well, 1 --verify found a problem, 2 the job could not be done",
    )
    command.add_argument("--verify", action="store_true", help="compare every text with its known count and digest")
    command.add_argument("--format", choices=("text", "json"), default="text", help="default text")
    _color(command)


def _pack(commands: Any) -> None:
    from takhrij.cli.pack_arguments import add_pack

    add_pack(commands)


def _scan(commands: Any) -> None:
    command = commands.add_parser(
        "scan",
        usage="takhrij scan [OPTION ...] --output RUN FILE|FOLDER|GLOB|- ...",
        help="check a corpus, into tables of rows",
        description="Checks many documents and writes a row for each quotation and for each finding: plain text, OpenITI "
        "mARkdown, JSON Lines (these also as .gz and .zst) and Parquet. Cut off at any moment, the same command goes on "
        "where it was and ends with the same rows; with other options, sources or inputs it is refused.",
        epilog=f"{EXITS} or documents failed, which are counted and have a row that says why; what else was found is there",
    )
    command.add_argument("inputs", nargs="+", metavar="FILE|FOLDER|GLOB|-", help="what to scan; - is standard input")
    command.add_argument(
        "--output", required=True, metavar="RUN", help="the folder of the run: new, or to be gone on with"
    )
    command.add_argument(
        "--format", choices=("parquet", "jsonl"), default="parquet", help="of the rows; default parquet"
    )
    command.add_argument(
        "--workers", type=_number(1, 1000), metavar="N", help="processes that check; default one a processor"
    )
    command.add_argument(
        "--part",
        type=_number(1, 1_000_000),
        metavar="N",
        help="thousands of code points that make a part; default 4194",
    )
    command.add_argument(
        "--text-field", metavar="NAME", default="text", help="the field or column with the text; default text"
    )
    command.add_argument(
        "--id-field", metavar="NAME", help="the field or column that names a document; default path and line or row"
    )
    command.add_argument(
        "--stdin-format", choices=("text", "jsonl"), default="text", help="what standard input is; default text"
    )
    _library(command)
    _exit(command)


def _stats(commands: Any) -> None:
    command = commands.add_parser(
        "stats",
        usage="takhrij stats [OPTION ...] RUN",
        help="ask the rows of a scan",
        description="Tells of a scan what is quoted most, by verse, hadith, work and document, which words are altered how "
        "often, how much of each surah is quoted, and which documents share quotations; each also as CSV, coverage as pictures.",
        epilog="exit codes: 0 done, 2 the job could not be done",
    )
    command.add_argument("run", metavar="RUN", help="the folder of a scan")
    command.add_argument("--output", metavar="FOLDER", help="of the tables and pictures; default RUN/stats")
    command.add_argument(
        "--limit", type=_number(1, 1000), metavar="N", default=10, help="lines printed of a table; default 10"
    )


def _fix(commands: Any) -> None:
    command = commands.add_parser(
        "fix",
        usage="takhrij fix [OPTION ...] FILE ...",
        help="correct what has one certain answer",
        description="Shows as a diff, or makes, the corrections that have one certain answer: the words of a verse, the number of "
        "a verse in the surah named, Qur'an brackets around a hadith. Text, Markdown, HTML, and Word: there "
        "as tracked changes with comments. Nothing else of a file is changed; the words of hadiths, readings and what is not "
        "presented as a quotation are never rewritten. What is left to the author is said on standard error.",
        epilog="exit codes: 0 nothing is to be corrected, or it was, 1 something is, 2 the job could not be done",
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="what to correct")
    command.add_argument(
        "--write", action="store_true", help="correct the files; each is kept beside it, with .bak behind its name"
    )
    command.add_argument("--vowels", action="store_true", help="correct written vowels too")
    command.add_argument(
        "--untracked", action="store_true", help="correct Word documents without tracked changes and comments"
    )
    _works(command)


def _serve(commands: Any) -> None:
    command = commands.add_parser(
        "serve",
        usage="takhrij serve [OPTION ...]",
        help="serve a web page and an HTTP API on this machine",
        description="Serves a page to paste or drop a document on, and the same as an HTTP API. Keeps nothing that is sent. Only "
        "this machine is served, unless --host says otherwise; then --name has to say by which names it goes. Ends at an interrupt.",
        epilog="exit codes: 0 interrupted, 2 the job could not be done",
    )
    command.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="listen there; default 127.0.0.1")
    command.add_argument(
        "--port", type=_number(0, 65535), metavar="N", default=8573, help="0 takes a free one; default 8573"
    )
    command.add_argument(
        "--name",
        action="append",
        metavar="HOST",
        dest="names",
        default=[],
        help="answer requests to this host too (may be given several times); default localhost alone",
    )
    command.add_argument(
        "--workers",
        type=_number(1, 64),
        metavar="N",
        default=2,
        help="processes for small documents, beside one for large; default 2",
    )
    command.add_argument(
        "--max-mb", type=_number(1, 500), metavar="N", default=16, help="megabytes that a request may have; default 16"
    )
    command.add_argument(
        "--seconds",
        type=_number(1, 3600),
        metavar="N",
        default=30,
        help="that checking a document may take; default 30",
    )
    command.add_argument(
        "--memory",
        type=_number(300, 64000),
        metavar="MB",
        default=1200,
        help="address space of a process that checks, some 400 of it the program's and the index's; default 1200",
    )
    command.add_argument(
        "--log",
        action="store_true",
        help="a line on standard error for each request: route, status and time, nothing that was sent",
    )
    _works(command)


def _mcp(commands: Any) -> None:
    command = commands.add_parser(
        "mcp",
        usage="takhrij mcp [OPTION ...]",
        help="serve assistants that speak the Model Context Protocol",
        description="Serves an assistant over standard input and output (Model Context Protocol): it checks the text it is "
        "about to send, shows passages, and finds them by their words. Keeps nothing that is sent. Ends when its input does.",
        epilog="exit codes: 0 the client ended it, 2 the job could not be done",
    )
    _library(command, 3)


def _lsp(commands: Any) -> None:
    command = commands.add_parser(
        "lsp",
        usage="takhrij lsp [OPTION ...]",
        help="serve editors that speak the Language Server Protocol",
        description="Serves an editor over standard input and output (Language Server Protocol): marks what is wrong in text, "
        "Markdown and HTML, shows the source of a quotation, and offers the corrections that have one certain answer.",
        epilog="exit codes: 0 the editor ended it, 2 the job could not be done",
    )
    _works(command)


def _color(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours in text: auto is on a terminal, unless NO_COLOR is set; default auto",
    )


def _fail_level(command: argparse.ArgumentParser, when: str) -> None:
    command.add_argument(
        "--fail-level",
        choices=("error", "warning", "note"),
        default="error",
        help=f"exit with 1 when {when}; default error",
    )


def _exit(command: argparse.ArgumentParser) -> None:
    _fail_level(command, "a finding is of this severity or worse")
    command.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 whatever was found (not when the job failed)"
    )


def _works(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        action="append",
        metavar="WORK",
        dest="sources",
        help="load only this work beside the Qur'an (may be given several times); each choice has an index of its own; "
        "default all",
    )


def _packs(
    command: argparse.ArgumentParser,
    what: str = "check every quotation against this pack too (see takhrij pack; may be given several times); NAME@VERSION is "
    "an earlier version",
) -> None:
    command.add_argument(
        "--pack",
        action="append",
        metavar="NAME",
        dest="packs",
        default=[],
        help=what,
    )
    command.add_argument(
        "--grader", metavar="NAME", default="", help="of the gradings that packs have, tell those by this grader alone"
    )


def _library(command: argparse.ArgumentParser, passages: int = 10) -> None:
    _works(command)
    command.add_argument(
        "--max-passages",
        type=_number(1, 1000),
        metavar="N",
        default=passages,
        help=f"list at most N passages that fit a quotation; default {passages}",
    )


def _number(low: int, high: int) -> Callable[[str], int]:
    """What reads a number from `low` to `high`."""

    def read(value: str) -> int:
        number = int(value) if value.isdecimal() else low - 1
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{value!r} is not a number from {low} to {high}")
        return number

    return read
