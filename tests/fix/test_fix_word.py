"""What `takhrij fix` makes of Word documents. The wrong quotations were made for the tests."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import OFFICE, PACKAGE, W, files_of, made, paragraph, paragraphs, part, run, tree

from takhrij.errors import InputError
from takhrij.fix.document import Fixed, Fixer
from takhrij.fix.edits import Correction, Edit, applied
from takhrij.fix.package import rewritten
from takhrij.fix.word import ASIDE, BROKEN, LOOKS, WordDocument
from takhrij.model import Finding, Span
from takhrij.options import Options
from takhrij.text.readers import read_bytes

if TYPE_CHECKING:
    from takhrij.library.library import Library

ROOT = Path(__file__).parent.parent.parent
LIBREOFFICE = (ROOT / "tests" / "formats" / "files" / "libreoffice.docx").read_bytes()
WHEN = datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)
WRITTEN, MADE = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]", "قال تعالى: ﴿إن مع العسر يسرا﴾ [الشرح: 6]"
BEFORE, WRONG, AFTER = WRITTEN.partition("يسرى")
RIGHT = "يسرا"
RTL = "<w:b/><w:rtl/>"


@pytest.fixture(scope="module")
def fixer(library: Library) -> Fixer:
    return Fixer(library, Options(), tracked=WHEN)


@pytest.fixture(scope="module")
def untracked(library: Library) -> Fixer:
    return Fixer(library, Options())


def fix(fixer: Fixer, data: bytes, corrections: int = 1) -> Fixed:
    """A document corrected, which a second time changes nothing, and of which all other files stay as they are."""
    fixed = fixer.fix(data, "docx")
    assert len(fixed.corrections) == corrections, fixed.suggestions
    assert read_bytes(fixed.data, "docx").text == fixed.after == applied(fixed.before, fixed.corrections)
    again = fixer.fix(fixed.data, "docx")
    assert (again.corrections, again.data) == ((), fixed.data)
    assert_only_parts_changed(data, fixed.data)
    return fixed


def assert_only_parts_changed(before: bytes, after: bytes) -> None:
    """Every other file has its bytes, packed too, its header, its record and its place."""
    parts = re.compile(
        r"word/(document|footnotes|endnotes|comments|_rels/document\.xml)\.(xml|rels)|\[Content_Types\]\.xml"
    )
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        names = old.namelist()
        assert new.namelist()[: len(names)] == names
        assert set(new.namelist()[len(names) :]) <= {"word/comments.xml", "word/_rels/document.xml.rels"}
        for name in names:
            one, other = old.getinfo(name), new.getinfo(name)
            assert (one.date_time, one.compress_type, one.external_attr) == (
                other.date_time, other.compress_type, other.external_attr,
            )  # fmt: skip
            if not parts.fullmatch(name):
                assert _raw(before, one) == _raw(after, other)


def _raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    named, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
    return data[info.header_offset : info.header_offset + 30 + named + extra + info.compress_size]


def changes(data: bytes, name: str = "word/document.xml") -> list[tuple[str, str, str]]:
    """Each tracked change of `takhrij fix`: what it is, its text, and the names of its run's properties."""
    found = []
    for each in tree(data, name).iter():
        if each.get(f"{W}author") == "Takhrij" and each.tag in (f"{W}ins", f"{W}del"):
            assert each.get(f"{W}date") == "2026-01-31T12:00:00Z"
            [one] = each
            text = one.findtext(f"{W}t" if each.tag == f"{W}ins" else f"{W}delText") or ""
            properties = one.find(f"{W}rPr")
            held = [] if properties is None else [item.tag.removeprefix(W) for item in properties]
            found.append((each.tag.removeprefix(W), text, " ".join(held)))
    return found


def comments(data: bytes) -> list[str]:
    """The text of each comment of `takhrij fix`, whose marks stand in order in a part."""
    said = []
    parts = [
        content.decode()
        for name, content in files_of(data).items()
        if re.fullmatch(r"word/(document|(foot|end)notes)\.xml", name)
    ]
    for comment in tree(data, "word/comments.xml"):
        if comment.get(f"{W}author") == "Takhrij":
            number = comment.get(f"{W}id")
            marks = [
                [found[1] for found in re.finditer(rf'<w:(comment(?:Range|Ref)\w+) w:id="{number}"/>', content)]
                for content in parts
            ]
            assert [found for found in marks if found] == [["commentRangeStart", "commentRangeEnd", "commentReference"]]
            said.append("\n".join("".join(line.itertext()) for line in comment))
    return said


