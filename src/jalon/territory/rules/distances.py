"""Distances on the Earth, in kilometres; positions in degrees (WGS 84)."""

from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = EARTH_RADIUS_KM * radians(1)


class Box(NamedTuple):
    """A rectangle of latitudes and longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance between two points.

    >>> round(distance_km(47.3984, 0.6961, 47.8823, 1.9166))
    106
    """
    here, there = radians(latitude), radians(other_latitude)
    half_rise = sin((there - here) / 2)
    half_turn = sin(radians(other_longitude - longitude) / 2)
    chord = half_rise * half_rise + cos(here) * cos(there) * half_turn * half_turn
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def bounding_box(latitude: float, longitude: float, km: float) -> Box:
    """Return a rectangle that holds every point within `km`; its corners lie farther than that.

    Near a pole or the 180th meridian it takes every longitude rather than miss a point.
    """
    margin = km / KM_PER_DEGREE
    south, north = latitude - margin, latitude + margin
    if south > -90 and north < 90:
        turn = sin(min(radians(margin), radians(90))) / cos(radians(latitude))
        if turn < 1:
            reach = degrees(asin(turn))
            if longitude - reach >= -180 and longitude + reach <= 180:
                return Box(south, north, longitude - reach, longitude + reach)
    return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)


def said_km(km: float) -> str:
    """Say a distance as people do.

    >>> said_km(0.4), said_km(3.21), said_km(41.7)
    ('moins de 1 km', '3,2 km', '42 km')
    """
    if km < 1:
        return "moins de 1 km"
    return f"{km:.1f} km".replace(".", ",") if km < 9.95 else f"{km:.0f} km"
