"""The screens « près de moi » and of a place, on the demonstration region: states, hostile inputs."""

import json
import re

import pytest
from django.urls import reverse
from tests.readonly import readonly

from jalon.directory.models import Organisation

NEAR = reverse("directory:near_me")
COMMUNES = reverse("directory:communes")
PLACE = reverse("directory:organisation", args=["mission-locale-tours"])
HOSTILE = [
    "x" * 10_000,
    "\x00\x01\x1b[31m\u202e",
    "' OR 1=1; DROP TABLE territory_commune; --",
    '"><script>alert(1)</script>',
    "{{ 7|add:7 }}{% now 'Y' %}",
    "../../etc/passwd",
    "%00%ff",
    "-1e999",
    "𝟛𝟟𝟚𝟞𝟙",
]


def html(client, address: str = NEAR, **query) -> str:
    with readonly():
        response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_commune_the_screen_asks_and_gives_the_helpline(live_region, client):
    page = html(client)
    assert 'name="lieu"' in page
    assert f'data-suggestions="{COMMUNES}"' in page
    assert 'href="tel:0800222100"' in page
    assert "?commune=37261" in page


@pytest.mark.parametrize(
    "query", [{"commune": "37261"}, {"lieu": "tours"}, {"lieu": "37000"}, {"commune": "37000"}]
)
def test_a_commune_gives_its_places_nearest_first(live_region, client, query):
    page = html(client, **query)
    assert "60 km de Tours" in page
    assert page.index("Mission locale de Tours") < page.index("CIO de Tours")
    assert re.search(r'href="tel:026191\d{4}"', page)
    assert "lieu d'exemple" in page.replace("&#x27;", "'")
    assert "Projet Jalon" in page  # the source line


def test_the_drawing_has_its_equal_in_the_list(live_region, client):
    page = html(client, commune="36044")
    drawn = {
        int(number)
        for label in re.findall(r'dy="21">([^<]+)</text>', page)
        for number in re.findall(r"\d+", label)
    }
    listed = {int(number) for number in re.findall(r'<span class="number" aria-hidden="true">(\d+)', page)}
    assert drawn
    assert drawn <= listed
    assert max(listed) == len(listed)
    assert 'role="img"' in page


def test_a_shared_name_is_asked_about(live_region, client):
    page = html(client, lieu="41120")
    assert "De quelle commune" in page
    assert "?commune=41047" in page or page.count("?commune=41") > 1


def test_an_unknown_place_is_said_and_other_ways_are_given(live_region, client):
    page = html(client, lieu="zzzzqqq")
    assert "Nous ne connaissons pas « zzzzqqq »" in page
    assert "?commune=37261" in page


def test_kinds_filter_with_counts_and_can_be_removed(live_region, client):
    page = html(client, commune="37261", reseau="cio")
    assert re.search(r'value="cio" checked>CIO<span class="n">\d+', page)
    assert "Mission locale de Tours" not in page
    assert 'class="chip on" href="/pres-de-moi/?commune=37261"' in page


def test_too_far_is_said_with_the_helpline(live_region, client):
    page = html(client, commune="36018", reseau="carif-oref")
    assert "Aucun lieu connu à moins de 60 km de Le Blanc" in page
    assert "GIP Alfa" in page
    assert page.count("tel:0800222100") >= 2


def test_pages_keep_the_numbers_of_the_list(live_region, client):
    page = html(client, commune="37261", page="2")
    assert '<ol class="places" start="13">' in page
    assert html(client, commune="37261", page="999").count('class="card place"') > 0


def test_htmx_receives_the_changing_part_alone(live_region, client):
    response = client.get(NEAR, {"commune": "37261"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.lstrip().startswith('<div id="resultats">')
    assert "<html" not in page
    assert "HX-Request" in response.headers["Vary"]


def test_near_me_costs_a_fixed_number_of_queries(live_region, client, django_assert_max_num_queries):
    client.get(NEAR)  # the region is then in the cache
    with django_assert_max_num_queries(7):
        html(client, commune="37261")
    with django_assert_max_num_queries(7):
        html(client, commune="45234")
    with django_assert_max_num_queries(4):
        html(client, PLACE)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["lieu", "commune", "reseau", "page"])
def test_hostile_inputs_are_answered_properly(live_region, client, name, hostile):
    for address in (NEAR, PLACE):
        for query in ({name: hostile}, {"commune": "37261"} | {name: hostile}):
            page = html(client, address, **query)
            assert "<script>alert" not in page
            assert len(page) < 120_000


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_suggestions_survive_hostile_inputs(live_region, client, hostile):
    response = client.get(COMMUNES, {"q": hostile})
    assert response.status_code == 200
    assert isinstance(response.json()["suggestions"], list)


def test_suggestions_lead_to_the_screen(live_region, client):
    found = client.get(COMMUNES, {"q": "orl"}).json()["suggestions"]
    assert found[0] == {
        "label": "Orléans",
        "code": "45234",
        "detail": "45000, 45100, Loiret",
        "url": "/pres-de-moi/?commune=45234",
    }
    assert client.get(COMMUNES).json() == {"suggestions": []}
    assert len(client.get(COMMUNES, {"q": "saint"}).json()["suggestions"]) == 8


def test_a_place_says_who_what_where_and_how(live_region, client):
    page = html(client, PLACE)
    for words in (
        "Mission locale de Tours (exemple)",
        "37000",
        "16 à 25 ans",
        "il n'existe pas",
        "Ouverture",
    ):
        assert words in page
    assert 'content="noindex"' in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["@type"] == "Organization"
    assert data["location"]["address"]["postalCode"] == "37000"
    assert "démonstration" in data["disambiguatingDescription"]


def test_a_place_says_how_far_it_is(live_region, client):
    assert "<strong>50 km</strong> depuis le centre de Blois" in html(client, PLACE, commune="41018")
    assert "De quelle commune partez-vous" in html(client, PLACE, lieu="41120")
    assert "Nous ne connaissons pas « zzzzqqq »" in html(client, PLACE, lieu="zzzzqqq")


def test_an_unknown_place_is_not_found(live_region, client):
    assert client.get(reverse("directory:organisation", args=["nulle-part"])).status_code == 404


def test_a_name_cannot_end_the_script(live_region, client):
    place = Organisation.objects.get(slug="cio-blois")
    Organisation.objects.filter(pk=place.pk).update(name="</script><script>alert(1)</script>")
    page = html(client, place.get_absolute_url())
    Organisation.objects.filter(pk=place.pk).update(name=place.name)
    assert "<script>alert" not in page


def test_a_place_that_left_says_so_and_names_others(live_region, client):
    Organisation.objects.filter(slug="cio-chartres").update(withdrawn=True)
    page = html(client, reverse("directory:organisation", args=["cio-chartres"]))
    Organisation.objects.filter(slug="cio-chartres").update(withdrawn=False)
    assert "n'est plus dans notre liste" in page
    assert "Mission locale de Chartres" in page
    assert "ld+json" not in page
