"""PDF: letters in the order in which they are read, whatever program wrote the file; damaged and hostile files are refused."""

from __future__ import annotations

import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.errors import InputError
from takhrij.text.formats import glyphs, limits, pageline, pages, pdf
from takhrij.text.formats.bidi import logical, plain, turned
from takhrij.text.formats.pageline import Glyph
from takhrij.text.readers import read, read_bytes

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("seen", "read_as", "right_to_left"),
    [
        ("abc def", "abc def", False),
        ("هلل دمحلا", "الحمد لله", True),
        (".]351 :ةرقبلا[ لاق", "قال [البقرة: 351].", True),
        ("351 :ةرقبلا", "البقرة: 351", True),
        ("2:255 يف", "في 2:255", True),
        ("64 - 63 ناتيا", "ايتان 63 - 64", True),
        ("Surah An-Nisa 4:58 يف", "في Surah An-Nisa 4:58", True),
        ("A. B لاق", "قال A. B", True),
        ("he said «هللا نإ» (2:153)", "he said «إن الله» (2:153)", False),
        ("see [351 :ةرقبلا] there", "see [البقرة: 351] there", False),
        ("item 4 ةروس x", "item 4 سورة x", False),
        ("1.5 ب", "ب 1.5", True),
        ("", "", True),
    ],
)
def test_the_order_in_which_a_line_is_read(seen: str, read_as: str, right_to_left: bool) -> None:
    assert "".join(logical([*seen], right_to_left=right_to_left)) == read_as


@given(st.text(st.sampled_from("اب1٢ab :.,()[]-﴿﴾"), max_size=30), st.booleans())
def test_nothing_is_lost_or_made_up(seen: str, right_to_left: bool) -> None:
    assert sorted(logical([*seen], right_to_left=right_to_left)) == sorted(seen)


def test_presentation_forms() -> None:
    assert plain("ﺍﻟﺤﻤﺪ ﷲ ﻻ ﴿ ﷺ ﷽") == "الحمد الله لا ﴿ ﷺ ﷽"


def visual(text: str, *, left: float = 100.0, foot: float = 700.0, size: float = 10.0) -> list[Glyph]:
    """Glyphs as programs write a line from right to left: from the left, a mark before its letter."""
    out, at = [], left
    for char in reversed(text):
        width = 0.0 if "\u064b" <= char <= "\u0652" else 3.0 if char == " " else 5.0
        out.append(Glyph(char, at, at + width, foot, size))
        at += width
    return out


VOWELLED = "إِنَّ اللَّهَ مَعَ الصَّابِرِينَ (البقرة: 351)".replace("351", "153")


def test_marks_go_with_their_letters() -> None:
    seen = visual(VOWELLED.replace("153", "351"))
    assert [line.text for line in pageline.lines_of(seen)] == [VOWELLED]
    as_read = seen[::-1]  # written down as it is read: a mark after its letter
    assert [line.text for line in pageline.lines_of(as_read)] == [VOWELLED]


def test_a_line_without_letters_runs_as_its_page_does() -> None:
    page = [
        *visual("[البقرة:", foot=700),
        *[Glyph(char, 100 + 5 * at, 105 + 5 * at, 680, 10) for at, char in enumerate(".]351")],
    ]
    assert [line.text for line in pageline.lines_of(page)] == ["[البقرة:", "351]."]


def test_spaces_may_be_gaps_and_letters_may_overlap() -> None:
    letters = [glyph for glyph in visual("قال الله") if glyph.text != " "]
    assert pageline.lines_of(letters)[0].text == "قال الله"
    squeezed = [
        glyph._replace(left=glyph.left - at * 4, right=glyph.right - at * 4) for at, glyph in enumerate(visual("قال"))
    ]
    assert pageline.lines_of(squeezed)[0].text == "قال"


def test_lines_columns_and_numbers_of_notes() -> None:
    page = [*visual("ثانية", foot=680), *visual("أولى", foot=700), Glyph("7", 95, 98, 704, 6)]
    assert [line.text for line in pageline.lines_of(page)] == ["أولى", "ثانية"]
    cells = [*visual("يمين", left=300), *visual("يسار", left=100)]
    assert pageline.lines_of(cells)[0].text == "يمين\tيسار"


def test_where_a_paragraph_goes_on() -> None:
    wide, narrow = "كلمة " * 20 + "آخر", "قصيرة"
    page = [
        *visual(wide, foot=700),
        *visual(wide, foot=685),
        *visual(narrow, foot=670),
        *visual(wide, foot=655),
        *visual(wide, foot=600),
    ]
    assert pages.joined(pageline.lines_of(page)) == ["", " ", " ", "\n", "\n\n"]


def book_page(*texts: str) -> list[pageline.Line]:
    return [line for at, text in enumerate(texts) for line in pageline.lines_of(visual(text, foot=700 - 15 * at))]


