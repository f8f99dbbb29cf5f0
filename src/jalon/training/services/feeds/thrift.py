"""What a long load asks of Python and of SQLite, given back when it ends."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jalon.training.services.feeds.batches import COLLECTED_EVERY

# Pages of SQLite's journal (4 kB) before they go to the database: a page written ten times goes there once.
JOURNAL_PAGES = 16_000


@contextmanager
def thrift() -> Iterator[None]:
    """Look for cycles less often; have SQLite map no file (mapped pages count as memory), copy less often."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECTED_EVERY, *before[1:])
    settings = _set(mmap_size=0, wal_autocheckpoint=JOURNAL_PAGES)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        _set(**settings)


def _set(**settings: int) -> dict[str, int]:
    """Set what SQLite is asked; return what it was."""
    if connection.vendor != "sqlite":
        return {}
    before = {}
    with connection.cursor() as cursor:
        for name, value in settings.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()
            before[name] = found[0] if found else 0  # a database in memory has no file to map
            cursor.execute(f"PRAGMA {name}={value}")
    return before
