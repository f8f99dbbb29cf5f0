"""One load of a feed at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import held

# Any number will do, as long as nothing else in the database takes it.
FEEDS_LOCK = 740_311
PATIENCE = 20  # tenths of a second
BUSY = "un autre chargement de ce flux est en cours : attendez qu'il finisse, puis relancez"


@contextmanager
def only_load(slug: str) -> Iterator[None]:
    """Hold the feed for this process; what dies lets it go. Raises RefusedDataError when another holds it.

    PostgreSQL holds it for every node; SQLite lives on one machine, a locked file will do.
    """
    holding = _held_by_database if connection.vendor == "postgresql" else held
    with holding(slug) as mine:
        if not mine:
            raise RefusedDataError([Problem(slug, 0, "", BUSY)])
        yield


@contextmanager
def _held_by_database(slug: str) -> Iterator[bool]:
    key = [FEEDS_LOCK, crc32(slug.encode()) - 2**31]
    mine = _taken(key)
    for _attempt in range(PATIENCE):
        if mine:
            break
        # A load that was killed lets go when the server notices, at the end of its statement.
        time.sleep(0.1)
        mine = _taken(key)
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _taken(key: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        return cursor.fetchone()[0]
