"""Making this year's event from last year's: which day, which title."""

import re
from datetime import date, timedelta

WEEKS_A_YEAR = timedelta(weeks=52)


def one_year_later(day: date) -> date:
    """Return the same weekday, nearest to the same day a year later.

    >>> one_year_later(date(2026, 11, 24))
    datetime.date(2027, 11, 23)
    """
    return day + WEEKS_A_YEAR


def title_for(title: str, before: date, after: date) -> str:
    """Return a title with its year, where it names that of its first day, brought to the new one.

    >>> title_for("Forum 2026 de Tours", date(2026, 11, 24), date(2027, 11, 23))
    'Forum 2027 de Tours'
    """
    return re.sub(rf"(?<!\d){before.year}(?!\d)", str(after.year), title)
