"""What else touches the days that someone chooses, and how full the weeks are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from jalon.agenda.models import Participation, SchoolHoliday
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.clashes import (
    WEEKS_AROUND,
    Clash,
    DayRemark,
    Level,
    NearDay,
    Planned,
    Taking,
    clashes_of,
    near_days,
    person,
    remarks_on,
)
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.holidays import Holiday
from jalon.agenda.rules.loads import WeekLoad, week_loads
from jalon.agenda.rules.schedule import Dated, SlotFacts, dated
from jalon.agenda.selectors.calendar import between
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights
from jalon.territory.models import Territory

MOST_DAYS = 30
AHEAD = timedelta(days=731)
AROUND = timedelta(weeks=WEEKS_AROUND)


class DayLook(NamedTuple):
    """What one should know of a date before choosing it."""

    first_day: date
    last_day: date
    clashes: list[Clash]
    remarks: tuple[DayRemark, ...]
    near: list[NearDay]

    @property
    def is_clear(self) -> bool:
        """Whether nothing speaks against it but what is not known yet."""
        return not self.clashes and all(one.kind == "inconnu" for one in self.remarks)


class Wanted(NamedTuple):
    """For whom and with whom something is planned: keys of territories and structures, names of people."""

    territories: frozenset[int] = frozenset()
    audiences: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()


def school_holidays() -> list[Holiday]:
    """Return the school holidays that are known, in order: one query."""
    return [Holiday(*row) for row in SchoolHoliday.objects.values_list("name", "first_day", "last_day")]


def _taking(first: date, last: date, found: Iterable[Happening]) -> dict[int, Taking]:
    """Return who takes part in the events that touch these days: one query."""
    organisations: dict[int, set[int]] = defaultdict(set)
    people: dict[int, set[str]] = defaultdict(set)
    rows = (
        Participation.objects.filter(
            event__occurrences__first_day__lte=last, event__occurrences__last_day__gte=first
        )
        .exclude(state="declined")
        .values_list("event_id", "organisation_id", "name")
        .distinct()
    )
    for event, organisation, name in rows:
        if organisation:
            organisations[event].add(organisation)
        if name:
            people[event].add(person(name))
    for one in found:
        if one.organisation:
            organisations[one.event].add(one.organisation)
    events = organisations.keys() | people.keys()
    return {event: Taking(frozenset(organisations[event]), frozenset(people[event])) for event in events}


def _dates(slots: Sequence[SlotFacts], zone: str, today: date) -> list[Dated]:
    """Return the first dates to come of what is planned, a few at most."""
    found = [
        one
        for slot in slots
        for one in dated(slot, zone, first=max(today, slot.first_day), last=today + AHEAD, most=MOST_DAYS)
        if not one.cancelled
    ]
    return sorted(found, key=lambda one: one.starts_at)[:MOST_DAYS]


def _moved(planned: Planned, days: int) -> Planned:
    shift = timedelta(days)
    return Planned(
        planned.first_day + shift,
        planned.last_day + shift,
        planned.starts_at + shift,
        planned.ends_at + shift,
        planned.all_day,
        planned.territories,
        planned.audiences,
        planned.taking,
    )


def look_at(
    rights: Rights,
    *,
    slots: Sequence[SlotFacts],
    zone: str,
    wanted: Wanted,
    today: date,
    leave_out: int | None = None,
) -> list[DayLook]:
    """Return, for each date planned from today on, what touches it and which days near are free.

    Only what this person may see is told. `leave_out`: the event that is being changed. Six queries at most,
    whatever the number of dates. Raises RuleError for a rule that is refused.
    """
    dates = _dates(slots, zone, today)
    if not dates:
        return []
    first = min(one.first_day for one in dates) - AROUND
    last = max(one.last_day for one in dates) + AROUND
    others = [one for one in between(rights, Asked(), first, last) if one.event != leave_out]
    taking = _taking(first, last, others)
    names = dict(Organisation.objects.filter(pk__in=wanted.organisations).values_list("pk", "name"))
    places = {
        pk: (slug, name)
        for pk, slug, name in Territory.objects.filter(pk__in=wanted.territories).values_list(
            "pk", "slug", "name"
        )
    }
    slugs = dict(places.values())
    holidays = school_holidays()
    told = {"taking": taking, "names": names, "places": slugs}
    looks = []
    for one in dates:
        planned = Planned(
            one.first_day,
            one.last_day,
            one.starts_at,
            one.ends_at,
            one.all_day,
            frozenset(slugs),
            wanted.audiences,
            Taking(wanted.organisations, frozenset(person(name) for name in wanted.people)),
        )
        near: Counter[date] = Counter()
        for weeks in range(-WEEKS_AROUND, WEEKS_AROUND + 1):
            moved = _moved(planned, 7 * weeks)
            near[moved.first_day] = sum(
                clash.level >= Level.TERRITORY for clash in clashes_of(moved, others, **told)
            )
        looks.append(
            DayLook(
                one.first_day,
                one.last_day,
                clashes_of(planned, others, **told),
                _remarks(one, holidays),
                near_days(one.first_day, today=today, clashes=near, holidays=holidays),
            )
        )
    return looks


def _remarks(one: Dated, holidays: Sequence[Holiday]) -> tuple[DayRemark, ...]:
    """Return what to know of each day of a date, once each."""
    days = [one.first_day + timedelta(index) for index in range((one.last_day - one.first_day).days + 1)]
    found = [remark for day in days for remark in remarks_on(day, holidays)]
    if len(days) > 1:
        found = [remark for remark in found if remark.kind != "week-end"]
    return tuple(dict.fromkeys(found))


def loads_between(
    rights: Rights, asked: Asked, first: date, last: date
) -> dict[str, tuple[str, list[WeekLoad]]]:
    """Return the weeks of each territory asked for (all without any): slug → name and weeks. Five queries."""
    found = between(rights, asked, first, last)
    rows = Territory.objects.order_by("name").values_list("slug", "name")
    names = {slug: name for slug, name in rows if not asked.territories or slug in asked.territories}
    loads = week_loads(found, territories=names, first=first, last=last, holidays=school_holidays())
    return {slug: (name, loads[slug]) for slug, name in names.items()}
