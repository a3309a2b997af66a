"""Markdown: what goes, what stays, and that every place is the file's."""

from __future__ import annotations

import sys

import pytest
from exact import assert_exact, words
from hypothesis import example, given
from hypothesis import strategies as st

from line_count import lines_run
from takhrij.errors import InputError
from takhrij.text.formats import limits, markdown
from takhrij.text.readers import Source, read_bytes

PIECES = (
    "إن", "الله", "a", " ", "  \n", "\n", "\n\n", "*", "**", "~~", "_", "`", "```\n", "\\", '"', "[", "]", "](u)", "![", "[^1]",
    "[^1]: ", "&quot;", "&#x627;", "&amp", "<b>", "</b>", "<!-- ", "-->", "<div>\n", "</div>", "<br>", "<q>", "</q>", "> ", "- ",
    "1. ", "# ", "---\n", "| ", "|---|\n", "\r\n", "\t", "﴿", "﴾", "َ", "\u200c", "\0", "[ref]: u\n", "\ufeff",
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("قال **«إن الله»** وقال", "قال **«إن الله»** وقال"),
        ("إن ال**ل**ه مع الص*اب*رين", "إن الله مع الصابرين"),
        ("إن ال***ل***ه", "إن الله"),
        ("**ال**له", "**الله"),
        ("قَا**لَ**", "قَالَ**"),
        ("قال: &quot;إن&#160;الل&#x647;&quot;", 'قال: "إن\xa0الله"'),
        ("&#x41 &unknown; AT&T", "&#x41 &unknown; AT&T"),
        (r"قال: \"إن الله\" \[البقرة: 153\] \\ \a", 'قال: "إن الله" [البقرة: 153] \\ \\a'),
        ("[البقرة: 153](https://example.org/2/153 'أ') بعد", "[البقرة: 153] بعد"),
        ("[البقرة: 153][مصحف] بعد\n\n[مصحف]: u\n", "[البقرة: 153] بعد\n\n[مصحف]: u\n"),
        ("![خط «إن»](a.png)", "![خط «إن»]"),
        ("<https://example.org/a&amp;b> &lt;", "<https://example.org/a&amp;b> <"),
        ("إن الله[^1] مع\n\n[^1]: البقرة: 153\n", "إن الله مع\n\n[^1]: البقرة: 153\n"),
        ("إن اللَّهَ[^1] مع\n\n[^1]: البقرة: 153\n", "إن اللَّهَ مع\n\n[^1]: البقرة: 153\n"),
        ("«إن الله»[^1] مع\n\n[^1]: البقرة: 153\n", "«إن الله»[^1] مع\n\n[^1]: البقرة: 153\n"),
        ("إن [^1] مع", "إن [^1] مع"),
        ("إن <b>ال</b>له<br>مع <q>أ</q><!-- لا -->", "إن الله\nمع “أ”"),
        ("<!-- «قال» -->\n\nقال", "\nقال"),
        ('<p align="right">\nإن <b>ال</b>له&nbsp;مع\n</p>\n\nبعد', "إن الله\xa0مع \n\nبعد"),
        ("> إن الله\n> مع\\\n> أ  \nب &amp;", "> إن الله\n> مع\n> أ  \nب &"),
        (
            "    &amp; \\*\n\n```\n&amp; \\* <b>\n```\n\n`&amp; \\* <b>` &amp;",
            "    &amp; \\*\n\n```\n&amp; \\* <b>\n```\n\n`&amp; \\* <b>` &",
        ),
        ("---\ntitle: \"a &amp; \\\" b\"\n---\n\n&amp;", "---\ntitle: \"a &amp; \\\" b\"\n---\n\n&"),
        ("| أ \\| ب | &amp; |\n|---|---|\n| c | d |", "| أ | ب | & |\n|---|---|\n| c | d |"),
        ("\ufeff# عنوان\r\n\r\nإن ال**ل**ه\r\n", "\ufeff# عنوان\r\n\r\nإن الله\r\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_read(written: str, read: str) -> None:
    reading = markdown.read(written)
    assert reading.text == read
    assert reading.received == written
    assert_exact(reading)


def test_places_are_the_files() -> None:
    reading = markdown.read('قال تعالى: \\"إن ال**ل**ه&nbsp;مع <b>الصابرين</b>\\" [البقرة: 153](u).')
    assert words(reading, "إن الله\xa0مع الصابرين") == "إن ال**ل**ه&nbsp;مع <b>الصابرين"
    assert words(reading, "البقرة: 153") == "البقرة: 153"


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
@example("**a`b**`c**")
@example("[a **b](u)** c")
@example("a\\\\\\*")
def test_every_place_is_exact_and_plain_text_is_left_alone(written: str) -> None:
    written = written.encode("utf-8", "replace").decode()
    reading = markdown.read(written)
    assert reading.received == written
    assert_exact(reading)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("إن  \nإن")
@example("إن\\\nإن")
def test_what_may_be_read_as_it_is_needs_no_parser(written: str) -> None:
    """The pattern that tells it is never wrong: the parser would change nothing."""
    if markdown.MAY_HIDE.search(written) is None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markdown, "MAY_HIDE", __import__("re").compile(""))
            assert markdown.read(written).text == written


def test_plain_markdown_needs_nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyromark", None)
    assert read_bytes("# قال\n\n**«إن»**".encode(), "markdown") == Source("# قال\n\n**«إن»**", "markdown")
    other = read_bytes(b"&amp; a", "markdown")
    assert (other.text, other.unchecked) == ("&amp; a", (markdown.MISSING,))


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MARKDOWN", 10)
    assert markdown.read("a" * 20).text == "a" * 20
    with pytest.raises(InputError, match="at most 0 MB of this format are read"):
        markdown.read("&amp;" * 20)
    monkeypatch.undo()
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    with pytest.raises(InputError, match="takes longer than"):
        markdown.read("&amp; " * 99)


@pytest.mark.parametrize(
    "piece", ["*a**b_", "[a](b", "&amp;", "[^1]", "<b>", "> - ", "`a``", '\\"', "<!-- ", "[a]: b\n"]
)
def test_work_grows_as_the_text_does(piece: str) -> None:
    short, long = (lines_run(lambda size=size: markdown.read(piece * size + "&amp;")) for size in (200, 800))
    assert long <= 6 * max(short, 100)
