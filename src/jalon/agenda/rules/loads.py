"""Weeks that hold too much, or nothing, territory by territory: numbers and the reason of each judgement."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from jalon.agenda.enums import Audience
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.holidays import Holiday

BUSY, EMPTY, USUAL, OFF = "busy", "empty", "usual", "off"
FEWEST_BUSY = 4  # events a week: fewer is never too much
TIMES_USUAL = 2  # a week is overloaded from so many times what the territory usually has
MOST_SAME_AUDIENCE = 3  # events a week for the same audience
MOST_SAME_DAY = 3  # events on the same day


class WeekLoad(NamedTuple):
    """One week of a territory: how many events, what is thought of it, and why, in French."""

    territory: str
    monday: date
    events: int
    level: str
    reason: str


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(day.weekday())


def _weeks(first: date, last: date) -> list[date]:
    return [
        monday_of(first) + timedelta(weeks=week)
        for week in range((monday_of(last) - monday_of(first)).days // 7 + 1)
    ]


def _is_off(monday: date, holidays: Sequence[Holiday]) -> str:
    """Return the school holidays that hold the five working days of a week, "" when none does."""
    friday = monday + timedelta(4)
    return next((one.name for one in holidays if one.first_day <= monday and one.last_day >= friday), "")


def _too_much(found: Sequence[Happening], usual: float, monday: date) -> str:
    """Return why a week is overloaded; "" when it is not."""
    count = len({one.event for one in found})
    if count >= FEWEST_BUSY and count >= TIMES_USUAL * usual:
        return f"{count} événements, pour {usual:.0f} d'habitude"
    audiences: dict[str, set[int]] = defaultdict(set)
    for one in found:
        for audience in one.audiences:
            audiences[audience].add(one.event)
    audiences.pop(Audience.EVERYONE, None)
    for audience, events in sorted(audiences.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if len(events) >= MOST_SAME_AUDIENCE:
            label = Audience(audience).label.lower() if audience in Audience.values else audience
            return f"{len(events)} événements pour le même public ({label})"
    days: Counter[date] = Counter()
    for one in found:
        first, last = max(one.first_day, monday), min(one.last_day, monday + timedelta(6))
        days.update(first + timedelta(index) for index in range((last - first).days + 1))
    day, most = max(days.items(), key=lambda pair: (pair[1], -pair[0].toordinal()), default=(monday, 0))
    return f"{most} événements le même jour, le {day:%d/%m}" if most >= MOST_SAME_DAY else ""


def _judged(territory: str, monday: date, found: Sequence[Happening], usual: float, off: str) -> WeekLoad:
    count = len({one.event for one in found})
    if reason := _too_much(found, usual, monday):
        return WeekLoad(territory, monday, count, BUSY, reason)
    if count:
        plural = "s" if count > 1 else ""
        return WeekLoad(territory, monday, count, USUAL, f"{count} événement{plural}")
    if off:
        return WeekLoad(territory, monday, 0, OFF, f"rien : {off.lower()}")
    return WeekLoad(territory, monday, 0, EMPTY, "rien cette semaine")


def week_loads(
    happenings: Iterable[Happening],
    *,
    territories: Iterable[str],
    first: date,
    last: date,
    holidays: Sequence[Holiday],
) -> dict[str, list[WeekLoad]]:
    """Return the weeks of each territory from `first` to `last`, each judged.

    What is usual is the median of the weeks of that territory outside school holidays. Cancelled dates count
    for nothing; an event of several days counts once in each week that it touches.
    """
    weeks = _weeks(first, last)
    off = {monday: _is_off(monday, holidays) for monday in weeks}
    found: Mapping[tuple[str, date], list[Happening]] = defaultdict(list)
    for one in happenings:
        if one.cancelled or one.state == "postponed":
            continue
        for monday in _weeks(max(one.first_day, weeks[0]), min(one.last_day, last)):
            for slug in one.territories:
                found[slug, monday].append(one)
    loads = {}
    at_school = [monday for monday in weeks if not off[monday]]
    for slug in territories:
        counts = [len({one.event for one in found.get((slug, monday), ())}) for monday in at_school]
        usual = median(counts) if counts else 0
        loads[slug] = [
            _judged(slug, monday, found.get((slug, monday), ()), usual, off[monday]) for monday in weeks
        ]
    return loads
