"""Downloads from a server on loopback: pinned, resumed, bounded, and led nowhere that was not asked for."""

from __future__ import annotations

import functools
import gzip
import hashlib
import http.server
import io
import json
import stat
import tarfile
import threading
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.cli import main
from takhrij.errors import ConfigError, InputError, TakhrijError
from takhrij.packs.archives import safe_name, texts_of
from takhrij.packs.fetch import Fetcher, Terms
from takhrij.packs.shelf import Shelf, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("httpx", reason="httpx is not installed")

DAY = "2026-01-31"
TEXT = b"1|1|one two three four\n1|2|five six seven eight\n" + b"# " + b"note " * 4000 + b"\n"
"""Made up for the tests, in the layout of Tanzil."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Answers as the path says."""

    asked: ClassVar[list[tuple[str, str | None]]] = []
    files: ClassVar[dict[str, bytes]] = {}
    redirects: ClassVar[dict[str, str]] = {}
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.asked.append((self.path, wanted))
        if self.path in self.redirects:
            self._head(302, {"Location": self.redirects[self.path], "Content-Length": "0"})
            return
        data = self.files.get(self.path)
        if data is None:
            self._head(404, {"Content-Length": "0"})
            return
        mode = self.path.split("/")[1]
        tag = f'"{sha256(data)[:8]}"'
        start = int(wanted[6:-1]) if wanted and mode != "whole" and self.headers.get("If-Range", tag) == tag else 0
        if start >= len(data) and start:
            self._head(416, {"Content-Length": "0"})
            return
        headers = {"Content-Length": str(len(data) - start), "ETag": tag}
        if start:
            headers["Content-Range"] = f"bytes {start + (mode == 'shifted')}-{len(data) - 1}/{len(data)}"
        if mode == "encoded":
            headers["Content-Encoding"] = "gzip"
        if mode == "endless":
            del headers["Content-Length"]
            self.close_connection = True
        self._head(206 if start else 200, headers)
        if mode == "broken" and not start:  # ends in the middle, and closes
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
            return
        self.wfile.write(data[start:])

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def server() -> Iterator[str]:
    Server.asked.clear()
    Server.files.clear()
    Server.redirects.clear()
    with http.server.ThreadingHTTPServer(("0.0.0.0", 0), Server) as made:
        made.daemon_threads = True
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(str(tmp_path / "data"))


def fetched(shelf: Shelf, url: str, digest: str, **terms: object) -> object:
    allowed = {"private": True, **terms}
    return Fetcher(shelf, Terms(**allowed)).add("dump", url, digest, DAY, Told())  # type: ignore[arg-type]


def left(shelf: Shelf) -> list[str]:
    """What a download left behind."""
    folder = Path(shelf.folder)
    return sorted(each.name for each in folder.iterdir() if each.name.startswith(".fetch")) if folder.is_dir() else []


def test_a_dump_becomes_a_pack(shelf: Shelf, server: str) -> None:
    Server.files["/a/en.trial.txt"] = TEXT
    fetched(shelf, f"{server}/a/en.trial.txt", sha256(TEXT).upper())
    pack = shelf.open("dump")
    assert (pack.manifest.kind, pack.manifest.passages, pack.manifest.origin) == (
        "tanzil",
        2,
        f"{server}/a/en.trial.txt",
    )
    assert [(file.path, file.sha256) for file in pack.manifest.files] == [("en.trial.txt", sha256(TEXT))]
    assert pack.passage(0, 0).text == "one two three four"
    assert left(shelf) == []


def test_another_digest_is_refused_and_nothing_kept(shelf: Shelf, server: str) -> None:
    Server.files["/a/x.txt"] = TEXT
    with pytest.raises(InputError, match="not the one that is required"):
        fetched(shelf, f"{server}/a/x.txt", "0" * 64)
    assert shelf.manifests() == []
    assert left(shelf) == []


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "0" * 63, "0" * 65])
def test_a_digest_is_required(shelf: Shelf, server: str, digest: str) -> None:
    with pytest.raises(ConfigError, match="64 hexadecimal digits"):
        fetched(shelf, f"{server}/a", digest)
    assert Server.asked == []


