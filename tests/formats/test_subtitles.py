"""Subtitles: the words of cues, their places in the file, and the cues they stand in."""

from __future__ import annotations

import pytest
from exact import assert_exact, words
from hypothesis import given
from hypothesis import strategies as st

from takhrij.errors import InputError
from takhrij.text.formats import subtitles
from takhrij.text.readers import read_bytes

SUBRIP = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>قال تعالى:</i> ﴿إن\r\n\r\n2\r\n00:00:02,500 --> 00:00:04,000\r\n"
    "{\\an8}الله مع <b>الص</b>ابرين﴾\r\n{البقرة: 153}\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n\r\n7\r\n8\r\n\r\n"
)
WEB = (
    "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE «a»\n\nfirst\n00:01.000 --> 00:02.500 align:right\n<v رجل>قال &amp;&rlm;\n- نعم</v>\n\n"
    "NOTE between\n\n00:00:03.000 --> 00:00:04.000\n<c.x>إن<00:00:03.500> الله</c>\n"
)
PIECES = (
    "1",
    "\n",
    "\r\n",
    "\n\n",
    "00:00:01,000 --> 00:00:02,000",
    "WEBVTT",
    "-->",
    "<i>",
    "</i>",
    "<",
    "&amp;",
    "&",
    "{\\a",
    "}",
    "كلمة",
    " ",
    "\ufeff",
)


def test_subrip() -> None:
    source = read_bytes(SUBRIP.encode(), "srt")
    assert source.text == "قال تعالى: ﴿إن\nالله مع الصابرين﴾\n{البقرة: 153}\n7\n8"
    assert source.reading is not None
    assert_exact(source.reading)
    assert words(source.reading, "إن\nالله مع الصابرين").startswith("إن\r\n\r\n2\r\n00:00:02,500 --> ")
    assert words(source.reading, "إن\nالله مع الصابرين").endswith("الله مع <b>الص</b>ابرين")
    assert source.place(SUBRIP.index("إن")) == {"cue": 1, "time": "00:00:01,000"}
    assert source.place(SUBRIP.index("مع")) == {"cue": 2, "time": "00:00:02,500"}


def test_webvtt() -> None:
    source = read_bytes(WEB.encode(), "vtt")
    assert source.text == "قال &\u200f\n- نعم\nإن الله"
    assert source.reading is not None
    assert_exact(source.reading)
    assert source.place(WEB.index("نعم")) == {"cue": 1, "time": "00:01.000"}
    assert source.place(WEB.rindex("الله")) == {"cue": 2, "time": "00:00:03.000"}


def test_what_is_no_file_of_subtitles() -> None:
    with pytest.raises(InputError, match="no line has two times and --> between them"):
        subtitles.read("قال")
    assert subtitles.read("\ufeff\n").text == ""


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
def test_every_place_is_exact(written: str) -> None:
    try:
        reading = subtitles.read(written)
    except InputError:
        return
    assert_exact(reading)
