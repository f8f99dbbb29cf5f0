"""Sketches, linked data and what an example may claim: plain values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.directory.rules import draw_sketch, example_problem, json_for_script, position_problem

positions = st.tuples(st.floats(41.5, 51), st.floats(-5, 9.5))
communes = st.tuples(st.text(max_size=30), st.floats(41.5, 51), st.floats(-5, 9.5), st.integers(0, 2_000_000))


@given(positions, st.lists(positions, max_size=20), st.lists(communes, max_size=30), st.integers(1, 500))
def test_a_sketch_shows_every_place_once_inside_its_frame(home, places, around, first):
    sketch = draw_sketch(home, places, around, first=first)
    numbers = [number for marker in sketch.markers for number in marker.numbers]
    assert sorted(numbers) == list(range(first, first + len(places)))
    for marker in sketch.markers:
        assert marker.left >= 0
        assert marker.left + marker.width <= sketch.width
        assert 0 <= marker.top <= sketch.height
    assert all(0 <= dot.x <= sketch.width and 0 <= dot.y <= sketch.height for dot in sketch.dots)
    assert 0 <= sketch.home[0] <= sketch.width
    assert 0 <= sketch.home[1] <= sketch.height
    assert 0 < sketch.scale <= sketch.width
    assert sketch.scale_km >= 1


def test_the_north_is_up_and_the_east_is_right():
    sketch = draw_sketch((47.0, 1.0), [(47.5, 1.0), (47.0, 1.5)])
    north, east = sketch.markers
    assert north.y < sketch.home[1]
    assert east.x > sketch.home[0]


def test_places_that_stand_together_share_a_marker():
    sketch = draw_sketch((47.0, 1.0), [(47.0001, 1.0), (47.0002, 1.0), (47.0, 1.6), (47.0001, 1.0001)])
    assert [marker.label for marker in sketch.markers] == ["1, 2, 4", "3"]


@given(st.dictionaries(st.text(), st.text()))
def test_json_never_ends_its_script_and_keeps_its_meaning(data):
    text = json_for_script(data)
    assert not set("<>&") & set(text)
    assert json.loads(text) == {name: value for name, value in data.items() if value}


def test_an_example_claims_nobody_s_number_or_address():
    fine = {"phone": "02 61 91 12 34", "email": "a@lieu.example", "website": "https://lieu.example/accueil"}
    assert example_problem(**fine) is None
    assert example_problem(phone="", email="", website="") is None
    for name, value in (
        ("phone", "02 47 12 34 56"),
        ("email", "a@exemple.fr"),
        ("website", "https://example.evil.fr/"),
    ):
        fault = example_problem(**fine | {name: value})
        assert fault is not None
        assert fault[0] == name


@pytest.mark.parametrize(("km", "wrong"), [(0, False), (30, False), (31, True), (6000, True)])
def test_a_place_far_from_its_commune_is_named(km, wrong):
    assert bool(position_problem(km)) is wrong
