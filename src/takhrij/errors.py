"""The errors of the program.

    TakhrijError
    ├── InputError      a document cannot be read
    ├── ConfigError     an option has no such value
    └── SourceError     a source of the library is missing, changed or damaged

Each message is one line that says what is wrong and what to do.
"""


class TakhrijError(Exception):
    """Base of every error that the program raises on purpose."""


class InputError(TakhrijError):
    """A document cannot be read: missing, binary, not UTF-8, too large."""


class ConfigError(TakhrijError):
    """An option or a reference names something that is not there."""


class SourceError(TakhrijError):
    """A source of the library or its index is missing, changed, damaged or not the user's own."""