def test_what_goes_on_over_the_end_of_a_page() -> None:
    wide = "كلمة " * 20 + "آخر"
    text = [
        book_page("كتاب 1", wide, wide), [], book_page("كتاب 2", wide, "قصيرة", "- 2 -"), book_page("كتاب 3", wide + ".", "(3)"),
        book_page("أخرى", wide),
    ]  # fmt: skip
    assert [(line.page, line.number, line.before, line.text[:5]) for line in pages.placed(text)] == [
        (1, 2, "", "كلمة "), (1, 3, " ", "كلمة "), (3, 2, " ", "كلمة "), (3, 3, " ", "قصيرة"), (4, 2, "\n\n", "كلمة "),
        (5, 1, "\n\n", "أخرى"), (5, 2, "\n", "كلمة "), (1, 1, "\n\n", "كتاب "),
    ]  # fmt: skip


def test_brackets_that_a_file_has_as_they_look() -> None:
    line = pageline.lines_of(visual("قال )رواه مسلم( ]1["))
    assert turned(line[0].text) > 0
    [[made]] = pageline.unturned([line])
    assert made.text == "قال (رواه مسلم) [1]"
    assert pageline.unturned([pageline.lines_of(visual("قال (رواه مسلم)"))])[0][0].text == "قال (رواه مسلم)"


@pytest.mark.parametrize("name", ["libreoffice", "chromium"])
def test_two_programs(name: str) -> None:
    source = read(str(FILES / f"{name}.pdf"))
    word = read(str(FILES / "libreoffice.docx"))
    words = [each for each in word.text.partition("قال تعالى: ﴿فإن مع")[0].split() if each != "1"]
    assert [each for each in source.text.split() if each != "1"] == words
    assert source.place(source.text.index("الصاحب") if "الصاحب" in source.text else 0)["page"] == 1
    assert source.place(0) == {"page": 1, "line": 1}
    assert source.unchecked == ()


def document(content: bytes, filters: bytes = b"") -> bytes:
    """A PDF of one page with this content."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, starts = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return bytes(out) + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>startxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_a_page_without_text_is_said() -> None:
    assert read_bytes(document(b"0 0 10 10 re f"), "pdf").unchecked == ()  # an empty page
    source = read_bytes(document(b"0 0 10 10 re f " * 30), "pdf")
    assert (source.text, source.unchecked) == ("", ("page 1 of the PDF (no text layer)",))
    picture = b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"
    assert read_bytes(document(picture), "pdf").unchecked == source.unchecked
    assert read_bytes(document(b"BT /F 12 Tf 50 700 Td (Hello world) Tj ET"), "pdf").text == "Hello world"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a PDF file"),
        (b"%PDF-1.7", "a damaged PDF file"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "a damaged PDF file"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", "a damaged PDF file"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_bytes(data, "pdf")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited there")
def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEMORY", 400_000_000)
    packed = b""
    squeeze = zlib.compressobj(1)
    for _ in range(500):
        packed += squeeze.compress(b" " * 1_000_000)
    packed = zlib.compress(packed + squeeze.flush())
    assert len(packed) < 500_000
    with pytest.raises(InputError, match="memory to read"):
        read_bytes(document(packed, b"/Filter[/FlateDecode/FlateDecode]"), "pdf")


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_SECONDS", 0.01)
    with pytest.raises(InputError, match="reading it takes longer than"):
        read(str(FILES / "chromium.pdf"))


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "takhrij\[pdf\]"'):
        read(str(FILES / "chromium.pdf"))


def test_a_process_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *args, **_: subprocess.CompletedProcess(args, -9, b"", b""))
    with pytest.raises(InputError, match="a damaged PDF file, or one that takes too much memory to read"):
        pdf.read(b"%PDF-1.7")


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((FILES / chance.choice(["libreoffice.pdf", "chromium.pdf"])).read_bytes())
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        data[at : at + chance.choice([1, 1, 20])] = chance.randbytes(chance.choice([1, 1, 5]))
    try:
        found = [*glyphs.glyphs(bytes(data))]  # as the process does that reads a file
    except InputError:
        return
    for page, _ in found:
        for line in pageline.lines_of(page):
            assert line.text


@given(
    st.lists(
        st.builds(
            Glyph,
            st.sampled_from(["ا", "ب", "a", "1", " ", "َ", "ﻻ", "("]),
            *([st.floats(-1e3, 1e3)] * 3),
            st.floats(0, 50),
        ),
        max_size=30,
    )
)
def test_any_glyphs_make_lines(page: list[Glyph]) -> None:
    lines = pageline.lines_of(page)
    assert len([*pages.placed([lines])]) <= len(lines)
    seen = sum(len(glyph.text.strip()) for glyph in page)
    assert sum(len("".join(line.text.split())) for line in lines) <= 2 * seen
