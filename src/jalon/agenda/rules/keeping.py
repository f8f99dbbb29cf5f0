"""How long what is personal in the calendar is kept; events themselves stay, as the memory of the network.

Names of those who took part help to prepare the next ones: three years. Files are for those who came: two.
"""

from datetime import date

NAME_YEARS = 3
FILE_YEARS = 2


def years_before(day: date, years: int) -> date:
    """Return the same day so many years before; 28 February for a 29th that does not exist.

    >>> years_before(date(2028, 2, 29), 3)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def names_until(today: date) -> date:
    """Return the first last day of events whose names are still kept."""
    return years_before(today, NAME_YEARS)


def files_until(today: date) -> date:
    """Return the first last day of events whose files are still kept."""
    return years_before(today, FILE_YEARS)
