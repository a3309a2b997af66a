"""A scan on Spark: the rows of `takhrij scan`, made where the data lies. `takhrij[spark]` brings PySpark.

    from takhrij.scan.spark import scan_frame, table

    checked = scan_frame(spark.read.parquet("corpus"), text_field="text", id_field="id")
    table(checked, "citations").write.parquet("citations")

Each Python worker of an executor opens the library once and maps its index; `TAKHRIJ_CACHE` names a folder on the
executor's disk, and an index that is not there is built at first use.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from takhrij.errors import ConfigError
from takhrij.extras import extra
from takhrij.scan.rows import Rows, rows_of
from takhrij.scan.schema import TABLES, arrow_schema
from takhrij.scan.windows import Document, stretches
from takhrij.scan.work import make_checker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from takhrij.check import Checker


def scan_frame(
    frame: Any, *, text_field: str = "text", id_field: str, works: tuple[str, ...] = (), max_passages: int = 10
) -> Any:
    """Check the documents of a data frame: a row for each, with the rows of the tables as lists.

    Args:
        frame: a Spark DataFrame, a document a row.
        text_field: the column with the text.
        id_field: the column that names the document.
        works: the works to load beside the Qur'an; all when empty.
        max_passages: how many passages are listed for a quotation.

    Returns:
        a DataFrame of the columns `documents`, `citations` and `findings`; `table` takes one of them apart.

    Raises:
        ConfigError: PySpark or pyarrow is not installed, or a column is missing.
    """
    pandas_types = extra("pyspark.sql.pandas.types", "spark")
    arrow = extra("pyarrow", "spark")
    if missing := [name for name in (text_field, id_field) if name not in frame.columns]:
        raise ConfigError(f"the data frame has no column {missing[0]!r}")
    schema = arrow.schema([(name, arrow.list_(arrow.struct(list(arrow_schema(name))))) for name in TABLES])
    checked = partial(_checked, works=works, max_passages=max_passages)
    return frame.select(
        frame[id_field].cast("string").alias("id"), frame[text_field].alias("text")
    ).mapInArrow(checked, pandas_types.from_arrow_schema(schema))  # fmt: skip


def table(checked: Any, name: str) -> Any:
    """A table of rows, as `takhrij scan` writes it, from what `scan_frame` made.

    Args:
        checked: a DataFrame of `scan_frame`; `persist` it when more than one table is wanted, or it is checked again.
        name: `documents`, `citations` or `findings`.

    Raises:
        ConfigError: there is no table of that name.
    """
    if name not in TABLES:
        raise ConfigError(f"there is no table {name!r}; there are {', '.join(TABLES)}")
    functions = extra("pyspark.sql.functions", "spark")
    return checked.select(functions.explode(name).alias("row")).select("row.*")


@lru_cache(maxsize=1)
def _checker(works: tuple[str, ...], max_passages: int) -> Checker:
    """The checker of this process: Spark keeps its Python workers from task to task."""
    return make_checker(works, max_passages)


def _checked(batches: Iterable[Any], *, works: tuple[str, ...], max_passages: int) -> Iterator[Any]:
    arrow = extra("pyarrow", "spark")
    schema = arrow.schema([(name, arrow.list_(arrow.struct(list(arrow_schema(name))))) for name in TABLES])
    checker = _checker(works, max_passages)
    for batch in batches:
        for name, text in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            made = _rows(checker, str(name), text)
            yield arrow.RecordBatch.from_pylist([made._asdict()], schema=schema)


def _rows(checker: Checker, name: str, text: str | None) -> Rows:
    document = Document(name, name, [text or ""])
    parts = stretches(document)
    if text is None:
        parts = (each._replace(error="there is no text") for each in parts)
    made = Rows.none()
    for lot in rows_of(checker, parts, lambda rows: rows):
        made.take(lot)
    return made
