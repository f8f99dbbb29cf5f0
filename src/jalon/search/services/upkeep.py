"""Telling what changed; keeping this node's indexes, of entries and of occurrences, in step with it."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from jalon.search.models import Change
from jalon.search.selectors.reader import read_state
from jalon.search.services.entries import ENTRIES, MANY
from jalon.search.services.occurrences import OCCURRENCES
from jalon.search.services.shelving import EVERYTHING

KEEPERS = (ENTRIES, OCCURRENCES)
CHANGES_KEPT = timedelta(days=30)
# Any number will do, as long as nothing else in the database takes it.
CHANGES_LOCK = 740_310


def reindex(*, progress: Callable[[str], None] = lambda kind: None) -> dict[str, int]:
    """Make every index again beside the one in use, then switch; return how many things a kind has."""
    counts: dict[str, int] = {}
    for keeper in KEEPERS:
        counts |= keeper.rebuild(progress=progress)
    Change.objects.filter(at__lt=timezone.now() - CHANGES_KEPT).delete()
    return counts


def ensure_index() -> None:
    """Make the indexes that this node lacks or cannot use; bring the others what changed."""
    for keeper in KEEPERS:
        keeper.ensure()


def changed(*, kind: str, keys: Iterable[str]) -> None:
    """Note, in the same transaction as the write, that these entries changed; the indexes follow on commit.

    More than MANY of them are noted as one: the whole index is then made again.

    Call it last: on PostgreSQL, notes are numbered and committed one transaction after the other, so that no
    node passes over one that commits late. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
    noted = sorted(set(keys))
    if len(noted) > MANY:
        noted = [EVERYTHING]
    Change.objects.bulk_create((Change(kind=kind, key=key) for key in noted), batch_size=1000)
    for keeper in KEEPERS:
        # Apart, so that one that fails keeps no other from following.
        transaction.on_commit(keeper.follow, robust=True)


def behind() -> int:
    """Return how many noted changes this node's index of entries does not hold yet."""
    return Change.objects.filter(pk__gt=read_state().get("applied", 0)).count()
