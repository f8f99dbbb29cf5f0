"""The events that calendars and files given out hold: three queries, whatever the number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Sum

from jalon.agenda.enums import EventState
from jalon.agenda.models import Event, Occurrence, Participation, Slot, Theme
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.happenings import Around, tests_of
from jalon.agenda.rules.published import DateTexts, Published, PublishedSlot
from jalon.agenda.rules.schedule import ChangeFacts, SlotFacts
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights
from jalon.territory.models import Commune, Territory

KEPT = timedelta(days=366)  # how long past events, and cancelled ones, stay in what is given out
COLUMNS = (
    *("pk", "key", "uid", "sequence", "title", "kind", "state", "visibility", "moderation", "summary"),
    *("description", "zone", "place_name", "room", "address", "commune__name", "commune_id"),
    *("latitude", "longitude", "link", "access", "accessibility", "audiences", "contact"),
    *("registration_link", "registration_from", "registration_until", "organisation_id"),
    *("organisation__name", "organisation__slug", "created_by_id", "postponed_note", "demonstration"),
    *("created_at", "modified_at", "commune__latitude", "commune__longitude"),
)
SLOT_COLUMNS = ("event_id", "pk", "first_day", "start", "last_day", "end", "rule")
CHANGE_COLUMNS = (
    *("original", "left_out", "cancelled", "first_day", "start", "last_day", "end", "title", "place_name"),
)
TEXT_COLUMNS = ("address", "link", "note")


class Version(NamedTuple):
    """What changes whenever an event that someone may see does, or comes, or goes."""

    count: int
    modified_at: datetime | None
    sequences: int
    keys: int


def asked_events(rights: Rights, asked: Asked) -> QuerySet[Event]:
    """Return the events that someone may see and asks for, as far as the database alone can tell."""
    found = Event.objects.visible_to(rights)
    if asked.types:
        found = found.filter(kind__in=asked.types)
    if asked.states:
        found = found.filter(state__in=asked.states)
    if asked.organisations:
        found = found.filter(organisation__slug__in=asked.organisations)
    for model, column, values in (
        (Event.territories.through, "territory__slug", asked.territories),
        (Event.themes.through, "theme__slug", asked.themes),
        (Event.sectors.through, "sector__slug", asked.sectors),
        (Event.occupations.through, "occupation", (asked.occupation,) if asked.occupation else ()),
    ):
        if values:
            found = found.filter(pk__in=model.objects.filter(**{f"{column}__in": values}).values("event"))
    return found.filter(_mine(rights)) if asked.mine else found


def _mine(rights: Rights) -> Q:
    if not rights.is_member:
        return Q(pk__in=[])
    own = rights.organisations()
    around = Event.territories.through.objects.filter(territory__in=rights.territories())
    return (
        Q(created_by=rights.account)
        | Q(organisation__in=own)
        | Q(pk__in=Participation.objects.filter(organisation__in=own).values("event"))
        | Q(pk__in=around.values("event"))
    )


def calendar_version(rights: Rights, asked: Asked) -> Version:
    """Return the version of what someone asks for, without reading it: one query.

    Whatever is written of an event counts one more in its sequence and dates its change; what comes or goes
    changes the count, and the sum of the keys. Filters that the database cannot follow are left aside: the
    version then changes a little more often than the content, never less.
    """
    found = asked_events(rights, asked).aggregate(
        count=Count("pk"), modified_at=Max("modified_at"), sequences=Sum("sequence"), keys=Sum("pk")
    )
    return Version(found["count"], found["modified_at"], found["sequences"] or 0, found["keys"] or 0)


def still_given(events: QuerySet[Event], *, today: date, now: datetime) -> QuerySet[Event]:
    """Keep what has a day within a year back or later; what is cancelled, a year from when it was."""
    recent = Occurrence.objects.filter(last_day__gte=today - KEPT).values("event")
    off = Q(state=EventState.CANCELLED, modified_at__lt=now - KEPT)
    return events.filter(pk__in=recent).exclude(off)


def published(
    events: QuerySet[Event], asked: Asked, *, most: int | None = None
) -> tuple[list[Published], int | None]:
    """Return events with all that is told of them, in the order they were made: three queries.

    Filters that the database cannot follow are applied here, one more query for « near a commune ». `most`
    bounds the rows read; then the key after which to go on comes too, None at the end.
    """
    rows = events.order_by("pk").values_list(*COLUMNS)
    found = list(rows if most is None else rows[: most + 1])
    following = None
    if most is not None and len(found) > most:
        found = found[:most]
        following = found[-1][0]
        events = events.filter(pk__lte=following)
    if most is not None and found:
        events = events.filter(pk__gte=found[0][0])
    if not found:
        return [], None
    slots, themes = _slots(events), _themes(events)
    told = [_published(row, slots.get(row[0], ()), themes.get(row[0], ())) for row in found]
    tests = list(_tests(asked))
    return [one for one in told if all(test(one) for test in tests)], following


def _published(row: tuple[Any, ...], slots: tuple[PublishedSlot, ...], themes: tuple[str, ...]) -> Published:
    values = list(row[:-2])
    for at in (15, 16, 28, 29):  # names and codes of what an event may lack
        values[at] = values[at] or ""
    if values[17] is None:
        values[17], values[18] = row[-2:]
    values[22] = tuple(values[22])
    return Published(*values, slots=slots, themes=themes)


def _tests(asked: Asked) -> Iterator[Any]:
    here = replace(
        asked,
        types=(),
        states=(),
        territories=(),
        organisations=(),
        themes=(),
        sectors=(),
        occupation="",
        mine=False,
    )
    around = None
    if asked.commune:
        place = Commune.objects.filter(pk=asked.commune).values_list("latitude", "longitude").first()
        around = Around(*place, km=float(asked.km or 0)) if place else None
    yield from tests_of(here, around=around).values()


def _slots(events: QuerySet[Event]) -> dict[int, tuple[PublishedSlot, ...]]:
    """Return the slots of events, with what differs on their dates: one query."""
    columns = [*SLOT_COLUMNS, *(f"changes__{name}" for name in (*CHANGE_COLUMNS, *TEXT_COLUMNS))]
    rows = (
        Slot.objects.filter(event__in=events.order_by().values("pk"))
        .order_by("event_id", "position", "pk", "changes__original")
        .values_list(*columns)
    )
    found: dict[int, dict[int, list[Any]]] = defaultdict(dict)
    for event, slot, first_day, start, last_day, end, rule, *change in rows:
        kept = found[event].setdefault(slot, [(first_day, start, last_day, end, rule), [], {}])
        if change[0] is not None:
            kept[1].append(ChangeFacts(*change[: len(CHANGE_COLUMNS)]))
            kept[2][change[0]] = DateTexts(*change[len(CHANGE_COLUMNS) :])
    return {
        event: tuple(
            PublishedSlot(SlotFacts(*days, tuple(changes)), texts) for days, changes, texts in slots.values()
        )
        for event, slots in found.items()
    }


def _themes(events: QuerySet[Event]) -> dict[int, tuple[str, ...]]:
    rows = (
        Event.themes.through.objects.filter(event__in=events.order_by().values("pk"))
        .order_by("event_id", "theme__axis", "theme__name")
        .values_list("event_id", "theme__name")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for event, name in rows:
        found[event].append(name)
    return {event: tuple(names) for event, names in found.items()}


def one_published(event: Event) -> Published:
    """Return one event with all that is told of it."""
    found, _following = published(Event.objects.filter(pk=event.pk), Asked())
    return found[0]


def dates_of_events(keys: list[int], *, since: date) -> Mapping[int, list[tuple[Any, ...]]]:
    """Return (starts_at, ends_at, first_day, last_day, all_day, cancelled) of events, by their keys."""
    rows = (
        Occurrence.objects.filter(event__in=keys, last_day__gte=since)
        .order_by("starts_at", "pk")
        .values_list("event_id", "starts_at", "ends_at", "first_day", "last_day", "all_day", "cancelled")
    )
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for event, *row in rows:
        found[event].append(tuple(row))
    return found


def asked_names(asked: Asked) -> list[str]:
    """Return the names of what is asked for: territories, organisations, themes, commune."""
    found: list[str] = []
    for model, slugs in (
        (Territory, asked.territories),
        (Organisation, asked.organisations),
        (Theme, asked.themes),
    ):
        if slugs:
            found += model._default_manager.filter(slug__in=slugs).values_list("name", flat=True)
    if asked.commune:
        found += [
            f"{name} et {asked.km} km"
            for name in Commune.objects.filter(pk=asked.commune).values_list("name", flat=True)
        ]
    return found