def test_a_word_is_changed_as_a_tracked_change_with_a_comment(fixer: Fixer) -> None:
    data = made(paragraph(run(WRITTEN, RTL)) + paragraph(run("كلام آخر")))
    fixed = fix(fixer, data)
    assert changes(fixed.data) == [("del", WRONG, "b rtl"), ("ins", RIGHT, "b rtl")]
    assert paragraphs(fixed.data, accepted=True)[0] == MADE
    assert paragraphs(fixed.data, accepted=False)[0] == WRITTEN
    [said] = comments(fixed.data)
    assert "wording.altered" in said
    assert "ash-Sharh 94:6" in said
    assert normalize("NFC", "إِنَّ مَعَ الْعُسْرِ يُسْرًا") in normalize("NFC", said)
    old, new = (files_of(each)["word/document.xml"] for each in (data, fixed.data))
    at = old.index(b"<w:r>")
    assert new.startswith(old[:at])
    assert new.endswith(old[old.index(b"</w:r>") + 6 :])


def test_the_comment_names_the_verse_that_the_number_is_of(fixer: Fixer) -> None:
    """The words stand in al-Baqara too, which the document does not name."""
    fixed = fix(fixer, made(paragraph(run("قال تعالى: ﴿إن الله مع الصابرين﴾ [الأنفال: 40]"))))
    assert fixed.after.endswith("[الأنفال: 46]")
    [said] = comments(fixed.data)
    assert said.startswith("reference.wrong: in the surah named, the words stand in al-Anfal 8:46 (")


def test_what_is_added_for_the_comment(fixer: Fixer) -> None:
    data = made(paragraph(run(WRITTEN)))
    old, new = files_of(data), files_of(fix(fixer, data).data)
    for name, element in (("word/_rels/document.xml.rels", "Relationship "), ("[Content_Types].xml", "Override ")):
        more = re.sub(rb"<" + element.encode() + rb'[^>]*"/word/comments.xml"[^>]*/>', b"", new[name])
        assert more == old[name] != new[name]
    assert set(new) - set(old) == {"word/comments.xml"}


def test_comments_that_are_there_stay(fixer: Fixer) -> None:
    other = '<w:comment w:id="3" w:author="Reader"><w:p><w:r><w:t>كلام</w:t></w:r></w:p></w:comment>'
    data = made(paragraph(run(WRITTEN)) + '<w:p><w:r><w:commentReference w:id="3"/></w:r></w:p>', {"comments": other})
    fixed = fix(fixer, data)
    old, new = files_of(data), files_of(fixed.data)
    end = old["word/comments.xml"].index(b"</w:comments>")
    assert new["word/comments.xml"].startswith(old["word/comments.xml"][:end])
    assert [name for name in old if old[name] != new[name]] == ["word/document.xml", "word/comments.xml"]
    assert fixed.after.endswith("كلام")
    assert read_bytes(fixed.data, "docx").unchecked == ("1 comment that takhrij fix wrote",)


SPLIT = [
    # runs, and what is tracked
    ([run(BEFORE), run("يس"), run("رى"), run(AFTER)], [("del", "يس", ""), ("del", "رى", ""), ("ins", RIGHT, "")]),
    ([run(BEFORE[:20], RTL), run(BEFORE[20:] + WRONG + AFTER, "<w:i/>")], [("del", WRONG, "i"), ("ins", RIGHT, "i")]),
    (
        [run(BEFORE + "يس", '<w:rFonts w:hint="cs"/><w:rtl/>'), run("رى" + AFTER, '<w:rtl/><w:lang w:bidi="ar-SA"/>')],
        [("del", "يس", "rFonts rtl"), ("del", "رى", "rtl lang"), ("ins", RIGHT, "rFonts rtl")],
    ),
    (["<w:hyperlink r:id='rId9'>" + run(WRITTEN) + "</w:hyperlink>"], [("del", WRONG, ""), ("ins", RIGHT, "")]),
    (["<w:r>\n<w:tab/><w:t>&#1602;ال تعالى: ﴿إن مع العسر &#x64a;سرى</w:t><w:t>﴾ [الشرح: 6]</w:t>\n</w:r>"],
     [("del", WRONG, ""), ("ins", RIGHT, "")]),
    (["<w:r w:rsidR='00A'><w:t>" + WRITTEN + "</w:t><w:br/></w:r>"], [("del", WRONG, ""), ("ins", RIGHT, "")]),
    ([run("قال تعالى: ﴿ومن يتق الله يجعل "), run("مخرجا﴾ [الطلاق: 2]", RTL)], [("ins", "له ", "")]),
    ([run("قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: "), run("150"), run("]")], [("del", "150", ""), ("ins", "153", "")]),
    ([run("قال النبي ﷺ: ﴿"), run("الدين النصيحة"), run("﴾ رواه مسلم", RTL)],
     [("del", "﴿", ""), ("ins", "«", ""), ("del", "﴾", "b rtl"), ("ins", "»", "b rtl")]),
]  # fmt: skip


