"""Bytes of the index by section: prints the table of docs/index-format.md, and with `--write` puts it there.

The descriptions stand in the document; this fills in the numbers, and fails when the document lacks a section of the
index or tells of one that the index has not.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from takhrij.library.library import Library

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "index-format.md"
ROW = re.compile(r"^\| (`(?P<section>\w+)`|\*\*(?P<group>\w+)\*\*) \|(?P<kind>[^|]*)\| *[\d,]+ \|(?P<what>[^|]*)\|$")


def filled(document: str, sizes: dict[str, int], whole: int) -> str:
    """The document with the bytes of each section, of each group of sections, and of the whole file.

    Raises:
        ValueError: the document and the index do not have the same sections.
    """
    lines = document.split("\n")
    rows = {number: match for number, line in enumerate(lines) if (match := ROW.match(line))}
    told = [match["section"] for match in rows.values() if match["section"]]
    if sorted(told) != sorted(sizes):
        raise ValueError(f"sections of one only: {', '.join(sorted(set(told) ^ set(sizes)))}")
    totals: dict[str, int] = {}
    group = ""
    for match in rows.values():
        group = match["group"] or group
        totals[group] = totals.get(group, 0) + (sizes[match["section"]] if match["section"] else 0)
    totals["All"] = whole
    for number, match in rows.items():
        size = sizes[match["section"]] if match["section"] else totals[match["group"]]
        lines[number] = f"| {match[1]} |{match['kind']}| {size:,} |{match['what']}|"
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the numbers into the document")
    write: bool = parser.parse_args().write
    index = Library.open().store.index
    try:
        text = filled(DOCUMENT.read_text(encoding="utf-8"), dict(index.sizes), len(index.data))
    except ValueError as problem:
        sys.exit(f"{DOCUMENT.name}: {problem}")
    if write:
        DOCUMENT.write_text(text, encoding="utf-8")
    else:
        print("\n".join(line for line in text.split("\n") if ROW.match(line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
