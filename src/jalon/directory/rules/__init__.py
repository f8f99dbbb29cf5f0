"""Facts about places where people are received; plain values in, plain values and reasons out."""

from jalon.directory.rules.entries import example_problem, position_problem
from jalon.directory.rules.linked_data import json_for_script
from jalon.directory.rules.sketch import Dot, Marker, Sketch, draw_sketch

__all__ = [
    "Dot",
    "Marker",
    "Sketch",
    "draw_sketch",
    "example_problem",
    "json_for_script",
    "position_problem",
]
