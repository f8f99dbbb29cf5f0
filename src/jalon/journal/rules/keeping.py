"""How long lines are kept, and why.

Names: 3 years. Within them a partner may still ask who did what: an agreement ends with its balance the year
after the action, and a complaint comes later still. Beyond, what was done is enough.
Lines: 10 years. A Region must show what was done with public money for ten years.
"""

from datetime import datetime

NAME_YEARS = 3
ENTRY_YEARS = 10
# Lines about these things name people in their texts too.
PEOPLE = frozenset(["directory.account", "directory.membership", "directory.invitation", "directory.contact"])
# What such a line says once names are no longer kept; its verb still tells which act it was.
SAID_OF_PEOPLE = "a changé le compte, le rôle ou le contact d'une personne"


def years_before(moment: datetime, years: int) -> datetime:
    """Return the same moment so many years before; 29 February gives 28 February.

    >>> years_before(datetime(2028, 2, 29), 3)
    datetime.datetime(2025, 2, 28, 0, 0)
    """
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def oldest_named(now: datetime) -> datetime:
    """Return the moment from which lines still say who acted."""
    return years_before(now, NAME_YEARS)


def oldest_kept(now: datetime) -> datetime:
    """Return the moment from which lines are kept."""
    return years_before(now, ENTRY_YEARS)
