"""The layouts of public texts, each on a small file of that layout made by hand. No words of any source stand here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.errors import TakhrijError
from takhrij.packs.kinds import KINDS
from takhrij.packs.reading import File, kind_of, records_of
from takhrij.packs.record import COUNT, Grading, Record

HADITH_JSON = {
    "id": 99,
    "metadata": {
        "id": 99, "length": 2,
        "arabic": {"title": "كتاب التجربة", "author": "مؤلف", "introduction": ""},
        "english": {"title": "Book of the Trial", "author": "Author", "introduction": ""},
    },
    "chapters": [{"id": 1, "bookId": 99, "arabic": "باب الأول", "english": "First Chapter"}],
    "hadiths": [
        {"id": 5001, "idInBook": 1, "chapterId": 1, "bookId": 99, "arabic": "نص أول للتجربة وحدها", "english": {"narrator": "Narrated X:", "text": "A first text for the trial."}},
        {"id": 5002, "idInBook": 2, "chapterId": 7, "bookId": 99, "arabic": "نص ثان للتجربة وحدها", "english": {"narrator": "", "text": ""}},
    ],
}  # fmt: skip
HADITH_API = {
    "metadata": {"name": "Book of the Trial", "sections": {"0": "", "1": "First Section"}},
    "hadiths": [
        {"hadithnumber": 1, "arabicnumber": 1, "text": "نص أول للتجربة وحدها",
         "grades": [{"name": "Grader One", "grade": "Term A"}, {"name": "Grader Two", "grade": "Term B"}, {"name": "", "grade": "x"}],
         "reference": {"book": 1, "hadith": 1}},
        {"hadithnumber": 2.1, "arabicnumber": 3, "text": "نص ثان للتجربة وحدها", "grades": [], "reference": {"book": 0, "hadith": 0}},
        {"hadithnumber": 3, "arabicnumber": 4, "text": "", "grades": [], "reference": {}},
    ],
}  # fmt: skip
OPENITI = """######OpenITI#

#META# 010.AuthorNAME\t:: فلان بن فلان
#META# 020.BookTITLE\t:: كتاب التجربة :: آخر
#META#Header#End#

