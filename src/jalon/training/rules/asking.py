"""Reading what a person asks of the training map from an address, and saying it again in words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

LONGEST_TEXT = 200
RADII = (0, 5, 10, 20, 30, 50, 100)  # km; 0: in the commune itself
DEFAULT_RADIUS = 30
# Address parameter → dimension of the index.
DIMENSIONS = {
    "domaine": "domain",
    "niveau": "out",
    "entree": "in",
    "par": "mode",
    "duree": "length",
    "rythme": "rhythm",
    "financement": "fund",
    "acces": "access",
}
CODE = re.compile(r"[A-Za-z0-9-]{1,40}")
MOST_VALUES = 40


class When(StrEnum):
    """Which starts are wanted."""

    ANY = ""
    MONTH = "1m"
    QUARTER = "3m"
    HALF = "6m"
    YEAR = "12m"
    ALWAYS = "permanent"
    UNDATED = "sans-date"


WITHIN = {When.MONTH: 31, When.QUARTER: 92, When.HALF: 183, When.YEAR: 366}  # days


class Sort(StrEnum):
    START = "date"
    DISTANCE = "distance"
    LENGTH = "duree"


@dataclass(frozen=True)
class Asked:
    """What a person asks. `facets`: values wanted by dimension of the index; codes are as written."""

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    when: When = When.ANY
    since: date | None = None
    commune: str = ""
    radius: int = DEFAULT_RADIUS
    departement: str = ""
    occupation: str = ""
    sector: str = ""
    certification: str = ""
    sort: Sort | None = None

    @property
    def order(self) -> Sort:
        """Return the sort in force: near me first when a commune is given."""
        if self.sort is None or (self.sort is Sort.DISTANCE and not self.commune):
            return Sort.DISTANCE if self.commune and self.sort is None else Sort.START
        return self.sort

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the order is asked."""
        return replace(self, sort=None, radius=DEFAULT_RADIUS) != Asked()

    def bounds(self, today: date) -> tuple[date, date | None]:
        """Return the first day wanted and the last day on which it may start (None: any)."""
        first = max(today, self.since) if self.since else today
        days = WITHIN.get(self.when)
        return first, first + timedelta(days=days) if days else None


def read_asked(
    getlist: Callable[[str], list[str]], *, plain: Callable[[str], str], known: Mapping[str, Iterable[str]]
) -> Asked:
    """Read an address (`request.GET.getlist`); what is not a value is left out, never an error.

    `plain` cleans the text; `known` gives the values of each dimension.
    """

    def one(name: str) -> str:
        return next((value.strip() for value in getlist(name)[:1]), "")

    def code(name: str) -> str:
        value = one(name)
        return value if CODE.fullmatch(value) else ""

    facets = {}
    for name, dimension in DIMENSIONS.items():
        values = set(known.get(dimension, ()))
        kept = tuple(dict.fromkeys(value for value in getlist(name)[:MOST_VALUES] if value in values))
        if kept:
            facets[dimension] = kept
    radius = next((km for km in RADII if str(km) == one("rayon")), DEFAULT_RADIUS)
    return Asked(
        text=plain(one("q"))[:LONGEST_TEXT],
        facets=facets,
        when=When(one("quand")) if one("quand") in set(When) else When.ANY,
        since=_day(one("du")),
        commune=code("commune"),
        radius=radius,
        departement=code("departement"),
        occupation=code("metier").upper(),
        sector=code("secteur"),
        certification=code("certification").upper(),
        sort=Sort(one("tri")) if one("tri") in set(Sort) else None,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def address(asked: Asked) -> list[tuple[str, str]]:
    """Return the pairs of the address that says the same, always in one order: pages are kept by address.

    >>> address(Asked(text="pain", commune="37261"))
    [('q', 'pain'), ('commune', '37261')]
    """
    pairs = [("q", asked.text), ("metier", asked.occupation), ("secteur", asked.sector)]
    pairs += [("certification", asked.certification), ("commune", asked.commune)]
    pairs += [("rayon", str(asked.radius) if asked.commune and asked.radius != DEFAULT_RADIUS else "")]
    pairs += [("departement", asked.departement)]
    for name, dimension in DIMENSIONS.items():
        pairs += [(name, value) for value in asked.facets.get(dimension, ())]
    pairs += [("quand", asked.when.value), ("du", asked.since.isoformat() if asked.since else "")]
    pairs += [("tri", asked.sort.value if asked.sort else "")]
    return [(name, value) for name, value in pairs if value]


# Address parameter → field of `Asked` that holds one value.
FIELDS = {
    "q": "text",
    "metier": "occupation",
    "secteur": "sector",
    "certification": "certification",
    "commune": "commune",
    "departement": "departement",
    "quand": "when",
    "du": "since",
}
NOTHING = Asked()


def without(asked: Asked, name: str, value: str = "") -> Asked:
    """Return the same question without one `name=value` of its address; an unknown pair changes nothing.

    >>> without(Asked(text="pain", commune="37261"), "commune").text
    'pain'
    """
    if name in DIMENSIONS:
        dimension = DIMENSIONS[name]
        kept = tuple(one for one in asked.facets.get(dimension, ()) if one != value)
        others = {key: values for key, values in asked.facets.items() if key != dimension}
        return replace(asked, facets=others | ({dimension: kept} if kept else {}))
    if name in FIELDS:
        return replace(asked, **{FIELDS[name]: getattr(NOTHING, FIELDS[name])})
    return asked


def wider_radii(asked: Asked) -> tuple[int, ...]:
    """Return the radii in km beyond the one asked, nearest first; none without a commune."""
    return tuple(km for km in RADII if km > asked.radius) if asked.commune else ()
