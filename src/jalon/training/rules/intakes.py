"""Intakes (*rentrées*): the windows of the year in which most courses begin, and what is asked of one.

An intake is said by its month: « 2027-09 » begins on 15 August, « 2027-01 » on 15 December 2026.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Container, Iterable
from datetime import date, timedelta
from typing import NamedTuple

SLUG = re.compile(r"(20[0-9]{2})-(01|09)", re.ASCII)
AHEAD = 4  # two years
KEPT = timedelta(days=366)  # how long a past intake keeps its page
DOMAIN = re.compile(r"[A-N]", re.ASCII)
ELSEWHERE = "ailleurs"  # département of what has no place in the region


class Intake(NamedTuple):
    """One intake; `month` is 1 (January) or 9 (September)."""

    year: int
    month: int

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def first(self) -> date:
        """Return the first day of the window."""
        return date(self.year, 8, 15) if self.month == 9 else date(self.year - 1, 12, 15)

    @property
    def last(self) -> date:
        """Return the last day of the window."""
        if self.month == 9:
            return date(self.year, 10, 31)
        return date(self.year, 2, monthrange(self.year, 2)[1])

    @property
    def name(self) -> str:
        """Return what people call it.

        >>> Intake(2027, 9).name
        'Rentrée de septembre\\xa02027'
        """
        return f"Rentrée de {'septembre' if self.month == 9 else 'janvier'}\u00a0{self.year}"

    def is_past(self, today: date) -> bool:
        """Tell whether the window is over."""
        return self.last < today

    def is_now(self, today: date) -> bool:
        """Tell whether the window is open."""
        return self.first <= today <= self.last


def read_intake(slug: str) -> Intake | None:
    """Return the intake that an address names.

    >>> read_intake("2027-09")
    Intake(year=2027, month=9)
    """
    found = SLUG.fullmatch(slug)
    return Intake(int(found[1]), int(found[2])) if found else None


def intakes_around(today: date) -> list[Intake]:
    """Return the intakes that have a page: current or next ones, soonest first, then past ones, newest first.

    >>> [intake.slug for intake in intakes_around(date(2026, 11, 22))]
    ['2027-01', '2027-09', '2028-01', '2028-09', '2026-09', '2026-01']
    """
    years = range(today.year - 2, today.year + 4)
    every = [Intake(year, month) for year in years for month in (1, 9)]
    coming = [intake for intake in every if not intake.is_past(today)][:AHEAD]
    past = [intake for intake in every if intake.is_past(today) and intake.last >= today - KEPT]
    return coming + past[::-1]


class Narrowed(NamedTuple):
    """What is kept of an intake; empty: all. `level` is a number as text."""

    departement: str = ""
    domain: str = ""
    level: str = ""
    mode: str = ""


# Address parameter → field of Narrowed.
PARAMETERS = {"departement": "departement", "domaine": "domain", "niveau": "level", "par": "mode"}


def read_narrowed(get: Callable[[str], str], known: Callable[[str], Container[str]]) -> Narrowed:
    """Read an address; a value that `known` (by field) does not hold is left out, never an error."""
    values = {field: get(name) for name, field in PARAMETERS.items()}
    return Narrowed(**{field: value for field, value in values.items() if value and value in known(field)})


def narrowed_pairs(narrowed: Narrowed) -> list[tuple[str, str]]:
    """Return the pairs of the address that says the same, always in one order.

    >>> narrowed_pairs(Narrowed(domain="A", departement="37"))
    [('departement', '37'), ('domaine', 'A')]
    """
    pairs = [(name, str(getattr(narrowed, field))) for name, field in PARAMETERS.items()]
    return [(name, value) for name, value in pairs if value]


def main_domain(rome_codes: Iterable[str]) -> str:
    """Return the letter of the one domain under which a programme is listed: that of most of its occupations.

    The first one named wins a tie; empty when no occupation is named.

    >>> main_domain(["A1203", "G1602", "G1603"])
    'G'
    """
    letters = Counter(code[0] for code in rome_codes if DOMAIN.fullmatch(code[:1]))
    return letters.most_common(1)[0][0] if letters else ""


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as runs, each (first, last).

    >>> runs([1, 2, 3, 7, 9, 10])
    [(1, 3), (7, 7), (9, 10)]
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
