"""Places by real distance: two queries, however many places there are."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Organisation
from jalon.territory.models import Commune
from jalon.territory.rules import distance_km, said_km

RADIUS_KM = 60


@dataclass(frozen=True)
class KindCount:
    """How many places of a kind stand within the radius."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class Near:
    """Places around a point, nearest first; figures are within RADIUS_KM.

    Each place has `distance_km`, and `distance` in words.

    `farther` tells that nothing stands within it: `places` are then the nearest ones beyond.
    """

    places: list[Organisation]
    total: int
    kinds: list[KindCount]
    farther: bool


def _in_use() -> QuerySet[Organisation]:
    return Organisation.objects.filter(withdrawn=False)


def _measured(latitude: float, longitude: float) -> list[tuple[float, int, str]]:
    """Return (km, key, kind) of every place in use, nearest first."""
    rows = _in_use().order_by().values_list("pk", "kind", "latitude", "longitude")
    return sorted(
        (distance_km(latitude, longitude, place_latitude, place_longitude), pk, kind)
        for pk, kind, place_latitude, place_longitude in rows
    )


def _with_distance(measured: Sequence[tuple[float, int, str]]) -> list[Organisation]:
    found = (
        Organisation.objects.select_related("commune", "source")
        .prefetch_related("commune__postal_codes")
        .in_bulk([pk for _km, pk, _kind in measured])
    )
    places = []
    for km, pk, _kind in measured:
        if pk in found:
            found[pk].distance_km = km
            found[pk].distance = said_km(km)
            places.append(found[pk])
    return places


def near_point(
    latitude: float, longitude: float, *, kinds: Collection[str] = (), limit: int = 20
) -> list[Organisation]:
    """Return the places nearest to a point (degrees), each with its `distance_km`."""
    measured = [row for row in _measured(latitude, longitude) if not kinds or row[2] in kinds]
    return _with_distance(measured[:limit])


def near(commune: Commune, *, kinds: Collection[str] = (), limit: int = 20) -> list[Organisation]:
    """Return the places nearest to a commune's centre, each with its `distance_km`."""
    return near_point(commune.latitude, commune.longitude, kinds=kinds, limit=limit)


def places_around(commune: Commune, *, kinds: Collection[str] = (), start: int = 0, limit: int = 20) -> Near:
    """Return what the near-me screen shows: places within RADIUS_KM from the `start`-th, counts by kind.

    When nothing stands within it, the three nearest places beyond are given instead.
    """
    measured = _measured(commune.latitude, commune.longitude)
    counts = Counter(kind for km, _pk, kind in measured if km <= RADIUS_KM)
    known = {kind for _km, _pk, kind in measured}
    chosen = [row for row in measured if not kinds or row[2] in kinds]
    inside = [row for row in chosen if row[0] <= RADIUS_KM]
    shown = inside[start : start + limit] if inside else chosen[:3]
    return Near(
        places=_with_distance(shown),
        total=len(inside),
        kinds=[
            KindCount(kind.value, kind.label, counts[kind.value])
            for kind in OrganisationKind
            if kind.value in known
        ],
        farther=not inside,
    )


def open_place(slug: str) -> Organisation | None:
    """Return one organisation, withdrawn or not, with what its page shows; None when unknown."""
    return (
        Organisation.objects.filter(slug=slug)
        .select_related("commune__departement", "source")
        .prefetch_related("commune__postal_codes")
        .first()
    )
