"""What the index weighs and how long it takes to make, beside PostgreSQL's tables of the same data."""

import os
import time

from django.conf import settings

from bench.figures import Figure
from bench.postgresql import Rival
from jalon.occupations.indexing import occupation_entries
from jalon.search.selectors.reader import read_state
from jalon.search.services import reindex


def measure() -> list[Figure]:
    """Build the whole index once more and weigh it."""
    start = time.perf_counter()
    reindex()
    spent = time.perf_counter() - start
    folder = settings.JALON_HOME / "index" / str(read_state()["generation"])
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    theirs, their_time = None, None
    if address := os.environ.get("BENCH_POSTGRESQL_URL"):
        rival = Rival(address)
        start = time.perf_counter()
        rival.fill(list(occupation_entries(None)))
        their_time = time.perf_counter() - start
        theirs = rival.size() / 1_000_000
        rival.close()
    against = "PostgreSQL, occupations only" if theirs else ""
    return [
        Figure("size", "index of every kind, on disk", "MB", size / 1_000_000, theirs, against),
        Figure("size", "index of every kind, made from nothing", "s", spent, their_time, against),
    ]
