"""Downloads a dump that is pinned by its digest, and makes a pack of it. Nothing of it is run.

An address is looked up once, checked, and then connected to as it was checked; so is every one that a redirect leads to.
What was downloaded of a dump is kept until it is whole, and gone on with.
"""

from __future__ import annotations

import json
import os
import re
import socket
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import ConfigError, InputError
from takhrij.extras import extra
from takhrij.library.sources import digest
from takhrij.namedtuple import NamedTuple
from takhrij.packs.addresses import is_public
from takhrij.packs.archives import texts_of
from takhrij.packs.record import checked_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from takhrij.packs.record import Manifest
    from takhrij.packs.shelf import Shelf, Told

REDIRECTS: Final = 5
SECONDS: Final = 60
"""Without a byte."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_RANGE: Final = re.compile(r"bytes (\d{1,19})-\d{1,19}/(\d{1,19}|\*)")
_TAG: Final = re.compile(r'"[\x21\x23-\x7e]{0,200}"')


class Terms(NamedTuple):
    """What a download may do."""

    most: int = 500 << 20
    """Bytes of it, and of what it unpacks to."""
    private: bool = False
    """Whether it may go to addresses that only this machine or its network can reach."""
    allowed: Callable[[str], bool] = is_public
    """Tells which addresses others can reach."""


class Fetcher:
    """Downloads dumps into the folder of packs.

    Args:
        shelf: the packs.
        terms: what a download may do.
        progress: called with what is being done and the share that is done, 0 to 1.
    """

    def __init__(
        self, shelf: Shelf, terms: Terms | None = None, progress: Callable[[str, float], None] | None = None
    ) -> None:
        self._shelf = shelf
        self._terms = terms or Terms()
        self._progress = progress
        self._http: Any = extra("httpx", "fetch")

    def add(self, name: str, url: str, sha256: str, today: str, told: Told) -> Manifest:
        """Download a dump and make a pack of it, or the next version of one.

        Args:
            name: what to call the pack.
            url: where the dump is: http or https.
            sha256: its digest, as 64 hexadecimal digits.
            today: the day, as the manifest is to say it.
            told: what the user says of it.

        Raises:
            ConfigError: the name, the address or the digest is none, or the library that fetches is not installed.
            InputError: it cannot be downloaded, is another, is too large, or holds no text.
            SourceError: the folder of packs is not the user's own.
        """
        checked_name(name)
        wanted = sha256.strip().lower()
        if not _DIGEST.fullmatch(wanted):
            raise ConfigError(f"--sha256 {sha256!r} is no digest; it has 64 hexadecimal digits")
        address = self._parsed(url)
        self._shelf.make_folder()
        part = f"{self._shelf.folder}/.fetch-{wanted}"
        try:
            self._download(url, part, wanted)
        except self._http.HTTPError as problem:
            raise InputError(
                f"{url}: {problem or type(problem).__name__}; what was downloaded is kept and gone on with"
            ) from problem
        with open(part, "rb") as file:
            data = file.read(self._terms.most + 1)
        made = self._shelf.add_files(
            name, texts_of(_file_name(address.path), data, self._terms.most), today, told._replace(origin=url)
        )
        _forget(part)
        return made

    def _download(self, url: str, part: str, wanted: str) -> None:
        """Download what is not there yet; what was begun from another text is begun again."""
        resumed = os.path.exists(part) and os.path.getsize(part) > 0
        self._receive(url, part)
        found = digest(part)
        if found != wanted and resumed:
            _forget(part)
            self._receive(url, part)
            found = digest(part)
        if found != wanted:
            _forget(part)
            raise InputError(f"{url}: its digest is {found}, not the one that is required; nothing of it was kept")

    def _receive(self, url: str, part: str) -> None:
        have = os.path.getsize(part) if os.path.exists(part) else 0
        tag = _tag_of(part) if have else ""
        headers = {"Accept-Encoding": "identity", "User-Agent": "takhrij"}
        if have:
            headers["Range"] = f"bytes={have}-"
            if tag:
                headers["If-Range"] = tag
        limits = self._http.Timeout(SECONDS)
        with (
            self._http.Client(timeout=limits, trust_env=False, follow_redirects=False) as client,
            self._answer(client, url, headers) as answer,
        ):
            status = answer.status_code
            if status == 416 and have:  # there is nothing behind what is there: the digest tells whether it is whole
                return
            if status not in (200, 206):
                raise InputError(f"{url}: the server answers {status}")
            if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
                raise InputError(f"{url}: the server sends it encoded, which was not asked for")
            start = 0
            if status == 206:
                given = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
                if given is None or int(given[1]) != have:
                    raise InputError(f"{url}: the server sends another part than was asked for")
                start = have
            self._save(url, answer, part, start)

    def _save(self, url: str, answer: Any, part: str, start: int) -> None:
        said = answer.headers.get("Content-Length", "")
        total = start + int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
        self._require_small(url, total)
        tag = answer.headers.get("ETag", "")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | (0 if start else os.O_TRUNC), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with open(f"{part}.json", "w", encoding="ascii") as note:
                json.dump({"tag": tag if _TAG.fullmatch(tag) else ""}, note)
            file.seek(start)
            at = start
            for chunk in answer.iter_raw():
                at += len(chunk)
                self._require_small(url, at)
                file.write(chunk)
                if self._progress is not None and total:
                    self._progress("downloading", min(at / total, 1.0))

    def _require_small(self, url: str, size: int) -> None:
        if size > self._terms.most:
            raise InputError(f"{url}: more than {self._terms.most >> 20} megabytes; --max-mb allows more")

    def _answer(self, client: Any, url: str, headers: dict[str, str]) -> Any:
        """The answer to a request, redirects followed as far as they may lead."""
        seen = 0
        while True:
            address = self._parsed(url)
            numeric = self._checked(address)
            host = address.host if ":" not in address.host else f"[{address.host}]"
            port = f":{address.port}" if address.port is not None else ""
            request = client.build_request(
                "GET", address.copy_with(host=numeric, userinfo=b""), headers={**headers, "Host": f"{host}{port}"},
                extensions={"sni_hostname": address.host},
            )  # fmt: skip
            answer = client.send(request, stream=True)
            location = answer.headers.get("Location")
            if answer.status_code not in (301, 302, 303, 307, 308) or not location:
                return closing(answer)
            answer.close()
            seen += 1
            if seen > REDIRECTS:
                raise InputError(f"{url}: more than {REDIRECTS} redirects")
            following = str(address.join(location))
            if address.scheme == "https" and self._parsed(following).scheme != "https":
                raise InputError(f"{url}: redirects to {following}, which is not encrypted")
            url = following

    def _parsed(self, url: str) -> Any:
        try:
            address = self._http.URL(url)
        except (self._http.InvalidURL, TypeError, ValueError) as problem:
            raise ConfigError(f"{url!r} is no address: {problem}") from problem
        if address.scheme not in ("http", "https") or not address.host:
            raise ConfigError(f"{url!r} is no address to download from; it begins with https:// or http://")
        return address

    def _checked(self, address: Any) -> str:
        """The number of a host's address, one that a download may go to."""
        port = address.port or (443 if address.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(address.host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            raise InputError(f"{address.host}: no such host ({problem})") from problem
        numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self._terms.private and (refused := [each for each in numbers if not self._terms.allowed(each)]):
            raise InputError(
                f"{address.host} is at {refused[0]}, an address of this machine or its network; --allow-private goes there"
            )
        return numbers[0]


def _forget(part: str) -> None:
    """Removes what was downloaded, and what was noted of it."""
    for each in (part, f"{part}.json"):
        with suppress(FileNotFoundError):
            os.unlink(each)


def _tag_of(part: str) -> str:
    """What the server called the text of which a part is there."""
    try:
        with open(f"{part}.json", "rb") as file:
            tag = json.loads(file.read(1024)).get("tag", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return tag if isinstance(tag, str) and _TAG.fullmatch(tag) else ""


def _file_name(path: str) -> str:
    """A name for the dump, from the last part of its address.

    >>> _file_name("/a/b/quran.json"), _file_name("/a/..%2f"), _file_name("/")
    ('quran.json', '2f', 'dump')
    """
    return re.sub(r"[^A-Za-z0-9._-]", "", path.rpartition("/")[2].replace("%", "")).lstrip(".-")[:100] or "dump"
