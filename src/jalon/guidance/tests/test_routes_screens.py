"""« Mon chemin »: the form, the routes in words, what is said when none is known; all from the address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories

from jalon.guidance.rules.route_asked import read_routes_asked
from jalon.guidance.rules.route_search import best_routes
from jalon.guidance.rules.routes import Prefer, Route, RouteWay, Step
from jalon.guidance.rules.situation import CLASSES, Person, Status
from jalon.guidance.selectors.route_screen import WIDTH, shown_routes
from jalon.training.tests import offered

TODAY = date(2026, 3, 2)
ADDRESS = "/comment-y-arriver/D1102/mon-chemin/"
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "a" * 10_000, "{{ 1 }}", "-1", "٣")


@pytest.fixture
def region(db):
    offered.ground()
    offered.offer()


@pytest.mark.django_db
def test_the_routes_are_told_with_what_is_certain_and_the_sources(client, region):
    response = client.get(ADDRESS, {"niveau": "0", "commune": "41018"})
    assertContains(response, "CAP Boulanger")
    assertContains(response, "Pas de date connue")
    assertContains(response, "À vérifier")
    assertContains(response, "Source : ")
    assertContains(response, "Certaines voies demandent de l&#x27;expérience")
    assertContains(response, "Écrit le 22 novembre 2026 d'après nos connaissances générales")


@pytest.mark.django_db
def test_what_was_said_is_kept_in_the_form_and_in_the_links(client, region):
    response = client.get(
        ADDRESS, {"niveau": "4", "lieu": "Blois", "km": "50", "age": "32", "fait": "D1102", "ordre": "paye"}
    )
    assertContains(response, '<option value="4" selected>')
    assertContains(response, '<option value="50" selected>')
    assertContains(response, 'value="Blois"')
    assertContains(response, 'value="32"')
    assertContains(response, 'name="fait" value="D1102" checked')
    assertContains(response, "lieu=Blois&amp;km=50&amp;age=32&amp;fait=D1102&amp;ordre=rapide")
    assertContains(response, "Par l&#x27;expérience (VAE)")


@pytest.mark.django_db
def test_htmx_gets_the_answer_alone_and_the_address(client, region):
    query = {"niveau": "0", "commune": "41018", "km": "", "ordre": "rapide"}
    response = client.get(ADDRESS, query, headers={"HX-Request": "true"})
    assertContains(response, '<div id="trouve">')
    assertContains(response, 'id="announce" hx-swap-oob="innerHTML"')
    assertContains(response, 'name="ordre" value="rapide" hx-swap-oob="true"')
    assertNotContains(response, "<html")
    assert response["HX-Push-Url"] == f"{ADDRESS}?niveau=0&commune=41018&ordre=rapide"
    assert "HX-Request" in response["Vary"]
    whole = client.get(ADDRESS, query, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assertContains(whole, "<html")
    assertNotContains(whole, 'hx-swap-oob="true"')


@pytest.mark.django_db
def test_a_page_of_answers_is_private_and_asks_first_who_said_nothing(client, region):
    nothing = client.get(ADDRESS)
    assertContains(nothing, 'id="situation-dite" open')
    assertNotContains(nothing, "noindex")
    said = client.get(ADDRESS, {"situation": "terminale", "ailleurs": "1"})
    assertContains(said, "noindex")
    assert "private" in said["Cache-Control"]
    assertNotContains(said, 'id="situation-dite" open')
    assertContains(said, '<option value="terminale" selected>')
    assertContains(said, "Finir la terminale et avoir le bac")
    assertContains(said, "ENIC-NARIC")
    assertContains(said, "Psychologue de l&#x27;Éducation nationale")


@pytest.mark.django_db
def test_no_route_known_says_who_to_see(client, region):
    factories.occupation("J1102", "Médecin", level=8)
    response = client.get("/comment-y-arriver/J1102/mon-chemin/", {"niveau": "4"})
    assertContains(response, "Aucun chemin connu")
    assertContains(response, "Qui voir près de chez moi")


@pytest.mark.django_db
def test_a_place_that_is_not_known_or_not_one_commune(client, region):
    assertContains(client.get(ADDRESS, {"lieu": "zzzz"}), "Nous ne connaissons pas « zzzz »")
    factories.commune("Blois", insee_code="41900", postal_codes=("41900",))
    response = client.get(ADDRESS, {"lieu": "Blois"})
    assertContains(response, "De quelle commune parlez-vous")
    assertContains(response, "commune=41900")


@pytest.mark.django_db
def test_the_page_of_the_ways_asks_the_situation(client, region):
    response = client.get("/comment-y-arriver/D1102/")
    assertContains(response, f'action="{ADDRESS}"')
    assertContains(response, 'name="niveau"')


@pytest.mark.django_db
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_break_nothing(client, region, value):
    names = ("niveau", "commune", "lieu", "km", "age", "situation", "fait", "ordre")
    response = client.get(ADDRESS, dict.fromkeys(names, value))
    assert response.status_code == 200
    assertNotContains(response, "<script>alert")


def test_an_address_is_read_as_a_situation():
    query = {"niveau": ["3"], "age": ["17"], "situation": ["recherche"], "fait": ["D1102"], "ordre": ["cout"]}
    asked = read_routes_asked(query, "D1102")
    assert asked.person == Person(3, 17, Status.JOBSEEKER, True, None)
    assert asked.prefer is Prefer.CHEAPEST
    pupil = read_routes_asked({"situation": ["premiere"]}, "D1102")
    assert (pupil.person.status, pupil.person.studying) == (Status.PUPIL, CLASSES["premiere"])
    assert read_routes_asked(query, "K1302").person.experienced is None
    assert read_routes_asked({"age": ["7"]}, "D1102").person.age is None


@given(st.dictionaries(st.sampled_from(["niveau", "age", "situation", "ordre", "km"]), st.lists(st.text())))
def test_any_address_is_read(query):
    asked = read_routes_asked(query, "D1102")
    assert asked.person.starts_at in range(9)


@given(st.lists(st.integers(0, 120), min_size=1, max_size=3))
def test_the_drawing_holds_in_its_width(months):
    route = Route(TODAY)
    for number, length in enumerate(months):
        route = route.then(Step(str(number), "Étape", RouteWay.ADULT, 0, months=length, any_time=True))
    (shown,) = shown_routes([route], TODAY)
    assert all(bar.x >= 0 and bar.width > 0 and bar.x + bar.width <= WIDTH for bar in shown.bars)


def test_being_hired_at_once_has_no_end_and_costs_nothing():
    hired = Step("direct", "Embauche", RouteWay.DIRECT, 0, 0, leads=True, months=0.0, cost=0.0, earning=True)
    (shown,) = shown_routes([Route(TODAY).then(hired)], TODAY)
    assert (shown.end, shown.cost, shown.earning) == ("", "rien", True)
    assert (shown.title, shown.goal) == ("Embauche directe, formation sur le poste", "Embauche")
    assert shown.steps[0].when == "Dès qu'un employeur vous embauche"


def test_finishing_a_class_is_said_under_way_and_is_not_counted_as_training():
    person = Person(studying=CLASSES["terminale"], status=Status.PUPIL)
    bts = Step(
        "bts", "BTS", RouteWay.DISTANCE, 4, 5, leads=True, months=24, any_time=True, place="Chez vous", km=0
    )
    (shown,) = shown_routes(best_routes([bts], person, today=TODAY), TODAY)
    assert (shown.title, shown.length, shown.farthest) == ("À distance", "2\xa0ans", "Chez vous")
    assert shown.steps[0].when == "En cours, jusqu'en juillet\xa02026"
    assert shown.steps[0].cost == ""


def test_what_is_said_of_the_cost_goes_on_after_the_colon_and_an_unknown_length_has_no_end():
    step = Step("a", "Étape", RouteWay.ADULT, 0, leads=True, any_time=True, cost_words="Rien, et un salaire.")
    (shown,) = shown_routes([Route(TODAY).then(step)], TODAY)
    assert shown.steps[0].cost == "rien, et un salaire"
    assert shown.end == ""


def test_each_first_of_january_is_drawn():
    (shown,) = shown_routes(
        [Route(TODAY).then(Step("a", "É", RouteWay.ADULT, 0, months=24, any_time=True))], TODAY
    )
    assert len(shown.years) == 2
    assert all(0 < x < WIDTH for x in shown.years)


@pytest.mark.django_db
def test_the_next_person_asks_only_which_load_is_the_latest(client, region, django_assert_max_num_queries):
    factories.load()
    client.get(ADDRESS, {"niveau": "0", "commune": "41018"})
    # The region; then which load for the occupation, for the communes and for what leads there.
    with django_assert_max_num_queries(4):
        client.get(ADDRESS, {"niveau": "4", "commune": "37261", "km": "50", "age": "17"})
