"""HTML: what a reader of the page sees, whatever the markup is like, and that every place is the file's."""

from __future__ import annotations

import pytest
from exact import assert_exact, words
from hypothesis import given
from hypothesis import strategies as st

from line_count import lines_run
from takhrij.errors import InputError
from takhrij.text.formats import html, limits
from takhrij.text.formats.reading import Builder
from takhrij.text.readers import read_bytes

PIECES = (
    "إن", "الله", " ", "\n", "\r\n", "\t", "<", ">", "&", ";", "</", "<!--", "-->", "<!", "<?", "<![CDATA[", "]]>", "&quot;", "&amp",
    "&#x627;", "&#0;", "&#xFFFFFF;", "&notit;", "&nbsp;", "<p>", "</p>", "<b>", "</b>", "<br/>", "<q>", "</q>", "<sup>", "</sup>", "1",
    "<script>", "</script>", "<style>", "<svg>", "</svg>", "<pre>", "</pre>", "<li>", "<h1>", "</h1>", "<blockquote>", "</blockquote>",
    "<td>", "<a href='", "'", '"', "=", "<title>", "</title>", "<template>", "<select>", "<textarea>", "\0", "﴿", "َ", "<p", "/>",
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>إن <b>ال</b>ل&#x647; مع&shy;هم</p>", "إن الله مع\xadهم\n"),
        ("<p>a</p>\n  <p> b  c\nd </p>", "a\n\nb c d \n"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<h1>a</h1><div>b</div>", "# a\n\nb\n"),
        ("<blockquote><p>a</p><p>b</blockquote>c", "> a\n\n> b\n\nc"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc\n"),
        ("قال: <q>إن</q>.", "قال: “إن”."),
        ("إن<sup>[1]</sup> مع<sup><a href=#n>٢</a></sup> 2<sup>nd</sup>", "إن مع 2nd"),
        ("a<sup><q>1</q></sup> <sup>2<q>b</q></sup>", "a“1” 2“b”"),
        ("<pre>a\n  b &lt;\n</pre>c", "a\n  b <\n\n\nc"),
        ("<head><title>t</title><style>p{}</style></head><script>if(a<b)'<p>'</script>x", "x"),
        ("<!-- a --><!doctype html><?xml x?><![CDATA[y]]>z", "z"),
        ("<template><p>a</p></template><noscript>b</noscript>c", "c"),
        ("<svg><text>a</text><p>b", "b"),
        ("a<!-- never closed", "a"),
        ("a < b <1 c <", "a < b <1 c <"),
        ("a<b c", "a"),
        ("a <b x='>'>b</b", "a b"),
        ("</p></q></sup></blockquote>a", "”\n\na"),
        ("<DIV>A</Div><P hidden>B", "A\n\nB"),
        ("&quot;&#34;&#x22;&QUOT;&quot", '"""""'),
        ("&#0;&#x80;&#xD800;&bogus;&notit;", "�€�&bogus;¬it;"),
        ("<script>a", ""),
        ("", ""),
    ],
)
def test_what_is_read(written: str, read: str) -> None:
    reading = html.read(written.encode())
    assert reading.text == read
    assert reading.received == written
    assert_exact(reading)


def test_places_are_the_files() -> None:
    page = "<p>قال تعالى: &quot;إن <b>ال</b>له&nbsp;مع\n  <i>الصابرين</i>&quot; (البقرة: 153)"
    reading = html.read(page.encode())
    assert words(reading, "إن الله\xa0مع الصابرين") == "إن <b>ال</b>له&nbsp;مع\n  <i>الصابرين"
    assert words(reading, '"') == "&quot;"


def test_a_part_of_a_text_is_read_alike() -> None:
    page = "x\n<b>y</b>\n&amp;<p>z"
    builder = Builder(page)
    html.fill(builder, 2, len(page), limits.Deadline())
    assert builder.text() == "y &\n\nz"
    assert_exact(builder.reading()._replace(text=builder.text(), offsets=builder.offsets))


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ('<meta charset="windows-1256">قال'.encode("cp1256"), "قال"),
        ("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-6'>قال".encode("iso8859-6"), "قال"),
        ('<meta charset="windows-1256">قال'.encode(), "قال"),
        (b"\xef\xbb\xbf<p>a", "a"),
    ],
)
def test_encodings(page: bytes, read: str) -> None:
    assert read_bytes(page, "html").text == read


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("قال".encode("cp1256"), "names no encoding and is not UTF-8: byte 0xde at offset 0"),
        (b"<meta charset=rot13>\xff", "names the encoding 'rot13' and is not UTF-8"),
        (b"<meta charset=iso-8859-6>\xff", "names the encoding iso-8859-6 and is in another"),
        (b"<meta charset=iso-8859-99>\xff", "names the encoding iso-8859-99 and is in another"),
        ("<p>".encode("utf-16"), "UTF-16 text"),
        (b"%PDF-1.7", "a PDF file"),
        (b"<p>\0", "a binary file"),
    ],
)
def test_what_cannot_be_read(page: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_bytes(page, "html")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MARKUP", 10)
    with pytest.raises(InputError, match="0 MB; at most 0 MB of this format are read"):
        html.read(b"<p>" * 9)
    monkeypatch.undo()
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    with pytest.raises(InputError, match="takes longer than"):
        html.read(b"<p>" * 99)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
def test_every_place_is_exact(page: str) -> None:
    data = page.encode("utf-8", "replace")
    reading = html.read(data)
    assert reading.received == data.decode()
    assert_exact(reading)


@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        source = read_bytes(b"<meta charset=cp1256>" + data, "html")
    except InputError:
        return
    if source.reading is not None:
        assert_exact(source.reading)


@pytest.mark.parametrize(
    "piece", ["<!--", "<!x", "<a ", "<a x='", "</a", "<![CDATA[", "<p>", "&amp;", "<sup>1", "<q>", "\n "]
)
@pytest.mark.parametrize("end", ["", ">"])
def test_work_grows_as_the_page_does(piece: str, end: str) -> None:
    short, long = (lines_run(lambda size=size: html.read((piece * size + end).encode())) for size in (200, 800))
    assert long <= 6 * max(short, 100)