### | باب الأول
# هذا نص أول
~~يمتد على سطرين ms001
PageV01P003
# هذا نص ثان @PER@ فيه علامة
PageV01P004
### || فصل
# نص ثالث بلا صفحة
"""
TANZIL = "1|1|one two three\n1|2|four five six\n2|1|seven eight nine\n\n#===\n# notes of whoever made it\n"
TANZIL_XML = """<?xml version="1.0" encoding="utf-8" ?>
<!-- notes -->
<quran>
\t<sura index="1" name="one">
\t\t<aya index="1" text="one &quot;two&quot; three" />
\t</sura>
\t<sura index="2" name="two">
\t\t<aya index="1" text="seven eight nine" bismillah="zero" />
\t</sura>
</quran>
"""
OPEN_HADITH = '"1"," نص أول, للتجربة وحدها "\n"2","نص ثان ""بعلامة"" للتجربة","شرح لا يدخل"\n'
JSONL = '{"id": "7", "text": "It opens in May.\\n\\nNot in June.", "title": "Talk", "speaker": "Lina Haddad", "date": "2025-01-02", "more": [1]}\n\n{"text": "Another text", "number": 12, "gradings": [{"grader": "Grader One", "term": "Term A", "book": "His Book", "edition": "2nd"}]}\n'


def read(name: str, data: str | dict[str, object], kind: str = "", language: str = "") -> list[Record]:
    file = File(name, (data if isinstance(data, str) else json.dumps(data)).encode())
    return list(records_of([(file, kind or kind_of(file))], language))


def test_hadith_json() -> None:
    first, second = read("darimi.json", HADITH_JSON)
    assert first == Record(
        "darimi:1", "نص أول للتجربة وحدها", label="كتاب التجربة, 1 of this text", title="كتاب التجربة", book="باب الأول",
        narrator="Narrated X:", numbers=((COUNT, "1"),),
    )  # fmt: skip
    assert (second.book, second.narrator) == ("", "")
    assert [each.text for each in read("darimi.json", HADITH_JSON, language="en")] == [
        "A first text for the trial.",
        "",
    ]


def test_hadith_api_with_gradings_by_named_scholars() -> None:
    first, second, third = read("ara-trial.json", HADITH_API)
    assert first.gradings == (
        Grading("Grader One", "Term A", edition="ara-trial"), Grading("Grader Two", "Term B", edition="ara-trial"),
    )  # fmt: skip
    assert first.numbers == (("hadith-api hadithnumber", "1"), ("book and hadith", "1:1"))
    assert (first.label, first.book) == ("Book of the Trial 1", "First Section")
    assert second.numbers[:2] == (("hadith-api hadithnumber", "2.1"), ("hadith-api arabicnumber", "3"))
    assert second.gradings == ()
    assert third.text == ""


def test_open_hadith_data() -> None:
    first, second = read("maliks.utf8.csv", OPEN_HADITH)
    assert (first.id, first.text, first.numbers) == ("maliks:1", "نص أول, للتجربة وحدها", ((COUNT, "1"),))
    assert second.text == 'نص ثان "بعلامة" للتجربة'


@pytest.mark.parametrize(("name", "text"), [("en.pickthall.txt", TANZIL), ("quran.xml", TANZIL_XML)])
def test_tanzil(name: str, text: str) -> None:
    found = read(name, text)
    assert [each.id for each in found] == (["1:1", "1:2", "2:1"] if name.endswith("txt") else ["1:1", "2:1"])
    assert found[0].text == ("one two three" if name.endswith("txt") else 'one "two" three')
    assert found[0].group != found[-1].group


def test_openiti() -> None:
    heading, first, second, section, third = read("0000Author.Book-ara1", OPENITI, "openiti")
    assert heading.text == "باب الأول"
    assert (first.text, first.label, first.book) == ("هذا نص أول يمتد على سطرين", "كتاب التجربة 1/3", "باب الأول")
    assert (second.label, second.speaker) == ("كتاب التجربة 1/4", "فلان بن فلان")
    assert section.text == "فصل"
    assert (third.label, third.book) == ("كتاب التجربة, paragraph 5", "فصل")
    assert len({each.group for each in (heading, first, second, section, third)}) == 1
    assert kind_of(File("0000Author.Book-ara1.mARkdown", OPENITI.encode())) == "openiti"


def test_json_lines() -> None:
    first, second, third = read("talks.jsonl", JSONL)
    assert (first.id, first.group, first.speaker, first.date) == ("talks:7:1", "talks:7", "Lina Haddad", "2025-01-02")
    assert second.text == "Not in June."
    assert (third.id, third.numbers) == ("talks:3", (("number", "12"),))
    assert third.gradings == (Grading("Grader One", "Term A", "His Book", "2nd"),)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.json", json.dumps(HADITH_JSON), "hadith-json"), ("a.json", json.dumps(HADITH_API), "hadith-api"), ("a.csv", OPEN_HADITH, "open-hadith"),
        ("a.txt", TANZIL, "tanzil"), ("a.xml", TANZIL_XML, "tanzil"), ("a.jsonl", JSONL, "jsonl"), ("a.txt", OPENITI, "openiti"),
        ("a.txt", "Some text.", "texts"), ("a.md", "1|1|not this", "texts"),
    ],
)  # fmt: skip
def test_layouts_are_recognised(name: str, text: str, kind: str) -> None:
    assert kind_of(File(name, text.encode())) == kind


SHAPES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "hadiths",
                    "metadata",
                    "chapters",
                    "arabic",
                    "english",
                    "text",
                    "grades",
                    "name",
                    "grade",
                    "hadithnumber",
                    "reference",
                    "book",
                    "idInBook",
                    "sections",
                    "id",
                    "gradings",
                    "speaker",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(SHAPES, st.sampled_from(KINDS), st.sampled_from(["a.json", "b.jsonl", "c.csv", "d.txt"]))
def test_whatever_a_file_holds_is_read_or_refused_in_one_line(value: object, kind: str, name: str) -> None:
    data = json.dumps(value).encode()
    for each in (data, b"######OpenITI#\n" + data, b"1|1|" + data, b'"1",' + data):
        said = ""
        try:
            for record in records_of([(File(name, each), kind)]):
                assert isinstance(record.text, str)
                json.dumps([*record.numbers, record.gradings])
        except TakhrijError as problem:
            said = str(problem)
        assert "\n" not in said


@given(st.binary(max_size=300), st.sampled_from(KINDS))
def test_any_bytes(data: bytes, kind: str) -> None:
    said = ""
    try:
        list(records_of([(File("a.txt", data), kind)]))
    except TakhrijError as problem:
        said = str(problem)
    assert "\n" not in said


def test_every_layout_is_documented() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "packs.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []
