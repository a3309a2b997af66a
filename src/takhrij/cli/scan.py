"""`takhrij scan`: many documents in, tables of rows out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from takhrij.cli.exits import CLEAN, FAILED, FINDINGS
from takhrij.cli.streams import complain
from takhrij.codes import SEVERITIES
from takhrij.scan.batches import MOST
from takhrij.scan.inputs import Fields
from takhrij.scan.progress import progress_on
from takhrij.scan.run import ScanOptions, processors, scan

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Scan every document, say what was found, return the exit code."""
    chosen = ScanOptions(
        form=options.format,
        fields=Fields(options.text_field, options.id_field),
        stdin=options.stdin_format,
        works=tuple(options.sources or ()),
        max_passages=options.max_passages,
        part=options.part * 1000 if options.part else MOST,
        workers=options.workers or processors(),
    )
    done = scan(options.inputs, Path(options.output), chosen, progress_on())
    findings = dict(zip(SEVERITIES, (done.errors, done.warnings, done.notes), strict=True))
    print(  # noqa: T201
        f"{done.citations:,} quotations in {done.documents:,} document{'s' if done.documents != 1 else ''}: {done.errors:,} errors, "
        f"{done.warnings:,} warnings; rows in {options.output}",
        file=sys.stdout,
    )
    if done.failed:
        complain(f"{done.failed:,} of them failed; the rows of {options.output}/documents say why")
        return FAILED
    counted = SEVERITIES[: [*SEVERITIES].index(options.fail_level) + 1]
    return FINDINGS if any(findings[each] for each in counted) and not options.exit_zero else CLEAN
