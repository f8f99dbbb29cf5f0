"""The results page: what it shows, what it says when it has little to show, what it refuses to break on."""

import datetime
import json

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed
from tests import factories

from jalon.portal import views

pytestmark = pytest.mark.django_db
HOSTILE = (
    "'; DROP TABLE occupations_occupation; --",
    "<script>alert(1)</script>",
    "\x00\x01\x1f\x7f",
    "a" * 10_000,
    "é" * 10_000,
    "\u202e\ufeff\ud7ff",
    "%00%ff",
    "{{ 7|add:7 }}{% url %}",
    "../../etc/passwd",
    "-1",
    "99999999999999999999",
)


@pytest.fixture
def occupations():
    factories.region()
    wood = factories.sector("bois", name="Bois")
    factories.occupation("H2201", "Menuisier", level=3, conditions=("noise", "standing"), sectors=(wood,))
    factories.occupation("J1501", "Aide-soignant", level=4, conditions=("nights",))
    factories.occupation("Z9999", "Métier mal connu", level=None)


def test_without_query_all_occupations_are_listed(client, occupations):
    response = client.get("/recherche/")
    assertContains(response, "Tous les métiers")
    assertContains(response, "3\u00a0métiers")
    assertContains(response, "Menuisier")
    assert [card.code for card in response.context["cards"]] == ["J1501", "H2201", "Z9999"]


def test_results_keep_the_order_of_the_engine_and_say_why(client, occupations, engine):
    engine.add("H2201", why="On dit aussi : travailler le bois")
    engine.add("J1501")
    response = client.get("/recherche/", {"q": "bois"})
    assert [card.code for card in response.context["cards"]] == ["H2201", "J1501"]
    assertContains(response, "On dit aussi : travailler le bois")
    assertContains(response, 'value="bois"')


def test_filters_narrow_and_each_can_be_removed(client, occupations):
    response = client.get("/recherche/?niveau=3&avec=noise&secteur=bois")
    assert [card.code for card in response.context["cards"]] == ["H2201"]
    assertContains(response, 'href="/recherche/?niveau=3&amp;avec=noise"')
    assertContains(response, "Tout effacer")


def test_the_unknown_are_offered_and_not_silently_dropped(client, occupations):
    response = client.get("/recherche/?niveau=3")
    assertContains(response, "1\u00a0autre métier")
    assertContains(response, "?niveau=3&amp;inconnus=1")
    response = client.get("/recherche/?niveau=3&inconnus=1")
    assert [card.code for card in response.context["cards"]] == ["H2201", "Z9999"]


def test_filters_that_leave_nothing_say_so_and_can_be_cleared(client, occupations, engine):
    engine.add("H2201")
    response = client.get("/recherche/?q=bois&niveau=8")
    assertContains(response, "Vos filtres ne laissent aucun métier")
    assertContains(response, 'href="/recherche/?q=bois"')


def test_nothing_found_says_what_to_do_next(client, occupations, engine):
    response = client.get("/recherche/", {"q": "zzzz"})
    assertContains(response, "Nous n'avons pas trouvé de métier")
    assertContains(response, "0800 222 100")
    assertContains(response, 'name="lieu"')
    assertContains(response, "/centres-d-interet/")


def test_a_mended_query_is_said(client, occupations, engine):
    engine.suggestion = "menuisier"
    engine.add("H2201")
    response = client.get("/recherche/", {"q": "menuizier", "page": "1"})
    assertContains(response, 'href="/recherche/?q=menuisier"')


def test_a_widened_search_is_said(client, occupations, engine):
    engine.widened = True
    engine.add("H2201")
    assertContains(client.get("/recherche/", {"q": "mots rares"}), "Peu de réponses exactes")


def test_other_kinds_come_as_a_strip(client, occupations, engine):
    engine.add("bois", kind="sector", title="Bois")
    engine.add("lieu", kind="organisation", title="Mission locale")
    engine.add("H2201")
    response = client.get("/recherche/", {"q": "bois"})
    assertContains(response, '<a class="chip" href="/sector/bois/">')
    assertContains(response, '<a class="chip" href="/organisation/lieu/">')


def test_an_occupation_that_is_no_longer_there_is_left_out(client, occupations, engine):
    engine.add("X0000")
    engine.add("H2201")
    assertContains(client.get("/recherche/", {"q": "bois"}), "1\u00a0métier<")


