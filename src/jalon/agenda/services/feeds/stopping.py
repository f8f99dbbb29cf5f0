"""Pausing a calendar, taking it up again, stopping it; and forgetting those that were only looked at."""

from datetime import datetime, timedelta

from django.db import transaction

from jalon.agenda.models import Event, Feed, FeedItem
from jalon.agenda.services.acts import tell
from jalon.agenda.services.feeds.reading import FOLLOWING
from jalon.agenda.services.feeds.subscribing import held_feed
from jalon.agenda.services.feeds.taking import is_untouched
from jalon.directory.models import Account
from jalon.journal.services import record

LOOKED_AT = timedelta(days=2)
OLD = timedelta(days=366)


def _tell(feed: Feed, actor: Account, what: str, said: str) -> None:
    record(actor=actor, verb=f"agenda.feed.{what}", thing=feed, said=said, organisation=feed.organisation)


@transaction.atomic
def pause_feed(*, actor: Account, feed: Feed | int) -> Feed:
    """Stop reading a calendar for a while; its events stay. Raises NotAllowedError."""
    found = held_feed(feed, actor)
    if found.paused:
        return found
    found.paused, found.next_at = True, None
    found.save(update_fields=["paused", "next_at"])
    _tell(found, actor, "paused", f"a mis en pause le calendrier « {found.name} »")
    return found


@transaction.atomic
def resume_feed(*, actor: Account, now: datetime, feed: Feed | int) -> Feed:
    """Read a calendar again, from now on with the rights of who asks for it. Raises NotAllowedError."""
    found = held_feed(feed, actor)
    if not found.paused or found.begun_at is None:
        return found
    found.paused, found.failures, found.problem, found.added_by = False, 0, "", actor
    found.next_at = now if found.address else None
    found.save(update_fields=["paused", "failures", "problem", "added_by", "next_at"])
    _tell(found, actor, "resumed", f"a relancé le calendrier « {found.name} »")
    return found


@transaction.atomic
def stop_feed(*, actor: Account, feed: Feed | int, remove: bool) -> int:
    """Forget a calendar; return how many of its events went with it.

    With `remove`, the events that nobody edited here go; those that someone edited, linked or added to stay.
    Raises NotAllowedError.
    """
    found = held_feed(feed, actor)
    removed = 0
    if remove:
        for item in found.items.filter(state__in=FOLLOWING, event__isnull=False).select_related("event"):
            if item.event is not None and is_untouched(item):
                said = f"a retiré « {item.event.title} » avec le calendrier « {found.name} »"
                tell(item.event, actor=actor, what="removed", said=said)
                Event.objects.filter(pk=item.event_id).delete()  # listeners still read the event told
                removed += 1
    _tell(found, actor, "stopped", f"a arrêté le calendrier « {found.name} »")
    found.delete()
    return removed


def clean_feeds(*, now: datetime) -> str:
    """Forget the calendars of which nobody took anything in two days, and what was read over a year ago."""
    FeedItem.objects.filter(seen_at__lt=now - OLD).delete()
    old = Feed.objects.filter(begun_at=None, added_at__lt=now - LOOKED_AT)
    count = old.count()
    old.delete()
    if not count:
        return "Aucun calendrier seulement regardé à oublier."
    return f"Calendriers seulement regardés, oubliés : {count}."
