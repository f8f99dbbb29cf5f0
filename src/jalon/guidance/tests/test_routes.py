"""Routes from loaded data: what leads there, its real sessions, what the rule set fills, the command."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests import factories

from jalon.guidance.rules.route_steps import entry_by_length, reaches
from jalon.guidance.rules.routes import LEVELS, Prefer, RouteWay, order
from jalon.guidance.rules.situation import Person
from jalon.guidance.selectors import route_offers
from jalon.guidance.selectors.route_offers import LOOKED_AT
from jalon.guidance.selectors.route_rules import route_rules
from jalon.guidance.selectors.routes import around_code, plan, start_of, steps_to
from jalon.guidance.tests.feasible import is_feasible
from jalon.occupations.models import Occupation
from jalon.training.enums import AccessWay
from jalon.training.tests import offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    offered.ground()
    offered.offer(
        offered.programme("F1", offered.action(offered.session(days=60), price=1200.0), level_in=0),
        offered.programme(
            "F2",
            offered.action(
                offered.session(days=200), mode="apprenticeship", place=offered.TOURS, number="A2"
            ),
            level_in=0,
        ),
    )


def planned(code="D1102", person=None, **fields):
    occupation = Occupation.objects.get(code=code)
    return plan(occupation, person or Person(level=0), today=offered.TODAY, **fields)


def test_real_sessions_are_told_with_their_day_place_and_cost(catalogue):
    found = planned(around=around_code("41018", None), prefer=Prefer.QUICKEST)
    (one,) = found.routes[0].taken
    assert (one.step.way, one.step.place, one.step.km) == (RouteWay.ADULT, "Blois", 0)
    assert (one.start, one.step.months, one.step.cost, one.sure) == (date(2026, 5, 1), 9.0, 1200.0, True)
    assert one.step.url.startswith("/formations/")
    assert [route.last.way for route in found.routes] == [
        RouteWay.ADULT,
        RouteWay.APPRENTICESHIP,
        RouteWay.SCHOOL,
    ]
    assert all(is_feasible(route, found.person) for route in found.routes)


def test_what_nobody_offers_is_filled_by_the_rules_and_said_uncertain(catalogue):
    school = next(route for route in planned().routes if route.last.way is RouteWay.SCHOOL)
    assert school.taken[0].start == date(2026, 9, 1)
    assert not school.taken[0].sure
    assert school.months == 24
    assert len(school.last.doubts) == 2
    assert "Onisep" in school.last.source


def test_the_first_route_depends_on_what_is_preferred(catalogue):
    best = {prefer: planned(prefer=prefer).routes[0].last.way for prefer in Prefer}
    assert best[Prefer.QUICKEST] is RouteWay.ADULT
    assert best[Prefer.EARNING] is RouteWay.APPRENTICESHIP
    assert best[Prefer.CHEAPEST] in {RouteWay.APPRENTICESHIP, RouteWay.SCHOOL}


def test_experience_opens_vae_and_age_closes_apprenticeship(catalogue):
    ways = {route.last.way for route in planned(person=Person(experienced=True, age=40)).routes}
    assert RouteWay.VAE in ways
    assert RouteWay.APPRENTICESHIP not in ways
    held = planned(person=Person(), start=start_of("D1102"))
    assert RouteWay.VAE in {route.last.way for route in held.routes}
    assert len(planned(person=Person(age=40)).closed) == 2


def test_who_does_not_move_is_shown_what_is_within_reach(catalogue):
    near = planned(person=Person(level=0, reach_km=20), around=around_code("41018", 20))
    assert {one.step.place for route in near.routes for one in route.taken} <= {"Blois", ""}


def test_a_diploma_below_the_usual_level_does_not_lead_there():
    factories.occupation("J1102", "Médecin", level=8)
    offered.certification("RNCP2", level=6, kind="Licence", rome="J1102", title="Santé")
    found = planned("J1102", Person(level=4))
    assert found.routes == []
    assert not found.known


def test_a_sheet_tells_the_ways_that_data_lacks():
    aide = factories.occupation("K1302", "Auxiliaire de vie", level=0)
    sheet = factories.sheet(aide)
    factories.way_in(sheet, "Sur le poste", level=0, months=None, modes=["direct"])
    factories.way_in(sheet, "Bac pro", level=4, months=36, modes=["school"])
    routes = planned("K1302").routes
    assert [route.last.way for route in routes] == [RouteWay.DIRECT, RouteWay.SCHOOL]
    assert routes[0].months == 0


def test_kinds_that_are_known_stand_before_the_others_and_old_ones_are_left_out():
    offered.ground()
    access = [AccessWay.SCHOOL]
    offered.certification("RNCP0", kind="BEP", title="Alimentation", access=access)
    offered.certification("RNCP00", kind="", title="Artisan du pain", access=access)
    assert {route.last.certification for route in planned().routes} == {"RNCP1"}


def test_a_certification_that_already_leads_there_is_said(catalogue):
    assert planned(start=start_of("rncp1")).held == "CAP Boulanger"
    assert planned(start=start_of("CAP")).held == ""


@pytest.mark.parametrize(
    ("text", "level", "understood"),
    [("bac pro commerce", 4, True), ("", None, True), ("zzzz qqqq", None, False), ("X9999", None, False)],
)
def test_where_one_starts_from(text, level, understood):
    start = start_of(text)
    assert (start.level, start.understood) == (level, understood)


def test_reading_costs_the_same_whatever_the_offer(catalogue, django_assert_max_num_queries):
    planned()
    with django_assert_max_num_queries(10):
        planned(around=around_code("41018", None))


def test_what_is_known_is_read_once_a_load(catalogue, django_assert_num_queries):
    factories.load()
    planned()
    with django_assert_num_queries(2):  # the occupation of this test, which load
        planned()
    offered.certification("RNCP7", title="Autre", level=4, kind="BP", access=[AccessWay.SCHOOL])
    assert "RNCP7" not in {route.last.certification for route in planned().routes}
    factories.load()
    person = Person(level=3)
    assert "RNCP7" in {route.last.certification for route in planned(person=person).routes}


def test_the_rule_set_is_whole():
    rules = route_rules()
    assert {one.level for one in rules.lengths} == set(LEVELS[1:])
    assert all(rung.level_out is None or rung.level_out > rung.level_in for rung in rules.ladder)
    assert len({rung.key for rung in rules.ladder}) == len(rules.ladder)
    assert all(right.origin.url.startswith("https://") for right in rules.rights)
    assert {right.name for right in rules.rights_for({"apprenticeship"}, "pupil")} == {
        "Apprentissage : payé et sans frais de scolarité",
        "Psychologue de l'Éducation nationale : gratuit",
    }
    young = {right.name for right in rules.rights_for({"adult"}, "jobseeker", age=22)}
    older = {right.name for right in rules.rights_for({"adult"}, "jobseeker", age=40)}
    assert young - older == {"Avant 26 ans : la mission locale"}
    assert any("ENIC-NARIC" in right.text for right in rules.rights_for({"vae"}, "", abroad=True))


@pytest.mark.parametrize(
    ("level", "asked", "enough"), [(6, 8, False), (8, 8, True), (None, 3, False), (None, 0, True)]
)
def test_what_is_enough_for_an_occupation(level, asked, enough):
    assert reaches(level, asked) is enough
    assert reaches(level, None)


def test_a_long_study_is_entered_with_the_bac():
    assert entry_by_length(8, 108) == 4
    assert entry_by_length(None, 12) == 0


@pytest.fixture
def nearby():
    """More offers near Blois than are looked at in one order, all late."""
    offered.ground()
    return [
        offered.programme(
            f"N{number}",
            offered.action(offered.session(days=300), number=f"A{number}", price=500.0),
            level_in=0,
        )
        for number in range(LOOKED_AT + 3)
    ]


@pytest.mark.parametrize("prefer", Prefer)
def test_adding_an_offer_never_makes_the_best_worse(nearby, prefer):
    around = around_code("41018", None)
    person = Person(level=0)
    sooner = offered.programme(
        "SOON", offered.action(offered.session(days=20), place=offered.TOURS, number="B1"), level_in=0
    )
    asks_bac = offered.programme("BAC", offered.action(offered.session(days=5), number="B2"), level_in=4)
    offered.offer(*nearby)
    before = planned(person=person, around=around, prefer=prefer).routes[0]
    offered.offer(*nearby, sooner, asks_bac)
    after = planned(person=person, around=around, prefer=prefer).routes[0]
    assert order(after, prefer) <= order(before, prefer)
    if prefer is Prefer.QUICKEST:
        assert after.taken[0].step.place == "Tours"


@pytest.mark.parametrize("commune", ["", "41018", "37261", "45234"])
@pytest.mark.parametrize("reach", [None, 5])
def test_offers_that_are_kept_give_the_same_steps_as_the_index(nearby, monkeypatch, commune, reach):
    far = offered.action(offered.session(days=40), place=offered.TOURS, number="B1")
    home = offered.action(offered.session(days=50), mode="distance", place=offered.TOURS, number="B2")
    offered.offer(*nearby, offered.programme("FAR", far), offered.programme("HOME", home))
    occupation, person = Occupation.objects.get(code="D1102"), Person(level=0, reach_km=reach)
    factories.commune("Orléans", insee_code="45234", postal_codes=("45000",), latitude=47.9, longitude=1.9)
    asked = {"today": offered.TODAY, "around": around_code(commune, reach)}
    kept = steps_to(occupation, person, **asked)
    monkeypatch.setattr(route_offers, "MOST_HELD", 0)
    assert steps_to(occupation, person, **asked) == kept


def test_an_offer_that_comes_is_seen_at_once(catalogue):
    factories.load()
    assert len(planned().routes) == 3
    distance = offered.action(offered.session(days=30), mode="distance")
    offered.offer(offered.programme("NEW", distance, level_in=0))
    assert RouteWay.DISTANCE in {route.last.way for route in planned().routes}


def test_a_one_year_cap_is_for_who_holds_a_diploma():
    offered.ground()
    two_years = offered.action(offered.session(days=60), mode="apprenticeship")._replace(months=24.0)
    offered.offer(offered.programme("F1", two_years, level_in=0))
    master, none = planned(person=Person(level=7)), planned(person=Person(level=0))
    assert [months(found, RouteWay.APPRENTICESHIP) for found in (master, none)] == [12, 24]
    assert "durée plus courte" in master.routes[0].last.doubts[-1]


def months(found, way):
    return next(route.months for route in found.routes if route.last.way is way)


def test_conditions_of_an_offer_are_shown_and_kept():
    offered.ground()
    promoted = offered.action(offered.session(days=60), conditions="Être aide-soignant depuis trois ans.")
    grown = offered.action(offered.session(days=60), number="A2", mode="distance", conditions="Avoir 17 ans.")
    offered.offer(offered.programme("F1", promoted, grown, level_in=0))
    ways = {route.last.way: route for route in planned(person=Person(level=0, age=16)).routes}
    assert RouteWay.ADULT not in ways
    assert ways[RouteWay.DISTANCE].taken[0].start > date(2027, 2, 1)
    assert ways[RouteWay.DISTANCE].last.note == "Avoir 17 ans."
    assert RouteWay.ADULT in {route.last.way for route in planned(person=Person(experienced=True)).routes}


def test_a_sum_left_to_pay_is_read():
    offered.ground()
    offered.offer(offered.programme("F1", offered.action(offered.session(), cost_left="1 250 €"), level_in=0))
    assert planned().routes[0].cost == 1250


def test_a_sheet_opens_earlier_than_an_offer_and_a_job_hides_no_step():
    offered.ground()
    teacher = factories.occupation("K2107", "Professeur", level=7)
    sheet = factories.sheet(teacher)
    factories.way_in(sheet, "Licence puis master", level=7, months=60, modes=["school"], position=1)
    factories.way_in(sheet, "Contractuel", level=6, months=None, modes=["direct"], position=2)
    master = offered.action(offered.session(), mode="school")
    offered.offer(offered.programme("M", master, level_in=6, level_out=7, rome=("K2107",), certifications=()))
    keys = {route.keys for route in planned("K2107", Person(level=4), prefer=Prefer.QUICKEST).routes}
    assert ("rule:licence", "sheet:2:direct") in keys
    assert "sheet:1:school" in {step.key for step in steps_to(teacher, Person(level=4), today=offered.TODAY)}


def test_a_contest_is_a_way_only_when_it_opens_no_school_nor_job():
    officer = factories.occupation("K1706", "Policier", level=4)
    sheet = factories.sheet(officer)
    factories.way_in(sheet, "Concours de gardien", level=4, months=None, modes=["competition"], position=1)
    factories.way_in(sheet, "École d'art", level=6, months=36, modes=["school", "competition"], position=2)
    factories.way_in(
        sheet, "Après cinq ans de travail", level=4, months=None, modes=["competition", "adult"], position=3
    )
    routes = planned("K1706", Person(level=4)).routes
    assert {(route.last.name, route.last.way) for route in routes} == {
        ("Concours de gardien", RouteWay.COMPETITION),
        ("École d'art", RouteWay.SCHOOL),
    }
    assert all("il faut réussir le concours" in route.last.doubts for route in routes)


def test_the_command_answers_in_words_and_in_json(catalogue):
    out = StringIO()
    call_command("routes", "--from", "3e", "--to", "d1102", "--near", "41018", stdout=out)
    assert "CAP Boulanger" in out.getvalue()
    out = StringIO()
    call_command("routes", "--from", "bac", "--to", "D1102", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["from"]["level"] == 4
    assert told["routes"][0]["steps"][0]["source"]
    assert all(right["source"]["url"] and right["written_on"] for right in told["rights"])
    assert {"CAP Boulanger"} == {step["name"] for route in told["routes"] for step in route["steps"]}


@pytest.mark.parametrize(
    "words",
    [("--to", "Z9999"), ("--to", "D1102", "--from", "zzzz"), ("--to", "D1102", "--near", "00000")],
)
def test_the_command_says_what_it_does_not_know(catalogue, words):
    with pytest.raises(CommandError):
        call_command("routes", *words)


def test_access_is_what_the_directory_allows():
    factories.occupation("A1234", "Essai", level=3)
    access = [AccessWay.APPRENTICESHIP]
    offered.certification("RNCP3", level=3, rome="A1234", title="Essai", access=access)
    (route,) = planned("A1234").routes
    assert route.last.way is RouteWay.APPRENTICESHIP
    assert route.last.earning
