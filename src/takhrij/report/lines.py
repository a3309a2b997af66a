"""Text for programs that show it to people: one line, cleaned, directions isolated; and JSON without hidden characters."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from takhrij.report.terminal import FSI, PDI, clean, mixed

_HIDDEN: Final = "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"


def one_line(text: str) -> str:
    r"""A sentence as one line: no control characters, and each run of right-to-left words isolated.

    >>> one_line("reads\n\x1b[1m\u202eقال here") == "reads [1m\u2068قال\u2069 here"
    True
    """
    return "".join(f"{FSI}{piece.text}{PDI}" if piece.isolated else piece.text for piece in mixed(text)).strip()


def is_clean(text: str) -> bool:
    r"""Whether a text can be shown as it is: it holds no control character and no mark of direction.

    >>> is_clean("one\ntwo"), is_clean("a\u202eb")
    (True, False)
    """
    return all(clean(char) == char or char in " \n\r\t" for char in text)


def safe_json(value: Any) -> str:
    r"""`value` as JSON on one line: letters as they are, characters that hide or turn text as escapes.

    >>> safe_json("قال\u202e")
    '"قال\\u202e"'
    """
    return re.sub(_HIDDEN, _escaped, json.dumps(value, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]
