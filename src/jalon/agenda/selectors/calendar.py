"""What happens between two days, for someone: few queries, whatever the number of dates."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from jalon.agenda.enums import Audience, EventKind, EventState
from jalon.agenda.models import Event, Occurrence, Participation, Theme
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.happenings import (
    COUNTED,
    Around,
    Happening,
    Mine,
    tests_of,
    values_of,
)
from jalon.agenda.rules.schedule import LONGEST_DAYS
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights
from jalon.occupations.models import Sector
from jalon.territory.models import Commune, Territory

COLUMNS = (
    *("event_id", "event__key", "title", "event__title", "event__kind", "event__state"),
    *("event__visibility", "event__moderation", "event__summary", "slot_id", "original"),
    *("first_day", "last_day", "starts_at", "ends_at", "all_day", "cancelled", "event__zone"),
    *("place_name", "event__place_name", "event__room", "event__address"),
    *("event__commune__name", "event__commune_id", "event__latitude", "event__longitude"),
    *("event__commune__latitude", "event__commune__longitude", "event__link", "event__audiences"),
    *("event__organisation_id", "event__organisation__name", "event__organisation__slug"),
    "event__created_by_id",
)
MOST_NAMED = 5000  # events named one by one in a query: a database takes no more than some tens of thousands
Tags = Mapping[str, Mapping[int, Collection[str]]]


class Count(NamedTuple):
    """A value of a filter, its name, how many dates it would show, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


zone_of = lru_cache(maxsize=64)(ZoneInfo)


def _happening(row: tuple[Any, ...], territories: Mapping[int, tuple[str, ...]]) -> Happening:
    (event, key, own_title, title, kind, state, visibility, moderation, summary, slot, original) = row[:11]
    (first_day, last_day, starts_at, ends_at, all_day, cancelled, zone) = row[11:18]
    (own_place, place, room, address, commune, commune_code, latitude, longitude) = row[18:26]
    (near_latitude, near_longitude, link, audiences, organisation, name, slug, created_by) = row[26:]
    at = zone_of(zone)
    return Happening(
        event,
        key,
        own_title or title,
        kind,
        state,
        visibility,
        moderation,
        summary,
        slot,
        original,
        first_day,
        last_day,
        None if all_day else starts_at.astimezone(at).time(),
        None if all_day or ends_at == starts_at else ends_at.astimezone(at).time(),
        starts_at,
        ends_at,
        cancelled or state == EventState.CANCELLED,
        zone,
        own_place or place,
        room,
        address,
        commune or "",
        commune_code or "",
        near_latitude if latitude is None else latitude,
        near_longitude if longitude is None else longitude,
        link,
        tuple(audiences),
        organisation,
        name or "",
        slug or "",
        created_by,
        territories.get(event, ()),
    )


def _touching(first: date, last: date) -> Q:
    """Keep the dates that touch these days; none lasts longer than LONGEST_DAYS: an index leads there."""
    return Q(first_day__range=(first - timedelta(LONGEST_DAYS), last), last_day__gte=first)


def _of_events(rows: QuerySet[Any], events: Collection[int]) -> QuerySet[Any]:
    """Keep the rows of these events; too many to be named, all the rows: the others are not looked at."""
    return rows.filter(event__in=events) if len(events) <= MOST_NAMED else rows


