"""The commands and options of `takhrij pack`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import argparse

_EXITS: Final = "exit codes: 0 done, 2 the job could not be done"


def add_pack(commands: Any) -> None:
    """Add `pack` and its commands to a parser."""
    command = commands.add_parser(
        "pack",
        usage="takhrij pack add|list|remove|verify|fetch ...",
        help="make sources of texts of your own",
        description="Makes sources of texts of your own, which takhrij check --pack NAME checks quotations against. They are kept "
        "in a folder of yours: TAKHRIJ_DATA, or the platform's folder for data.",
        epilog="takhrij pack COMMAND --help says more",
    )
    inner = command.add_subparsers(
        dest="pack_command", metavar="COMMAND", required=True, title="commands", prog=command.prog
    )
    _add(inner)
    _list(inner)
    _remove(inner)
    _verify(inner)
    _fetch(inner)


def _add(commands: Any) -> None:
    command = commands.add_parser(
        "add",
        usage="takhrij pack add [OPTION ...] NAME PATH",
        help="make a pack of a file or a folder",
        description="Makes a pack of a file or of the files of a folder, in any script: text, Markdown, HTML and the other formats "
        "that check reads, JSON Lines, the layouts of hadith-json, hadith-api and Open-Hadith-Data, Tanzil's texts and "
        "translations, OpenITI mARkdown. Under a name that is there it makes the next version, which is then the one in use.",
        epilog=_EXITS,
    )
    command.add_argument("name", metavar="NAME", help="what to call it: a-z, 0-9 and hyphens")
    command.add_argument("path", metavar="PATH", help="the file or the folder")
    describe(command)


def describe(command: argparse.ArgumentParser) -> None:
    """Add the options that say what a pack is."""
    from takhrij.packs.kinds import KINDS

    command.add_argument("--title", metavar="TITLE", default="", help="what reports call it; default its name")
    command.add_argument("--licence", metavar="LICENCE", default="", help="of the texts, as you know it")
    command.add_argument("--language", metavar="CODE", default="", help="of the texts, such as ar or en")
    command.add_argument(
        "--kind", choices=KINDS, default="", help="the layout of the files; default by their names and contents"
    )


def _list(commands: Any) -> None:
    command = commands.add_parser(
        "list",
        usage="takhrij pack list [OPTION ...]",
        help="list the packs",
        description="Lists the packs, each version with its licence, its size, and the digest of its text.",
        epilog=_EXITS,
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help="default text")


def _remove(commands: Any) -> None:
    command = commands.add_parser(
        "remove",
        usage="takhrij pack remove NAME[@VERSION]",
        help="remove a pack, or a version of it",
        description="Removes a pack with all its versions, or the one version that is named.",
        epilog=_EXITS,
    )
    command.add_argument("name", metavar="NAME[@VERSION]", help="which")


def _verify(commands: Any) -> None:
    command = commands.add_parser(
        "verify",
        usage="takhrij pack verify [NAME[@VERSION] ...]",
        help="compare packs with their digests",
        description="Reads packs through and compares their files and their text with the digests that were taken when they were "
        "added.",
        epilog="exit codes: 0 all is well, 1 something is damaged, 2 the job could not be done",
    )
    command.add_argument("names", metavar="NAME[@VERSION]", nargs="*", help="which; default all, each in every version")


def _fetch(commands: Any) -> None:
    command = commands.add_parser(
        "fetch",
        usage="takhrij pack fetch [OPTION ...] --sha256 DIGEST NAME URL",
        help="download a pinned dump and make a pack of it",
        description="Downloads a file and makes a pack of it, if it has the digest that is required: one of the layouts that add "
        "reads, by itself or in a .gz, .zip or .tar archive. What was begun is gone on with. Nothing of it is run; no path in an "
        "archive leads out of it. Addresses of this machine and its network are refused, redirects to them too. Needs "
        "takhrij[fetch].",
        epilog=_EXITS,
    )
    command.add_argument("name", metavar="NAME", help="what to call it: a-z, 0-9 and hyphens")
    command.add_argument("url", metavar="URL", help="where it is, https:// or http://")
    command.add_argument(
        "--sha256", metavar="DIGEST", required=True, help="the digest of the file, 64 hexadecimal digits"
    )
    command.add_argument(
        "--max-mb",
        metavar="N",
        type=_megabytes,
        default=500,
        help="megabytes that it may have, unpacked too; default 500",
    )
    command.add_argument(
        "--allow-private", action="store_true", help="go to addresses of this machine and its network too"
    )
    describe(command)


def _megabytes(value: str) -> int:
    import argparse

    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0
    if not 1 <= number <= 1024:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 1024")
    return number
