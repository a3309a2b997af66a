"""Word and OpenDocument: their text, their places, and the runs that it stands in; attacks are refused."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import WORD, odt, packed, word

from takhrij.errors import InputError
from takhrij.text.formats import archive, limits, xml
from takhrij.text.readers import Source, read, read_bytes

FILES = Path(__file__).parent / "files"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def places(source: Source) -> list[str]:
    """Each paragraph's place, with its text."""
    return [
        f"{source.place(source.text.index(line))} {line}".replace("'", "")
        for line in source.text.replace("\t", "\n").split("\n") if line
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        (paragraph("إن") + paragraph(" ") + paragraph("الله"), "إن\n\nالله"),
        ("<w:p><w:r><w:t>إن ال</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>له &amp; a</w:t></w:r></w:p>", "إن الله & a"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:softHyphen/><w:noBreakHyphen/></w:r></w:p>", "a\tb\nc\xad\u2011"),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>c</w:t></w:r></w:moveFrom></w:p>", "a"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>b</w:t></w:r></w:p>", "b"),
        ("<w:p><w:r><w:fldChar/><w:instrText>TOC</w:instrText><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:r><w:t>a</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("box") + "</w:txbxContent></mc:Choice>"
         "<mc:Fallback><w:txbxContent>" + paragraph("box") + "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>b</w:t></w:r></w:p>", "ab\n\nbox"),
        (f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr><w:tr><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>{paragraph('d')}", "a\tb\nc\n\nd"),
        ("<w:p><w:r><w:sym w:char='F072'/><w:sym w:char='D800'/><w:sym w:char='x'/><w:t>a\n b</w:t></w:r></w:p>", "\uf072a  b"),
        ("", ""),
    ],
)  # fmt: skip
def test_word(body: str, read_as: str) -> None:
    assert read_bytes(word(body), "docx").text == read_as


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        ("<text:h>إن</text:h><text:p> </text:p><text:p>ال<text:span>له</text:span> &amp; a</text:p>", "إن\n\nالله & a"),
        ("<text:p>  a \n\t b<text:s text:c='3'/><text:tab/>c<text:line-break/> d</text:p>", "a b   \tc\nd"),
        ("<text:tracked-changes><text:deletion><text:p>a</text:p></text:deletion></text:tracked-changes><text:p>b</text:p>", "b"),
        ("<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>b</text:p>", "ab\n\nbox"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
         "</table:table-cell></table:table-row></table:table><text:p>c</text:p>", "a\tb\n\nc"),
        ("<text:p>a<text:s text:c='99999999999'/>b<text:s text:c='x'/>c</text:p>", "a b c"),
        ("", ""),
    ],
)  # fmt: skip
def test_opendocument(body: str, read_as: str) -> None:
    assert read_bytes(odt(body), "odt").text == read_as


def test_places_of_word() -> None:
    def note(kind: str, number: str, text: str, more: str = "") -> str:
        return f"<w:{kind} w:id='{number}' {more}>{text}</w:{kind}>"

    source = read_bytes(
        word(
            "<w:p><w:r><w:t>one</w:t><w:footnoteReference w:id='7'/><w:footnoteReference w:id='3'/></w:r></w:p>" + paragraph("two"),
            footnotes=note("footnote", "0", paragraph("line"), "w:type='separator'") + note("footnote", "3", paragraph("three"))
            + note("footnote", "7", paragraph("seven") + paragraph("more")),
            comments=note("comment", "0", paragraph("said")),
            header1=paragraph("top"), header2=paragraph("other"), footer1=paragraph("bottom"),
        ),
        "docx",
    )  # fmt: skip
    assert places(source) == [
        "{paragraph: 1} one", "{paragraph: 2} two", "{footnote: 1} seven", "{footnote: 1, paragraph: 2} more",
        "{footnote: 2} three", "{comment: 1} said", "{header: 1} top", "{header: 2} other", "{footer: 1} bottom",
    ]  # fmt: skip


