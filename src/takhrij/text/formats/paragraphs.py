"""The text of an office document: the paragraphs of its body, notes, comments, headers and footers, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from takhrij.text.formats.parts import Parts, Run
from takhrij.text.formats.reading import Reading

if TYPE_CHECKING:
    from takhrij.text.formats.parts import Place

StoryName = Literal["body", "footnote", "endnote", "comment", "header", "footer"]
PARAGRAPH: Final = "\n\n"
"""What stands between two paragraphs; in a row of a table a tab does, between rows a line end."""
Piece = tuple[str, str, int]
"""A text, the file it stands in, and where in that: bytes, or -1 where it does not stand there as text."""

_Aside = tuple[list[list[Piece]], list[list[Piece]], tuple[StoryName, int], str]


class Paragraphs:
    """Gathers paragraphs, story by story; those without text are not kept."""

    def __init__(self) -> None:
        self._stories: dict[tuple[StoryName, int], list[tuple[str, list[Piece]]]] = {}
        self._story: tuple[StoryName, int] = ("body", 0)
        self._open: list[list[Piece]] = []
        self._inner: list[list[Piece]] = []
        """Paragraphs that ended inside another, as those of a text box do: they come after it."""
        self._before = PARAGRAPH

    def story(self, name: StoryName, number: int = 0) -> None:
        """What follows is part of the body, or of the footnote, comment … of this number."""
        self._story, self._before = (name, number), PARAGRAPH

    @property
    def within(self) -> bool:
        """Whether a paragraph is open."""
        return bool(self._open)

    def begin(self) -> None:
        """A paragraph begins."""
        self._open.append([])

    def add(self, text: str, member: str, byte: int = -1) -> None:
        """Text of the paragraph that is open; outside one it is dropped."""
        if self._open and text:
            self._open[-1].append((text, member, byte))

    def ends_with_space(self) -> bool:
        """Whether the open paragraph has no text yet, or ends with a space."""
        return not self._open or not self._open[-1] or self._open[-1][-1][0][-1] in " \n\t"

    def end(self) -> None:
        """A paragraph ends."""
        if not self._open:
            return
        ended = self._open.pop()
        if self._open:
            self._inner.append(ended)
            return
        for pieces in (ended, *self._inner):
            if any(text.strip() for text, _, _ in pieces):
                self._stories.setdefault(self._story, []).append((self._before, pieces))
                self._before = PARAGRAPH
        self._inner = []

    def suspend(self, name: StoryName, number: int) -> _Aside:
        """Set the open paragraphs aside, for a note that stands inside them; `resume` goes on with them."""
        aside = self._open, self._inner, self._story, self._before
        self._open, self._inner = [], []
        self.story(name, number)
        return aside

    def resume(self, aside: _Aside) -> None:
        """Go on with what was set aside."""
        while self._open:
            self.end()
        self._open, self._inner, self._story, self._before = aside

    def separate(self, sign: str) -> None:
        """What stands before the next paragraph, where that is not a blank line."""
        self._before = sign

    def reading(self, unchecked: tuple[str, ...] = ()) -> Reading:
        """All of it, in order: the body, then notes, comments, headers and footers by their numbers."""
        order: dict[StoryName, int] = {"body": 0, "footnote": 1, "endnote": 2, "comment": 3, "header": 4, "footer": 5}
        out: list[str] = []
        parts: list[tuple[int, Place]] = []
        runs: list[Run] = []
        at = 0
        for (name, number), paragraphs in sorted(
            self._stories.items(), key=lambda item: (order[item[0][0]], item[0][1])
        ):
            for count, (before, pieces) in enumerate(paragraphs, 1):
                if at:
                    out.append(before if count > 1 else PARAGRAPH)
                    at += len(out[-1])
                place: Place = {} if name == "body" else {name: number}
                if name == "body" or count > 1:
                    place["paragraph"] = count
                parts.append((at, place))
                for text, member, byte in pieces:
                    if byte >= 0:
                        runs.append(Run(at, at + len(text), member, byte))
                    out.append(text)
                    at += len(text)
        text = "".join(out)
        return Reading(text, text, None, Parts(parts, runs), unchecked)
