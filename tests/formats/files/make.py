"""Makes the documents of this folder: one text, by the programs that people use.

`python tests/formats/files/make.py` writes them anew; it needs LibreOffice, Chromium, the font Amiri, and
reportlab, arabic-reshaper and python-bidi from the package index. The text is
examples/answer.md without its signs, and a footnote, a comment and a table of its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
ANSWER = HERE.parent.parent.parent / "examples" / "answer.md"
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0", "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "dc": "http://purl.org/dc/elements/1.1/",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}  # fmt: skip
NOTE = "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]."
COMMENT = "قال تعالى: ﴿فإن مع العسر يسرا﴾ [الشرح: 5]."


def paragraphs() -> list[str]:
    """The paragraphs of the example, without signs of Markdown."""
    text = re.sub(r"<!--.*?-->|\*\*", "", ANSWER.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [re.sub(r"^(?:#+|-|\d+\.) *", "", line) for line in text.splitlines() if line.strip()]


def flat() -> str:
    """The document as one file of OpenDocument."""
    spaces = " ".join(f'xmlns:{name}="{value}"' for name, value in SPACES.items())
    first, *others = map(escape, paragraphs())
    note = f'<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>'
    comment = f"<office:annotation><dc:creator>Reader</dc:creator><dc:date>2026-01-01T00:00:00</dc:date><text:p>{COMMENT}</text:p></office:annotation>"
    bold = [re.sub("الْجُنُبِ", '<text:span text:style-name="B">الْجُ</text:span>نُبِ', text, count=1) for text in others]
    body = "".join(f'<text:p text:style-name="P">{text}</text:p>' for text in bold)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Amiri" svg:font-family="Amiri"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties style:writing-mode="rl-tb"/>
<style:text-properties style:font-name-complex="Amiri" style:font-name="Amiri" style:language-complex="ar" style:country-complex="SA" fo:font-size="13pt" style:font-size-complex="13pt"/></style:default-style></office:styles>
<office:automatic-styles><style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-align="start" fo:margin-bottom="0.3cm" style:writing-mode="rl-tb"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-complex="bold"/></style:style></office:automatic-styles>
<office:body><office:text>
<text:p text:style-name="P">{first}{note}{comment}</text:p>{body}
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>قال تعالى: ﴿إن الله مع الصابرين﴾</text:p></table:table-cell><table:table-cell><text:p>[البقرة: 153]</text:p></table:table-cell></table:table-row></table:table>
<text:p text:style-name="P"/></office:text></office:body></office:document>"""


def page() -> str:
    """The same as a page of HTML."""
    first, *others = map(escape, paragraphs())
    bold = [re.sub("الْجُنُبِ", "<b>الْجُ</b>نُبِ", text, count=1) for text in others]
    body = "\n".join(f"<p>{text}</p>" for text in bold)
    return f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>سؤال</title>
<style>body {{ font: 15px Amiri; }} @page {{ size: A4; margin: 2cm }}</style></head><body>
<p>{first}<sup>1</sup></p>
{body}
<table><tr><td>قال تعالى: ﴿إن الله مع الصابرين﴾</td><td>[البقرة: 153]</td></tr></table>
<p>{NOTE}</p>
<!-- {COMMENT} -->
</body></html>"""


def epub(target: Path) -> None:
    """The same as a book of two sections."""
    html = page().replace("<!doctype html>", "").replace('<meta charset="utf-8">', "")
    html = '<?xml version="1.0" encoding="utf-8"?>\n' + html.replace(
        "<html ", '<html xmlns="http://www.w3.org/1999/xhtml" '
    )
    middle = html.index("<p>", len(html) // 2)
    sections = [html[:middle] + "</body></html>", html[: html.index("<p>")] + html[middle:]]
    names = [f"text/part {number}.xhtml" for number in (1, 2)]
    manifest = "".join(
        f'<item id="s{at}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for at, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="s{at}"/>' for at in range(2))
    container = '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    package = f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">example</dc:identifier><dc:title>سؤال</dc:title><dc:language>ar</dc:language></metadata><manifest>{manifest}</manifest><spine>{spine}</spine></package>'
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            **{f"OEBPS/{name}": text for name, text in zip(names, sections, strict=True)},
        }.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text)


def drawn(target: Path) -> None:
    """The paragraphs and the note as programs draw them that know no Arabic: presentation forms, as they are seen."""
    from arabic_reshaper import ArabicReshaper
    from bidi.algorithm import get_display
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    font = subprocess.run(
        ["fc-match", "--format", "%{file}", "Amiri:style=Regular"], check=True, capture_output=True, text=True
    )
    pdfmetrics.registerFont(TTFont("Amiri", font.stdout))
    shape = ArabicReshaper({"delete_harakat": False}).reshape
    canvas, foot = Canvas(str(target), pagesize=(595, 842), invariant=True), 780
    for paragraph in [*paragraphs(), NOTE]:
        lines = [""]
        for word in paragraph.split():
            longer = f"{lines[-1]} {word}".strip()
            if pdfmetrics.stringWidth(shape(longer), "Amiri", 13) > 480:
                lines.append(word)
            else:
                lines[-1] = longer
        for line in lines:
            canvas.setFont("Amiri", 13)
            canvas.drawRightString(540, foot, get_display(shape(line), base_dir="R"))
            foot -= 18
        foot -= 8
    canvas.save()


def main() -> int:
    """Make them all."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "answer.fodt").write_text(flat(), encoding="utf-8")
        for kind in ("docx", "odt", "pdf"):
            command = [
                "soffice",
                f"-env:UserInstallation=file://{work}/profile",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(work),
                str(work / "answer.fodt"),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
        shutil.copy(work / "answer.docx", HERE / "libreoffice.docx")
        shutil.copy(work / "answer.odt", HERE / "libreoffice.odt")
        shutil.copy(work / "answer.pdf", HERE / "libreoffice.pdf")
        (work / "answer.html").write_text(page(), encoding="utf-8")
        shutil.copy(work / "answer.html", HERE / "answer.html")
        chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
                    f"--user-data-dir={work}/chromium", f"--print-to-pdf={HERE / 'chromium.pdf'}", str(work / "answer.html")]  # fmt: skip
        subprocess.run(chromium, check=True, capture_output=True, timeout=300)
    epub(HERE / "answer.epub")
    drawn(HERE / "reportlab.pdf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
