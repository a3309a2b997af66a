"""The glyphs of a PDF, by pdfminer.six: what each stands for, and where. Runs in the process that `pdf` begins."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from takhrij.errors import InputError
from takhrij.text.formats.pageline import UNKNOWN, Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfminer.pdffont import PDFFont


PATHS: Final = 20
"""Lines and areas that a page without text has at least on which something is drawn: fewer are a frame."""


def glyphs(data: bytes) -> Iterator[tuple[list[Glyph], bool]]:
    """The glyphs of each page, as they come in the file, and whether it has pictures.

    Raises:
        InputError: it is damaged or encrypted.
    """
    found = False
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        manager = PDFResourceManager()
        device = _Device(manager)
        interpreter = PDFPageInterpreter(manager, device)
        for page in PDFPage.create_pages(document):
            device.page, device.paths = [], 0
            interpreter.process_page(page)
            found = True
            yield device.page, device.paths >= PATHS
    except PDFPasswordIncorrect:
        raise InputError("encrypted: save it without a password") from None
    except MemoryError:
        raise InputError("it takes too much memory to read: split it") from None
    except Exception as problem:  # noqa: BLE001 (a damaged file may raise anything there)
        raise InputError(f"a damaged PDF file ({type(problem).__name__})") from None
    if not found:
        raise InputError("a damaged PDF file: it has no page")


class _Device(PDFTextDevice):
    """Gathers glyphs; those that the file gives words for (`ActualText`) as one, with these words."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.page: list[Glyph] = []
        self.paths = 0
        self._tags: list[str | None] = []
        self._said: list[Glyph] = []
        """The glyphs for which there are words."""

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # noqa: ARG002
        words = props.get("ActualText") if isinstance(props, dict) else None
        inside = any(each is not None for each in self._tags)
        self._tags.append(decode_text(words) if isinstance(words, bytes) and not inside else None)

    def end_tag(self) -> None:
        words = self._tags.pop() if self._tags else None
        if words is not None:
            said, self._said = self._said, []
            wide = [glyph for glyph in said if glyph.right > glyph.left] or said
            if wide:
                left, right = min(glyph.left for glyph in wide), max(glyph.right for glyph in wide)
                self._add(Glyph(words.replace("\0", ""), left, right, wide[0].foot, wide[0].size))

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """A mark without content."""

    def paint_path(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Something is drawn."""
        self.paths += 1

    def render_image(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """A picture is shown."""
        self.paths += PATHS

    def end_page(self, page: Any) -> None:  # noqa: ARG002
        self._tags, self._said = [], []

    def render_char(
        self, matrix: Any, font: PDFFont, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any, graphicstate: Any,  # noqa: ARG002
    ) -> float:  # fmt: skip
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        a, b, _, d, x, y = matrix
        if abs(b) <= abs(a):  # what is turned, as in a margin, is no line
            ends = sorted((x, x + advance * a))
            named = text.replace("\0", "") or (UNKNOWN if text and advance else "")
            glyph = Glyph(named, ends[0], ends[1], y + rise * d, abs(fontsize * d))
            if any(each is not None for each in self._tags):
                self._said.append(glyph)
            else:
                self._add(glyph)
        return advance

    def _add(self, glyph: Glyph) -> None:
        if glyph.text:
            text = glyph.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            self.page.append(glyph._replace(text=text))
