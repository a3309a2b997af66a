"""The library: the editions that are loaded, their passages, and the ways to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takhrij.errors import ConfigError, SourceError
from takhrij.library.packed import unpacked_letters, unpacked_phrases
from takhrij.library.store import QURAN, Store
from takhrij.library.tables import Tables, tables
from takhrij.text.keys import BEGINNINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takhrij.library.editions import Edition
    from takhrij.library.tables import Work
    from takhrij.model import Passage


def _quiet(_message: str, _share: float) -> None:
    """Shows no progress."""


class Library:
    """The loaded editions, over the index.

    >>> library = Library.open()
    >>> library.passage("quran:112:1").label
    'al-Ikhlas 112:1'
    """

    def __init__(self, store: Store, path: str) -> None:
        self.store = store
        self.index_path = path
        self.index_bytes = len(store.index.data)
        self.kernel = store.kernel_name

    @classmethod
    def open(
        cls,
        works: Sequence[str] = (),
        *,
        cache: str | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Library:
        """The library of the default editions; its index is built at first use.

        Args:
            works: the works to load beside the Qur'an, such as `bukhari`; all when empty. Each choice has an index of its
                own; what is not in it is not loaded, and reports say so.
            cache: folder of the index; `TAKHRIJ_CACHE` or the platform's cache folder without it.
            progress: called with what is being done and the share that is done, 0 to 1, while the index is built.

        Raises:
            ConfigError: no work of that name can be loaded.
            SourceError: a source is missing or changed, or the index is damaged or not the user's own.
        """
        from takhrij.library.cache import folder, open_index

        index, path = open_index(folder() if cache is None else cache, tables(), progress or _quiet, works)
        try:
            BEGINNINGS.update(unpacked_phrases(bytes(index.section("phrases"))))
            return cls(Store(index, Tables(unpacked_letters(bytes(index.section("characters"))))), path)
        except (ValueError, IndexError, KeyError, TypeError) as problem:
            raise SourceError(f"the index {path} is damaged; remove it, and it is built anew") from problem

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that are loaded: sources first, then translations."""
        return (*(found.edition for found in self.store.ranges), *self.store.translations)

    @property
    def not_loaded(self) -> tuple[Work, ...]:
        """The works that are known by name and not loaded."""
        loaded = {edition.work for edition in self.editions}
        return tuple(work for work in self.store.tables.works.values() if work.id not in loaded)

    def passage(self, identifier: str) -> Passage:
        """The passage of an id: `quran:2:255`, `quran:94:5-6`, `bukhari:6018`, `bukhari:seq:616`.

        Raises:
            ConfigError: there is no such passage, or its number is in a scheme that is not loaded.
        """
        return self.store.passage(*self.store.numbers_of(identifier))

    def neighbours(self, identifier: str, count: int) -> tuple[list[Passage], list[Passage]]:
        """Up to `count` passages before and after one, within its surah or collection, in their order.

        Raises:
            ConfigError: there is no such passage.
        """
        first, last = self.store.numbers_of(identifier)
        found = self.store.range_of(first)
        low, high = found.first, found.first + found.passages
        if found.edition.work == QURAN:
            surah, ayah = self.store.verse(first)
            low = first - ayah + 1
            high = low + self.store.tables.surahs[surah - 1].ayahs
        return (
            [self.store.passage(number) for number in range(max(low, first - count), first)],
            [self.store.passage(number) for number in range(last + 1, min(high, last + 1 + count))],
        )

    def translation(self, identifier: str, edition: str) -> str:
        """The words of a loaded translation for a passage; a hadith's English is `edition` "english".

        Raises:
            ConfigError: there is no such passage or translation.
        """
        first, last = self.store.numbers_of(identifier)
        if first < self.store.first_hadith and edition not in {known.id for known in self.store.translations}:
            names = ", ".join(known.id for known in self.store.translations)
            raise ConfigError(f"no translation {edition!r} is loaded; loaded are {names}")
        return self.store.translated(first, last, edition)

    def verify(self) -> list[str]:
        """Reads every source and the whole index again; returns what is wrong, nothing when all is well."""
        from takhrij.library import sources

        problems = [f"the index's section {name} is damaged" for name in self.store.index.damaged()]
        for edition in self.editions:
            try:
                sources.verify(edition)
            except SourceError as problem:
                problems.append(str(problem))
        return problems