def _narrowed(found: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    """Leave to the database the filters that make most rows useless; the others are rules.happenings'."""
    if asked.types:
        found = found.filter(kind__in=asked.types)
    if asked.organisations:
        found = found.filter(organisation__slug__in=asked.organisations)
    if asked.territories:
        inside = Event.territories.through.objects.filter(territory__slug__in=asked.territories)
        found = found.filter(pk__in=inside.values("event"))
    if asked.occupation:
        leading = Event.occupations.through.objects.filter(occupation=asked.occupation)
        found = found.filter(pk__in=leading.values("event"))
    return found


def _territories(events: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the slugs of the territories of each event, by name."""
    pairs = (
        _of_events(Event.territories.through.objects, events)
        .order_by("event_id", "territory__name")
        .values_list("event_id", "territory__slug")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for event, slug in pairs:
        found[event].append(slug)
    return {event: tuple(slugs) for event, slugs in found.items()}


def _tags(names: Iterable[str], happenings: Iterable[Happening]) -> dict[str, dict[int, set[str]]]:
    """Return the themes, sectors or occupations of events: one query each."""
    ways = {
        "themes": (Event.themes.through, "theme__slug"),
        "sectors": (Event.sectors.through, "sector__slug"),
        "occupations": (Event.occupations.through, "occupation_id"),
    }
    events = {one.event for one in happenings}
    tags: dict[str, dict[int, set[str]]] = {}
    for name in names:
        model, column = ways[name]
        found: dict[int, set[str]] = defaultdict(set)
        for event, value in _of_events(model.objects.order_by(), events).values_list("event_id", column):
            found[event].add(value)
        tags[name] = found
    return tags


def _around(asked: Asked) -> Around | None:
    if not asked.commune:
        return None
    place = Commune.objects.filter(insee_code=asked.commune).values_list("latitude", "longitude").first()
    return Around(*place, km=float(asked.km or 0)) if place else None


def mine_of(rights: Rights) -> Mine:
    """Return what is someone's own in the calendar: two queries."""
    if not rights.is_member:
        return Mine()
    own = rights.organisations()
    held = Territory.objects.filter(pk__in=rights.territories()).values_list("slug", flat=True)
    parts = Participation.objects.filter(organisation__in=own).values_list("event_id", flat=True)
    return Mine(rights.account, own, frozenset(held), frozenset(parts))


def _all_between(events: QuerySet[Event], first: date, last: date) -> list[Happening]:
    """Return the dates of these events between two days. EXISTS: SQLite then begins by the days."""
    rows = (
        Occurrence.objects.filter(_touching(first, last), Exists(events.filter(pk=OuterRef("event_id"))))
        .order_by("starts_at", "pk")
        .values_list(*COLUMNS)
    )
    found = list(rows)
    territories = _territories({row[0] for row in found}) if found else {}
    return [_happening(row, territories) for row in found]


def _tests(rights: Rights, asked: Asked, tags: Tags) -> dict[str, Any]:
    mine = mine_of(rights) if asked.mine else None
    return tests_of(asked, tags=tags, around=_around(asked), mine=mine)


def between(rights: Rights, asked: Asked, first: date, last: date) -> list[Happening]:
    """Return the dates that touch the days from `first` to `last`, in order of time.

    Two queries; one more for each of: near a commune, themes, sectors; two more for what is one's own.
    """
    events = _narrowed(Event.objects.visible_to(rights), asked)
    found = _all_between(events, first, last)
    needed = [name for name in ("themes", "sectors") if getattr(asked, name)]
    if asked.occupation:
        needed.append("occupations")
    tests = list(_tests(rights, asked, _tags(needed, found)).values())
    return [one for one in found if all(test(one) for test in tests)] if tests else found


def facets(rights: Rights, asked: Asked, first: date, last: date) -> dict[str, list[Count]]:
    """Return, for each filter, its values with how many dates each would show, the other filters kept.

    Keys are the fields of Asked in COUNTED. A chosen value stays listed when it would show nothing.
    """
    found = _all_between(Event.objects.visible_to(rights), first, last)
    tags = _tags(["themes", "sectors", *(["occupations"] if asked.occupation else [])], found)
    tests = _tests(rights, asked, tags)
    labels = _labels()
    return {name: _counts(name, found, asked, tests, tags, labels[name]) for name in COUNTED}


def _counts(
    name: str,
    found: Iterable[Happening],
    asked: Asked,
    tests: Mapping[str, Any],
    tags: Tags,
    labels: Mapping[str, str],
) -> list[Count]:
    others = [test for other, test in tests.items() if other != name]
    totals: Counter[str] = Counter()
    for one in found:
        if all(test(one) for test in others):
            totals.update(values_of(one, name, tags))
    chosen = getattr(asked, name)
    return [
        Count(value, label, totals[value], value in chosen)
        for value, label in labels.items()
        if totals[value] or value in chosen
    ]


def _labels() -> dict[str, dict[str, str]]:
    """Return the names of the values of each filter, in the order they are listed: four queries."""
    return {
        "types": {value: str(label) for value, label in EventKind.choices},
        "states": {value: str(label) for value, label in EventState.choices},
        "audiences": {value: str(label) for value, label in Audience.choices},
        "territories": dict(Territory.objects.values_list("slug", "name")),
        "organisations": dict(
            Organisation.objects.filter(events__isnull=False).distinct().values_list("slug", "name")
        ),
        "themes": dict(Theme.objects.values_list("slug", "name")),
        "sectors": dict(Sector.objects.values_list("slug", "name")),
    }


def happening(key: str, rights: Rights) -> Event | None:
    """Return an event with all that its page shows, when someone may see it; None else, as for no event."""
    return (
        Event.objects.visible_to(rights)
        .filter(key=key)
        .select_related("commune__departement", "organisation__commune", "continues", "created_by")
        .prefetch_related(
            "territories",
            "themes",
            "sectors",
            "occupations",
            "participations__organisation",
            "slots__changes",
            "continued_by",
        )
        .first()
    )


def dates_of(event: Event) -> list[Happening]:
    """Return every date of an event that is worked out, in order: two queries."""
    rows = Occurrence.objects.filter(event=event).order_by("starts_at", "pk").values_list(*COLUMNS)
    slugs = tuple(one.slug for one in event.territories.all())
    return [_happening(row, {event.pk: slugs}) for row in rows]


def happenings_of(occurrences: Collection[int]) -> dict[int, Happening]:
    """Return these dates, by the key of their event, without its territories: one query."""
    rows = Occurrence.objects.filter(pk__in=occurrences).values_list(*COLUMNS)
    return {row[0]: _happening(row, {}) for row in rows}


def waiting_for(rights: Rights) -> QuerySet[Event]:
    """Return the events that wait to be read over by someone."""
    found = Event.objects.visible_to(rights).filter(moderation="waiting")
    if not rights.is_regional:
        inside = Event.territories.through.objects.filter(territory__in=rights.territories())
        found = found.filter(pk__in=inside.values("event"))
    return found.select_related("organisation", "commune").prefetch_related("territories", "occurrences")
