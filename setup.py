"""Builds the compiled kernel. Everything else about the package stands in pyproject.toml."""

from pathlib import Path

from setuptools import Extension, setup

KERNEL = Path("src/takhrij/kernel/c")

# `optional`: without a compiler the install still succeeds, and the pure-Python twin serves.
setup(
    ext_modules=[
        Extension(
            "takhrij._core",
            sources=sorted(path.as_posix() for path in KERNEL.glob("*.c")),
            depends=sorted(path.as_posix() for path in KERNEL.glob("*.h")),
            include_dirs=[KERNEL.as_posix()],
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
