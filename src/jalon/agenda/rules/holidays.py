"""Days on which fewer people come: French public holidays; school holidays, as the region says."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

FIXED = {
    (1, 1): "Jour de l'An",
    (5, 1): "Fête du Travail",
    (5, 8): "Victoire de 1945",
    (7, 14): "Fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice de 1918",
    (12, 25): "Noël",
}
AFTER_EASTER = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}


class Holiday(NamedTuple):
    """Days off, the last one included."""

    name: str
    first_day: date
    last_day: date


def easter(year: int) -> date:
    """Return Easter Sunday of a year (the Gregorian computus of Meeus).

    >>> easter(2027)
    datetime.date(2027, 3, 28)
    """
    century, rest = divmod(year, 100)
    leap, odd = divmod(century, 4)
    moon = (19 * (year % 19) + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarters, left = divmod(rest, 4)
    sunday = (32 + 2 * odd + 2 * quarters - moon - left) % 7
    shift = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """Return the eleven public holidays of France (article L. 3133-1 of the labour code).

    When two fall on the same day (Ascension on 1 or 8 May), both names are said.
    """
    found = {date(year, month, day): name for (month, day), name in FIXED.items()}
    for days, name in AFTER_EASTER.items():
        day = easter(year) + timedelta(days)
        found[day] = f"{found[day]}, {name}" if day in found else name
    return dict(sorted(found.items()))


def public_holiday(day: date) -> str:
    """Return the name of the public holiday that a day is, "" when it is none."""
    return public_holidays(day.year).get(day, "")


def bridge_of(day: date) -> str:
    """Return why many take this day off, between a public holiday and a week-end; "" when they do not.

    >>> bridge_of(date(2027, 5, 7))
    "pont de l'Ascension"
    """
    if day.weekday() not in (0, 4) or public_holiday(day):
        return ""
    beside = day + timedelta(1 if day.weekday() == 0 else -1)
    name = public_holiday(beside)
    if not name:
        return ""
    return "pont de l'Ascension" if "Ascension" in name else f"pont ({name})"


def school_holiday(day: date, holidays: Sequence[Holiday]) -> str:
    """Return the name of the school holidays that a day is in, "" when in none."""
    return next((one.name for one in holidays if one.first_day <= day <= one.last_day), "")


def is_known(day: date, holidays: Sequence[Holiday]) -> bool:
    """Tell whether the school holidays around a day are known: after the last ones, they are not yet."""
    return bool(holidays) and min(one.first_day for one in holidays) <= day <= max(
        one.last_day for one in holidays
    )