def test_an_example_sheet_is_marked(client, occupations, engine):
    factories.sheet(factories.occupation("A1101", "Tractoriste"))
    engine.add("A1101")
    assertContains(client.get("/recherche/", {"q": "tracteur"}), "fiche d'exemple")


def test_twenty_a_page_and_the_address_keeps_the_filters(client):
    for number in range(45):
        factories.occupation(f"A{number:04}", f"Métier {number:02}", level=3)
    response = client.get("/recherche/?niveau=3&page=2")
    assert len(response.context["cards"]) == 20
    assertContains(response, 'href="?niveau=3&amp;page=3" rel="next"')
    assert client.get("/recherche/?page=999").context["page"].number == 3
    assert client.get("/recherche/?page=abc").context["page"].number == 1


def test_htmx_receives_the_changing_part_and_its_announcement(client, occupations):
    response = client.get("/recherche/?niveau=3", headers={"HX-Request": "true"})
    assertTemplateUsed(response, "portal/_results.html")
    assertNotContains(response, "<html")
    assertContains(response, 'hx-swap-oob="innerHTML">1\u00a0métier trouvé')
    assert "HX-Request" in response["Vary"]


def test_going_back_gives_the_whole_page(client, occupations):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assertContains(client.get("/recherche/", headers=headers), "<html")


def test_a_page_of_results_costs_one_query(client, engine, django_assert_num_queries):
    factories.region()
    for number in range(30):
        factories.occupation(f"A{number:04}", f"Métier {number:02}", conditions=("noise",))
        engine.add(f"A{number:04}")
    factories.load(finished_at=datetime.datetime.now(datetime.UTC))
    client.get("/recherche/?q=a")
    with django_assert_num_queries(1):
        response = client.get("/recherche/?q=a&avec=noise&niveau=3")
    assert len(response.context["cards"]) == 20


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["q", "niveau", "avec", "sans", "secteur", "inconnus", "page"])
def test_hostile_values_break_nothing(client, occupations, name, value):
    response = client.get("/recherche/", {name: value})
    assert response.status_code == 200
    assertNotContains(response, "<script>alert")
    assert len(response.content) < 40_000


def test_a_long_query_is_cut_and_cleaned(client, engine):
    client.get("/recherche/", {"q": "  chef\x00 de\n\ncuisine " + "a" * 10_000})
    assert engine.asked[0].startswith("chef de cuisine aaa")
    assert len(engine.asked[0]) == 200


def test_words_that_find_little_are_counted_once_and_never_with_filters(client, engine, monkeypatch):
    noted = []
    monkeypatch.setattr(views, "note_missed", noted.append)
    client.get("/recherche/", {"q": "zzzz"})
    client.get("/recherche/", {"q": "zzzz", "niveau": "3"})
    client.get("/recherche/", {"q": "zzzz"}, headers={"HX-Request": "true"})
    client.get("/recherche/")
    assert [(one.query, one.total) for one in noted] == [("zzzz", 0)]


def test_results_are_shown_even_when_counting_fails(client, engine, monkeypatch):
    def fail(_):
        raise OSError("disk full")

    monkeypatch.setattr(views, "note_missed", fail)
    assert client.get("/recherche/", {"q": "zzzz"}).status_code == 200


def test_links_repeat_only_what_the_page_understood(client, occupations):
    response = client.get(
        "/recherche/", {"niveau": ["3", "99"], "secteur": "x" * 9_000, "utm": "y", "page": "1"}
    )
    assertContains(response, 'href="/recherche/?niveau=3&amp;inconnus=1"')
    assertNotContains(response, "utm")


def test_a_form_cannot_be_posted(client):
    assert client.post("/recherche/").status_code == 405


def test_suggestions_lead_to_the_page_or_to_the_ways_in(client, engine):
    engine.add("H2201", title="Menuisier")
    engine.add("bois", kind="sector", title="Bois")
    answer = json.loads(client.get("/recherche/suggestions/?q=men").content)
    assert answer["suggestions"] == [
        {"label": "Menuisier", "detail": "", "url": "/occupation/H2201/"},
        {"label": "Bois", "detail": "", "url": "/sector/bois/"},
    ]
    answer = json.loads(client.get("/recherche/suggestions/?q=men&vers=chemin").content)
    assert [one["url"] for one in answer["suggestions"]] == ["/comment-y-arriver/H2201/"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_suggestions_break_nothing(client, value):
    response = client.get("/recherche/suggestions/", {"q": value, "vers": value})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
