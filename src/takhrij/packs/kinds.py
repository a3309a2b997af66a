"""The layouts of texts that packs are made of; it loads nothing, since the command line names them."""

from __future__ import annotations

from typing import Final

KINDS: Final = ("texts", "jsonl", "hadith-json", "hadith-api", "open-hadith", "tanzil", "openiti")
OF_SPEAKERS: Final = frozenset({"texts", "jsonl"})
"""Those of texts that give words to speakers."""
OF_EDITIONS: Final = frozenset({"hadith-json", "hadith-api", "open-hadith", "openiti"})
"""Those of works whose editions and manuscripts differ: an altered word is no error."""
GRADED: Final = frozenset({"hadith-api", "jsonl"})
"""Those that may bring gradings."""
