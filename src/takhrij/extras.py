"""Libraries that the core does without: loaded when they are used, and named with their install line when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from takhrij.errors import ConfigError


def extra(module: str, name: str) -> Any:
    """A module that an extra brings.

    Args:
        module: the module, such as `pyarrow.parquet`.
        name: the extra of `takhrij` that has it, such as `scan`.

    Raises:
        ConfigError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as problem:
        raise ConfigError(
            f'{module.partition(".")[0]} is not installed; pip install "takhrij[{name}]" brings it'
        ) from problem
