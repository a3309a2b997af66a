"""The benchmark's own conventions for spans, and the files of its scorers. An output profile, not the model of the program."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from takhrij.find.attach import Found
    from takhrij.find.candidate import Candidate
    from takhrij.library.store import Store

SPAN_COLUMNS = ("Response_ID", "Annotation_ID", "Segment_Type", "Span_Start", "Span_End")
TYPES = {"ayah": "Ayah", "matn": "matn"}
Row = tuple[str, ...]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, compressed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def write_rows(path: Path, rows: Iterable[Row], columns: tuple[str, ...] = SPAN_COLUMNS) -> None:
    """A table of tab-separated values, unquoted."""
    lines = ["\t".join(columns), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def span_rows(name: str, found: list[Found]) -> list[Row]:
    """The fragments of an answer. What stands in the text without being presented as a quotation is not annotated."""
    rows: list[Row] = []
    number = 0
    for each in found:
        if not each.marked:
            continue
        number += 1
        if each.chain is not None:
            rows.append((name, str(number), "isnad", str(each.chain.start), str(each.chain.end)))
        rows += [
            (name, str(number), "claimed_source", str(reference.span.start), str(reference.span.end))
            for reference in each.references
        ]
        rows.append((name, str(number), TYPES[each.kind], str(each.candidate.start), str(each.candidate.end)))
    return rows or [(name, "1", "NoAnnotation", "-", "-")]


def quote_rows(store: Store, document: str, candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """The verses quoted in a book, with their place; `candidates` in order of place."""
    rows = []
    for candidate in candidates:
        region = next((region for region in candidate.slot if region.src_start < store.quran_end), None)
        if region is None:
            continue
        surah, first = store.verse(store.at(region.src_start))
        _, last = store.verse(store.at(region.src_end - 1))
        rows.append({
            "doc": document, "start": candidate.start, "end": candidate.end, "surah": surah, "ayah_start": first,
            "ayah_end": last,
        })  # fmt: skip
    return rows
