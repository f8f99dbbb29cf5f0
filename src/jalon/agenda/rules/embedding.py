"""The calendar on partners' sites: days as a list, a month as weeks, and how hours are said there."""

import re
from calendar import Calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from jalon.agenda.rules.happenings import Happening
from jalon.agenda.rules.published import ONLINE, attendance, said_title
from jalon.agenda.rules.said import said_hour

MONTH = re.compile(r"(\d{4})-(\d{2})")
MOST_LINES = 40
MOST_A_DAY = 4


class Line(NamedTuple):
    """A date as a page of a partner shows it: `when` is its hours, or its last day."""

    key: str
    title: str
    when: str
    where: str
    off: bool


class Day(NamedTuple):
    """A day, what happens on it, how many are left out, whether it belongs to the month shown."""

    day: date
    lines: tuple[Line, ...]
    more: int = 0
    inside: bool = True


def hours_said(one: Happening) -> str:
    """Return the hours of a date, "" for a whole day; of several days, until which."""
    if one.last_day > one.first_day:
        return f"jusqu'au {one.last_day:%d/%m}"
    if one.start is None:
        return ""
    begin = said_hour(one.start)
    return f"{begin} – {said_hour(one.end)}" if one.end else begin


def line_of(one: Happening) -> Line:
    """Return a date as a line."""
    where = ", ".join(dict.fromkeys(filter(None, (one.place_name, one.commune))))
    state = "cancelled" if one.cancelled else one.state
    off = state in ("cancelled", "postponed")
    if not where and attendance(one.kind, place=False, link=one.link) == ONLINE:
        where = "En ligne"
    return Line(one.key, said_title(one.title, state), hours_said(one), where, off)


def days_of(found: Iterable[Happening], *, today: date) -> list[Day]:
    """Return dates day by day, what has already begun today; `MOST_LINES` dates at most."""
    days: dict[date, list[Line]] = {}
    for one in sorted(found, key=lambda one: max(one.first_day, today))[:MOST_LINES]:
        days.setdefault(max(one.first_day, today), []).append(line_of(one))
    return [Day(day, tuple(lines)) for day, lines in days.items()]


def month_asked(text: str, *, today: date) -> date:
    """Return the first day of the month asked for; of this month when none is, or too far away.

    >>> month_asked("2026-12", today=date(2026, 11, 23))
    datetime.date(2026, 12, 1)
    """
    found = MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return today.replace(day=1)
    asked = int(found[1]) * 12 + int(found[2])
    if not -12 <= asked - (today.year * 12 + today.month) <= 24:
        return today.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def month_after(first: date, months: int) -> date:
    """Return the first day of another month.

    >>> month_after(date(2026, 11, 1), -11)
    datetime.date(2025, 12, 1)
    """
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def weeks_of(first: date, found: Sequence[Happening]) -> list[list[Day]]:
    """Return a month as weeks from Monday to Sunday, `MOST_A_DAY` dates a day."""
    lines: dict[date, list[Line]] = {}
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    for one in found:
        day, last = max(one.first_day, weeks[0][0]), min(one.last_day, weeks[-1][-1])
        while day <= last:
            lines.setdefault(day, []).append(line_of(one))
            day += timedelta(days=1)
    return [
        [
            Day(
                day,
                tuple(lines.get(day, ())[:MOST_A_DAY]),
                max(0, len(lines.get(day, ())) - MOST_A_DAY),
                day.month == first.month,
            )
            for day in week
        ]
        for week in weeks
    ]
