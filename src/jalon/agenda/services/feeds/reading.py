"""Reading a calendar: what is new, what changed, what is gone; nothing is removed unasked."""

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from jalon.agenda.enums import FeedItemState
from jalon.agenda.models import Feed, FeedItem
from jalon.agenda.permissions import can_subscribe_feed
from jalon.agenda.rules.following import MOST_FAILURES, wait_after
from jalon.agenda.rules.incoming import (
    Incoming,
    Reading,
    digest_of,
    last_day_of,
    read_incoming,
    written,
)
from jalon.agenda.rules.likeness import Likeness, Seen, same_event
from jalon.agenda.selectors.feeds import known_events
from jalon.agenda.services.errors import RefusedEventError
from jalon.agenda.services.feeds.errors import BusyFeedError
from jalon.agenda.services.feeds.taking import (
    Places,
    feed_territories,
    follow_item,
    may_be_taken,
    note_read,
    take_item,
)
from jalon.agenda.services.fetching import Fetched, FetchRefusedError, Way, fetch
from jalon.directory.selectors.rights import rights_of
from jalon.journal.services import record as write_line
from jalon.outbox.services import queue_mail, site_address

logger = logging.getLogger(__name__)
PERIOD = timedelta(hours=2)
HELD = timedelta(minutes=10)  # while one worker reads a calendar, no other does
BETWEEN = timedelta(minutes=1)  # two readings asked by hand
AT_A_TIME = 50  # events written in one transaction: SQLite has one writer
MOST_TAKEN = 200  # new events at one reading; the others come at the next ones
MOST_TOLD = 100  # lines of a report
ROUND_SECONDS = 300
NOBODY = (
    "La personne qui a ajouté ce calendrier n'a plus le droit de le faire : "
    "quelqu'un d'autre peut le relancer."
)
BROKEN = "Ce calendrier n'a pas pu être traité : l'équipe qui tient le site en a la trace."
OURS = "tout, c'est votre événement"
FOLLOWING = (FeedItemState.TAKEN, FeedItemState.CHANGED, FeedItemState.GONE)


def is_kept_by_someone(feed: Feed) -> bool:
    """Tell whether who added a calendar may still do so: the worker acts with her rights, never with more."""
    rights = rights_of(feed.added_by)
    return can_subscribe_feed(rights, feed.organisation_id, feed_territories(feed))


def read_due_feeds(
    *, now: datetime, way: Way | None = None, clock: Callable[[], float] = time.monotonic
) -> str:
    """Read the calendars that are due, one after the other; return one sentence saying what was done."""
    until, done, failed = clock() + ROUND_SECONDS, 0, 0
    due = Feed.objects.filter(paused=False, begun_at__isnull=False, next_at__lte=now).exclude(address="")
    for key in list(due.order_by("next_at").values_list("pk", flat=True)):
        if clock() > until:
            break
        try:
            failed += not read_feed(feed=key, now=now, way=way)
        except BusyFeedError:
            continue
        except Exception as error:  # noqa: BLE001 - one calendar must not stop the others
            logger.error("calendar %s: %s", key, type(error).__name__)
            failed += not _fail(Feed.objects.get(pk=key), BROKEN, now)
        done += 1
    if not done:
        return "Aucun calendrier n'était à lire."
    said = f"{done} calendrier{'s' if done > 1 else ''} lu{'s' if done > 1 else ''}"
    return f"{said}, dont {failed} en échec." if failed else f"{said}."


def read_feed(*, feed: int, now: datetime, way: Way | None = None) -> bool:
    """Read one calendar from its address; return whether it went well. Raises BusyFeedError.

    The network is asked outside any transaction: a slow site holds nothing else up.
    """
    found = Feed.objects.select_related("organisation", "added_by").get(pk=feed)
    free = Feed.objects.filter(pk=feed, next_at=found.next_at)
    if not free.update(next_at=now + HELD):
        raise BusyFeedError
    if not is_kept_by_someone(found):
        _pause(found, NOBODY, now)
        return False
    try:
        came = fetch(found.address, etag=found.etag, last_modified=found.last_modified, way=way)
    except FetchRefusedError as refusal:
        return _fail(found, str(refusal), now)
    return _take(found, came, now)


