"""How long a training lasts, from its beginning to its end, in months."""

import re
from datetime import date

from jalon.training.enums import Length

DAYS_A_MONTH = 30.44
HOURS_A_MONTH = 151.67  # 35 hours a week
LONGEST = 96.0  # months

UNITS = {
    "an": 12.0,
    "année": 12.0,
    "annee": 12.0,
    "mois": 1.0,
    "semaine": 0.23,
    "jour": 0.046,
    "journée": 0.046,
}
_SAID = re.compile(r"(\d+(?:[.,]\d+)?)\s*(années?|annees?|ans?|mois|semaines?|journées?|jours?)\b")

# months, from … to (not included); the last has no end.
BOUNDS = (
    (Length.DAYS, 0.0, 1.0),
    (Length.MONTHS, 1.0, 6.0),
    (Length.YEAR, 6.0, 12.5),
    (Length.TWO_YEARS, 12.5, 24.5),
    (Length.LONGER, 24.5, float("inf")),
)


def length_of(months: float | None) -> Length | None:
    """Return the class of a length; None when it is not known.

    >>> length_of(9.5).name
    'YEAR'
    """
    if months is None:
        return None
    return next(length for length, low, high in BOUNDS if low <= months < high)


def months_between(start: date, end: date) -> float | None:
    """Return the months from one day to another, both included; None if out of order or too far."""
    months = round(((end - start).days + 1) / DAYS_A_MONTH, 1)
    return months if 0 <= months <= LONGEST and end >= start else None


def months_said(text: str) -> float | None:
    """Return the months that a text (lower case) names.

    >>> months_said("2 ans dont 6 mois en entreprise"), months_said("selon le projet")
    (24.0, None)
    """
    found = _SAID.search(text)
    if not found:
        return None
    unit = found[2].rstrip("s") if found[2] != "mois" else "mois"
    months = round(float(found[1].replace(",", ".")) * UNITS[unit], 1)
    return months if months <= LONGEST else None


def months_of(
    start: date | None, end: date | None, *, text: str, hours: int | None, permanent: bool
) -> float | None:
    """Return the length of an action: its first dated session, else its words, else its hours at full time.

    With permanent entries the dates are those of a whole campaign: they say nothing of the length.
    """
    if start and end and not permanent:
        return months_between(start, end)
    said = months_said(text) if text else None
    if said is None and hours:
        said = round(hours / HOURS_A_MONTH, 1)
    return said
