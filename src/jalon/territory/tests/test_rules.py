"""Distances, codes, colours and drawings: plain values."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.territory.rules import (
    bounding_box,
    colour_problem,
    commune_code_problem,
    contrast_problem,
    contrast_ratio,
    coordinates_problem,
    distance_km,
    drawing_problem,
    readable_name,
    said_km,
)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)
colours = st.from_regex(r"\A#[0-9a-f]{6}\Z")
HALF_TURN_KM = 20_016


@given(points, points)
def test_distance_is_symmetric_and_within_half_a_turn(one, other):
    there, back = distance_km(*one, *other), distance_km(*other, *one)
    assert isclose(there, back, abs_tol=1e-6)
    assert 0 <= there <= HALF_TURN_KM


@given(points, points, points)
def test_no_detour_is_shorter(one, other, third):
    direct = distance_km(*one, *other)
    # Within a metre: near the other side of the Earth, the sine of half the arc tells no more.
    assert direct <= distance_km(*one, *third) + distance_km(*third, *other) + 1e-3


def test_known_distances():
    assert distance_km(48.8566, 2.3522, 45.7640, 4.8357) == pytest.approx(391.5, abs=1)
    assert distance_km(0, 0, 0, 1) == pytest.approx(111.19, abs=0.1)


@given(points, st.floats(0.01, 3000), points)
def test_a_box_holds_every_point_of_its_circle(centre, km, point):
    box = bounding_box(*centre, km)
    if distance_km(*centre, *point) <= km - 1e-6:
        assert box.south - 1e-6 <= point[0] <= box.north + 1e-6
        assert box.west - 1e-6 <= point[1] <= box.east + 1e-6


def test_a_box_in_france_is_tight():
    box = bounding_box(47.4, 0.7, 30)
    assert distance_km(47.4, 0.7, box.north, 0.7) == pytest.approx(30, abs=0.1)
    assert distance_km(47.4, 0.7, 47.4, box.east) == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize(
    ("km", "said"), [(0.2, "moins de 1 km"), (1, "1,0 km"), (9.94, "9,9 km"), (60, "60 km")]
)
def test_said_km(km, said):
    assert said_km(km) == said


@pytest.mark.parametrize("code", ["37261", "2A004", "97411", "36200"])
def test_insee_codes_are_taken(code):
    assert commune_code_problem(code) == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("37000", "code postal"),
        ("3726", "n'est pas un code INSEE"),
        ("Tours", "n'est pas un code INSEE"),
        ("", "n'est pas un code INSEE"),
        ("45234", "n'est pas du département 37"),
    ],
)
def test_other_codes_are_named(code, reason):
    assert reason in commune_code_problem(code, departement="37")


@pytest.mark.parametrize(
    ("position", "reason"),
    [
        ((0, 1.0), "position à zéro"),
        ((47.0, 0), "position à zéro"),
        ((0.69, 47.39), "inversées"),
        ((40.4, -3.7), "hors de France"),
        ((float("nan"), 2.0), "hors de France"),
    ],
)
def test_positions_out_of_france_are_named(position, reason):
    assert reason in coordinates_problem(*position)


@pytest.mark.parametrize("position", [(47.39, 0.69), (42.0, 9.0), (-20.9, 55.5), (14.6, -61.0), (4.9, -52.3)])
def test_positions_in_france_are_taken(position):
    assert coordinates_problem(*position) == ""


@given(colours, colours)
def test_contrast_is_symmetric_and_within_its_bounds(one, other):
    assert colour_problem(one) == ""
    assert 1 <= contrast_ratio(one, other) <= 21
    assert contrast_ratio(one, other) == contrast_ratio(other, one)


def test_a_pale_pair_is_refused():
    assert "contraste de 1,5" in contrast_problem("#ffcc00", "#ffffff")
    assert contrast_problem("#000000", "#ffffff") == ""


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", "url(x)", ""])
def test_what_is_no_colour_is_named(colour):
    assert colour_problem(colour)


def test_a_plain_drawing_is_taken():
    assert drawing_problem('<?xml version="1.0"?><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>') == ""
    assert drawing_problem('<svg><use href="#a"/><path fill="url(#b)"/></svg>') == ""


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><script>alert(1)</script></svg>",
        "<svg onload='alert(1)'></svg>",
        '<svg><a href="javascript:alert(1)"/></svg>',
        '<svg><image href="https://exemple.fr/x.png"/></svg>',
        "<svg><foreignObject/></svg>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        '<svg><style>@import "x"</style></svg>',
        '<svg><rect fill="url(http://exemple.fr)"/></svg>',
        "<html></html>",
        "<svg>" + "x" * 70_000 + "</svg>",
    ],
)
def test_a_drawing_that_could_do_something_is_refused(svg):
    assert drawing_problem(svg)


@pytest.mark.parametrize(
    ("label", "name"), [("SAINT AMAND MONTROND", "Saint Amand Montrond"), ("LE BLANC", "Le Blanc"), ("", "")]
)
def test_readable_names(label, name):
    assert readable_name(label) == name
