"""The rows of Spark are those of the scan, with real Spark on two local workers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from corpora import PIECE, environment, rows, scan, small_corpus

JAVA = shutil.which("java") or os.environ.get("JAVA_HOME")
PROGRAM = """
import json, sys
from pyspark.sql import SparkSession
from takhrij.scan.spark import scan_frame, table
session = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
           .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
texts = json.load(open(sys.argv[1], encoding="utf-8"))
frame = session.createDataFrame(list(texts.items()), "name string, body string").repartition(3)
checked = scan_frame(frame, text_field="body", id_field="name").persist()
found = {name: [row.asDict(recursive=True) for row in table(checked, name).collect()] for name in
         ("documents", "citations", "findings")}
json.dump(found, open(sys.argv[2], "w", encoding="utf-8"))
session.stop()
"""


@pytest.mark.slow
@pytest.mark.skipif(not JAVA, reason="Spark needs Java, and there is none")
@pytest.mark.skipif(not find_spec("pyspark"), reason="Spark is not installed (pip install --group cluster)")
def test_spark_has_the_rows_of_the_scan(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus", 8)
    scan(tmp_path / "run", corpus)
    texts = {str(path): path.read_text(encoding="utf-8") for path in corpus.iterdir()}
    (tmp_path / "texts.json").write_text(json.dumps(texts | {"nothing": None}), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "texts.json", tmp_path / "found.json"], check=True, timeout=300,
        env=environment() | {"PYSPARK_PYTHON": sys.executable}, capture_output=True,
    )  # fmt: skip
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    [empty] = [row for row in found["documents"] if row["document"] == "nothing"]
    assert (empty["error_code"], empty["error"]) == ("input", "there is no text")
    for name in ("documents", "citations", "findings"):
        wanted = sorted(rows(tmp_path / "run", name), key=json.dumps)
        assert wanted
        assert sorted((row for row in found[name] if row["document"] != "nothing"), key=json.dumps) == wanted


@pytest.mark.slow
@pytest.mark.skipif(not JAVA, reason="Spark needs Java, and there is none")
@pytest.mark.skipif(not find_spec("pyspark"), reason="Spark is not installed (pip install --group cluster)")
def test_the_job_of_the_page(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "scan.md").read_text(encoding="utf-8")
    [job] = re.findall(r"^```python\n(# job\.py\n.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "corpus").mkdir()
    parquet.write_table(pa.table({"id": ["a", "b"], "text": [PIECE, PIECE]}), tmp_path / "corpus" / "texts.parquet")
    (tmp_path / "job.py").write_text(job, encoding="utf-8")
    more = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run(
        [sys.executable, "job.py"], cwd=tmp_path, env=environment() | more, check=True, timeout=300, capture_output=True
    )
    assert parquet.read_table(tmp_path / "rows" / "citations").column("text").to_pylist() == [
        "إن مع العسر يسرا", "إنما الأعمال بالنيات",
    ] * 2  # fmt: skip
