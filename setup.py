"""Builds the compiled kernel. Everything else about the package stands in pyproject.toml."""

from glob import glob

from setuptools import Extension, setup

# `optional`: without a compiler the install still succeeds, and the pure-Python twin serves.
setup(
    ext_modules=[
        Extension(
            "takhrij._core",
            sources=sorted(glob("src/takhrij/kernel/c/*.c")),
            depends=sorted(glob("src/takhrij/kernel/c/*.h")),
            include_dirs=["src/takhrij/kernel/c"],
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
