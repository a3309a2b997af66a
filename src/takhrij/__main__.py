"""`python -m takhrij`."""

import sys

from takhrij.cli import run

if __name__ == "__main__":
    sys.exit(run())
