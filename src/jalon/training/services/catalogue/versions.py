"""The versions of a feed: clearing what a dead load left, switching to a new one, sweeping the old ones."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from jalon.training.models import Feed, Programme
from jalon.training.services.catalogue.places import sweep_places

BATCH = 300
REMOVALS = (
    "DELETE FROM training_session WHERE action_id IN"
    " (SELECT id FROM training_action WHERE programme_id = %s)",
    "DELETE FROM training_action WHERE programme_id = %s",
    "DELETE FROM training_programme WHERE id = %s",
)


def _remove(programmes: QuerySet[Programme]) -> int:
    """Remove these versions with their actions and sessions, in small transactions; return how many."""
    pks = sorted(programmes.order_by().values_list("pk"))
    for start in range(0, len(pks), BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            for sql in REMOVALS:
                cursor.executemany(sql, pks[start : start + BATCH])
    return len(pks)


def clear_unfinished(feed: Feed) -> int:
    """Undo what a load that died left: its versions, and the ends that it put to others; return how many."""
    versions = Programme.objects.filter(feed=feed)
    removed = _remove(versions.filter(since__gt=feed.current))
    ended = versions.filter(until__gt=feed.current)
    while pks := list(ended.values_list("pk", flat=True)[:BATCH]):
        Programme.objects.filter(pk__in=pks).update(until=None)
    return removed


def abandon(feed: Feed) -> None:
    """Undo a load that is refused; a feed that never finished one leaves no trace, nor its source."""
    clear_unfinished(feed)
    source = feed.source
    if feed.current or source.loads.exists():
        return
    with transaction.atomic():
        remove_feed(feed)
        source.delete()


def switch(feed: Feed, *, number: int, closed: Sequence[int], today: date) -> None:
    """Show what load `number` wrote, and close the programmes it no longer holds. In a transaction."""
    for start in range(0, len(closed), BATCH):
        Programme.objects.filter(pk__in=closed[start : start + BATCH]).update(until=number, closed_on=today)
    feed.current = number
    feed.loaded_on = today
    feed.save(update_fields=["current", "loaded_on"])


def mark_examples(feed: Feed) -> None:
    """Say of a feed's source whether it only shows examples; when it also shows others, each says it."""
    shown = Programme.objects.shown_by(feed, feed.current).order_by()
    demonstration = not shown.exclude(details__has_key="example").exists() and shown.exists()
    if feed.source.demonstration != demonstration:
        feed.source.demonstration = demonstration
        feed.source.save(update_fields=["demonstration"])


def sweep(feed: Feed) -> int:
    """Remove versions that nobody sees any more, then what nothing names; return how many versions.

    Versions that the last load replaced stay until the next one: an index may still name their actions.
    A closed programme keeps its last version: its page says that it is closed.
    """
    newer = Programme.objects.filter(
        feed=feed, number=OuterRef("number"), since__gt=OuterRef("since"), since__lte=feed.current
    )
    replaced = Programme.objects.filter(Exists(newer), feed=feed, until__lt=feed.current)
    removed = _remove(replaced)
    with transaction.atomic():
        sweep_places()
    return removed


def remove_feed(feed: Feed) -> None:
    """Remove a feed and everything it brought."""
    _remove(Programme.objects.filter(feed=feed))
    feed.delete()
    with transaction.atomic():
        sweep_places()
