"""Days of the examples of a demonstration: told by month and week, so that some are always to come."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DAYS_BACK, DAYS_AHEAD = 400, 400
LAST_WEEK = 5
# Before that many days an example is only a date to keep; what is nearer stands as its file says.
SAVE_THE_DATE_BEYOND = 150


def nth_weekday(year: int, month: int, week: int, weekday: int) -> date:
    """Return the first, second … weekday of a month (Monday is 0); week 5: the last one.

    >>> nth_weekday(2026, 11, 1, 0), nth_weekday(2026, 11, 5, 0)
    (datetime.date(2026, 11, 2), datetime.date(2026, 11, 30))
    """
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=week - 1)
    if week < LAST_WEEK:
        return day
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def days_around(today: date, *, month: int, week: int, weekday: int) -> Iterator[date]:
    """Yield the day of each year that stands near enough to today, in order."""
    for year in range(today.year - 2, today.year + 3):
        day = nth_weekday(year, month, week, weekday)
        if today - timedelta(days=DAYS_BACK) <= day <= today + timedelta(days=DAYS_AHEAD):
            yield day