@pytest.mark.parametrize(("runs", "tracked"), SPLIT)
def test_quotations_over_several_runs(
    fixer: Fixer, untracked: Fixer, runs: list[str], tracked: list[tuple[str, str, str]]
) -> None:
    data = made(f"<w:tbl><w:tr><w:tc>{paragraph(*runs)}</w:tc></w:tr></w:tbl>{paragraph(run('كلام'))}")
    fixed = fix(fixer, data)
    assert [(kind, text.strip(), held) for kind, text, held in changes(fixed.data)] == [
        (kind, text.strip(), held) for kind, text, held in tracked
    ]
    assert paragraphs(fixed.data, accepted=False) == paragraphs(data, accepted=True)
    assert len(comments(fixed.data)) == 1
    plain = fix(untracked, data)
    assert plain.after == fixed.after
    assert paragraphs(plain.data, accepted=True) == paragraphs(fixed.data, accepted=True)
    old, new = files_of(data), files_of(plain.data)
    assert [name for name in old if old[name] != new[name]] == ["word/document.xml"]
    tags = re.compile(rb"<[^>]*>")
    strip = [tag.replace(b' xml:space="preserve"', b"") for tag in tags.findall(new["word/document.xml"])]
    assert strip == [tag.replace(b' xml:space="preserve"', b"") for tag in tags.findall(old["word/document.xml"])]


def test_a_quotation_in_a_footnote(fixer: Fixer) -> None:
    notes = f'<w:footnote w:id="2">{paragraph(run(WRITTEN))}</w:footnote>'
    data = made('<w:p><w:r><w:t>نص</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', {"footnotes": notes})
    fixed = fix(fixer, data)
    assert changes(fixed.data, "word/footnotes.xml") == [("del", WRONG, ""), ("ins", RIGHT, "")]
    assert paragraphs(fixed.data, accepted=False, name="word/footnotes.xml") == [WRITTEN]
    assert files_of(data)["word/document.xml"] == files_of(fixed.data)["word/document.xml"]
    assert len(comments(fixed.data)) == 1


def test_a_tracked_change_of_another_stays(fixer: Fixer) -> None:
    other = '<w:{0} w:id="7" w:author="Editor" w:date="2025-01-01T00:00:00Z">'
    deleted = other.format("del") + "<w:r><w:delText>قديم</w:delText></w:r></w:del>"
    inserted = other.format("ins") + run("العسر يسرى", RTL) + "</w:ins>"
    data = made(paragraph(run("قال تعالى: ﴿إن مع "), deleted, inserted, run(AFTER)))
    fixed = fix(fixer, data)
    assert paragraphs(fixed.data, accepted=True) == [MADE]
    assert paragraphs(fixed.data, accepted=False) == [WRITTEN]
    root = tree(fixed.data)
    editor = [each for each in root.iter() if each.get(f"{W}author") == "Editor"]
    assert [each.tag.removeprefix(W) for each in editor] == ["del", "ins", "ins"]
    assert len({each.get(f"{W}id") for each in editor}) == 2  # the two "7" were there
    assert [each.tag.removeprefix(W) for each in editor[1]] == ["r", "commentRangeStart", "del"]
    assert not [each for outer in root.iter(f"{W}ins") for each in outer.iter(f"{W}ins") if each is not outer]


FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
LEFT = [
    # what is left to the author, and why
    (paragraph(run(BEFORE), run("يس"), run("رى", "<w:b/>"), run(AFTER)), LOOKS),
    (paragraph(run(BEFORE), "<w:fldSimple w:instr='X'>" + run(WRONG) + "</w:fldSimple>", run(AFTER)), "field"),
    (paragraph(FIELD.format("begin"),
               "<w:r><w:instrText>X</w:instrText></w:r>", FIELD.format("separate"), run(WRITTEN), FIELD.format("end")), "field"),
    (paragraph("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>" + run(WRITTEN) + "</w:sdtContent></w:sdt>"), "control"),
    (f"<w:sdt><w:sdtPr><w:lock w:val='contentLocked'/></w:sdtPr><w:sdtContent>{paragraph(run(WRITTEN))}</w:sdtContent></w:sdt>", "control"),
    (paragraph("<w:ins w:id='1' w:author='Takhrij'>" + run(WRITTEN) + "</w:ins>"), "accept or reject"),
    (paragraph("<w:moveTo w:id='1' w:author='E'>" + run(WRITTEN) + "</w:moveTo>"), "moved"),
    (paragraph("<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph(run(WRITTEN))
               + "</w:txbxContent></mc:Choice></mc:AlternateContent></w:r>"), "text box"),
    (paragraph(run(BEFORE), "<w:r><w:t>يس<!-- -->رى</w:t></w:r>", run(AFTER)), "markup"),
    (paragraph("<w:ins w:id='1' w:author='E'><w:hyperlink>" + run(WRITTEN) + "</w:hyperlink></w:ins>"), "markup"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "why"), LEFT)
def test_what_cannot_be_edited_safely_is_left(fixer: Fixer, body: str, why: str) -> None:
    fixed = fixer.fix(made(body + paragraph(run(WRITTEN))), "docx")
    assert any(why in each.why for each in fixed.suggestions)
    assert len(fixed.corrections) == 1
    assert fixed.after.endswith(MADE)


def test_what_stands_aside_is_left(fixer: Fixer) -> None:
    other = f'<w:comment w:id="3" w:author="Reader">{paragraph(run(WRITTEN))}</w:comment>'
    data = made(paragraph(run("نص")), {"comments": other})
    fixed = fixer.fix(data, "docx")
    assert (fixed.corrections, fixed.data) == ((), data)
    assert [each.why for each in fixed.suggestions] == [ASIDE]


def test_hadiths_are_never_rewritten(fixer: Fixer) -> None:
    data = made(paragraph(run("قال النبي ﷺ: «إنما الأعمال بالنوايا» رواه البخاري")))
    assert fixer.fix(data, "docx").data == data


@pytest.mark.parametrize("tracked", [WHEN, None])
def test_a_file_of_libreoffice(library: Library, tracked: datetime | None) -> None:
    """Its wrong verse number, and wrong words planted in the body, the footnote and the table."""
    files = files_of(LIBREOFFICE)
    note = files["word/footnotes.xml"].replace(WRONG.encode(), b"").replace("يسرا".encode(), WRONG.encode())
    body = files["word/document.xml"].replace("الصابرين".encode(), "المحسنين الصابرين".encode())
    data = rewritten(LIBREOFFICE, {"word/footnotes.xml": note, "word/document.xml": body})
    fixer = Fixer(library, Options(), tracked=tracked)
    fixed = fixer.fix(data, "docx")
    assert {each.finding.name for each in fixed.corrections} >= {"wording.altered"}
    fix(fixer, data, len(fixed.corrections))
    for name in ("word/document.xml", "word/footnotes.xml"):
        if tracked:
            assert paragraphs(fixed.data, accepted=False, name=name) == paragraphs(data, accepted=True, name=name)
        assert paragraphs(fixed.data, accepted=True, name=name) != paragraphs(data, accepted=True, name=name)
    assert "المحسنين الصابرين" not in fixed.after
    assert WRONG not in fixed.after


