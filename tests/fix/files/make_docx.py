"""Makes python-docx.docx: `python tests/fix/files/make_docx.py`; it needs python-docx from the package index."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path


def main() -> int:
    """Make it."""
    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    paragraph = document.add_paragraph("قال تعالى: ﴿إن مع ")
    paragraph.add_run("العسر ").bold = True
    paragraph.add_run("يسرى﴾ [الشرح: 6]").italic = True
    document.add_paragraph("قال تعالى: ﴿ومن يتق الله يجعل مخرجا﴾ [الطلاق: 2]", style="Quote")
    document.add_comment(paragraph.runs[1], text="كلام آخر", author="Reader", initials="R")
    document.add_table(1, 2).cell(0, 0).text = "قال تعالى: ﴿إن الله مع المحسنين الصابرين﴾ [البقرة: 150]"
    document.save(str(Path(__file__).parent / "python-docx.docx"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