def test_what_was_begun_is_gone_on_with(shelf: Shelf, server: str) -> None:
    Server.files["/broken/x.txt"] = TEXT
    with pytest.raises(InputError, match="kept and gone on with"):
        fetched(shelf, f"{server}/broken/x.txt", sha256(TEXT))
    part = Path(shelf.folder) / f".fetch-{sha256(TEXT)}"
    half = part.stat().st_size
    assert 0 < half < len(TEXT)
    assert stat.S_IMODE(part.stat().st_mode) & 0o077 == 0
    fetched(shelf, f"{server}/broken/x.txt", sha256(TEXT))
    assert Server.asked == [("/broken/x.txt", None), ("/broken/x.txt", f"bytes={half}-")]
    assert shelf.open("dump").manifest.passages == 2


@pytest.mark.parametrize("kept", [TEXT[:100], b"other bytes", TEXT, TEXT + b"more", b""])
@pytest.mark.parametrize("path", ["/a/x.txt", "/whole/x.txt"])
def test_whatever_lies_there(shelf: Shelf, server: str, kept: bytes, path: str) -> None:
    """Of this text or another, part or whole, from a server that knows ranges or none: the digest holds."""
    Server.files[path] = TEXT
    shelf.make_folder()
    (Path(shelf.folder) / f".fetch-{sha256(TEXT)}").write_bytes(kept)
    fetched(shelf, server + path, sha256(TEXT))
    assert [file.sha256 for file in shelf.open("dump").manifest.files] == [sha256(TEXT)]


def test_a_part_of_a_text_that_has_changed_is_not_gone_on_with(shelf: Shelf, server: str) -> None:
    Server.files["/a/x.txt"] = TEXT
    shelf.make_folder()
    part = Path(shelf.folder) / f".fetch-{sha256(TEXT)}"
    part.write_bytes(b"of an older text")
    Path(f"{part}.json").write_text(json.dumps({"tag": '"older"'}), encoding="utf-8")
    fetched(shelf, f"{server}/a/x.txt", sha256(TEXT))
    assert len(Server.asked) == 1


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("encoded", "encoded"),
        ("endless", "more than 1 megabytes"),
        ("large", "more than 1 megabytes"),
        ("missing", "answers 404"),
    ],
)
def test_answers_that_are_refused(shelf: Shelf, server: str, mode: str, said: str) -> None:
    data = TEXT if mode == "encoded" else b"1|1|" + b"word " * 300_000
    if mode != "missing":
        Server.files[f"/{mode}/x.txt"] = data
    with pytest.raises(InputError, match=said):
        fetched(shelf, f"{server}/{mode}/x.txt", sha256(data), most=1 << 20)
    assert shelf.manifests() == []


def test_a_part_that_was_not_asked_for(shelf: Shelf, server: str) -> None:
    Server.files["/shifted/x.txt"] = TEXT
    shelf.make_folder()
    (Path(shelf.folder) / f".fetch-{sha256(TEXT)}").write_bytes(TEXT[:10])
    with pytest.raises(InputError, match="another part"):
        fetched(shelf, f"{server}/shifted/x.txt", sha256(TEXT))


def test_no_private_address_unless_asked(shelf: Shelf, server: str) -> None:
    Server.files["/a/x.txt"] = TEXT
    for url in (f"{server}/a/x.txt", server.replace("127.0.0.1", "localhost") + "/a/x.txt", "http://[::1]:9/x", "http://10.0.0.1/x",
                "http://169.254.169.254/latest", "http://0.0.0.0/x", "http://0x7f000001/x", "http://2130706433/x"):  # fmt: skip
        with pytest.raises(InputError, match=r"of this machine or its network|no such host"):
            fetched(shelf, url, sha256(TEXT), private=False)
    assert Server.asked == []


def test_no_redirect_to_a_private_address_unless_asked(shelf: Shelf, server: str) -> None:
    """127.0.0.1 stands for the public network here, 127.0.0.2 for a private one."""
    Server.files["/a/x.txt"] = TEXT
    Server.redirects["/r"] = f"{server.replace('127.0.0.1', '127.0.0.2')}/a/x.txt"
    Server.redirects["/relative"] = "/a/x.txt"
    public = functools.partial(str.__eq__, "127.0.0.1")
    with pytest.raises(InputError, match=r"127\.0\.0\.2, an address of this machine or its network"):
        fetched(shelf, f"{server}/r", sha256(TEXT), private=False, allowed=public)
    assert Server.asked == [("/r", None)]
    fetched(shelf, f"{server}/relative", sha256(TEXT), private=False, allowed=public)
    fetched(shelf, f"{server}/r", sha256(TEXT))
    assert [each.version for each in shelf.manifests()] == [1, 2]