def _take(feed: Feed, came: Fetched, now: datetime) -> bool:
    digest = hashlib.sha256(came.content).hexdigest() if came.content is not None else feed.digest
    if digest == feed.digest:
        _note_success(feed, now)
        take_new(feed, now=now)
        return True
    reading = read_incoming(came.content or b"", zone=settings.TIME_ZONE)
    if reading.problem:
        return _fail(feed, reading.problem, now)
    take_reading(feed, reading, now=now)
    feed.etag, feed.last_modified, feed.digest = came.etag, came.last_modified, digest
    _note_success(feed, now)
    take_new(feed, now=now)
    return True


def _note_success(feed: Feed, now: datetime) -> None:
    feed.read_at, feed.next_at, feed.failures, feed.problem = now, now + PERIOD, 0, ""
    feed.save(
        update_fields=[
            *("etag", "last_modified", "digest", "report", "read_at", "next_at", "failures", "problem")
        ]
    )


def _fail(feed: Feed, reason: str, now: datetime) -> bool:
    failures = feed.failures + 1
    if failures >= MOST_FAILURES:
        _pause(feed, reason, now, failures=failures)
    else:
        Feed.objects.filter(pk=feed.pk).update(
            failures=failures, problem=reason[:300], next_at=now + wait_after(failures)
        )
    return False


@transaction.atomic
def _pause(feed: Feed, reason: str, now: datetime, *, failures: int = 0) -> None:
    """Stop reading a calendar that cannot be read, and tell who added it."""
    changes = {"failures": failures, "problem": reason[:300], "paused": True, "next_at": None}
    Feed.objects.filter(pk=feed.pk).update(**changes)
    write_line(
        actor=None,
        verb="agenda.feed.paused",
        thing=feed,
        said=f"a mis en pause le calendrier « {feed.name} »",
        organisation=feed.organisation,
        why=reason,
    )
    if feed.added_by is None or not feed.added_by.is_active:
        return
    queue_mail(
        key=f"agenda-feed-paused-{feed.pk}-{now:%Y%m%d%H%M}",
        to=feed.added_by.email,
        template="agenda/mails/feed_paused",
        context={
            "feed": feed,
            "reason": reason,
            "url": site_address(reverse("agenda:partner_calendar", args=[feed.pk])),
        },
    )


def take_reading(feed: Feed, reading: Reading, *, now: datetime) -> None:
    """Compare what was read with what is known of a calendar, and note it, in short transactions.

    One that is cut short is simply done again: what it did already no longer differs. `feed.report` is set,
    for the caller to save: how many were read, past, cancelled; changed as [title, key, followed, kept]; gone
    as [title, key]; refused as [line, field, reason, title].
    """
    today = timezone.localdate(now)
    known = {item.uid: item for item in feed.items.select_related("event").defer("record")}
    feed.items.update(seen_at=now)
    report: dict[str, Any] = {
        "read": len(reading.records),
        "past": 0,
        "cancelled": 0,
        "new": 0,
        "changed": [],
    }
    fresh: list[Incoming] = []
    present = set()
    for record in reading.records:
        present.add(record.uid)
        item = known.get(record.uid)
        if item is not None:
            _again(item, record, feed, report, now)
        elif last_day_of(record) < today:
            report["past"] += 1
        elif not may_be_taken(record):
            report["cancelled"] += 1
        else:
            fresh.append(record)
    report["new"] = len(fresh)
    _note_new(feed, fresh, now)
    report["gone"] = _note_gone([item for uid, item in known.items() if uid not in present], now)
    report["refused"] = [list(refusal) for refusal in reading.refusals]
    report["refused_count"] = reading.refused
    report["changed"] = report["changed"][:MOST_TOLD]
    feed.report = report


def _again(known: FeedItem, record: Incoming, feed: Feed, report: dict[str, Any], now: datetime) -> None:
    """Take account of an event that the calendar held already."""
    deleted_here = known.state in FOLLOWING and known.event is None
    if known.digest == digest_of(record) and known.state != FeedItemState.GONE and not deleted_here:
        return
    with transaction.atomic():
        items = FeedItem.objects.select_for_update(of=("self",)).select_related("event")
        item = items.filter(pk=known.pk).first()
        if item is None:  # someone chose meanwhile
            return
        if item.state in FOLLOWING and item.event is None:
            item.state = FeedItemState.LEFT_OUT
        elif item.state == FeedItemState.GONE:  # it is back
            item.state = FeedItemState.TAKEN
        item.save(update_fields=["state"])
        if item.digest != digest_of(record):
            _changed(item, record, feed, report, now)


