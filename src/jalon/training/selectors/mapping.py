"""The map of what was found: a drawing made here, its table, and the marks of the interactive map."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from jalon.territory.rules import Ring, bounding_box, distance_km
from jalon.territory.selectors import Outline, ground, outlines
from jalon.territory.selectors import Town as Commune
from jalon.training.rules.asking import RADII, Asked, address
from jalon.training.rules.clusters import (
    Cluster,
    Frame,
    Spot,
    clusters,
    degrees,
    frame_around,
    pixels,
    zoom_to_fit,
)
from jalon.training.selectors.searching import Around, Found, places_found

WIDTH, HIGHEST = 480, 600  # units of the drawing
DRAWN_CELL = 76
SMALLEST, LARGEST = 17, 33  # radius of a circle
NAMED = 7
NEAREST_KM = 8  # half of the least that a drawing shows
MOST_TOWNS = 120
MARKED_TOWNS = 8
MARK = "\0"  # stands for a commune in an address; no cleaned text holds it


@dataclass(frozen=True)
class Town:
    """A commune where something was found; `query`: the address that keeps what is there."""

    code: str
    name: str
    count: int
    query: str


@dataclass(frozen=True)
class Circle:
    """One mark of the drawing, in its units. `name`: written beside it, or empty."""

    x: int
    y: int
    radius: int
    count: int
    label: str
    name: str
    query: str

    @property
    def below(self) -> int:
        """Return where the name is written."""
        return self.y + self.radius + 15


@dataclass(frozen=True)
class Drawing:
    """The drawing: the départements (« code », path), the circles; `home` and `reach`: where one looks.

    `frame`: what it shows, « south west north east » in degrees.
    """

    frame: str
    height: int
    outlines: list[tuple[str, str]]
    circles: list[Circle]
    home: tuple[int, int] | None = None
    reach: int = 0

    @property
    def pole(self) -> tuple[int, int] | None:
        """Return where the pole of the commune stands: above the circle that would hide its foot."""
        if self.home is None:
            return None
        x, y = self.home
        over = [one for one in self.circles if math.hypot(one.x - x, one.y - y) < one.radius + 8]
        return min(((one.x, one.y - one.radius) for one in over), key=lambda at: at[1], default=self.home)


@dataclass(frozen=True)
class MapOf:
    """The map of what was found. `elsewhere`: how many have no known place; `more`: towns not in `towns`."""

    drawing: Drawing | None
    towns: list[Town]
    more: int
    elsewhere: int


@dataclass(frozen=True)
class Mark:
    """One mark of the interactive map; `bounds`: south, west, north, east of its communes, degrees."""

    latitude: float
    longitude: float
    count: int
    label: str
    towns: list[Town]
    bounds: tuple[float, float, float, float]
    query: str


class _Addresses:
    """The addresses of one question in other places; only the commune changes from one to the next."""

    def __init__(self, asked: Asked):
        self.asked = asked
        self.patterns: dict[int, tuple[str, str]] = {}

    def near(self, code: str, radius: int = 0) -> str:
        """Return the address of the question around a commune."""
        if radius not in self.patterns:
            before, _mark, after = query_in(self.asked, MARK, radius).partition(quote(MARK))
            self.patterns[radius] = before, after
        return quote(code).join(self.patterns[radius])


@dataclass(frozen=True)
class _Answered:
    """The communes where something was found, with how many, and the addresses that lead there."""

    communes: dict[str, Commune]
    counts: dict[str, int]
    addresses: _Addresses

    @property
    def spots(self) -> list[Spot]:
        return [
            Spot(code, one.latitude, one.longitude, self.counts[code]) for code, one in self.communes.items()
        ]


def _answered(asked: Asked, counts: dict[str, int], towns: dict[str, Commune]) -> _Answered:
    known = {code: towns[code] for code in counts if code in towns}
    return _Answered(known, counts, _Addresses(asked))


def query_in(asked: Asked, code: str, radius: int = 0) -> str:
    """Return the address of the same question in one commune, or around it."""
    there = replace(asked, commune=code, radius=radius, departement="")
    return urlencode(address(there))


def _town(found: _Answered, code: str) -> Town:
    return Town(code, found.communes[code].name, found.counts[code], found.addresses.near(code))


def _lead(found: _Answered, cluster: Cluster) -> Commune:
    """Return the commune that names a cluster: the most populous, which people know."""
    members = [found.communes[code] for code in cluster.codes]
    return max(members, key=lambda one: (one.population or 0, found.counts[one.insee_code]))


def _query_of(found: _Answered, cluster: Cluster, first: Commune) -> str:
    """Return the address that holds all the communes of a cluster that `first` leads."""
    far = max(_between(first, found.communes[code]) for code in cluster.codes)
    radius = next((km for km in RADII if km >= far), RADII[-1])
    return found.addresses.near(first.insee_code, radius)


def _between(one: Commune, other: Commune) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def said_count(count: int) -> str:
    """Return a number of trainings in words."""
    return f"{count} formation{'s' if count > 1 else ''}"


def _label(cluster: Cluster, first: Commune) -> str:
    name, others = first.name, len(cluster.codes) - 1
    around = f" et {others} autre{'s' if others > 1 else ''} commune{'s' if others > 1 else ''}"
    return f"{name}{around if others else ''} : {said_count(cluster.count)}"


def map_of(found: Found) -> MapOf:
    """Return the map of what `find` found when it was asked to count the communes."""
    here = ground()
    answered = _answered(found.asked, found.places, here.towns)
    spots = answered.spots
    ranked = sorted(spots, key=lambda spot: (-spot.count, spot.code))
    towns = [_town(answered, spot.code) for spot in ranked[:MOST_TOWNS]]
    placed = sum(spot.count for spot in spots)
    return MapOf(
        drawing=_drawing(found, answered, spots, here.outlines),
        towns=towns,
        more=len(ranked) - len(towns),
        elsewhere=max(found.total - placed, 0),
    )


def _frame(
    asked: Asked, shapes: Sequence[Outline], spots: Sequence[Spot], around: Around | None
) -> Frame | None:
    """Return what to draw: around the commune, the département, else the region and all that was found."""
    if around is not None:
        centre = around.commune
        box = bounding_box(centre.latitude, centre.longitude, max(asked.radius, NEAREST_KM))
        return Frame(box.south, box.west, box.north, box.east)
    drawn = [one for one in shapes if asked.departement in {"", one.code}]
    corners = [(latitude, longitude) for one in drawn for ring in one.rings for longitude, latitude in ring]
    if asked.departement and corners:
        return frame_around(corners)
    return frame_around([*corners, *((spot.latitude, spot.longitude) for spot in spots)])


def _drawing(
    found: Found, answered: _Answered, spots: Sequence[Spot], shapes: Sequence[Outline]
) -> Drawing | None:
    around = found.around
    frame = _frame(found.asked, shapes, spots, around)
    if frame is None:
        return None
    zoom = zoom_to_fit(frame, WIDTH, HIGHEST)
    left, top = pixels(frame.north, frame.west, zoom)
    right, bottom = pixels(frame.south, frame.east, zoom)
    left -= (WIDTH - (right - left)) / 2

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        x, y = pixels(latitude, longitude, zoom)
        return round(x - left, 1), round(y - top, 1)

    marked = clusters(spots, zoom, DRAWN_CELL)
    most = max((one.count for one in marked), default=1)
    circles = []
    for rank, one in enumerate(marked):
        x, y = round(one.x - left), round(one.y - top)
        area = SMALLEST**2 + (LARGEST**2 - SMALLEST**2) * one.count / most
        first = _lead(answered, one)
        name = first.name if rank < NAMED else ""
        label, query = _label(one, first), _query_of(answered, one, first)
        circles.append(Circle(x, y, round(math.sqrt(area)), one.count, label, name, query))
    paths = [(one.code, _path(one.rings, at)) for one in shapes]
    edges = " ".join(f"{edge:.3f}" for edge in frame)
    drawing = Drawing(edges, math.ceil(bottom - top), paths, circles)
    if around is None:
        return drawing
    centre = around.commune
    x, y = at(centre.latitude, centre.longitude)
    _x, north = at(
        bounding_box(centre.latitude, centre.longitude, found.asked.radius).north, centre.longitude
    )
    return replace(drawing, home=(round(x), round(y)), reach=round(y - north))


def _path(rings: Iterable[Ring], at: Callable[[float, float], tuple[float, float]]) -> str:
    """Return the `d` of a path from rings of (longitude, latitude)."""
    drawn = []
    for ring in rings:
        points = [at(latitude, longitude) for longitude, latitude in ring]
        drawn.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(drawn)


def marks(asked: Asked, *, today: date, zoom: float, frame: Frame | None = None) -> list[Mark]:
    """Return the marks of the interactive map at a zoom; with `frame`, those that it shows."""
    found = _answered(asked, places_found(asked, today=today), ground().towns)
    shown = []
    for one in clusters(found.spots, zoom):
        latitude, longitude = degrees(one.x, one.y, zoom)
        if frame is not None and not _inside(frame, latitude, longitude):
            continue
        first, members = _lead(found, one), [found.communes[code] for code in one.codes]
        souths, wests = [each.latitude for each in members], [each.longitude for each in members]
        shown.append(
            Mark(
                latitude=round(latitude, 5),
                longitude=round(longitude, 5),
                count=one.count,
                label=_label(one, first),
                towns=[_town(found, code) for code in one.codes[:MARKED_TOWNS]],
                bounds=(min(souths), min(wests), max(souths), max(wests)),
                query=_query_of(found, one, first),
            )
        )
    return shown


def _inside(frame: Frame, latitude: float, longitude: float) -> bool:
    return frame.south <= latitude <= frame.north and frame.west <= longitude <= frame.east


def ground_shapes() -> list[Ring]:
    """Return the outlines of the départements, for an interactive map without tiles."""
    return [ring for one in outlines() for ring in one.rings]
