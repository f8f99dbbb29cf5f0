"""The rival: PostgreSQL full text in French without accents, then trigrams when it finds little."""

import re
from collections.abc import Sequence

import psycopg

from jalon.search.services import Entry

SETUP = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP TEXT SEARCH CONFIGURATION IF EXISTS plain_french;
CREATE TEXT SEARCH CONFIGURATION plain_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION plain_french
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
DROP TABLE IF EXISTS titles, documents;
CREATE TABLE titles (code text NOT NULL, label text NOT NULL, folded text NOT NULL, words tsvector NOT NULL);
CREATE TABLE documents (code text PRIMARY KEY, words tsvector NOT NULL);
"""
INDEXES = """
CREATE INDEX ON titles USING gin (words);
CREATE INDEX ON titles USING gin (folded gin_trgm_ops);
CREATE INDEX ON documents USING gin (words);
"""
# Full text first, all words wanted; trigrams are looked at only when that finds fewer than five.
TITLES = """
WITH asked AS MATERIALIZED (
  SELECT websearch_to_tsquery('plain_french', %(q)s) AS words, lower(unaccent(%(q)s)) AS folded
), exact AS MATERIALIZED (
  SELECT t.code, max(ts_rank_cd(t.words, a.words)) AS score FROM titles t, asked a
  WHERE t.words @@ a.words GROUP BY t.code ORDER BY score DESC LIMIT 20
), near AS (
  SELECT t.code, max(similarity(t.folded, a.folded)) AS score FROM titles t, asked a
  WHERE (SELECT count(*) FROM exact) < 5 AND t.folded %% a.folded GROUP BY t.code ORDER BY score DESC LIMIT 20
)
SELECT code FROM (
  SELECT code, 1 + score AS score FROM exact UNION ALL SELECT code, score FROM near
) found GROUP BY code ORDER BY max(score) DESC LIMIT 20
"""
DOCUMENTS = """
WITH asked AS MATERIALIZED (
  SELECT websearch_to_tsquery('plain_french', %(q)s) AS words, lower(unaccent(%(q)s)) AS folded
), exact AS MATERIALIZED (
  SELECT d.code, ts_rank_cd(d.words, a.words) AS score FROM documents d, asked a
  WHERE d.words @@ a.words ORDER BY score DESC LIMIT 20
), near AS (
  SELECT t.code, max(similarity(t.folded, a.folded)) AS score FROM titles t, asked a
  WHERE (SELECT count(*) FROM exact) < 5 AND t.folded %% a.folded GROUP BY t.code ORDER BY score DESC LIMIT 20
)
SELECT code FROM (
  SELECT code, 1 + score AS score FROM exact UNION ALL SELECT code, score FROM near
) found GROUP BY code ORDER BY max(score) DESC LIMIT 20
"""


class Rival:
    """The same entries as Jalon's index, in PostgreSQL tables with GIN indexes."""

    def __init__(self, address: str):
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute(SETUP)

    def fill(self, entries: Sequence[Entry]) -> None:
        """Load the entries: one row a title, and one weighted document an occupation."""
        with self.connection.transaction():
            cursor = self.connection.cursor()
            cursor.executemany(
                "INSERT INTO titles VALUES (%(code)s, %(label)s, lower(unaccent(%(label)s)), "
                "to_tsvector('plain_french', %(label)s))",
                [
                    {"code": entry.code, "label": name.text}
                    for entry in entries
                    for name in entry.names
                    if name.why.startswith("Nom")
                ],
            )
            cursor.executemany(
                "INSERT INTO documents VALUES (%(code)s, "
                "setweight(to_tsvector('plain_french', %(names)s), 'A') || "
                "setweight(to_tsvector('plain_french', %(words)s), 'B') || "
                "setweight(to_tsvector('plain_french', %(text)s), 'C'))",
                [
                    {
                        "code": entry.code,
                        "names": " ; ".join(name.text for name in entry.names),
                        "words": entry.words,
                        "text": entry.text,
                    }
                    for entry in entries
                ],
            )
        self.connection.execute(INDEXES)
        self.connection.execute("VACUUM ANALYZE")

    def _ask(self, sql: str, query: str) -> list[str]:
        asked = re.sub(r"\s+", " ", query.replace("\0", " ")).strip()
        return [row[0] for row in self.connection.execute(sql, {"q": asked}, prepare=True)]

    def search_titles(self, query: str) -> list[str]:
        """Return the codes found in titles alone."""
        return self._ask(TITLES, query)

    def search_documents(self, query: str) -> list[str]:
        """Return the codes found in whole documents."""
        return self._ask(DOCUMENTS, query)

    def size(self) -> int:
        """Return the bytes of the documents and titles with their indexes."""
        sql = "SELECT pg_total_relation_size('titles') + pg_total_relation_size('documents')"
        return self.connection.execute(sql).fetchone()[0]

    def close(self) -> None:
        """Leave the server."""
        self.connection.close()
