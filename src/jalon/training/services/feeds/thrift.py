"""What a long load asks of Python and of SQLite, given back when it ends."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Millions of small tuples, hardly a cycle among them: looking for cycles every 700 takes a tenth of the time.
COLLECTED_EVERY = 50_000


@contextmanager
def thrift() -> Iterator[None]:
    """Look for cycles less often, and read SQLite without mapping its file: mapped pages count as memory."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECTED_EVERY, *before[1:])
    mapped = _mapped(0)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        _mapped(mapped)


def _mapped(size: int) -> int:
    """Set how many bytes of its file SQLite maps; return how many it did."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA mmap_size").fetchone()
        cursor.execute(f"PRAGMA mmap_size={size}")
    return before[0] if before else 0  # a database in memory has no file to map
