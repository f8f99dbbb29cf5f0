"""The drawing of a département as GeoJSON gives it: bounded, closed, on Earth; else a reason."""

from math import isfinite
from typing import Any

MOST_RINGS = 20
MOST_POINTS = 500
LEAST_POINTS = 4  # a closed triangle

Ring = list[list[float]]  # longitude and latitude of each point, degrees, WGS 84


def _degrees_problem(point: Any) -> str:
    """Say why a point is not a longitude and a latitude, or return an empty text."""
    if not isinstance(point, list) or len(point) != 2:
        return "chaque point est [longitude, latitude]"
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in point):
        return "chaque point est [longitude, latitude], en nombres"
    if not (isfinite(point[0]) and isfinite(point[1]) and abs(point[0]) <= 180 and abs(point[1]) <= 90):
        return f"point hors du monde : {str(point)[:60]}"
    return ""


def _ring_problem(ring: Any) -> str:
    """Say why a ring is not a closed line of points, or return an empty text."""
    if not isinstance(ring, list) or len(ring) < LEAST_POINTS:
        return f"un contour a au moins {LEAST_POINTS} points"
    if len(ring) > MOST_POINTS:
        return f"contour trop fin : {len(ring)} points, au plus {MOST_POINTS}"
    if reason := next(filter(None, map(_degrees_problem, ring)), ""):
        return reason
    return "" if ring[0] == ring[-1] else "contour ouvert : le dernier point doit être le premier"


def outline_rings(geometry: Any) -> tuple[list[Ring], str]:
    """Return the rings of a GeoJSON Polygon or MultiPolygon and an empty text, or nothing and why not.

    >>> outline_rings({"type": "Point", "coordinates": [0, 47]})
    ([], 'geometry est un Polygon ou un MultiPolygon')
    """
    parts = geometry.get("coordinates") if isinstance(geometry, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return [], "geometry est un Polygon ou un MultiPolygon"
    polygons = [parts] if kind == "Polygon" else parts
    if not _is_list_of_lists(polygons):
        return [], "coordinates est une liste de contours"
    rings = [ring for polygon in polygons for ring in polygon]
    if not rings or len(rings) > MOST_RINGS:
        return [], f"1 à {MOST_RINGS} contours sont attendus"
    reason = next(filter(None, map(_ring_problem, rings)), "")
    return ([], reason) if reason else (rings, "")


def _is_list_of_lists(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, list) for one in value)