@pytest.mark.parametrize("tracked", [WHEN, None])
def test_a_file_of_python_docx(library: Library, tracked: datetime | None) -> None:
    """It has a comment; a verse over three looks, one with a word left out, and one in a table with a word too many."""
    data = (Path(__file__).parent / "files" / "python-docx.docx").read_bytes()
    fixed = fix(Fixer(library, Options(), tracked=tracked), data, 4)
    assert paragraphs(fixed.data, accepted=True)[:3] == [
        MADE, "قال تعالى: ﴿ومن يتق الله يجعل له مخرجا﴾ [الطلاق: 2]", "قال تعالى: ﴿إن الله مع الصابرين﴾ [البقرة: 153]",
    ]  # fmt: skip
    if tracked:
        assert paragraphs(fixed.data, accepted=False) == paragraphs(data, accepted=True)
        assert [text for _, text, held in changes(fixed.data) if held == "i"] == [WRONG, RIGHT]
        assert len(comments(fixed.data)) == 4
        numbers = [each.get(f"{W}id") for each in tree(fixed.data, "word/comments.xml")]
        assert len(set(numbers)) == 5


def test_utf8_is_not_the_only_encoding(fixer: Fixer) -> None:
    body = part("document", f"<w:body>{paragraph(run(WRITTEN))}</w:body>")
    ascii_only = body.encode("ascii", "xmlcharrefreplace").decode().replace("UTF-8", "us-ascii")
    fixed = fix(fixer, made("", files={"word/document.xml": ascii_only}))
    assert files_of(fixed.data)["word/document.xml"].isascii()
    data = rewritten(made(""), {"word/document.xml": body.replace("UTF-8", "UTF-16").encode("utf-16")})
    left = fixer.fix(data, "docx")
    assert (left.data, [each.why for each in left.suggestions]) == (data, [BROKEN])


