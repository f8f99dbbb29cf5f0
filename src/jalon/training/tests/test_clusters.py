"""The marks of the map: nothing lost, nothing twice, each where its places are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.training.rules.clusters import (
    APART,
    CELL,
    Frame,
    Spot,
    clusters,
    degrees,
    frame_around,
    pixels,
    zoom_to_fit,
)

zooms = st.floats(0, 18)
latitudes, longitudes = st.floats(41, 51), st.floats(-5, 10)
spots = st.lists(
    st.builds(Spot, st.from_regex(r"[0-9]{5}", fullmatch=True), latitudes, longitudes, st.integers(0, 500)),
    max_size=40,
    unique_by=lambda spot: spot.code,
)


@given(spots, zooms)
def test_every_place_that_counts_is_in_one_mark_and_counts_add_up(places, zoom):
    found = clusters(places, zoom)
    codes = [code for one in found for code in one.codes]
    assert sorted(codes) == sorted(spot.code for spot in places if spot.count)
    counts = {spot.code: spot.count for spot in places}
    assert all(one.count == sum(counts[code] for code in one.codes) for one in found)


@given(spots, zooms)
def test_a_mark_stands_among_its_places_led_by_the_one_that_counts_most(places, zoom):
    known = {spot.code: spot for spot in places}
    for one in clusters(places, zoom):
        at = [pixels(known[code].latitude, known[code].longitude, zoom) for code in one.codes]
        slack = 1e-6 * max(1.0, one.x, one.y)
        assert min(x for x, _y in at) - slack <= one.x <= max(x for x, _y in at) + slack
        assert min(y for _x, y in at) - slack <= one.y <= max(y for _x, y in at) + slack
        assert known[one.codes[0]].count == max(known[code].count for code in one.codes)


@given(spots, zooms, st.randoms(use_true_random=False))
def test_the_order_of_the_places_changes_nothing(places, zoom, chance):
    mixed = list(places)
    chance.shuffle(mixed)
    assert clusters(mixed, zoom) == clusters(places, zoom)


@given(spots, zooms, st.sampled_from([40, CELL, 90]))
def test_marks_do_not_touch(places, zoom, cell):
    found = clusters(places, zoom, cell)
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            assert math.hypot(one.x - other.x, one.y - other.y) >= cell * APART


def test_places_part_as_one_comes_nearer():
    tours, joue, blois = (
        Spot("37261", 47.39, 0.69, 5),
        Spot("37122", 47.35, 0.66, 9),
        Spot("41018", 47.59, 1.33, 2),
    )
    assert [one.codes for one in clusters([tours, joue, blois], 3)] == [("37122", "37261", "41018")]
    assert [one.codes for one in clusters([tours, joue, blois], 8)] == [("37122", "37261"), ("41018",)]
    assert [one.codes for one in clusters([tours, joue, blois], 13)] == [("37122",), ("37261",), ("41018",)]


@given(latitudes, longitudes, zooms)
def test_pixels_and_degrees_are_inverse(latitude, longitude, zoom):
    assert degrees(*pixels(latitude, longitude, zoom), zoom) == pytest.approx((latitude, longitude), abs=1e-6)


@given(st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=10))
def test_a_frame_holds_its_points_and_fits_its_drawing(points):
    frame = frame_around(points)
    assert isinstance(frame, Frame)
    assert all(frame.south < lat < frame.north and frame.west < lon < frame.east for lat, lon in points)
    zoom = zoom_to_fit(frame, 480, 600)
    left, top = pixels(frame.north, frame.west, zoom)
    right, bottom = pixels(frame.south, frame.east, zoom)
    assert right - left <= 480.001
    assert bottom - top <= 600.001
    assert right - left == pytest.approx(480) or bottom - top == pytest.approx(600)


def test_no_point_has_no_frame():
    assert frame_around([]) is None
