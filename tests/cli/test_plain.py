"""The usual command line is read without argparse, and as argparse reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from takhrij.cli.arguments import parser
from takhrij.cli.plain import CHOICES, FLAGS, WORDS, plain

SOURCE = Path(__file__).parent.parent.parent / "src"
values = st.sampled_from(
    ["a.md", "-", "json", "text", "jsonl", "error", "note", "auto", "never", "3", "", "--", "-x", "é"]
)
options = st.sampled_from([*CHOICES, *FLAGS, *WORDS, "--source", "--max-passages", "--help", "--form", "-v"])
pieces = st.one_of(
    values.map(lambda value: [value]),
    options.map(lambda option: [option]),
    st.tuples(options, values).map(list),
    st.tuples(options, values).map(lambda pair: ["=".join(pair)]),
)
lines = st.lists(pieces, max_size=6).map(lambda parts: ["check", *(word for part in parts for word in part)])


@given(lines)
def test_what_is_read_is_read_as_argparse_reads_it(line: list[str]) -> None:
    read = plain(line)
    if read is not None:
        assert vars(read) == vars(parser().parse_args(line))


def test_usual_lines_are_read() -> None:
    for line in (
        ["a.md"],
        ["--format", "json", "a", "b"],
        ["-", "--explain"],
        ["--fail-level=note", "--exit-zero", "x"],
    ):
        assert plain(["check", *line]) is not None


def test_a_check_does_without_what_is_slow_to_load() -> None:
    program = (
        "import sys; from takhrij.cli import main; code = main(['check', '-', '--format', 'json', '--output', sys.argv[1]]); "
        "print(code, *sorted({'argparse', 'dataclasses', 'pathlib', 'hashlib', 'tempfile', 'inspect', 'numpy', 'locale', "
        "'importlib.metadata', 'takhrij.library.build', 'takhrij.library.isnad', 'takhrij.library.sources'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "/dev/null"],
        input="قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]".encode(), capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert done.stdout.decode().split() == ["0"]
