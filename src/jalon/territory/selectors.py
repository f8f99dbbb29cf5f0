"""Reading the region and its communes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q, QuerySet

from jalon.search.rules import fold, plain_query
from jalon.search.selectors import search
from jalon.sources.selectors import latest_load
from jalon.territory.models import Commune, Departement, PostalCode, Region, Territory
from jalon.territory.rules import Ring, bounding_box, distance_km

REGION_KEY = "territory:region"
REGION_SECONDS = 60
DIGITS = re.compile(r"[0-9]{2,5}")
MOST_NAMED_WORDS = 12
ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def current_region() -> Region | None:
    """Return the region that this installation serves, without its drawing; None before the first load."""
    found = cache.get(REGION_KEY)
    if found is None:
        found = Region.objects.defer("logo_svg").first()
        if found is not None:
            cache.set(REGION_KEY, found, REGION_SECONDS)
    return found


def forget_region() -> None:
    """Read the region again at the next request of this process."""
    cache.delete(REGION_KEY)


def region_logo() -> str:
    """Return the SVG of the region's logo, or an empty text."""
    return Region.objects.values_list("logo_svg", flat=True).first() or ""


def communes() -> QuerySet[Commune]:
    """Return the communes in use, with what a screen shows of them."""
    return (
        Commune.objects.filter(withdrawn=False).select_related("departement").prefetch_related("postal_codes")
    )


def commune_by_code(insee_code: str) -> Commune | None:
    """Return the commune of an INSEE code, or None."""
    return communes().filter(insee_code=plain_query(insee_code)).first()


def communes_by_postal_code(postal_code: str, *, limit: int = 50) -> list[Commune]:
    """Return the communes that share a postal code or its beginning, most populous first."""
    coded = PostalCode.objects.filter(code__startswith=plain_query(postal_code)).values("commune")
    return list(communes().filter(pk__in=coded).order_by("-population", "name")[:limit])


def communes_by_text(text: str, *, limit: int = 20, beginning: bool = False) -> list[Commune]:
    """Return the communes that a typed text may mean: a postal code, else a name; best first.

    A name that is exactly the one typed stands alone, unless several communes bear it, or unless the text is
    only the `beginning` of what is being typed.
    """
    text = plain_query(text)
    if DIGITS.fullmatch(text):
        return _by_digits(text, limit)
    spellings = _spellings(fold(text))
    if not spellings:
        return []
    exact = list(communes().filter(folded_name__in=spellings)[:limit])
    if exact and not beginning:
        return exact
    found = exact + (_found_by_search(spellings[-1], limit) or _found_by_beginning(spellings, limit))
    return list(dict.fromkeys(found))[:limit]


def commune_named_in(text: str) -> Commune | None:
    """Return the commune whose whole name stands among the words of a text (the longest), or None."""
    words = fold(plain_query(text)).replace("-", " ").split()[:MOST_NAMED_WORDS]
    ends = range(1, len(words) + 1)
    spans = [" ".join(words[start:end]) for end in ends for start in range(end)]
    names = {name for span in spans for name in _spellings(span)}
    found = communes().filter(folded_name__in=names) if names else ()
    return max(found, key=lambda one: (len(one.folded_name), one.population or 0), default=None)


def _by_digits(digits: str, limit: int) -> list[Commune]:
    found = communes_by_postal_code(digits, limit=limit)
    named = commune_by_code(digits) if not found else None
    return [named] if named else found


def _spellings(folded: str) -> list[str]:
    """Return the ways a commune's folded name may be written, the plainest last.

    >>> _spellings("st pierre des corps")
    ['st pierre des corps', 'saint-pierre-des-corps', 'saint pierre des corps']
    """
    words = [ABBREVIATIONS.get(word, word) for word in folded.replace("-", " ").replace("’", "'").split()]
    ways = [
        folded,
        "-".join(words),
        " ".join([words[0], "-".join(words[1:])]) if words else "",
        " ".join(words),
    ]
    return list(dict.fromkeys(way.strip() for way in ways if way.strip()))