def _changed(item: FeedItem, record: Incoming, feed: Feed, report: dict[str, Any], now: datetime) -> None:
    """Take account of an event of which the calendar says something else."""
    followed, kept = (), ()
    if item.state in FOLLOWING:
        try:
            with transaction.atomic():
                found = follow_item(item, record, feed, by=feed.added_by, now=now)
                followed, kept = found.followed, found.kept
        except RefusedEventError as refusal:
            kept = (str(refusal),)
    else:
        note_read(item, record, item.state)
        kept = (OURS,) if item.state == FeedItemState.LINKED else ()
    if item.event is not None and (followed or kept):
        report["changed"].append([record.title, item.event.key, list(followed), list(kept)])


def _note_new(feed: Feed, records: list[Incoming], now: datetime) -> None:
    """Keep new events, each beside the one of ours that it resembles; surely the same ones are linked."""
    rights = rights_of(feed.added_by)
    by_day, by_uid = known_events(rights, (one.first_day for one in records), (one.uid for one in records))
    named: dict[str, list] = {}
    for one in by_uid:
        named.setdefault(one.uid, []).append(one)
    items, places = [], Places()
    for record in records:
        candidates = [*by_day.get(record.first_day, ()), *named.get(record.uid, ())]
        same: Likeness | None = None
        if candidates:
            seen = Seen(
                record.uid, record.title, record.first_day, places.commune(record), feed.organisation_id
            )
            same = same_event(seen, candidates)
        items.append(
            FeedItem(
                feed=feed,
                uid=record.uid,
                event_id=same.event if same else None,
                state=FeedItemState.LINKED if same and same.sure else FeedItemState.NEW,
                title=record.title,
                first_day=record.first_day,
                digest=digest_of(record),
                record=written(record),
                seen_at=now,
            )
        )
    FeedItem.objects.bulk_create(items, batch_size=500, ignore_conflicts=True)


def _note_gone(items: list[FeedItem], now: datetime) -> list[list[str]]:
    """Propose to cancel what left the calendar before it took place; forget what nobody took."""
    today, gone, forgotten = timezone.localdate(now), [], []
    for item in items:
        if item.state not in FOLLOWING or item.event is None:
            forgotten.append(item.pk)
        elif item.event.occurrences.filter(last_day__gte=today).exists():
            gone.append([item.title, item.event.key])
            if item.state != FeedItemState.GONE:
                item.state = FeedItemState.GONE
                item.save(update_fields=["state"])
    for start in range(0, len(forgotten), 500):
        FeedItem.objects.filter(pk__in=forgotten[start : start + 500]).delete()
    return gone[:MOST_TOLD]


def new_items(feed: Feed) -> QuerySet[FeedItem]:
    """Return the new events of a calendar that resemble none of ours."""
    return FeedItem.objects.filter(feed=feed, state=FeedItemState.NEW, event=None)


def batched(keys: list[int]) -> list[list[int]]:
    """Cut keys into what one transaction takes."""
    return [keys[start : start + AT_A_TIME] for start in range(0, len(keys), AT_A_TIME)]


def take_new(feed: Feed, *, now: datetime) -> None:
    """Take the new events that resemble none of ours, when the calendar is kept so."""
    if not feed.takes_new or feed.begun_at is None:
        return
    for batch in batched(list(new_items(feed).values_list("pk", flat=True)[:MOST_TAKEN])):
        with transaction.atomic():
            for item in new_items(feed).select_for_update().filter(pk__in=batch):
                _take_or_leave(item, feed, now)


def _take_or_leave(item: FeedItem, feed: Feed, now: datetime) -> None:
    try:
        with transaction.atomic():
            take_item(item, feed, actor=None, by=feed.added_by, now=now)
    except RefusedEventError as refusal:
        logger.info("calendar %s: an event was not taken: %s", feed.pk, ", ".join(refusal.reasons))
        item.state, item.event = FeedItemState.LEFT_OUT, None
        item.save(update_fields=["state", "event"])
