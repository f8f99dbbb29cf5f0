"""Facts about places and about a region's look; plain values in, plain values and reasons out."""

from jalon.territory.rules.codes import commune_code_problem, coordinates_problem, readable_name
from jalon.territory.rules.distances import Box, bounding_box, distance_km, said_km
from jalon.territory.rules.look import colour_problem, contrast_problem, contrast_ratio, drawing_problem
from jalon.territory.rules.outlines import Ring, outline_rings

__all__ = [
    "Box",
    "Ring",
    "bounding_box",
    "colour_problem",
    "commune_code_problem",
    "contrast_problem",
    "contrast_ratio",
    "coordinates_problem",
    "distance_km",
    "drawing_problem",
    "outline_rings",
    "readable_name",
    "said_km",
]
