"""The manifest of a run: what it was made of, so that its rows can be told from others and none are mixed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from takhrij import __version__
from takhrij.errors import ConfigError
from takhrij.scan.parts import written
from takhrij.scan.schema import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takhrij.scan.inputs import File

NAME: Final = "manifest.json"
_CALLED: Final = {
    "schema_version": "its rows have another schema", "version": "another version of takhrij began it",
    "code": "another state of the program's code began it", "options": "its options were others",
    "sources": "its sources were others", "inputs": "its inputs were others, or have changed since",
}  # fmt: skip


def code_digest() -> str:
    """SHA-256 of the code and tables of the package, the compiled kernel included."""
    package, made = Path(__file__).parent.parent, sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".so", ".pyd", ".tsv", ".json"):
            made.update(path.relative_to(package).as_posix().encode() + b"\0")
            made.update(sha256(path.read_bytes()).digest())
    return made.hexdigest()


def identity(options: dict[str, Any], sources: Iterable[str], inputs: Iterable[File]) -> dict[str, Any]:
    """What two runs must share for one to go on with the other's rows."""
    return {
        "schema_version": VERSION, "version": __version__, "code": code_digest(), "options": options,
        "sources": [*sources], "inputs": [each._asdict() for each in inputs],
    }  # fmt: skip


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run; `None` when there is no run.

    Raises:
        ConfigError: it is no manifest.
    """
    try:
        value = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {"identity": value["identity"], **value}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as problem:
        raise ConfigError(f"{folder / NAME} is not the manifest of a scan; name another folder") from problem


def require_same(folder: Path, known: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuse to go on with a run that was made of something else.

    Raises:
        ConfigError: it was; the message says of what.
    """
    for name, said in _CALLED.items():
        if known["identity"].get(name) != wanted[name]:
            detail = _detail(known["identity"].get(name), wanted[name])
            raise ConfigError(
                f"{folder} has a scan that cannot be gone on with: {said}{detail}; name another folder or remove it"
            )


def _detail(old: Any, new: Any) -> str:
    if isinstance(old, dict) and isinstance(new, dict):
        changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        return f" ({changed[0]} was {old.get(changed[0])!r}, is {new.get(changed[0])!r})"
    if isinstance(old, list) and isinstance(new, list):
        before, after = ({json.dumps(each, sort_keys=True): each for each in group} for group in (old, new))
        changed = [*(after.keys() - before.keys()), *(before.keys() - after.keys())]
        first = (after | before)[min(changed)] if changed else "in another order"
        return f" ({first['path'] if isinstance(first, dict) else first})"
    return ""


def write_manifest(folder: Path, value: dict[str, Any]) -> None:
    """Write the manifest of a run.

    Raises:
        OSError: it cannot be written.
    """
    text = json.dumps(value, ensure_ascii=True, indent=1) + "\n"
    written(folder / NAME, lambda file: file.write(text.encode()))
