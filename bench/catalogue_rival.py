"""The rival of the training search: PostgreSQL on the same occurrences, one row each, indexed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from jalon.search.rules import fold
from jalon.search.rules.occurrences import Occurrence
from jalon.territory.rules import bounding_box

SETUP = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP TABLE IF EXISTS occurrences;
DROP TEXT SEARCH CONFIGURATION IF EXISTS plain_french;
CREATE TEXT SEARCH CONFIGURATION plain_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION plain_french
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TABLE occurrences (
  ref bigint NOT NULL, title text NOT NULL, folded text NOT NULL, body text NOT NULL, words tsvector,
  heads tsvector, facets text[] NOT NULL, latitude float8, longitude float8, start_on int NOT NULL,
  until_on int NOT NULL, before_on int NOT NULL
);
"""
INDEXES = """
UPDATE occurrences SET words = to_tsvector('plain_french', body), heads = to_tsvector('simple', folded);
CREATE INDEX ON occurrences USING gin (words);
CREATE INDEX ON occurrences USING gin (heads);
CREATE INDEX ON occurrences USING gin (folded gin_trgm_ops);
CREATE INDEX ON occurrences USING gin (facets);
CREATE INDEX ON occurrences (latitude, longitude);
CREATE INDEX ON occurrences (until_on);
"""
# A bounding box that the index serves, then the exact circle; full text, then trigrams under five answers.
WHERE = """
  o.latitude BETWEEN %(south)s AND %(north)s AND o.longitude BETWEEN %(west)s AND %(east)s
  AND acos(least(1, sin(radians(o.latitude)) * sin(radians(%(latitude)s)) + cos(radians(o.latitude))
    * cos(radians(%(latitude)s)) * cos(radians(o.longitude - %(longitude)s)))) * 6371 <= %(km)s
  AND o.until_on >= %(today)s AND o.before_on < %(today)s
"""
SEARCH = """
WITH asked AS MATERIALIZED (
  SELECT websearch_to_tsquery('plain_french', %(q)s) AS words, lower(unaccent(%(q)s)) AS folded
), exact AS MATERIALIZED (
  SELECT o.ref, o.start_on, o.facets FROM occurrences o, asked a WHERE o.words @@ a.words AND {where}
), near AS MATERIALIZED (
  SELECT o.ref, o.start_on, o.facets FROM occurrences o, asked a
  WHERE (SELECT count(*) FROM exact) < 5 AND a.folded %% o.folded AND {where}
), matched AS MATERIALIZED (SELECT * FROM exact UNION ALL SELECT * FROM near)
SELECT
  (SELECT count(*) FROM matched),
  (SELECT array_agg(ref) FROM (SELECT ref FROM matched ORDER BY start_on LIMIT 20) page),
  (SELECT json_object_agg(facet, n) FROM (
    SELECT facet, count(*) AS n FROM matched, unnest(facets) AS facet GROUP BY facet) counted)
"""
COUNTS = """
WITH asked AS MATERIALIZED (SELECT websearch_to_tsquery('plain_french', %(q)s) AS words)
SELECT facet, count(*) FROM occurrences o, asked a, unnest(o.facets) AS facet
WHERE o.words @@ a.words AND {where} GROUP BY facet
"""
SUGGEST = """
WITH begun AS MATERIALIZED (
  SELECT o.title, count(*) AS n FROM occurrences o WHERE o.heads @@ to_tsquery('simple', %(begun)s)
  GROUP BY o.title ORDER BY n DESC LIMIT 8
), near AS MATERIALIZED (
  SELECT o.title, count(*) AS n FROM occurrences o
  WHERE (SELECT count(*) FROM begun) < 3 AND %(q)s <%% o.folded GROUP BY o.title ORDER BY n DESC LIMIT 8
)
SELECT title FROM (SELECT * FROM begun UNION ALL SELECT * FROM near) found LIMIT 8
"""


@dataclass(frozen=True)
class Question:
    """What both engines are asked: words, filters, a point and a radius; `address` is Jalon's page."""

    text: str
    facets: dict[str, tuple[str, ...]]
    commune: str
    latitude: float
    longitude: float
    km: float
    places: tuple[str, ...]
    address: str


class CatalogueRival:
    """Every occurrence as a row with its position, words, facets and dates."""

    def __init__(self, address: str):
        self.connection = psycopg.connect(address, autocommit=True)

    def fill(self, occurrences: Iterable[Occurrence], positions: dict[str, tuple[float, float]]) -> int:
        """Copy the rows, then index them; return how many."""
        self.connection.execute(SETUP)
        copied = 0
        columns = "ref, title, folded, body, facets, latitude, longitude, start_on, until_on, before_on"
        cursor = self.connection.cursor()
        with cursor.copy(f"COPY occurrences ({columns}) FROM STDIN") as copy:
            for one in occurrences:
                title, link = one.names[0], one.link
                body = " ; ".join((*one.names, *one.words))
                where = positions.get(one.place, (None, None))
                dates = (link.start, link.until, link.before)
                copy.write_row((one.ref, title, fold(title), body, list(one.facets), *where, *dates))
                copied += 1
        self.connection.execute(INDEXES)
        self.connection.execute("VACUUM ANALYZE")
        return copied

    def search(self, question: Question, today: int) -> tuple[int, Sequence[int], dict[str, int]]:
        """Return the total, the first 20 and the counts; one more statement a filter, as Jalon does."""
        box = bounding_box(question.latitude, question.longitude, question.km)
        values: dict[str, Any] = {
            "q": question.text, "km": question.km, "today": today, "latitude": question.latitude,
            "longitude": question.longitude, **box._asdict(),
        }  # fmt: skip
        chosen = {
            f"f{n}": [f"{name}:{value}" for value in wanted]
            for n, (name, wanted) in enumerate(question.facets.items())
        }
        values |= chosen
        where = WHERE + "".join(f" AND o.facets && %({name})s" for name in chosen)
        row = self.connection.execute(SEARCH.format(where=where), values, prepare=True).fetchone()
        counts = dict(row[2] or {})
        for name in chosen:
            others = WHERE + "".join(f" AND o.facets && %({other})s" for other in chosen if other != name)
            counts |= dict(
                self.connection.execute(COUNTS.format(where=others), values, prepare=True).fetchall()
            )
        return row[0], row[1] or [], counts

    def suggest(self, text: str) -> list[str]:
        """Return the titles that the beginning of a query may mean."""
        words = re.findall(r"\w+", fold(text))
        begun = " & ".join(f"{word}:*" for word in words) or "zzzz"
        asked = {"q": " ".join(words), "begun": begun}
        return [row[0] for row in self.connection.execute(SUGGEST, asked, prepare=True)]

    def size(self) -> int:
        """Return the bytes of the table with its indexes."""
        return self.connection.execute("SELECT pg_total_relation_size('occurrences')").fetchone()[0]

    def close(self) -> None:
        """Leave the server."""
        self.connection.close()
