"""Gathering the places of a map: one mark for those that would cover each other at a zoom."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WORLD = 256  # pixels of the whole world at zoom 0
CELL = 64  # pixels: side of a cell of the grid
APART = 0.75  # of a cell: centres nearer than this are put together
MAX_LATITUDE = 85.0511
FARTHEST_ZOOM = 20.0


class Spot(NamedTuple):
    """A place with something to count; degrees, WGS 84."""

    code: str
    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True)
class Cluster:
    """Spots drawn as one mark: `codes`, the one that counts most first; `x`, `y` in pixels of the world."""

    codes: tuple[str, ...]
    count: int
    x: float
    y: float


def pixels(latitude: float, longitude: float, zoom: float) -> tuple[float, float]:
    """Return where a place is drawn, in pixels of the world (web Mercator, x to the east, y to the south).

    >>> pixels(0.0, 0.0, 0)
    (128.0, 128.0)
    """
    size = WORLD * 2 ** min(zoom, FARTHEST_ZOOM)
    sine = math.sin(math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))))
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return (longitude / 360 + 0.5) * size, y * size


def degrees(x: float, y: float, zoom: float) -> tuple[float, float]:
    """Return the latitude and longitude of a point given in pixels of the world: the inverse of `pixels`."""
    size = WORLD * 2 ** min(zoom, FARTHEST_ZOOM)
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / size))))
    return latitude, (x / size - 0.5) * 360


@dataclass
class _Group:
    spots: list[Spot]
    weight: int
    x: float
    y: float

    def take(self, other: "_Group") -> None:
        """Put another group in this one; the centre is that of all, by their counts."""
        total = self.weight + other.weight
        self.x = (self.x * self.weight + other.x * other.weight) / total
        self.y = (self.y * self.weight + other.y * other.weight) / total
        self.spots, self.weight = self.spots + other.spots, total


def clusters(spots: Iterable[Spot], zoom: float, cell: float = CELL) -> list[Cluster]:
    """Return the marks of a map at a zoom, those that count most first.

    Spots of one `cell` (pixels) of a grid fixed to the ground go together, then groups that would touch:
    moving the map changes nothing. Every spot that counts something is in exactly one cluster.
    """
    cells: dict[tuple[int, int], _Group] = {}
    for spot in sorted(spots):
        if spot.count <= 0:
            continue
        x, y = pixels(spot.latitude, spot.longitude, zoom)
        key = (math.floor(x / cell), math.floor(y / cell))
        alone = _Group([spot], spot.count, x, y)
        if key in cells:
            cells[key].take(alone)
        else:
            cells[key] = alone
    groups = list(cells.values())
    while len(closer := _put_together(groups, cell * APART)) < len(groups):
        groups = closer
    found = [_cluster(group) for group in groups]
    return sorted(found, key=lambda one: (-one.count, one.codes))


def _put_together(groups: Sequence[_Group], apart: float) -> list[_Group]:
    """Return the groups once those whose centres are too near are one; the largest takes the others."""
    kept: list[_Group] = []
    for group in sorted(groups, key=lambda one: (-one.weight, one.spots[0].code)):
        near = next((one for one in kept if math.hypot(one.x - group.x, one.y - group.y) < apart), None)
        if near is None:
            kept.append(group)
        else:
            near.take(group)
    return kept


def _cluster(group: _Group) -> Cluster:
    ranked = sorted(group.spots, key=lambda one: (-one.count, one.code))
    total = sum(one.count for one in ranked)
    return Cluster(tuple(one.code for one in ranked), total, group.x, group.y)


class Frame(NamedTuple):
    """The part of the world that a drawing shows, in degrees."""

    south: float
    west: float
    north: float
    east: float


def frame_around(points: Iterable[tuple[float, float]], margin: float = 0.04) -> Frame | None:
    """Return the frame of some (latitude, longitude), with a share of its size around; None without any."""
    kept = list(points)
    if not kept:
        return None
    south, north = min(one[0] for one in kept), max(one[0] for one in kept)
    west, east = min(one[1] for one in kept), max(one[1] for one in kept)
    high, wide = max(north - south, 0.1) * margin, max(east - west, 0.1) * margin
    return Frame(south - high, west - wide, north + high, east + wide)


def zoom_to_fit(frame: Frame, width: float, height: float) -> float:
    """Return the zoom at which a frame fills a drawing of so many pixels without going over."""
    left, top = pixels(frame.north, frame.west, 0)
    right, bottom = pixels(frame.south, frame.east, 0)
    scale = min(width / max(right - left, 1e-6), height / max(bottom - top, 1e-6))
    return max(0.0, min(FARTHEST_ZOOM, math.log2(scale)))
