"""A month as people look at it: whole weeks, Monday first, with what happens on each day."""

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from jalon.agenda.rules.happenings import Happening

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
MONDAY_FIRST = Calendar()


class Day(NamedTuple):
    """A day of a month's weeks; `inside`: whether it is of that month."""

    day: date
    inside: bool
    happenings: Sequence[Happening]


def read_month(text: str) -> date | None:
    """Return the first day of a month written « 2026-11 »; None for anything else."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def month_after(first: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier."""
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def weeks_of(first: date) -> list[list[date]]:
    """Return the days of the weeks that a month touches."""
    return MONDAY_FIRST.monthdatescalendar(first.year, first.month)


def by_day(happenings: Iterable[Happening], first: date, last: date) -> dict[date, list[Happening]]:
    """Return what touches each day from `first` to `last`; a day without anything is left out."""
    found: dict[date, list[Happening]] = defaultdict(list)
    for one in happenings:
        day = max(one.first_day, first)
        while day <= min(one.last_day, last):
            found[day].append(one)
            day += timedelta(days=1)
    return dict(sorted(found.items()))


def month_table(happenings: Iterable[Happening], first: date) -> list[list[Day]]:
    """Return the weeks of a month, each day with what touches it."""
    weeks = weeks_of(first)
    found = by_day(happenings, weeks[0][0], weeks[-1][-1])
    return [[Day(day, day.month == first.month, found.get(day, ())) for day in week] for week in weeks]


def in_days(happenings: Iterable[Happening], today: date) -> list[tuple[date | None, list[Happening]]]:
    """Return what comes, day by day; first, under None, what began before today and goes on."""
    under_way: list[Happening] = []
    days: dict[date, list[Happening]] = defaultdict(list)
    for one in happenings:
        if one.first_day < today:
            under_way.append(one)
        else:
            days[one.first_day].append(one)
    return [*([(None, under_way)] if under_way else []), *sorted(days.items())]
