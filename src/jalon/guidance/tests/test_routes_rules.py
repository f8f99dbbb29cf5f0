"""Routes as plain values: feasible, the best first, the same whatever the order, never better with less."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.guidance.rules.route_search import (
    MOST_BY_WAY,
    MOST_ROUTES,
    best_routes,
    closed_to,
    is_feasible,
)
from jalon.guidance.rules.routes import Prefer, RouteWay, Step, order, take
from jalon.guidance.rules.situation import (
    Person,
    Status,
    certification_said,
    level_said,
    occupation_said,
)

TODAY = date(2026, 3, 2)
levels = st.sampled_from((0, 3, 4, 5, 6, 7))


@st.composite
def steps(draw):
    way = draw(st.sampled_from(list(RouteWay)))
    days = draw(st.lists(st.integers(0, 900), max_size=3))
    return Step(
        key="",
        name="Étape",
        way=way,
        level_in=draw(levels),
        level_out=draw(levels),
        leads=way is not RouteWay.REFRESHER and draw(st.booleans()),
        months=draw(st.none() | st.integers(0, 36)),
        starts=tuple(sorted(TODAY + timedelta(days=day) for day in days)),
        any_time=draw(st.booleans()),
        cost=draw(st.none() | st.integers(0, 5000)),
        km=draw(st.none() | st.integers(0, 200)),
        experience=way is RouteWay.VAE,
        earning=draw(st.booleans()),
        doubts=draw(st.sampled_from(((), ("durée habituelle",)))),
    )


graphs = st.lists(steps(), max_size=9).map(
    lambda found: [replace(step, key=f"{number:02}") for number, step in enumerate(found)]
)
people = st.builds(
    Person,
    level=st.none() | levels,
    age=st.none() | st.integers(14, 60),
    status=st.sampled_from(Status),
    experienced=st.none() | st.booleans(),
    reach_km=st.none() | st.integers(0, 200),
)


@given(graphs, people, st.sampled_from(Prefer))
def test_every_route_is_feasible_and_they_differ(graph, person, prefer):
    routes = best_routes(graph, person, today=TODAY, prefer=prefer)
    assert len(routes) <= MOST_ROUTES
    assert all(is_feasible(route, person) for route in routes)
    ends = [(route.last.way, route.last.level_out) for route in routes]
    assert len(set(ends)) == len(ends)
    assert all([way for way, _ in ends].count(way) <= MOST_BY_WAY for way, _ in ends)
    assert [order(route, prefer) for route in routes] == sorted(order(route, prefer) for route in routes)


@given(graphs, people, st.sampled_from(Prefer), st.randoms(use_true_random=False))
def test_the_order_of_the_steps_changes_nothing(graph, person, prefer, random):
    mixed = random.sample(graph, len(graph))
    assert best_routes(graph, person, today=TODAY, prefer=prefer) == best_routes(
        mixed, person, today=TODAY, prefer=prefer
    )


@settings(max_examples=200)
@given(graphs, people, st.sampled_from(Prefer), st.data())
def test_taking_a_step_away_never_improves_the_best_route(graph, person, prefer, data):
    best = best_routes(graph, person, today=TODAY, prefer=prefer)
    if not graph:
        assert best == []
        return
    gone = data.draw(st.sampled_from(graph))
    left = best_routes([one for one in graph if one != gone], person, today=TODAY, prefer=prefer)
    if left:
        assert order(best[0], prefer) <= order(left[0], prefer)


@given(steps(), st.integers(0, 900), st.integers(0, 900))
def test_who_is_ready_later_never_ends_sooner(step, one, two):
    early, late = (take(step, TODAY + timedelta(days=day)) for day in sorted((one, two)))
    assert early.start <= late.start
    assert early.end <= late.end


def school(key, level_in, level_out, **fields):
    return Step(key, key, RouteWay.SCHOOL, level_in, level_out, **fields)


def test_a_higher_diploma_is_reached_by_the_steps_before_it():
    graph = [
        school("bac", 0, 4, months=36),
        school("bts", 4, 5, months=24),
        school("licence", 5, 6, months=12, leads=True),
    ]
    (route,) = best_routes(graph, Person(level=0), today=TODAY)
    assert route.keys == ("bac", "bts", "licence")
    assert route.months == 72
    assert route.taken[0].start == date(2026, 9, 1)
    (short,) = best_routes(graph, Person(level=4), today=TODAY)
    assert short.keys == ("bts", "licence")


def test_four_steps_are_too_many():
    graph = [school("a", 0, 3), school("b", 3, 4), school("c", 4, 5), school("d", 5, 6, leads=True)]
    assert best_routes(graph, Person(level=0), today=TODAY) == []


def test_a_refresher_opens_adult_training_one_level_further():
    adult = Step("titre", "Titre", RouteWay.ADULT, 3, 4, leads=True, months=8)
    refresher = Step("remise", "Remise à niveau", RouteWay.REFRESHER, 0, months=3)
    (route,) = best_routes([adult, refresher], Person(level=0), today=TODAY)
    assert route.keys == ("remise", "titre")
    assert best_routes([replace(adult, level_in=4), refresher], Person(level=0), today=TODAY) == []


def test_unknown_costs_are_not_taken_for_nothing():
    known = Step("connu", "Connu", RouteWay.ADULT, 0, 3, leads=True, months=20, cost=900)
    unknown = Step("inconnu", "Inconnu", RouteWay.SCHOOL, 0, 3, leads=True, months=1)
    best = best_routes([known, unknown], Person(), today=TODAY, prefer=Prefer.CHEAPEST)
    assert [route.cost for route in best] == [900, None]


@pytest.mark.parametrize(
    ("person", "closed"),
    [
        (Person(), False),
        (Person(age=29), False),
        (Person(age=30), True),
        (Person(age=14), False),
    ],
)
def test_age_closes_apprenticeship_only_when_said(person, closed):
    step = Step("cap", "CAP", RouteWay.APPRENTICESHIP, 0, 3, leads=True)
    assert (closed_to(step, person) is not None) == closed


def test_the_experience_route_is_for_those_who_say_they_have_some():
    step = Step("vae", "VAE", RouteWay.VAE, 0, 3, leads=True, experience=True)
    assert best_routes([step], Person(), today=TODAY) == []
    assert len(best_routes([step], Person(experienced=True), today=TODAY)) == 1


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *(
            ("3e", 0),
            ("sans diplôme", 0),
            ("CAP", 3),
            ("CAP cuisine", 3),
            ("bac pro commerce", 4),
            ("Bac", 4),
        ),
        *(("BTS", 5), ("licence", 6), ("bac + 3", 6), ("bac+5", 7), ("terminale", 0), ("boulanger", None)),
        *(("", None), ("DUT", 5), ("doctorat", 8), ("seconde pro", 0), ("Bac+2", 5)),
    ],
)
def test_levels_are_read_in_the_words_people_use(text, level):
    assert level_said(text) == level


@given(st.text(max_size=40))
def test_any_text_is_read(text):
    assert level_said(text) in {None, 0, 3, 4, 5, 6, 7, 8}


def test_codes_are_told_from_words():
    assert certification_said("rncp 37537") == "RNCP37537"
    assert certification_said("boulanger") == ""
    assert occupation_said("d1102") == "D1102"
    assert occupation_said("bac") == ""
