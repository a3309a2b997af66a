"""Makes Word documents by hand, and reads them as they stand when tracked changes are accepted or rejected."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = f"{{{WORD}}}"


def part(root: str, content: str) -> str:
    """A part of a document."""
    return (
        f'{HEAD}<w:{root} xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:r="{OFFICE}">{content}</w:{root}>'
    )


def made(body: str, others: dict[str, str] | None = None, files: dict[str, str] | None = None) -> bytes:
    """A document: the elements of its body, of `footnotes`, `comments` ..., and files that are nothing of Word's."""
    parts = others or {}
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for at, name in enumerate(parts)
    )
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{name}+xml"/>' for name in parts)
    listed = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": part(name, content) for name, content in parts.items()},
        **(files or {}),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at, (name, content) in enumerate(listed.items()):
            info = zipfile.ZipInfo(name, (2020, 1, 1 + at, 10, 20, 30))
            info.compress_type = zipfile.ZIP_DEFLATED if at % 3 else zipfile.ZIP_STORED
            info.external_attr = 0o640 << 16
            archive.writestr(info, content)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run; properties are those of its text."""
    held = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{held}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """A paragraph of runs."""
    return f"<w:p>{''.join(runs)}</w:p>"


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, name: str = "word/document.xml") -> ET.Element:
    """A part as a tree."""
    return ET.fromstring(files_of(data)[name])


def paragraphs(data: bytes, *, accepted: bool, name: str = "word/document.xml") -> list[str]:
    """The paragraphs with the changes of `takhrij fix` accepted or rejected, and those of others left as they are shown."""

    def walk(element: ET.Element) -> str:
        own = element.get(f"{W}author") == "Takhrij"
        if own and element.tag == W + ("del" if accepted else "ins"):
            return ""
        if element.tag == f"{W}del" and not own:
            return ""
        if element.tag in (f"{W}t", f"{W}delText"):
            return element.text or ""
        return "".join(map(walk, element))

    return [walk(each) for each in tree(data, name).iter(f"{W}p")]