@pytest.mark.parametrize(
    "files",
    [
        {"_xmlsignatures/sig1.xml": "<Signature/>"},
        {"_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
                        f'Target="word/document.xml"/><Relationship Id="b" '
                        f'Type="{PACKAGE}/relationships/digital-signature/origin" Target="x"/>'
                        "</Relationships>"},
    ],
)  # fmt: skip
def test_signed_files_are_refused(fixer: Fixer, files: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"^signed: .* takhrij check"):
        fixer.fix(made(paragraph(run(WRITTEN)), files=files), "docx")


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "damaged Word"),
        (made("", files={"word/document.xml": f"{ENTITIES}<d>&a;</d>"}), "declares entities"),
        (made("<w:p>" * 501 + "</w:p>" * 501), "nested deeper"),
        (made("<w:p/>" * 400_000), "300 times larger"),
        (b"PK" + made(paragraph(run(WRITTEN))), "unusual ZIP"),
    ],
)
def test_hostile_archives_are_refused(fixer: Fixer, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        fixer.fix(data, "docx")
    assert "\n" not in str(caught.value)


def test_archives_that_leave_a_doubt_are_refused() -> None:
    data = made(paragraph(run(WRITTEN)))
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    twice = bytearray(data)
    twice[second + 42 : second + 46] = data[directory + 42 : directory + 46]
    large = bytearray(data)
    large[directory + 42 : directory + 46] = b"\xff" * 4
    for wrong in (b"", data[:-1], data + b"x", bytes(twice), bytes(large)):
        with pytest.raises(InputError, match="unusual ZIP"):
            rewritten(wrong, {})
    assert rewritten(data, {}) == data


LETTERS = st.text(st.sampled_from("ابت &<>\"'\u064b\U0001f4d6"), min_size=1, max_size=6)
PIECES = st.lists(
    st.tuples(LETTERS, st.sampled_from(["", "<w:b/>", RTL]), st.sampled_from("rrrip")), min_size=1, max_size=6
)


@given(PIECES, st.data())
def test_made_up_edits_of_made_up_runs(pieces: list[tuple[str, str, str]], data: st.DataObject) -> None:
    """After accepting them the text is the corrected one, after rejecting them the original."""
    body = ""
    for text, properties, kind in pieces:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        made_run = run(escaped, properties)
        body += f'<w:ins w:id="4" w:author="E">{made_run}</w:ins>' if kind == "i" else made_run
        body += "</w:p><w:p>" if kind == "p" else ""
    document = made(paragraph(run("x"), body))
    text = read_bytes(document, "docx").text
    bounds = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = [
        Edit(Span(start, end), data.draw(st.one_of(st.just(""), LETTERS)))
        for start, end in zip(bounds[::2], bounds[1::2], strict=False)
    ]
    edits += [Edit(Span(at, at), data.draw(LETTERS)) for at in bounds[-1:] if len(bounds) % 2]
    finding = Finding("wording", "altered", "error", "said & done <\x00>")
    for tracked in (WHEN, None):
        word = WordDocument(document, tracked)
        corrections = [Correction(finding, edit.span, (edit,)) for edit in edits]
        corrections = [each for each in corrections if not word.refused(each)]
        new = word.written(corrections)
        assert read_bytes(new, "docx").text.split() == applied(text, corrections).split()
        if tracked:
            assert paragraphs(new, accepted=False) == paragraphs(document, accepted=True)
            if corrections:
                assert len(comments(new)) == len(corrections)


SHARDS = [b"<w:ins w:id='1'>", b"</w:ins>", b"<w:r>", b"</w:r>", b"<w:t>", b"</w:t>", b"<w:p>", b"</w:p>", b"<w:rPr/>",
          b"<w:fldChar w:fldCharType='begin'/>", b"<![CDATA[", b"]]>", b"&#x41;", b"\r\n", b"<w:t/>", b"<w:tab/>", b"\xff"]  # fmt: skip


@given(st.integers(0, 2**32))
def test_mangled_files_are_refused_or_edited_right(seed: int) -> None:
    chance = random.Random(seed)
    files = files_of(LIBREOFFICE)
    name = chance.choice(["word/document.xml"] * 3 + [each for each in files if each.startswith(("[", "word/"))])
    mangled = bytearray(files[name])
    for _ in range(chance.randint(1, 3)):
        tags = [found.span() for found in re.finditer(rb"</?w:[rtp]>", mangled)] or [(0, 0)]
        start, end = chance.choice(tags)
        mangled[start : chance.choice([start, end])] = chance.choice(SHARDS)
    finding = Finding("wording", "altered", "error", "said")
    for tracked in (WHEN, None):
        try:
            word = WordDocument(rewritten(LIBREOFFICE, {name: bytes(mangled)}), tracked)
            text = word.source.text
            places = sorted({chance.randrange(len(text)) for _ in range(20)}) if text else []
            edits = [
                Edit(Span(start, chance.randint(start, end)), chance.choice(["", "نص", "a & b "]))
                for start, end in pairwise(places)
            ]
            corrections = [Correction(finding, edit.span, (edit,)) for edit in edits]
            corrections = [each for each in corrections if not word.refused(each)]
            after = read_bytes(word.written(corrections), "docx").text
        except InputError:
            continue
        assert after.split() == applied(text, corrections).split()  # a paragraph without text is not read


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    line = [sys.executable, "-m", "takhrij", "fix", *arguments]
    return subprocess.run(line, capture_output=True, env=environment, encoding="utf-8", timeout=600, check=False)


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    data = made(paragraph(run(WRITTEN)))
    path.write_bytes(data)
    path.chmod(0o640)
    shown = command(str(path))
    assert (shown.returncode, f"-{WRITTEN}" in shown.stdout, f"+{MADE}" in shown.stdout) == (1, True, True), (
        shown.stderr
    )
    assert path.read_bytes() == data
    done = command("--write", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "a.docx.bak").read_bytes() == data
    assert path.stat().st_mode & 0o777 == 0o640
    assert paragraphs(path.read_bytes(), accepted=False) == [WRITTEN]
    assert b"Takhrij" in files_of(path.read_bytes())["word/comments.xml"]
    assert command("--write", str(path)).stderr == ""
    path.write_bytes(data)
    assert command("--write", "--untracked", str(path)).returncode == 0
    assert b"Takhrij" not in b"".join(files_of(path.read_bytes()).values())
    (tmp_path / "link.docx").symlink_to(path)
    assert "symbolic link" in command(str(tmp_path / "link.docx")).stderr


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_what_was_written(fixer: Fixer, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(fix(fixer, made(paragraph(run(WRITTEN)))).data)
    for kind in ("txt:Text (encoded):UTF8", "pdf"):
        line = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind,
                "--outdir", str(tmp_path), str(path)]  # fmt: skip
        subprocess.run(line, check=True, capture_output=True, timeout=300)
    assert RIGHT in (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert (tmp_path / "a.pdf").stat().st_size > 1000
