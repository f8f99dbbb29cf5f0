"""What someone asks of the calendar: filters, read from an address without trust, always written alike."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jalon.agenda.enums import Audience, EventKind, EventState

# The name of each filter in addresses, everywhere.
TYPE, STATE, TERRITORY, ORGANISATION = "type", "etat", "territoire", "structure"
AUDIENCE, THEME, SECTOR = "public", "theme", "secteur"
COMMUNE, DISTANCE, TEXT, OCCUPATION, MINE = "commune", "km", "q", "metier", "moi"

MOST_VALUES = 20
LONGEST_TEXT = 100
DISTANCES_KM = (5, 10, 20, 30, 50, 100)
USUAL_KM = 30
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COMMUNE_CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
OCCUPATION_CODE = re.compile(r"[A-Z][0-9]{4}")


@dataclass(frozen=True)
class Asked:
    """Filters of the calendar; nothing: everything. Values of one filter add up, filters narrow."""

    types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    commune: str = ""
    km: int | None = None
    text: str = ""
    occupation: str = ""
    mine: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return self != Asked()


def _chosen(given: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    wanted = set(given)
    return tuple(value for value in allowed if value in wanted)


def _slugs(given: Sequence[str]) -> tuple[str, ...]:
    found = {one for one in given[: MOST_VALUES * 2] if len(one) <= LONGEST_TEXT and SLUG.fullmatch(one)}
    return tuple(sorted(found))[:MOST_VALUES]


def _first(query: Mapping[str, Sequence[str]], name: str) -> str:
    return next((value.strip() for value in query.get(name, ()) if value.strip()), "")


def _matching(pattern: re.Pattern[str], value: str) -> str:
    return value if pattern.fullmatch(value) else ""


def _distance(value: str, commune: str) -> int | None:
    if not commune:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", value):
        return USUAL_KM
    return next((km for km in DISTANCES_KM if km >= int(value)), DISTANCES_KM[-1])


def read_asked(query: Mapping[str, Sequence[str]]) -> Asked:
    """Read filters from the query of an address, as lists of values; what makes no sense is left aside.

    >>> read_asked({"type": ["forum", "rubbish"], "km": ["12"], "commune": ["37261"]}).km
    20
    """
    commune = _matching(COMMUNE_CODE, _first(query, COMMUNE))
    return Asked(
        types=_chosen(query.get(TYPE, ()), EventKind.values),
        states=_chosen(query.get(STATE, ()), EventState.values),
        territories=_slugs(query.get(TERRITORY, ())),
        organisations=_slugs(query.get(ORGANISATION, ())),
        audiences=_chosen(query.get(AUDIENCE, ()), Audience.values),
        themes=_slugs(query.get(THEME, ())),
        sectors=_slugs(query.get(SECTOR, ())),
        commune=commune,
        km=_distance(_first(query, DISTANCE), commune),
        text=" ".join("".join(one if one.isprintable() else " " for one in _first(query, TEXT)).split())[
            :LONGEST_TEXT
        ].strip(),
        occupation=_matching(OCCUPATION_CODE, _first(query, OCCUPATION)),
        mine=_first(query, MINE) == "1",
    )


def written_asked(asked: Asked) -> list[tuple[str, str]]:
    """Return the filters as pairs of an address, always in the same order."""
    several = (
        (TYPE, asked.types),
        (STATE, asked.states),
        (TERRITORY, asked.territories),
        (ORGANISATION, asked.organisations),
        (AUDIENCE, asked.audiences),
        (THEME, asked.themes),
        (SECTOR, asked.sectors),
    )
    pairs = [(name, value) for name, values in several for value in values]
    km = "" if asked.km is None else str(asked.km)
    one = ((COMMUNE, asked.commune), (DISTANCE, km), (TEXT, asked.text), (OCCUPATION, asked.occupation))
    return pairs + [(name, value) for name, value in one if value] + ([(MINE, "1")] if asked.mine else [])