@pytest.mark.parametrize("target", ["/loop", "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x", "//", "http://"])
def test_redirects_that_lead_nowhere(shelf: Shelf, server: str, target: str) -> None:
    Server.redirects["/loop"] = target
    with pytest.raises(TakhrijError) as raised:
        fetched(shelf, f"{server}/loop", sha256(TEXT))
    assert "\n" not in str(raised.value)
    assert len(Server.asked) <= 6


@pytest.mark.parametrize(
    "url", ["", "x", "file:///etc/passwd", "ftp://example.org/x", "http://", "https://[", "http://a b/", "\n"]
)
def test_addresses_that_are_none(shelf: Shelf, url: str) -> None:
    with pytest.raises(TakhrijError) as raised:
        fetched(shelf, url, "0" * 64)
    assert "\n" not in str(raised.value)


def zipped(*names: str, data: bytes = TEXT) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for member in members:
            member.size = len(TEXT) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(TEXT) if member.isreg() else None)
    return out.getvalue()


def link(name: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, "/etc/passwd"
    return made


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("d.zip", zipped("texts/x.txt", "picture.png")),
        ("d.tar.gz", tarred(tarfile.TarInfo("./texts/x.txt"))),
        ("x.txt.gz", gzip.compress(TEXT)),
    ],
)
def test_archives(shelf: Shelf, server: str, name: str, data: bytes) -> None:
    Server.files[f"/a/{name}"] = data
    fetched(shelf, f"{server}/a/{name}", sha256(data))
    [file] = shelf.open("dump").manifest.files
    assert file.path in ("texts/x.txt", "x.txt")
    assert file.sha256 == sha256(TEXT)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("d.zip", zipped("good.txt", "../../evil.txt")),
        ("d.zip", zipped("/etc/evil.txt")),
        ("d.zip", zipped("a/..\\..\\evil.txt")),
        ("d.zip", zipped("C:evil.txt")),
        ("d.tar.gz", tarred(tarfile.TarInfo("good.txt"), tarfile.TarInfo("../evil.txt"))),
        ("d.tar.gz", tarred(tarfile.TarInfo("/evil.txt"))),
        ("d.tar.gz", tarred(link("evil.txt"))),
        ("d.tar.gz", tarred(link("evil.txt", tarfile.LNKTYPE))),
        ("d.tar.gz", tarred(link("evil.txt", tarfile.CHRTYPE))),
        ("d.tar.gz", tarred(link("evil.txt", tarfile.FIFOTYPE))),
        ("d.zip", zipped("bomb.txt", data=bytes(3 << 20))),
        ("d.zip", zipped("a.txt", "b.txt", data=b"word " * 150_000)),
        ("x.txt.gz", gzip.compress(bytes(3 << 20))),
        ("d.zip", zipped("picture.png")),
        ("d.zip", zipped("x.txt")[:-30]),
        ("d.tar.gz", b"no archive"),
        ("x.gz", b"\x1f\x8bno"),
    ],
)
def test_archives_that_are_refused(shelf: Shelf, server: str, tmp_path: Path, name: str, data: bytes) -> None:
    Server.files[f"/a/{name}"] = data
    with pytest.raises(InputError) as raised:
        fetched(shelf, f"{server}/a/{name}", sha256(data), most=1 << 20)
    assert "\n" not in str(raised.value)
    assert shelf.manifests() == []
    assert not list(tmp_path.rglob("evil*"))


@given(st.text(max_size=30))
def test_names_in_archives_stay_in_them(name: str) -> None:
    try:
        safe = safe_name(name)
    except InputError:
        return
    assert (Path("/folder") / safe).resolve().is_relative_to("/folder")


@given(st.binary(max_size=300), st.sampled_from(["x.zip", "x.tar", "x.tar.gz", "x.gz", "x.txt"]))
def test_any_bytes_as_an_archive(data: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"\x1f\x8b\x08"):
        try:
            for file in texts_of(name, head + data, 10_000):
                assert len(file.data) <= 10_000
        except InputError:
            continue


def test_the_command(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAKHRIJ_DATA", str(tmp_path / "mine"))
    Server.files["/a/x.txt"] = TEXT
    command = ["pack", "fetch", "trial", f"{server}/a/x.txt", "--sha256", sha256(TEXT), "--licence", "CC0-1.0"]
    assert main(command) == 2
    assert "--allow-private goes there" in capsys.readouterr().err
    assert main([*command, "--allow-private"]) == 0
    assert "licence: CC0-1.0; added " in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["pack", "fetch", "trial", f"{server}/a/x.txt"])
