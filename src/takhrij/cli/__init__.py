"""The command line: `check`, `compare`, `fix`, `show`, `sources`, `pack`, `scan`, `stats`, `serve`, `mcp`, `lsp`.

Exit codes: 0 nothing at the fail level or worse, 1 findings at that level or worse, 2 the job could not be done, 130
interrupted. Reports go to standard output, everything else to standard error. Nothing of the program is imported before
the command that needs it runs, for starting costs more than checking a short text.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from takhrij.cli.exits import FAILED, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence


def run() -> int:
    """Run the command of this process and return its exit code.

    Nearly all that is made is kept to the end, so looking for what can be let go of pays late, and never on the way out.
    """
    import gc

    from takhrij.collector import HeldBack

    with HeldBack():
        code = main()
    if "takhrij.cli.stats" not in sys.modules:  # DuckDB wants to be cleared away, and complains when it is not
        gc.freeze()
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from takhrij.cli.arguments import parser
    from takhrij.cli.streams import complain
    from takhrij.errors import TakhrijError

    try:
        given = sys.argv[1:] if arguments is None else arguments
        options = parser(*given[:1]).parse_args(given)
        if options.command == "check":
            from takhrij.cli.check import run
        elif options.command == "compare":
            from takhrij.cli.compare import run
        elif options.command == "show":
            from takhrij.cli.show import run
        elif options.command == "pack":
            from takhrij.cli.pack import run
        elif options.command == "scan":
            from takhrij.cli.scan import run
        elif options.command == "stats":
            from takhrij.cli.stats import run
        elif options.command == "fix":
            from takhrij.cli.fix import run
        elif options.command == "lsp":
            from takhrij.cli.lsp import run
        elif options.command == "serve":
            from takhrij.cli.serve import run
        elif options.command == "mcp":
            from takhrij.cli.mcp import run
        else:
            from takhrij.cli.sources import run
        code = run(options)
        sys.stdout.flush()
    except TakhrijError as problem:
        complain(str(problem))
        return FAILED
    except BrokenPipeError:
        # Whoever read the report has gone; nothing more can be said there, not even by the interpreter's last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as problem:
        complain(f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem))
        return FAILED
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except Exception as problem:
        if os.environ.get("TAKHRIJ_DEBUG"):
            raise
        complain(f"internal error, please report it: {type(problem).__name__}: {problem}")
        return FAILED
    return code
