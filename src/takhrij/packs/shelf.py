"""Where packs lie: a folder of the user's own, each version of a pack in a folder that is written aside and renamed.

packs/NAME/VERSION/manifest.json   what is known of it
packs/NAME/VERSION/pack.idx        its index
packs/NAME/VERSION/files/0001.txt  the files it was made from, as they were
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from takhrij.errors import ConfigError, InputError, SourceError
from takhrij.library.folders import locked, require_own
from takhrij.library.sources import digest
from takhrij.namedtuple import NamedTuple
from takhrij.packs.index import PackIndex
from takhrij.packs.pack import Pack
from takhrij.packs.reading import File, files_of, kind_of, records_of
from takhrij.packs.record import (
    FORMAT,
    FileDigest,
    Manifest,
    checked_name,
    manifest_from_json,
    manifest_to_json,
    parted_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

VARIABLE: Final = "TAKHRIJ_DATA"
ASIDE: Final = ".adding-"
"""How the name of a folder begins while a pack is written."""
MOST_MANIFEST: Final = 1 << 26


def data_folder() -> str:
    """The folder of the user's data: `TAKHRIJ_DATA`, or the platform's."""
    if named := os.environ.get(VARIABLE):
        return named
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "takhrij", "data")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "takhrij")
    return os.path.join(os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share"), "takhrij")


class Told(NamedTuple):
    """What the user says of a pack that is added."""

    title: str = ""
    """What reports call it; its name without it."""
    licence: str = ""
    language: str = ""
    """Of the texts, such as `ar`."""
    kind: str = ""
    """The layout of the files; each is recognised without it."""
    origin: str = ""
    """The address from which it came."""


NOTHING_TOLD: Final = Told()


class Shelf:
    """The user's packs.

    Args:
        folder: where they lie; `data_folder()` without it.

    >>> Shelf("/nowhere").manifests()
    []
    """

    def __init__(self, folder: str | None = None) -> None:
        self.folder = f"{data_folder() if folder is None else folder}/packs"

    def add(self, name: str, path: str, today: str, told: Told = NOTHING_TOLD) -> Manifest:
        """Make a pack of a file or a folder; under a name that is there, its next version.

        Args:
            name: what to call it.
            path: the file or folder.
            today: the day, as the manifest is to say it.
            told: what the user says of it.

        Raises:
            ConfigError: it cannot be called so, or no layout is.
            InputError: it cannot be read, or holds no text.
            SourceError: the folder of packs is not the user's own.
        """
        return self.add_files(name, files_of(path), today, told)

    def add_files(self, name: str, files: Iterable[File], today: str, told: Told = NOTHING_TOLD) -> Manifest:
        """Make a pack of files, as `add` does."""
        checked_name(name)
        self.make_folder()
        with self._locked():
            where = f"{self.folder}/{name}"
            os.makedirs(where, mode=0o700, exist_ok=True)
            self._clear(where)
            version = max(self._versions(name), default=0) + 1
            aside = f"{where}/{ASIDE}{version}"
            try:
                for each in (aside, f"{aside}/files"):
                    os.mkdir(each, mode=0o700)
                kept, kinds = self._keep(files, f"{aside}/files", told.kind)
                draft = Manifest(
                    name, version, told.title or name, "+".join(sorted({*kinds})), told.licence or "not stated", told.language,
                    today, 0, 0, kept, origin=told.origin,
                )  # fmt: skip
                made = self._index(aside, draft, kinds)
                self._write_manifest(aside, made)
                os.rename(aside, f"{where}/{version}")
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                with suppress(OSError):
                    os.rmdir(where)  # only where it is empty
                raise
        return made

    def manifests(self) -> list[Manifest]:
        """The manifests of all packs, by name and version.

        Raises:
            SourceError: one is damaged, or not the user's own.
        """
        if not os.path.isdir(self.folder):
            return []
        require_own(self.folder, VARIABLE)
        names = sorted(os.listdir(self.folder))
        return [
            self.manifest(name, version) for name in names if self._is_name(name) for version in self._versions(name)
        ]

    def manifest(self, name: str, version: int | None = None) -> Manifest:
        """The manifest of a pack; the latest version without a number.

        Raises:
            ConfigError: there is no such pack.
            SourceError: it is damaged, or not the user's own.
        """
        where = f"{self.folder}/{name}/{self._version(name, version)}"
        require_own(where, VARIABLE)
        try:
            with open(f"{where}/manifest.json", "rb") as file:
                return manifest_from_json(json.loads(file.read(MOST_MANIFEST)))
        except (OSError, ValueError, SourceError) as problem:
            raise SourceError(
                f"pack {name}: the manifest in {where} is damaged; remove the pack and add it again"
            ) from problem

    def open(self, given: str) -> Pack:
        """A pack by its name, or `NAME@VERSION`.

        Raises:
            ConfigError: there is no such pack.
            SourceError: it is damaged, or not the user's own.
        """
        name, version = parted_name(given)
        manifest = self.manifest(name, version)
        where = f"{self.folder}/{name}/{manifest.version}"
        if manifest.format != FORMAT or not os.path.isfile(f"{where}/pack.idx"):
            manifest = self._rebuilt(where, manifest)
        try:
            with open(f"{where}/pack.idx", "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return Pack(manifest, PackIndex(memoryview(mapped)))
        except (OSError, ValueError, SourceError) as problem:
            raise SourceError(
                f"pack {name}: its index is damaged; remove {where}/pack.idx, and it is made anew"
            ) from problem

    def remove(self, given: str) -> list[int]:
        """Remove a pack, or the version that is given with its name; returns the versions that are gone.

        Raises:
            ConfigError: there is no such pack.
            SourceError: the folder of packs is not the user's own.
        """
        name, version = parted_name(given)
        wanted = [self._version(name, version)] if version is not None else self._versions(name)
        if not wanted:
            self._version(name, None)
        require_own(self.folder, VARIABLE)
        with self._locked():
            for each in wanted:
                aside = f"{self.folder}/{name}/{ASIDE}gone-{each}"
                os.rename(f"{self.folder}/{name}/{each}", aside)
                shutil.rmtree(aside)
            with suppress(OSError):
                os.rmdir(f"{self.folder}/{name}")  # only where no version is left
        return wanted

    def verify(self, given: str) -> list[str]:
        """Reads a pack through; returns what is wrong, nothing when all is well.

        Raises:
            ConfigError: there is no such pack.
        """
        name, version = parted_name(given)
        try:
            pack = self.open(given)
        except SourceError as problem:
            return [str(problem)]
        where = f"{self.folder}/{name}/{pack.manifest.version}"
        title = f"pack {name}@{pack.manifest.version}" if version is not None else f"pack {name}"
        problems = [f"{title}: the index's section {section} is damaged" for section in pack.index.file.damaged()]
        if hashlib.sha256(pack.index.text).hexdigest() != pack.manifest.text_sha256:
            problems.append(f"{title}: the text in its index is not the one that was added")
        for file in pack.manifest.files:
            try:
                same = digest(f"{where}/files/{file.stored}") == file.sha256
            except OSError:
                problems.append(f"{title}: {file.path} is missing among its files")
                continue
            if not same:
                problems.append(f"{title}: {file.path} is not the file that was added")
        return problems

    def _keep(self, files: Iterable[File], where: str, kind: str) -> tuple[tuple[FileDigest, ...], list[str]]:
        """Copies of the files under numbers, their digests, and their layouts."""
        made: list[FileDigest] = []
        kinds: list[str] = []
        for number, file in enumerate(files, 1):
            suffix = os.path.splitext(file.path)[1].lower()
            plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) < 9
            stored = f"{number:04}{suffix if plain else ''}"
            kinds.append(kind or kind_of(file))
            with open(f"{where}/{stored}", "wb") as copy:
                copy.write(file.data)
            made.append(FileDigest(file.path, stored, len(file.data), hashlib.sha256(file.data).hexdigest()))
        return tuple(made), kinds

    def _index(self, where: str, manifest: Manifest, kinds: Iterable[str]) -> Manifest:
        """Builds the index from the files that are kept, aside."""
        from takhrij.packs.build import build

        pairs = zip(self._kept(where, manifest), kinds, strict=True)
        aside = f"{where}/pack.tmp"
        try:
            with open(aside, "w+b") as out:
                built = build(out, records_of(pairs, manifest.language))
                out.flush()
                os.fsync(out.fileno())
            os.replace(aside, f"{where}/pack.idx")
        finally:
            with suppress(FileNotFoundError):
                os.unlink(aside)
        return manifest._replace(
            passages=built.passages, words=built.words, text_sha256=built.text_sha256, format=FORMAT
        )

    def _kept(self, where: str, manifest: Manifest) -> Iterator[File]:
        for file in manifest.files:
            with open(f"{where}/files/{file.stored}", "rb") as stored:
                yield File(file.path, stored.read())

    def _rebuilt(self, where: str, manifest: Manifest) -> Manifest:
        """The pack with its index made anew from its files: it was made by another version, or its index was removed."""
        with self._locked():
            try:
                one = manifest.kind if "+" not in manifest.kind else ""
                kinds = [one or kind_of(file) for file in self._kept(where, manifest)]
                made = self._index(where, manifest, kinds)
            except (OSError, InputError) as problem:
                raise SourceError(f"pack {manifest.name}: its index cannot be made anew: {problem}") from problem
            self._write_manifest(where, made)
        return made

    @staticmethod
    def _write_manifest(where: str, manifest: Manifest) -> None:
        aside = f"{where}/manifest.tmp"
        with open(aside, "w", encoding="utf-8", errors="backslashreplace") as out:
            json.dump(manifest_to_json(manifest), out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, f"{where}/manifest.json")

    def _versions(self, name: str) -> list[int]:
        try:
            found = os.listdir(f"{self.folder}/{checked_name(name)}")
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(int(each) for each in found if each.isascii() and each.isdecimal() and len(each) < 7)

    def _version(self, name: str, wanted: int | None) -> int:
        there = self._versions(name)
        if not there:
            named = [each for each in self._names() if self._versions(each)]
            known = f"there are {', '.join(named)}" if named else "takhrij pack add makes one"
            raise ConfigError(f"no pack is called {name!r}; {known}")
        if wanted is not None and wanted not in there:
            raise ConfigError(f"pack {name} has no version {wanted}; there are {', '.join(map(str, there))}")
        return there[-1] if wanted is None else wanted

    def _names(self) -> list[str]:
        try:
            return [name for name in sorted(os.listdir(self.folder)) if self._is_name(name)]
        except OSError:
            return []

    @staticmethod
    def _is_name(name: str) -> bool:
        try:
            return bool(checked_name(name))
        except ConfigError:
            return False

    def _clear(self, where: str) -> None:
        """Removes what an addition that was killed left behind: whoever adds holds the lock."""
        for name in os.listdir(where):
            if name.startswith(ASIDE):
                shutil.rmtree(f"{where}/{name}", ignore_errors=True)

    def make_folder(self) -> None:
        """Make the folder of packs, if it is not there.

        Raises:
            SourceError: it is not the user's own.
        """
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
        except OSError as problem:
            raise SourceError(
                f"cannot keep packs in {self.folder}: {problem.strerror}; set {VARIABLE} to a folder of your own"
            ) from problem
        require_own(self.folder, VARIABLE)

    def _locked(self) -> AbstractContextManager[None]:
        return locked(f"{self.folder}/.lock")
