"""Reading the places where people are received."""

from jalon.directory.selectors.linked_data import linked_data
from jalon.directory.selectors.places import (
    RADIUS_KM,
    KindCount,
    Near,
    near,
    near_point,
    open_place,
    places_around,
)
from jalon.directory.selectors.sketch import sketch_around

__all__ = [
    "RADIUS_KM",
    "KindCount",
    "Near",
    "linked_data",
    "near",
    "near_point",
    "open_place",
    "places_around",
    "sketch_around",
]
