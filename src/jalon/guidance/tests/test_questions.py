"""The two questions, and the ways into one occupation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories

from jalon.guidance import selectors
from jalon.guidance.rules import chosen_interests, in_sentence
from jalon.search.selectors import Hit, Results

pytestmark = pytest.mark.django_db
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "a" * 10_000, "{{ 1 }}", "RR", "r", "é")


@pytest.fixture
def found(monkeypatch):
    """The engine answers these codes."""
    codes: list[str] = []

    def search(text, *, kinds=(), limit=100):
        hits = [Hit("occupation", code, code, f"/metiers/{code}/", 1.0, "Nom : exact") for code in codes]
        return Results(text, len(hits), hits)

    monkeypatch.setattr(selectors.asking, "search", search)
    return codes


def test_the_six_interests_can_be_picked(client):
    response = client.get("/quel-metier/")
    assertContains(response, 'name="interet"', count=6)
    assertNotContains(response, 'role="alert"')


@pytest.mark.parametrize(
    ("query", "letters"),
    [("interet=S", "S"), ("interet=S&interet=R", "SR"), ("interet=R&interet=R&interet=I&interet=x", "RI")],
)
def test_one_or_two_interests_lead_to_their_page(client, query, letters):
    response = client.get(f"/quel-metier/?{query}&choisir=1")
    assertRedirects(response, f"/centres-d-interet/{letters}/", fetch_redirect_response=False)


def test_no_interest_or_three_are_explained_and_kept(client):
    assertContains(client.get("/quel-metier/?choisir=1"), "Cochez au moins une réponse")
    response = client.get("/quel-metier/?interet=R&interet=I&interet=A")
    assertContains(response, "Vous en avez coché 3")
    assertContains(response, " checked", count=3)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_interests_break_nothing(client, value):
    response = client.get("/quel-metier/", {"interet": value})
    assert response.status_code == 200
    assertNotContains(response, "<script>alert")


@given(st.lists(st.text(max_size=2)))
def test_only_the_six_letters_are_read_each_once(values):
    letters = chosen_interests(values)
    assert len(set(letters)) == len(letters)
    assert set(letters) <= set("RIASEC") & set(values)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Aide-soignant", "aide-soignant"), ("ATSEM", "ATSEM"), ("Écuyer", "écuyer"), ("", ""), ("A", "A")],
)
def test_a_title_inside_a_sentence(name, expected):
    assert in_sentence(name) == expected


def test_the_levels_lead_to_their_occupations(client):
    response = client.get("/comment-y-arriver/")
    assertContains(response, 'href="/recherche/?niveau=3"')
    assertContains(response, "Par l&#x27;expérience (VAE)")
    assertContains(response, "vers=chemin")


def test_an_occupation_is_chosen_without_script(client, found):
    factories.occupation("J1501", "Aide-soignant")
    found.append("J1501")
    response = client.get("/comment-y-arriver/", {"q": "soigner"})
    assertContains(response, 'href="/comment-y-arriver/J1501/"')
    assertContains(response, 'value="soigner"')


def test_an_occupation_that_is_not_found(client, found):
    response = client.get("/comment-y-arriver/", {"q": "zzzz"})
    assertContains(response, "Nous n'avons pas trouvé ce métier")


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_break_nothing(client, found, value):
    response = client.get("/comment-y-arriver/", {"q": value})
    assert response.status_code == 200
    assertNotContains(response, "<script>alert")


def test_the_ways_of_a_sheet_are_drawn_and_tabled(client, django_assert_max_num_queries):
    aide = factories.occupation()
    sheet = factories.sheet(aide)
    factories.way_in(sheet, "DEAS", level=4, months=11, modes=["school", "vae"], note="Sur dossier.")
    factories.way_in(sheet, "Bac pro ASSP", level=4, months=None)
    client.get("/comment-y-arriver/J1501/")
    with django_assert_max_num_queries(5):
        response = client.get("/comment-y-arriver/J1501/")
    assertContains(response, "Devenir aide-soignant ou aide-soignante")
    assertContains(response, "2\u00a0chemins habituels")
    assertContains(response, "11 mois", count=2)
    assertContains(response, "durée variable")
    assertContains(response, "par l&#x27;expérience (VAE)")
    assertContains(response, "données d'exemple")
    assertContains(response, 'name="lieu"')


def test_the_official_text_comes_with_its_source(client):
    aide = factories.occupation()
    factories.text(aide, "Accessible avec un <CAP>.")
    response = client.get("/comment-y-arriver/j1501/")
    assertContains(response, "Accessible avec un &lt;CAP&gt;.")
    assertContains(response, "Licence Ouverte 2.0")
    assertContains(response, "Les chemins vers")


def test_no_way_known_is_said(client):
    factories.occupation(level=None)
    response = client.get("/comment-y-arriver/J1501/")
    assertContains(response, "Nous ne connaissons pas encore le chemin")
    assertNotContains(response, "niveau d'entrée")


def test_a_withdrawn_occupation_says_so(client):
    factories.occupation(status="withdrawn")
    assertContains(client.get("/comment-y-arriver/J1501/"), "retirée de la liste officielle")


@pytest.mark.parametrize("code", ["X0000", "x", "J1501-1", "-" * 300])
def test_an_occupation_that_does_not_exist(client, code):
    assert client.get(f"/comment-y-arriver/{code}/").status_code == 404
