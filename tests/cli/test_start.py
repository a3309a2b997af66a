"""What a check loads: starting costs more than checking a short text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src"


def test_a_check_does_without_what_is_slow_to_load() -> None:
    program = (
        "import sys; from takhrij.cli import main; code = main(['check', '-', '--format', 'json', '--output', sys.argv[1]]); "
        "print(code, *sorted({'dataclasses', 'pathlib', 'hashlib', 'tempfile', 'inspect', 'numpy', 'threading', "
        "'importlib.metadata', 'takhrij.library.build', 'takhrij.library.isnad', 'takhrij.library.sources'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "/dev/null"],
        input="قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]".encode(), capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert done.stdout.decode().split() == ["0"]
