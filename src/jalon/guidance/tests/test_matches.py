"""The screens of what one accepts and of the occupations ranked with their reasons."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxMiddleware
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories

from jalon.guidance import urls, views

pytestmark = pytest.mark.django_db
CHOICES = "/quel-metier/choix/"
MATCHES = "/quel-metier/metiers/"
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "9" * 5_000, "{{ 1 }}", "-1", "é", "٣")
NAMES = (
    "aime",
    "mots",
    "niveau",
    "vise",
    "mois",
    "avec",
    "sans",
    "secteur",
    "poids-words",
    "page",
    "sait",
    "fait",
)


@pytest.fixture
def loaded() -> None:
    """A few occupations in force."""
    factories.occupation("J1501", "Aide-soignant")
    factories.occupation("F1703", "Maçon")


def test_what_was_said_before_is_kept_and_can_be_changed(client, loaded):
    response = client.get(CHOICES, {"aime": "R100S50", "vise": "4", "mots": "dehors"})
    assertContains(response, '<input type="hidden" name="aime" value="R100S50">')
    assertContains(response, '<option value="4" selected>')
    assertContains(response, ">dehors</textarea>")
    assertNotContains(response, 'type="hidden" name="mots"')


def test_a_sent_form_leads_to_a_clean_address(client, loaded):
    response = client.get(MATCHES, {"aime": "R100", "mots": "", "niveau": "", "vise": "4", "choisir": "1"})
    assertRedirects(response, f"{MATCHES}?aime=R100&vise=4", fetch_redirect_response=False)


def test_usual_weights_leave_the_address(client, loaded):
    response = client.get(MATCHES, {"aime": "R100", "poids-words": "3", "poids-study": "3", "choisir": "1"})
    assertRedirects(response, f"{MATCHES}?aime=R100&poids-study=3", fetch_redirect_response=False)


def test_each_occupation_comes_with_its_reasons_and_its_ways_in(client, loaded):
    response = client.get(MATCHES, {"aime": "S100R0", "vise": "4"})
    assertContains(response, 'class="match"', count=2)
    assertContains(response, "Pourquoi ce métier ?", count=2)
    assertContains(response, 'href="/comment-y-arriver/J1501/"')
    assertContains(response, 'href="/quel-metier/classement/"')
    assertContains(response, '<meta name="robots" content="noindex">')
    assert "private" in response.headers["Cache-Control"]


def test_only_what_was_said_is_explained_and_weighed(client, loaded):
    response = client.get(MATCHES, {"aime": "S100", "vise": "4"})
    assertContains(response, 'id="poids-interests"')
    assertContains(response, 'id="poids-study"')
    assertNotContains(response, 'id="poids-words"')


def test_nothing_said_asks_for_something(client, loaded):
    response = client.get(MATCHES)
    assertContains(response, "Dites-nous d'abord quelque chose")
    assertNotContains(response, 'class="match"')


def test_too_narrow_says_what_to_relax(client, loaded):
    response = client.get(MATCHES, {"vise": "0", "mois": "6", "secteur": "zzz"})
    assertContains(response, "Aucun métier ne réunit vraiment")
    assertContains(response, f'href="{MATCHES}?mois=6&amp;secteur=zzz"')
    assertContains(response, "Regarder tous les secteurs")


def test_htmx_gets_the_list_alone_and_the_address(client, loaded):
    response = client.get(MATCHES, {"aime": "S100", "poids-interests": "3"}, headers={"HX-Request": "true"})
    assertNotContains(response, "<html")
    assertContains(response, 'id="classement"')
    assert response.headers["HX-Push-Url"] == f"{MATCHES}?aime=S100&poids-interests=3"


def test_no_occupation_loaded_is_said(client):
    assertContains(client.get(MATCHES, {"aime": "S100"}), "Aucun métier à classer")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("page", [CHOICES, MATCHES])
def test_hostile_values_break_nothing(client, page, name, value):
    response = client.get(page, {name: value})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_the_rule_is_public_and_whole(client):
    response = client.get("/quel-metier/classement/")
    assertContains(response, "Note du métier = 0,5 + somme de")
    assertContains(response, '<th scope="row"', count=14)  # the weights, then the worked example
    assertContains(response, "Ni le sexe")


def test_the_page_asks_only_which_load_is_the_latest(client, loaded, django_assert_max_num_queries):
    factories.load()
    asked = {"aime": "S100R0", "vise": "4", "mots": "dehors"}
    client.get(MATCHES, asked)
    with django_assert_max_num_queries(3):  # the region, which load for the ranking, which for the cards
        client.get(MATCHES, asked | {"aime": "R80"})


def test_a_page_of_answers_is_given_again_for_a_while_and_by_no_shared_cache(
    rf, loaded, settings, django_assert_num_queries
):
    settings.PAGE_SECONDS = 60
    view = HtmxMiddleware(urls.answered(views.matches))
    first = view(rf.get(f"{MATCHES}?aime=R90"))
    with django_assert_num_queries(0):
        again = view(rf.get(f"{MATCHES}?aime=R90"))
    assert again.content == first.content
    assert "private" in again.headers["Cache-Control"]
    assert "max-age=0" in again.headers["Cache-Control"]
    assert view(rf.get(f"{MATCHES}?aime=S90")).content != first.content
    part = view(rf.get(f"{MATCHES}?aime=R90", headers={"HX-Request": "true"}))
    assert b"<html" not in part.content
    in_workshop = view(rf.get(f"{MATCHES}?aime=R90&atelier=zzz"))
    assert "private" in in_workshop.headers["Cache-Control"]
    with CaptureQueriesContext(connection) as drawn:
        view(rf.get(f"{MATCHES}?aime=R90&atelier=zzz"))
    assert drawn.captured_queries, "a page that may say what was sent is drawn each time"
    caches["answers"].clear()
