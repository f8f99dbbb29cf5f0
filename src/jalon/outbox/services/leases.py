"""A lease: a row that one worker holds for a while; kept while its owner lives, taken again after."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connection
from django.db.models import Model
from django.utils import timezone

LEASE = timedelta(minutes=10)
BEAT = timedelta(minutes=2)


def new_lease(now: datetime) -> dict[str, str | datetime]:
    """Return the columns of a lease that begins now."""
    return {"lease": secrets.token_hex(16), "leased_until": now + LEASE}


def never() -> bool:
    """Do all there is to do: who is asked to stop between two things says no."""
    return False


@contextmanager
def kept(row: Model) -> Iterator[None]:
    """Prolong a row's lease while the block runs, from a thread with its own connection.

    A block shorter than a beat costs nothing. The thread dies with its process: a killed worker's lease ends.
    """
    over = Event()
    beating = Thread(target=prolong, args=(row, over), daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def prolong(row: Model, over: Event) -> None:
    """Put the end of a lease off at each beat, until it is over or lost."""
    held = type(row)._default_manager.filter(pk=row.pk, lease=row.lease)
    while not over.wait(BEAT.total_seconds()):
        if not held.update(leased_until=timezone.now() + LEASE):
            break
    connection.close()
