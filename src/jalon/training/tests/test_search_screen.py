"""The search of trainings: its address is the search; what it says and proposes when nothing is found."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import override_settings
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from jalon.territory.models import Commune

SEARCH, POINTS = "/formations/", "/formations/carte/"
HTMX = {"HTTP_HX_REQUEST": "true"}
HOSTILE = (
    "'; DROP TABLE training_programme; --",
    "<script>alert(1)</script>",
    "\x00\x01\x7f",
    "a" * 5_000,
    "\u202e\ud7ff",
    "-1",
    "99999999999999999999",
    "nan",
    "%00%ff",
)
PARAMETERS = (
    *("q", "lieu", "commune", "rayon", "departement", "metier", "secteur", "certification", "quand", "du"),
    *("tri", "page", "vue", "par", "niveau", "domaine"),
)


@pytest.fixture(autouse=True)
def region(live_region):
    """Every test reads the demonstration region."""


def shown(client, **query):
    return client.get(SEARCH, query)


def test_everything_is_shown_first_with_filters_and_the_map(client):
    response = shown(client)
    total = response.context["found"].total
    assert total >= 150
    assert len(response.context["cards"]) == 20
    assertContains(response, "Comment apprendre")
    assertContains(response, 'class="region-map"')
    assertContains(response, 'href="/formations/?vue=carte"')
    assert 'name="robots"' not in response.content.decode()


def test_a_filter_narrows_to_the_count_it_announced_and_can_be_removed(client):
    groups = {group.name: group for group in shown(client).context["found"].groups}
    choice = groups["par"].choices[0]
    response = shown(client, par=choice.value, niveau="3")
    narrowed = shown(client, par=choice.value)
    assert narrowed.context["found"].total == choice.count
    assertContains(response, "Tout effacer")
    assertContains(response, f'href="/formations/?par={choice.value}"')
    assertContains(response, 'href="/formations/?niveau=3"')
    assertContains(response, 'name="robots" content="noindex"')


def test_one_start_is_chosen_at_most_and_the_radio_says_so(client):
    html = shown(client, quand="12m").content.decode()
    assert html.count('type="radio"') >= 2
    assert re.search(r'id="quand-12m"[^>]* checked', html)
    assert not re.search(r'id="quand-tous"[^>]* checked', html)


def test_a_typed_town_leaves_a_clean_address(client):
    response = client.get(
        SEARCH, {"q": "cuisine", "lieu": "tours", "commune": "", "par": "adult", "vue": "carte"}
    )
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {
        "q": ["cuisine"], "commune": ["37261"], "par": ["adult"], "vue": ["carte"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"lieu": "Tours", "commune": "37261", "rayon": "10"}, {"commune": ["37261"], "rayon": ["10"]}),
        ({"lieu": "Blois", "commune": "37261"}, {"commune": ["41018"]}),
        ({"lieu": "", "commune": "37261"}, {}),
        ({"lieu": "tours", "departement": "18"}, {"commune": ["37261"]}),
        ({"departement": "", "quand": "", "q": "pain"}, {"q": ["pain"]}),
    ],
)
def test_what_the_box_sends_is_settled(client, sent, kept):
    response = client.get(SEARCH, sent)
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == kept


def test_a_text_that_may_be_several_towns_lets_one_choose(client):
    response = client.get(SEARCH, {"q": "vente", "lieu": "saint", "par": "school"})
    assertContains(response, "De quelle commune parlez-vous ?")
    links = re.findall(r'href="/formations/\?([^"]*commune=\d{5})"', response.content.decode())
    assert len(links) >= 2
    assert all("q=vente" in link and "par=school" in link for link in links)


def test_an_unknown_town_is_said_and_the_rest_is_answered(client):
    response = client.get(SEARCH, {"q": "vente", "lieu": "zzyzx"})
    assertContains(response, "Nous ne connaissons pas « zzyzx »")
    assert response.context["found"].total


def test_around_a_town_distances_are_shown_nearest_first_and_distance_is_offered(client):
    response = shown(client, commune="37261", rayon="20")
    cards = response.context["cards"]
    assert all(card.distance for card in cards)
    assert all(card.url.endswith("?commune=37261") for card in cards)
    assertContains(response, "Autour de Tours")
    assertContains(response, 'href="/formations/?par=distance"')
    assert cards[0].town == "Tours"


def test_what_starts_any_day_at_home_comes_after_what_really_begins(client):
    cards = shown(client, q="vente", commune="37261", rayon="0").context["cards"]
    any_day = [set(card.mode_values) <= {"distance", "vae"} for card in cards if card.next.start is None]
    dated = [card for card in cards if card.next.start is not None]
    assert any(any_day)
    assert dated
    assert cards[: len(dated)] == dated


def test_the_commune_alone_counts_what_the_map_counts(client):
    places = shown(client).context["map"]
    town = places.towns[0]
    response = client.get(f"{SEARCH}?{town.query}")
    assert response.context["found"].total == town.count
    assertContains(response, f"À {town.name}")
    assert sum(one.count for one in places.towns) + places.elsewhere >= 150


def test_words_that_name_a_town_propose_it(client):
    response = shown(client, q="cuisine à Tours")
    assertContains(response, "Tours\u202f?")
    assertContains(response, 'href="/formations/?q=cuisine&amp;commune=37261"')
    assertNotContains(shown(client, q="cuisine", departement="37"), "Chercher près de")


def test_mistyped_words_are_corrected_and_said(client):
    response = shown(client, q="cuizine")
    assertContains(response, "Nous avons cherché <strong>cuisine</strong>")


def test_nothing_found_says_what_to_do_with_counts_that_are_true(client):
    response = shown(client, q="zzzz qqqq", departement="37", par="school")
    assertContains(response, "Aucune formation avec tout cela à la fois")
    assertContains(response, "/pres-de-moi/")
    ways = response.context["ways_out"]
    assert ways
    for _words, count, url in ways:
        assert client.get(url).context["found"].total == count > 0


def test_too_near_proposes_farther(client):
    placed = [town.code for town in shown(client).context["map"].towns]
    far = Commune.objects.exclude(insee_code__in=placed).first()
    response = shown(client, commune=far.insee_code, rayon="0")
    assert response.context["found"].total == 0
    words, count, url = response.context["ways_out"][0]
    assert words.startswith("Jusqu'à")
    assert client.get(url).context["found"].total == count > 0


def test_the_old_filters_of_diplomas_still_narrow(client):
    response = shown(client, niveau="3", par="school")
    assert {value for _name, value, _words in response.context["found"].active} == {"3", "school"}


def test_pages_follow_and_a_page_too_far_gives_the_last(client):
    first, second = shown(client), shown(client, page="2")
    assert {card.pk for card in first.context["cards"]}.isdisjoint(
        card.pk for card in second.context["cards"]
    )
    last = shown(client, page="9999")
    assert last.context["page"].number == last.context["page"].paginator.num_pages
    assert last.context["cards"]


@pytest.mark.parametrize("order", ["date", "duree", "distance"])
def test_orders_are_links_and_one_is_in_force(client, order):
    html = shown(client, commune="37261", tri=order).content.decode()
    sorts = html[html.index('aria-label="Trier par"') :]
    assert sorts[: sorts.index("</nav>")].count("aria-current") == 1
    assert f'tri={order}" aria-current="true"' in sorts


def test_htmx_receives_the_changing_part_and_a_clean_address(client):
    response = client.get(SEARCH, {"par": "school", "quand": "", "departement": ""}, **HTMX)
    assertTemplateUsed(response, "training/_results.html")
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="gardes" hidden hx-swap-oob="true"' in html
    assert "formations trouvées" in html
    assert response["HX-Push-Url"] == "/formations/?par=school"
    assert "HX-Request" in response["Vary"]


def test_the_map_is_a_view_of_the_same_address(client):
    response = shown(client, departement="37", vue="carte")
    assertContains(response, 'class="found-grid on-map"')
    assertContains(response, 'href="/formations/?departement=37">')
    assertContains(response, 'aria-label="Tours')
    html = response.content.decode()
    for town in response.context["map"].towns:
        assert f"{town.name}</a></th><td" in html


def test_a_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        shown(client)
    with django_assert_max_num_queries(20):
        shown(client, q="vente", commune="37261", par="school")


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_only_values(client, name, value):
    response = client.get(SEARCH, {name: value})
    assert response.status_code in {200, 302}
    assert b"<script>alert" not in response.content


def test_suggestions_lead_to_titles_and_to_occupations_and_keep_the_place(client):
    found = client.get(reverse("training:suggestions"), {"q": "boulang", "commune": "37261"}).json()[
        "suggestions"
    ]
    labels = {one["label"]: one["url"] for one in found}
    assert labels["CAP Boulanger"] == "/formations/?q=CAP+Boulanger&commune=37261"
    assert any(
        label.startswith("Formations pour devenir") and url == "/formations/?metier=D1102&commune=37261"
        for label, url in labels.items()
    )


def test_marks_count_what_the_list_counts(client):
    query = {"par": "school"}
    total = shown(client, **query).context["found"].total
    elsewhere = shown(client, **query).context["map"].elsewhere
    for zoom in (0, 6, 9.5, 14):
        found = client.get(POINTS, query | {"zoom": zoom}).json()["marks"]
        assert sum(mark["count"] for mark in found) == total - elsewhere
    part = client.get(POINTS, query | {"zoom": 9, "sud": 47, "nord": 47.6, "ouest": 0.3, "est": 1}).json()[
        "marks"
    ]
    assert 0 < sum(mark["count"] for mark in part) < total


def test_a_town_of_the_map_gives_its_first_offers(client):
    found = client.get(POINTS, {"ville": "37261", "par": "school"}).json()
    assert 0 < len(found["offers"]) <= 4
    assert client.get(found["url"]).context["found"].total == found["total"]
    assert client.get(POINTS, {"ville": "zz zz"}).json()["total"] >= 0


def test_the_ground_is_drawn_from_the_region(client):
    rings = client.get(POINTS, {"fond": "1"}).json()["rings"]
    assert len(rings) >= 6


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_frames_are_answered(client, value):
    query = dict.fromkeys(("zoom", "sud", "nord", "ouest", "est"), value)
    assert client.get(POINTS, query).status_code == 200


def test_only_the_search_page_may_show_the_tiles_of_the_other_site(client):
    assert "img-src 'self' data: https://data.geopf.fr;" in shown(client)["Content-Security-Policy"] + ";"
    assert "geopf" not in client.get("/")["Content-Security-Policy"]
    with override_settings(MAP_TILES=""):
        assertNotContains(shown(client), "geopf")


def test_next_offers_of_an_occupation_as_a_page_and_as_a_fragment(client):
    address = reverse("training:occupation_programmes", args=["D1102"])
    page = client.get(address)
    assertContains(page, "<h1>Formations pour devenir")
    assert 0 < len(page.context["cards"]) <= 5
    assertContains(page, '<input type="hidden" name="metier" value="D1102">')
    near = client.get(address, {"commune": "37261"}, **HTMX)
    assertTemplateUsed(near, "training/_next_offers.html")
    assert b"<html" not in near.content
    assertContains(near, "de Tours")


def test_next_offers_of_a_sector_lead_to_the_whole_search(client):
    page = client.get(reverse("training:sector_programmes", args=["batiment"]))
    assertContains(page, 'href="/formations/?secteur=batiment"')
    assert client.get("/formations/?secteur=batiment").context["found"].total == page.context["offers"].total


def test_occupation_and_sector_pages_fetch_them_and_link_them(client):
    for page, address in (
        ("/metiers/D1102/", "/formations/metier/D1102/"),
        ("/secteurs/batiment/", "/formations/secteur/batiment/"),
    ):
        html = client.get(page).content.decode()
        assert f'hx-get="{address}"' in html
        assert f'href="{address}"' in html