def test_places_of_opendocument() -> None:
    note = "<text:note text:note-class='{}'><text:note-citation>1</text:note-citation><text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    source = read_bytes(
        odt(
            f"<text:p>o{note.format('footnote', 'first')}n<office:annotation><dc:creator>who</dc:creator><text:p>said</text:p></office:annotation>e"
            f"</text:p><text:p>two{note.format('endnote', 'last')}{note.format('footnote', 'second')}</text:p>",
            "<style:header><text:p>top</text:p></style:header><style:footer><text:p>bottom</text:p></style:footer>",
        ),
        "odt",
    )
    assert places(source) == [
        "{paragraph: 1} one", "{paragraph: 2} two", "{footnote: 1} first", "{footnote: 2} second", "{endnote: 1} last",
        "{comment: 1} said", "{header: 1} top", "{footer: 1} bottom",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt"])
def test_every_run_stands_where_it_is_said_to_stand(name: str) -> None:
    source = read(str(FILES / name))
    assert source.reading is not None
    assert source.reading.parts is not None
    runs = source.reading.parts.runs(0, len(source.text))
    with zipfile.ZipFile(FILES / name) as opened:
        for run in runs:
            begins = opened.read(run.member)[run.byte :].decode("utf-8", "ignore")
            words = source.text[run.start : run.end]
            assert begins.startswith(words.replace("&", "&amp;")) or (words == '"' and begins.startswith("&quot;"))
    covered = sum(run.end - run.start for run in runs)
    assert covered > 0.9 * len(source.text)
    middle = source.text.index("الْجُنُبِ")
    assert len(source.reading.parts.runs(middle, middle + 8)) == 2
    assert source.reading.parts.runs(middle, middle + 1)[0].start <= middle


def test_libreoffice_writes_both_alike() -> None:
    docx, odt_ = (read(str(FILES / f"libreoffice.{kind}")) for kind in ("docx", "odt"))
    assert docx.text.replace("\t", "") == odt_.text.replace("\t", "")
    assert docx.place(docx.text.index("إن مع العسر")) == {"footnote": 1}
    assert docx.place(docx.text.rindex("فإن مع العسر")) == {"comment": 1}


def bomb(size: int) -> bytes:
    return word("<w:p/>" * (size // 6))


DEEP = "<w:p>" * (limits.DEPTH + 1) + "</w:p>" * (limits.DEPTH + 1)
ENTITIES = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="{WORD}"><w:body>&b;</w:body></w:document>"""
OUTSIDE = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a Word (.docx) file but damaged, or of another format"),
        (b"PK\x03\x04", "a damaged Word (.docx) file: File is not a zip file"),
        (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file: save it anew, without a password"),
        (packed({"a": "b"}), "not a Word (.docx) file: it has no word/document.xml"),
        (packed({"word/document.xml": "<a/>"}), "word/document.xml is no Word document"),
        (packed({"word/document.xml": ""}), "word/document.xml: it is empty"),
        (packed({"word/document.xml": "<a><b></a>"}), "word/document.xml: damaged XML: mismatched tag in line 1"),
        (packed({"word/document.xml": "<?xml version='1.0' encoding='x'?><a/>"}), "word/document.xml: damaged XML: unknown encoding"),
        (packed({"word/document.xml": ENTITIES}), "word/document.xml: it declares entities: refused as an attack"),
        (packed({"word/document.xml": OUTSIDE}), "word/document.xml: it declares entities: refused as an attack"),
        (word(DEEP), "word/document.xml: elements are nested deeper than 500: refused as an attack"),
        (bomb(3_000_000), "word/document.xml in the archive is over 300 times larger than packed: refused as an attack"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "docx")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_encrypted_file_says_so() -> None:
    data = bytearray(packed({"word/document.xml": "x" * 99}, zipfile.ZIP_STORED))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="encrypted: save it without a password"):
        read_bytes(bytes(data), "docx")
    manifest = "<manifest:encryption-data/>"
    with pytest.raises(InputError, match="encrypted: save it without a password"):
        read_bytes(packed({"META-INF/manifest.xml": manifest, "content.xml": "x"}), "odt")


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [
        ("UNPACKED", 100, "is too large"),
        ("MARKUP", 100, "is too large"),
        ("MEMBERS", 2, "5 files in the archive; at most 2 are read"),
        ("ARCHIVE", 99, "at most 0 MB of this format are read"),
    ],
)
def test_limits(monkeypatch: pytest.MonkeyPatch, limit: str, most: int, said: str) -> None:
    files = {"word/document.xml": word(paragraph("a" * 200)), **dict.fromkeys("abcd", "")}
    data = packed({**files, "word/document.xml": paragraph("a" * 200)})
    monkeypatch.setattr(archive, limit, most)
    with pytest.raises(InputError, match=said):
        read_bytes(data, "docx")


def test_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    with pytest.raises(InputError, match="takes longer than"):
        read_bytes(word(paragraph("a")), "docx")


@given(st.integers(0, 2**32), st.sampled_from(["docx", "odt"]), st.booleans())
def test_damaged_files_are_read_or_refused(seed: int, kind: str, inside: bool) -> None:
    chance = random.Random(seed)
    original = (FILES / f"libreoffice.{kind}").read_bytes()
    name = {"docx": "word/document.xml", "odt": "content.xml"}[kind]
    files: dict[str, str | bytes] = {}
    if inside:
        with zipfile.ZipFile(io.BytesIO(original)) as opened:
            files = {each: opened.read(each) for each in opened.namelist()}
    data = bytearray(files[name] if inside else original)  # type: ignore[arg-type]
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 200)]
            case _:
                data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(1, 50)]
    try:
        source = read_bytes(packed({**files, name: bytes(data)}, zipfile.ZIP_STORED) if inside else bytes(data), kind)
    except InputError:
        return
    source.text.encode("utf-8", "strict")
    for at in range(0, len(source.text), 50):
        source.place(at)


@given(st.binary(max_size=300))
def test_bytes_are_parsed_or_refused(data: bytes) -> None:
    with suppress(InputError):
        xml.parse(data, xml.Elements(), "x", limits.Deadline())
