"""Days and hours in French words."""

from datetime import date, time

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)


def said_day(day: date, *, year: bool = True) -> str:
    """Return a day as one says it.

    >>> said_day(date(2027, 3, 1))
    'lundi 1er mars 2027'
    """
    number = "1er" if day.day == 1 else str(day.day)
    words = f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def said_hour(at: time) -> str:
    """Return an hour as one writes it.

    >>> said_hour(time(14, 30)), said_hour(time(9))
    ('14 h 30', '9 h')
    """
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"


def said_days(first: date, last: date) -> str:
    """Return a day, or from which to which.

    >>> said_days(date(2027, 3, 1), date(2027, 3, 3))
    'du lundi 1er mars au mercredi 3 mars 2027'
    """
    if first == last:
        return said_day(first)
    return f"du {said_day(first, year=first.year != last.year)} au {said_day(last)}"
