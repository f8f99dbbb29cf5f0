"""Partners' calendars: those that someone keeps, what waits for her choice, what resembles ours."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from jalon.agenda.enums import FeedItemState, Visibility
from jalon.agenda.models import Event, Feed, FeedItem, Occurrence
from jalon.agenda.rules.incoming import Incoming, from_written
from jalon.agenda.rules.likeness import Known
from jalon.agenda.rules.said import said_days, said_hour
from jalon.directory.enums import Role
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights

# What waits for a person: new ones, those edited here and there, those that left the calendar.
WAITING = (FeedItemState.NEW, FeedItemState.CHANGED, FeedItemState.GONE)
PER_PAGE = 50
AT_ONCE = 500


def organisations_fed_by(rights: Rights) -> QuerySet[Organisation]:
    """Return the organisations whose calendars someone may take in (`permissions.can_subscribe_feed`)."""
    organisations = Organisation.objects.filter(withdrawn=False)
    if rights.is_regional:
        return organisations
    own = Q(pk__in=rights.organisations(Role.PARTNER_EDITOR))
    return organisations.filter(own | Q(territories__in=rights.territories(Role.COORDINATOR))).distinct()


def feeds_of(rights: Rights) -> list[Feed]:
    """Return the calendars that someone keeps, with how many of their events wait for a choice and are taken.

    One query.
    """
    taken = (FeedItemState.TAKEN, FeedItemState.CHANGED, FeedItemState.GONE)
    return list(
        Feed.objects.filter(organisation__in=organisations_fed_by(rights))
        .select_related("organisation")
        .annotate(
            waiting=Count("items", filter=Q(items__state__in=WAITING)),
            taken=Count("items", filter=Q(items__state__in=taken)),
        )
    )


def waiting_items(feed: Feed) -> QuerySet[FeedItem]:
    """Return what waits for a choice, those that left first, then by day."""
    return (
        feed.items.filter(state__in=WAITING)
        .select_related("event", "event__commune")
        .order_by("state", "first_day", "pk")
    )


def known_events(
    rights: Rights, days: Iterable[date], uids: Iterable[str]
) -> tuple[dict[date, list[Known]], list[Known]]:
    """Return our events that someone sees: by day for these days, and those that bear these identifiers.

    Drafts are left out: whoever else keeps the calendar would read their titles.
    """
    wanted, visible = set(days), Event.objects.visible_to(rights).exclude(visibility=Visibility.DRAFT)
    by_day: dict[date, list[Known]] = defaultdict(list)
    fields = (
        "event",
        "event__uid",
        "event__title",
        "first_day",
        "last_day",
        "event__commune",
        "event__organisation",
    )
    if wanted:
        rows = Occurrence.objects.filter(
            event__in=visible, first_day__lte=max(wanted), last_day__gte=min(wanted)
        ).values_list(*fields)
        for row in rows.iterator(chunk_size=2000):
            known = Known(*row)
            for day in wanted if known.first_day != known.last_day else {known.first_day} & wanted:
                if known.first_day <= day <= known.last_day:
                    by_day[day].append(known)
    return by_day, list(_by_uid(visible, list(uids)))


def _by_uid(visible: QuerySet[Event], uids: list[str]) -> Iterable[Known]:
    fields = ("pk", "uid", "title", "created_at", "created_at", "commune", "organisation")
    for start in range(0, len(uids), AT_ONCE):
        for key, uid, title, *_days, commune, organisation in visible.filter(
            uid__in=uids[start : start + AT_ONCE]
        ).values_list(*fields):
            yield Known(key, uid, title, date.max, date.min, commune, organisation)


class Line(NamedTuple):
    """One event of a calendar that waits for a choice: what is read of it, and what may be chosen."""

    item: FeedItem
    days: str
    hours: str
    place: str
    notes: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    chosen: str


CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    FeedItemState.NEW: (("prendre", "Le reprendre"), ("laisser", "Le laisser de côté")),
    FeedItemState.CHANGED: (
        ("garder", "Garder ce qui est ici"),
        ("prendre", "Prendre celui du calendrier"),
    ),
    FeedItemState.GONE: (("garder", "Le garder"), ("annuler", "L'annuler ici aussi")),
}
LINK = ("lier", "Garder le nôtre")


def _days(record: Incoming) -> tuple[str, str]:
    """Return the days and the hours of an event as one reads them."""
    slot = min(record.slots, key=lambda one: (one.first_day, one.start or time()))
    days = said_days(slot.first_day, slot.last_day)
    more = len(record.slots) - 1
    if slot.rule:
        days += ", puis répété"
    elif more:
        days += f" et {more} autre{'s' if more > 1 else ''} date{'s' if more > 1 else ''}"
    hours = said_hour(slot.start) if slot.start else ""
    if hours and slot.end:
        hours = f"de {hours} à {said_hour(slot.end)}"
    return days, hours.replace(" h", "\u00a0h")


def choice_lines(items: Iterable[FeedItem]) -> list[Line]:
    """Return what is shown of events that wait for a choice; what is proposed first is what harms least."""
    lines = []
    for item in items:
        record = from_written(item.record)
        days, hours = _days(record)
        choices = CHOICES[item.state]
        if item.state == FeedItemState.NEW and item.event is not None:
            choices = (LINK, *choices)
        place = ", ".join(filter(None, (record.place_name, record.address)))
        lines.append(Line(item, days, hours, place, record.notes, choices, choices[0][0]))
    return lines


def feed_and_territories(pk: int) -> tuple[Feed, list[int]] | None:
    """Return a calendar and the keys of the territories of its organisation; None when there is none such."""
    feed = Feed.objects.select_related("organisation", "added_by").filter(pk=pk).first()
    return feed and (feed, list(feed.organisation.territories.values_list("pk", flat=True)))


def item_counts(feed: Feed) -> dict[str, int]:
    """Return how many events of a calendar are in each state."""
    counted = feed.items.values_list("state").annotate(count=Count("pk")).order_by()
    return dict(counted)
