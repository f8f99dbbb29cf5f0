"""Search p50 and p95, and recall of both engines, beside PostgreSQL full text + trigrams on the same data."""

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from bench.data import Ground, queries
from bench.figures import Figure, percentile, say
from bench.postgresql import Rival
from jalon.occupations.indexing import occupation_entries
from jalon.search.selectors import search
from jalon.search.selectors.reader import forget_reader
from jalon.search.services import Entry, Name, declare, reindex

RUNS = 3
AIM = "aim ≤ 0.20"


def _titles_only(codes: object) -> Iterator[Entry]:
    for entry in occupation_entries(None):
        names = [Name(name.text, 1.0) for name in entry.names if name.why.startswith("Nom")]
        yield Entry(entry.kind, entry.code, entry.title, entry.url, names)


def _timed(ask: Callable[[str], object], rounds: list[list[str]]) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds, the medians of the rounds; the first one only warms up.

    No query comes twice: an engine that remembers its answers gains nothing by it.
    """
    for query in rounds[0]:
        ask(query)
    halves, tails = [], []
    for asked in rounds[1:]:
        spent = []
        for query in asked:
            start = time.perf_counter()
            ask(query)
            spent.append((time.perf_counter() - start) * 1000)
        halves.append(percentile(spent, 0.5))
        tails.append(percentile(spent, 0.95))
    return statistics.median(halves), statistics.median(tails)


def _ask_jalon(query: str) -> list[str]:
    return [hit.code for hit in search(query, kinds=("occupation",), limit=20).hits]


def measure(ground: Ground, *, quick: bool) -> list[Figure]:
    """Time both engines on titles alone, then on whole documents."""
    runs = 1 if quick else RUNS
    each = 80 if quick else 300
    asked = list(dict.fromkeys(queries(ground, limit=each * (runs + 1))))
    rounds = [asked[start :: runs + 1] for start in range(runs + 1)]
    say(f"{len(asked)} different queries: one round to warm up, {runs} measured; 20 results each")
    address = os.environ.get("BENCH_POSTGRESQL_URL")
    rival = Rival(address) if address else None
    figures = []
    entries = list(occupation_entries(None))
    if rival:
        rival.fill(entries)
    home: Path = settings.JALON_HOME
    for name in ("titles", "documents"):
        theirs = _timed(getattr(rival, f"search_{name}"), rounds) if rival else (None, None)
        if name == "titles":
            settings.JALON_HOME = home / "titles-only"
            declare(kind="occupation", entries=_titles_only)
            reindex()
        try:
            ours = _timed(_ask_jalon, rounds)
        finally:
            if name == "titles":
                declare(kind="occupation", entries=occupation_entries)
                settings.JALON_HOME = home
                forget_reader()
                shutil.rmtree(home / "titles-only", ignore_errors=True)
        against = "PostgreSQL tsvector + pg_trgm" if rival else ""
        figures += [
            Figure("search", f"{name}, p50", "ms", ours[0], theirs[0], against),
            Figure("search", f"{name}, p95", "ms", ours[1], theirs[1], against, AIM),
        ]
    if rival:
        rival.close()
    return figures