def _found_by_search(text: str, limit: int) -> list[Commune]:
    codes = [hit.code for hit in search(text, kinds=("commune",), limit=limit).hits]
    found = communes().in_bulk(codes)
    return [found[code] for code in codes if code in found]


def _found_by_beginning(spellings: Sequence[str], limit: int) -> list[Commune]:
    query = Q()
    for spelling in spellings:
        query |= Q(folded_name__startswith=spelling)
    return list(communes().filter(query).order_by("-population", "name")[:limit])


def largest_communes(count: int) -> Sequence[Commune]:
    """Return the most populous communes, by name."""
    return sorted(communes().order_by("-population", "name")[:count], key=lambda one: one.folded_name)


def territory_of(commune: Commune) -> Territory | None:
    """Return the SPRO territory that a commune belongs to."""
    return (
        Territory.objects.filter(
            Q(departements=commune.departement_id) | Q(employment_areas=commune.employment_area_id)
            if commune.employment_area_id
            else Q(departements=commune.departement_id)
        )
        .order_by("pk")
        .first()
    )


class Outline(NamedTuple):
    """The light drawing of a département."""

    code: str
    name: str
    rings: list[Ring]  # longitude and latitude of each point, degrees


class Town(NamedTuple):
    """What a map needs of a commune; degrees, WGS 84."""

    insee_code: str
    name: str
    latitude: float
    longitude: float
    population: int | None
    withdrawn: bool


@dataclass(frozen=True)
class Ground:
    """What only a load changes: every commune by its code, those in use from south to north, the drawing."""

    towns: dict[str, Town]
    northward: list[Town]
    outlines: list[Outline]

    def town(self, insee_code: str) -> Town | None:
        """Return a commune in use, or None."""
        found = self.towns.get(insee_code)
        return None if found is None or found.withdrawn else found

    def within(self, centre: Commune | Town, km: float) -> dict[str, float]:
        """Return the codes of the communes in use within `km` of a centre, nearest first, with km."""
        box = bounding_box(centre.latitude, centre.longitude, km)
        first = bisect_left(self.northward, box.south, key=_latitude)
        last = bisect_right(self.northward, box.north, key=_latitude)
        measured = sorted(
            (distance_km(centre.latitude, centre.longitude, town.latitude, town.longitude), town.insee_code)
            for town in self.northward[first:last]
            if box.west <= town.longitude <= box.east
        )
        return {code: distance for distance, code in measured if distance <= km}


def _latitude(town: Town) -> float:
    return town.latitude


def _read_ground() -> Ground:
    rows = Commune.objects.order_by("latitude", "insee_code").values_list(*Town._fields)
    northward = [Town(*row) for row in rows.iterator()]
    drawn = Departement.objects.exclude(outline=[]).order_by("code")
    return Ground(
        towns={town.insee_code: town for town in northward},
        northward=[town for town in northward if not town.withdrawn],
        outlines=[Outline(*row) for row in drawn.values_list("code", "name", "outline")],
    )


@lru_cache(maxsize=2)
def _kept_ground(load: int, finished_at: datetime | None) -> Ground:
    return _read_ground()


def ground() -> Ground:
    """Return what the latest finished load left, read again only after another load.

    Rows that were not written by a load (tests, a shell) are read each time.
    """
    latest = latest_load()
    return _read_ground() if latest is None else _kept_ground(*latest)


def forget_ground() -> None:
    """Read the communes again at the next need of this process: tests undo their loads."""
    _kept_ground.cache_clear()


def communes_within(commune: Commune | Town, km: float) -> dict[str, float]:
    """Return the INSEE codes of the communes within `km` of a commune's centre, nearest first, with km."""
    return ground().within(commune, km)


def outlines() -> list[Outline]:
    """Return the départements that are drawn, by code."""
    return ground().outlines
