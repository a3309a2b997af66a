r"""JSON Lines: an object a line, with `text` and what is known of it.

Known beside it are `id`, `title`, `label`, `speaker` (or `author`), `date`, `book`, `narrator`, `number`, `gradings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.errors import InputError
from takhrij.packs.importers.fields import gradings_of, parsed, words_of
from takhrij.packs.importers.texts import paragraphs
from takhrij.packs.record import Record
from takhrij.text.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterator


def records(data: bytes, path: str) -> Iterator[Record]:
    """The texts of a file, a passage for each paragraph.

    Raises:
        InputError: it is not UTF-8, or a line is no object with a text.

    >>> [one] = records(b'{"id": "7", "text": "It opens in May.", "speaker": "Lina Haddad"}', "talks.jsonl")
    >>> one.id, one.speaker
    ('talks:7', 'Lina Haddad')
    """
    stem = path.rpartition("/")[2].partition(".")[0]
    for number, line in enumerate(decode(data).lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        row = parsed(line, f"line {number}")
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InputError(f'line {number}: an object with a "text" is wanted')
        title = words_of(row.get("title"))
        given = words_of(row.get("number"))
        made = Record(
            f"{stem}:{words_of(row.get('id')) or number}", row["text"], label=words_of(row.get("label")), title=title,
            book=words_of(row.get("book")), speaker=words_of(row.get("speaker")) or words_of(row.get("author")),
            narrator=words_of(row.get("narrator")), date=words_of(row.get("date")),
            numbers=(("number", given),) if given else (), gradings=gradings_of(row.get("gradings")),
        )  # fmt: skip
        parts = list(paragraphs(made))
        yield from [made] if len(parts) == 1 else parts
