"""The questions that are asked of a scan: each a name, what it tells, and its SQL for DuckDB over the tables of the run."""

from __future__ import annotations

from typing import Final

from takhrij.namedtuple import NamedTuple

SHARED_BY: Final = 50
"""Documents above which a passage tells nothing of who shares it: every book has it, and the pairs are too many."""


class Question(NamedTuple):
    """One question."""

    name: str
    title: str
    sql: str
    limit: int | None = None
    """Rows that are kept at most; all without it."""


QUESTIONS: Final = (
    Question("verses", "Most quoted verses", """
        SELECT 'quran:' || surah || ':' || ayah AS passage, surah, ayah, count(*) AS quotations,
               count(DISTINCT document) AS documents
        FROM (SELECT document, surah, unnest(generate_series(first_ayah, last_ayah)) AS ayah
              FROM citations WHERE surah IS NOT NULL AND traced)
        GROUP BY surah, ayah ORDER BY quotations DESC, surah, ayah"""),
    Question("hadiths", "Most quoted hadiths", """
        SELECT passage, any_value(label) AS label, any_value(work) AS work, count(*) AS quotations,
               count(DISTINCT document) AS documents
        FROM citations WHERE kind = 'matn' AND surah IS NULL AND passage IS NOT NULL AND traced
        GROUP BY passage ORDER BY quotations DESC, passage"""),
    Question("works", "By collection: quotations that stand in it, also where another has them too", """
        SELECT each.work AS work, count(DISTINCT (document, start)) AS quotations,
               count(DISTINCT document) AS documents
        FROM (SELECT document, start, unnest(passages) AS each FROM citations WHERE traced)
        GROUP BY each.work ORDER BY quotations DESC, work"""),
    Question("documents", "By document", """
        SELECT d.document, d.code_points, d.errors AS failures, count(c.start) AS quotations,
               count(c.start) FILTER (c.kind = 'ayah') AS verses, count(c.start) FILTER (c.kind = 'matn') AS hadiths,
               count(c.start) FILTER (c.severity = 'error') AS with_errors
        FROM (SELECT document, sum("end" - start) AS code_points, count(error) AS errors
              FROM documents GROUP BY document) d
        LEFT JOIN citations c USING (document)
        GROUP BY ALL ORDER BY quotations DESC, d.document"""),
    Question("altered", "Altered readings: words that stand for others, by how often", """
        SELECT passage, any_value(label) AS label, change.source AS source, change.quoted AS quoted,
               change.kind AS operation, count(*) AS times, count(DISTINCT document) AS documents
        FROM (SELECT document, passage, label, unnest(changes) AS change
              FROM citations WHERE traced)
        WHERE change.kind IN ('replace', 'insert', 'delete')
        GROUP BY passage, change.source, change.quoted, change.kind
        ORDER BY times DESC, passage, source, quoted, operation"""),
    Question("wording", "By verdict on the wording", """
        SELECT kind, wording, count(*) AS quotations FROM citations
        GROUP BY kind, wording ORDER BY kind, quotations DESC, wording"""),
    Question("shared", f"Documents that share quotations (of passages that no more than {SHARED_BY} documents quote)", f"""
        WITH quoted AS (SELECT DISTINCT document, passage FROM citations WHERE passage IS NOT NULL AND traced),
             telling AS (SELECT passage FROM quoted GROUP BY passage HAVING count(*) BETWEEN 2 AND {SHARED_BY})
        SELECT a.document AS document, b.document AS other, count(*) AS passages
        FROM quoted a JOIN quoted b ON a.passage = b.passage AND a.document < b.document
        WHERE a.passage IN (SELECT passage FROM telling)
        GROUP BY a.document, b.document ORDER BY passages DESC, document, other""", 100_000),
)  # fmt: skip
TRACED: Final = "passage IS NOT NULL AND coalesce(wording NOT IN ('not-found', 'too-short', 'no-source'), true)"
"""Citations whose passage is where their words are from, and not only the nearest to them."""
