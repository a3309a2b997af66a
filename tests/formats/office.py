"""Makes small office documents by hand, for what no program writes."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOT_PACKED = zipfile.ZIP_STORED


def packed(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, **others: str) -> bytes:
    """A Word document: the elements of its body, and those of `footnotes`, `comments`, `header1` ..."""

    def part(root: str, content: str) -> str:
        return (
            f'<?xml version="1.0"?><w:{root} xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"{content}</w:{root}>"
        )

    kinds = {name: name.rstrip("0123456789") for name in others}
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>'
        for at, (name, kind) in enumerate(kinds.items())
    )
    main = f'<Relationship Id="m" Type="{RELATIONS}/officeDocument" Target="/word/document.xml"/>'
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    roots = {"header": "hdr", "footer": "ftr"}
    return packed({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"<Relationships {space}>{main}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships {space}>{relations}</Relationships>",
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{f"word/{name}.xml": part(roots.get(kinds[name], name), content) for name, content in others.items()},
    })  # fmt: skip


def odt(body: str, margins: str = "") -> bytes:
    """An OpenDocument text: the elements of its body, and of its headers and footers."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "draw")
    )
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces} {dublin}><office:body><office:text>{body}</office:text></office:body>"
                       "</office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}><office:master-styles><style:master-page>{margins}</style:master-page>"
                      "</office:master-styles></office:document-styles>",
    })  # fmt: skip
