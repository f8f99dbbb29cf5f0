"""Routes as plain values: feasible, the best first, the same whatever the order, never better with less."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.guidance.rules.route_search import (
    MOST_BY_WAY,
    MOST_ROUTES,
    MOST_STEPS,
    MOST_WAIT,
    beginnings,
    best_routes,
    closed_to,
    opens_on,
)
from jalon.guidance.rules.routes import Prefer, Route, RouteWay, Step, order, take
from jalon.guidance.rules.situation import (
    CLASSES,
    Person,
    Status,
    certification_said,
    class_said,
    level_said,
    occupation_said,
)
from jalon.guidance.tests.feasible import is_feasible

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
        prepares=3 if way is RouteWay.REFRESHER else None,
        leads=way is not RouteWay.REFRESHER and draw(st.booleans()),
        months=draw(st.none() | st.integers(0, 36)),
        starts=tuple(sorted(TODAY + timedelta(days=day) for day in days)),
        any_time=draw(st.booleans()),
        cost=draw(st.none() | st.integers(0, 5000)),
        km=draw(st.none() | st.integers(0, 200)),
        until=draw(st.none() | st.integers(0, 900).map(lambda day: TODAY + timedelta(days=day))),
        experience=way is RouteWay.VAE,
        youngest=draw(st.none() | st.integers(16, 20)),
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
    studying=st.none() | st.sampled_from(sorted(CLASSES.values())),
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
@given(graphs, people, st.data())
def test_taking_an_offer_away_never_improves_the_best_route_of_any_order(graph, person, data):
    gone = data.draw(st.sampled_from(graph)) if graph else None
    fewer = [one for one in graph if one != gone]
    for prefer in Prefer:
        best = best_routes(graph, person, today=TODAY, prefer=prefer)
        left = best_routes(fewer, person, today=TODAY, prefer=prefer)
        assert not left or order(best[0], prefer) <= order(left[0], prefer)
        # What is shown holds the best of its order, whatever else is shown beside.
        assert not best or order(best[0], prefer) == min(order(one, prefer) for one in best)


@settings(max_examples=200)
@given(graphs, steps(), people)
def test_adding_an_offer_never_makes_the_best_worse(graph, new, person):
    more = [*graph, replace(new, key="new")]
    for prefer in Prefer:
        best = best_routes(graph, person, today=TODAY, prefer=prefer)
        richer = best_routes(more, person, today=TODAY, prefer=prefer)
        assert not best or order(richer[0], prefer) <= order(best[0], prefer)


@settings(max_examples=200)
@given(graphs, people, st.sampled_from(Prefer))
def test_only_what_is_beaten_is_left_out(graph, person, prefer):
    """Compare with every sequence of steps, tried one by one."""
    tried = [
        Route(begun.ready, begun.taken, begun.free)
        for _held, begun in beginnings(person, TODAY)
        if begun.taken or begun.free is None or begun.free >= TODAY
    ]
    found = []
    for _number in range(MOST_STEPS):
        tried = [route.followed(taken) for route in tried for taken in possible(graph, route, person)]
        found += [route for route in tried if is_feasible(route, person)]
        tried = [route for route in tried if not route.last.leads]
    best = best_routes(graph, person, today=TODAY, prefer=prefer)
    assert bool(best) == bool(found)
    if best:
        assert order(best[0], prefer) == min(order(route, prefer) for route in found)


def possible(graph, route, person):
    """Return each step taken as soon as it can be, without asking whether it may."""
    wait = route.end + timedelta(days=MOST_WAIT)
    return [
        take(step, max(route.end, opens))
        for step in graph
        if (opens := opens_on(step, person, TODAY)) <= wait or route.taken
    ]


@given(graphs, people, st.sampled_from(Prefer))
def test_a_step_begins_after_the_one_before_and_at_the_age_asked(graph, person, prefer):
    for route in best_routes(graph, person, today=TODAY, prefer=prefer):
        ends = [TODAY, *(one.end for one in route.taken)]
        assert all(end <= one.start <= one.end for end, one in zip(ends, route.taken, strict=False))
        if person.age is not None:
            apprentice = [one for one in route.taken if one.step.way is RouteWay.APPRENTICESHIP]
            oldest = [person.age + (one.start - TODAY).days // 366 for one in apprentice]
            assert all(age <= 30 for age in oldest)


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


def test_a_refresher_opens_adult_training_that_asks_a_cap():
    adult = Step("titre", "Titre", RouteWay.ADULT, 3, 4, leads=True, months=8)
    refresher = Step("remise", "Remise à niveau", RouteWay.REFRESHER, 0, prepares=3, months=3)
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


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("terminale", "terminale"),
        ("en 3e", "troisieme"),
        ("2nde pro", "seconde"),
        ("bac", None),
        ("1re", "premiere"),
    ],
)
def test_a_class_is_read_in_the_words_people_use(text, slug):
    found = class_said(text)
    assert (found.slug if found else None) == slug


@pytest.mark.parametrize(
    ("today", "end", "diploma"),
    [
        (date(2026, 11, 22), date(2027, 7, 5), date(2028, 7, 5)),
        (date(2026, 3, 2), date(2026, 7, 5), date(2027, 7, 5)),
        (date(2026, 8, 1), date(2026, 8, 1), date(2027, 8, 1)),
    ],
)
def test_a_school_year_ends_in_july(today, end, diploma):
    assert CLASSES["premiere"].until(today) == end
    assert CLASSES["premiere"].diploma_on(today) == diploma


def test_a_pupil_of_the_last_year_finishes_before_anything_else():
    graph = [school("cap", 0, 3, leads=True, months=12), school("bts", 4, 5, leads=True, months=24)]
    pupil = Person(status=Status.PUPIL, studying=CLASSES["terminale"])
    routes = best_routes(graph, pupil, today=TODAY)
    assert [route.keys for route in routes] == [("class:terminale", "cap"), ("class:terminale", "bts")]
    sooner = Person(status=Status.PUPIL, studying=CLASSES["seconde"])
    assert ("cap",) in [route.keys for route in best_routes(graph, sooner, today=TODAY)]


def test_who_is_too_young_takes_another_step_first():
    nurse = school("deas", 0, 4, leads=True, months=11, youngest=17)
    cap = school("cap", 0, 3, months=24)
    assert best_routes([nurse], Person(age=14), today=TODAY) == []
    (route,) = best_routes([nurse, cap], Person(age=14), today=TODAY)
    assert route.keys == ("cap", "deas")


def test_a_real_start_ends_with_what_is_open_all_the_time():
    step = Step("a", "A", RouteWay.ADULT, 0, any_time=True, until=date(2026, 6, 1), months=1)
    assert take(step, date(2026, 5, 1)).sure
    assert not take(step, date(2026, 7, 1)).sure


def test_a_date_that_nobody_knows_is_never_sooner_than_one_that_is_known():
    known = Step("a", "A", RouteWay.ADULT, 0, 3, leads=True, months=9, starts=(TODAY + timedelta(days=30),))
    guessed = Step("b", "B", RouteWay.ADULT, 0, 4, leads=True, months=9)
    routes = best_routes([known, guessed], Person(), today=TODAY, prefer=Prefer.QUICKEST)
    assert [route.keys for route in routes] == [("a",), ("b",)]
    assert take(replace(guessed, way=RouteWay.VAE), TODAY).start == TODAY
