"""Takhrij finds what a document quotes from the Qur'an and from hadith, traces it to its source, and says what holds.

>>> import takhrij
>>> report = takhrij.check("قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]")
>>> report.citations[0].passages[0].passage.label
'ash-Sharh 94:6'

Every name is loaded when it is first used, since starting costs more than checking a short text.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from takhrij.check import check, find
    from takhrij.errors import ConfigError, InputError, SourceError, TakhrijError
    from takhrij.library.library import Library
    from takhrij.model import Citation, Finding, Passage, Report, Span
    from takhrij.options import Options
    from takhrij.text.readers import Source, read

__version__: Final = "0.1.0"
__all__ = (
    "Citation",
    "ConfigError",
    "Finding",
    "InputError",
    "Library",
    "Options",
    "Passage",
    "Report",
    "Source",
    "SourceError",
    "Span",
    "TakhrijError",
    "__version__",
    "check",
    "find",
    "read",
)

_HOMES: Final = {
    **dict.fromkeys(("check", "find"), "check"),
    "Library": "library.library",
    "Options": "options",
    **dict.fromkeys(("Source", "read"), "text.readers"),
    **dict.fromkeys(("Citation", "Finding", "Passage", "Report", "Span"), "model"),
    **dict.fromkeys(("ConfigError", "InputError", "SourceError", "TakhrijError"), "errors"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(type(sys)):  # type: ignore[misc]
    """Keeps `check` and `find` the functions, though modules are called so too and are set here when they are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOMES or not isinstance(value, type(sys)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
