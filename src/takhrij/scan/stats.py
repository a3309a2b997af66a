"""Asks the rows of a scan, with DuckDB: tables as CSV, and what a picture is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from takhrij.errors import ConfigError
from takhrij.extras import extra
from takhrij.library.tables import tables
from takhrij.namedtuple import NamedTuple
from takhrij.scan.manifest import read_manifest
from takhrij.scan.questions import QUESTIONS, TRACED
from takhrij.scan.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COVERAGE: Final = "coverage"


class Answer(NamedTuple):
    """The answer to one question: its first rows, and the file that has all."""

    title: str
    columns: list[str]
    rows: list[tuple[Any, ...]]
    path: Path


class Stats:
    """The rows of a finished scan, open for questions.

    Args:
        run: the folder of the scan.

    Raises:
        ConfigError: it has no scan, or one that is not finished; or DuckDB is not installed.
    """

    def __init__(self, run: Path) -> None:
        manifest = read_manifest(run)
        if manifest is None:
            raise ConfigError(f"{run} has no scan")
        if not manifest.get("complete"):
            raise ConfigError(f"the scan in {run} is not finished; the command that began it goes on with it")
        form = manifest["identity"]["options"]["format"]
        self._base = extra("duckdb", "stats").connect()
        reader = "read_parquet" if form == "parquet" else "read_json"
        for table, columns in TABLES.items():
            where = str(run / table / f"*.{form}").replace("'", "''")
            typed = f", columns={{{', '.join(f'{_name(n)}: {_text(_duck(k))}' for n, k in columns.items())}}}"
            how = "" if form == "parquet" else f", format='newline_delimited', maximum_object_size=1073741824{typed}"
            also = f", ({TRACED}) AS traced" if table == "citations" else ""
            source = f"{reader}('{where}'{how})"
            if not manifest["parts"]:
                fields = ", ".join(f"NULL::{_duck(kind)} AS {_name(name)}" for name, kind in columns.items())
                source = f"(SELECT {fields} WHERE false)"
            self._base.execute(f"CREATE VIEW {table} AS SELECT *{also} FROM {source}")

    def answers(self, folder: Path, limit: int) -> Iterator[Answer]:
        """Every answer, each also written to `folder` as CSV.

        Args:
            folder: where the CSV files go.
            limit: rows that are given back of each.

        Raises:
            OSError: a file cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for question in QUESTIONS:
            path = folder / f"{question.name}.csv"
            sql = question.sql if question.limit is None else f"{question.sql} LIMIT {question.limit}"
            self._base.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {sql}")
            self._csv("answer", path)
            found = self._base.execute(f"FROM answer LIMIT {limit}")
            yield Answer(question.title, [each[0] for each in found.description], found.fetchall(), path)
        self._coverage()
        path = folder / f"{COVERAGE}.csv"
        self._csv("coverage", path)
        found = self._base.execute(f"FROM coverage ORDER BY share DESC, surah LIMIT {limit}")
        yield Answer("Most fully quoted surahs", [each[0] for each in found.description], found.fetchall(), path)

    def coverage(self) -> list[tuple[int, str, int, int, float]]:
        """For each surah its number, Arabic name, verses, verses quoted at least once, and their share, 0 to 1."""
        self._coverage()
        found: list[tuple[int, str, int, int, float]] = self._base.execute(
            "SELECT surah, arabic, ayahs, quoted, share FROM coverage ORDER BY surah"
        ).fetchall()
        return found

    def times(self) -> dict[tuple[int, int], int]:
        """How often each verse that is quoted at all is quoted."""
        rows = self._base.execute(QUESTIONS[0].sql).fetchall()
        return {(surah, ayah): count for _, surah, ayah, count, _ in rows}

    def _coverage(self) -> None:
        self._base.execute("CREATE OR REPLACE TEMP TABLE surahs (surah INT, arabic VARCHAR, latin VARCHAR, ayahs INT)")
        rows = [(number, each.arabic, each.latin, each.ayahs) for number, each in enumerate(tables().surahs, 1)]
        self._base.executemany("INSERT INTO surahs VALUES (?, ?, ?, ?)", rows)
        self._base.execute(f"""
            CREATE OR REPLACE TEMP TABLE coverage AS
            SELECT surah, arabic, latin, ayahs, count(v.ayah) AS quoted, coalesce(sum(v.quotations), 0)::BIGINT AS quotations,
                   count(v.ayah) / ayahs AS share
            FROM surahs LEFT JOIN ({QUESTIONS[0].sql}) v USING (surah) GROUP BY surah, arabic, latin, ayahs ORDER BY surah""")

    def _csv(self, table: str, path: Path) -> None:
        """A table as CSV, in UTF-8."""
        where = str(path).replace("'", "''")
        self._base.execute(f"COPY {table} TO '{where}' (HEADER)")


def _name(name: str) -> str:
    return f'"{name}"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


_DUCK: Final = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "float64": "DOUBLE", "bool": "BOOLEAN"}


def _duck(kind: Any) -> str:
    """DuckDB's name of a column's type."""
    if isinstance(kind, list):
        return f"{_duck(kind[0])}[]"
    if isinstance(kind, dict):
        return f"STRUCT({', '.join(f'{_name(name)} {_duck(inner)}' for name, inner in kind.items())})"
    return _DUCK[kind]
