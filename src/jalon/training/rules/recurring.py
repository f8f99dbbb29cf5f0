"""Intakes that come back: dates drawn around today, always the same ones whatever the day they are drawn.

Days off are Saturdays, Sundays and the French public holidays; a start that meets one waits for the next
working day.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from itertools import count
from typing import NamedTuple

from jalon.training.enums import Recruitment

BACK = timedelta(days=400)  # more than a year: something that comes back every year has always begun once
AHEAD = timedelta(days=800)  # 26 months: a server left alone for two years still has some to come
ONE_DAY = timedelta(days=1)
ANCHOR = date(2024, 1, 1)  # the Monday from which weeks are counted
FIXED_HOLIDAYS = frozenset([(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)])
# How far before and after its months a fixed end may fall: a year begun in September ends in June or July.
EARLY_END, LATE_END = timedelta(days=90), timedelta(days=45)


class Recurrence(NamedTuple):
    """When an intake comes back: days of the year (month, day), or every so many weeks."""

    days: tuple[tuple[int, int], ...] = ()
    weeks: int = 0
    shift: int = 0  # weeks after the anchor, so that two providers do not start together


class Window(NamedTuple):
    """Days between which one signs up, both included."""

    opens: date
    closes: date


@cache
def easter_holidays(year: int) -> frozenset[date]:
    """Return Easter Monday, Ascension and Whit Monday of a year (Meeus's rule for the Gregorian calendar).

    >>> sorted(easter_holidays(2026))[0]
    datetime.date(2026, 4, 6)
    """
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    sunday = date(year, 3, 28) + timedelta(days=full_moon - weekday)
    return frozenset(sunday + timedelta(days=after) for after in (1, 39, 50))


def is_working_day(day: date) -> bool:
    """Tell whether courses may start or end on `day`.

    >>> is_working_day(date(2026, 5, 1)), is_working_day(date(2026, 9, 1))
    (False, True)
    """
    if day.weekday() >= 5 or (day.month, day.day) in FIXED_HOLIDAYS:
        return False
    return day not in easter_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return `day`, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def last_working_day(day: date) -> date:
    """Return `day`, or the last working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def starts(recurrence: Recurrence, *, today: date) -> list[date]:
    """Return the starts from 13 months before `today` to 26 months after, in order, each once."""
    first, last = today - BACK, today + AHEAD
    drawn = _weekly(recurrence, last) if recurrence.weeks else _yearly(recurrence, first.year, last.year)
    return sorted({start for start in map(next_working_day, drawn) if first <= start <= last})


def _on_year(year: int, day: tuple[int, int]) -> date:
    """Return a (month, day) in a year, or the last day of a shorter month."""
    month, number = day
    return date(year, month, min(number, monthrange(year, month)[1]))


def _yearly(recurrence: Recurrence, first: int, last: int) -> Iterator[date]:
    for year in range(first - 1, last + 1):  # a last day of December may wait for January
        for day in recurrence.days:
            yield _on_year(year, day)


def _weekly(recurrence: Recurrence, last: date) -> Iterator[date]:
    for turn in count():
        start = ANCHOR + timedelta(weeks=recurrence.shift + turn * recurrence.weeks)
        if start > last:
            return
        yield start


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last one of a shorter month.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_by_months(start: date, months: int, *, ends: tuple[int, int] | None = None) -> date:
    """Return the last day of a course of `months`; `ends` is the day of the year when such courses end.

    >>> end_by_months(date(2026, 9, 1), 24, ends=(7, 3))
    datetime.date(2028, 7, 3)
    """
    target = add_months(start, months) - ONE_DAY
    if ends is not None:
        first, last = max(start, target - EARLY_END), target + LATE_END
        fixed = (_on_year(year, ends) for year in range(first.year, last.year + 1))
        target = next((day for day in fixed if first <= day <= last), target)
    return max(start, last_working_day(target))


def end_by_days(start: date, days: int) -> date:
    """Return the last of `days` working days in a row, `start` being the first.

    >>> end_by_days(date(2026, 11, 20), 2)
    datetime.date(2026, 11, 23)
    """
    day = start
    for _ in range(days - 1):
        day = next_working_day(day + ONE_DAY)
    return day


def recruitment_on(today: date, *, start: date, window: Window) -> Recruitment:
    """Return what a provider that keeps its word says of an intake on `today`."""
    if today > min(window.closes, start):
        return Recruitment.FULL
    return Recruitment.OPEN if today >= window.opens else Recruitment.UNKNOWN


def checked_on(today: date, *, key: str, every: int = 14) -> date:
    """Return the last day, up to `today`, on which `key` was checked: one day in `every`, its own."""
    turn = int.from_bytes(blake2b(key.encode(), digest_size=4).digest())
    return today - timedelta(days=(today.toordinal() + turn) % every)
