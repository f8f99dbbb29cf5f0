"""What else happens the same day for the same people, and which days near are free: each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from jalon.agenda.enums import Audience
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.holidays import (
    Holiday,
    bridge_of,
    is_known,
    public_holiday,
    school_holiday,
)
from jalon.agenda.rules.said import said_day, said_hour
from jalon.search.rules import fold

WEEKS_AROUND = 3
MOST_CLASHES = 20
OFF = ("férié", "pont", "vacances")  # kinds of remarks that speak against a day


class Level(IntEnum):
    """How much two events touch each other, from the least."""

    AUDIENCE = 1
    TERRITORY = 2
    PEOPLE = 3


class Taking(NamedTuple):
    """Who takes part in an event: keys of structures, folded names of people."""

    organisations: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()


NOBODY = Taking()


@dataclass(frozen=True)
class Planned:
    """What one is about to put on a day: moments in UTC, slugs of territories, for whom, with whom."""

    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    territories: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    taking: Taking = NOBODY


class Clash(NamedTuple):
    """Another date that touches what is planned: how much, and why, in French."""

    level: Level
    happening: Happening
    reason: str
    same_hours: bool


class DayRemark(NamedTuple):
    """Something to know of a day: « vacances », « férié », « week-end », « inconnu », and it in French."""

    kind: str
    words: str


class NearDay(NamedTuple):
    """A day near: how many weeks away, whether nothing speaks against it, and what does."""

    day: date
    weeks: int
    free: bool
    clashes: int
    remarks: tuple[DayRemark, ...]


def person(name: str) -> str:
    """Return a name as people are compared: folded, words in order."""
    return " ".join(sorted(fold(name).replace("-", " ").split()))


def _overlap(planned: Planned, other: Happening) -> bool:
    """Tell whether two dates share a moment; whole days share it with all that touches them."""
    if planned.all_day or other.all_day:
        return True
    return planned.starts_at < max(other.ends_at, other.starts_at + timedelta(minutes=1)) and (
        other.starts_at < max(planned.ends_at, planned.starts_at + timedelta(minutes=1))
    )


def _same_day(planned: Planned, other: Happening) -> bool:
    return other.first_day <= planned.last_day and other.last_day >= planned.first_day


def _when(other: Happening, same_hours: bool) -> str:
    if other.start is None:
        return "toute la journée"
    if same_hours:
        return "aux mêmes heures"
    return f"à {said_hour(other.start)}, à d'autres heures"


def clash_of(
    planned: Planned,
    other: Happening,
    taking: Taking,
    names: Mapping[int, str],
    places: Mapping[str, str],
) -> Clash | None:
    """Return how another date touches what is planned; None when it does not.

    `names` gives structures by key, `places` territories by slug. The same people at other hours of the day
    still count: one does not open a forum in Bourges after another in Tours.
    """
    if other.cancelled or other.state == "postponed" or not _same_day(planned, other):
        return None
    same_hours = _overlap(planned, other)
    when = _when(other, same_hours)
    shared = planned.taking.organisations & taking.organisations
    people = planned.taking.people & taking.people
    if shared or people:
        who = ", ".join(sorted([names.get(key, "une structure") for key in shared]))
        who = who or "une même personne"
        return Clash(Level.PEOPLE, other, f"{who} y participe aussi, {when}", same_hours)
    where = planned.territories & set(other.territories)
    audience = (planned.audiences & set(other.audiences)) - {Audience.EVERYONE}
    labels = ", ".join(str(Audience(one).label).lower() for one in sorted(audience))
    if where:
        said = ", ".join(sorted(places.get(slug, slug) for slug in where))
        public = f", pour le même public ({labels})" if labels else ""
        return Clash(Level.TERRITORY, other, f"même territoire ({said}){public}, {when}", same_hours)
    if labels:
        return Clash(Level.AUDIENCE, other, f"même public ({labels}), {when}", same_hours)
    return None


def clashes_of(
    planned: Planned,
    others: Iterable[Happening],
    *,
    taking: Mapping[int, Taking],
    names: Mapping[int, str],
    places: Mapping[str, str],
) -> list[Clash]:
    """Return what touches what is planned, the most first; `taking` gives who takes part, by event."""
    found = [
        clash
        for other in others
        if (clash := clash_of(planned, other, taking.get(other.event, NOBODY), names, places))
    ]
    found.sort(key=lambda one: (-one.level, not one.same_hours, one.happening.starts_at, one.happening.event))
    return found[:MOST_CLASHES]


def remarks_on(day: date, holidays: Sequence[Holiday]) -> tuple[DayRemark, ...]:
    """Return what to know of a day before choosing it.

    >>> remarks_on(date(2027, 7, 14), [])[0].words
    'Jour férié : Fête nationale.'
    """
    found = []
    if name := public_holiday(day):
        found.append(DayRemark("férié", f"Jour férié : {name}."))
    if bridge := bridge_of(day):
        found.append(DayRemark("pont", f"Beaucoup seront absents : {bridge}."))
    if name := school_holiday(day, holidays):
        found.append(DayRemark("vacances", f"{name} : les élèves et leurs parents sont peu disponibles."))
    elif not is_known(day, holidays):
        found.append(DayRemark("inconnu", "Vacances scolaires de cette période : pas encore connues."))
    if day.weekday() >= 5:
        found.append(DayRemark("week-end", "C'est un week-end."))
    return tuple(found)


def near_days(
    day: date, *, today: date, clashes: Mapping[date, int], holidays: Sequence[Holiday]
) -> list[NearDay]:
    """Return the same weekday of the weeks around, the best ones first.

    `clashes` counts, for each of these days, what would touch the same people or territory. Past days are
    left out; a day is not free when it is off, in school holidays, or has a clash. A week-end is no reason:
    the day asked for is one too.
    """
    found = []
    for weeks in range(-WEEKS_AROUND, WEEKS_AROUND + 1):
        other = day + timedelta(weeks=weeks)
        if not weeks or other < today:
            continue
        remarks = remarks_on(other, holidays)
        against = [one for one in remarks if one.kind in OFF]
        count = clashes.get(other, 0)
        found.append(NearDay(other, weeks, not against and not count, count, remarks))
    return sorted(found, key=_preference)


def _preference(one: NearDay) -> tuple[bool, bool, int, int, bool]:
    """Return by what near days are put in order: free, at work, with the fewest clashes, near."""
    off = any(remark.kind in OFF for remark in one.remarks)
    return not one.free, off, one.clashes, abs(one.weeks), one.weeks < 0


def said_near(one: NearDay) -> str:
    """Return a near day in words.

    >>> said_near(NearDay(date(2027, 3, 2), 1, True, 0, ()))
    'mardi 2 mars 2027 : libre'
    """
    if one.free:
        return f"{said_day(one.day)} : libre"
    aside = ("inconnu", "week-end")
    reasons = [remark.words.rstrip(".") for remark in one.remarks if remark.kind not in aside]
    if one.clashes:
        reasons.append(f"{one.clashes} événement{'s' if one.clashes > 1 else ''} ce jour-là")
    return f"{said_day(one.day)} : {' ; '.join(reasons)}"
